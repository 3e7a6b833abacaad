"""All indicators of a handful of regions at once, as columns: what one map of the wall needs."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from data_access.indicators import Indicator
from data_access.release import Release
from data_access.values import MISSING, OK, Floats, Measured, class_breaks, measured

_TOLD_BY_FIGURES: Final = frozenset({OK, MISSING})


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """One indicator of several regions, in their order; None = missing, withheld, or not offered at that level.

    `absent` says why others than the unreported have none: state ("none", "withheld", "not_offered") -> positions.
    """

    values: list[float | None]
    numerators: list[float | None]
    denominators: list[float | None]
    absent: dict[str, list[int]]


def value_columns(release: Release, codes: Sequence[str], period: int) -> dict[str, ValueColumn]:
    """Each indicator of the release that any of the regions `codes` has in `period`, by indicator code.

    Raises UnknownRegionError, UnknownPeriodError. Source: the release's pairs; rates are computed here, last.
    """
    at = np.array([release.tree.at(code) for code in codes], dtype=np.int64)
    row = release.period_row(period)
    level = Counter(release.tree.level[at].tolist()).most_common(1)[0][0]
    columns = {}
    for indicator in release.indicators.values():
        found = measured(release, indicator, at, row)
        if (found.state != MISSING).any():
            breaks = class_breaks(release, indicator.code, level)
            columns[indicator.code] = _column(indicator, found, breaks)
    return columns


def value_column(release: Release, indicator_code: str, codes: Sequence[str], period: int) -> ValueColumn:
    """One indicator of the regions `codes` in `period`, known or not: of thousands of regions one is asked at a time.

    Raises UnknownIndicatorError, UnknownRegionError, UnknownPeriodError. Source: as `value_columns`.
    """
    at = np.array([release.tree.at(code) for code in codes], dtype=np.int64)
    indicator = release.indicator(indicator_code)
    found = measured(release, indicator, at, release.period_row(period))
    level = Counter(release.tree.level[at].tolist()).most_common(1)[0][0]
    return _column(indicator, found, class_breaks(release, indicator.code, level))


def _column(indicator: Indicator, found: Measured, breaks: Sequence[float]) -> ValueColumn:
    return ValueColumn(
        values=[_as_shown(value, indicator.decimals, breaks) for value in found.value.tolist()],
        numerators=_plain(found.numerator, 2),
        denominators=_plain(found.denominator, 2),
        absent=_absent(found.state.tolist()),
    )


def _absent(states: Sequence[str]) -> dict[str, list[int]]:
    """Where each state is that the figures themselves do not tell."""
    told: dict[str, list[int]] = {}
    for i, state in enumerate(states):
        if state not in _TOLD_BY_FIGURES:
            told.setdefault(state, []).append(i)
    return told


def _as_shown(value: float, decimals: int, breaks: Sequence[float]) -> float | None:
    """The value with the decimals that it is shown with; with more where rounding would move it to another class.

    Rounded once and here: a value rounded twice can end differently on the map and in the sentence.
    """
    if math.isnan(value):
        return None
    shown = float(f"{value:.{decimals}f}")
    if bisect_right(breaks, shown) != bisect_right(breaks, value):
        shown = float(f"{value:.{decimals + 5}f}")
    return int(shown) if shown == int(shown) else shown


def _plain(figures: Floats, places: int) -> list[float | None]:
    """Python numbers, whole ones as int so that they are short on the wire; None where not known."""
    return [
        None if math.isnan(figure) else int(figure) if figure == int(figure) else figure
        for figure in np.round(figures, places).tolist()
    ]
