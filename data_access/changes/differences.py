"""How an indicator changed in each region of a map, and the classes by which the differences are painted."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data_access.changes.baseline import Baseline
from data_access.indicators import Indicator
from data_access.rankings.standings import figures_of
from data_access.release import Region, Release
from data_access.values import OK


@dataclass(frozen=True, slots=True)
class Differences:
    """The differences of regions, in their order.

    values   later less earlier, both as they are shown; NaN where `states` is not "ok"
    states   of the later side first, then of the earlier; "missing" also of a region that the earlier side has not
    bounds   lower bounds of the classes, ascending: strongly down, down, unchanged, up, strongly up; or just down,
             unchanged, up where no difference is large
    """

    values: tuple[float, ...]
    states: tuple[str, ...]
    bounds: tuple[float, ...]

    def counts(self) -> tuple[int, int, int, int]:
        """How many regions rose, fell, stayed, and are not told of on both sides."""
        known = Counter(0 if value == 0 else math.copysign(1, value) for value in self.values if not math.isnan(value))
        silent = sum(map(math.isnan, self.values))
        return known[1], known[-1], known[0], silent


def differences(
    release: Release, before: Baseline, indicator_code: str, regions: Sequence[Region], period: int
) -> Differences:
    """The change of one indicator in `regions` from the baseline to `period`.

    Raises UnknownIndicatorError, UnknownPeriodError. Source: the pairs of both sides.
    """
    indicator = release.indicator(indicator_code)
    now = figures_of(release, indicator, regions, period)
    if indicator_code not in before.release.indicators:
        return Differences((math.nan,) * len(regions), ("missing",) * len(regions), _bounds([], indicator))
    then = figures_of(before.release, indicator, regions, before.period)
    values = [_rounded(a - b, indicator) for a, b in zip(now["shown"], then["shown"], strict=True)]
    states = [str(a) if a != OK else str(b) for a, b in zip(now["state"], then["state"], strict=True)]
    return Differences(tuple(values), tuple(states), _bounds(values, indicator))


def _rounded(value: float, indicator: Indicator) -> float:
    return value if math.isnan(value) else float(f"{value:.{indicator.decimals}f}")


def _bounds(values: Sequence[float], indicator: Indicator) -> tuple[float, ...]:
    """Two thirds of all differences are small ones; the bound between small and large has two digits, and is never
    less than two of the smallest steps that are shown."""
    step = 10.0**-indicator.decimals
    sizes = sorted(abs(value) for value in values if not math.isnan(value) and value)
    large = _two_digits(sizes[(2 * len(sizes)) // 3]) if sizes else 0.0
    lowest = -(max(sizes, default=0.0) + step)
    bounds = (lowest, 0.0, step) if large < 2 * step else (lowest, step - large, 0.0, step, large)
    return tuple(_rounded(bound, indicator) for bound in bounds)


def _two_digits(value: float) -> float:
    """The value with its first two digits alone, the others cut off."""
    place = 10.0 ** (math.floor(math.log10(value)) - 1)
    return math.floor(value / place + 1e-9) * place
