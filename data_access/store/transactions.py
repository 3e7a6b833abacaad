"""Short transactions on one of the product's own stores, wherever it stands; every failure is a StoreError."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from data_access.errors import StoreError
from data_access.store import tables
from data_access.store.shared import one_writer

BEGIN: Final = "guatu_begin"
"""The execution option that says how a transaction begins."""


class Transactions:
    """What every store stands on: one engine, and one clock."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with store_errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with store_errors(), self._engine.connect().execution_options(**{BEGIN: "BEGIN"}) as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


class WatchedTransactions(Transactions):
    """The short-lived store besides: a bell rings after each write, in this process and on all machines."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        super().__init__(engine, clock)
        self.changed = threading.Event()
        """Set after each write of this process, so that its own watcher need not wait for its next look."""
        self._is_shared = engine.dialect.name == "postgresql"

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with super()._writing() as connection:
            if self._is_shared:
                one_writer(connection)
            yield connection
            if self._is_shared:
                self._ring(connection)
        self.changed.set()

    def _ring(self, connection: Connection) -> None:
        """Have the watchers of all machines look."""
        rung = update(tables.bell).where(tables.bell.c.id == 1).values(rung=tables.bell.c.rung + 1)
        if connection.execute(rung).rowcount == 0:
            connection.execute(insert(tables.bell), [{"id": 1, "rung": 1}])

    @contextmanager
    def watching(self) -> Iterator[Callable[[], int]]:
        """A cheap question whose answer changes whenever another connection has written."""
        if self._is_shared:
            with store_errors(), self._engine.connect() as connection:
                listening = connection.execution_options(isolation_level="AUTOCOMMIT")
                asked = select(tables.bell.c.rung).where(tables.bell.c.id == 1)

                def rung() -> int:
                    with store_errors():
                        return int(listening.execute(asked).scalar() or 0)

                yield rung
            return
        with self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection

            def version() -> int:
                with store_errors():
                    return int(raw.execute("PRAGMA data_version").fetchone()[0])

            yield version


@contextmanager
def store_errors() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError("store.failed") from error


def hashed(token: str) -> str:
    """What stands in the store for a token."""
    return sha256(token.encode()).hexdigest()
