"""The coverage: repaired, nested, simplified with nothing lost. The oracles here are plain rings and sums."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.coverage import TOLERANCES, areas_km2, build_coverage, repair, simplified, united
from geo.errors import UnknownTreeError
from geo.outlines import clockwise, inner_borders, label_point, polygons_only, rounded
from geo.tree import RegionTree

WINDING = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def tree(rows: list[tuple[str, str | None]]) -> RegionTree:
    codes, parents = zip(*rows, strict=True)
    return RegionTree(pd.DataFrame({"region_code": codes, "parent_code": parents, "name_zh": codes}))


def winding_coverage(seed: int, count: int) -> list[BaseGeometry]:
    """Voronoi cells of random points, every border densified and shaken alike on both sides."""
    rng = np.random.default_rng(seed)
    points = shapely.MultiPoint(rng.uniform(0, 1, (count, 2)))
    cells = [cell.intersection(box(0, 0, 1, 1)) for cell in shapely.get_parts(shapely.voronoi_polygons(points))]
    cells = list(shapely.coverage_simplify(np.array(cells), 0.0))
    dense = shapely.segmentize(shapely.set_precision(np.array(cells), 1e-6), 0.02)

    def shake(c: Any) -> Any:
        wave = 0.004 * np.sin(c[:, ::-1] * 97 + 11 * np.sin(c * 31))
        return c + wave

    shaken = shapely.transform(dense, shake)
    return [cell for cell in shaken if cell.is_valid]


def ring_area(points: Any) -> float:
    """Signed area of a closed ring: positive when it runs counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points)) / 2


def crossings(x: float, y: float, points: Any) -> int:
    """How often a ray from a point to the east crosses a ring."""
    count = 0
    for (x0, y0), (x1, y1) in pairwise(points):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            count += 1
    return count


def inside(x: float, y: float, outline: BaseGeometry) -> bool:
    rings = [ring for part in shapely.get_parts(outline) for ring in (part.exterior, *part.interiors)]
    return sum(crossings(x, y, list(ring.coords)) for ring in rings) % 2 == 1


@WINDING
@given(seed=st.integers(0, 10_000), count=st.integers(3, 40), tolerance=st.sampled_from(list(TOLERANCES)))
def test_a_simplified_coverage_loses_nothing_and_tears_nowhere(seed: int, count: int, tolerance: str) -> None:
    cells = winding_coverage(seed, count)
    names = [str(i) for i in range(len(cells))]
    towns = ["even", "odd"][: min(2, len(cells))]
    rows = [(town, "county") for town in towns] + [(name, towns[int(name) % len(towns)]) for name in names]
    family = tree([("county", None), *rows])
    coverage = build_coverage(dict(zip(names, cells, strict=True)), family)
    drawn, findings = simplified(coverage, tolerance)
    assert set(drawn) == {"county", *towns, *names}
    assert findings == []
    thin = np.array([drawn[name] for name in names], dtype=object)
    assert bool(shapely.coverage_is_valid(thin))
    assert bool(shapely.is_valid(thin).all())
    # No gap and no overlap between neighbours: the parts add up to each whole above them.
    assert sum(drawn[t].area for t in towns) == pytest.approx(float(shapely.area(thin).sum()), rel=1e-9)
    assert drawn["county"].area == pytest.approx(float(shapely.area(thin).sum()), rel=1e-9)
    before = united(coverage, coverage.pieces)
    assert (
        shapely.get_num_interior_rings(shapely.get_parts(drawn["county"])).sum()
        == shapely.get_num_interior_rings(shapely.get_parts(before["county"])).sum()
    )
    assert shapely.get_num_coordinates(thin).sum() <= shapely.get_num_coordinates(np.array(cells)).sum()


@WINDING
@given(seed=st.integers(0, 10_000), count=st.integers(3, 30))
def test_exterior_rings_run_clockwise_and_holes_the_other_way(seed: int, count: int) -> None:
    cells = winding_coverage(seed, count)
    holed = [cell.difference(cell.centroid.buffer(0.01)) for cell in cells]
    for outline in clockwise(np.array([*holed, MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)])], dtype=object)):
        for part in shapely.get_parts(outline):
            assert ring_area(list(part.exterior.coords)) < 0
            assert all(ring_area(list(ring.coords)) > 0 for ring in part.interiors)


@WINDING
@given(seed=st.integers(0, 10_000), count=st.integers(3, 30), north=st.floats(0, 70))
def test_a_label_point_lies_inside(seed: int, count: int, north: float) -> None:
    for cell in winding_coverage(seed, count):
        moved = shapely.transform(cell, lambda c: c + np.array([100, north]))
        x, y = label_point(moved)
        assert inside(x, y, moved)


@WINDING
@given(seed=st.integers(0, 10_000), count=st.integers(3, 30), decimals=st.integers(2, 5))
def test_rounding_keeps_every_outline(seed: int, count: int, decimals: int) -> None:
    for cell in winding_coverage(seed, count):
        after = rounded(cell, decimals)
        assert not after.is_empty
        assert shapely.hausdorff_distance(cell, after) < 0.05
        assert after.area == pytest.approx(cell.area, abs=cell.length * 10.0**-decimals)


def test_the_label_of_a_ring_and_of_a_crescent_is_not_in_the_hole() -> None:
    ring = box(0, 0, 10, 10).difference(box(1, 1, 9.5, 9.5))
    assert inside(*label_point(ring), ring)
    crescent = Polygon([(0, 0), (10, 0), (10, 10), (9, 10), (9, 1), (1, 1), (1, 10), (0, 10)])
    assert inside(*label_point(crescent), crescent)


