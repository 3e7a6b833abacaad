"""Where a place of the ranking comes from: a score is of a file beside the release, an announcement is read live."""

from typing import Any

from callbacks.outlines_of_time import seen
from callbacks.ranking_asked import score_of
from callbacks.services import Services
from data_access.rankings.announced import announced
from data_access.rankings.opened import Opened, PlaceFigure, opened_announcement, opened_score
from data_access.release import Release
from layouts.panels.trace_dialog import trace_told


def place_told(
    services: Services, release: Release, figure: PlaceFigure, code: str, period: int, lang: str
) -> dict[str, Any] | None:
    """What the dialog says of a place; None where the figure, its regions or the period stand for nothing here."""
    known = release.known_codes
    if code not in known or figure.where not in known or period not in release.periods:
        return None
    stand = seen(services, release, figure.where, period)
    at = (stand.code, code, period, lang)
    opened = (_score if figure.is_score else _announced)(services, stand.release, figure.key, *at)
    if opened is None:
        return None
    return trace_told(*opened, stand.release.region(code).name(lang), lang, demo=release.is_demo, lists=False)


def _score(
    services: Services, release: Release, key: str, where: str, code: str, period: int, lang: str
) -> Opened | None:
    score = score_of(services)
    return opened_score(release, score, where, code, period, lang) if score.key == key else None


def _announced(
    services: Services, release: Release, key: str, where: str, code: str, period: int, lang: str
) -> Opened | None:
    if not release.themes.get("ranking"):
        return None
    found = announced(services.database(), release, where, period, key, lang)
    if found is None or found.event != key:
        return None
    return opened_announcement(release, found, where, code, period, lang)
