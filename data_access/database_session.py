"""What every connection to a database server is told when it opens: where to look, how long to wait, not to write."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.engine import URL

LOCK_SECONDS: Final = 5.0
"""How long a reader waits for a writer before it gives up with DatabaseLockedError."""

CONNECT_SECONDS: Final = 10
"""How long a server may take to answer the first word."""

_LIKE_POSTGRESQL: Final = frozenset({"postgresql", "opengauss", "kingbase", "kingbase8"})
_LIKE_MYSQL: Final = frozenset({"mysql", "mariadb"})
_ALIVE: Final = {"connect_timeout": CONNECT_SECONDS, "keepalives_idle": 30, "keepalives_interval": 10,
                 "keepalives_count": 3}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """How a server is read.

    schemas   schemas of PostgreSQL in which the tables stand, in order; empty = those of the account (search_path)
    seconds   how long one statement may take before the server stops it; 0 = for ever
    is_short  its statements ask for a page: few rows, found by keys
    """

    schemas: tuple[str, ...] = ()
    seconds: int = 0
    is_short: bool = False


AS_IT_IS: Final = Reading()

_SHORT: Final = """
SELECT set_config(name, CASE name WHEN 'jit' THEN 'off' ELSE '0' END, false)
FROM pg_settings WHERE name IN ('jit', 'max_parallel_workers_per_gather')
"""
"""To compile a statement, or to wake workers for it, takes twice as long as a page's own work; not every server that
speaks PostgreSQL's language knows the two."""


def connect_options(url: URL) -> dict[str, Any]:
    """What the driver is given beside the address: how it notices a network that swallows everything, what it makes of
    numbers."""
    if url.get_backend_name() == "postgresql" and url.get_driver_name() in ("psycopg", "psycopg_async", "psycopg2"):
        return {name: value for name, value in _ALIVE.items() if name not in url.query}
    if url.get_backend_name() in _LIKE_MYSQL and url.get_driver_name() == "pymysql":
        waits = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
        return {**waits, "conv": _numbers_of_pymysql()}
    return {}


def _numbers_of_pymysql() -> dict[Any, Any]:
    """MariaDB and MySQL add whole numbers up to a DECIMAL: it comes as the int or float that other engines give."""
    # the driver is there only where it is used
    from pymysql.constants import FIELD_TYPE  # type: ignore[import-untyped]  # noqa: PLC0415
    from pymysql.converters import conversions  # type: ignore[import-untyped]  # noqa: PLC0415

    return {**conversions, FIELD_TYPE.DECIMAL: _number, FIELD_TYPE.NEWDECIMAL: _number}


def _number(said: str) -> int | float:
    return float(said) if "." in said else int(said)


def prepare_sessions(engine: Engine, reading: Reading, *, read_only: bool) -> None:
    """Every new connection of `engine` reads as `reading` says; with `read_only` the server refuses every write."""
    family = engine.dialect.name
    if family in _LIKE_POSTGRESQL:
        quoted = engine.dialect.identifier_preparer.quote_identifier
        said = _postgresql(reading, ", ".join(map(quoted, reading.schemas)), read_only=read_only)

        def prepare(connection: Any, _record: object) -> None:
            _run(connection, said)

    elif family in _LIKE_MYSQL:

        def prepare(connection: Any, _record: object) -> None:
            _run(connection, _mysql(connection, reading, read_only=read_only))

    else:
        return
    # before SQLAlchemy asks PostgreSQL, once, which schema to look into; after it has told MySQL its own SET NAMES
    event.listen(engine, "connect", prepare, insert=family in _LIKE_POSTGRESQL)


def _postgresql(reading: Reading, schemas: str, *, read_only: bool) -> list[str]:
    said = [f"SET lock_timeout = {int(LOCK_SECONDS * 1000)}"]
    if reading.is_short:
        said.append(_SHORT)
    if reading.seconds:
        said.append(f"SET statement_timeout = {reading.seconds * 1000}")
    if schemas:
        said.append(f"SET search_path = {schemas}")
    if read_only:
        said.append("SET default_transaction_read_only = on")
    return said


def _mysql(connection: Any, reading: Reading, *, read_only: bool) -> list[str]:
    # what a statement itself writes is compared as the contract's tables are: by the characters' codes
    said = ["SET NAMES utf8mb4 COLLATE utf8mb4_bin", f"SET SESSION lock_wait_timeout = {int(LOCK_SECONDS)}"]
    if reading.seconds and _is_mariadb(connection):
        said.append(f"SET SESSION max_statement_time = {reading.seconds}")
    elif reading.seconds:
        said.append(f"SET SESSION max_execution_time = {reading.seconds * 1000}")
    if read_only:
        said.append("SET SESSION TRANSACTION READ ONLY")
    return said


def _is_mariadb(connection: Any) -> bool:
    cursor = connection.cursor()
    cursor.execute("SELECT VERSION()")
    (version,) = cursor.fetchone()
    cursor.close()
    return "mariadb" in str(version).lower()


def _run(connection: Any, statements: list[str]) -> None:
    """Run statements on a fresh DBAPI connection, and keep their effect."""
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()
    connection.commit()  # PostgreSQL undoes a SET whose transaction is rolled back
