"""The village whose households are asked for, and the check that the asker may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, bindparam, select

from data_access.database import read_frame
from data_access.errors import UnknownRegionError
from data_access.households.records import Place
from data_access.privacy import scanned_text
from data_access.schema import core, region_ancestor
from data_access.scope import Scope

VILLAGE_LEVEL: Final = 5

_ANCESTORS = (
    select(region_ancestor.c.ancestor_code, region_ancestor.c.ancestor_level_code, core.region.c.name_zh)
    .join(core.region, core.region.c.region_code == region_ancestor.c.ancestor_code)
    .where(region_ancestor.c.region_code == bindparam("village"))
    .order_by(region_ancestor.c.ancestor_level_code.desc())
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Village:
    """A village that the scope may see; `ancestors` are the codes from itself up to the highest region."""

    place: Place
    ancestors: tuple[str, ...]


def village_in_scope(connection: Connection, scope: Scope, village_code: str) -> Village:
    """The village `village_code`, its way up the tree asked of the database, never read from the code.

    Raises UnknownRegionError when there is no such village or it is not under `scope.region_code`.
    """
    rows = rows_of(read_frame(connection, _ANCESTORS, village=village_code))
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
    return Village(place, codes)


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
