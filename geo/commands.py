"""What the command line does with boundary files: the region table, and the import that publishes outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.boundaries import BoundaryFrame, read_boundaries
from geo.errors import Finding, UnusableLayerError, listed
from geo.fields import texts
from geo.hierarchy import RegionTable, assign_levels, outlines_of, read_regions
from geo.publish import Progress, publish_boundaries
from geo.published import Manifest
from geo.region_codes import region_code
from geo.tree import RegionTree

__all__ = ["ImportReport", "RegionTable", "import_boundaries", "read_region_table"]

read_region_table = read_regions


@dataclass(frozen=True)
class ImportReport:
    """What an import of boundaries did.

    manifest: the edition now served. matched: outlines that found their region. unmatched_outlines,
    regions_without_outline: (code, name) of what is left on either side. findings: all of them, in order, for the
    caller to say in its language (`code`, `params`).
    """

    manifest: Manifest
    matched: int
    unmatched_outlines: list[tuple[str, str]]
    regions_without_outline: list[tuple[str, str]]
    findings: list[Finding] = field(default_factory=list)


def import_boundaries(
    paths: Sequence[Path],
    regions: pd.DataFrame,
    folder: Path,
    *,
    layers: Sequence[tuple[str, str]] | Sequence[str] | None = None,
    code: str | None = None,
    name: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
    map_approval_no: str | None = None,
    source: str | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read boundary files, match their outlines to `regions`, and publish them into `folder`.

    regions: region_code, parent_code, region_level_code, name_zh. layers: those to read, by name or as (layer, level).
    An outline belongs to the region of its code (also when written with 6, 9 or 19 digits), else to the only unmatched
    region of its name, where several bear it to the one whose parent's outline it lies in. Nothing is written before
    all is read and matched. Raises UnreadableFileError, UnusableLayerError (also nothing_matches), UnknownTreeError.
    """
    tree = RegionTree(regions)
    pairs = [layer for layer in layers or [] if isinstance(layer, tuple)]
    wanted = [layer if isinstance(layer, str) else layer[0] for layer in layers] if layers is not None else None
    frame = read_boundaries(paths, layers=wanted, code=code, name=name, encoding=encoding, crs=crs, progress=progress)
    outlines, findings = _outlines(frame, pairs or None)
    matched, found = _match(outlines, tree)
    findings = [*frame.findings, *findings, *found]
    left = outlines[~outlines.index.isin(list(matched))]
    unmatched = list(zip(left["region_code"].fillna("").astype(str), left["name"].astype(str), strict=True))
    if not matched:
        raise UnusableLayerError("nothing_matches", count=len(outlines))
    if unmatched:
        names = listed([code or name for code, name in unmatched])
        findings.append(Finding("outline_unmatched", {"count": len(unmatched), "names": names}))
    to_draw = gpd.GeoDataFrame(
        {"region_code": list(matched.values())},
        geometry=outlines.loc[list(matched), "geometry"].tolist(),
        crs="EPSG:4326",
    )
    manifest = publish_boundaries(
        to_draw, regions, folder, map_approval_no=map_approval_no, source=source, findings=findings, progress=progress
    )
    bare = [code for code in tree.codes if code not in manifest["regions"]]
    said = [Finding(f["code"], f["params"]) for f in manifest["findings"]]
    if bare:
        names = listed([f"{tree.name(code)} {code}".strip() for code in bare])
        said.append(Finding("region_without_outline", {"count": len(bare), "names": names}))
    return ImportReport(manifest, len(matched), unmatched, [(code, tree.name(code)) for code in bare], said)


def _outlines(frame: BoundaryFrame, layers: Sequence[tuple[str, str]] | None) -> tuple[pd.DataFrame, list[Finding]]:
    """All outlines with the codes that `regions import` of the same file would give them."""
    if frame.has_codes and (layers is not None or _one_level_a_layer(frame)):
        levels, findings = assign_levels(frame, layers)
        return outlines_of(levels), findings
    tables = [
        pd.DataFrame({
            "region_code": layer.frame["region_code"],
            "name": texts(layer.frame["name"]),
            "geometry": np.asarray(layer.frame.geometry.values, dtype=object),
        })
        for layer in frame.layers
    ]  # fmt: skip
    return pd.concat(tables, ignore_index=True), []


def _one_level_a_layer(frame: BoundaryFrame) -> bool:
    """Whether the layers can be levels: at most five, and some code stands in two of them."""
    codes = [code for layer in frame.layers for code in layer.frame["region_code"]]
    return 1 < len(frame.layers) <= 5 and len(set(codes)) < len(codes)


def _match(outlines: pd.DataFrame, tree: RegionTree) -> tuple[dict[int, str], list[Finding]]:
    """Row of the outline -> region code, each region once; the outlines without code are matched by name last."""
    matched: dict[int, str] = {}
    taken: set[str] = set()
    for row, value in outlines["region_code"].items():
        if pd.isna(value):
            continue
        for code in (str(value), region_code(value)):
            if code is not None and code in tree and code not in taken:
                matched[int(str(row))] = code
                taken.add(code)
                break
    by_name = _match_names(outlines, tree, matched)
    findings = []
    if by_name:
        names = listed([tree.name(code) for code in by_name.values()])
        findings.append(Finding("matched_by_name", {"count": len(by_name), "names": names}))
    return matched | by_name, findings


def _match_names(outlines: pd.DataFrame, tree: RegionTree, matched: dict[int, str]) -> dict[int, str]:
    """Outlines left over to regions left over by name: the only one of the name, else the one in the right parent."""
    geometries: list[BaseGeometry] = outlines["geometry"].tolist()
    shapes = {code: geometries[row] for row, code in matched.items()}
    free: dict[str, list[str]] = {}
    for code in tree.codes:
        if code not in shapes and tree.name(code):
            free.setdefault(tree.name(code), []).append(code)
    left = outlines[~outlines.index.isin(list(matched)) & outlines["name"].isin(list(free))]
    found: dict[int, str] = {}
    for name, rows in left.groupby("name"):
        candidates = free[str(name)]
        if len(candidates) == 1 and len(rows) == 1:
            found[int(rows.index[0])] = candidates[0]
            continue
        for row in rows.index.tolist():
            inside = [code for code in candidates if _holds(shapes.get(tree.parent(code)), geometries[row])]
            if len(inside) == 1 and inside[0] not in found.values():
                found[row] = inside[0]
    return found


def _holds(parent: BaseGeometry | None, outline: BaseGeometry) -> bool:
    return parent is not None and bool(shapely.contains(parent, shapely.point_on_surface(outline)))
