"""Fixtures that every test may use."""

import gc
import os
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from data_access.demo import build_demo
from data_access.release import build_release
from data_access.settings import Settings, demo_database_path, read_settings
from tests.built_once import BuildOnce, build_once, folder_of_the_run


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: looking through them for garbage again and again takes a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> BuildOnce:
    """Builds a folder that all processes of the run share, when the first of them asks for it."""
    return partial(build_once, folder_of_the_run(tmp_path_factory))


@pytest.fixture(scope="session")
def demo_database(once: BuildOnce) -> Path:
    """The demo county's SQLite file; open it read-only."""
    return once("demo", lambda folder: build_demo(folder / "bashang.sqlite")) / "bashang.sqlite"


@pytest.fixture(scope="session")
def scenarios_home(once: BuildOnce) -> Path:
    """The home in which the scenarios stand that a test asks for."""
    return once("scenarios", lambda home: (home / "demo").mkdir())


@pytest.fixture(scope="session")
def scenario_database(scenarios_home: Path, once: BuildOnce) -> Callable[[str], Path]:
    """Builds the database of a demo scenario when it is first asked for; open it read-only."""

    @cache
    def built(name: str) -> Path:
        path = demo_database_path(scenarios_home, name)
        once(f"scenario-{name}", lambda _: build_demo(path, name))
        return path

    return built


@pytest.fixture(scope="session")
def scenario_settings(
    scenario_database: Callable[[str], Path], scenarios_home: Path, once: BuildOnce
) -> Callable[[str], Settings]:
    """Settings that serve a demo scenario, its release built when it is first asked for; for tests that only read."""

    @cache
    def settings(name: str) -> Settings:
        scenario_database(name)
        made = read_settings({"GUATU_HOME": str(scenarios_home), "GUATU_DEMO": name})
        once(f"release-{name}-{os.environ.get('GUATU_TEST_ENGINE')}", lambda _: build_release(made))
        return made

    return settings
