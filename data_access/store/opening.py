"""Open `state.sqlite`: made for this user's eyes only, shared by all workers, begun anew when it is damaged."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError as DamagedError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from data_access.errors import StoreError
from data_access.settings import Settings
from data_access.store.leases import Leases
from data_access.store.shared import open_shared_store
from data_access.store.tables import VERSION, metadata
from data_access.store.transactions import BEGIN
from data_access.store.walls import WallStore

FILE: Final = "state.sqlite"
BUSY_SECONDS: Final = 5.0


def open_store(folder: Path, clock: Callable[[], float] = time.time) -> WallStore:
    """The store in `folder`, made where there is none; raises StoreError when the folder cannot be written.

    A file that is no database any more is put aside as `state.sqlite.damaged`: nothing in it lives longer than a day.
    """
    return WallStore(_state(folder), clock)


def open_walls(settings: Settings) -> WallStore:
    """The walls of these settings: those of all machines where there is a database of the product's own."""
    return WallStore(_engine_of(settings))


def open_leases(settings: Settings, clock: Callable[[], float] = time.time) -> Leases:
    """Who does what only one process may do; among all machines where there is a database of the product's own."""
    return Leases(_engine_of(settings), clock)


def _engine_of(settings: Settings) -> Engine:
    return open_shared_store(settings, metadata) if settings.store_url else _state(settings.workspace)


def _state(folder: Path) -> Engine:
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):  # to open and close one that is there would give up the locks on it
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        engine = _engine(path)
        try:
            _prepare(engine)
        except OperationalError:
            raise
        except DamagedError:
            engine.dispose()
            _put_aside(path)
            engine = _engine(path)
            _prepare(engine)
    except (OSError, SQLAlchemyError) as error:
        raise StoreError("store.unusable", path=str(path)) from error
    return engine


def _engine(path: Path) -> Engine:
    connect = partial(sqlite3.connect, path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _tune)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """A writer takes its place at once: one that finds out at its first write has to start again."""
    how = connection.get_execution_options().get(BEGIN, "BEGIN IMMEDIATE")
    if how:
        connection.exec_driver_sql(how)


def _tune(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")


def _prepare(engine: Engine) -> None:
    """Make the tables; readers must not wait for writers, hence the write-ahead log."""
    with engine.connect().execution_options(**{BEGIN: ""}) as connection:
        # a file system that cannot do it keeps its own way: slower, and right all the same
        connection.exec_driver_sql("PRAGMA journal_mode = WAL").scalar()
    with engine.begin() as connection:
        if connection.exec_driver_sql("PRAGMA user_version").scalar() != VERSION:
            metadata.drop_all(connection)
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _put_aside(path: Path) -> None:
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.replace(path.with_name(f"{path.name}.damaged"))
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
