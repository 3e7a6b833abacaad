"""Outlines held against a reference that lies right, to see whether they carry the offset of web maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.boundaries import read_boundaries
from geo.errors import Finding, GeoError
from geo.gcj02 import Displacement, displacement, outlines_from_offset
from geo.outlines import label_point
from geo.published import PublishedBoundaries
from geo.region_codes import region_code
from geo.systems import CHINA, Box

FEWEST_POINTS = 12
POINTS_MOST = 400
_NOTICED = 40.0
"""Metres from which a displacement that is no known offset is worth saying."""
_SAID = {"gcj02": "GCJ-02", "bd09": "BD-09"}

_Pairs = tuple[NDArray[np.float64], NDArray[np.float64]]


def box_of(regions: pd.DataFrame, published: Path | None) -> Box | None:
    """Where the regions lie, by their points or by the boundaries published so far; None where neither is known."""
    points = _points(regions)
    codes = set(regions["region_code"].astype(str))
    corners = [[lon, lat, lon, lat] for lon, lat in points.values()]
    corners += [box for code, box in _published(published).items() if code in codes]
    if not corners:
        return None
    low, high = np.min(corners, axis=0), np.max(corners, axis=0)
    return float(low[0]), float(low[1]), float(high[2]), float(high[3])


@dataclass(frozen=True)
class Reference:
    """Where regions lie: a file of outlines, else the boundaries published so far, else the points of the table."""

    regions: pd.DataFrame
    published: Path | None = None
    file: Path | None = None


def offset_of(
    outlines: pd.DataFrame, rows: Mapping[int, str], reference: Reference, told: str
) -> tuple[str | None, list[Finding]]:
    """The offset to be taken off the outlines, None where there is none, and what is to be said of it.

    told: "gcj02" or "bd09" are believed, "none" too; with "auto" the outlines are compared with the same regions of the
    reference. Outside of China nothing is offset. Findings: offset_removed, offset_found, offset_reversed,
    offset_other, offset_unclear. Raises GeoError reference_unmatched.
    """
    if told in _SAID:
        return told, [Finding("offset_removed", {"offset": _SAID[told]})]
    shapes = {code: outlines["geometry"].iloc[row] for row, code in rows.items()}
    if told == "none" or not _in_china(shapes):
        return None, []
    pairs = _pairs(shapes, reference)
    seen = None if pairs is None else displacement(*pairs)
    if seen is None or seen.kind == "unclear":
        return None, [Finding("offset_unclear")]
    code = {"none": "", "reversed": "offset_reversed", "other": "offset_other"}.get(seen.kind, "offset_found")
    said = [_finding(code, seen)] if code and seen.metres > _NOTICED else []
    return (seen.kind if seen.kind in _SAID else None), said


def without_offset(outlines: list[BaseGeometry], kind: str) -> list[BaseGeometry]:
    """Outlines moved back to where they truly lie; kind: "gcj02" or "bd09"."""
    return list(outlines_from_offset(np.array(outlines, dtype=object), kind))


def _finding(code: str, seen: Displacement) -> Finding:
    params: dict[str, str | int | float] = {"east": round(seen.east), "north": round(seen.north), "count": seen.count}
    return Finding(code, params | {"offset": _SAID.get(seen.kind, "")})


def _in_china(shapes: Mapping[str, BaseGeometry]) -> bool:
    if not shapes:
        return False
    x, y = np.median([_middle(shape.bounds) for shape in shapes.values()], axis=0)
    return bool(CHINA[0] < x < CHINA[2] and CHINA[1] < y < CHINA[3])


def _pairs(shapes: Mapping[str, BaseGeometry], reference: Reference) -> _Pairs | None:
    """The same points of outlines and of the best reference at hand; None where there is none."""
    boxes = _published(reference.published) if reference.file is None else _of_file(reference.file, shapes)
    middles = {code: _middle(box) for code, box in boxes.items()}
    common = [code for code in shapes if code in middles]
    if common:
        return np.array([_middle(shapes[code].bounds) for code in common]), np.array([middles[code] for code in common])
    points = _points(reference.regions)
    common = [code for code in shapes if code in points]
    if len(common) < FEWEST_POINTS:
        return None
    common = common[:: max(1, len(common) // POINTS_MOST)]
    return np.array([label_point(shapes[code]) for code in common]), np.array([points[code] for code in common])


def _middle(box: Box | list[float]) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _published(folder: Path | None) -> dict[str, list[float]]:
    manifest = None if folder is None else PublishedBoundaries(folder).manifest
    return {} if manifest is None else {code: entry["bbox"] for code, entry in manifest["regions"].items()}


def _of_file(path: Path, shapes: Mapping[str, BaseGeometry]) -> dict[str, list[float]]:
    """The boxes of a reference file's outlines by code. Raises GeoError reference_unmatched."""
    frame = read_boundaries([path])
    boxes: dict[str, list[float]] = {}
    for layer in frame.layers:
        for value, shape in zip(layer.frame["region_code"], layer.frame.geometry, strict=True):
            code = value if value in shapes else region_code(value)
            if code is not None and code in shapes:
                boxes[code] = list(shape.bounds)
    if not boxes:
        raise GeoError("reference_unmatched", file=path.name)
    return boxes


def _points(regions: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Code -> longitude and latitude of the regions that have them."""
    if "longitude" not in regions or "latitude" not in regions:
        return {}
    table = pd.DataFrame({
        "code": regions["region_code"].astype(str),
        "x": pd.to_numeric(regions["longitude"], errors="coerce"),
        "y": pd.to_numeric(regions["latitude"], errors="coerce"),
    }).dropna()  # fmt: skip
    return {str(code): (float(x), float(y)) for code, x, y in table.itertuples(index=False, name=None)}
