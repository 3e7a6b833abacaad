"""Whole levels in one file: read back by a decoder of the test's own, they are the regions that were published."""

from __future__ import annotations

import json
import math
from itertools import accumulate
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from geo.level_outlines import regions_at
from geo.publish import publish_boundaries
from geo.published import Manifest, PublishedBoundaries
from geo.tree import RegionTree

ROWS = [
    ("S", None, "2", "市"),
    ("C", "S", "3", "县"),
    ("D", "S", "3", "区"),
    ("T1", "C", "4", "东镇"),
    ("T2", "C", "4", "西镇"),
    ("F", "C", "4", "农场"),  # a farm without villages
    ("T3", "D", "4", "南镇"),
    *((f"V{n}", ("T1", "T1", "T2", "T3")[n], "5", f"{n}村") for n in range(4)),
]
TREE = pd.DataFrame(ROWS, columns=["region_code", "parent_code", "region_level_code", "name_zh"])


def wavy(west: float) -> Polygon:
    """A village whose eastern and western borders wander, the same way for both neighbours."""
    ys = np.linspace(41, 41.2, 200)
    line = [(west + 0.01 * math.sin(40 * y), y) for y in ys]
    return Polygon([*line, *((x + 0.2, y) for x, y in reversed(line))])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("boundaries")


SHAPES = {
    **{f"V{n}": wavy(110 + 0.2 * n) for n in range(3)},
    "V3": MultiPolygon(
        [Polygon(wavy(110.6).exterior, [box(110.68, 41.08, 110.72, 41.12).exterior]), box(111, 41, 111.05, 41.05)]
    ),
    "F": box(110, 40.9, 110.6, 40.97),
}


@pytest.fixture(scope="module")
def manifest(folder: Path) -> Manifest:
    frame = gpd.GeoDataFrame({"region_code": list(SHAPES)}, geometry=list(SHAPES.values()), crs="EPSG:4326")
    return publish_boundaries(frame, TREE, folder)


def decoded(folder: Path, name: str) -> dict[str, Any]:
    """Code -> (polygon in degrees, label), by the words of the format alone."""
    body = json.loads((folder / name).read_text())
    west, south, step = body["grid"]

    def degrees(x: float, y: float) -> tuple[float, float]:
        up = math.radians(south + y * step)
        return west + x * step, math.degrees(2 * math.atan(math.exp(up)) - math.pi / 2)

    found, at = {}, (0, 0)
    labels = zip(body["labels"][::2], body["labels"][1::2], strict=True)
    for code, label, rings in zip(body["codes"], labels, body["shapes"], strict=True):
        parts, first = [], None
        for ring in rings:
            xs, ys = list(accumulate(ring[::2], initial=at[0]))[1:], list(accumulate(ring[1::2], initial=at[1]))[1:]
            at = (xs[0], ys[0])
            first = first or at
            parts.append(Polygon([degrees(x, y) for x, y in zip(xs, ys, strict=True)]))
        assert first is not None
        shape = parts[0]
        for part in parts[1:]:
            shape = shape.symmetric_difference(part)  # even and odd, as the raster fills
        found[code] = (shape, degrees(first[0] + label[0], first[1] + label[1]), parts)
    return found


def test_each_parent_has_the_levels_that_lie_deeper_than_its_children(manifest: Manifest) -> None:
    levels = {code: parent.get("levels") for code, parent in manifest["parents"].items()}
    assert levels[""] is None
    assert {code: sorted(found) for code, found in levels.items() if found} == {
        "S": ["4", "5"], "C": ["5"], "D": ["5"],
    }  # fmt: skip
    assert levels["S"] is not None
    assert {level: entry["count"] for level, entry in levels["S"].items()} == {"4": 4, "5": 5}


def test_a_branch_that_does_not_go_so_far_down_is_not_bare() -> None:
    ranks = {code: int(level) for code, _, level, _ in ROWS}
    assert regions_at("C", 5, RegionTree(TREE), ranks) == ["F", "V0", "V1", "V2"]
    assert regions_at("S", 4, RegionTree(TREE), ranks) == ["F", "T1", "T2", "T3"]


@pytest.mark.parametrize(("picture", "pixels"), [("coarse", 1000), ("fine", 3000)])
def test_what_is_read_back_is_what_was_published(folder: Path, manifest: Manifest, picture: str, pixels: int) -> None:
    found = decoded(folder, manifest["parents"]["S"]["levels"]["5"]["files"][picture])
    assert list(found) == ["F", "V0", "V1", "V2", "V3"]
    pixel = 1.05 / pixels
    for code, (shape, label, parts) in found.items():
        assert shapely.hausdorff_distance(shape.boundary, SHAPES[code].boundary) < 1.5 * pixel, code
        assert shape.contains(shapely.Point(label)), code
        assert parts[0].area == max(part.area for part in parts)
        assert not parts[0].exterior.is_ccw
    assert shapely.coverage_is_valid([shape for shape, _, _ in found.values()])
    assert len(found["V3"][2]) == 3, "two parts and a hole"


def test_the_finer_file_is_finer_and_both_are_served(folder: Path, manifest: Manifest) -> None:
    files = manifest["parents"]["S"]["levels"]["5"]["files"]
    sizes = {name: (folder / file).stat().st_size for name, file in files.items()}
    assert sizes["coarse"] < sizes["fine"]
    body, _, encoding, _ = PublishedBoundaries(folder).open(files["coarse"], "br")
    assert body and encoding == "br"
