"""The households of one village as tiles."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, case, func, or_, select

from data_access.database import database_errors, read_rows
from data_access.households.labels import GENERAL_HOUSEHOLD, status_of
from data_access.households.members import head_name
from data_access.households.records import Status, Tile, TilePage
from data_access.households.village import Row, belongs, codes_on_record, day_of, village_in_scope, whole_of
from data_access.rules import VISIT_DAYS
from data_access.schema import core, open_monitoring_case, responsibility
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

OVERDUE_DAYS: Final = VISIT_DAYS
"""Rule of every tile; the 30 days of monitored households are held on the card alone, or the tile would tell them."""

MAX_PAGE_SIZE: Final = 1000

_HOUSEHOLD: Final = core.household
_LIVES_HERE: Final = belongs(_HOUSEHOLD.c.region_code) & (_HOUSEHOLD.c.is_valid == 1)
_COUNTS: Final = (
    select(
        _HOUSEHOLD.c.household_type_code,
        _HOUSEHOLD.c.poverty_status_code,
        func.count().label("household_count"),
        func.sum(_HOUSEHOLD.c.member_count).label("member_count"),
    )
    .where(_LIVES_HERE)
    .group_by(_HOUSEHOLD.c.household_type_code, _HOUSEHOLD.c.poverty_status_code)
)

_STATUS_ORDER: Final = case(
    (_HOUSEHOLD.c.poverty_status_code == "0", 0),
    (_HOUSEHOLD.c.poverty_status_code == "3", 1),
    (_HOUSEHOLD.c.poverty_status_code == "1", 2),
    (_HOUSEHOLD.c.poverty_status_code == "4", 3),
    (_HOUSEHOLD.c.poverty_status_code.is_(None) & (_HOUSEHOLD.c.household_type_code == GENERAL_HOUSEHOLD), 4),
    else_=5,
)

_PAGE: Final = (
    select(
        _HOUSEHOLD.c.household_id,
        _HOUSEHOLD.c.household_type_code,
        _HOUSEHOLD.c.poverty_status_code,
        _HOUSEHOLD.c.member_count,
        _HOUSEHOLD.c.head_person_id,
    )
    .where(_LIVES_HERE)
    .order_by(_STATUS_ORDER, _HOUSEHOLD.c.household_id)
    .limit(bindparam("page_size"))
    .offset(bindparam("first"))
)

_HEADS: Final = (
    select(core.person.c.household_id, core.person.c.person_id, core.person.c.name_zh, core.person.c.born_on)
    .join(_HOUSEHOLD, _HOUSEHOLD.c.household_id == core.person.c.household_id)
    .where(
        core.person.c.household_id.in_(bindparam("household_ids", expanding=True)),
        core.person.c.is_valid == 1,
        or_(core.person.c.person_id == _HOUSEHOLD.c.head_person_id, core.person.c.relation_code == "01"),
    )
    .order_by(core.person.c.person_id)
)

_VISIT: Final = responsibility.household_visit
_LAST_VISITS: Final = (
    select(_VISIT.c.household_id, func.max(_VISIT.c.visited_at).label("last_visited_at"))
    .where(
        _VISIT.c.household_id.in_(bindparam("household_ids", expanding=True)),
        _VISIT.c.visited_at < bindparam("tomorrow"),
    )
    .group_by(_VISIT.c.household_id)
)

_CASE: Final = open_monitoring_case
_MONITORED: Final = select(func.count(func.distinct(_CASE.c.household_id)).label("household_count")).where(
    belongs(_CASE.c.region_code)
)


def household_tiles(
    engine: Engine,
    scope: Scope,
    village_code: str,
    *,
    as_of: date,
    tokens: HouseholdTokens,
    themes: Mapping[str, bool],
    page: int = 0,
    page_size: int = 240,
) -> TilePage:
    """One page of the valid households of a village: still poor first, then by status and key.

    Masked here. `page` counts from 0 and falls back to the last page that exists; `themes` says which themes are
    connected (boundaries, monitoring, quality, responsibility are used). Four to six statements, each bound to the
    village.
    Raises UnknownRegionError (no village, or outside `scope`), the DatabaseError family.
    Source: household, person, household_visit, open_monitoring_case, region_change.
    """
    if not 1 <= page_size <= MAX_PAGE_SIZE:
        raise ValueError(f"page_size must be from 1 to {MAX_PAGE_SIZE}")
    with database_errors(), engine.connect() as connection:
        village = village_in_scope(connection, scope, village_code, has_loads=bool(themes.get("quality")))
        codes = codes_on_record(connection, village_code, as_of, has_changes=bool(themes.get("boundaries")))
        groups = read_rows(connection, _COUNTS, villages=codes)
        total = sum(int(row["household_count"]) for row in groups)
        page = max(0, min(page, -(-total // page_size) - 1))
        rows = read_rows(connection, _PAGE, villages=codes, page_size=page_size, first=page * page_size)
        ids = [str(row["household_id"]) for row in rows]
        heads = head_names(connection, rows, ids, as_of)
        overdue = _overdue(connection, ids, village.visits_on or as_of) if themes.get("responsibility") else {}
        monitored = None
        if themes.get("monitoring"):
            monitored = int(read_rows(connection, _MONITORED, villages=codes)[0]["household_count"])
    return TilePage(
        place=village.place,
        tiles=tuple(
            Tile(
                token=tokens.token(household_id),
                head_name=heads.get(household_id),
                member_count=whole_of(row["member_count"]),
                status=status_of(row["household_type_code"], row["poverty_status_code"]),
                is_overdue=overdue.get(household_id),
            )
            for household_id, row in zip(ids, rows, strict=True)
        ),
        total=total,
        page=page,
        page_size=page_size,
        counts=_counts(groups),
        member_count=_sum_known(groups),
        monitored_count=monitored,
    )


def head_names(connection: Connection, rows: Sequence[Row], ids: list[str], as_of: date) -> dict[str, str | None]:
    """Masked name of each household's head: the one its row names, else the first member who is said to be the head."""
    if not ids:
        return {}
    named = {str(row["household_id"]): row["head_person_id"] for row in rows}
    heads: dict[str, str | None] = {}
    for row in read_rows(connection, _HEADS, household_ids=ids):
        household_id = str(row["household_id"])
        if household_id not in heads or row["person_id"] == named[household_id]:
            heads[household_id] = head_name(row, as_of)
    return heads


def _overdue(connection: Connection, ids: list[str], as_of: date) -> dict[str, bool]:
    """Whether nobody came to the household within the rule, by household; never visited counts as overdue."""
    if not ids:
        return {}
    found = read_rows(connection, _LAST_VISITS, household_ids=ids, tomorrow=as_of + timedelta(days=1))
    last = {str(row["household_id"]): day_of(row["last_visited_at"]) for row in found}
    limit = as_of - timedelta(days=OVERDUE_DAYS)
    return {household_id: (last.get(household_id) or date.min) < limit for household_id in ids}


def _counts(groups: Sequence[Row]) -> dict[Status, int]:
    counts = dict.fromkeys(Status, 0)
    for row in groups:
        counts[status_of(row["household_type_code"], row["poverty_status_code"])] += int(row["household_count"])
    return {status: count for status, count in counts.items() if count}


def _sum_known(groups: Sequence[Row]) -> int | None:
    known = [int(row["member_count"]) for row in groups if row["member_count"] is not None]
    return sum(known) if known else None
