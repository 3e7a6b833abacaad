"""Nothing that is withheld of a year comes back by holding the tree of the year against those of other times.

The oracle knows of each region of any tree which villages of the year it is made of, and solves the sums.
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data_access.history import counting_tree
from data_access.quantities import Tray
from data_access.region_changes import Change
from data_access.release.carried import with_years
from data_access.release.pairs import total_quantities, withhold_small
from data_access.release.placement import place_ended, place_in_past
from data_access.sheets import draw_history
from data_access.tree import RegionTree
from data_access.tree_growth import grow_tree
from tests.history_county import CHANGES, YEARS, rows, stood

NAME = "monitoring_open_person_count"
DAY = date(2020, 6, 30)
UNSAID = ("short_name_zh", "name_en", "region_kind_code", "is_registered_poor", "is_deeply_poor", "exited_year",
          "longitude", "latitude")  # fmt: skip
Floats = np.typing.NDArray[np.float64]

TODAY_OF = {"A1": "A", "A2": "A", "A4": "B5", "D1": "E1", "D2": "E2"}
"""Villages that went whole; B1 was split."""


def laid(figures: dict[tuple[int, str], float]) -> tuple[Tray, dict[str, Floats]]:
    """The tray of the county on which persons of villages and years are laid, and the totals that a release shows."""
    regions = pd.DataFrame(rows()["region"])
    for column in UNSAID:
        regions[column] = None
    for column in ("valid_from", "valid_to"):
        regions[column] = pd.to_datetime(regions[column])
    changes = [Change(a, b, on, kind, count) for a, b, on, kind, count in CHANGES]
    tree = grow_tree(regions, DAY)
    history = draw_history(regions, changes, tree, YEARS, DAY)
    wide, trees = counting_tree(tree, history)
    placement = place_in_past(place_ended(regions, changes, tree), regions, history, trees)
    tray = Tray(wide, YEARS, placement)
    tray.tree = with_years(tray, tree, history, trees)
    frame = pd.DataFrame([(c, y, n) for (y, c), n in figures.items()], columns=["region_code", "stat_year", NAME])
    tray.lay(frame, [NAME], absent=0)
    totals = total_quantities(tray)
    withhold_small(totals, tray.tree)
    return tray, totals


def made_of(year: int, tree: RegionTree, place: int) -> set[str] | None:
    """The villages of `year` that a region of any tree is made of; None where it holds part of one."""
    code = tree.codes[place]
    if not tree.is_unit[place]:
        below = [made_of(year, tree, child) for child in tree.children_of[code]]
        if any(each is None for each in below):
            split = [tree.codes[c] for c, each in zip(tree.children_of[code], below, strict=True) if each is None]
            if sorted(split) != ["B2", "B3"]:
                return None
            below = [each for each in below if each is not None] + [{"B1"}]
        return set().union(*(each for each in below if each is not None))
    of_year = set(stood(year))
    if code in of_year:
        return {code}
    if code in ("B2", "B3"):
        return None
    return {old for old, new in TODAY_OF.items() if new == code and old in of_year}


def exposed(tray: Tray, shown: Floats, year: int) -> list[str]:
    """Villages of the year whose withheld figure is the only solution of all sums that are shown."""
    times = [(period, then) for period, then in zip(YEARS, tray.tree.then, strict=True) if then is not None]
    trees = [tray.tree, *(then.tree for period, then in times if period >= year)]
    here = next((then.tree for period, then in times if period == year), tray.tree)
    villages = stood(year)
    hidden = [code for code in villages if np.isinf(shown[here.index[code]])]
    equations: list[list[float]] = []
    for tree in trees:
        for place in tree.index.values():
            parts = made_of(year, tree, place)
            if parts is None:
                if np.isfinite(shown[place]) and tree.is_unit[place]:
                    parts = {"B1"}  # a known share of it
                else:
                    continue
            if np.isfinite(shown[place]):
                equations.append([float(code in parts) for code in hidden])
    if not hidden:
        return []
    matrix = np.array(equations)
    rank = np.linalg.matrix_rank(matrix)
    return [
        code for at, code in enumerate(hidden)
        if np.linalg.matrix_rank(np.vstack([matrix, np.eye(len(hidden))[at]])) == rank
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(15))
def test_no_withheld_figure_is_the_difference_of_two_trees(seed: int) -> None:
    random = np.random.default_rng(seed)
    figures = {(year, code): float(random.choice([0, 1, 2, 3, 4, 6, 9, 20])) for year in YEARS for code in stood(year)}
    tray, totals = laid(figures)
    for row, year in enumerate(YEARS):
        here = tray.tree.then[row]
        index = tray.tree.index if here is None else here.tree.index
        for code in stood(year):
            if 1 <= figures[year, code] <= 4:
                assert np.isinf(totals[NAME][row, index[code]]), (year, code)
        assert exposed(tray, totals[NAME][row], year) == [], year


def test_the_difference_would_give_it_back_without_care() -> None:
    """The oracle bites: today's sum of the township beside that of then tells of the one village that moved."""
    figures = {(2016, code): 20.0 for code in stood(2016)} | {(2016, "A4"): 3.0, (2016, "A3"): 2.0}
    tray, totals = laid(figures)
    then = tray.tree.then[0]
    assert then is not None
    place = tray.tree.index["T1"]
    assert np.isinf(totals[NAME][0, place])
    totals[NAME][0, place] = 42.0  # A1 + A2 + A3
    assert exposed(tray, totals[NAME][0], 2016) == ["A3", "A4"]


def test_what_nothing_hides_is_carried_in_full() -> None:
    figures = {(year, code): 20.0 for year in YEARS for code in stood(year)}
    _, totals = laid(figures)
    assert not np.isinf(totals[NAME]).any()


def test_the_whole_is_told_whatever_is_withheld_below() -> None:
    figures = {(year, code): 20.0 for year in YEARS for code in stood(year)} | {(2016, "A4"): 3.0, (2016, "D1"): 1.0}
    tray, totals = laid(figures)
    index = tray.tree.index
    assert totals[NAME][0, index["C"]] == sum(figures[2016, code] for code in stood(2016))
    assert totals[NAME][0, index["T4"]] == 21, "only its code is new"
    assert np.isinf(totals[NAME][0, index["E1"]])
