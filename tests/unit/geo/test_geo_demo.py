"""The demo county as it lies in the repository: its shape, its nesting, its points; and that it can be grown again."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geo.demo import grow, growth, plans
from geo.demo.measures import compactness, sinuosity

ROOT = Path(__file__).resolve().parents[3]
OUTLINES = ROOT / "geo" / "demo" / "bashang.geojson"
REGIONS = ROOT / "data_access" / "demo" / "bashang_regions.csv"
POINTS = ROOT / "data_access" / "demo" / "bashang_points.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def villages() -> dict[str, Any]:
    """Outlines in degrees by village code."""
    body = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in body["features"]}


@pytest.fixture(scope="module")
def townships(villages: dict[str, Any]) -> dict[str, list[str]]:
    """Village codes by township code."""
    found: dict[str, list[str]] = {}
    for row in rows(REGIONS):
        if row["region_level_code"] == "5":
            found.setdefault(row["parent_code"], []).append(row["region_code"])
    assert sum(map(len, found.values())) == len(villages)
    return found


def in_km(outline: Any) -> Any:
    east, north = 111.32 * math.cos(math.radians(41.2)), 111.07
    return shapely.transform(outline, lambda c: (c - np.array([114.7, 41.2])) * np.array([east, north]))


def test_every_village_of_the_demo_has_its_outline(villages: dict[str, Any], townships: dict[str, list[str]]) -> None:
    assert len(villages) == 366
    assert len(townships) == 18
    assert set(villages) == {code for codes in townships.values() for code in codes}
    assert OUTLINES.stat().st_size < 1_500_000


def test_the_levels_nest_exactly_and_every_unit_hangs_together(
    villages: dict[str, Any], townships: dict[str, list[str]]
) -> None:
    outlines = np.array(list(villages.values()), dtype=object)
    assert bool(shapely.coverage_is_valid(outlines))
    county = shapely.union_all(outlines)
    assert county.geom_type == "Polygon"
    assert county.area == pytest.approx(float(shapely.area(outlines).sum()), rel=1e-9)
    towns = [shapely.union_all([villages[code] for code in codes]) for codes in townships.values()]
    assert 1 <= sum(town.geom_type == "MultiPolygon" for town in towns) <= 2, "one or two exclaves"


def test_one_village_is_an_enclave_of_another(villages: dict[str, Any]) -> None:
    holes = [shapely.Polygon(ring) for v in villages.values() for p in shapely.get_parts(v) for ring in p.interiors]
    filled = [code for code, v in villages.items() if any(v.equals(hole) for hole in holes)]
    assert len(filled) == 1


def test_the_county_is_as_believable_as_measured(villages: dict[str, Any], townships: dict[str, list[str]]) -> None:
    flat = {code: in_km(outline) for code, outline in villages.items()}
    small = np.array(list(flat.values()), dtype=object)
    towns = np.array([shapely.union_all([flat[c] for c in codes]) for codes in townships.values()], dtype=object)
    assert 0.35 <= float(np.median(compactness(small))) <= 0.42
    assert 0.13 <= float(np.median(compactness(towns))) <= 0.17
    assert 1.55 <= float(np.median(sinuosity(towns))) <= 1.88
    areas = shapely.area(small)
    assert areas.min() >= 2
    assert areas.max() <= 60
    assert float(areas.sum()) == pytest.approx(4200, rel=0.01)
    seat = shapely.area(towns)[list(townships).index(min(townships))]
    assert seat < np.median(shapely.area(towns)) / 2, "the seat is a small town"


def test_the_measures_measure() -> None:
    assert compactness(np.array([shapely.Point(0, 0).buffer(1, quad_segs=500)]))[0] == pytest.approx(1, abs=1e-4)
    assert compactness(np.array([shapely.box(0, 0, 1, 1)]))[0] == pytest.approx(math.pi / 4)
    comb = shapely.Polygon([(0, 0), *[(i / 10, 20 + 0.4 * (i % 2)) for i in range(101)], (10, 0)])
    assert sinuosity(np.array([comb]))[0] > 1.3


def test_the_points_lie_in_their_regions_with_their_areas(
    villages: dict[str, Any], townships: dict[str, list[str]]
) -> None:
    points = {row["region_code"]: row for row in rows(POINTS)}
    assert list(Counter(row["region_code"] for row in rows(POINTS)).values()) == [1] * 385
    assert set(points) == {row["region_code"] for row in rows(REGIONS)}
    towns = {t: shapely.union_all([villages[c] for c in codes]) for t, codes in townships.items()}
    for code, outline in {**villages, **towns}.items():
        row = points[code]
        assert shapely.contains_xy(outline, float(row["longitude"]), float(row["latitude"])), code
        assert float(row["area_km2"]) == pytest.approx(in_km(outline).area, rel=0.002, abs=0.02)


def test_a_county_grows_again_the_same_with_its_quotas() -> None:
    coarse = replace(
        plans.PLANS["bashang"],
        villages=80,
        townships=6,
        quotas=(4, 12, 14, 18, 15, 17),
        spacing=0.4,
        detail=0.1,
        seed=3,
    )
    first, second = growth.grow_land(coarse), growth.grow_land(coarse)
    assert [o.wkt for o in first.villages] == [o.wkt for o in second.villages]
    assert np.bincount(first.township).tolist() == list(coarse.quotas)
    assert bool(shapely.coverage_is_valid(first.villages))
    other = growth.grow_land(replace(coarse, seed=4))
    assert [o.wkt for o in other.villages] != [o.wkt for o in first.villages]


def test_a_tree_without_one_county_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("region_code,parent_code,region_level_code\n1,,4\n")
    with pytest.raises(ValueError, match="exactly one row of level 3"):
        grow.read_tree(tmp_path / "r.csv")
