"""What a release tells of at all, and what it tells of one region."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data_access.release.pairs import Floats


@dataclass(frozen=True, slots=True)
class Told:
    """What a release tells of at all. Looked for when it is made: a reader would go through all of its figures.

    periods  indicator -> the periods in which any region has a value
    breaks   indicator -> level -> bounds of its classes there, where they are not those of the indicator
    kinds    the kinds of industry that are anywhere
    """

    periods: Mapping[str, tuple[int, ...]]
    breaks: Mapping[str, Mapping[int, tuple[float, ...]]]
    kinds: frozenset[str]


class OfOne(Mapping[str, float]):
    """The quantities of one region and period: what is mapped from a file is touched only where it is asked for."""

    def __init__(self, quantities: Mapping[str, Floats], row: int, position: int) -> None:
        self._quantities, self._row, self._position = quantities, row, position

    def __getitem__(self, name: str) -> float:
        value = float(self._quantities[name][self._row, self._position])
        if not math.isfinite(value):
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._quantities if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
