"""All indicators of a handful of regions at once, as columns: what one map of the wall needs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data_access.indicators import Indicator
from data_access.release import Release


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """One indicator of several regions, in their order; None = missing, withheld, or not offered at that level.

    `withheld` holds the positions whose value is known and not shown.
    """

    values: list[float | None]
    numerators: list[float | None]
    denominators: list[float | None]
    withheld: list[int]


def value_columns(release: Release, codes: Sequence[str], period: int) -> dict[str, ValueColumn]:
    """Each indicator of the release that any of the regions `codes` has in `period`, by indicator code.

    Raises UnknownRegionError, UnknownPeriodError. Source: the release's pairs; rates are computed here, last.
    """
    at = np.array([release.tree.at(code) for code in codes], dtype=np.int64)
    row = release.period_row(period)
    levels = release.tree.level[at]
    return {
        indicator.code: column
        for indicator in release.indicators.values()
        if (column := _column(release, indicator, at, row, levels)) is not None
    }


def _column(release: Release, indicator: Indicator, at: np.ndarray, row: int, levels: np.ndarray) -> ValueColumn | None:
    pairs = release.pairs(indicator)
    n, d = pairs.numerator[row, at], pairs.denominator[row, at]
    offered = levels <= indicator.lowest_level
    withheld = np.isinf(n) | np.isinf(d)
    known = offered & ~withheld & ~np.isnan(n)
    value = indicator.scale * n
    if indicator.denominator is not None:
        known &= ~np.isnan(d) & (d != 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = value / d
    if not known.any() and not withheld.any():
        return None
    return ValueColumn(
        values=_plain(value, known, indicator.decimals + 1),
        numerators=_plain(n, known, 2),
        denominators=_plain(d, known & ~np.isnan(d), 2),
        withheld=np.flatnonzero(withheld & offered).tolist(),
    )


def _plain(figures: np.ndarray, known: np.ndarray, places: int) -> list[float | None]:
    """Python numbers, whole ones as int so that they are short on the wire; None where not known."""
    found: list[float | None] = []
    for figure, is_known in zip(np.round(figures, places).tolist(), known.tolist(), strict=True):
        found.append(None if not is_known else int(figure) if figure == int(figure) else figure)
    return found
