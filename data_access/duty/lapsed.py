"""Households for which a duty lapsed: nobody came in time, or nobody helps them. Live, paged, masked, in scope."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np
from sqlalchemy import (
    Connection,
    DateTime,
    Engine,
    Select,
    String,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)  # fmt: skip
from sqlalchemy.sql.elements import Label

from data_access.database import database_errors, read_rows
from data_access.duty.lapses import FIGURE_OF, HELPER, PAGE_SIZE, TEAM
from data_access.duty.officials import in_office, officials_by_id
from data_access.duty.records import DutyOfficial, LapsedHousehold, LapsedHouseholds
from data_access.duty.tokens import OfficialTokens
from data_access.households.masked_rows import KEYS, codes_of, hold
from data_access.households.tiles import head_names
from data_access.households.village import Row, day_of
from data_access.quantities.survey import last_moment, registered
from data_access.release import Release
from data_access.rules import HELPER_ROLE, MONITORED_VISIT_DAYS, VISIT_DAYS
from data_access.schema import core, monitoring, responsibility
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens
from data_access.tree import TOWNSHIP_LEVEL

_CODES: Final[Any] = bindparam("codes", expanding=True, type_=String)
_IDS: Final[Any] = bindparam("household_ids", expanding=True, type_=String)


def lapsed_households(
    engine: Engine,
    scope: Scope,
    release: Release,
    code: str,
    lapse: str,
    *,
    period: int,
    tokens: HouseholdTokens,
    officials: OfficialTokens,
    page: int = 0,
) -> LapsedHouseholds | None:
    """Households of the region that nobody visited in time (`lapse` visit) or that have no helper (helper), masked.

    By village, those with most first; in it never visited ones and then the longest ago first. None above the township
    and in other years than that of the data, where they are not listed. `page` counts from 0 and falls back to the
    last. The release says how many there are in each village, so that only the villages of the page are asked.
    Monitored households are due every month, others every quarter, by the day that the source of the visits reaches.
    Raises UnknownRegionError (no such region, or outside `scope`), the DatabaseError family. Source: household,
    household_visit, household_official, monitoring_case, person, official.
    """
    if lapse == TEAM or period != release.as_of.year or release.region(code).level < TOWNSHIP_LEVEL:
        return None
    counts = release.figures(FIGURE_OF[lapse][0], release.as_of.year)
    if counts is None or not release.themes["responsibility"]:
        return None
    at = sorted(release.tree.villages(code), key=lambda i: (-np.nan_to_num(counts[i]), release.tree.regions[i].code))
    each = np.nan_to_num(counts[at]).astype(np.int64)
    up_to = np.cumsum(each)
    total = int(up_to[-1]) if len(up_to) else 0
    page = max(0, min(page, -(-total // PAGE_SIZE) - 1))
    begin = int(np.searchsorted(up_to, page * PAGE_SIZE, side="right"))
    end = int(np.searchsorted(up_to, (page + 1) * PAGE_SIZE, side="left")) + 1
    villages = [release.tree.regions[i].code for i, count in zip(at[begin:end], each[begin:end], strict=True) if count]
    skip = page * PAGE_SIZE - (int(up_to[begin - 1]) if begin else 0)
    with database_errors(), engine.connect() as connection:
        group = release.group(code)
        hold(connection, scope, group.members if group else (code,))
        today = codes_of(connection, villages, release)
        found = _found(connection, release, lapse, sorted(today))
        place = {village: number for number, village in enumerate(villages)}
        found.sort(
            key=lambda row: (
                place[today[str(row["region_code"])]], row["visited_on"] or date.min, str(row["household_id"])
            )
        )  # fmt: skip
        shown = found[skip : skip + PAGE_SIZE]
        ids = [str(row["household_id"]) for row in shown]
        heads = head_names(connection, shown, ids, release.as_of)
        helpers = _helpers(connection, ids, release, officials)
    rows = tuple(_row(row, release, today, heads, helpers, tokens, lapse) for row in shown)
    return LapsedHouseholds(rows, total, page, PAGE_SIZE)


def _found(connection: Connection, release: Release, lapse: str, codes: Sequence[str]) -> list[Row]:
    """All households of the regions `codes` that the list is of, each with its last visit, by the day of the visits."""
    if not codes:
        return []
    day = visits_day(release)
    asked = {"codes": codes, "until": last_moment(day)}
    if lapse == HELPER:
        households = read_rows(connection, _alone(), as_of=release.as_of, **asked)
    else:
        households = read_rows(connection, _due(with_cases=bool(release.themes["monitoring"])), **asked)
    found: list[Row] = []
    for row in households:
        visited_on = day_of(row["last_visited_at"])
        days = None if visited_on is None else (day - visited_on).days
        rule = MONITORED_VISIT_DAYS if row.get("is_watched") else VISIT_DAYS
        if lapse == HELPER or is_late(days, rule):
            found.append({**row, "visited_on": visited_on, "day_count": days})
    return found


def is_late(days: int | None, rule: int) -> bool:
    """Whether the last visit, so many days ago, is not within the `rule`'s days; None = there never was one."""
    return days is None or days > rule


