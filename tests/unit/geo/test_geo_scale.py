"""The land of a province, at a thousandth of its size: a valid coverage of pieces that nest."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.demo.province import Province, grow_province
from geo.demo.scale import PROVINCE, PROVINCE_CITIES, PROVINCE_COUNTIES, grow_province_land

PLAN = replace(PROVINCE, villages=240, townships=24, area_km2=2_400.0)
COUNTIES, CITIES = 6, 2


@pytest.fixture(scope="module")
def grown() -> Province:
    return grow_province(PLAN, COUNTIES, CITIES)


def test_the_province_is_as_large_as_it_is_said_to_be() -> None:
    assert (PROVINCE_CITIES, PROVINCE_COUNTIES, PROVINCE.townships, PROVINCE.villages) == (11, 170, 2_300, 50_000)


def test_villages_are_one_coverage_without_holes(grown: Province) -> None:
    assert len(grown.villages) == PLAN.villages
    assert bool(shapely.coverage_is_valid(grown.villages))
    assert {village.geom_type for village in grown.villages} == {"Polygon"}
    assert shapely.area(grown.villages).sum() == pytest.approx(PLAN.area_km2, rel=0.1)


def test_every_level_is_in_one_piece_and_nests(grown: Province) -> None:
    for of, many in ((grown.township, PLAN.townships), (grown.county, COUNTIES), (grown.city, CITIES)):
        assert sorted(set(of.tolist())) == list(range(many))
        for place in range(many):
            assert shapely.coverage_union_all(grown.villages[of == place]).geom_type == "Polygon"
    for below, above in ((grown.township, grown.county), (grown.county, grown.city)):
        assert all(len(set(above[below == place].tolist())) == 1 for place in np.unique(below))


def test_the_same_seed_grows_the_same_province(grown: Province) -> None:
    again, other = grow_province(PLAN, COUNTIES, CITIES), grow_province(replace(PLAN, seed=9), COUNTIES, CITIES)
    assert bool(shapely.equals_exact(grown.villages, again.villages).all())
    assert not bool(shapely.equals_exact(grown.villages, other.villages).all())


def test_the_tree_has_five_levels_and_poor_villages_everywhere(tmp_path: Path) -> None:
    land = grow_province_land(tmp_path, plan=PLAN, counties=COUNTIES, cities=CITIES)
    tree = pd.read_csv(land.tree, dtype=str)
    assert dict(tree["region_level_code"].value_counts()) == {"1": 1, "2": CITIES, "3": COUNTIES, "4": 24, "5": 240}
    assert tree["region_code"].is_unique
    assert set(tree["parent_code"].dropna()) <= set(tree["region_code"])
    villages = tree[tree["region_level_code"] == "5"]
    poor = villages["is_registered_poor"].astype(int).groupby(villages["region_code"].str[:6]).sum()
    assert (poor >= 2).all()
    points = pd.read_csv(land.points, dtype={"region_code": str})
    assert set(points["region_code"]) == set(tree["region_code"])
