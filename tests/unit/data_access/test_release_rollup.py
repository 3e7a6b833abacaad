"""Sums upward: children add up to their parent, a rate is never averaged, what is not known never becomes zero."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.errors import ReleaseError, UnknownRegionError
from data_access.indicators import read_catalogue
from data_access.quantities import Placement, Tray
from data_access.quantities.counting import shared_out
from data_access.release.pairs import SENSITIVE, pair_up, total_quantities, withhold_small
from data_access.tree import Region, RegionTree, plant

INCIDENCE = next(i for i in read_catalogue() if i.code == "POVERTY_INCIDENCE")


@st.composite
def trees(draw: st.DrawFn) -> RegionTree:
    """Any tree of up to 30 regions: levels skipped, regions without villages, breadth first."""
    count = draw(st.integers(1, 30))
    parents = [-1] + [draw(st.integers(0, i - 1)) for i in range(1, count)]
    depth = [0] * count
    for i in range(1, count):
        depth[i] = depth[parents[i]] + 1
    under: dict[int, list[int]] = {}
    for i in range(1, count):
        under.setdefault(parents[i], []).append(i)
    order = [0]
    for i in order:
        order.extend(under.get(i, ()))
    return plant(
        [
            Region(f"R{i}", None if parents[i] < 0 else f"R{parents[i]}", min(5, 3 + depth[i]), f"区{i}", f"区{i}")
            for i in order
        ]
    )


@st.composite
def trees_with_figures(draw: st.DrawFn) -> tuple[RegionTree, np.ndarray, np.ndarray]:
    tree = draw(trees())
    cell = st.one_of(st.just(math.nan), st.integers(0, 1000).map(float))
    both = [
        np.where(tree.is_unit, np.array(draw(st.lists(cell, min_size=len(tree), max_size=len(tree)))), np.nan)
        for _ in range(2)
    ]
    return tree, both[0], both[1]


def _units_under(tree: RegionTree, position: int) -> list[int]:
    return [i for i in range(len(tree)) if tree.is_unit[i] and position in tree.ancestors(i)]


@given(trees_with_figures())
@settings(deadline=None, max_examples=60)
def test_totals_are_the_sum_of_what_is_known(case: tuple[RegionTree, np.ndarray, np.ndarray]) -> None:
    tree, figures, _ = case
    total, reported = tree.roll_up(figures[None, :])
    for position in range(len(tree)):
        known = [figures[i] for i in _units_under(tree, position) if not math.isnan(figures[i])]
        assert reported[0, position] == len(known)
        assert tree.expected[position] == len(_units_under(tree, position))
        if known:
            assert total[0, position] == sum(known)
        else:
            assert math.isnan(total[0, position]), "nothing known is not zero"
    for position in range(len(tree)):
        below = [i for i in range(len(tree)) if tree.parent[i] == position]
        if below:
            parts = total[0, below]
            assert np.nansum(parts) == np.nan_to_num(total[0, position])


@given(trees_with_figures())
@settings(deadline=None, max_examples=60)
def test_a_rate_is_of_the_units_that_know_both(case: tuple[RegionTree, np.ndarray, np.ndarray]) -> None:
    tree, n, d = case
    tray = Tray(tree, (2019,), Placement())
    tray.put(INCIDENCE.numerator, 2019, n, "state")
    assert INCIDENCE.denominator
    tray.put(INCIDENCE.denominator, 2019, d, "state")
    pairs = pair_up(tray, total_quantities(tray), INCIDENCE)
    for position in range(len(tree)):
        both = [i for i in _units_under(tree, position) if not math.isnan(n[i]) and not math.isnan(d[i])]
        assert pairs.reported[0, position] == len(both)
        if both:
            assert pairs.numerator[0, position] == sum(n[i] for i in both)
            assert pairs.denominator[0, position] == sum(d[i] for i in both)
        else:
            assert math.isnan(pairs.numerator[0, position])


@given(trees(), st.integers(0, 10**6))
@settings(deadline=None, max_examples=30)
def test_what_lies_under_a_region(tree: RegionTree, seed: int) -> None:
    position = seed % len(tree)
    under = tree.under(tree.codes[position], tree.order)
    assert under.tolist() == [position in tree.ancestors(i) for i in range(len(tree))]


def _county() -> RegionTree:
    rows = [("C", None, 3), ("T1", "C", 4), ("T2", "C", 4), ("V1", "T1", 5), ("V2", "T1", 5), ("V3", "T2", 5)]
    return plant([Region(code, parent, level, code, code) for code, parent, level in rows])


def test_a_stated_figure_takes_the_place_of_the_sum() -> None:
    tree = _county()
    own = np.array([[math.nan, 50.0, math.nan, 10.0, math.nan, 5.0]])
    total, reported = tree.roll_up(own, stated=True)
    assert total.tolist() == [[55.0, 50.0, 5.0, 10.0, pytest.approx(math.nan, nan_ok=True), 5.0]]
    assert reported.tolist() == [[3, 2, 1, 1, 0, 1]]
    added, _ = tree.roll_up(own)
    assert added[0, :2].tolist() == [65.0, 60.0]


def test_a_rate_stated_above_stands_with_its_own_pair() -> None:
    tree = _county()
    tray = Tray(tree, (2019,), Placement())
    tray.put("poor_person_count", 2019, np.array([math.nan, 30.0, math.nan, 1.0, 1.0, 4.0]), "state")
    tray.put("rural_population_count", 2019, np.array([math.nan, 300.0, math.nan, 90.0, math.nan, 100.0]), "state")
    pairs = pair_up(tray, total_quantities(tray), INCIDENCE)
    assert pairs.numerator[0, :4].tolist() == [5.0, 30.0, 4.0, 1.0]
    assert pairs.denominator[0, :4].tolist() == [190.0, 300.0, 100.0, 90.0]


def test_a_split_region_is_shared_out_and_an_heir_only_adds() -> None:
    tree = _county()
    placement = Placement({"OLD": (("V1", 0.25), ("V3", 0.75))}, {"GONE": "T1"})
    tray = Tray(tree, (2018, 2019), placement)
    frame = pd.DataFrame(
        {"region_code": ["OLD", "V1", "GONE", "LOST"], "stat_year": [2018] * 4, "n": [100.0, 1.0, 7.0, 9.0]}
    )
    tray.lay(frame, ["n"], absent=0)
    total, _ = tree.roll_up(tray.take("n", 2018)[None, :])
    assert total[0].tolist() == [108.0, 33.0, 75.0, 26.0, 0.0, 75.0]
    assert tray.take("n", 2019) is None, "a year without rows is not known"
    assert tray.unplaced == {"LOST"}
    tray.lay(frame, {"n": "stated"}, combine="state")
    stated = tray.take("stated", 2018)
    assert stated is not None
    assert math.isnan(stated[1]), "an heir does not state the figure of the whole township"


def test_small_counts_of_health_are_hidden_with_what_would_give_them_away() -> None:
    tree = _county()  # C T1 T2 V1 V2 V3
    totals = {
        "health_person_count.02": np.array([[9.0, 9.0, 3.0, 9.0, 20.0, 0.0]]),
        "health_person_count.03": np.array([[9.0, 3.0, 3.0, 2.0, 6.0, 0.0]]),
        "health_person_count.04": np.array([[9.0, 3.0, 3.0, 7.0, 7.0, 0.0]]),
        "cause_household_count.01": np.array([[1.0, 1.0, 0.0, 1.0, 0.0, 0.0]]),
        "cause_person_count.01": np.array([[1.0, 6.0, 0.0, 6.0, 0.0, 0.0]]),
        "village_count": np.array([[3.0, 2.0, 1.0, 1.0, 1.0, 1.0]]),
    }
    withhold_small(totals, tree)
    hidden = {name: np.flatnonzero(np.isinf(figures[0])).tolist() for name, figures in totals.items()}
    assert hidden["health_person_count.03"] == [3, 4], "the other village, else the township gives it away"
    assert hidden["health_person_count.04"] == [3, 4], "a second item, the smaller one, else the sum gives it away"
    assert hidden["health_person_count.02"] == []
    assert hidden["cause_household_count.01"] == [3, 4], "a village of none, else the township gives it away"
    assert hidden["cause_person_count.01"] == [3, 4], "six persons of one hidden household"
    assert hidden["village_count"] == []
    assert all(name in SENSITIVE for name in totals if name != "village_count")


def test_errors_of_the_tree() -> None:
    tree = _county()
    with pytest.raises(UnknownRegionError, match="no region"):
        tree.at("V9")
    with pytest.raises(UnknownRegionError):
        tree.villages("")
    assert [tree.codes[i] for i in tree.villages("T1")] == ["V1", "V2"]
    assert issubclass(ReleaseError, Exception)


def test_a_division_leaves_whole_numbers_whole_and_a_part_under_its_whole() -> None:
    for shares in ([0.25, 0.75], [0.5, 0.5], [0.2, 0.3, 0.5], [1 / 3, 1 / 3, 1 / 3]):
        before = [0.0] * len(shares)
        for total in range(60):
            parts = shared_out(float(total), shares)
            assert sum(parts) == total
            assert all(part.is_integer() for part in parts)
            assert all(abs(part - total * share) < len(shares) for part, share in zip(parts, shares, strict=True))
            assert all(old <= new for old, new in zip(before, parts, strict=True)), (shares, total)
            before = parts
    assert shared_out(1.5, [0.5, 0.5]) == [0.75, 0.75]
