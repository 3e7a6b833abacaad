"""Files too large to be held at once: read a piece at a time, with as many points as the drawing can need."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from numpy.typing import NDArray

from geo.errors import Finding, UnreadableFileError

STREAMED_FROM = 64_000_000
"""Bytes from which a file is read in pieces."""
READ_MOST = 2_000_000_000
POINTS_MOST = 2_000_000
"""Points kept of a county; a file of many regions keeps POINTS_A_REGION of each, up to three times as many."""
POINTS_A_REGION = 800
PIECE = 16_000_000
_BYTES_A_POINT = {".geojson": 36, ".json": 36, ".topojson": 12, ".kml": 36, ".gml": 36}
_METRES = 111_195.0


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files of a file geodatabase."""
    return sum(item.stat().st_size for item in path.rglob("*")) if path.is_dir() else path.stat().st_size


def read_in_pieces(
    path: Path, layer: str, encoding: str | None, tell: Callable[[int, int], None], shown: str
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """One layer of a large file with all fields; where it holds more points than are needed, rounded to a grid.

    The grid is as wide as POINTS_MOST allows. The same point is rounded the same way in both neighbours,
    so that they stay neighbours. tell: called with rows read and rows there are. Finding: thinned. Raises
    UnreadableFileError file_too_large.
    """
    size = size_of(path)
    if size > READ_MOST:
        raise UnreadableFileError("file_too_large", file=shown, size=size // 1_000_000, most=READ_MOST // 1_000_000)
    rows = max(1, int(pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"]))
    most = min(3 * POINTS_MOST, max(POINTS_MOST, POINTS_A_REGION * rows))
    points = size // _BYTES_A_POINT.get(path.suffix.lower(), 16)  # at most: the file may hold other layers too
    pieces: list[pd.DataFrame] = []
    shapes: list[NDArray[np.object_]] = []
    grid = None if points > most else 0.0
    with pyogrio.raw.open_arrow(
        path, layer=layer, encoding=encoding, batch_size=max(1, PIECE * rows // size), use_pyarrow=True
    ) as (meta, reader):
        column = meta["geometry_name"] or "wkb_geometry"
        for batch in reader:
            outlines = shapely.from_wkb(batch.column(column).to_numpy(zero_copy_only=False))
            if grid is None:
                points = min(points, 2 * rows * int(shapely.get_num_coordinates(outlines).sum()) // len(outlines))
                grid = _grid(outlines, points / most)
            shapes.append(_on_grid(outlines, grid))
            pieces.append(batch.drop_columns([column]).to_pandas())
            tell(min(rows, sum(len(piece) for piece in pieces)), rows)
        system: Any = meta["crs"]
    table = pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame()
    frame = gpd.GeoDataFrame(table, geometry=np.concatenate(shapes) if shapes else [], crs=system)
    return frame, _said(frame, grid or 0.0, points, shown)


def _said(frame: gpd.GeoDataFrame, grid: float, points: int, shown: str) -> list[Finding]:
    if not grid:
        return []
    degrees = bool(np.abs(frame.total_bounds).max() <= 360)
    metres = grid * _METRES if degrees else grid
    return [Finding("thinned", {"file": shown, "points": points, "metres": float(f"{metres:.2g}")})]


def _grid(outlines: NDArray[np.object_], times: float) -> float:
    """The step of a grid that leaves one of so many points, judged by the first piece of the file."""
    if times <= 1:
        return 0.0
    count = int(shapely.get_num_coordinates(outlines).sum())
    spacing = float(np.nansum(shapely.length(outlines))) / max(1, count)
    return float(f"{spacing * times:.1g}")


def _on_grid(outlines: NDArray[np.object_], grid: float) -> NDArray[np.object_]:
    if not grid:
        return outlines
    rounded = shapely.remove_repeated_points(shapely.transform(outlines, lambda points: np.round(points / grid) * grid))
    # On a grid, lines there and back fall together; this takes them out of both neighbours alike, and is told of first
    # the grid, then that there is none, lest it be kept for degrees.
    clean = shapely.set_precision(shapely.set_precision(rounded, grid), 0.0)
    return np.where(shapely.is_empty(clean), outlines, clean)
