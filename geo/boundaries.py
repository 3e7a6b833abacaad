"""Read boundary files of any kind into clean polygons in longitude and latitude, with code and name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geo.errors import Finding, GeoError, UnusableLayerError, listed
from geo.fields import Known, code_field, name_field, texts
from geo.outlines import polygons_only
from geo.region_codes import region_code
from geo.sources import Source, opened, read_layer
from geo.systems import Layer, in_degrees, system_of

_AREAL = ("polygon", "surface", "unknown", "collection", "tin")
_LON_LAT_FORMATS = (".geojson", ".json", ".topojson", ".kml", ".kmz")
_LINEAR = ("linestring", "linearring", "curve")
_DUPLICATES_SAID = 8


@dataclass(frozen=True)
class BoundaryLayer:
    """One layer of outlines.

    frame: region_code (str, unique; None throughout where the layer has no code field), name (str, "" where missing),
    geometry (valid Polygon or MultiPolygon, degrees), default index. attributes: the file's other fields, same rows.
    """

    file: str
    layer: str
    frame: gpd.GeoDataFrame
    attributes: pd.DataFrame
    seen: LayerFacts


@dataclass(frozen=True)
class LayerFacts:
    """How a layer was read.

    The fields taken for code and name, all fields, the encoding (None: as the file states), the name of its system of
    coordinates and whether that is in degrees.
    """

    code_field: str | None
    name_field: str | None
    fields: tuple[str, ...]
    encoding: str | None
    system: str
    geographic: bool = True


@dataclass(frozen=True)
class BoundaryFrame:
    """All layers read, in the order of the files, and what was odd about them."""

    layers: list[BoundaryLayer]
    findings: list[Finding] = field(default_factory=list)

    @property
    def has_codes(self) -> bool:
        """Whether every layer has a field of region codes."""
        return all(layer.frame["region_code"].notna().all() for layer in self.layers)


def read_boundaries(
    paths: Sequence[Path],
    *,
    layers: Sequence[str] | None = None,
    code: str | None = None,
    name: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
    meridian: float | None = None,
    known: Known | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> BoundaryFrame:
    """Read outlines from files: GeoPackage, shapefile, zip, GeoJSON, TopoJSON, file geodatabase, KML, GML, ...

    layers: those to read (all that hold polygons, if None). code, name: the fields (guessed, if None). crs: the
    coordinate system, for files that do not state it or state it wrongly; meridian: the central one, in degrees, where
    that is all that is known of it. known: what is known of the regions, which settles doubts. What can be repaired is
    repaired and found: rows without outline or code, crossed rings, a code on several outlines, a missing .shx, an
    unstated encoding, an unstated system that the values tell.
    Raises UnreadableFileError and UnusableLayerError, one clear line each; findings as in geo.errors.
    """
    wanted = _Wanted(code, name, system_of(crs, meridian), known or Known())
    tell = progress or (lambda step, done, total: None)
    found: list[BoundaryLayer] = []
    findings: list[Finding] = []
    for done, path in enumerate(paths):
        tell("read", done, len(paths))
        with opened(path, encoding, wanted.known.names) as sources:
            _check_layers(sources, layers, path)
            for source in sources:
                for layer in _chosen(source, layers, alone=len(sources) == 1):
                    found.append(_read(source, layer, wanted, findings, tell))
                findings += source.findings
    tell("read", len(paths), len(paths))
    return BoundaryFrame(found, findings)


def _check_layers(sources: list[Source], layers: Sequence[str] | None, path: Path) -> None:
    known = [layer for source in sources for layer in source.layers]
    for layer in layers or []:
        if layer not in known:
            raise UnusableLayerError("layer_missing", file=path.name, layer=layer, layers=listed(known, 20))


def _chosen(source: Source, layers: Sequence[str] | None, *, alone: bool) -> list[str]:
    if layers is not None:
        return [layer for layer in source.layers if layer in layers]
    areal = [layer for layer, kind in source.layers.items() if any(word in kind.lower() for word in _AREAL)]
    if not areal and alone:
        raise _no_areas(source, next(iter(source.layers), "-"), set(source.layers.values()))
    return areal


def _no_areas(source: Source, layer: str, kinds: set[str]) -> UnusableLayerError:
    """What is said of a layer without areas, by what it holds instead."""
    lower = {kind.lower() for kind in kinds}
    if lower and all(any(word in kind for word in _LINEAR) for kind in lower):
        return UnusableLayerError("lines_not_areas", file=source.shown, layer=layer)
    if lower and all("point" in kind for kind in lower):
        return UnusableLayerError("points_not_areas", file=source.shown, layer=layer)
    if not any(kinds):
        return UnusableLayerError("no_outlines", file=source.shown, layer=layer)
    return UnusableLayerError("no_polygons", file=source.shown, layer=layer, kinds=", ".join(sorted(kinds)))


@dataclass(frozen=True)
class _Wanted:
    """What the user says of the files, and what is known of the regions."""

    code: str | None
    name: str | None
    system: CRS | None
    known: Known


def _read(
    source: Source, layer: str, wanted: _Wanted, findings: list[Finding], tell: Callable[[str, int, int], None]
) -> BoundaryLayer:
    raw = read_layer(source, layer, lambda done, total: tell("load", done, total)).reset_index(drop=True)
    if layer in source.curved:
        findings.append(Finding("curves_flattened", {"file": source.shown, "layer": layer}))
    fields = [str(column) for column in raw.columns if column != raw.geometry.name]
    key = code_field(pd.DataFrame(raw[fields]), wanted.code, source.shown, wanted.known, findings)
    label = name_field(fields, wanted.name, source.shown, key)
    names = texts(raw[label]) if label else [""] * len(raw)
    shown = texts(raw[key]) if key else names
    shown = [text or f"#{row + 1}" for row, text in enumerate(shown)]
    kept = _polygons(raw, source, layer, shown, findings)
    if key is None and label is None:
        raise UnusableLayerError("no_code_field", file=source.shown, fields=", ".join(fields) or "-")
    at = Layer(source.shown, layer, wanted.known.box, source.path.suffix.lower() in _LON_LAT_FORMATS)
    frame, system = in_degrees(kept, at, wanted.system, findings)
    codes = [None if key is None else _code(raw.loc[row, key]) for row in frame.index]
    frame = gpd.GeoDataFrame(
        {"region_code": pd.Series(codes, dtype="object", index=frame.index),
         "name": pd.Series([names[row] for row in frame.index], dtype="object", index=frame.index)},
        geometry=frame.geometry, crs="EPSG:4326",
    )  # fmt: skip
    if key is not None:
        frame = _one_row_a_code(frame, source, shown, findings)
    others = [field for field in fields if field not in (key, label)]
    attributes = pd.DataFrame(raw[others]).loc[frame.index].reset_index(drop=True)
    seen = LayerFacts(key, label, tuple(fields), source.encoding, *system)
    return BoundaryLayer(source.shown, layer, frame.reset_index(drop=True), attributes, seen)


def _code(value: object) -> str | None:
    """A region's code; what cannot be one (a remark, a damaged cell) counts as none, and its row is named as such."""
    try:
        return region_code(value, padded=False)
    except GeoError:
        return None


