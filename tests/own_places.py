"""Where the lasting stores stand in a test: in files, and in a PostgreSQL database of the product's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import create_engine, text

from data_access import own_database
from data_access.own_stores import Place
from data_access.settings import Settings
from tests.postgres import postgres_programs, postgres_server

IN_FILES: Final = pytest.mark.parametrize("place", ["files"], indirect=True)
"""For a test that looks into the files themselves."""

_TABLES: Final = """SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname LIKE 'guatu\\_%' AND tablename <> 'store_version'"""


_SCHEMAS: Final = "SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname LIKE 'guatu\\_%'"


@pytest.fixture(scope="session")
def own_server() -> Iterator[str]:
    """The address of a database of the product's own; the test is skipped without PostgreSQL."""
    if postgres_programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres_server() as server:
        url = f"{server}postgres"
        yield url
        for waits in (True, False):
            own_database._database(url, waits).dispose()


@pytest.fixture(params=["files", "database"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place without any store, of either kind."""
    if request.param == "files":
        yield tmp_path
        return
    url = request.getfixturevalue("own_server")
    yield Settings(home=tmp_path, database_url="sqlite://", store_url=url)
    empty_own_stores(url)


def drop_own_stores(url: str) -> None:
    """Take away the stores themselves."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for name in connection.execute(text(_SCHEMAS)).scalars().all():
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def empty_own_stores(url: str) -> None:
    """Take away what stands in the stores; the log, which refuses that, goes as a whole."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS guatu_audit CASCADE"))
        tables = connection.execute(text(_TABLES)).scalars().all()
        if tables:
            connection.execute(text(f"TRUNCATE {', '.join(tables)}"))
    engine.dispose()
