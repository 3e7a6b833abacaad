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
from pyproj.exceptions import CRSError

from geo.errors import Finding, GeoError, UnusableLayerError, listed
from geo.fields import code_field, name_field, texts
from geo.outlines import polygons_only
from geo.region_codes import region_code
from geo.sources import Source, opened, read_layer

_LON_LAT_FORMATS = (".geojson", ".json", ".topojson")
_OLD_DATUMS = ("xian 1980", "beijing 1954")
_ZONED = range(25, 46)
_AREAL = ("polygon", "surface", "unknown", "collection", "tin")


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
    progress: Callable[[str, int, int], None] | None = None,
) -> BoundaryFrame:
    """Read outlines from files: GeoPackage, shapefile, zip, GeoJSON, TopoJSON, file geodatabase, GML, ...

    layers: those to read (all that hold polygons, if None). code, name: the fields (guessed, if None). crs: the
    coordinate system, for files that do not state it or state it wrongly. What can be repaired is repaired and found:
    rows without outline or code, crossed rings, a code on several outlines, a missing .shx, an unstated encoding.
    Raises UnreadableFileError and UnusableLayerError, one clear line each; findings as in geo.errors.
    """
    wanted_crs = _crs(crs)
    found: list[BoundaryLayer] = []
    findings: list[Finding] = []
    for done, path in enumerate(paths):
        if progress is not None:
            progress("read", done, len(paths))
        with opened(path, encoding) as sources:
            _check_layers(sources, layers, path)
            for source in sources:
                findings += source.findings
                for layer in _chosen(source, layers, alone=len(sources) == 1):
                    found.append(_read(source, layer, code, name, crs=wanted_crs, findings=findings))
    if progress is not None:
        progress("read", len(paths), len(paths))
    return BoundaryFrame(found, findings)


def _crs(crs: str | None) -> CRS | None:
    if crs is None:
        return None
    try:
        return CRS.from_user_input(crs)
    except CRSError as error:
        raise GeoError("bad_crs", crs=crs[:80]) from error


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
        kinds = ", ".join(sorted(set(source.layers.values()))) or "nothing"
        raise UnusableLayerError("no_polygons", file=source.shown, layer=next(iter(source.layers), "-"), kinds=kinds)
    return areal


def _read(
    source: Source, layer: str, code: str | None, name: str | None, *, crs: CRS | None, findings: list[Finding]
) -> BoundaryLayer:
    raw = read_layer(source, layer)
    if layer in source.curved:
        findings.append(Finding("curves_flattened", {"file": source.shown, "layer": layer}))
    fields = [str(column) for column in raw.columns if column != raw.geometry.name]
    key, label = code_field(fields, code, source.shown), name_field(fields, name, source.shown)
    names = texts(raw[label]) if label else [""] * len(raw)
    shown = texts(raw[key]) if key else names
    shown = [text or f"#{row + 1}" for row, text in enumerate(shown)]
    raw = raw.reset_index(drop=True)
    kept = _polygons(raw, source, layer, shown, findings)
    if key is None and label is None:
        raise UnusableLayerError("no_code_field", file=source.shown, fields=", ".join(fields) or "-")
    frame = _in_degrees(kept, source, layer, crs, findings)
    codes = [None if key is None else region_code(raw.loc[row, key], padded=False) for row in frame.index]
    frame = gpd.GeoDataFrame(
        {"region_code": pd.Series(codes, dtype="object", index=frame.index),
         "name": pd.Series([names[row] for row in frame.index], dtype="object", index=frame.index)},
        geometry=frame.geometry, crs="EPSG:4326",
    )  # fmt: skip
    if key is not None:
        frame = _one_row_a_code(frame, source, shown, findings)
    others = [field for field in fields if field not in (key, label)]
    attributes = pd.DataFrame(raw[others]).loc[frame.index].reset_index(drop=True)
    return BoundaryLayer(source.shown, layer, frame.reset_index(drop=True), attributes)


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
        kinds = ", ".join(sorted({str(kind) for kind in raw.geom_type.dropna()})) or "no outlines"
        raise UnusableLayerError("no_polygons", file=source.shown, layer=layer, kinds=kinds)
    return gpd.GeoDataFrame(geometry=[areas[row] for row in kept], index=kept, crs=raw.crs)


def _in_degrees(
    frame: gpd.GeoDataFrame, source: Source, layer: str, crs: CRS | None, findings: list[Finding]
) -> gpd.GeoDataFrame:
    """The outlines in longitude and latitude (WGS84, which CGCS2000 equals within centimetres)."""
    stated = frame.crs
    if crs is not None:
        frame = frame.set_crs(crs, allow_override=True)
        if stated is None:
            findings.append(Finding("crs_assumed", {"file": source.shown, "layer": layer, "crs": crs.to_string()[:40]}))
    elif stated is None and source.path.suffix.lower() in _LON_LAT_FORMATS:
        frame = frame.set_crs("EPSG:4326")
    elif stated is None:
        raise _unstated(frame, source, layer)
    system = CRS.from_user_input(frame.crs)
    datum = "" if system.datum is None else system.datum.name.lower()
    if any(old in datum for old in _OLD_DATUMS):
        findings.append(Finding("ballpark_datum", {"file": source.shown, "crs": system.name}))
    _check_extent(frame, source, layer, degrees=system.is_geographic)
    moved = frame.to_crs("EPSG:4326")
    _check_extent(moved, source, layer, degrees=True)
    return moved


def _unstated(frame: gpd.GeoDataFrame, source: Source, layer: str) -> UnusableLayerError:
    """Eastings that begin with a zone number tell the 3-degree zone; others tell nothing."""
    west, _, east, _ = frame.total_bounds
    zone = int(west // 1_000_000)
    if zone == int(east // 1_000_000) and zone in _ZONED:
        likely = f"EPSG:{4513 + zone - 25}"
        return UnusableLayerError("no_crs_zone", file=source.shown, layer=layer, zone=zone, crs=likely)
    return UnusableLayerError("no_crs", file=source.shown, layer=layer)


def _check_extent(frame: gpd.GeoDataFrame, source: Source, layer: str, *, degrees: bool) -> None:
    west, south, east, north = (float(v) for v in frame.total_bounds)
    whole = bool(np.isfinite([west, south, east, north]).all())
    if not whole or (degrees and (west < -180.001 or east > 180.001 or south < -90.001 or north > 90.001)):
        extent = f"{west:.6g} {south:.6g} {east:.6g} {north:.6g}"
        raise UnusableLayerError("not_degrees", file=source.shown, layer=layer, extent=extent)


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
    for code, rows in frame[repeated].groupby("region_code", sort=False):
        findings.append(Finding("duplicate_code", {"file": source.shown, "region": str(code), "count": len(rows)}))
        frame.loc[rows.index[0], "geometry"] = shapely.union_all(rows.geometry.values)
    return frame[~frame["region_code"].duplicated()]
