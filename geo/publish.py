"""Cut the simplified coverage per parent and publish it as hashed, pre-compressed files with one manifest."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from math import ceil, log10
from pathlib import Path
from typing import Any

import brotli
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.coverage import (
    TOLERANCES,
    Coverage,
    areas_km2,
    build_coverage,
    picture_shift,
    shift_of,
    simplified,
    simplify_together,
    united,
)
from geo.errors import Finding, GeoError
from geo.level_outlines import Levels, ranks_of
from geo.outlines import clockwise, inner_borders, label_point, rounded
from geo.published import (
    EDITIONS_KEPT,
    MANIFEST,
    Manifest,
    ParentEntry,
    PublishedBoundaries,
    RegionEntry,
    edition_manifests,
    file_names,
    read_manifest,
)
from geo.tree import ROOT, RegionTree

__all__ = ["Manifest", "Progress", "PublishedBoundaries", "publish_boundaries"]

Progress = Callable[[str, int, int], None]
"""Called with the name of a step (repair, simplify, write), how much of it is done, and how much there is."""

_SAFE = re.compile(r"[A-Za-z0-9._-]{1,40}")
_LINES_TOLERANCE = "coarse"
STALE_SECONDS = 3600.0
WAITS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between the tries to replace a file that another process has open."""


def publish_boundaries(
    frame: gpd.GeoDataFrame,
    regions: pd.DataFrame,
    folder: Path,
    *,
    map_approval_no: str | None = None,
    source: str | None = None,
    findings: list[Finding] | None = None,
    progress: Progress | None = None,
    valid_on: date | None = None,
) -> Manifest:
    """Publish outlines into `folder` as a new edition, and return its manifest.

    With `valid_on` these are the outlines of that day of the past, for `regions` as they stood then: they are published
    beside today's, which stay (or stand for today's, where there are none yet). Without it those of other days stay.

    frame: region_code (str, unique), geometry (polygons in degrees). regions: region_code, parent_code,
    region_level_code, name_zh. `findings` of earlier steps go into the manifest. The manifest is written last, in
    one step: when anything fails before, the edition before it is still served, whole. Files of the two editions before
    stay, for pages that are still open. Raises UnknownTreeError; OSError where the folder cannot be written.
    """
    tell = progress or (lambda step, done, total: None)
    tree = RegionTree(regions)
    tell("repair", 0, 1)
    outlines = dict(zip(frame["region_code"].astype(str), frame.geometry, strict=True))
    coverage = build_coverage(outlines, tree)
    tell("repair", 1, 1)
    drawn: dict[str, dict[str, BaseGeometry]] = {}
    noticed = [*(findings or []), *coverage.findings]
    for done, tolerance in enumerate(TOLERANCES):
        tell("simplify", done, len(TOLERANCES))
        drawn[tolerance], found = simplified(coverage, tolerance)
        noticed += found
    tell("simplify", len(TOLERANCES), len(TOLERANCES))
    entries = _region_entries(coverage)
    folder.mkdir(parents=True, exist_ok=True)
    parents = _write_parents(drawn, entries, coverage, tree, folder=folder, tell=tell)
    whole = Levels(drawn, {code: entry["label"] for code, entry in entries.items()}, coverage, tree, ranks_of(regions))
    for code in parents.keys() - {ROOT}:
        parents[code]["levels"] = whole.under(code, partial(_write_named, folder, _safe_name(code)))
    said = [{"code": finding.code, "params": finding.params} for finding in noticed]
    before = _before(folder)
    dated = {one["valid_on"]: one for one in before.get("dated", [])} if before is not None else {}
    if valid_on is not None:
        day = valid_on.isoformat()
        dated[day] = {
            "valid_on": day,
            "map_approval_no": map_approval_no,
            "source": source,
            "regions": entries,
            "parents": parents,
            "findings": said,
        }
    kept = None if valid_on is None else before
    manifest: Manifest = {
        "edition": "",
        "created_at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "map_approval_no": kept["map_approval_no"] if kept else map_approval_no,
        "source": kept["source"] if kept else source,
        "regions": kept["regions"] if kept else entries,
        "parents": kept["parents"] if kept else parents,
        "roots": kept["roots"] if kept else tree.children(ROOT),
        "findings": kept["findings"] if kept else said,
    }
    if dated:
        manifest["dated"] = [dated[day] for day in sorted(dated)]
    content = [manifest["regions"], manifest["parents"], manifest["map_approval_no"], manifest["source"]]
    told = json.dumps([*content, manifest["dated"]] if dated else content, sort_keys=True)
    manifest["edition"] = hashlib.sha256(told.encode()).hexdigest()[:12]
    text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
    _write_whole(folder / f"edition-{manifest['edition']}.json", text)
    _write_whole(folder / MANIFEST, text)
    _drop_old_editions(folder, manifest["edition"])
    return manifest


