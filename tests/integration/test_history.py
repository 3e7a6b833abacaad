"""A year is told by the regions it had; series go on over mergers, splits, transfers and new codes.

The oracle is plain SQL and arithmetic over the codes that the rows bear.
"""

import math
import sqlite3
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from data_access.release import Release, ReleaseStore, build_release
from data_access.settings import Settings
from data_access.standing import estimated_text, moved_text, standing
from data_access.values import values_by_region
from tests.history_county import NAMES, PARENTS, PEOPLE, YEARS, make_history_county, poor, stood
from tests.integration.conftest import settings_for


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("history")
    settings = settings_for(make_history_county(folder / "h.sqlite"), folder / "home")
    build_release(settings)
    return settings


@pytest.fixture(scope="module")
def release(settings: Settings) -> Release:
    return ReleaseStore(settings.releases).current()


def told(settings: Settings, year: int) -> dict[str, tuple[float, float]]:
    """Poor and all persons of every code that a row of the year bears, and their sums by the township of the code."""
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as connection:
        rows = connection.execute(
            "SELECT y.region_code, r.parent_code, y.poor_population_count, y.rural_population_count "
            "FROM region_year y JOIN region r ON r.region_code = y.region_code WHERE y.stat_year = ?",
            (year,),
        ).fetchall()
    found: dict[str, tuple[float, float]] = {}
    for code, township, n, d in rows:
        for place in (code, township, "C"):
            had = found.get(place, (0.0, 0.0))
            found[place] = (had[0] + n, had[1] + d)
    return found


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_the_regions_of_its_end_with_their_own_figures(
    release: Release, settings: Settings, year: int
) -> None:
    then, rows = release.of(year), told(settings, year)
    assert {code for code in then.tree.index if then.region(code).level == 5} == set(stood(year))
    assert set(then.tree.index) == set(rows)
    for code, (n, d) in rows.items():
        assert then.quantity("poor_person_count", code, year) == n, (year, code)
        assert then.value("POVERTY_INCIDENCE", code, year) == pytest.approx(100 * n / d), (year, code)
    for code in stood(year):
        assert then.region(code).parent_code == PARENTS[code]
        assert then.region(code).name() == NAMES[code]
    counts = {code: sum(PARENTS[v] == code for v in stood(year)) for code in rows if code.startswith("T")}
    assert {code: then.quantity("village_count", code, year) for code in counts} == counts


def test_a_table_of_a_township_lists_the_villages_of_the_year(release: Release) -> None:
    found = values_by_region(release.of(2016), "POVERTY_INCIDENCE", "T1", 2016)
    assert found["code"].tolist() == ["A1", "A2", "A3", "A4"]
    assert found["state"].tolist() == ["ok"] * 4
    assert found["expected"].tolist() == [1] * 4
    assert values_by_region(release, "POVERTY_INCIDENCE", "T1", 2016)["code"].tolist() == ["A", "A3"]


def test_series_of_today_are_carried_over_every_change(release: Release) -> None:
    def series(code: str) -> list[float]:
        return [release.quantity("poor_person_count", code, year) for year in YEARS]

    assert series("A") == [poor("A1", 2016) + poor("A2", 2016), *(poor("A", year) for year in YEARS[1:])]
    assert series("B5") == [poor("A4", 2016), poor("A4", 2017), *(poor("B5", year) for year in YEARS[2:])]
    assert series("E1") == [*(poor("D1", year) for year in YEARS[:3]), *(poor("E1", year) for year in YEARS[3:])]
    split = [(series("B2")[at], series("B3")[at]) for at in (0, 1)]
    assert split == [(poor("B1", year) * 0.6, poor("B1", year) * 0.4) for year in YEARS[:2]]
    for year in YEARS:
        whole = sum(poor(code, year) for code in stood(year))
        assert release.quantity("poor_person_count", "C", year) == whole
        assert release.of(2016).quantity("poor_person_count", "C", year) == whole


def test_what_has_ended_says_nothing_of_later_years(release: Release) -> None:
    assert math.isnan(release.of(2016).quantity("poor_person_count", "A1", 2017))
    assert release.of(2017).quantity("poor_person_count", "T1", 2018) == poor("A", 2018) + poor("A3", 2018)


def test_two_years_are_compared_on_the_later_tree(release: Release) -> None:
    later = release.of(2018)
    assert later.quantity("poor_person_count", "T2", 2016) == sum(poor(c, 2016) for c in ("B1", "B4", "A4"))
    assert release.of(2017).quantity("poor_person_count", "T2", 2016) == sum(poor(c, 2016) for c in ("B1", "B4"))


