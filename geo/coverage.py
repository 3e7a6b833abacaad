"""One coverage for all levels: repair it, check that the levels nest, simplify it with shared borders kept."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import Finding, listed
from geo.outlines import polygons_only
from geo.tree import RegionTree

TOLERANCES: dict[str, float] = {"fine": 0.25, "medium": 1.0, "coarse": 3.0}
"""How far a border may move, in pixels of a picture that one parent of leaves fills."""
PIXELS_PER_LEAF = 120.0
"""Pixels along a typical leaf in that picture: some twenty leaves in about 550 x 550 pixels."""
PICTURE_PIXELS = 550.0
TRIANGLE_SIDE = 1.5
"""`coverage_simplify` takes the root of the area it may cut off; borders then move by about two thirds of that."""
NEST_TOLERANCE = 0.01
GAP = 200.0
"""Gaps between neighbours narrower than this part of a leaf are noise."""
SNAPS = (2000.0, 500.0, 200.0)
"""Parts of a leaf within which corners of neighbours are drawn together, tried in turn."""
METRES_PER_DEGREE = 111_195.0
_FILLER = "\0"


@dataclass(frozen=True)
class Coverage:
    """Outlines of all drawn regions, cut into pieces that form one clean coverage.

    pieces: key -> Polygon or MultiPolygon in degrees; the key is a leaf's code, or "\\0" + code for the part of an
    outline that no drawn child covers. made_of: region code -> the keys it is united from. unit: the side of a typical
    leaf in degrees.
    """

    pieces: dict[str, BaseGeometry]
    made_of: dict[str, list[str]]
    unit: float
    findings: list[Finding] = field(default_factory=list)


def build_coverage(outlines: dict[str, BaseGeometry], tree: RegionTree) -> Coverage:
    """A clean coverage from raw outlines: repaired where neighbours overlap or gape, nesting checked.

    A region whose children are all drawn is their union. Where children are missing and the region has an outline of
    its own, what the drawn children leave of it is kept as a piece without a name, so that its own outline is drawn and
    still shares its borders with its neighbours. Codes that the tree does not hold are ignored.
    Findings: gaps_closed, coverage_unclean, not_nesting, own_outline_used.
    """
    findings: list[Finding] = []
    drawn = {code: outline for code, outline in outlines.items() if code in tree}
    leaves = [code for code in tree.codes if code in drawn and not tree.any_below(code, drawn)]
    unit = side([drawn[code] for code in leaves])
    raw: dict[str, BaseGeometry] = {code: drawn[code] for code in leaves}
    made_of: dict[str, list[str]] = {code: [code] for code in leaves}
    for code in tree.bottom_up():
        children = tree.children(code)
        keys = [key for child in children for key in made_of.get(child, [])]
        if code in made_of or not keys:
            continue
        missing = [child for child in children if child not in made_of]
        if code in drawn:
            own, union = drawn[code], dissolve([raw[key] for key in keys])
            if missing:
                rest = _without_slivers(own.difference(union), unit)
                if rest is not None:
                    raw[_FILLER + code] = rest
                    keys.append(_FILLER + code)
                findings.append(
                    Finding("own_outline_used", {"region": code, "name": tree.name(code), "count": len(missing)})
                )
            else:
                findings += _nesting(code, tree.name(code), own, union)
        made_of[code] = keys
    pieces, found = repair(list(raw), list(raw.values()), unit)
    return Coverage(pieces, made_of, unit, findings + found)


def _without_slivers(rest: BaseGeometry, unit: float) -> BaseGeometry | None:
    """The parts wide enough to be land and not the noise of two drawings of one border (1/20 of a leaf)."""
    parts = [p for p in shapely.get_parts(rest) if p.geom_type == "Polygon" and not p.buffer(-unit / 40).is_empty]
    return polygons_only(shapely.union_all(parts)) if parts else None


def dissolve(parts: list[BaseGeometry]) -> BaseGeometry:
    """The union of neighbours, inner borders gone; no point is moved where the parts form a clean coverage."""
    return shapely.union_all(np.array(parts, dtype=object))


def repair(
    codes: list[str], outlines: list[BaseGeometry], unit: float
) -> tuple[dict[str, BaseGeometry], list[Finding]]:
    """The outlines with slivers and gaps between neighbours closed; a coverage that is clean is left untouched.

    Gaps up to `unit`/GAP wide are closed. Order of `codes` kept. Findings: gaps_closed, coverage_unclean.
    """
    given = np.array(outlines, dtype=object)
    width = unit / GAP
    if not codes or shapely.coverage_is_valid(given, gap_width=width):
        return dict(zip(codes, outlines, strict=True)), []
    wrong = _faulty(given, width)
    mended, snap = outlines, 0.0
    for part in SNAPS:  # as little as will do: a wider snap also costs detail where nothing was wrong
        snap = unit / part
        cleaned = shapely.coverage_clean(  # type: ignore[attr-defined]  # the stubs are of shapely 2.1
            given, snapping_distance=snap, gap_width=width
        )
        # An outline thinner than the snapping step may vanish: it stays as it was.
        mended = [polygons_only(after) or before for after, before in zip(cleaned, outlines, strict=True)]
        if shapely.coverage_is_valid(np.array(mended, dtype=object), gap_width=width):
            break
    moved = round(max(snap, width) * METRES_PER_DEGREE, 1)
    findings = [Finding("gaps_closed", {"count": len(wrong), "distance": moved})]
    left = _faulty(np.array(mended, dtype=object), 0.0)
    if left:
        names = listed([codes[i].removeprefix(_FILLER) for i in left])
        findings.append(Finding("coverage_unclean", {"count": len(left), "names": names}))
    return dict(zip(codes, mended, strict=True)), findings


def _faulty(outlines: NDArray[np.object_], gap_width: float) -> list[int]:
    edges = shapely.coverage_invalid_edges(outlines, gap_width=gap_width)
    return [int(i) for i in np.flatnonzero(~shapely.is_empty(edges))]


def side(outlines: list[BaseGeometry]) -> float:
    """The side of a square as large as the median outline, in degrees; 0 for none."""
    return float(np.sqrt(np.median(shapely.area(np.array(outlines, dtype=object))))) if outlines else 0.0


def _nesting(code: str, name: str, own: BaseGeometry, union: BaseGeometry) -> list[Finding]:
    share = shapely.symmetric_difference(own, union).area / max(own.area, 1e-15)
    if share <= NEST_TOLERANCE:
        return []
    return [Finding("not_nesting", {"region": code, "name": name, "share": round(100 * share, 1)})]


def united(coverage: Coverage, pieces: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """The outline of every drawn region from the pieces that it is made of."""
    return {
        code: pieces[keys[0]] if len(keys) == 1 else dissolve([pieces[key] for key in keys])
        for code, keys in coverage.made_of.items()
    }


def shift_of(tolerance: str, unit: float) -> float:
    """How far in degrees one of TOLERANCES may move a border, for regions whose typical side is `unit` degrees."""
    return TOLERANCES[tolerance] * unit / PIXELS_PER_LEAF


def picture_shift(tolerance: str, outlines: list[BaseGeometry]) -> float:
    """How far in degrees a border may move where these outlines together fill the picture (3/4 pixel for coarse)."""
    whole = float(np.sqrt(shapely.area(np.array(outlines, dtype=object)).sum()))
    return TOLERANCES[tolerance] / 4 * whole / PICTURE_PIXELS


def simplified(coverage: Coverage, tolerance: str) -> tuple[dict[str, BaseGeometry], list[Finding]]:
    """The outline of every drawn region at one of TOLERANCES: all pieces simplified together, then united upward.

    Borders that two regions share stay one line at every level. Finding: lost_in_simplifying.
    """
    if not coverage.pieces:
        return {}, []
    keys = list(coverage.pieces)
    thin, lost = simplify_together(list(coverage.pieces.values()), shift_of(tolerance, coverage.unit))
    findings = []
    if lost:
        names = listed([keys[i].removeprefix(_FILLER) for i in lost])
        findings.append(Finding("lost_in_simplifying", {"count": len(lost), "tolerance": tolerance, "names": names}))
    return united(coverage, dict(zip(keys, thin, strict=True))), findings


def simplify_together(outlines: list[BaseGeometry], shift: float) -> tuple[list[BaseGeometry], list[int]]:
    """Neighbours simplified as one coverage, and the positions of those given back whole, having not survived."""
    before = np.array(outlines, dtype=object)
    after = shapely.coverage_simplify(before, shift * TRIANGLE_SIDE)
    usable = shapely.is_valid(after) & ~shapely.is_empty(after)
    kept = [thin if good else thick for thin, thick, good in zip(after, outlines, usable, strict=True)]
    return kept, [int(i) for i in np.flatnonzero(~usable)]


def areas_km2(outlines: list[BaseGeometry]) -> pd.Series[float]:
    """Areas in km2 on the sphere of the earth's mean radius (within 0.5 % of the ellipsoid)."""
    values = []
    for outline in outlines:
        # Cylindrical equal-area projection: exact on the sphere whatever the latitude.
        flat = shapely.transform(
            shapely.segmentize(outline, 0.25),
            lambda c: np.column_stack([np.radians(c[:, 0]), np.sin(np.radians(c[:, 1]))]) * 6371.0072,
        )
        values.append(float(flat.area))
    return pd.Series(values, dtype="float64")
