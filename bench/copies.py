"""A city of N copies of the demo county: half a million households to measure lists, search and cards on.

python -m bench.copies SOURCE.sqlite TARGET.sqlite [COUNT]
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Final

from sqlalchemy import Column, Table

from data_access import schema

COUNTY: Final = "990101"
CITY: Final = "990100000000"
COPIES: Final = 14
"""37,053 households fourteen times: 518,742, with 932,666 persons."""

_SHARED: Final = frozenset(
    {
        "code_item", "data_source", "data_load", "industry_kind", "industry_metric", "region_group",
        "region_indicator", "policy_line",
    }
)  # fmt: skip
"""Tables that all counties have in common."""

_COMMON: Final = frozenset({"source_id", "region_group_code", "region_indicator_code"})
"""Keys into those tables."""


def copy_county(source: Path, target: Path, count: int = COPIES) -> None:
    """Write to `target` the demo county of `source` `count` times, each with its own keys, below one city."""
    shutil.copyfile(source, target)
    connection = sqlite3.connect(target)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
    tables = [table for table in schema.metadata.sorted_tables if table.name not in _SHARED]
    held = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    tables = [table for table in tables if table.name in held]
    with connection:
        for number in range(2, count + 1):
            for table in tables:
                _copy(connection, table, number)
        _found_city(connection)
    connection.execute("ANALYZE")
    connection.close()


def _copy(connection: sqlite3.Connection, table: Table, number: int) -> None:
    """The rows of the first county once more; those of the copies before are told by their codes and keys."""
    names = ", ".join(column.name for column in table.columns)
    values = ", ".join(_value(column, number) for column in table.columns)
    first = " AND ".join(_of_the_first(column) for column in table.primary_key.columns if _is_key(column)) or "1"
    connection.execute(f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name} WHERE {first}")


def _value(column: Column[object], number: int) -> str:
    name = column.name
    if _is_region(column):
        return f"CASE WHEN {name} LIKE '{COUNTY}%' THEN '9901{number:02d}' || substr({name}, 7) ELSE {name} END"
    if name == "identity_no":
        return f"CASE WHEN {name} LIKE '{COUNTY}%' THEN '9901{number:02d}' || substr({name}, 7) ELSE {name} END"
    if _is_key(column):
        return f"CASE WHEN {name} IS NULL THEN NULL ELSE {name} || '-{number}' END"
    if name == "name_zh" and column.table.name == "region":
        return f"CASE WHEN region_level_code = '3' THEN '{_county_name(number)}' ELSE name_zh END"
    return name


def _of_the_first(column: Column[object]) -> str:
    return f"{column.name} LIKE '{COUNTY}%'" if _is_region(column) else f"{column.name} NOT LIKE '%-%'"


def _is_region(column: Column[object]) -> bool:
    return column.name in ("region_code", "parent_code", "from_code", "to_code")


def _is_key(column: Column[object]) -> bool:
    """A key of a row, or of one in another of the tables that are copied."""
    if column.name in _COMMON or not (column.primary_key or column.foreign_keys or column.name == "head_person_id"):
        return _is_region(column)
    return column.name.endswith("_id") or _is_region(column)


def _county_name(number: int) -> str:
    return f"坝上{'一二三四五六七八九十'[(number - 1) % 10]}{'区' if number > 10 else '县'}"


def _found_city(connection: sqlite3.Connection) -> None:
    """The city above the counties."""
    columns = [row[1] for row in connection.execute("PRAGMA table_info(region)")]
    shown = {
        "region_code": f"'{CITY}'", "parent_code": "NULL", "region_level_code": "'2'", "name_zh": "'坝上市'",
        "short_name_zh": "'坝上'", "region_kind_code": "'CITY'",
    }  # fmt: skip
    values = ", ".join(shown.get(name, name) for name in columns)
    connection.execute(
        f"INSERT INTO region ({', '.join(columns)}) SELECT {values} FROM region WHERE region_code = '{COUNTY}000000'"
    )
    connection.execute("UPDATE region SET parent_code = ? WHERE region_level_code = '3'", (CITY,))


if __name__ == "__main__":
    copy_county(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
