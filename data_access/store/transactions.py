"""Short transactions on `state.sqlite`; every failure of the file is a StoreError."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data_access.errors import StoreError

BEGIN: Final = "guatu_begin"
"""The execution option that says how a transaction begins."""


class Transactions:
    """What every part of the store stands on: one engine, one clock, and a bell that rings after each write."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self.changed = threading.Event()
        """Set after each write of this process, so that its own watcher need not wait for its next look."""
        self._engine = engine
        self._clock = clock

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with store_errors(), self._engine.begin() as connection:
            yield connection
        self.changed.set()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with store_errors(), self._engine.connect().execution_options(**{BEGIN: "BEGIN"}) as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


@contextmanager
def store_errors() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError("store.failed") from error


def hashed(token: str) -> str:
    """What stands in the store for a token."""
    return sha256(token.encode()).hexdigest()