@pytest.mark.parametrize(
    ("asked", "year", "code", "is_today", "moved"),
    [
        ("A1", 2016, "A1", False, False),
        ("A1", 2019, "A", True, True),  # merged
        ("B1", 2020, "B2", True, True),  # split: the part that took most
        ("T3", 2019, "T4", True, True),  # a new code
        ("A4", 2018, "B5", False, True),  # under another township
        ("E1", 2016, "D1", False, True),  # not there yet: what it came of
        ("B3", 2017, "B1", False, True),
        ("A", 2016, "A", True, False),  # came of two: both together, on today's tree
        ("C", 2016, "C", False, False),
    ],
)
def test_every_code_stands_for_a_region_in_every_year(
    release: Release, asked: str, year: int, code: str, is_today: bool, moved: bool
) -> None:
    stand = standing(release, asked, year)
    assert (stand.code, stand.release.is_today, stand.moved) == (code, is_today, moved)
    assert asked in release.known_codes
    if moved:
        said = moved_text(release, asked, code, year, "zh")
        assert NAMES[asked] in said
        assert NAMES[code] in said
        assert NAMES[asked] in moved_text(release, asked, code, year, "en")


def test_what_is_an_estimate_is_said(release: Release) -> None:
    assert "大湾村" in estimated_text(release, "B3", "zh")
    assert "2018" in estimated_text(release, "B3", "en")
    assert [estimated_text(release, code, "zh") for code in ("A", "B5", "E1", "C")] == [""] * 4


def bent(tmp_path: Path, *statements: str) -> Release:
    path = make_history_county(tmp_path / "bent.sqlite")
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    settings = settings_for(path, tmp_path / "home")
    build_release(settings)
    return ReleaseStore(settings.releases).current()


def test_rows_under_a_later_code_are_shared_back_by_what_passed(tmp_path: Path) -> None:
    release = bent(
        tmp_path,
        "DELETE FROM region_year WHERE region_code = 'A2' AND stat_year = 2016",
        "UPDATE region_year SET region_code = 'A', poor_population_count = 80 "
        "WHERE region_code = 'A1' AND stat_year = 2016",
    )
    then = release.of(2016)
    assert [then.quantity("poor_person_count", code, 2016) for code in ("A1", "A2")] == [60, 20]  # 30 to 10 households
    assert then.quantity("poor_person_count", "T1", 2016) == 80 + poor("A3", 2016) + poor("A4", 2016)


def test_where_nobody_counted_what_passed_parts_are_missing_and_sums_are_whole(tmp_path: Path) -> None:
    release = bent(tmp_path, "UPDATE region_change SET household_count = NULL")
    assert math.isnan(release.quantity("poor_person_count", "B2", 2016))
    assert release.of(2016).quantity("poor_person_count", "B1", 2016) == poor("B1", 2016)
    table = values_by_region(release, "POVERTY_INCIDENCE", "C", 2016).set_index("code")
    assert (table.loc["T2", "reported"], table.loc["T2", "expected"]) == (2, 4), "what is not known is told"


def test_a_village_that_takes_in_another_keeps_its_own_past(tmp_path: Path) -> None:
    release = bent(
        tmp_path,
        "DELETE FROM region_change WHERE to_code = 'A'",
        "UPDATE region_year SET region_code = 'A1' WHERE region_code = 'A'",
        "DELETE FROM region WHERE region_code = 'A'",
        "UPDATE region SET valid_to = NULL WHERE region_code = 'A1'",
        "INSERT INTO region_change (from_code, to_code, changed_on, region_change_code) "
        "VALUES ('A2', 'A1', '2017-07-01', 'MERGE')",
    )
    assert release.of(2016).quantity("poor_person_count", "A1", 2016) == poor("A1", 2016)
    assert release.of(2017).quantity("poor_person_count", "A1", 2016) == poor("A1", 2016) + poor("A2", 2016)
    assert release.quantity("poor_person_count", "A1", 2017) == PEOPLE["A"] * 4 // 20


def test_a_county_without_changes_has_one_tree(tmp_path: Path) -> None:
    release = bent(tmp_path, "DELETE FROM region_change", "UPDATE region SET valid_from = NULL, valid_to = NULL")
    assert release.history.sheets == ()
    assert "history.json" not in release.meta.files
    assert all(release.of(year) is release for year in release.periods)


def test_a_release_tells_the_same_after_it_is_read_again(settings: Settings, release: Release) -> None:
    again = ReleaseStore(settings.releases).current()
    assert again.history == release.history


@pytest.mark.parametrize(
    "read", [lambda r: r.of(2016), lambda r: r.of(2018), lambda r: r], ids=["2016", "2018", "today"]
)
def test_every_region_has_its_way_up(release: Release, read: Callable[[Release], Release]) -> None:
    then = read(release)
    for code in then.tree.index:
        path = [region.code for region in then.ancestors(code)]
        assert path[0] == "C"
        assert path[-1] == code
        for above, below in pairwise(path):
            assert below in [child.code for child in then.children(above)]
    assert sorted(region.code for region in then.villages("C")) == sorted(
        c for c in then.tree.index if c[0] not in "CT"
    )
