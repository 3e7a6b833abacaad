"""The land of the further scenarios as it lies in the repository: whole, nested, believable, small."""

from __future__ import annotations

import csv
import json
import math
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geo.demo.measures import compactness
from geo.demo.plans import PLANS

ROOT = Path(__file__).resolve().parents[3]
COUNTS = {"weigong": (0, 22, 561), "qilian": (0, 8, 115), "saibei": (13, 160, 1_610), "taihang": (9, 118, 1_082)}
"""Counties under a city, townships, villages."""


def rows(name: str, part: str) -> list[dict[str, str]]:
    with (ROOT / "data_access" / "demo" / f"{name}_{part}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def outlines(name: str) -> dict[str, Any]:
    with zipfile.ZipFile(ROOT / "geo" / "demo" / f"{name}.zip") as packed:
        body = json.loads(packed.read(f"{name}.geojson"))
    return {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in body["features"]}


@pytest.mark.parametrize("name", COUNTS)
def test_the_land_is_whole_nested_and_believable(name: str) -> None:
    tree = rows(name, "regions")
    levels = [sum(row["region_level_code"] == level for row in tree) for level in "2345"]
    counties, townships, villages = COUNTS[name]
    assert levels == [1 if counties else 0, counties or 1, townships, villages]
    drawn = outlines(name)
    assert set(drawn) == {row["region_code"] for row in tree if row["region_level_code"] == "5"}
    assert (ROOT / "geo" / "demo" / f"{name}.zip").stat().st_size < 1_500_000
    shapes = np.array(list(drawn.values()), dtype=object)
    assert bool(shapely.coverage_is_valid(shapes))
    assert shapely.union_all(shapes).geom_type == "Polygon"
    plan = PLANS[name]
    scale = np.array([111.32 * math.cos(math.radians(plan.middle[1])), 111.07])
    flat = shapely.transform(shapes, lambda c: (c - np.array(plan.middle)) * scale)
    assert 0.34 <= float(np.median(compactness(flat))) <= 0.42
    assert float(shapely.area(flat).sum()) == pytest.approx(plan.area_km2, rel=0.01)


@pytest.mark.parametrize("name", COUNTS)
def test_the_tree_hangs_together_and_every_point_lies_in_its_village(name: str) -> None:
    tree, points = rows(name, "regions"), {row["region_code"]: row for row in rows(name, "points")}
    codes = {row["region_code"] for row in tree}
    assert len(codes) == len(tree)
    assert set(points) == codes
    assert {row["parent_code"] for row in tree} - {""} <= codes
    assert all(code.startswith("99") for code in codes)
    for code, outline in outlines(name).items():
        assert shapely.contains_xy(outline, float(points[code]["longitude"]), float(points[code]["latitude"])), code
    under: dict[str, list[str]] = {}
    for row in tree:
        under.setdefault(row["parent_code"], []).append(row["name_zh"])
    assert all(len(set(names)) == len(names) for names in under.values()), "names are unique under one parent"
    poor = sum(row["is_registered_poor"] == "1" for row in tree if row["region_level_code"] == "5")
    assert poor == PLANS[name].poor
