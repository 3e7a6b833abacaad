"""From counted figures to what a release holds: totals of all regions, and pairs of all indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.indicators import Indicator
from data_access.quantities import Tray
from data_access.release.withholding import (
    IN_PART,
    SENSITIVE,
    SMALL,
    WITHHELD,
    close_year,
    hidden_entirely,
    hidden_in_part,
    withhold_small,
)

__all__ = [
    "SENSITIVE", "WITHHELD", "Pairs", "known_somewhere", "own_figures", "pair_up", "pairs_of_groups", "rise_in_income",
    "total_quantities", "withhold_pairs", "withhold_small",
]  # fmt: skip

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Numerator, denominator and number of reporting units of one indicator, periods x regions.

    `reported` are whole numbers, as float64 where they are read from a file: a copy of them all would not be shared
    between processes.
    """

    numerator: Floats
    denominator: Floats
    reported: NDArray[Any]


def total_quantities(tray: Tray) -> dict[str, Floats]:
    """Every quantity of every region and period, summed upward (periods x regions, NaN = not known)."""
    totals: dict[str, Floats] = {}
    for name in tray.cells:
        own = own_figures(tray, name)
        if tray.combine[name] == "fixed":
            totals[name] = own
        else:
            summed, _ = tray.tree.roll_up(own, stated=tray.combine[name] == "state")
            totals[name] = np.where(tray.over, np.nan, summed) if tray.tree.until else summed
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

    Where a region above the units states a figure itself, its own pair stands there. What must not be shown of a
    sensitive indicator is withheld.
    """
    pairs = _of_their_years(tray, _pair_up(tray, totals, indicator))
    return _withhold(tray, totals, indicator, pairs) if known_somewhere([pairs.numerator]) else pairs


def _pair_up(tray: Tray, totals: Mapping[str, Floats], indicator: Indicator) -> Pairs:
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


def _of_their_years(tray: Tray, pairs: Pairs) -> Pairs:
    """The same pairs, of regions of the past only up to their last year."""
    if not tray.tree.until:
        return pairs
    n, d = (np.where(tray.over, np.nan, figures) for figures in (pairs.numerator, pairs.denominator))
    return Pairs(n, d, np.where(tray.over, 0, pairs.reported))


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


def withhold_pairs(pairs: Pairs, hidden: NDArray[np.bool_]) -> Pairs:
    """Put `WITHHELD` in the place of every known pair of the regions (or periods x regions) `hidden`."""
    cells = hidden & ~np.isnan(pairs.numerator)
    n, d = (np.where(cells, WITHHELD, figures) for figures in (pairs.numerator, pairs.denominator))
    return Pairs(n, d, pairs.reported)


def pairs_of_groups(tray: Tray, indicator: Indicator, pairs: Pairs) -> Pairs:
    """The same pairs, those of groups made of their members': the sums of both, and nothing where one is withheld.

    A figure that no sum can give (a rise, or one that every region has for itself) stays as it was counted.
    """
    tree = tray.tree
    if not tree.groups:
        return pairs
    names = [name for name in (indicator.numerator, indicator.denominator) if name]
    if all(tray.combine.get(name, "fixed") != "fixed" for name in names):
        n, d = (tree.sum_groups(figures.copy()) for figures in (pairs.numerator, pairs.denominator))
        return Pairs(n, d, tree.sum_groups(pairs.reported.copy()))
    hidden = np.zeros(pairs.numerator.shape, dtype=np.bool_)
    for at in tree.group_places:
        members = list(tree.children_of[tree.codes[at]])
        hidden[:, at] = np.isinf(pairs.numerator[:, members]).any(axis=1)
    return withhold_pairs(pairs, hidden)


def _withhold(tray: Tray, totals: Mapping[str, Floats], indicator: Indicator, pairs: Pairs) -> Pairs:
    """Hide what the quantities behind a pair hide, and what would give one back by subtraction."""
    tree = tray.tree
    n, d = totals[indicator.numerator], totals[indicator.denominator] if indicator.denominator else None
    if indicator.is_sensitive:
        hidden = hidden_entirely(n, d, tree)
    elif indicator.numerator in IN_PART:
        hidden = hidden_in_part(n, d, tree)
    else:
        return pairs
    # A village that knows one of the two alone stands in the totals and not in the pairs, and may be what hid another.
    any_size = np.where(np.isnan(pairs.numerator), np.nan, SMALL + 1.0)
    cells = [close_year(row, any_size[year], tree, year) for year, row in enumerate(hidden)]
    return withhold_pairs(pairs, np.array(cells))


def known_somewhere(figures: Sequence[Floats]) -> bool:
    """Any figure is known."""
    return any(bool((~np.isnan(f)).any()) for f in figures)
