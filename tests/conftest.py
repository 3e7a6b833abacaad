"""Fixtures that every test may use."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from data_access.demo import build_demo
from data_access.release import build_release
from data_access.settings import Settings, demo_database_path, read_settings


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county's SQLite file, built once for the whole run; open it read-only."""
    return build_demo(tmp_path_factory.mktemp("demo") / "bashang.sqlite").path


@pytest.fixture(scope="session")
def scenarios_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home in which the scenarios stand that a test asks for."""
    return tmp_path_factory.mktemp("scenarios")


@pytest.fixture(scope="session")
def scenario_database(scenarios_home: Path) -> Callable[[str], Path]:
    """Builds the database of a demo scenario when it is first asked for; open it read-only."""

    @cache
    def built(name: str) -> Path:
        path = demo_database_path(scenarios_home, name)
        path.parent.mkdir(exist_ok=True)
        return build_demo(path, name).path

    return built


@pytest.fixture(scope="session")
def scenario_settings(scenario_database: Callable[[str], Path], scenarios_home: Path) -> Callable[[str], Settings]:
    """Settings that serve a demo scenario, its release built when it is first asked for; for tests that only read."""

    @cache
    def settings(name: str) -> Settings:
        scenario_database(name)
        made = read_settings({"GUATU_HOME": str(scenarios_home), "GUATU_DEMO": name})
        build_release(made)
        return made

    return settings
