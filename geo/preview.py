"""An import of boundaries in two steps: look at what a file would give, then publish it. Looking writes nothing."""

from __future__ import annotations

import errno
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.boundaries import BoundaryFrame, BoundaryLayer, read_boundaries
from geo.crosswalk import Crosswalk, draft
from geo.errors import Finding, GeoError, UnusableLayerError, listed
from geo.fields import Known, texts
from geo.hierarchy import assign_levels, outlines_of
from geo.matching import Matches, match, stated_uppers
from geo.publish import Progress, publish_boundaries
from geo.published import Manifest, outlines_on
from geo.reference import Reference, box_of, offset_of, without_offset
from geo.tree import RegionTree

_ELSEWHERE: Final = 10_000.0
"""Metres that no drawing of the same region is off by."""

FIRST_NAMES = 10
OFFSETS = ("auto", "gcj02", "bd09", "none")


@dataclass(frozen=True)
class ImportChoices:
    """What the user says of the files; None or "auto": to be told from the files themselves.

    layers: names, or (name, level "1".."5"). code, name: fields. encoding: of the names. crs: as EPSG:4490; meridian:
    the central one in degrees. offset: one of OFFSETS. crosswalk: from_code, to_code of changed codes. reference: a
    file of outlines that lie right, to tell an offset by; None: the boundaries published so far, or the regions'
    points.
    """

    layers: tuple[tuple[str, str] | str, ...] | None = None
    code: str | None = None
    name: str | None = None
    encoding: str | None = None
    crs: str | None = None
    meridian: float | None = None
    offset: str = "auto"
    crosswalk: pd.DataFrame | None = None
    reference: Path | None = None


@dataclass(frozen=True)
class FilePreview:
    """How one layer was read, as geo.boundaries.LayerFacts; rows: outlines kept; first_names: so that one sees them."""

    file: str
    layer: str
    rows: int
    fields: tuple[str, ...]
    code_field: str | None
    name_field: str | None
    encoding: str | None
    system: str
    first_names: tuple[str, ...]


@dataclass(frozen=True)
class BoundaryPreview:
    """What an import would publish.

    outlines: region_code (of the region it was matched with, None where with none), own_code, name, geometry (degrees,
    offset removed). offset: "gcj02" or "bd09" where one was removed. unmatched_outlines, regions_without_outline:
    (code, name). crosswalk_draft: as geo.crosswalk.draft. findings: in order, to be said in the user's language.
    """

    files: list[FilePreview]
    outlines: gpd.GeoDataFrame
    regions: pd.DataFrame
    matched: int
    unmatched_outlines: list[tuple[str, str]]
    regions_without_outline: list[tuple[str, str]]
    offset: str | None
    crosswalk_draft: pd.DataFrame
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class ImportReport:
    """What an import of boundaries did.

    manifest: the edition now served. drawn: regions that have outlines now. matched: outlines that found their region.
    unmatched_outlines, regions_without_outline: (code, name) of what is left on either side. findings: all of them, in
    order, for the caller to say in its language (`code`, `params`).
    """

    manifest: Manifest
    drawn: int
    matched: int
    unmatched_outlines: list[tuple[str, str]]
    regions_without_outline: list[tuple[str, str]]
    findings: list[Finding] = field(default_factory=list)


def look(
    paths: Sequence[Path],
    regions: pd.DataFrame,
    choices: ImportChoices | None = None,
    *,
    published: Path | None = None,
    progress: Progress | None = None,
) -> BoundaryPreview:
    """Read boundary files and match their outlines to `regions`; nothing is written.

    regions: region_code, parent_code, region_level_code, name_zh; longitude, latitude where known. published: the
    folder of the boundaries published so far, a reference to tell an offset by. That no outline is matched is no error
    here. Raises UnreadableFileError, UnusableLayerError, UnknownTreeError, GeoError bad_crs, disk_full.
    """
    told = choices or ImportChoices()
    tree = RegionTree(regions)
    known = Known(frozenset(tree.codes), frozenset(map(tree.name, tree.codes)) - {""}, box_of(regions, published))
    wanted = [layer if isinstance(layer, str) else layer[0] for layer in told.layers] if told.layers else None
    frame = read_boundaries(
        paths, layers=wanted, code=told.code, name=told.name, encoding=told.encoding, crs=told.crs,
        meridian=told.meridian, known=known, progress=progress,
    )  # fmt: skip
    files = [_file(layer) for layer in frame.layers]
    findings = [*frame.findings, *(_first_names(file) for file in files if any(file.first_names))]
    pairs = [layer for layer in told.layers or () if isinstance(layer, tuple)]
    outlines, found = _outlines(frame, tree, pairs or None)
    findings += found
    matches = match(outlines, tree, Crosswalk(told.crosswalk))
    findings += matches.findings
    reference = Reference(regions, published, told.reference)
    offset, found = offset_of(outlines, matches.rows, reference, told.offset)
    if any(layer.seen.geographic for layer in frame.layers):  # web maps do not draw in a survey's zones
        findings += found
    else:
        findings += [finding for finding in found if finding.code != "offset_unclear"]
    if offset is not None:
        outlines = outlines.assign(geometry=pd.Series(without_offset(outlines["geometry"].tolist(), offset)))
    return _preview(files, outlines, matches, regions, tree, offset=offset, findings=findings)


