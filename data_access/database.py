"""The door to the shared database: opened read-only where the engine can say so, its errors turned into our family."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pandas as pd
from pandas.api.types import is_float_dtype, is_object_dtype
from sqlalchemy import Connection, Executable, create_engine, event, inspect, literal, select, text, types
from sqlalchemy import Engine as Engine  # noqa: PLC0414 - others name the type; only data_access knows SQLAlchemy
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import NullPool

from data_access.adoption.attached import mapped_columns, mapped_names, mapping_of
from data_access.database_session import AS_IT_IS, LOCK_SECONDS, Reading, connect_options, prepare_sessions
from data_access.errors import ContractError, DatabaseError, DatabaseLockedError, DatabaseMissingError
from data_access.schema import CONTRACT_VERSION, THEMES, theme_tables

CATALOGUE_TABLES: Final = frozenset({"code_item", "industry_kind", "industry_metric", "region_indicator"})
"""Tables that come filled with an empty contract: their rows do not make a theme present."""

_READABLE: Final = text(
    "SELECT c.relname, n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
    " AND pg_catalog.pg_table_is_visible(c.oid) AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')"
)

_NO_SUCH: Final = re.compile(
    r"no such (?:table|column|view)(?: named)?: (?P<a>[\w.]+)"
    r'|(?:relation|column) "?(?P<b>[\w.]+)"? does not exist'
    r"|table '(?P<c>[\w.]+)' doesn't exist|unknown column '(?P<d>[\w.]+)'",
    re.I,
)
_SAYINGS: Final[tuple[tuple[re.Pattern[str], type[DatabaseError], str], ...]] = (
    (
        re.compile(r"statement timeout|max_statement_time|maximum statement execution time", re.I),
        DatabaseError,
        "database.timeout",
    ),
    (
        re.compile(r"is locked|is busy|lock timeout|lock wait timeout|lock not available|deadlock", re.I),
        DatabaseLockedError,
        "database.locked",
    ),
    (re.compile(r"not a database|malformed|disk image", re.I), DatabaseError, "database.not_a_database"),
    (
        re.compile(
            r"unable to open database|could not connect|connection (?:refused|failed|timed out|to server)"
            r"|can't connect|could not translate host|name or service not known|getaddrinfo|unknown database"
            r'|no route to host|database "[^"]*" does not exist|server closed the connection'
            r"|connection is (?:lost|closed)|lost connection|gone away|terminating connection|shutting down"
            r"|shutdown in progress|starting up",
            re.I,
        ),
        DatabaseMissingError,
        "database.unreachable",
    ),
    (re.compile(r"readonly database|read[- ]only transaction", re.I), DatabaseError, "database.read_only"),
    (
        re.compile(r"authentication failed|access denied|permission denied|password", re.I),
        DatabaseError,
        "database.refused",
    ),
)
"""What engines say -> what we say; the first that fits."""


def open_database(url: str, *, read_only: bool = True, reading: Reading = AS_IT_IS) -> Engine:
    """Open the database at `url`; with `read_only` the engine itself refuses every write.

    A SQLite file that is missing is an error for a reader and is made for a writer. Other engines are reached at the
    first query, and then read as `reading` says. Raises DatabaseMissingError, DatabaseError (bad address, missing
    driver).
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _open_sqlite(parsed, read_only=read_only)
        return _open_server(parsed, reading, read_only=read_only)
    except NoSuchModuleError as error:
        raise DatabaseError("database.dialect", dialect=parsed.drivername) from error
    except ArgumentError as error:
        raise DatabaseError("database.address") from error
    except ModuleNotFoundError as error:
        raise DatabaseError("database.driver", driver=error.name or "?") from error


def _open_sqlite(url: URL, *, read_only: bool) -> Engine:
    name = url.database or ""
    if name in ("", ":memory:") or name.startswith("file:"):
        raise DatabaseError("database.address")
    path = Path(name).absolute()
    if read_only and not path.is_file():
        raise DatabaseMissingError("database.missing_file", path=str(path))
    if not path.parent.is_dir():
        raise DatabaseMissingError("database.missing_folder", path=str(path.parent))
    address = f"file:{quote(path.as_posix())}?mode={'ro' if read_only else 'rwc'}"
    connect = partial(
        sqlite3.connect, address, uri=True, timeout=LOCK_SECONDS, check_same_thread=False, isolation_level=None
    )
    # NullPool: a file opens in microseconds, and no handle outlives a file that a writer replaces by another
    engine = create_engine(url, creator=connect, poolclass=NullPool, hide_parameters=True)
    # sqlite3 itself opens no transaction before SELECT or DDL: without these a read would not be one consistent
    # picture, and an import would not be all or nothing
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    if not read_only:
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = ON"))
    return engine


