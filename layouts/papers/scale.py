"""How figures become lengths: from which to which, and where the lines across a chart stand."""

import math
from collections.abc import Sequence
from typing import NamedTuple


class Scale(NamedTuple):
    """From `low` to `high`, with `marks` in even steps and as many decimals as these need."""

    low: float
    high: float
    marks: tuple[float, ...]
    decimals: int

    def part(self, value: float) -> float:
        """Where a value stands between the lowest (0) and the highest (1)."""
        return (value - self.low) / (self.high - self.low)


def scale_of(values: Sequence[float], *, from_zero: bool = True, steps: int = 4) -> Scale:
    """A scale for the values, ending at round figures; `from_zero` also where all are far from it."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero or low - (high - low) * 2 <= 0 <= low:
        low = min(0.0, low)
    if from_zero or high <= 0 <= high + (high - low) * 2:
        high = max(0.0, high)
    if high - low <= abs(high) * 1e-9:
        low, high = (min(0.0, low), max(0.0, high)) if high else (0.0, 1.0)
    step = _round_step((high - low) / steps)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    marks = tuple(number * step for number in range(first, last + 1))
    return Scale(marks[0], marks[-1], marks, max(0, -math.floor(math.log10(step) + 1e-9)))


def _round_step(rough: float) -> float:
    """The next of 1, 2, 5 and 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(part * power for part in (1.0, 2.0, 5.0, 10.0) if rough <= part * power * (1 + 1e-9))
