"""The product's own lasting stores (accounts, audit, …), which a later version migrates and never empties.

Each is a SQLite file under GUATU_HOME with mode 0600, in write-ahead mode, shared by all workers and the command line;
or, where machines share a database of the product's own, a schema in it (`own_database`).
`state.sqlite` is not one of them: what it holds is short-lived, so it may be begun anew.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from data_access.errors import StoreError
from data_access.own_database import open_in_database, stands_in_database
from data_access.settings import Settings
from data_access.store.transactions import BEGIN

BUSY_SECONDS: Final = 5.0

Migration = Callable[[Connection], None]
"""One step from a version of the store to the next."""

Place = Path | Settings
"""Where lasting stores stand: under a folder, or where settings say that they do."""


def home_of(place: Place) -> Path:
    """The folder of the installation's own files, those of this machine alone."""
    return place.home if isinstance(place, Settings) else place


def stands(place: Place, file: str) -> bool:
    """Whether there is such a store; makes none. Raises StoreError where the database does not answer."""
    if isinstance(place, Settings) and place.store_url:
        return stands_in_database(place.store_url, Path(file).stem)
    return (home_of(place) / file).is_file()


def open_own_store(
    place: Place, file: str, migrations: Sequence[Migration], *, synchronous: Literal["NORMAL", "FULL"] = "FULL"
) -> Engine:
    """The engine of the store `file`, made where there is none and brought up to the newest version.

    place        its folder; or settings, by which it stands in GUATU_HOME, or in the database of GUATU_STORE
    file         its name with `.sqlite`, which in a database is left out
    migrations   all steps ever, oldest first; each runs once, in the transaction that counts it
    synchronous  FULL: a committed row outlives a power cut; NORMAL: the last few may not
    A transaction on it begins at once as a writer's (`store.transactions.Transactions` asks otherwise for readers).
    Raises StoreError where it cannot be written, is damaged, or was made by a later version.
    """
    if isinstance(place, Settings) and place.store_url:
        return open_in_database(place.store_url, Path(file).stem, migrations, waits_for_disk=synchronous == "FULL")
    return _open_file(home_of(place) / file, migrations, synchronous)


def _open_file(path: Path, migrations: Sequence[Migration], synchronous: str) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_private(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        engine = _engine(path, synchronous)
        newer = _migrate(engine, migrations)
    except OperationalError as error:
        raise StoreError("own_store.unusable", path=str(path)) from error
    except SQLAlchemyError as error:
        raise StoreError("own_store.damaged", path=str(path)) from error
    except OSError as error:
        raise StoreError("own_store.unusable", path=str(path)) from error
    if newer:
        engine.dispose()
        raise StoreError("own_store.newer", path=str(path))
    return engine


def _make_private(path: Path) -> None:
    """Make the file for this user's eyes only, unless it is there.

    One that is there must not be opened and closed here: closing any handle of a file gives up the locks that SQLite
    holds on it in this process.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _engine(path: Path, synchronous: str) -> Engine:
    connect = partial(sqlite3.connect, path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
    # connections are kept: with the last one to close, SQLite writes the whole log back and waits for the disk
    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=28, hide_parameters=True
    )
    event.listen(engine, "connect", partial(_tune, synchronous))
    event.listen(engine, "begin", _begin)
    return engine


def _tune(synchronous: str, connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """A writer takes its place at once: one that finds out at its first write has to start again."""
    how = connection.get_execution_options().get(BEGIN, "BEGIN IMMEDIATE")
    if how:
        connection.exec_driver_sql(how)


def _migrate(engine: Engine, migrations: Sequence[Migration]) -> bool:
    """Run the steps that the file has not seen; says whether it has seen more than there are."""
    with engine.connect().execution_options(**{BEGIN: ""}) as connection:
        if connection.exec_driver_sql("PRAGMA user_version").scalar() == len(migrations):
            return False
        connection.exec_driver_sql("PRAGMA journal_mode = WAL").scalar()
    with engine.begin() as connection:
        done = int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)
        for step in migrations[done:]:
            step(connection)
        if done < len(migrations):
            connection.exec_driver_sql(f"PRAGMA user_version = {len(migrations)}")
    return done > len(migrations)
