"""Releases to test against: of the demo county, and of a small county full of traps."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert

from data_access.contract import create_contract
from data_access.release import Release, ReleaseStore, build_release
from data_access.schema import metadata
from data_access.settings import Settings, read_settings
from tests.trap_county import ROWS


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
