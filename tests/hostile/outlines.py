"""Outlines for the county of canaries: each village a square, so that a map can be drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.hostile import county


def _square(code: str, west: float, south: float, width: float, height: float) -> dict[str, Any]:
    ring = [[west, south], [west + width, south], [west + width, south + height], [west, south + height], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": county.NAMES[code]},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def write(path: Path) -> Path:
    """Write them into a GeoJSON file: the county, two townships, four villages."""
    features = [_square(county.COUNTY, 114.0, 41.0, 0.4, 0.2)]
    features += [
        _square(town, 114.0 + at * 0.2, 41.0, 0.2, 0.2) for at, town in enumerate((county.TOWN_A, county.TOWN_B))
    ]
    features += [_square(village, 114.0 + at * 0.1, 41.0, 0.1, 0.2) for at, village in enumerate(county.VILLAGES)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8")
    return path
