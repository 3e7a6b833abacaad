"""Rows whose household, person or case is neither in the files nor in the database are not taken."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from data_access.database import database_errors
from data_access.ledger.layouts import TABLES
from data_access.ledger.rejected import Rejection, Rejections, told_value
from data_access.ledger.staging import Staged, Staging
from data_access.schema import metadata

_BATCH: Final = 500
_CHECKED: Final = frozenset({"household", "person", "official", "monitoring_case"})
"""Tables that rows of workbooks hang on; a region is known when the row is read."""


def drop_orphans(connection: Connection, staging: Staging, rejected: Rejections, there: frozenset[str]) -> None:
    """Take back and reject the rows that hang on nothing, each once; `there` = the tables that the database has."""
    told_of: set[tuple[str, str, int]] = set()  # one row of a sheet makes rows of several tables
    for name in TABLES:
        table = metadata.tables[name]
        for columns, parent in _parents(table):
            orphans = list(_orphans(connection, staging, name, columns, parent, there))
            staging.remove(name, [row.key for row in orphans])
            for row in orphans:
                if (row.file, row.sheet, row.row) in told_of:
                    continue
                told_of.add((row.file, row.sheet, row.row))
                told = told_value(columns[-1], row.values.get(columns[-1]))
                code = f"no_{parent.name}"
                rejected.add(Rejection(row.file, row.sheet, row.row, columns[-1], columns[-1], told, code))


def _parents(table: Table) -> Iterator[tuple[list[str], Table]]:
    for key in table.foreign_key_constraints:
        if key.referred_table.name in _CHECKED:
            yield [column.name for column in key.columns], key.referred_table


def _orphans(
    connection: Connection, staging: Staging, name: str, columns: list[str], parent: Table, there: frozenset[str]
) -> Iterator[Staged]:
    batch: list[Staged] = []
    for row in staging.rows(name):
        key = tuple(row.values.get(column) for column in columns)
        if None in key or staging.has(parent.name, key):
            continue
        batch.append(row)
        if len(batch) == _BATCH:
            yield from _not_there(connection, batch, columns, parent, there)
            batch = []
    yield from _not_there(connection, batch, columns, parent, there)


def _not_there(
    connection: Connection, batch: list[Staged], columns: list[str], parent: Table, there: frozenset[str]
) -> list[Staged]:
    if not batch or parent.name not in there:
        return batch
    first, *_ = key = list(parent.primary_key.columns)
    asked = {row.values[columns[0]] for row in batch}
    with database_errors():
        found: set[tuple[Any, ...]] = {
            tuple(row) for row in connection.execute(select(*key).where(first.in_(sorted(asked))))
        }
    return [row for row in batch if tuple(row.values[column] for column in columns) not in found]
