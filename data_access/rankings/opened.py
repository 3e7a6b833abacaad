"""A place opens: of which indicators a score is made, and on which days a place was announced.

score.overall@990101000000            the weighted score of a region among those ranked where this one is shown
announced.QUARTER_RANK@990101000000   what was announced of it at this occasion
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from data_access.industry.named import tables_of
from data_access.industry.trace import Part, Trace
from data_access.industry.villages import ANNOUNCED, COLUMNS, SCORED
from data_access.messages import text
from data_access.rankings.announced import Announced
from data_access.rankings.score_file import Score
from data_access.rankings.scored import DECIMALS, Points, points_of, scored
from data_access.release import Release
from data_access.values import MISSING, OK

_GRAMMAR: Final = re.compile(r"(score|announced)\.([\w-]{1,40})@([\w@.*-]{1,60})", re.ASCII)
TABLE: Final = "ranking"

Opened = tuple[Trace, pd.DataFrame]
"""As the trace of any figure: where it comes from, and the rows behind it."""


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """A score or an announced place as an address names it: its sort, the key of the score or occasion, shown where."""

    is_score: bool
    key: str
    where: str


def place_figure(figure: str) -> PlaceFigure | None:
    """What `figure` says; None where it is another sort of figure."""
    found = _GRAMMAR.fullmatch(figure)
    return None if found is None else PlaceFigure(found[1] == "score", found[2], found[3])


def score_figure(score: Score, where: str) -> str:
    """The figure of the places by `score` where the region `where` is shown."""
    return f"score.{score.key}@{where}"


def announced_figure(found: Announced, where: str) -> str:
    """The figure of the places as announced where the region `where` is shown."""
    return f"announced.{found.event}@{where}"


def opened_score(release: Release, score: Score, where: str, code: str, period: int, lang: str) -> Opened | None:
    """The score of the region `code`, and a row an indicator: its share, its points, what it brings.

    None where the region is not ranked there. Raises UnknownRegionError, UnknownPeriodError.
    """
    standings = scored(release, score, where, period, None, lang).standings
    points = points_of(release, score, where, period).get(code)
    if points is None:
        return None
    value = next((place.value for place in standings.places if place.code == code), math.nan)
    summands = " + ".join(f"{p.share:.0f}% × {p.points:.1f}" for p in points if not math.isnan(p.points))
    is_told = not math.isnan(value)
    said = text("trace.score.formula", lang, parts=summands, value=f"{value:,.{DECIMALS}f}") if is_told else ""
    indicators = [release.indicators[p.code] for p in points]
    tables = [table for i in indicators for name in (i.numerator, i.denominator) if name for table in tables_of(name)]
    found = _trace(
        release,
        f"score.{score.key}@{where}",
        (code, period, lang),
        value,
        title=score.name(lang),
        rows=SCORED,
        definition=text("trace.score.definition", lang, count=len(standings.places)),
        formula=said or text("trace.score.incomplete", lang),
        counts=(standings.ranked, len(standings.places)),
        tables=tables,
    )
    return found, _rows([_brought(release, each, period, lang) for each in points])


def opened_announcement(
    release: Release, found: Announced, where: str, code: str, period: int, lang: str
) -> Opened | None:
    """What was announced of the region `code`, and a row a day, the newest first: its place, of how many, its score.

    None where nothing was announced of it.
    """
    place = next((place for place in found.standings.places if place.code == code and place.rank is not None), None)
    if place is None:
        return None
    named, mended = found.issues.get(code, (math.nan, math.nan))
    sources = {source.source_id: source.name_zh for source in release.meta.sources}
    said = {
        "event": found.events[found.event],
        "day": found.held_on.isoformat(),
        "place": place.rank,
        "count": found.standings.ranked,
        "mended": _whole(mended),
        "named": _whole(named),
        "source": sources.get(found.sources.get(code) or "", text("trace.announced.no_source", lang)),
    }
    opened = _trace(
        release,
        f"announced.{found.event}@{where}",
        (code, period, lang),
        place.value,
        title=found.events[found.event],
        rows=ANNOUNCED,
        definition=text("trace.announced.definition", lang),
        formula=text("trace.announced.formula", lang, **said),
        counts=(found.standings.ranked, len(found.standings.places)),
        tables=[TABLE],
    )
    held = zip(found.days, found.courses[code], strict=True)
    of = [sum(course[at][1] is not None for course in found.courses.values()) for at in range(len(found.days))]
    rows = [
        (day.isoformat(), day.isoformat(), _or_nan(rank), count, score, MISSING if math.isnan(score) else OK)
        for (day, (score, rank)), count in zip(held, of, strict=True)
        if rank is not None
    ]
    return opened, _rows(rows[::-1])


def _trace(
    release: Release,
    figure: str,
    at: tuple[str, int, str],
    value: float,
    *,
    counts: tuple[int, int],
    tables: Sequence[str],
    **said: Any,
) -> Trace:
    code, period, lang = at
    days = release.meta.table_days
    return Trace(
        figure=figure,
        region=code,
        period=period,
        unit=text("trace.unit.points", lang),
        value=value,
        decimals=DECIMALS,
        state=MISSING if math.isnan(value) else OK,
        numerator=Part(figure, "", value, tuple(tables)),
        denominator=None,
        poor=math.nan,
        others=math.nan,
        reported=counts[0],
        expected=counts[1],
        tables=tuple(dict.fromkeys(tables)),
        as_of=release.as_of,
        days={table: days[table] for table in tables if table in days},
        sources=tuple((source.name_zh, source.as_of) for source in release.meta.sources),
        published=(),
        **said,
    )  # fmt: skip


def _brought(release: Release, each: Points, period: int, lang: str) -> tuple[Any, ...]:
    """A row of the score: the indicator with its value, its share, its points, and what they bring."""
    indicator = release.indicators[each.code]
    name = f"{indicator.name(period, lang)} {indicator.format(each.value, lang)} {indicator.unit_text(lang)}"
    brought = each.share * each.points / 100
    return each.code, name.rstrip(), each.share, each.points, brought, MISSING if math.isnan(brought) else OK


def _rows(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """The rows of code, name, two figures, value and state as `villages_behind` gives them."""
    frame = pd.DataFrame(rows, columns=["code", "name", "numerator", "denominator", "value", "state"])
    return frame.assign(township="")[list(COLUMNS)]


def _or_nan(rank: int | None) -> float:
    return math.nan if rank is None else rank


def _whole(value: float) -> str:
    return "—" if math.isnan(value) else f"{value:,.0f}"