def _before(folder: Path) -> Manifest | None:
    """The edition published last; None where there is none, or it is damaged."""
    try:
        return read_manifest(folder / MANIFEST)
    except (GeoError, OSError):
        return None


def _region_entries(coverage: Coverage) -> dict[str, RegionEntry]:
    whole = united(coverage, coverage.pieces)
    areas = areas_km2(list(whole.values()))
    return {
        code: {
            "label": [round(v, 6) for v in label_point(outline)],
            "bbox": [round(float(v), 6) for v in outline.bounds],
            "area_km2": round(float(area), 4),
        }
        for (code, outline), area in zip(whole.items(), areas, strict=True)
    }


def _write_parents(
    drawn: dict[str, dict[str, BaseGeometry]],
    entries: dict[str, RegionEntry],
    coverage: Coverage,
    tree: RegionTree,
    *,
    folder: Path,
    tell: Progress,
) -> dict[str, ParentEntry]:
    parents: dict[str, ParentEntry] = {}
    codes = [code for code in [ROOT, *tree.codes] if any(child in entries for child in tree.children(code))]
    for done, code in enumerate(codes):
        tell("write", done, len(codes))
        children = [child for child in tree.children(code) if child in entries]
        files = {}
        for tolerance, outlines in drawn.items():
            body = _children_json(children, outlines, entries, coverage, tree, tolerance=tolerance)
            files[tolerance] = _write_named(folder, _safe_name(code), tolerance, body)
        lines = _lines_json(children, drawn[_LINES_TOLERANCE], coverage, tree)
        parents[code] = {
            "bbox": _bbox([entries[child]["bbox"] for child in children]),
            "children": children,
            "missing": [child for child in tree.children(code) if child not in entries],
            "files": files,
            "lines": None if lines is None else _write_named(folder, _safe_name(code), "lines", lines),
        }
    tell("write", len(codes), len(codes))
    return parents


def _children_json(
    children: list[str],
    outlines: dict[str, BaseGeometry],
    entries: dict[str, RegionEntry],
    coverage: Coverage,
    tree: RegionTree,
    *,
    tolerance: str,
) -> bytes:
    shapes = [outlines[child] for child in children]
    shift = shift_of(tolerance, coverage.unit)
    if all(tree.height(child) > 1 for child in children):
        # Counties in a city are drawn much smaller than the leaves they are made of: thin them again, together.
        shift = max(shift, picture_shift(tolerance, shapes))
        shapes, _ = simplify_together(shapes, shift)
    decimals = decimals_for(shift)
    features = [
        {
            "type": "Feature",
            "id": child,
            "properties": {"label": [round(v, decimals) for v in entries[child]["label"]]},
            "geometry": _coordinates(rounded(shape, decimals), decimals),
        }
        for child, shape in zip(children, shapes, strict=True)
    ]
    return _dumped({"type": "FeatureCollection", "features": features})


