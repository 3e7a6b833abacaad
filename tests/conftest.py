"""Fixtures that every test may use."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from data_access.demo import build_demo


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county's SQLite file, built once for the whole run; open it read-only."""
    return build_demo(tmp_path_factory.mktemp("demo") / "bashang.sqlite").path


@pytest.fixture(scope="session")
def scenario_database(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Builds the database of a demo scenario when it is first asked for; open it read-only."""
    folder = tmp_path_factory.mktemp("scenarios")

    @cache
    def built(name: str) -> Path:
        return build_demo(folder / f"{name}.sqlite", name).path

    return built
