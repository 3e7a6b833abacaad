"""All indicators of a handful of regions at once, as columns: what one map of the wall needs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data_access.indicators import Indicator
from data_access.release import Release
from data_access.values import NONE, OK, WITHHELD, Floats, Measured, measured


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
    found = {i.code: (i, measured(release, i, at, row)) for i in release.indicators.values()}
    return {code: _column(i, m) for code, (i, m) in found.items() if np.isin(m.state, (OK, NONE, WITHHELD)).any()}


def _column(indicator: Indicator, found: Measured) -> ValueColumn:
    return ValueColumn(
        values=_plain(found.value, indicator.decimals + 1),
        numerators=_plain(found.numerator, 2),
        denominators=_plain(found.denominator, 2),
        withheld=np.flatnonzero(found.state == WITHHELD).tolist(),
    )


def _plain(figures: Floats, places: int) -> list[float | None]:
    """Python numbers, whole ones as int so that they are short on the wire; None where not known."""
    return [
        None if math.isnan(figure) else int(figure) if figure == int(figure) else figure
        for figure in np.round(figures, places).tolist()
    ]
