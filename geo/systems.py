"""In which coordinate system outlines stand: as the file states, as the user says, or as the values themselves tell."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geo.errors import Finding, GeoError, UnusableLayerError

Box = tuple[float, float, float, float]
"""West, south, east, north."""

CHINA: Box = (73.0, 3.0, 136.0, 54.0)
_DEGREES: Box = (-180.001, -90.001, 180.001, 90.001)
_OLD_DATUMS = ("xian 1980", "beijing 1954")
_NORTHINGS = (300_000.0, 6_300_000.0)
_BARE_EASTINGS = (-100_000.0, 1_100_000.0)
_ZONES_3, _ZONES_6 = range(25, 46), range(13, 24)
_MILLION = 1_000_000
_AWAY = 1.5
"""Degrees beyond the regions within which outlines of them may lie."""


@dataclass(frozen=True)
class Layer:
    """Which layer of which file is spoken of, and where its regions are known to lie (None: not known).

    lon_lat: the file's format is one of longitude and latitude, unless it says otherwise.
    """

    file: str
    layer: str
    near: Box | None = None
    lon_lat: bool = False

    def finding(self, code: str, **params: str | int | float) -> Finding:
        """A finding about this layer."""
        return Finding(code, {"file": self.file, "layer": self.layer, **params})

    def refusal(self, code: str, **params: str | int | float) -> UnusableLayerError:
        """An error about this layer."""
        return UnusableLayerError(code, file=self.file, layer=self.layer, **params)


def system_of(crs: str | None, meridian: float | None) -> CRS | None:
    """The system that the user names: any that PROJ knows, or CGCS2000 on a central meridian; None where neither.

    Raises GeoError bad_crs.
    """
    if crs is not None:
        try:
            return CRS.from_user_input(crs)
        except CRSError as error:
            raise GeoError("bad_crs", crs=crs[:80]) from error
    if meridian is None:
        return None
    if not -180 <= meridian <= 180:
        raise GeoError("bad_crs", crs=f"{meridian:g}°")
    return _on_meridian(meridian, 500_000)


def _on_meridian(meridian: float, easting: float) -> CRS:
    """CGCS2000 in Gauss-Kruger on any meridian: counties have their own, between those of the zones."""
    if meridian % 3 == 0 and 75 <= meridian <= 135 and easting == 500_000:
        return CRS.from_epsg(4534 + int(meridian - 75) // 3)
    return CRS.from_proj4(
        f"+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0={easting:.0f} +y_0=0 +ellps=GRS80 +units=m"
    )


def in_degrees(
    frame: gpd.GeoDataFrame, at: Layer, wanted: CRS | None, findings: list[Finding]
) -> tuple[gpd.GeoDataFrame, tuple[str, bool]]:
    """The outlines in longitude and latitude (WGS84, which CGCS2000 equals within centimetres).

    And the name of the system in which they stood, and whether that is one in degrees.

    Findings: crs_assumed, crs_guessed, crs_contradicted, axes_swapped, ballpark_datum. Raises UnusableLayerError
    no_crs, no_crs_metres, not_degrees.
    """
    _check_finite(frame, at)
    if wanted is not None:
        if frame.crs is None:
            findings.append(at.finding("crs_assumed", crs=wanted.to_string()[:60]))
        frame = frame.set_crs(wanted, allow_override=True)
        frame = _without_prefix(frame, at, findings)
    elif frame.crs is None and at.lon_lat and _inside(_box(frame), _DEGREES):
        frame = frame.set_crs("EPSG:4326")
    elif frame.crs is None:
        frame = _guessed(frame, at, findings)
    elif CRS.from_user_input(frame.crs).is_geographic and not _inside(_box(frame), _DEGREES):
        frame = _contradicted(frame, at, findings)
    else:
        frame = _without_prefix(frame, at, findings)
    system = CRS.from_user_input(frame.crs)
    datum = "" if system.datum is None else system.datum.name.lower()
    if any(old in datum for old in _OLD_DATUMS):
        findings.append(Finding("ballpark_datum", {"file": at.file, "crs": system.name}))
    _check_extent(frame, at, degrees=system.is_geographic)
    moved = frame.to_crs("EPSG:4326")
    _check_extent(moved, at, degrees=True)
    name = system.name if system.name != "unknown" else system.to_string()[:60]
    return moved, (name, bool(system.is_geographic))


def _box(frame: gpd.GeoDataFrame) -> Box:
    west, south, east, north = (float(value) for value in frame.total_bounds)
    return west, south, east, north


def _inside(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _guessed(frame: gpd.GeoDataFrame, at: Layer, findings: list[Finding]) -> gpd.GeoDataFrame:
    """What the values tell, and said: degrees of China or of the regions, zones, or the web's Mercator."""
    box = _box(frame)
    for turned in (False, True):
        found = _candidates(_turned(box) if turned else box, at.near)
        if len(found) == 1:
            if turned:
                findings.append(at.finding("axes_swapped"))
                frame = _swapped(frame)
            findings.append(at.finding("crs_guessed", crs=f"EPSG:{found[0]}", name=CRS.from_epsg(found[0]).name))
            return frame.set_crs(f"EPSG:{found[0]}", allow_override=True)
        if len(found) > 1:
            raise at.refusal("no_crs_several", systems=", ".join(f"EPSG:{code}" for code in found))
    raise _asked(box, at)


