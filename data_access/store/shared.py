"""The product's own PostgreSQL database, where several machines serve together: one schema for each shared database."""

import re
from typing import Any, Final

from sqlalchemy import Connection, Engine, MetaData, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from data_access.errors import StoreError
from data_access.settings import Settings

LOCK: Final = 7_114_229
"""The advisory lock of whoever writes: as in a file, one writer at a time."""

CONNECT_SECONDS: Final = 3
STATEMENT_SECONDS: Final = 60
_UNSAFE: Final = re.compile(r"[^a-z0-9_]+")


def schema_of(settings: Settings) -> str:
    """The schema of the shared database of these settings: `guatu_` and the hash by which its folder is known."""
    return "guatu_" + _UNSAFE.sub("_", settings.workspace.name.rpartition("-")[2].lower())


def open_shared_store(settings: Settings, metadata: MetaData) -> Engine:
    """The engine of the product's own database, with the tables of `metadata`; raises StoreError."""
    schema = schema_of(settings)
    engine = engine_of(
        settings.store_url or "",
        pool_size=2,
        max_overflow=14,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": f"-c search_path={schema} -c statement_timeout={1000 * STATEMENT_SECONDS}",
        },
    )
    try:
        with engine.begin() as connection:
            one_writer(connection)
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
            metadata.create_all(connection)
    except SQLAlchemyError as error:
        engine.dispose()
        raise StoreError("store.unreachable", reason=type(error).__name__) from error
    return engine


def engine_of(url: str, **options: Any) -> Engine:
    """SQLAlchemy's engine for the product's own database; raises StoreError where its driver is not installed."""
    try:
        return create_engine(url, hide_parameters=True, **options)
    except ModuleNotFoundError as error:
        raise StoreError("database.driver", driver=error.name or "?") from error


def one_writer(connection: Connection) -> None:
    """Wait for whoever writes, and keep others waiting until this transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
