"""The lasting stores in the product's own PostgreSQL database, where machines share them: a schema for each.

What a SQLite file promises holds here as well: writers of one store stand in line, a reader sees one state and waits
for nobody, and steps from one version to the next run once.
"""

import time
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError

from data_access.errors import StoreError
from data_access.store.shared import CONNECT_SECONDS, engine_of
from data_access.store.transactions import BEGIN

BUSY_SECONDS: Final = 5
"""How long a writer stands in line."""

AGAIN_SECONDS: Final = 5.0
"""A server that let a connection wait until it was given up is left alone for so long."""

STORE: Final = "guatu_store"
"""The execution option that names the store of a transaction."""

_VERSION: Final = "store_version"
_SLOW_SECONDS: Final = 1.0
_TRUSTED_SECONDS: Final = 2.0
_USED: Final = "guatu_used"
_LIMITS: Final = {
    "lock_timeout": f"{BUSY_SECONDS}s",
    "statement_timeout": "60s",
    # a machine that dies or sleeps amid a transaction must not keep all others waiting
    "idle_in_transaction_session_timeout": "30s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}


def open_in_database(
    url: str, name: str, migrations: Sequence[Callable[[Connection], None]], *, waits_for_disk: bool
) -> Engine:
    """The engine of the store `name`: made where there is none, brought up to the newest version.

    waits_for_disk   False: the last few commits may not outlive a power cut of the database's machine
    Raises StoreError where the database does not answer or refuses, or where a later version made the store.
    """
    engine = _database(url, waits_for_disk).execution_options(**{STORE: name})
    try:
        newer = _again_if_lost(lambda: _migrate(engine, name, migrations))
    except SQLAlchemyError as error:
        raise StoreError("store.unreachable", reason=type(error).__name__) from error
    if newer:
        raise StoreError("own_store.newer", path=f"GUATU_STORE {schema_of_store(name)}")
    return engine


def _again_if_lost(act: Callable[[], bool]) -> bool:
    """Once more where the connection was one from before the server started anew: the next one is fresh."""
    try:
        return act()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    return act()


def stands_in_database(url: str, name: str) -> bool:
    """Whether the store is there; raises StoreError."""
    engine = _database(url, True).execution_options(**{STORE: name, BEGIN: "BEGIN"})
    try:
        with engine.connect() as connection:
            return _version(connection, name) > 0
    except SQLAlchemyError as error:
        raise StoreError("store.unreachable", reason=type(error).__name__) from error


def schema_of_store(name: str) -> str:
    """The schema in which the tables of a store stand."""
    return f"guatu_{name}"


@cache
def _database(url: str, waits_for_disk: bool) -> Engine:
    """The connections of this process, for all stores together: a server has few to give."""
    limits = _LIMITS | ({} if waits_for_disk else {"synchronous_commit": "off"})
    told = " ".join(f"-c {name}={value}" for name, value in limits.items())
    engine = engine_of(
        url,
        pool_size=4,
        max_overflow=28,
        pool_timeout=BUSY_SECONDS,
        isolation_level="AUTOCOMMIT",  # `_begin` begins: the driver would ask the server once more for it
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": told},
    )
    event.listen(engine, "do_connect", _Patience().connect)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _without_nulls, retval=True)
    event.listen(engine, "checkout", _look_whether_it_lives)
    event.listen(engine, "checkin", _note_that_it_lives)
    return engine


class _Patience:
    """Does not let every request wait for a server that is not there."""

    def __init__(self) -> None:
        self._not_before = 0.0

    def connect(self, dialect: Any, _record: object, arguments: Sequence[Any], named: dict[str, Any]) -> Any:
        begun = time.monotonic()
        if begun < self._not_before:
            raise dialect.loaded_dbapi.OperationalError("the database did not answer a moment ago")
        try:
            return dialect.connect(*arguments, **named)
        except dialect.loaded_dbapi.OperationalError:
            if time.monotonic() - begun > _SLOW_SECONDS:
                self._not_before = time.monotonic() + AGAIN_SECONDS
            raise


def _look_whether_it_lives(connection: Any, record: Any, _proxy: object) -> None:
    """A connection that lay idle may have lost its server meanwhile; to ask each time would cost as much as to read."""
    if time.monotonic() - record.info.get(_USED, 0.0) < _TRUSTED_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
    except Exception as error:
        raise DisconnectionError from error


def _note_that_it_lives(_connection: Any, record: Any) -> None:
    record.info[_USED] = time.monotonic()


def _begin(connection: Connection) -> None:
    """A reader sees one state; a writer takes its place in the line of its store before it looks at anything."""
    options = connection.get_execution_options()
    name = str(options[STORE])
    within = f'SET LOCAL search_path = "{schema_of_store(name)}"'
    if options.get(BEGIN) == "BEGIN":
        connection.exec_driver_sql(f"BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; {within}")
    else:
        connection.exec_driver_sql(f"BEGIN; {within}; SELECT pg_advisory_xact_lock({_line_of(name)})")


def _without_nulls(
    _connection: Connection, _cursor: object, statement: str, parameters: Any, _context: object, _many: bool
) -> tuple[str, Any]:
    """PostgreSQL takes any character but one, which a file takes as well; nobody means it."""
    rows = parameters if isinstance(parameters, list) else [parameters]
    if not any(isinstance(value, str) and "\0" in value for row in rows if row for value in row.values()):
        return statement, parameters
    kept = [
        {name: value.replace("\0", "\ufffd") if isinstance(value, str) else value for name, value in row.items()}
        for row in rows
    ]
    return statement, kept if isinstance(parameters, list) else kept[0]


def _line_of(name: str) -> int:
    """The number of the advisory lock of a store."""
    return int.from_bytes(sha256(f"guatu store {name}".encode()).digest()[:7])


def _migrate(engine: Engine, name: str, migrations: Sequence[Callable[[Connection], None]]) -> bool:
    """Run the steps that the store has not seen; says whether it has seen more than there are."""
    with engine.execution_options(**{BEGIN: "BEGIN"}).connect() as connection:
        done = _version(connection, name)
    if done >= len(migrations):
        return done > len(migrations)
    with engine.begin() as connection:
        done = _version(connection, name)  # another process may have been first
        if done == 0:
            connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema_of_store(name)}"')
            connection.exec_driver_sql(f"CREATE TABLE {_VERSION} (number integer NOT NULL)")
            connection.exec_driver_sql(f"INSERT INTO {_VERSION} VALUES (0)")
        for step in migrations[done:]:
            step(connection)
        connection.exec_driver_sql(f"UPDATE {_VERSION} SET number = {max(done, len(migrations))}")
    return done > len(migrations)


def _version(connection: Connection, name: str) -> int:
    """How many steps the store has seen; 0 where there is none."""
    # not to_regclass: what this session remembers of a schema that was not there outlives the wait for the lock
    there = f"SELECT count(*) FROM pg_tables WHERE schemaname = '{schema_of_store(name)}' AND tablename = '{_VERSION}'"
    if not connection.exec_driver_sql(there).scalar():
        return 0
    return int(connection.exec_driver_sql(f"SELECT number FROM {_VERSION}").scalar_one())
