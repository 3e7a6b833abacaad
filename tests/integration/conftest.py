"""Releases to test against: of the demo county, and of a small county full of traps."""

import os
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
from data_access.secret_key import secret_key
from data_access.settings import Settings, read_settings
from tests.built_once import BuildOnce, folder_of_the_run
from tests.engines import SQLITE, Copies, engine_of_this_run, is_installed, serving, watched
from tests.one_secret import share_secret
from tests.own_places import own_server, place
from tests.readers import Readers, leave_out
from tests.trap_county import ROWS

OF_SQLITE_ALONE = ("not_a_date", "stored_type", "tests/integration/test_database.py")
"""Parts of the ids of tests about what only a SQLite file can hold, or be, or that write while they read."""

OF_THE_SERVER = "test_engines_demo.py"
"""The one of the files test_engines_* that asks the server of the run; the others ask servers of their own."""

_LAID_DOWN = "ignore:<psycopg.Connection:ResourceWarning"
"""A pool that is laid down between two tests, while a thread of the product still has one of its connections."""

__all__ = ["own_server", "place"]

_READERS = "readers"
_SERVER = "GUATU_TEST_SERVER"
"""Where the server of this run is, told to the processes of pytest-xdist."""

_RUNNING = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """One server for all processes of a run; on SQLite note who reads."""
    named = engine_of_this_run()
    if named == SQLITE:
        config.pluginmanager.register(Readers(config), _READERS)
    elif not hasattr(config, "workerinput") and not config.getoption("collectonly"):
        os.environ[_SERVER] = _RUNNING.enter_context(serving(named))


def pytest_unconfigure() -> None:
    """The server ends with the run."""
    _RUNNING.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What has nothing to test on a server."""
    if engine_of_this_run() == SQLITE:
        return
    config.addinivalue_line("filterwarnings", _LAID_DOWN)
    leave_out(config, items)
    for item in items:
        is_of_engines = item.path.name.startswith("test_engines_") and item.path.name != OF_THE_SERVER
        if is_of_engines or "on_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason="asks servers of its own, whatever the run is on"))
        if item.get_closest_marker("of_files"):
            item.add_marker(pytest.mark.skip(reason="about files, whatever the run is on"))
        if any(part in item.nodeid for part in OF_SQLITE_ALONE):
            item.add_marker(pytest.mark.skip(reason="about SQLite alone"))


@pytest.fixture(scope="session", autouse=True)
def _copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies | None]:
    """Where GUATU_TEST_ENGINE names a server: whatever SQLite file the product opens to read is read there."""
    named = engine_of_this_run()
    copies = None if named == SQLITE else Copies(named, os.environ[_SERVER], folder_of_the_run(tmp_path_factory))
    readers = request.config.pluginmanager.get_plugin(_READERS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "_open_sqlite", watched(readers.note if readers else lambda: None, copies))
        yield copies
    if copies is not None:
        copies.rest()


@pytest.fixture(scope="session")
def on_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Copies]]:
    """Gives the server of an engine, started when it is first asked for; skips where it is not installed."""
    with ExitStack() as running:

        @cache
        def started(engine: str) -> Copies:
            if not is_installed(engine):
                pytest.skip(f"{engine} is not installed")
            return Copies(engine, running.enter_context(serving(engine)), folder_of_the_run(tmp_path_factory))

        yield started


@pytest.fixture
def sqlite_itself(_copies: Copies | None) -> Iterator[None]:
    """In this test SQLite files are read themselves, whatever GUATU_TEST_ENGINE says."""
    if _copies is not None:
        _copies.aside = True
    yield
    if _copies is not None:
        _copies.aside = False


@pytest.fixture(autouse=True)
def _rest(_copies: Copies | None) -> Iterator[None]:
    """No test leaves connections behind."""
    yield
    if _copies is not None:
        _copies.rest()


def settings_for(database: Path, home: Path) -> Settings:
    """Settings that serve `database` and keep the product's files under `home`."""
    return read_settings({"GUATU_HOME": str(home), "GUATU_DATABASE_URL": f"sqlite:///{database.as_posix()}"})


def demo_home(once: BuildOnce, database: Path, engine: str) -> Path:
    """The home with the demo county's release as `engine` counts it; all have one secret, so they can be compared."""
    secret = once("demo-secret", secret_key)

    def build(folder: Path) -> None:
        share_secret(secret, folder / "home")
        build_release(settings_for(database, folder / "home"))

    return once(f"demo-release-{engine}", build) / "home"


@pytest.fixture(scope="session")
def demo_settings(demo_database: Path, once: BuildOnce, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the demo county whose release is built; the home is this process's own."""
    home = tmp_path_factory.mktemp("demo") / "home"
    shutil.copytree(demo_home(once, demo_database, engine_of_this_run()), home)
    return settings_for(demo_database, home)


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
