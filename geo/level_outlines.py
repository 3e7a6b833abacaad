"""All regions of one level under a parent in one compact file: every village of a city, a province's townships."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.coverage import TOLERANCES, Coverage, shift_of, simplify_together
from geo.outlines import clockwise
from geo.published import LevelEntry
from geo.tree import RegionTree

PICTURES: dict[str, float] = {"coarse": 1000.0, "fine": 3000.0}
"""Pixels along the longer side of the picture that each file is drawn for: a full HD wall, and a wall of three."""
MOVED = 0.5
"""How far in those pixels a border may move."""
STEPS = 8
"""Steps of the grid in the distance that a border may move: rounding is not seen."""
LEVELS = (3, 4, 5)


def ranks_of(regions: pd.DataFrame) -> dict[str, int]:
    """The level of each region, 1 to 5; 0 where the table says none (columns region_code, region_level_code)."""
    pairs = zip(regions["region_code"].astype(str), regions["region_level_code"].astype(str), strict=True)
    return {code: int(level) if level in ("1", "2", "3", "4", "5") else 0 for code, level in pairs}


@dataclass(frozen=True)
class Levels:
    """What the files of whole levels are made of: outlines by tolerance, label points, the tree and its ranks."""

    drawn: Mapping[str, Mapping[str, BaseGeometry]]
    labels: Mapping[str, list[float]]
    coverage: Coverage
    tree: RegionTree
    ranks: Mapping[str, int]

    def under(self, code: str, write: Callable[[str, bytes], str]) -> dict[str, LevelEntry]:
        """Write what lies deeper than the children of a region; `write` takes a kind and a body, and names the file."""
        entries: dict[str, LevelEntry] = {}
        for level, regions in deeper_levels(code, self.tree, self.ranks).items():
            shown = [one for one in regions if one in self.labels]
            if shown:
                files = {name: write(f"{level}-{name}", self.json(shown, name)) for name in PICTURES}
                entries[str(level)] = {"count": len(shown), "files": files}
        return entries

    def json(self, shown: list[str], picture: str) -> bytes:
        """The outlines of `shown` for one of PICTURES, as `level_json` writes them."""
        return level_json(shown, self.drawn, self.labels, self.coverage, picture)


def regions_at(code: str, level: int, tree: RegionTree, levels: Mapping[str, int]) -> list[str]:
    """The regions under `code` that a picture of one level shows, ordered by code.

    Those of that level; in a branch that does not go so far down, its lowest region, so that no ground stays bare.
    """
    found: list[str] = []
    todo = list(tree.children(code))
    while todo:
        here = todo.pop()
        below = tree.children(here)
        if levels.get(here, 0) >= level or not below:
            found.append(here)
        else:
            todo.extend(below)
    return sorted(found)


def deeper_levels(code: str, tree: RegionTree, levels: Mapping[str, int]) -> dict[int, list[str]]:
    """Level -> the regions drawn, for each level that lies deeper than the regions directly under `code`."""
    found: dict[int, list[str]] = {}
    for level in LEVELS:
        shown = regions_at(code, level, tree, levels)
        is_other = set(shown) != set(tree.children(code)) and all(shown != other for other in found.values())
        if is_other and any(levels.get(one) == level for one in shown):
            found[level] = shown
    return found


def level_json(
    shown: list[str], drawn: Mapping[str, Mapping[str, BaseGeometry]], labels: Mapping[str, list[float]],
    coverage: Coverage, picture: str
) -> bytes:  # fmt: skip
    """The outlines of `shown` as whole numbers on a grid of Web Mercator, simplified to half a pixel of a picture.

    grid    [west, south, step]: longitude and Mercator's ordinate of the origin, both in degrees, and degrees a step
    codes   the regions; labels = x, y of each label point, counted from the first corner of its region
    shapes  of each region its rings, the largest first, exteriors clockwise, without the closing corner; a ring is
            x, y of its first corner counted from the first corner of the ring before (of the region before), then the
            way from corner to corner
    """
    bounds = shapely.total_bounds(np.array([drawn["coarse"][code] for code in shown], dtype=object))
    west, south, east, north = bounds[0], _mercator(bounds[1]), bounds[2], _mercator(bounds[3])
    shift = MOVED * max(east - west, north - south) / PICTURES[picture]
    usable = [name for name in TOLERANCES if shift_of(name, coverage.unit) <= shift]
    source = max(usable, key=lambda name: TOLERANCES[name]) if usable else "fine"
    shapes = [drawn[source][code] for code in shown]
    if shift_of(source, coverage.unit) < shift / 1.5:
        shapes, _ = simplify_together(shapes, shift)
    step = shift / STEPS
    at = np.array([0, 0], dtype=np.int64)
    rings_of, label_at = [], []
    for code, shape in zip(shown, clockwise(np.array(shapes, dtype=object)), strict=True):
        rings = [
            _on_grid(shapely.get_coordinates(ring), west, south, step)
            for ring in shapely.get_rings(shapely.get_parts(shape))
        ]
        rings = _whole(rings)
        written = []
        label = _on_grid(np.array([labels[code]]), west, south, step)[0] - rings[0][0]
        for ring in rings:
            written.append(np.diff(ring, axis=0, prepend=at[None, :]).ravel().tolist())
            at = ring[0]
        rings_of.append(written)
        label_at += label.tolist()
    body = {
        "grid": [round(float(west), 8), round(float(south), 8), float(f"{step:.6g}")],
        "codes": shown, "labels": label_at, "shapes": rings_of,
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _mercator(latitude: float) -> float:
    return float(np.degrees(np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2))))


def _on_grid(points: NDArray[np.float64], west: float, south: float, step: float) -> NDArray[np.int64]:
    y = np.degrees(np.log(np.tan(np.pi / 4 + np.radians(points[:, 1]) / 2)))
    on: NDArray[np.int64] = np.rint(np.column_stack([points[:, 0] - west, y - south]) / step).astype(np.int64)
    return on


def _whole(rings: list[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """The rings without corners that fell together, the largest first; one at least, however small."""
    found = []
    for ring in rings:
        open_ring = ring[:-1]
        moved = np.any(open_ring != np.roll(open_ring, 1, axis=0), axis=1)
        found.append((open_ring[moved] if moved.any() else open_ring[:1], _area(open_ring)))
    found.sort(key=lambda one: -one[1])
    return [ring for n, (ring, area) in enumerate(found) if n == 0 or (len(ring) > 2 and area > 0)]


def _area(ring: NDArray[np.int64]) -> float:
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2
