"""Lines of the household list, read live by key and masked: what may leave for a page of it or an export."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, DateTime, Engine, String, bindparam, func, select

from data_access.database import database_errors, read_frame
from data_access.errors import ForbiddenError
from data_access.household_index.facets import NEVER, SENSITIVE
from data_access.household_index.reading import HouseholdIndex
from data_access.household_index.records import ListedHousehold
from data_access.households.card import TAIL_LENGTH
from data_access.households.labels import status_of
from data_access.households.tiles import head_names
from data_access.households.village import Row, rows_of, whole_of
from data_access.privacy import scanned_text
from data_access.quantities.survey import last_moment
from data_access.rules import HELPER_ROLE
from data_access.schema import core, responsibility
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

MOST_ROWS: Final = 500
"""So many households are read at once; an export asks again and again."""

_SHORTEST_NUMBER: Final = 8
_KEYS: Final = bindparam("household_ids", expanding=True, type_=String)

_OWN: Final = select(
    core.household.c.household_id,
    core.household.c.region_code,
    core.household.c.member_count,
    core.household.c.head_person_id,
    core.household.c.household_type_code,
    core.household.c.poverty_status_code,
).where(core.household.c.household_id.in_(_KEYS), core.household.c.is_valid == 1)

_VISITS: Final = (
    select(
        responsibility.household_visit.c.household_id,
        func.max(responsibility.household_visit.c.visited_at).label("last_visited_at"),
    )
    .where(
        responsibility.household_visit.c.household_id.in_(_KEYS),
        responsibility.household_visit.c.visited_at <= bindparam("until", type_=DateTime),
    )
    .group_by(responsibility.household_visit.c.household_id)
)


def listed_households(
    engine: Engine, scope: Scope, index: HouseholdIndex, rows: Sequence[int], tokens: HouseholdTokens
) -> tuple[ListedHousehold, ...]:
    """The households in these rows of the index, in their order, as they stand in the database now.

    Raises ForbiddenError for a role that lists no households, ValueError for more than 500 rows, the DatabaseError
    family. Source: household, person, household_official, household_visit.
    """
    if not scope.lists_households:
        raise ForbiddenError("households.forbidden")
    if len(rows) > MOST_ROWS:
        raise ValueError(f"at most {MOST_ROWS} rows")
    keys = [index.key(row) for row in rows]
    if not keys:
        return ()
    with database_errors(), engine.connect() as connection:
        own = {str(row["household_id"]): row for row in rows_of(read_frame(connection, _OWN, household_ids=keys))}
        seen = {key: row for key, row in own.items() if index.is_in(scope, str(row["region_code"]))}
        live = _Live(connection, index, list(seen), list(seen.values()))
    return tuple(
        _line(scope, index, row, key, seen.get(key), live, tokens) for row, key in zip(rows, keys, strict=True)
    )


class _Live:
    """What is asked beside the households' own rows: one statement each for heads, helpers and visits."""

    def __init__(self, connection: Connection, index: HouseholdIndex, keys: list[str], rows: list[Row]) -> None:
        meta = index.meta
        self.heads = head_names(connection, rows, keys, meta.as_of)
        self.has_visits = "visit" in meta.facets
        self.helpers: dict[str, str | None] = {}
        self.days: dict[str, int] = {}
        if not keys or not meta.themes.get("responsibility"):
            return
        f, o = responsibility.household_official, responsibility.official
        helpers = (
            select(f.c.household_id, o.c.name_zh)
            .select_from(f.join(o, o.c.official_id == f.c.official_id))
            .where(
                f.c.household_id.in_(_KEYS),
                f.c.official_role_code == HELPER_ROLE,
                f.c.valid_from <= meta.as_of,
                f.c.valid_to.is_(None) | (f.c.valid_to >= meta.as_of),
            )
            .order_by(f.c.household_id, f.c.valid_from, o.c.official_id)
        )
        for row in rows_of(read_frame(connection, helpers, household_ids=keys)):
            self.helpers.setdefault(str(row["household_id"]), scanned_text(row["name_zh"]))
        visits = read_frame(connection, _VISITS, household_ids=keys, until=last_moment(meta.visits_on))
        for row in rows_of(visits):
            moment: datetime = row["last_visited_at"]
            self.days[str(row["household_id"])] = (meta.visits_on - moment.date()).days

    def visit_days(self, key: str) -> str | None:
        return (str(self.days[key]) if key in self.days else NEVER) if self.has_visits else None


def _line(
    scope: Scope,
    index: HouseholdIndex,
    row: int,
    key: str,
    own: Row | None,
    live: _Live,
    tokens: HouseholdTokens,
) -> ListedHousehold:
    place = index.region_at(row)
    above = index.parent_of(place)
    gone = ListedHousehold(
        tokens.token(key), place.code, place.name_zh, place.name_en,
        None if above is None else above.name_zh, None if above is None else above.name_en, is_gone=True,
    )  # fmt: skip
    if own is None:
        return gone
    told = [(name, index.told(row, name)) for name in index.meta.facets if scope.may_uncover or name not in SENSITIVE]
    return replace(
        gone,
        is_gone=False,
        number_tail=key[-TAIL_LENGTH:] if len(key) >= _SHORTEST_NUMBER else None,
        head_name=live.heads.get(key),
        member_count=whole_of(own["member_count"]),
        status=status_of(own["household_type_code"], own["poverty_status_code"]),
        helper_zh=live.helpers.get(key),
        visit_days=live.visit_days(key),
        told=tuple(told),
    )