def _lines_json(
    children: list[str], outlines: dict[str, BaseGeometry], coverage: Coverage, tree: RegionTree
) -> bytes | None:
    """The borders between the grandchildren inside each child; None where there are none."""
    inner: list[BaseGeometry] = []
    for child in children:
        parts = [outlines[grandchild] for grandchild in tree.children(child) if grandchild in outlines]
        if len(parts) > 1:
            inner += inner_borders(parts)
    if not inner:
        return None
    decimals = decimals_for(shift_of(_LINES_TOLERANCE, coverage.unit))
    lines = [np.round(shapely.get_coordinates(line), decimals).tolist() for line in inner]
    geometry = {"type": "MultiLineString", "coordinates": lines}
    feature = {"type": "Feature", "id": "lines", "properties": {}, "geometry": geometry}
    return _dumped({"type": "FeatureCollection", "features": [feature]})


def decimals_for(shift: float) -> int:
    """Decimals of a degree to write so that rounding moves a point no more than a tenth of `shift`; 3 to 7."""
    return min(7, max(3, ceil(-log10(shift / 5)))) if shift > 0 else 7


def _coordinates(outline: BaseGeometry, decimals: int) -> dict[str, Any]:
    polygons = [
        [np.round(shapely.get_coordinates(ring), decimals).tolist() for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(clockwise(np.array([outline], dtype=object)))
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _bbox(boxes: list[list[float]]) -> list[float]:
    corners = np.array(boxes)
    return [*corners[:, :2].min(axis=0).tolist(), *corners[:, 2:].max(axis=0).tolist()]


def _dumped(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _safe_name(code: str) -> str:
    if code == ROOT:
        return "root"
    if _SAFE.fullmatch(code) and not code.startswith("."):
        return code
    return "h" + hashlib.sha256(code.encode()).hexdigest()[:12]


def _write_named(folder: Path, parent: str, kind: str, body: bytes) -> str:
    """Write a body under a name that its content decides, with its compressed twins; a file that is there is kept."""
    name = f"{parent}-{kind}-{hashlib.sha256(body).hexdigest()[:12]}.json"
    quality = 11 if len(body) < 200_000 else 9  # the best is ten times as slow for a tenth less
    if not (folder / f"{name}.br").exists():
        _write_whole(folder / f"{name}.br", brotli.compress(body, quality=quality))
    if not (folder / f"{name}.gz").exists():
        _write_whole(folder / f"{name}.gz", gzip.compress(body, 9, mtime=0))
    if not (folder / name).exists():
        _write_whole(folder / name, body)
    return name


def _write_whole(path: Path, body: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    handle, part = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).chmod(0o644)
        _replace_patiently(Path(part), path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _replace_patiently(part: Path, path: Path) -> None:
    """Put `part` in the place of `path`; Windows refuses while a reader has `path` open, a matter of milliseconds."""
    for wait in WAITS:
        try:
            part.replace(path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    part.replace(path)


def _drop_old_editions(folder: Path, current: str) -> None:
    """Remove what only editions older than the last two name, and what a killed import left half-written.

    Other files that no edition names are not ours to remove.
    """
    for part in folder.glob(".part-*"):
        if part.stat().st_mtime < time.time() - STALE_SECONDS:  # younger ones may be another import's
            part.unlink(missing_ok=True)
    manifests = edition_manifests(folder)
    older = [m for m in manifests if m["edition"] != current]
    kept = [m for m in manifests if m["edition"] == current] + older[:EDITIONS_KEPT]
    used = {name for manifest in kept for name in file_names(manifest)}
    for manifest in older[EDITIONS_KEPT:]:
        for name in file_names(manifest) - used:
            for twin in (name, f"{name}.gz", f"{name}.br"):
                (folder / twin).unlink(missing_ok=True)
        (folder / f"edition-{manifest['edition']}.json").unlink(missing_ok=True)