def visits_day(release: Release) -> date:
    """ "Today" of the rule of visits: the day that their own source reaches, else that of the data."""
    return release.meta.table_days.get("household_visit", release.as_of)


def _last_visit() -> Label[Any]:
    """Of each household: the keys of hundreds, sent back to a server, take it longer to read than to look for."""
    h, v = core.household, responsibility.household_visit
    theirs = v.c.household_id == h.c.household_id, v.c.visited_at <= bindparam("until", type_=DateTime)
    return select(func.max(v.c.visited_at)).where(*theirs).correlate(h).scalar_subquery().label("last_visited_at")


@cache
def _due(*, with_cases: bool) -> Select[Any]:
    h, c = core.household, monitoring.monitoring_case
    here = h.c.region_code.in_(_CODES), h.c.is_valid == 1
    if not with_cases:
        return select(*KEYS, _last_visit(), literal(0).label("is_watched")).where(*here, registered())
    # a value is looked up for each household; for `exists` PostgreSQL reads all that are monitored in a province
    open_cases = select(func.max(c.c.household_id)).where(c.c.household_id == h.c.household_id, c.c.is_eliminated == 0)
    watched = open_cases.correlate(h).scalar_subquery().is_not(None)
    is_watched = case((watched, 1), else_=0).label("is_watched")
    return select(*KEYS, _last_visit(), is_watched).where(*here, or_(registered(), watched))


@cache
def _alone() -> Select[Any]:
    h, f = core.household, responsibility.household_official
    helped = exists().where(
        f.c.household_id == h.c.household_id, f.c.official_role_code == HELPER_ROLE, in_office(f)
    )  # fmt: skip
    return select(*KEYS, _last_visit()).where(h.c.region_code.in_(_CODES), registered(), ~helped)


@cache
def _offices() -> Select[Any]:
    f = responsibility.household_official
    return (
        select(f.c.household_id, f.c.official_id)
        .where(f.c.household_id.in_(_IDS), f.c.official_role_code == HELPER_ROLE, in_office(f))
        .order_by(f.c.household_id, f.c.official_id)
    )


def _helpers(
    connection: Connection, ids: Sequence[str], release: Release, tokens: OfficialTokens
) -> Mapping[str, DutyOfficial]:
    """The first helper in office of each household."""
    rows = read_rows(connection, _offices(), household_ids=list(ids), as_of=release.as_of) if ids else []
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(str(row["household_id"]), str(row["official_id"]))
    people = officials_by_id(connection, list(first.values()), release, tokens)
    return {household: people[official] for household, official in first.items() if official in people}


def _row(
    row: Row,
    release: Release,
    today: Mapping[str, str],
    heads: Mapping[str, str | None],
    helpers: Mapping[str, DutyOfficial],
    tokens: HouseholdTokens,
    lapse: str,
) -> LapsedHousehold:
    household_id, village, days = str(row["household_id"]), today[str(row["region_code"])], row["day_count"]
    is_monthly = lapse != HELPER and not is_late(days, VISIT_DAYS)
    return LapsedHousehold(
        token=tokens.token(household_id),
        village_code=village,
        village_zh=release.region(village).name_zh,
        head_name=None if is_monthly else heads.get(household_id),
        is_monthly=is_monthly,
        visited_on=row["visited_on"],
        day_count=days,
        helper=helpers.get(household_id),
    )
