"""Places as they were announced at an occasion (周汇报, 月调度, 季排队, 过堂会, 擂台赛), never recomputed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pandas as pd
from sqlalchemy import Date, Engine, String, bindparam, select

from data_access.database import database_errors, read_frame
from data_access.households.masked_rows import codes_of
from data_access.rankings.places import Place, Standings, field_of, ranks
from data_access.release import Region, Release
from data_access.schema import work
from data_access.values import MISSING, OK

FIRST_EVENT: Final = "QUARTER_RANK"
EVENTS: Final = "RANKING_EVENT"
MOST_DAYS: Final = 12
"""So many of the newest days of an occasion are drawn as a course."""

_R: Final = work.ranking
_ROWS: Final = select(
    _R.c.ranking_event_code, _R.c.held_on, _R.c.region_code, _R.c.score, _R.c.place_no, _R.c.issue_count,
    _R.c.fixed_issue_count, _R.c.source_id,
).where(
    _R.c.region_code.in_(bindparam("codes", expanding=True, type_=String)),
    _R.c.held_on >= bindparam("first", type_=Date),
    _R.c.held_on <= bindparam("last", type_=Date),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Announced:
    """What was announced at one occasion.

    event     its code, and `events` those that were held, in the order of the code list: code -> name
    held_on   the day; `before_on` the day before it of the same occasion, None = none
    standings   places as announced, movement against `before_on`; without a place those below who have none
    issues    region -> problems named and problems mended; NaN not told
    sources   region -> the source that its row is from; None = not told
    doubtful  names of regions whose place does not follow from the scores told beside it
    days      the newest days of the occasion, oldest first; `courses` region -> its place on each of them
    """

    event: str
    events: Mapping[str, str]
    held_on: date
    before_on: date | None
    standings: Standings
    issues: Mapping[str, tuple[float, float]]
    doubtful: tuple[str, ...]
    days: tuple[date, ...] = ()
    courses: Mapping[str, tuple[tuple[float, int | None], ...]] = field(default_factory=dict)
    sources: Mapping[str, str | None] = field(default_factory=dict)


def announced(
    engine: Engine, release: Release, code: str, period: int, event: str | None = None, lang: str = "zh"
) -> Announced | None:
    """The newest announcement of `period` for the regions below `code`, of the occasion `event` (None: the quarter's).

    None where nothing was announced. Read live: it is of no village, and so of no release. Raises UnknownRegionError,
    the DatabaseError family. Source: ranking.
    """
    regions = field_of(release, code)
    if not release.themes.get("ranking"):
        return None
    last = min(date(period, 12, 31), release.as_of)
    with database_errors(), engine.connect() as connection:
        today = codes_of(connection, [region.code for region in regions], release)
        rows = read_frame(connection, _ROWS, codes=sorted(today), first=date(period - 1, 1, 1), last=last)
    rows["region_code"] = rows["region_code"].map(today)
    held = rows[rows["held_on"] >= pd.Timestamp(period, 1, 1)]
    there = [item for item in release.items(EVENTS) if (held["ranking_event_code"] == item).any()]
    there += sorted(set(held["ranking_event_code"]) - set(there))
    if not there:
        return None
    chosen = event if event in there else FIRST_EVENT if FIRST_EVENT in there else there[0]
    mine = rows[rows["ranking_event_code"] == chosen]
    days = sorted(set(mine["held_on"]))[-MOST_DAYS:]
    now = mine[mine["held_on"] == days[-1]].set_index("region_code")
    before = mine[mine["held_on"] == days[-2]].set_index("region_code") if len(days) > 1 else None
    found = _places(regions, now, before, lang)
    return Announced(
        event=chosen,
        events={item: release.code_name(EVENTS, item, lang) for item in there},
        held_on=days[-1].date(),
        before_on=days[-2].date() if before is not None else None,
        standings=found,
        issues={str(c): (float(row.issue_count), float(row.fixed_issue_count)) for c, row in _by_code(now).items()},
        doubtful=_doubtful(found),
        days=tuple(day.date() for day in days),
        courses=_courses(regions, mine, days),
        sources={str(c): None if pd.isna(row.source_id) else str(row.source_id) for c, row in _by_code(now).items()},
    )


def _by_code(frame: pd.DataFrame) -> dict[object, "pd.Series[float]"]:
    return {code: row for code, row in frame.iterrows()}  # noqa: C416 - a row of a frame, not a pair


def _told(frame: pd.DataFrame | None, column: str, code: str) -> float:
    if frame is None or code not in frame.index:
        return math.nan
    return float(frame[column].to_dict()[code])


def _places(regions: Sequence[Region], now: pd.DataFrame, before: pd.DataFrame | None, lang: str) -> Standings:
    places: list[Place] = []
    announced_places = [_told(now, "place_no", region.code) for region in regions]
    for region, place in zip(regions, announced_places, strict=True):
        then = _told(before, "place_no", region.code)
        both = not math.isnan(place) and not math.isnan(then)
        score = _told(now, "score", region.code)
        places.append(
            Place(
                code=region.code,
                name=region.name(lang),
                rank=None if math.isnan(place) else int(place),
                is_shared=announced_places.count(place) > 1,
                value=score,
                state=MISSING if math.isnan(score) else OK,
                before=int(then) if both else None,
                now=int(place) if both else None,
            )
        )
    places.sort(key=lambda one: (one.rank is None, one.rank or 0, one.code))
    ranked = sum(place.rank is not None for place in places)
    return Standings(tuple(places), ranked, sum(place.before is not None for place in places))


def _doubtful(found: Standings) -> tuple[str, ...]:
    """Where every place comes with a score: the regions whose place is another than these scores give."""
    placed = found.places[: found.ranked]
    if any(math.isnan(place.value) for place in placed):
        return ()
    due = ranks([place.value for place in placed], 1)
    return tuple(place.name for place, rank in zip(placed, due, strict=True) if place.rank != rank)


def _courses(
    regions: Sequence[Region], rows: pd.DataFrame, days: Sequence[pd.Timestamp]
) -> dict[str, tuple[tuple[float, int | None], ...]]:
    held = [rows[rows["held_on"] == day].set_index("region_code") for day in days]
    found: dict[str, tuple[tuple[float, int | None], ...]] = {}
    for region in regions:
        pairs = [(_told(day, "score", region.code), _told(day, "place_no", region.code)) for day in held]
        found[region.code] = tuple((score, None if math.isnan(place) else int(place)) for score, place in pairs)
    return found
