"""The shape of one region: ring direction, polygon parts, label point."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry


def clockwise(outlines: NDArray[np.object_]) -> NDArray[np.object_]:
    """The outlines with exterior rings clockwise and holes counter-clockwise.

    This is the reverse of RFC 7946: the map draws on a sphere, where a ring the other way round fills everything
    outside the region.
    """
    return np.asarray(shapely.orient_polygons(outlines, exterior_cw=True), dtype=object)


def polygons_only(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """The polygons of a geometry as Polygon or MultiPolygon, two-dimensional; None where it holds no area."""
    if geometry is None or geometry.is_empty:
        return None
    flat = shapely.force_2d(geometry)
    if flat.geom_type in ("Polygon", "MultiPolygon"):
        return flat
    parts: list[Any] = [
        part
        for piece in shapely.get_parts(shapely.get_parts(flat))
        for part in shapely.get_parts(piece)
        if part.geom_type == "Polygon" and not part.is_empty
    ]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def label_point(outline: BaseGeometry) -> tuple[float, float]:
    """The point of an outline that lies deepest inside its largest part: where a label has the most room.

    Longitude is narrowed by the cosine of the latitude first, so that the room is judged as it is drawn.
    """
    parts = shapely.get_parts(outline)
    part = parts[int(np.argmax(shapely.area(parts)))]
    west, south, east, north = part.bounds
    latitude = (south + north) / 2
    narrow = float(np.cos(np.radians(latitude))) if abs(latitude) < 89 else 1.0
    drawn = shapely.transform(part, lambda c: c * np.array([narrow, 1.0]))
    size = max((east - west) * narrow, north - south)
    circle = shapely.maximum_inscribed_circle(drawn, tolerance=size / 100)
    x, y = shapely.get_coordinates(circle)[0]
    point = shapely.Point(float(x) / narrow, float(y))
    if not part.contains(point):  # a sliver thinner than the search step
        point = part.representative_point()
    return float(point.x), float(point.y)


def rounded(outline: BaseGeometry, decimals: int) -> BaseGeometry:
    """The outline with coordinates rounded; rings that rounding flattens are dropped, the whole outline never is.

    Neighbours stay neighbours: the same point is rounded the same way in both.
    """
    parts = []
    for part in shapely.get_parts(outline):
        rings = [_rounded_ring(ring, decimals) for ring in (part.exterior, *part.interiors)]
        if rings[0] is not None:
            parts.append(shapely.Polygon(rings[0], [ring for ring in rings[1:] if ring is not None]))
    if not parts:
        return outline
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _rounded_ring(ring: BaseGeometry, decimals: int) -> NDArray[np.float64] | None:
    points = np.round(shapely.get_coordinates(ring), decimals)
    moved = np.append(True, np.any(points[1:] != points[:-1], axis=1))
    points = points[moved]
    if len(points) < 4:
        return None
    x, y = points[:, 0] - points[0, 0], points[:, 1] - points[0, 1]
    area = abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2
    return points if area > 10.0 ** (-2 * decimals) / 4 else None


def inner_borders(outlines: list[BaseGeometry]) -> list[BaseGeometry]:
    """The lines that two of the outlines share, merged into as few as possible (outlines: one clean coverage)."""
    rings = shapely.get_rings(np.array(outlines, dtype=object))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    places, vertex = np.unique(points, axis=0, return_inverse=True)
    vertex = vertex.ravel()
    inside = ring[1:] == ring[:-1]
    edges = np.sort(np.column_stack([vertex[:-1], vertex[1:]])[inside], axis=1)
    pairs, times = np.unique(edges, axis=0, return_counts=True)
    shared = pairs[times > 1]
    if not len(shared):
        return []
    merged = shapely.line_merge(shapely.MultiLineString(list(places[shared])))
    return list(shapely.get_parts(merged))
