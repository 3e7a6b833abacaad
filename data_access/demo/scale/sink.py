"""Where the rows of many counties go: a database made with bare tables, whose indexes and links follow the rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.csv
from sqlalchemy import Connection, Engine, Integer, Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import AddConstraint, DropConstraint, ForeignKeyConstraint

from data_access.contract import create_contract_in, is_empty_database
from data_access.database import database_errors
from data_access.demo.write import column_values, insert_rows
from data_access.errors import DatabaseError
from data_access.schema import VIEW_DDL, metadata

CHUNK: Final = 40_000
"""Rows that are on their way to the database at once."""

Told = Callable[[int, int], None]


class Sink(Protocol):
    """Takes the rows of the tables, a county at a time."""

    def add(self, frames: dict[str, pd.DataFrame]) -> None:
        """Write rows into their tables, in the order in which the tables depend on each other."""


class _Rows:
    """Writes into an open transaction, and counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._copies = connection.dialect.name == "postgresql"
        self.counts: dict[str, int] = {}

    def add(self, frames: dict[str, pd.DataFrame]) -> None:
        for table in metadata.sorted_tables:
            frame = frames.get(table.name)
            if frame is None:
                continue
            for start in range(0, len(frame), CHUNK):
                part = frame.iloc[start : start + CHUNK]
                if self._copies:
                    _copy(self._connection, table, part)
                else:
                    insert_rows(self._connection, table.name, part)
            self.counts[table.name] = self.counts.get(table.name, 0) + len(frame)


def _copy(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    """Rows by COPY, which PostgreSQL reads ten times faster than statements."""
    arrays = []
    for name in frame.columns:
        values = column_values(frame[name])
        whole = isinstance(table.c[name].type, Integer)
        arrays.append(pa.array([None if v is None else int(v) for v in values] if whole else values))  # type: ignore[call-overload]
    buffer = pa.BufferOutputStream()
    rows = pa.Table.from_arrays(arrays, names=list(frame.columns))
    pa.csv.write_csv(rows, buffer, pa.csv.WriteOptions(include_header=False))
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({', '.join(frame.columns)}) FROM STDIN (FORMAT csv)") as copying:
        copying.write(buffer.getvalue().to_pybytes())
    cursor.close()


@contextmanager
def filled(engine: Engine, told: Told) -> Iterator[_Rows]:
    """A sink into an empty database. Its tables come first, indexes and links after the rows, all in one transaction.

    After a failure nothing is left: where the engine's DDL knows no transaction the tables are dropped. `told` hears
    (indexes done, in all). Raises DatabaseError when the database is not empty.
    """
    own = False
    try:
        with database_errors(), engine.begin() as connection:
            _refuse_full(connection)
            own = True
            create_contract_in(connection)
            for index in _indexes():
                index.drop(connection)
            links = _links() if connection.dialect.name != "sqlite" else []
            for link in links:
                connection.execute(DropConstraint(link))
            rows = _Rows(connection)
            yield rows
            later = _indexes()
            for done, index in enumerate(later):
                told(done, len(later) + len(links))
                index.create(connection)
            for done, link in enumerate(links):
                told(len(later) + done, len(later) + len(links))
                # isolated, the contract made next in this process would be without it
                connection.execute(AddConstraint(link, isolate_from_table=False))
            told(len(later) + len(links), len(later) + len(links))
    except BaseException:
        if own and engine.dialect.name in ("mysql", "mariadb"):
            with suppress(SQLAlchemyError), engine.begin() as connection:
                _drop_all(connection)
        raise
    with database_errors(), engine.begin() as connection:
        for table in metadata.sorted_tables if engine.dialect.name in ("mysql", "mariadb") else [None]:
            connection.exec_driver_sql("ANALYZE" if table is None else f"ANALYZE TABLE {table.name}")


def _refuse_full(connection: Connection) -> None:
    if not is_empty_database(connection):
        raise DatabaseError("demo.scale.not_empty")


def _indexes() -> list[Any]:
    return [index for table in metadata.sorted_tables for index in sorted(table.indexes, key=lambda i: str(i.name))]


def _links() -> list[ForeignKeyConstraint]:
    return [link for table in metadata.sorted_tables for link in sorted(table.foreign_key_constraints, key=_name)]


def _name(link: ForeignKeyConstraint) -> str:
    return str(link.name)


def _drop_all(connection: Connection) -> None:
    for name in VIEW_DDL:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
    metadata.drop_all(connection)
