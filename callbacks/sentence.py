"""The paragraph of a view: ask the release for its facts, and say them."""

from typing import Any

from data_access.changes.baseline import Baseline, baseline_of
from data_access.rankings.announced import Announced
from data_access.rankings.score_file import read_scores
from data_access.rankings.scored import scored
from data_access.rankings.standings import standings
from data_access.release import Release
from data_access.sentences.field import field
from data_access.sentences.ranked import ranked
from data_access.sentences.views import sentences_of
from data_access.settings import Settings
from layouts.sentences.paragraph import as_announced, by_indicator, by_score, of_view
from layouts.sentences.written import day
from layouts.view_state import EVERY_KIND, ViewState

RANKING = "ranking"


def sentence_of(release: Release, view: ViewState, settings: Settings, announced: Announced | None = None) -> str:
    """What a leader can read aloud of `view`: three to five sentences of sums, never of people.

    `release` has the regions of the view's period, and `view.region` stands in it (see `callbacks.view.view_of`).
    `announced` is what the ranking view shows where it ranks as announced; without it that view speaks of its
    indicator. Raises UnknownIndicatorError, UnknownRegionError, UnknownPeriodError, SettingsError.
    """
    day_of: dict[str, Any] = {"as_of": release.as_of, "is_demo": release.is_demo}
    if view.view == RANKING:
        return _ranking(release, view, settings, announced, day_of)
    place = release, view.view, view.region, view.period
    kind = None if view.kind == EVERY_KIND else view.kind
    told = sentences_of(*place, view.language, indicator=view.indicator, kind=kind)
    line = settings.exit_line
    known = view.indicator in release.indicators
    about = field(release, view.indicator, *place[2:], "before", view.language, line) if known else None
    return of_view(about, told, view.language, exit_line=line, **day_of)


def _ranking(
    release: Release, view: ViewState, settings: Settings, announced: Announced | None, day_of: dict[str, Any]
) -> str:
    lang, place = view.language, (view.region, view.period)
    if view.rank == "announced" and announced is not None:
        since = "" if announced.before_on is None else day(announced.before_on, lang)
        return as_announced(ranked(release, view.region, announced.standings, since, lang), announced, lang, **day_of)
    before = baseline_of(release, view.since, view.period)
    earlier = before if isinstance(before, Baseline) else None
    since = "" if earlier is None else earlier.said(lang)
    if view.rank == "score":
        score = read_scores(settings)[0]
        found = scored(release, score, *place, earlier, lang)
        told = ranked(release, view.region, found.standings, since if found.comparable else "", lang)
        return by_score(told, score, found, lang, **day_of)
    about = field(release, view.indicator, *place, view.since, lang)
    since = "" if about.own.broken is not None else since
    places = standings(release, view.indicator, *place, earlier, lang)
    return by_indicator(about, ranked(release, view.region, places, since, lang), lang, **day_of)