def test_the_label_stands_in_the_largest_part() -> None:
    x, _ = label_point(MultiPolygon([box(0, 0, 1, 1), box(5, 0, 9, 4)]))
    assert x == pytest.approx(7, abs=0.2)


def test_gaps_and_overlaps_between_neighbours_are_closed_and_counted() -> None:
    left, right = box(0, 0, 1.002, 1), box(1, 0, 2, 1)
    upper = Polygon([(0, 1.001), (2, 1.0015), (2, 2), (0, 2)])
    mended, findings = repair(["a", "b", "c"], [left, right, upper], 1.0)
    shapes = np.array(list(mended.values()), dtype=object)
    assert bool(shapely.coverage_is_valid(shapes, gap_width=0.004))
    assert float(shapely.area(shapes).sum()) == pytest.approx(4, abs=0.01)
    assert "gaps_closed" in {finding.code for finding in findings}


def test_a_clean_coverage_is_not_touched() -> None:
    shapes: list[BaseGeometry] = [box(0, 0, 1, 1), box(1, 0, 2, 1)]
    mended, findings = repair(["a", "b"], shapes, 1.0)
    assert list(mended.values()) == shapes
    assert findings == []


def test_levels_that_do_not_nest_are_found() -> None:
    family = tree([("t", None), ("a", "t"), ("b", "t")])
    outlines = {"t": box(0, 0, 3, 1), "a": box(0, 0, 1, 1), "b": box(1, 0, 2, 1)}
    coverage = build_coverage(outlines, family)
    found = [(f.code, f.params["share"]) for f in coverage.findings]
    assert found == [("not_nesting", 33.3)]
    assert united(coverage, coverage.pieces)["t"].area == pytest.approx(2)


def test_where_children_are_missing_the_own_outline_is_drawn_and_still_shares_borders() -> None:
    family = tree([("c", None), ("t", "c"), ("u", "c"), ("a", "t"), ("b", "t"), ("d", "u")])
    outlines = {"t": box(0, 0, 2, 1), "a": box(0, 0, 1, 1), "u": box(2, 0, 3, 1)}
    coverage = build_coverage(outlines, family)
    found = [(f.code, f.params["region"], f.params["count"]) for f in coverage.findings]
    assert found == [("own_outline_used", "t", 1)]
    drawn, _ = simplified(coverage, "coarse")
    assert set(drawn) == {"c", "t", "u", "a"}
    assert drawn["t"].area == pytest.approx(2)
    assert drawn["c"].area == pytest.approx(3)
    assert bool(shapely.coverage_is_valid([drawn["t"], drawn["u"]]))


def test_an_enclave_stays_a_hole_and_an_exclave_a_second_part() -> None:
    core = box(4, 4, 5, 5)
    around = box(0, 0, 9, 9).difference(core)
    far = MultiPolygon([box(9, 0, 12, 9), box(20, 0, 21, 1)])
    coverage = build_coverage({"a": around, "b": core, "c": far}, tree([("a", None), ("b", None), ("c", None)]))
    for tolerance in TOLERANCES:
        drawn, _ = simplified(coverage, tolerance)
        assert shapely.get_num_interior_rings(drawn["a"]) == 1
        assert drawn["b"].area == pytest.approx(1)
        assert shapely.get_num_geometries(drawn["c"]) == 2


def test_rounding_drops_a_flat_hole_but_never_the_outline() -> None:
    sliver = box(0.5, 0.5, 0.5004, 0.5004)
    assert shapely.get_num_interior_rings(rounded(box(0, 0, 1, 1).difference(sliver), 2)) == 0
    tiny = box(0, 0, 0.0001, 0.0001)
    assert rounded(tiny, 2).equals(tiny)


def test_inner_borders_are_those_that_two_share() -> None:
    four = [box(x, y, x + 1, y + 1) for x in (0, 1) for y in (0, 1)]
    lines = inner_borders(list(four))
    assert sum(line.length for line in lines) == pytest.approx(4)
    assert inner_borders([box(0, 0, 1, 1)]) == []


def test_polygons_are_picked_out_of_a_mixture() -> None:
    mixture = shapely.from_wkt("GEOMETRYCOLLECTION(POINT(0 0), POLYGON((0 0,1 0,1 1,0 0)), LINESTRING(0 0,1 1))")
    picked = polygons_only(mixture)
    assert picked is not None
    assert picked.geom_type == "Polygon"
    assert polygons_only(shapely.Point(0, 0)) is None
    assert polygons_only(None) is None


def test_areas_are_those_of_the_sphere() -> None:
    # A quadrangle between parallels has the area R^2 * dlon * (sin north - sin south).
    expected = 6371.0072**2 * np.radians(1) * (np.sin(np.radians(42)) - np.sin(np.radians(41)))
    assert areas_km2([box(114, 41, 115, 42)])[0] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("a", None), ("a", None)], "tree_duplicate"),
        ([("a", "gone")], "tree_orphan"),
        ([("a", "b"), ("b", "a")], "tree_cycle"),
    ],
)
def test_what_is_no_tree_is_refused(rows: list[tuple[str, str | None]], code: str) -> None:
    with pytest.raises(UnknownTreeError) as caught:
        tree(rows)
    assert caught.value.code == code


def test_a_tree_knows_parents_children_and_heights_though_levels_are_skipped() -> None:
    family = tree([("v", "c"), ("c", None), ("t", "c"), ("w", "t")])
    assert family.codes[0] == "c"
    assert family.children("") == ["c"]
    assert sorted(family.children("c")) == ["t", "v"]
    assert [family.height(code) for code in "cvtw"] == [2, 0, 1, 0]
    assert family.parent("w") == "t"
    assert family.any_below("c", {"w"})
    assert not family.any_below("v", {"w"})
