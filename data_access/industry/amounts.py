"""Amounts of a release as they are shown side by side: of the year, and summed since the first year known."""

import math
from dataclasses import dataclass

from data_access.release import Release


@dataclass(frozen=True, slots=True)
class Amount:
    """One sum of money or work of a region: of the year, and of all years from `since` to `until`; NaN where not known.

    The two are never to be mixed, nor ranked against each other. `since` is the first year with more than nothing,
    `until` the last that was told of, which may be before the year asked for.
    """

    annual: float
    cumulative: float
    since: int | None
    until: int | None


def amount(release: Release, name: str, code: str, period: int) -> Amount:
    """The quantity `name` of a region in `period` and up to it; raises UnknownRegionError, UnknownPeriodError."""
    annual = release.quantity(name, code, period)
    told = [(p, v) for p in release.periods if p <= period and not math.isnan(v := release.quantity(name, code, p))]
    first = next((p for p, v in told if v > 0), None)
    if first is None and math.isnan(annual):  # nothing before, and this year not told of, is no total of nothing
        return Amount(annual, math.nan, None, None)
    return Amount(annual, math.fsum(v for _, v in told), first, told[-1][0])


def ratio(numerator: float, denominator: float, scale: float = 1.0) -> float:
    """scale x numerator / denominator; NaN where one is not known or there is nothing to divide by."""
    return scale * numerator / denominator if denominator > 0 else math.nan
