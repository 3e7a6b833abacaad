"""The peers of bench/peers count what Guatu counts: otherwise their times would be those of another map."""

from pathlib import Path

import pandas as pd
import pytest

from bench.peers.county import COUNTY, INDICATORS, YEAR, County
from data_access.release import Release
from data_access.values import values_by_region

TOWNSHIP = "990101101000"


@pytest.fixture(scope="module")
def county(demo_database: Path) -> County:
    return County(demo_database, Path("no outlines"), Path("no outlines"))


@pytest.mark.parametrize("parent", [COUNTY, TOWNSHIP])
@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_peer_shows_what_guatu_shows(county: County, demo_release: Release, indicator: str, parent: str) -> None:
    """Each region that has a value has it to the last digit, and no other region has one."""
    shown = county.values(indicator, parent).set_index("code")["value"].dropna()
    expected = values_by_region(demo_release, indicator, parent, YEAR).set_index("code")["value"].dropna()
    assert len(expected) > 10
    pd.testing.assert_series_equal(shown, expected, check_names=False, check_index_type=False, rtol=1e-9)


def test_years_differ(county: County) -> None:
    """The oracle above would not see a year that is ignored by both."""
    now = county.values("INCOME_PER_PERSON", COUNTY)["value"]
    assert (now != county.values("INCOME_PER_PERSON", COUNTY, YEAR - 1)["value"]).all()
