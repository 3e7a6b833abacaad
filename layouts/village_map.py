"""A village's outline and dwellings as shapes of an SVG: nothing is fetched, no tile of any map is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Final

from data_access.households.records_village import Dwelling

WIDTH: Final = 480
_MARGIN: Final = 14
_SHAPES: Final = (0.5, 1.4)
"""The least and greatest height of the picture, as a part of its width."""

_BY_RING: Final = {"Polygon": lambda rings: [rings], "MultiPolygon": list}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """One dwelling; `token` and `tone` where it is known whose it is."""

    x: float
    y: float
    token: str | None
    tone: str


@dataclass(frozen=True, slots=True)
class VillageMap:
    """Shapes in a box of WIDTH x height; `path` is empty where no outline is published."""

    height: int
    path: str
    dots: tuple[Dot, ...]


def village_map(
    geometry: Mapping[str, Any] | None, dwellings: Sequence[Dwelling], tones: Mapping[str, str]
) -> VillageMap | None:
    """The picture of `geometry` (GeoJSON, degrees) and the dwellings in it; None where neither is known.

    A dwelling outside of the outline by more than half its size is left out: its coordinates are wrong.
    """
    rings = _rings(geometry)
    points: list[Point] = [point for ring in rings for point in ring]
    spread = points or [(home.longitude, home.latitude) for home in dwellings]
    if not spread:
        return None
    west, east = min(x for x, _ in spread), max(x for x, _ in spread)
    south, north = min(y for _, y in spread), max(y for _, y in spread)
    narrow = cos(radians((south + north) / 2)) or 1.0
    wide, high = max((east - west) * narrow, 1e-4), max(north - south, 1e-4)
    height = round(WIDTH * min(max(high / wide, _SHAPES[0]), _SHAPES[1]))
    scale = min((WIDTH - 2 * _MARGIN) / wide, (height - 2 * _MARGIN) / high)

    def placed(longitude: float, latitude: float) -> Point:
        x = WIDTH / 2 + (longitude - (west + east) / 2) * narrow * scale
        y = height / 2 - (latitude - (south + north) / 2) * scale
        return round(x, 1), round(y, 1)

    path = "".join("M" + "L".join(f"{x} {y}" for x, y in (placed(*point) for point in ring)) + "Z" for ring in rings)
    dots = []
    for home in dwellings:
        x, y = placed(home.longitude, home.latitude)
        if 0 <= x <= WIDTH and 0 <= y <= height:
            dots.append(Dot(x, y, home.token, tones.get(home.token or "", "plain")))
    return VillageMap(height, path, tuple(dots))


def _rings(geometry: Mapping[str, Any] | None) -> list[list[Point]]:
    if geometry is None or geometry.get("type") not in _BY_RING:
        return []
    polygons = _BY_RING[str(geometry["type"])](geometry["coordinates"])
    return [[(float(x), float(y)) for x, y, *_ in ring] for polygon in polygons for ring in polygon]