def _preview(
    files: list[FilePreview],
    outlines: pd.DataFrame,
    matches: Matches,
    regions: pd.DataFrame,
    tree: RegionTree,
    *,
    offset: str | None,
    findings: list[Finding],
) -> BoundaryPreview:
    own, names = texts(outlines["region_code"]), texts(outlines["name"])
    left = [row for row in range(len(outlines)) if row not in matches.rows]
    unmatched = [(own[row], names[row]) for row in left]
    if unmatched:
        shown = listed([name or code for code, name in unmatched])
        findings.append(Finding("outline_unmatched", {"count": len(unmatched), "names": shown}))
    drawn = set(matches.rows.values())
    bare = [code for code in tree.codes if code not in drawn and not tree.any_below(code, drawn)]
    frame = gpd.GeoDataFrame(
        {"region_code": pd.Series([matches.rows.get(row) for row in range(len(outlines))], dtype="object"),
         "own_code": own, "name": names},
        geometry=outlines["geometry"].tolist(), crs="EPSG:4326",
    )  # fmt: skip
    drafted = draft((own[row], code, names[row], tree.name(code)) for row, code in matches.by_name.items() if own[row])
    return BoundaryPreview(
        files, frame, regions, len(matches.rows), unmatched, [(code, tree.name(code)) for code in bare],
        offset, drafted, findings,
    )  # fmt: skip


def commit(
    preview: BoundaryPreview,
    folder: Path,
    *,
    map_approval_no: str | None = None,
    source: str | None = None,
    valid_on: date | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Publish what was looked at into `folder`; the edition before is served until all is written.

    valid_on: the outlines are those of that day of the past (and so are the regions they were matched with); today's
    stay. Raises UnusableLayerError nothing_matches, displaced; GeoError disk_full.
    """
    if not preview.matched:
        raise UnusableLayerError("nothing_matches", count=len(preview.outlines))
    _refuse_elsewhere(preview.findings)
    matched = preview.outlines[preview.outlines["region_code"].notna()]
    joined = {str(code): rows.geometry.tolist() for code, rows in matched.groupby("region_code", sort=False)}
    whole = [parts[0] if len(parts) == 1 else shapely.union_all(parts) for parts in joined.values()]
    to_draw = gpd.GeoDataFrame({"region_code": list(joined)}, geometry=whole, crs="EPSG:4326")
    try:
        manifest = publish_boundaries(
            to_draw, preview.regions, folder, map_approval_no=map_approval_no, source=source,
            findings=preview.findings, progress=progress, valid_on=valid_on,
        )  # fmt: skip
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise GeoError("disk_full") from error
        raise
    tree = RegionTree(preview.regions)
    sheet = outlines_on(manifest, valid_on)
    bare = [(code, tree.name(code)) for code in tree.codes if code not in sheet["regions"]]
    said = [Finding(f["code"], f["params"]) for f in sheet["findings"]]
    if bare:
        names = listed([f"{name} {code}".strip() for code, name in bare])
        said.append(Finding("region_without_outline", {"count": len(bare), "names": names}))
    return ImportReport(manifest, len(sheet["regions"]), preview.matched, preview.unmatched_outlines, bare, said)


def _refuse_elsewhere(findings: Sequence[Finding]) -> None:
    """Outlines in the wrong place would be what the next are compared with. Raises UnusableLayerError displaced."""
    for finding in findings:
        metres = math.hypot(float(finding.params.get("east", 0)), float(finding.params.get("north", 0)))
        if finding.code == "offset_other" and metres > _ELSEWHERE:
            raise UnusableLayerError("displaced", km=round(metres / 1000), count=finding.params["count"])


def save(path: Path, body: bytes) -> None:
    """Write a picture or a report where the user wants it. Raises GeoError not_written, disk_full."""
    try:
        path.write_bytes(body)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise GeoError("disk_full") from error
        raise GeoError("not_written", file=path.name, reason=type(error).__name__) from error


def _file(layer: BoundaryLayer) -> FilePreview:
    seen = layer.seen
    names = tuple(name for name in texts(layer.frame["name"]) if name)[:FIRST_NAMES]
    return FilePreview(
        layer.file, layer.layer, len(layer.frame), seen.fields, seen.code_field, seen.name_field, seen.encoding,
        seen.system, names,
    )  # fmt: skip


def _first_names(file: FilePreview) -> Finding:
    names = ", ".join(file.first_names[:5])
    return Finding(
        "first_names",
        {"file": file.file, "code": file.code_field or "-", "name": file.name_field or "-", "names": names},
    )


def _outlines(
    frame: BoundaryFrame, tree: RegionTree, layers: Sequence[tuple[str, str]] | None
) -> tuple[pd.DataFrame, list[Finding]]:
    """All outlines with the codes that `regions import` of the same file would give them."""
    if frame.has_codes and (layers is not None or _one_level_a_layer(frame)):
        levels, findings = assign_levels(frame, layers)
        return outlines_of(levels), findings
    tables = [
        pd.DataFrame({
            "region_code": layer.frame["region_code"],
            "name": texts(layer.frame["name"]),
            "upper": pd.Series(stated_uppers(layer.attributes, tree), dtype="object"),
            "geometry": np.asarray(layer.frame.geometry.values, dtype=object),
        })
        for layer in frame.layers
    ]  # fmt: skip
    return pd.concat(tables, ignore_index=True), []


def _one_level_a_layer(frame: BoundaryFrame) -> bool:
    """Whether the layers can be levels: at most five, and some code stands in two of them."""
    codes = [code for layer in frame.layers for code in layer.frame["region_code"]]
    return 1 < len(frame.layers) <= 5 and len(set(codes)) < len(codes)
