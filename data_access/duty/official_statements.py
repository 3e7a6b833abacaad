"""The SQL of an official's card: each statement asks for one official, by key or by his or her households."""

from functools import cache
from typing import Any, Final

from sqlalchemy import DateTime, Select, SmallInteger, String, bindparam, func, select

from data_access.duty.officials import in_office
from data_access.households.masked_rows import KEYS
from data_access.rules import HELPER_ROLES
from data_access.schema import core, monitoring, responsibility, work

MOST_TASKS: Final = 50

_O: Final[Any] = bindparam("official_id", type_=String)
_IDS: Final[Any] = bindparam("household_ids", expanding=True, type_=String)


@cache
def person() -> Select[Any]:
    """Who the official is; the number is masked before it leaves."""
    o, g = responsibility.official, responsibility.organisation
    return (
        select(o.c.name_zh, o.c.title_zh, o.c.phone_no, g.c.name_zh.label("organisation_zh"))
        .select_from(o.outerjoin(g, g.c.organisation_id == o.c.organisation_id))
        .where(o.c.official_id == _O)
    )


@cache
def offices() -> Select[Any]:
    """Offices held today in regions, with the days in them this year."""
    r, a = responsibility.region_official, responsibility.official_attendance
    days = (
        (a.c.region_code == r.c.region_code)
        & (a.c.official_id == r.c.official_id)
        & (a.c.stat_year == bindparam("year", type_=SmallInteger))
    )
    return (
        select(
            r.c.region_code, r.c.official_role_code, r.c.valid_from, r.c.valid_to, a.c.village_day_count,
            a.c.required_day_count,
        )
        .select_from(r.outerjoin(a, days))
        .where(r.c.official_id == _O, in_office(r))
        .order_by(r.c.region_code, r.c.official_role_code)
    )  # fmt: skip


@cache
def households() -> Select[Any]:
    """The valid households that the official answers for today."""
    f, h = responsibility.household_official, core.household
    mine = f.c.official_id == _O, f.c.official_role_code.in_(HELPER_ROLES), in_office(f), h.c.is_valid == 1
    return select(*KEYS).select_from(f.join(h, h.c.household_id == f.c.household_id)).where(*mine).distinct()


@cache
def watched() -> Select[Any]:
    """Those of the households that are monitored today."""
    c = monitoring.monitoring_case
    return select(c.c.household_id).where(c.c.household_id.in_(_IDS), c.c.is_eliminated == 0).distinct()


@cache
def own_visits() -> Select[Any]:
    """The visits of the official to the households in a span of time."""
    v = responsibility.household_visit
    return (
        select(
            v.c.household_id,
            func.count().label("visit_count"),
            func.max(v.c.visited_at).label("last_visited_at"),
        )
        .where(
            v.c.household_id.in_(_IDS),
            v.c.official_id == _O,
            v.c.visited_at >= bindparam("since", type_=DateTime),
            v.c.visited_at <= bindparam("until", type_=DateTime),
        )
        .group_by(v.c.household_id)
    )


@cache
def tasks() -> Select[Any]:
    """Tasks in the name of the official, open ones first by their day."""
    t = work.task
    return (
        select(t.c.title_zh, t.c.region_code, t.c.planned_end_on, t.c.finished_on, t.c.task_status_code)
        .where(t.c.official_id == _O)
        .order_by(t.c.finished_on.is_not(None), t.c.planned_end_on, t.c.task_id)
        .limit(MOST_TASKS)
    )


@cache
def last_visits() -> Select[Any]:
    """The last visit to each of the households up to a moment, whoever made it."""
    v = responsibility.household_visit
    return (
        select(v.c.household_id, func.max(v.c.visited_at).label("last_visited_at"))
        .where(v.c.household_id.in_(_IDS), v.c.visited_at <= bindparam("until", type_=DateTime))
        .group_by(v.c.household_id)
    )
