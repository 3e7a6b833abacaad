"""The village whose households are asked for, and the check that the asker may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Date, Select, String, bindparam, exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import read_rows
from data_access.errors import ForbiddenError, UnknownRegionError
from data_access.households.records import Place
from data_access.privacy import scanned_text
from data_access.rules import DELIVERED
from data_access.schema import core, geography, region_ancestor, work
from data_access.scope import Scope
from data_access.tree import VILLAGE_LEVEL

_ANCESTORS = (
    select(region_ancestor.c.ancestor_code, region_ancestor.c.ancestor_level_code, core.region.c.name_zh)
    .join(core.region, core.region.c.region_code == region_ancestor.c.ancestor_code)
    .where(region_ancestor.c.region_code == bindparam("village"))
    .order_by(region_ancestor.c.ancestor_level_code.desc())
)

_VISITS_ON = (
    select(func.max(work.data_load.c.as_of_on))
    .where(
        work.data_load.c.table_name == "household_visit",
        work.data_load.c.load_status_code.in_(DELIVERED),
        work.data_load.c.as_of_on <= bindparam("today", type_=Date),
    )
    .scalar_subquery()
    .label("visits_on")
)

__all__ = [
    "VILLAGE_LEVEL", "Row", "Village", "belongs", "codes_on_record", "day_of", "flag_of", "rows_of", "village_in_scope",
    "whole_of",
]  # fmt: skip

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Village:
    """A village that the scope may see.

    ancestors   the codes from itself up to the highest region
    visits_on   the day up to which the source of the visits reaches, "today" of their rule; None when no load names it
    """

    place: Place
    ancestors: tuple[str, ...]
    visits_on: date | None = None


def village_in_scope(connection: Connection, scope: Scope, village_code: str, *, has_loads: bool = False) -> Village:
    """The village `village_code`, its way up the tree asked of the database, never read from the code.

    With `has_loads` (the theme quality is connected) the same statement asks how far the visits reach.
    Raises ForbiddenError when the scope's role sees no rows about people, UnknownRegionError when there is no such
    village or it is not under `scope.region_code`.
    """
    if not scope.sees_people:
        raise ForbiddenError("household.forbidden")
    statement = _ANCESTORS.add_columns(_VISITS_ON) if has_loads else _ANCESTORS
    rows = read_rows(connection, statement, village=village_code, today=date.today())
    codes = tuple(str(row["ancestor_code"]) for row in rows)
    is_village = any(
        row["ancestor_code"] == village_code and row["ancestor_level_code"] == str(VILLAGE_LEVEL) for row in rows
    )
    if not is_village or (scope.region_code is not None and scope.region_code not in codes):
        raise UnknownRegionError("household.unknown_village")
    above = [row for row in rows if row["ancestor_code"] != village_code]
    own = next(row for row in rows if row["ancestor_code"] == village_code)
    place = Place(
        code=village_code,
        name_zh=scanned_text(own["name_zh"]) or village_code,
        township_zh=scanned_text(above[0]["name_zh"]) if above else None,
    )
    return Village(place, codes, day_of(own.get("visits_on")))


def codes_on_record(connection: Connection, village_code: str, as_of: date, *, has_changes: bool) -> tuple[str, ...]:
    """The codes under which rows of the village may stand: its own, and those of ended ones that it took over whole.

    Rows keep the code of their time; a village that was split up belongs to none of its successors. Ended means: before
    `as_of`. Without the theme boundaries (`has_changes`) nothing is known of other codes. Asked apart from the rows
    themselves, for a cluster answers no question about the rows of many nodes that goes back step by step.
    Raises the DatabaseError family.
    """
    if not has_changes:
        return (village_code,)
    rows = read_rows(connection, _taken_over(), village=village_code, as_of=as_of)
    return tuple(sorted({village_code, *(str(row["region_code"]) for row in rows)}))


def belongs(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """`column` holds one of the codes of `codes_on_record`, bound as `villages`."""
    return column.in_(bindparam("villages", expanding=True, type_=String))


@cache
def _taken_over() -> Select[Any]:
    village: ColumnElement[Any] = bindparam("village", type_=String)
    change, region = geography.region_change, core.region
    other = change.alias("other_change")
    taken = select(region.c.region_code).where(region.c.region_code == village).cte("taken_over", recursive=True)
    elsewhere = exists().where(other.c.from_code == change.c.from_code, other.c.to_code != change.c.to_code)
    before = (
        select(change.c.from_code)
        .join(taken, taken.c.region_code == change.c.to_code)
        .join(region, region.c.region_code == change.c.from_code)
        .where(region.c.valid_to < bindparam("as_of", type_=Date), ~elsewhere)
    )
    return select(taken.union(before).c.region_code)


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of a small frame as mappings, with None for every NaN and NaT."""
    return [
        {column: None if pd.isna(value) else value for column, value in zip(frame.columns, values, strict=True)}
        for values in frame.itertuples(index=False, name=None)
    ]


def day_of(value: datetime | date | None) -> date | None:
    """The calendar date of a timestamp or date; None stays None."""
    return value.date() if isinstance(value, datetime) else value


def whole_of(value: float | None) -> int | None:
    """A whole number that a column with NULLs delivered as float; None stays None."""
    return None if value is None else int(value)


def flag_of(value: float | None) -> bool | None:
    """A flag 0/1 as bool; None stays None."""
    return None if value is None else bool(value)