def _open_server(url: URL, reading: Reading, *, read_only: bool) -> Engine:
    options: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": True, "pool_size": 4, "pool_timeout": 10}
    if url.get_backend_name() in ("postgresql", "mysql", "mariadb"):
        options["isolation_level"] = "REPEATABLE READ"  # the counts of a release must be of one moment
    engine = create_engine(url, connect_args=connect_options(url), **options)
    prepare_sessions(engine, reading, read_only=read_only)
    return engine


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn every error of SQLAlchemy and pandas inside the block into DatabaseError or one of its kind.

    The new error carries neither parameter values nor the address; the old one is cut off, for it may hold both.
    """
    try:
        yield
    except (SQLAlchemyError, pd.errors.DatabaseError) as error:
        raise _our_error(error) from None


def _our_error(error: Exception) -> DatabaseError:
    if isinstance(error, PoolTimeoutError):
        return DatabaseLockedError("database.busy")
    cause: BaseException = error
    while not isinstance(cause, DBAPIError) and (cause.__cause__ or cause.__context__) is not None:
        cause = cause.__cause__ or cause.__context__ or cause
    origin = cause.orig if isinstance(cause, DBAPIError) and cause.orig is not None else cause
    said = str(origin)
    for pattern, family, key in _SAYINGS:
        if pattern.search(said):
            return family(key, seconds=int(LOCK_SECONDS))
    missing = _NO_SUCH.search(said)
    if missing:
        return ContractError("database.no_such", name=next(part for part in missing.groups() if part))
    return DatabaseError("database.failed", kind=type(origin).__name__)


def read_frame(connection: Connection, statement: Executable | str, **params: object) -> pd.DataFrame:
    """The rows of `statement`, with `params` bound.

    Returns its columns in their order, names in lower case; columns whose name says date or timestamp (*_on, *_at,
    valid_from, valid_to), or whose values are dates, as datetime64[us] with NaT; numbers as int64 or, with NULLs,
    float64 with NaN; text as str. A column without any value has the type of the contract's column where the statement
    is made of those. Raises the DatabaseError family; ContractError for a date that is none.
    """
    prepared = text(statement) if isinstance(statement, str) else statement
    with database_errors():
        try:
            result = connection.execute(prepared, params)
            columns = [str(key).lower() for key in result.keys()]  # noqa: SIM118 - a Result, not a dict
            rows = [tuple(row) for row in result.all()]  # a loop over the result would ask the driver for each
        except ValueError as error:  # SQLAlchemy's own parser of SQLite's stored dates
            raise ContractError("database.bad_date", column="?") from error
    frame = pd.DataFrame.from_records(rows, columns=columns, coerce_float=True)
    kinds = _told_types(prepared, len(columns))
    for position, (column, found) in enumerate(zip(columns, frame.dtypes, strict=True)):
        has_told = not is_object_dtype(found) and (kinds[position] != "text" or not is_float_dtype(found))
        if has_told and not _tells_time(column):
            continue
        values = frame.iloc[:, position]
        if _tells_time(column) or _is_time(values):
            try:
                frame.isetitem(position, pd.to_datetime(values, format="ISO8601").astype("datetime64[us]").array)
            except (ValueError, TypeError) as error:
                raise ContractError("database.bad_date", column=column) from error
        elif kinds[position] and values.isna().all():  # no value tells the type: the contract does
            typed = values.astype("float64") if kinds[position] == "number" else values.astype("str")
            frame.isetitem(position, typed.array)
    return frame


def read_rows(connection: Connection, statement: Executable, **params: object) -> list[dict[str, Any]]:
    """The rows of a statement of few rows, with `params` bound, as mappings by the names of their columns.

    None for NULL and NaN; dates and timestamps as the statement's columns type them. A tenth of the time of
    `read_frame`, for questions about one household. Raises the DatabaseError family; ContractError for a date that is
    none.
    """
    with database_errors():
        try:
            result = connection.execute(statement, params)
            names, rows = tuple(result.keys()), result.all()
        except ValueError as error:  # SQLAlchemy's own parser of SQLite's stored dates
            raise ContractError("database.bad_date", column="?") from error
    return [
        {name: None if value != value else value for name, value in zip(names, row, strict=True)}  # noqa: PLR0124
        for row in rows
    ]


def _told_types(statement: Executable, count: int) -> list[str]:
    """What the contract says of each column of a statement: number, text, or '' where it says neither."""
    told = list(getattr(statement, "selected_columns", ()))
    if len(told) != count:
        return [""] * count
    kinds = ((types.Numeric, "number"), (types.Integer, "number"), (types.String, "text"))
    return [next((kind for family, kind in kinds if isinstance(column.type, family)), "") for column in told]


def _tells_time(column: str) -> bool:
    return column.endswith(("_on", "_at")) or column in ("valid_from", "valid_to")


def _is_time(values: "pd.Series[Any]") -> bool:
    first = values.first_valid_index()
    return first is not None and isinstance(values.loc[first], date)


def table_names(engine: Engine) -> frozenset[str]:
    """Names, in lower case, of all tables and views that the account can read; raises the DatabaseError family.

    Through a mapping these are the tables and views of the contract that the mapping knows.
    """
    with database_errors(), engine.connect() as connection:
        return frozenset(tables_found(connection))


def tables_found(connection: Connection) -> Mapping[str, str | None]:
    """Each table and view that the account can read, by its name in lower case, with its schema if it has to be named.

    PostgreSQL is asked for what can be read without a schema in front, whatever kind of table it is, and only for what
    was granted: a theme whose tables are kept from the account is absent. Raises the DatabaseError family.
    """
    mapping = mapping_of(connection.engine)
    if mapping is not None:
        return dict.fromkeys(mapped_names(mapping))
    with database_errors():
        if connection.dialect.name == "postgresql":
            return {name.lower(): schema for name, schema in connection.execute(_READABLE)}
        inspector = inspect(connection)
        return dict.fromkeys(name.lower() for name in (*inspector.get_table_names(), *inspector.get_view_names()))


def present_themes(engine: Engine) -> dict[str, bool]:
    """As `themes_found`, in a transaction of its own; raises the DatabaseError family."""
    with database_errors(), engine.connect() as connection:
        return themes_found(connection)


def themes_found(connection: Connection) -> dict[str, bool]:
    """Which themes are connected: all tables there, and a row in at least one that is no catalogue.

    One entry a theme, in the order of the contract. A theme that stands on an absent theme is absent too.
    Raises the DatabaseError family.
    """
    names = tables_found(connection)
    present: dict[str, bool] = {}
    with database_errors():
        for theme in THEMES:
            tables = theme_tables(theme.name)
            there = all(table.name in names for table in tables) and present.get(theme.needs or "", True)
            present[theme.name] = there and any(
                connection.execute(select(literal(1)).select_from(table).limit(1)).first() is not None
                for table in tables
                if table.name not in CATALOGUE_TABLES
            )
    return present


def contract_version(engine: Engine) -> str | None:
    """Version of the contract that the core tables follow; None when a table or column of them is missing."""
    names = table_names(engine)
    columns = columns_by_table(engine, [t.name for t in theme_tables("core") if t.name in names])
    for table in theme_tables("core"):
        if not {column.name for column in table.columns} <= set(columns.get(table.name, {})):
            return None
    return CONTRACT_VERSION


def columns_by_table(engine: Engine, tables: list[str]) -> Mapping[str, Mapping[str, Any]]:
    """Table -> column -> its SQLAlchemy type as the engine reports it, all names in lower case."""
    with database_errors():
        if mapping_of(engine) is not None:
            return {table: mapped_columns(engine, table) for table in tables}
        with engine.connect() as connection:
            where, inspector = tables_found(connection), inspect(connection)
            return {
                name: {
                    column["name"].lower(): column["type"]
                    for column in inspector.get_columns(name, schema=where.get(name))
                }
                for name in tables
            }
