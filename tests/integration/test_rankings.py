"""The standings of the demo county, against plain SQL on its database."""

from __future__ import annotations

import math
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest

from data_access.changes.baseline import Baseline, baseline_of
from data_access.changes.differences import differences
from data_access.industry.trace import trace
from data_access.rankings.courses import indicator_courses
from data_access.rankings.places import field_of
from data_access.rankings.score_file import Part, Score
from data_access.rankings.scored import scored
from data_access.rankings.standings import standings
from data_access.release import Release

COUNTY = "990101000000"
NOW, THEN = 2019, 2018
INCIDENCE = "POVERTY_INCIDENCE"
PAIRS = """
SELECT v.parent_code, SUM(y.poor_population_count), SUM(y.rural_population_count)
FROM region_year y JOIN region v ON v.region_code = y.region_code
WHERE y.stat_year = ? AND v.region_level_code = '5'
  AND y.poor_population_count IS NOT NULL AND y.rural_population_count IS NOT NULL
GROUP BY v.parent_code
"""


def _pairs(database: Path, year: int) -> dict[str, tuple[float, float]]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return {code: (n, d) for code, n, d in connection.execute(PAIRS, (year,))}


def _shown(pairs: dict[str, tuple[float, float]]) -> dict[str, float]:
    return {code: float(f"{100 * n / d:.2f}") for code, (n, d) in pairs.items()}


def _places(values: dict[str, float]) -> dict[str, int]:
    return {code: 1 + sum(other < value for other in values.values()) for code, value in values.items()}


@pytest.fixture(scope="module")
def before(demo_release: Release) -> Baseline:
    found = baseline_of(demo_release, "before", NOW)
    assert isinstance(found, Baseline)
    assert (found.period, found.since) == (THEN, str(THEN))
    return found


def test_places_and_movement_are_those_of_plain_sql(
    demo_release: Release, demo_database: Path, before: Baseline
) -> None:
    now, then = (_places(_shown(_pairs(demo_database, year))) for year in (NOW, THEN))
    found = standings(demo_release, INCIDENCE, COUNTY, NOW, before)
    assert {place.code: place.rank for place in found.places} == now
    assert {place.code: place.moved for place in found.places} == {code: then[code] - now[code] for code in now}
    assert [place.rank for place in found.places] == sorted(now.values())
    assert {place.code for place in found.places if place.is_shared} == {
        code for code in now if list(now.values()).count(now[code]) > 1
    }


def test_as_few_persons_as_are_said_and_no_fewer_swap_two_neighbours(
    demo_release: Release, demo_database: Path
) -> None:
    pairs = _pairs(demo_database, NOW)
    places = standings(demo_release, INCIDENCE, COUNTY, NOW, None).places
    told = 0
    for above, place in pairwise(places):
        (a, of_a), (b, of_b) = pairs[above.code], pairs[place.code]

        def swaps(k: int, a: float = a, of_a: float = of_a, b: float = b, of_b: float = of_b) -> bool:
            return (a + k) / of_a >= b / of_b - 1e-12 or a / of_a >= (b - k) / of_b - 1e-12

        if above.rank == place.rank:
            assert place.margin is None
        elif place.margin is None:
            assert not swaps(15)
        else:
            told += 1
            assert swaps(place.margin.count)
            assert place.margin.count == 1 or not swaps(place.margin.count - 1)
            assert (place.margin.unit, place.margin.above) == ("person", above.name)
    assert told


def test_the_course_of_each_region_is_its_place_in_each_year(demo_release: Release, demo_database: Path) -> None:
    found = indicator_courses(demo_release, INCIDENCE, COUNTY, NOW)
    assert found.periods[-2:] == (THEN, NOW)
    for at, year in enumerate(found.periods):
        values = _shown(_pairs(demo_database, year))
        assert {row.code: row.steps[at] for row in found.rows} == {
            code: (values[code], place) for code, place in _places(values).items()
        }


def test_a_score_is_the_weighted_mean_of_what_the_regions_are_among_each_other(
    demo_release: Release, demo_database: Path
) -> None:
    values = {code: 100 * n / d for code, (n, d) in _pairs(demo_database, NOW).items()}
    low, high = min(values.values()), max(values.values())
    exits = {code: demo_release.value("EXIT_RATE", code, NOW) for code in values}
    least, most = min(exits.values()), max(exits.values())
    expected = {
        code: 75 * (high - values[code]) / (high - low) + 25 * (exits[code] - least) / (most - least) for code in values
    }
    score = Score("s", "得分", "score", (Part(INCIDENCE, 3), Part("EXIT_RATE", 1), Part("FUND_OF_NOBODY", 9)))
    found = scored(demo_release, score, COUNTY, NOW, None)
    assert {place.code: place.value for place in found.standings.places} == {
        code: pytest.approx(value, abs=0.0501) for code, value in expected.items()
    }
    assert [(part.code, part.is_counted) for part in found.parts] == [
        (INCIDENCE, True), ("EXIT_RATE", True), ("FUND_OF_NOBODY", False),
    ]  # fmt: skip
    assert sum(part.share for part in found.parts if part.is_counted) == pytest.approx(100)


def test_differences_are_those_of_what_is_shown_and_each_has_a_class(
    demo_release: Release, demo_database: Path, before: Baseline
) -> None:
    now, then = (_shown(_pairs(demo_database, year)) for year in (NOW, THEN))
    regions = field_of(demo_release, COUNTY)
    found = differences(demo_release, before, INCIDENCE, regions, NOW)
    expected = [round(now[region.code] - then[region.code], 2) for region in regions]
    assert list(found.values) == pytest.approx(expected, abs=1e-9)
    up, down, same, silent = found.counts()
    assert (up, down, same, silent) == (
        sum(v > 0 for v in expected), sum(v < 0 for v in expected), expected.count(0), 0,
    )  # fmt: skip
    assert list(found.bounds) == sorted(set(found.bounds))
    assert len(found.bounds) in (3, 5)
    assert min(expected) >= found.bounds[0]
    zero = found.bounds.index(0.0)
    assert found.bounds[zero + 1] == 0.01, "the class of what has not changed holds nothing else"


def test_a_figure_that_changed_opens(demo_release: Release, demo_database: Path) -> None:
    now, then = (_pairs(demo_database, year) for year in (NOW, THEN))
    rate = [100 * sum(n for n, _ in side.values()) / sum(d for _, d in side.values()) for side in (now, then)]
    found = trace(demo_release, f"{INCIDENCE}@since-{THEN}", COUNTY, NOW)
    assert found.value == pytest.approx(float(f"{rate[0]:.2f}") - float(f"{rate[1]:.2f}"))
    count = trace(demo_release, f"lifted_household_count@since-{THEN}", COUNTY, NOW)
    lifted = [demo_release.quantity("lifted_household_count", COUNTY, year) for year in (NOW, THEN)]
    assert count.value == lifted[0] - lifted[1]
    assert (count.decimals, count.rows) == (0, "changes")
    assert not math.isnan(count.value)
