"""The paragraph of a view by address, under the release id: sums and names of regions alone."""

from dataclasses import replace
from functools import partial
from typing import Final

from flask import Flask, Response, jsonify, request

from callbacks.outlines_of_time import seen
from callbacks.packing import frozen
from callbacks.ranking_asked import announcement
from callbacks.sentence import RANKING, sentence_of
from callbacks.services import Services
from callbacks.view import choices_of
from data_access.changes.baseline import BEFORE, Baseline, baseline_of
from data_access.messages import Tongue
from data_access.release import Release
from data_access.vocabulary import spoken_era
from layouts.view_state import ViewState

LONGEST: Final = 2000


def register(server: Flask, services: Services) -> None:
    """Serve `/wall/sentence/...`, whose query is that of the wall: kept by the browser for ever, but what tells of the
    last briefing or of an announcement."""

    @server.get("/wall/sentence/<release_id>")
    def wall_sentence(release_id: str) -> Response:
        release = services.releases.current()
        asked = ViewState.from_search(
            request.query_string[:LONGEST].decode("ascii", "replace"), choices_of(services, release)
        )
        stand = seen(services, release, asked.region, asked.period)
        tongue = Tongue(asked.language, spoken_era(asked.era, asked.period))
        view = replace(asked, region=stand.code, language=tongue)
        if (view.view, view.rank) == (RANKING, "announced"):
            found = announcement(services, stand.release, view)
            response = jsonify(said=sentence_of(stand.release, view, services.settings, found))
            response.headers["Cache-Control"] = "no-store"
            return response
        since = _since(stand.release, view)
        parts = (view.view, asked.region, view.indicator, view.period, view.kind, view.rank, since, tongue, tongue.era)
        key = f"{release.id}|sentence|{services.settings.exit_line:g}|{'|'.join(map(str, parts))}"
        is_kept = release.id == release_id and since == view.since
        return frozen(services, key, is_kept, partial(_told, services, stand.release, view))


def _since(release: Release, view: ViewState) -> str:
    """What is compared with, as its own name: that of the last briefing changes, all others do not."""
    if view.view != RANKING:
        return BEFORE
    before = baseline_of(release, view.since, view.period)
    if not isinstance(before, Baseline):
        return f"{before.key} {before.about}"
    return view.since if view.since == BEFORE else before.since


def _told(services: Services, release: Release, view: ViewState) -> dict[str, str]:
    return {"said": sentence_of(release, view, services.settings)}
