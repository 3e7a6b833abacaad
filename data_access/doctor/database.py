"""What the account that the shared database is read with could do: it should be able to read, and nothing else."""

import os
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from data_access.database import open_database
from data_access.doctor.findings import Finding, failed, good, unsafe, weak
from data_access.errors import DatabaseError, GuatuError
from data_access.schema import metadata
from data_access.settings import Settings

_POSTGRESQL: Final = text(
    "SELECT table_name FROM information_schema.tables WHERE table_name = ANY(:names)"
    " AND has_table_privilege(quote_ident(table_schema) || '.' || quote_ident(table_name),"
    " 'INSERT, UPDATE, DELETE, TRUNCATE')"
)
_SUPERUSER: Final = text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
_WRITING: Final = ("ALL PRIVILEGES", "INSERT", "UPDATE", "DELETE", "DROP", "ALTER", "CREATE")


def database_findings(settings: Settings) -> Iterator[Finding]:
    """Whether the database answers, and whether its account could write."""
    if settings.is_demo:
        return
    try:
        engine = open_database(settings.database_url)
    except GuatuError as error:
        yield failed("database", error)
        return
    try:
        yield _writes(engine, settings)
    except SQLAlchemyError:
        yield failed("database", DatabaseError("doctor.database_silent"))
    finally:
        engine.dispose()


def _writes(engine: Engine, settings: Settings) -> Finding:
    kind = engine.dialect.name
    with engine.connect() as connection:
        if kind == "sqlite":
            connection.execute(text("SELECT 1"))
            return _file(settings)
        if kind == "postgresql":
            return _told(_postgresql(connection))
        if kind in ("mysql", "mariadb"):
            return _told(_mysql(connection))
        connection.execute(text("SELECT 1"))
    return weak("rights_unknown", kind=kind)


def _file(settings: Settings) -> Finding:
    path = make_url(settings.database_url).database or ""
    return weak("file_writable", path=path) if os.access(path, os.W_OK) else good("reads_only")


def _postgresql(connection: Connection) -> list[str]:
    if connection.execute(_SUPERUSER).scalar():
        return ["SUPERUSER"]
    found = connection.execute(_POSTGRESQL, {"names": list(metadata.tables)}).scalars()
    return sorted(str(name) for name in found)


def _mysql(connection: Connection) -> list[str]:
    grants: list[Any] = list(connection.execute(text("SHOW GRANTS")).scalars())
    held = " ".join(str(grant).upper().partition(" ON ")[0] for grant in grants)
    return [word for word in _WRITING if word in held]


def _told(writable: list[str]) -> Finding:
    if not writable:
        return good("reads_only")
    return unsafe("may_write", what=", ".join(writable[:5]) + (" …" if len(writable) > 5 else ""))
