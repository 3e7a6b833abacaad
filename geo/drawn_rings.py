"""The rings of published outlines, whichever of the two forms their file has."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Rings = dict[str, list[list[tuple[float, float]]]]
"""Code -> its rings, holes too, each closed: longitude and latitude in degrees."""


def drawn_rings(told: Mapping[str, Any]) -> Rings:
    """The rings of a file of `publish`: GeoJSON of what lies under a region, or a whole level on a grid of Mercator."""
    return _of_grid(told) if "shapes" in told else _of_features(told["features"])


def _of_features(features: Sequence[Mapping[str, Any]]) -> Rings:
    found: Rings = {}
    for feature in features:
        rings = [[(x, y) for x, y, *_ in ring] for ring in _polygons(feature["geometry"])]
        found.setdefault(feature["id"], []).extend(rings)
    return found


def _polygons(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for part in parts:
        yield from part


def _of_grid(told: Mapping[str, Any]) -> Rings:
    """Each ring begins where its first two numbers lead from the corner with which the ring before began."""
    west, south, step = told["grid"]
    found: Rings = {}
    begun_x = begun_y = 0
    for code, shape in zip(told["codes"], told["shapes"], strict=True):
        rings = found.setdefault(code, [])
        for way in shape:
            x, y = begun_x, begun_y
            ring = []
            for across, up in zip(way[::2], way[1::2], strict=True):
                x, y = x + across, y + up
                ring.append((west + x * step, _latitude(south + y * step)))
            begun_x, begun_y = begun_x + way[0], begun_y + way[1]
            rings.append([*ring, ring[0]])
    return found


def _latitude(ordinate: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(ordinate))) - math.pi / 2)
