"""Releases to test against: of the demo county, and of a small county full of traps."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert

from data_access import database
from data_access.contract import create_contract
from data_access.release import Release, ReleaseStore, build_release
from data_access.schema import metadata
from data_access.settings import Settings, read_settings
from tests.engines import SQLITE, Copies, engine_of_this_run, is_installed, reads_from, served
from tests.trap_county import ROWS

OF_SQLITE_ALONE = ("not_a_date", "stored_type", "tests/integration/test_database.py")
"""Parts of the ids of tests about what only a SQLite file can hold, or be, or that write while they read."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a server these have nothing to test."""
    if engine_of_this_run() != SQLITE:
        for item in items:
            if any(part in item.nodeid for part in OF_SQLITE_ALONE):
                item.add_marker(pytest.mark.skip(reason="about SQLite alone"))


@pytest.fixture(scope="session", autouse=True)
def _copies() -> Iterator[Copies | None]:
    """Where GUATU_TEST_ENGINE names a server: whatever SQLite file the product opens to read is read there."""
    named = engine_of_this_run()
    if named == SQLITE:
        yield None
        return
    with served(named) as copies, pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "_open_sqlite", reads_from(copies))
        yield copies
        copies.rest()


@pytest.fixture(scope="session")
def on_server() -> Iterator[Callable[[str], Copies]]:
    """Gives the server of an engine, started when it is first asked for; skips where it is not installed."""
    with ExitStack() as running:

        @cache
        def started(engine: str) -> Copies:
            if not is_installed(engine):
                pytest.skip(f"{engine} is not installed")
            return running.enter_context(served(engine))

        yield started


@pytest.fixture(autouse=True)
def _rest(_copies: Copies | None) -> Iterator[None]:
    """No test leaves connections behind."""
    yield
    if _copies is not None:
        _copies.rest()


def settings_for(database: Path, home: Path) -> Settings:
    """Settings that serve `database` and keep the product's files under `home`."""
    return read_settings({"GUATU_HOME": str(home), "GUATU_DATABASE_URL": f"sqlite:///{database.as_posix()}"})


@pytest.fixture(scope="session")
def demo_settings(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the demo county whose release is built."""
    settings = settings_for(demo_database, tmp_path_factory.mktemp("home"))
    build_release(settings)
    return settings


@pytest.fixture(scope="session")
def demo_release(demo_settings: Settings) -> Release:
    """The release of the demo county."""
    return ReleaseStore(demo_settings.releases).current()


def make_trap_county(folder: Path) -> Settings:
    """Build the county full of traps in `folder`; no release is built."""
    path = folder / "trap.sqlite"
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    create_contract(engine)
    with engine.begin() as connection:
        for table, rows in ROWS.items():
            keys = sorted({key for row in rows for key in row})
            connection.execute(insert(metadata.tables[table]), [{k: row.get(k) for k in keys} for row in rows])
    engine.dispose()
    return settings_for(path, folder / "home")


@pytest.fixture(scope="session")
def trap_settings_once(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the county full of traps whose release is built, for tests that only read."""
    settings = make_trap_county(tmp_path_factory.mktemp("trap"))
    build_release(settings)
    return settings


@pytest.fixture
def trap_settings(trap_settings_once: Settings, tmp_path: Path) -> Settings:
    """Settings of the county full of traps, a copy for each test; no release is built."""
    path = tmp_path / "trap.sqlite"
    shutil.copyfile(trap_settings_once.database_url.removeprefix("sqlite:///"), path)
    return settings_for(path, tmp_path / "home")


@pytest.fixture(scope="session")
def trap_release_once(trap_settings_once: Settings) -> Release:
    """The release of the county full of traps, for tests that only read."""
    return ReleaseStore(trap_settings_once.releases).current()
