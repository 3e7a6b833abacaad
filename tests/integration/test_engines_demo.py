"""On a server the demo county has the release that it has in SQLite: what is made of releases needs no second run."""

from pathlib import Path

import pandas as pd
import pytest

from data_access.release import ReleaseStore
from data_access.settings import Settings
from tests.built_once import BuildOnce
from tests.engines import SQLITE, engine_of_this_run
from tests.integration.conftest import demo_home, settings_for

pytestmark = pytest.mark.skipif(engine_of_this_run() == SQLITE, reason="the run itself is on SQLite")


@pytest.mark.usefixtures("sqlite_itself")
def test_the_release_of_the_demo_county_is_that_of_sqlite(
    demo_settings: Settings, demo_database: Path, once: BuildOnce
) -> None:
    theirs = ReleaseStore(demo_settings.releases).current()
    own = settings_for(demo_database, demo_home(once, demo_database, SQLITE))
    ours = ReleaseStore(own.releases).current()
    assert theirs.meta.counts == ours.meta.counts and theirs.themes == ours.themes
    folders = own.releases / ours.id, demo_settings.releases / theirs.id
    tables = sorted(path.name for path in folders[0].glob("*.parquet"))
    assert len(tables) > 10
    for name in tables:
        mine, other = (pd.read_parquet(folder / name) for folder in folders)
        # SQLite says 3 where others say 3.0: a column whose amounts are all whole has another dtype there
        pd.testing.assert_frame_equal(mine, other, rtol=1e-9, check_dtype=False, obj=name)
