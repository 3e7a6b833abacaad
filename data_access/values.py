"""Values of indicators: for the regions under one, for its villages, and for one region; rates come last, from sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.indicators import Indicator
from data_access.release import Release
from data_access.release.mapped import let_go

Floats = NDArray[np.float64]

OK: Final = "ok"
MISSING: Final = "missing"
NONE: Final = "none"
WITHHELD: Final = "withheld"
NOT_OFFERED: Final = "not_offered"
_STATE: Final = "U11"
"""The type of an array of these, as long as the longest of them."""

MANY: Final = 4096
"""Regions whose figures are not kept at hand: the values of a region lie together, so that one indicator of all
villages of a province is looked for in seventy megabytes of a file."""

COLUMNS: Final = (
    "code", "name", "level", "numerator", "denominator", "value", "reported", "expected", "state",
)  # fmt: skip


def values_by_region(
    release: Release, indicator_code: str, parent_code: str, period: int, *, lang: str = "zh"
) -> pd.DataFrame:
    """One indicator for each region directly under `parent_code`.

    Returns one row a region, ordered by code: code, name (str), level (int64), numerator, denominator, value (float64,
    in the indicator's unit), reported and expected (int64: units under the region that report, of how many), state:
      ok           the value is there
      missing      not reported (value NaN)
      none         reported, and there is nothing to measure: the denominator is 0 (value NaN)
      withheld     known, and not shown for privacy (all figures NaN)
      not_offered  the indicator does not go down to this level (all figures NaN)
    The denominator is NaN for an amount. Raises UnknownIndicatorError, UnknownRegionError, UnknownPeriodError.
    Source: the release's pairs, numerator and denominator summed over the units that know both.
    """
    release.tree.at(parent_code)
    children = release.tree.children_of.get(parent_code, ())
    return _table(release, release.indicator(indicator_code), children, period, lang)


def values_by_village(
    release: Release, indicator_code: str, code: str, period: int, *, lang: str = "zh"
) -> pd.DataFrame:
    """One indicator for each village under the region `code`, itself included when it is one.

    Columns, order, NaN and errors as `values_by_region`.
    """
    return _table(release, release.indicator(indicator_code), release.tree.villages(code), period, lang)


def value_of(release: Release, indicator_code: str, code: str, period: int, *, lang: str = "zh") -> pd.DataFrame:
    """One indicator for the region `code` itself: one row; columns, NaN and errors as `values_by_region`."""
    return _table(release, release.indicator(indicator_code), (release.tree.at(code),), period, lang)


def class_breaks(release: Release, indicator_code: str, level: int) -> tuple[float, ...]:
    """Lower bounds of the colour classes for regions of one level.

    A rate has the bounds of the catalogue at every level. An amount grows with the region, so above the lowest level
    its bounds are fifths of the level's own values over all periods, at two significant digits. Counted with the
    release. Raises UnknownIndicatorError.
    """
    return release.breaks(indicator_code, level)


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator of some regions in one period, figures in their order; NaN where `state` is not "ok"."""

    numerator: Floats
    denominator: Floats
    value: Floats
    state: NDArray[np.str_]


def measured(release: Release, indicator: Indicator, at: NDArray[np.int64], row: int) -> Measured:
    """Compute one indicator for the regions at the positions `at` of the tree, in the period of `row`.

    The rate comes last, from the sums; states as in `values_by_region`. Numerator and denominator stay where only the
    rate has nothing to measure.
    """
    pair = release.pairs(indicator)
    n, d = pair.numerator[row, at], pair.denominator[row, at]
    if len(at) >= MANY:
        let_go(pair.numerator)
    too_low = release.tree.told_level[at] > indicator.lowest_level
    withheld = (np.isinf(n) | np.isinf(d)) & ~too_low
    hidden = too_low | withheld
    n, d = np.where(hidden, np.nan, n), np.where(hidden, np.nan, d)
    if indicator.denominator is None:
        value = n * indicator.scale
        nothing = np.zeros(len(at), dtype=np.bool_)
    else:
        nothing = (d == 0) & ~np.isnan(n)
        value = np.divide(n * indicator.scale, d, out=np.full(len(at), np.nan), where=(d != 0) & ~np.isnan(d))
    # one after the other, the strongest last: np.select takes as long for six regions as all the rest
    state = np.full(len(at), OK, dtype=_STATE)
    for name, holds in ((MISSING, np.isnan(value)), (NONE, nothing), (WITHHELD, withheld), (NOT_OFFERED, too_low)):
        state[holds] = name
    return Measured(n, d, value, state)


def _table(release: Release, indicator: Indicator, positions: Sequence[int], period: int, lang: str) -> pd.DataFrame:
    row = release.period_row(period)
    at = np.array(positions, dtype=np.int64)
    regions = [release.tree.regions[i] for i in positions]
    reported = release.pairs(indicator).reported[row, at]  # before what lies beside it may be let go
    found = measured(release, indicator, at, row)
    hidden = (found.state == NOT_OFFERED) | (found.state == WITHHELD)
    return pd.DataFrame(
        {
            "code": [region.code for region in regions],
            "name": [region.name(lang) for region in regions],
            "level": release.tree.level[at],
            "numerator": found.numerator,
            "denominator": found.denominator,
            "value": found.value,
            "reported": np.where(hidden, 0, reported).astype(np.int64),
            "expected": release.tree.expected[at],
            "state": pd.array(found.state, dtype="str"),
        },
        columns=list(COLUMNS),
    )
