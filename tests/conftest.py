"""Fixtures that every test may use."""

from pathlib import Path

import pytest

from data_access.demo import build_demo


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county's SQLite file, built once for the whole run; open it read-only."""
    return build_demo(tmp_path_factory.mktemp("demo") / "bashang.sqlite").path
