"""PostgreSQL gives the same release and the same rows about people as SQLite."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest

from data_access.database import open_database
from data_access.households import household_card, household_tiles
from data_access.release import Release, ReleaseStore, build_release
from data_access.scope import WALL
from data_access.settings import Settings, read_settings
from data_access.tokens import HouseholdTokens
from tests.postgres import copy_into_postgres, postgres_programs, postgres_server

TOKENS = HouseholdTokens(b"0123456789abcdef0123456789abcdef")
OF_THIS_BUILD = {"id", "created_at", "database", "built_in_seconds", "files"}

pytestmark = pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def postgres(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of the demo county in PostgreSQL, whose release is built."""
    with postgres_server() as server:
        url = copy_into_postgres(demo_database, server, "bashang")
        settings = read_settings({"GUATU_HOME": str(tmp_path_factory.mktemp("home")), "GUATU_DATABASE_URL": url})
        build_release(settings)
        yield settings


def test_the_releases_are_equal(postgres: Settings, demo_settings: Settings, demo_release: Release) -> None:
    theirs = ReleaseStore(postgres.releases).current()
    assert theirs.meta.database == "postgresql:bashang"
    ours, other = asdict(demo_release.meta), asdict(theirs.meta)
    assert {k: v for k, v in other.items() if k not in OF_THIS_BUILD} == {
        k: v for k, v in ours.items() if k not in OF_THIS_BUILD
    }
    folders = [settings.releases / release.id for settings, release in
               ((demo_settings, demo_release), (postgres, theirs))]  # fmt: skip
    tables = sorted(path.name for path in folders[0].glob("*.parquet"))
    assert len(tables) > 10
    for name in tables:
        left, right = (pd.read_parquet(folder / name) for folder in folders)
        pd.testing.assert_frame_equal(left, right, rtol=1e-9, obj=name)


def test_cards_are_equal(postgres: Settings, demo_settings: Settings, demo_release: Release) -> None:
    engines = [open_database(settings.database_url) for settings in (demo_settings, postgres)]
    village = str(demo_release.villages(demo_release.root.code)[0].code)
    themes, as_of = demo_release.themes, demo_release.as_of
    ours, theirs = (
        household_tiles(engine, WALL, village, as_of=as_of, tokens=TOKENS, themes=themes) for engine in engines
    )
    assert ours == theirs
    for tile in ours.tiles[:20]:
        left, right = (
            household_card(engine, WALL, village, tile.token, as_of, tokens=TOKENS, themes=themes) for engine in engines
        )
        assert left == right
    for engine in engines:
        engine.dispose()
