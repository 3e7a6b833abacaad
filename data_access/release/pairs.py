"""From counted figures to what a release holds: totals of all regions, pairs of all indicators, small cells hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.indicators import Indicator
from data_access.quantities import Tray
from data_access.tree import TOWNSHIP_LEVEL, RegionTree

Floats = NDArray[np.float64]

WITHHELD: Final = np.inf
"""What stands in a release for a count that is known and not shown; it is read as NaN and state "withheld"."""

SMALL: Final = 4
"""Counts from 1 to this are not shown below township when they tell of health."""

GROUPS: Final = (
    ("health_person_count.02", "health_person_count.03", "health_person_count.04"),
    ("cause_household_count.01", "cause_household_count.02", "cause_person_count.01", "cause_person_count.02"),
    ("ill_person_count",),
)
"""Counts that tell of health, by group: what is hidden of one follows from what is hidden of the others."""

SENSITIVE: Final = frozenset(name for group in GROUPS for name in group)
PASSES: Final = 10
"""Most rounds of hiding what would give away what is hidden."""


@dataclass(frozen=True)
class Pairs:
    """Numerator, denominator and number of reporting units of one indicator, periods x regions."""

    numerator: Floats
    denominator: Floats
    reported: NDArray[np.int64]


def total_quantities(tray: Tray) -> dict[str, Floats]:
    """Every quantity of every region and period, summed upward (periods x regions, NaN = not known)."""
    totals: dict[str, Floats] = {}
    for name in tray.cells:
        own = own_figures(tray, name)
        if tray.combine[name] == "fixed":
            totals[name] = own
        else:
            totals[name], _ = tray.tree.roll_up(own, stated=tray.combine[name] == "state")
    return totals


def own_figures(tray: Tray, name: str) -> Floats:
    """The figures of one quantity before they are summed, periods x regions."""
    own = np.full((len(tray.periods), len(tray.tree)), np.nan)
    for row, period in enumerate(tray.periods):
        figures = tray.take(name, period)
        if figures is not None:
            own[row] = figures
    return own


def pair_up(tray: Tray, totals: Mapping[str, Floats], indicator: Indicator) -> Pairs:
    """The pairs of one indicator: summed over the units that know both numerator and denominator, never over others.

    Where a region above the units states a figure itself, its own pair stands there.
    """
    tree = tray.tree
    name, base = indicator.numerator, indicator.denominator
    names = [n for n in (name, base) if n]
    blank = np.full((len(tray.periods), len(tree)), np.nan)
    if any(n not in tray.cells for n in names):
        return Pairs(blank, blank, np.zeros(blank.shape, dtype=np.int64))
    combine = [tray.combine[n] for n in names]
    if "fixed" in combine:
        n = totals[name]
        d = totals[base] if base else blank
        known = ~np.isnan(n) & (~np.isnan(d) if base else True)
        return Pairs(n, d, np.where(known, tree.expected, 0))
    n_own = own_figures(tray, name)
    if base is None:
        n, reported = tree.roll_up(n_own, stated=combine[0] == "state")
        return Pairs(n, blank, reported)
    d_own = own_figures(tray, base)
    either = tree.is_unit & (np.isnan(n_own) | np.isnan(d_own))
    n, reported = tree.roll_up(np.where(either, np.nan, _added(n_own, tree.is_unit, combine[0])))
    d, _ = tree.roll_up(np.where(either, np.nan, _added(d_own, tree.is_unit, combine[1])))
    stated = np.zeros(n.shape, dtype=np.bool_)
    for own, how in ((n_own, combine[0]), (d_own, combine[1])):
        if how == "state":
            stated |= ~np.isnan(own) & ~tree.is_unit
    stated &= ~np.isnan(totals[name]) & ~np.isnan(totals[base])
    return Pairs(
        np.where(stated, totals[name], n),
        np.where(stated, totals[base], d),
        np.where(stated, tree.expected, reported),
    )


def _added(own: Floats, is_unit: NDArray[np.bool_], how: str) -> Floats:
    """What is added upward: figures of units, and of upper regions where these are rows of no one village."""
    return np.where(is_unit, own, np.nan) if how == "state" else own


def rise_in_income(tray: Tray) -> tuple[Floats, Floats]:
    """Per-capita income less that of the year before, and that of the year before, at every region.

    Made of the villages that have data in both years, so that a new village is no growth.
    """
    rise = np.full((len(tray.periods), len(tray.tree)), np.nan)
    before = rise.copy()
    for row, period in enumerate(tray.periods):
        now_n, now_d = tray.take("net_income_yuan", period), tray.take("income_person_count", period)
        old_n, old_d = tray.take("net_income_yuan", period - 1), tray.take("income_person_count", period - 1)
        if now_n is None or now_d is None or old_n is None or old_d is None:
            continue
        four = np.array([now_n, now_d, old_n, old_d])
        four[:, np.isnan(four).any(axis=0)] = np.nan
        total, _ = tray.tree.roll_up(four)
        with np.errstate(divide="ignore", invalid="ignore"):
            after, old = total[0] / total[1], total[2] / total[3]
        usable = np.isfinite(after) & np.isfinite(old)
        before[row] = np.where(usable, old, np.nan)
        rise[row] = np.where(usable, after - old, np.nan)
    return rise, before


def withhold_small(totals: dict[str, Floats], tree: RegionTree) -> None:
    """Hide counts of 1 to 4 that tell of health in regions below the township, and what would give them away.

    Hidden with them: a second count of the same group and region, and a second region under the same parent, since the
    one alone could be had by subtraction; households where their persons are hidden, and the other way about.
    """
    below = tree.level > TOWNSHIP_LEVEL
    for group in GROUPS:
        names = [name for name in group if name in totals]
        if not names:
            continue
        block = np.array([totals[name] for name in names])
        hidden = (block >= 1) & (block <= SMALL) & below
        for _ in range(PASSES):
            before = int(hidden.sum())
            _hide_alike(names, hidden)
            _hide_second_item(names, block, hidden)
            _hide_second_region(block, hidden, tree, below)
            if int(hidden.sum()) == before:
                break
        for row, name in enumerate(names):
            totals[name] = np.where(hidden[row], WITHHELD, block[row])


def _hide_second_item(names: Sequence[str], block: Floats, hidden: NDArray[np.bool_]) -> None:
    """Where one item of a quantity alone is hidden, hide the smallest other one above 0 with it."""
    for quantity in {name.partition(".")[0] for name in names}:
        rows = [i for i, name in enumerate(names) if name.startswith(f"{quantity}.")]
        if len(rows) < 2:
            continue
        alone = hidden[rows].sum(axis=0) == 1
        others = np.where(hidden[rows] | ~(block[rows] > 0), np.inf, block[rows])
        there = alone & np.isfinite(others.min(axis=0))
        smallest = others.argmin(axis=0)
        for place, row in enumerate(rows):
            hidden[row] |= there & (smallest == place)


def _hide_second_region(block: Floats, hidden: NDArray[np.bool_], tree: RegionTree, below: NDArray[np.bool_]) -> None:
    """Where one region alone is hidden under its parent, hide the smallest other one above 0 with it."""
    for children in tree.children_of.values():
        here = np.array([i for i in children if below[i]], dtype=np.int64)
        if len(here) < 2:
            continue
        alone = hidden[:, :, here].sum(axis=2) == 1
        if alone.any():
            others = np.where(hidden[:, :, here] | ~(block[:, :, here] > 0), np.inf, block[:, :, here])
            smallest = here[others.argmin(axis=2)]
            row, period = np.nonzero(alone & np.isfinite(others.min(axis=2)))
            hidden[row, period, smallest[row, period]] = True


def _hide_alike(names: Sequence[str], hidden: NDArray[np.bool_]) -> None:
    """Hide households where their persons are hidden, and the other way about."""
    for item in {name.partition(".")[2] for name in names if name.startswith("cause_")}:
        rows = [i for i, name in enumerate(names) if name.endswith(f".{item}")]
        hidden[rows] |= hidden[rows].any(axis=0)


def withhold_pairs(pairs: Pairs, below_township: NDArray[np.bool_]) -> Pairs:
    """Hide every known pair of a sensitive indicator below the township."""
    hidden = below_township & ~np.isnan(pairs.numerator)
    return Pairs(
        np.where(hidden, WITHHELD, pairs.numerator), np.where(hidden, WITHHELD, pairs.denominator), pairs.reported
    )


def known_somewhere(figures: Sequence[Floats]) -> bool:
    """Any figure is known."""
    return any(bool((~np.isnan(f)).any()) for f in figures)