def _asked(box: Box, at: Layer) -> UnusableLayerError:
    bare = _BARE_EASTINGS[0] < box[0] and box[2] < _BARE_EASTINGS[1] and _NORTHINGS[0] < box[1] < _NORTHINGS[1]
    if not bare:
        return at.refusal("no_crs")
    likely = "…" if at.near is None else str(round((at.near[0] + at.near[2]) / 2 / 3) * 3)
    return at.refusal("no_crs_metres", easting=round(box[0]), meridian=likely)


def _candidates(box: Box, near: Box | None) -> list[int]:
    """EPSG codes of the systems in which a box of coordinates lies over the regions (unknown: in China)."""
    found = []
    if _inside(box, _DEGREES):
        found.append(4490)
    if _NORTHINGS[0] < box[1] and box[3] < _NORTHINGS[1] and box[0] > 2 * _MILLION:
        zone = int(box[0] // _MILLION)
        if zone == int(box[2] // _MILLION):
            found += [4513 + zone - 25] if zone in _ZONES_3 else [4491 + zone - 13] if zone in _ZONES_6 else []
    if box[0] > 8_000_000 and box[2] < 15_300_000 and box[1] > 300_000 and box[3] < 7_500_000:
        found.append(3857)
    return [code for code in found if _lies_there(box, code, near)]


def _lies_there(box: Box, code: int, near: Box | None) -> bool:
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    x, y = Transformer.from_crs(code, 4326, always_xy=True).transform(*middle)
    if near is None:
        return _inside((x, y, x, y), CHINA)
    return _inside((x, y, x, y), (near[0] - _AWAY, near[1] - _AWAY, near[2] + _AWAY, near[3] + _AWAY))


def _contradicted(frame: gpd.GeoDataFrame, at: Layer, findings: list[Finding]) -> gpd.GeoDataFrame:
    """Outlines that claim degrees and are not: taken as what they are where the values tell it, else refused."""
    stated, noticed = CRS.from_user_input(frame.crs).name, list[Finding]()
    try:
        mended = _guessed(frame, at, noticed)
    except UnusableLayerError:
        extent = " ".join(f"{value:.6g}" for value in _box(frame))
        raise at.refusal("not_degrees", extent=extent) from None
    now = CRS.from_user_input(mended.crs).name
    findings += [found for found in noticed if found.code == "axes_swapped"]
    if now != stated and not (CRS.from_user_input(mended.crs).is_geographic):
        findings.append(at.finding("crs_contradicted", stated=stated, crs=now))
    return mended


def _without_prefix(frame: gpd.GeoDataFrame, at: Layer, findings: list[Finding]) -> gpd.GeoDataFrame:
    """Eastings with a zone's number before them in a system without it, or the other way round, set right."""
    system = CRS.from_user_input(frame.crs)
    operation = system.coordinate_operation
    if (
        operation is None
        or "mercator" not in operation.method_name.lower()
        or "pseudo" in operation.method_name.lower()
    ):
        return frame
    false_easting = next((float(p.value) for p in operation.params if p.name == "False easting"), 0.0)
    box = _box(frame)
    stated, found = int(false_easting // _MILLION), int(box[0] // _MILLION)
    bare = _BARE_EASTINGS[0] < box[0] and box[2] < _BARE_EASTINGS[1]
    numbered = found == int(box[2] // _MILLION) and found in (*_ZONES_3, *_ZONES_6)
    if (stated in (*_ZONES_3, *_ZONES_6) and bare) or (stated == 0 and numbered):
        shift = (stated - (0 if bare else found)) * _MILLION
        findings.append(at.finding("zone_prefix_mended", crs=system.name))
        return frame.set_geometry(frame.geometry.translate(xoff=shift)).set_crs(system, allow_override=True)
    return frame


def _swapped(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_geometry(frame.geometry.affine_transform([0, 1, 1, 0, 0, 0]))


def _check_finite(frame: gpd.GeoDataFrame, at: Layer) -> None:
    if not np.isfinite(frame.total_bounds).all():
        raise at.refusal("not_degrees", extent="inf")


def _check_extent(frame: gpd.GeoDataFrame, at: Layer, *, degrees: bool) -> None:
    box = _box(frame)
    if not np.isfinite(box).all() or (degrees and not _inside(box, _DEGREES)):
        raise at.refusal("not_degrees", extent=" ".join(f"{value:.6g}" for value in box))
