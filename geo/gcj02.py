"""The offsets that web maps of China put on coordinates: GCJ-02 and BD-09; to and from, and how to tell them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

import numpy as np
import shapely
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Longitude and latitude in degrees, one row a point."""

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
"""The ellipsoid of Krasovsky, on which the offset is defined."""
_BD = np.pi * 3000.0 / 180.0
_BOX = (72.004, 0.8293, 137.8347, 55.8271)
"""Outside of this box nothing is offset."""
_ROUNDS = 12
METRES = 111_195.0
_IN_PLACE, _AS_FORMULA = 25.0, 60.0
"""Metres that two good drawings may differ by, and that one offset may differ from its formula by."""


def to_gcj02(points: Points) -> Points:
    """True coordinates as web maps of China draw them, some 350 to 700 m off."""
    points = np.asarray(points, dtype=float)
    lon, lat = points[:, 0], points[:, 1]
    x, y = lon - 105.0, lat - 35.0
    wave = 20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + 2 / 3 * wave
    north += 2 / 3 * (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi))
    north += 2 / 3 * (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + 2 / 3 * wave
    east += 2 / 3 * (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi))
    east += 2 / 3 * (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi))
    angle = np.radians(lat)
    magic = 1 - _ECCENTRICITY * np.sin(angle) ** 2
    d_lat = north * 180 / (_AXIS * (1 - _ECCENTRICITY) / (magic * np.sqrt(magic)) * np.pi)
    d_lon = east * 180 / (_AXIS / np.sqrt(magic) * np.cos(angle) * np.pi)
    inside = (lon > _BOX[0]) & (lon < _BOX[2]) & (lat > _BOX[1]) & (lat < _BOX[3])
    moved: Points = points + np.column_stack([d_lon, d_lat]) * inside[:, None]
    return moved


def to_bd09(points: Points) -> Points:
    """True coordinates as Baidu's maps draw them: GCJ-02, and its own offset on top."""
    lon, lat = to_gcj02(points).T
    far = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD)
    return np.column_stack([far * np.cos(angle) + 0.0065, far * np.sin(angle) + 0.006])


OFFSETS: dict[str, Callable[[Points], Points]] = {"gcj02": to_gcj02, "bd09": to_bd09}


def from_offset(points: Points, kind: str) -> Points:
    """True coordinates of points offset as `kind` says, a key of OFFSETS; exact to 1e-9 degrees, by iteration."""
    there = np.asarray(points, dtype=float)
    forward = OFFSETS[kind]
    true: Points = there - (forward(there) - there)
    for _ in range(_ROUNDS):
        true = true - (forward(true) - there)
    return true


def outlines_from_offset(outlines: NDArray[np.object_], kind: str) -> NDArray[np.object_]:
    """Outlines moved back to where they truly lie; neighbours stay neighbours, the same point moving the same way."""
    return np.asarray(shapely.transform(outlines, lambda points: from_offset(points, kind)), dtype=object)


@dataclass(frozen=True)
class Displacement:
    """How outlines lie against a reference: metres east and north (medians), their uncertainty, and what explains it.

    kind: "none" (they lie there), "gcj02", "bd09", "reversed" (the reference is offset, not they), "other", or
    "unclear" where too few or too scattered pairs say nothing.
    """

    kind: str
    east: float
    north: float
    error: float
    count: int

    @property
    def metres(self) -> float:
        """The length of the displacement."""
        return float(np.hypot(self.east, self.north))


def displacement(points: Points, reference: Points) -> Displacement:
    """What the differences between points of outlines and the same points of a reference look like, by their medians.

    Digitising noise scatters in all directions; an offset moves all the same way, as its formula says for that place.
    """
    scale = METRES * np.column_stack([np.cos(np.radians(reference[:, 1])), np.ones(len(reference))])
    apart = (points - reference) * scale
    east, north = (float(value) for value in np.median(apart, axis=0))
    spread = float(np.median(np.hypot(apart[:, 0] - east, apart[:, 1] - north)))
    error = 1.5 * spread / np.sqrt(len(apart)) + 1.0
    expected = {kind: np.median((forward(reference) - reference) * scale, axis=0) for kind, forward in OFFSETS.items()}
    expected = {kind: vector for kind, vector in expected.items() if np.hypot(*vector) > 50}
    if not expected or not isfinite(error):
        return Displacement("unclear", east, north, error, len(apart))
    expected |= {"none": np.zeros(2), "reversed": -expected["gcj02"]}
    away = {kind: float(np.hypot(east - vector[0], north - vector[1])) for kind, vector in expected.items()}
    nearest, second = sorted(away, key=lambda kind: away[kind])[:2]
    if away[nearest] > 3 * error + (_IN_PLACE if nearest == "none" else _AS_FORMULA):
        kind = "other" if error < 200 else "unclear"
    elif away[second] - away[nearest] < 2 * error:
        kind = "unclear"
    else:
        kind = nearest
    return Displacement(kind, east, north, error, len(apart))
