"""Copies of SQLite databases of the contract on a server: the same tables, columns, views and rows."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, text

from data_access.contract import create_contract
from data_access.schema import VIEW_DDL, metadata

Fill = Callable[[Engine, sqlite3.Connection, dict[str, list[str]]], None]


@dataclass(frozen=True)
class Held:
    """What a SQLite file holds of the contract: tables in the order of their keys, with their columns; and views."""

    tables: dict[str, list[str]]
    views: set[str]


def copy_database(source: Path, url: str, fill: Fill) -> None:
    """Make in the empty database at `url` what `source` holds of the contract; `fill` writes the rows."""
    engine = create_engine(url)
    try:
        create_contract(engine)
        fill_contract(source, engine, fill)
    finally:
        engine.dispose()


def fill_contract(source: Path, engine: Engine, fill: Fill) -> None:
    """The same where the contract's tables are there already; tables and columns that `source` lacks are dropped."""
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as rows:
        held = _held(rows)
        with engine.begin() as connection:
            for statement in _shorten(held, connection):
                connection.execute(text(statement))
        fill(engine, rows, held.tables)


def _held(rows: sqlite3.Connection) -> Held:
    there = dict(rows.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
    tables = {}
    for table in metadata.sorted_tables:
        if there.get(table.name) == "table":
            known = {name for _, name, *_ in rows.execute(f"PRAGMA table_info({table.name})")}
            tables[table.name] = [column.name for column in table.columns if column.name in known]
    return Held(tables, {name for name, kind in there.items() if kind == "view"})


def _shorten(held: Held, connection: Connection) -> Iterator[str]:
    yield from (f"DROP VIEW {name}" for name in VIEW_DDL if name not in held.views)
    is_postgres = connection.dialect.name == "postgresql"
    cascade = " CASCADE" if is_postgres else ""
    if not is_postgres:
        yield "SET foreign_key_checks = 0"
    for table in reversed(metadata.sorted_tables):
        if table.name not in held.tables:
            yield f"DROP TABLE {table.name}{cascade}"
            continue
        gone = [column.name for column in table.columns if column.name not in held.tables[table.name]]
        yield from (f"ALTER TABLE {table.name} DROP COLUMN {name}{cascade}" for name in gone)