def _polygons(
    raw: gpd.GeoDataFrame, source: Source, layer: str, shown: list[str], findings: list[Finding]
) -> gpd.GeoDataFrame:
    """The rows that hold an area, repaired, flat; the index still says which row of the file each one is."""
    given = np.asarray(raw.geometry.values, dtype=object)
    nothing = shapely.is_missing(given) | shapely.is_empty(given)
    broken = ~nothing & ~shapely.is_valid(given)
    mended = given.copy()
    mended[broken] = shapely.make_valid(given[broken])
    areas = [polygons_only(geometry) for geometry in mended]
    pointless = np.array([area is None for area in areas], dtype=bool) & ~nothing
    broken &= ~pointless
    for finding, rows in (("null_geometry", nothing), ("not_a_polygon", pointless), ("rings_repaired", broken)):
        if rows.any():
            names = listed([shown[row] for row in np.flatnonzero(rows)])
            findings.append(Finding(finding, {"file": source.shown, "count": int(rows.sum()), "names": names}))
    kept = np.flatnonzero(~nothing & ~pointless)
    if not kept.size:
        raise _no_areas(source, layer, {str(kind) for kind in raw.geom_type.dropna()})
    return gpd.GeoDataFrame(geometry=[areas[row] for row in kept], index=kept, crs=raw.crs)


def _one_row_a_code(
    frame: gpd.GeoDataFrame, source: Source, shown: list[str], findings: list[Finding]
) -> gpd.GeoDataFrame:
    """Rows without a code left out, rows of one code joined."""
    missing = frame["region_code"].isna()
    if missing.any():
        names = listed([name or shown[row] for row, name in frame.loc[missing, "name"].items()])
        findings.append(Finding("missing_code", {"file": source.shown, "count": int(missing.sum()), "names": names}))
        frame = frame[~missing]
    if frame.empty:
        raise UnusableLayerError("no_code_field", file=source.shown, fields=", ".join(map(str, frame.columns[:2])))
    repeated = frame["region_code"].duplicated(keep=False)
    joined = {str(code): rows.index for code, rows in frame[repeated].groupby("region_code", sort=False)}
    for rows in joined.values():
        frame.loc[rows[0], "geometry"] = shapely.union_all(frame.loc[rows, "geometry"].values)
    if len(joined) > _DUPLICATES_SAID:
        names = listed(list(joined))
        findings.append(Finding("duplicate_codes", {"file": source.shown, "count": len(joined), "names": names}))
    else:
        for code, rows in joined.items():
            findings.append(Finding("duplicate_code", {"file": source.shown, "region": code, "count": len(rows)}))
    return frame[~frame["region_code"].duplicated()]
