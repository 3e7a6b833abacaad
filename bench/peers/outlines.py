"""The files that the peers draw from: the demo county's published outlines, as GeoJSON that plotly's examples read."""

from __future__ import annotations

import json
from pathlib import Path

from bench.peers.county import COUNTY


def lay_out(boundaries: Path, folder: Path) -> None:
    """townships.geojson and villages.geojson in `folder`, of the coarsest tolerance: to the peers' advantage."""
    found = [path for path in sorted(boundaries.glob("*-*-*.json")) if path.name.split("-")[1] == "coarse"]
    _write(folder / "townships.geojson", [path for path in found if path.name.startswith(COUNTY)])
    _write(folder / "villages.geojson", [path for path in found if not path.name.startswith(COUNTY)])


def _write(path: Path, sources: list[Path]) -> None:
    features = []
    for source in sources:
        for feature in json.loads(source.read_text("utf-8"))["features"]:
            features.append({**feature, "properties": {"code": feature["id"]}})
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, separators=(",", ":")), "utf-8")
