"""Monitored households of a township or village: live, paged, masked, in scope; those whom the release counts."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, Select, String, bindparam, exists, func, select

from data_access.database import database_errors, read_rows
from data_access.households.behind import counted_by
from data_access.households.masked_rows import KEYS, codes_of, hold, masked_rows
from data_access.households.records import IndustryHouseholds
from data_access.monitoring.cases import OPEN, figure_of
from data_access.quantities.survey import ABLE, DEVELOPMENT_MEASURES
from data_access.release import Release
from data_access.rules import DEVELOPED_WITHIN_DAYS, HELPED_WITHIN_DAYS
from data_access.schema import core, monitoring, responsibility
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

_C: Final = monitoring.monitoring_case
_H: Final = core.household
_OPEN: Final = _C.c.is_eliminated == 0


def monitored_households(
    engine: Engine,
    scope: Scope,
    release: Release,
    code: str,
    of: str,
    *,
    tokens: HouseholdTokens,
    page: int = 0,
    page_size: int = 30,
) -> IndustryHouseholds | None:
    """One page of the list `of` (see `figure_of`) on the day of the data, by village and key; `page` counts from 0.

    None where it may not be shown: above the township, or where a village's count is withheld. Raises
    UnknownRegionError (no such region, or outside `scope`), ForbiddenError, the DatabaseError family.
    Source: monitoring_case, monitoring_alert, household_measure, person; household_official for who answers.
    """
    figure, period = figure_of(of), release.as_of.year
    if not release.quantity(figure, code, period):
        return IndustryHouseholds((), 0, 0, page_size)
    if counted_by(release, figure, code, period) is None:
        return None
    villages = [village.code for village in release.villages(code)]
    day_of = release.meta.table_days.get
    days = tuple(day_of(table, release.as_of) for table in ("monitoring_case", "monitoring_alert", "household_measure"))
    with database_errors(), engine.connect() as connection:
        group = release.group(code)
        hold(connection, scope, group.members if group else (code,))
        today = codes_of(connection, villages, release)
        found = read_rows(connection, _keys(of, *days), codes=sorted(today))
        found.sort(key=lambda row: (today[str(row["region_code"])], str(row["household_id"])))
        page = max(0, min(page, -(-len(found) // page_size) - 1))
        shown = found[page * page_size : (page + 1) * page_size]
        rows = masked_rows(connection, release, tokens, shown, today)
        return IndustryHouseholds(rows, len(found), page, page_size)


@lru_cache(maxsize=32)
def _keys(of: str, case_day: date, alert_day: date, measure_day: date) -> Select[Any]:
    """The households of the list in the regions `codes`: looked up for each of them, since a list of all that have a
    case is as long as the county, or the city, is large."""
    a = monitoring.monitoring_alert
    if of == "late":
        late = a.c.alert_result_code == "PENDING", a.c.due_on < alert_day
        one = select(func.max(a.c.household_id)).where(a.c.household_id == _H.c.household_id, *late)
    else:
        cases = _C.c.household_id == _H.c.household_id, _OPEN
        one = select(func.max(_C.c.household_id)).where(*cases, *_cases(of, case_day, measure_day))
    # a value is looked up for each household; for `exists` PostgreSQL reads all that have one in a province
    has_one = one.correlate(_H).scalar_subquery().is_not(None)
    here = _H.c.region_code.in_(bindparam("codes", expanding=True, type_=String))
    return select(*KEYS).where(here, _H.c.is_valid == 1, has_one)


def _cases(of: str, case_day: date, measure_day: date) -> list[ColumnElement[bool]]:
    """What an open case of the list fulfils, as the release counts it."""
    if of == "unhelped":
        long_ago = _C.c.identified_on < case_day - timedelta(days=HELPED_WITHIN_DAYS)
        return [_C.c.assisted_on.is_(None), long_ago]
    if of != "undeveloped":
        return [] if figure_of(of) == OPEN else [_C.c.monitoring_object_code == of]
    m, p = responsibility.household_measure, core.person
    developed = exists().where(
        m.c.household_id == _C.c.household_id,
        m.c.stat_year >= measure_day.year - 1,
        m.c.measure_code.in_(DEVELOPMENT_MEASURES),
        m.c.measure_status_code.in_(("DOING", "DONE")),
        m.c.valid_to.is_(None) | (m.c.valid_to >= _C.c.identified_on),
    )
    able = exists().where(p.c.household_id == _C.c.household_id, p.c.is_valid == 1, p.c.labour_ability_code.in_(ABLE))
    long_ago = _C.c.identified_on <= case_day - timedelta(days=DEVELOPED_WITHIN_DAYS)
    return [func.coalesce(_C.c.is_without_labour, 0) == 0, able, long_ago, ~developed]
