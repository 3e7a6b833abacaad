"""Clauses of a paragraph: a sentence of the message catalogue and the figures that fill it, not yet written."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a figure is written: a whole count, a share in percent, yuan, or words as they are."""

    COUNT = "count"
    SHARE = "share"
    YUAN = "yuan"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `decimals` of a share. NaN = not known, and then nothing is said of it."""

    value: float | str
    kind: Kind = Kind.COUNT
    decimals: int = 0

    @property
    def is_known(self) -> bool:
        """Whether there is anything to write."""
        return isinstance(self.value, str) or math.isfinite(self.value)


Filling = Figure | tuple["Clause", ...]
"""What stands in a place of a sentence: a figure, or clauses one after the other."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The sentence `paragraph.KEY` with what fills its places."""

    key: str
    filling: tuple[tuple[str, Filling], ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether every figure in it is known."""
        return all(
            bool(one) and all(part.is_known for part in one) if isinstance(one, tuple) else one.is_known
            for _, one in self.filling
        )


def clause(key: str, **filling: float | str | Filling) -> Clause:
    """A clause; bare numbers are counts and bare strings words."""
    return Clause(key, tuple((name, _figure(value)) for name, value in filling.items()))


def known(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """The clauses of which every figure is known, in their order."""
    return tuple(one for one in clauses if one.is_known)


def share(part: float, whole: float, decimals: int = 1) -> Figure:
    """What part of the whole, in percent; not known where either is not, or there is no whole."""
    is_told = math.isfinite(part) and math.isfinite(whole) and whole > 0
    return Figure(100 * part / whole if is_told else math.nan, Kind.SHARE, decimals)


def rate(percent: float, decimals: int = 1) -> Figure:
    """A share that is in percent already."""
    return Figure(percent, Kind.SHARE, decimals)


def yuan(amount: float) -> Figure:
    """An amount of money."""
    return Figure(amount, Kind.YUAN)


def _figure(value: float | str | Filling) -> Filling:
    if isinstance(value, Figure | tuple):
        return value
    return Figure(value, Kind.WORDS if isinstance(value, str) else Kind.COUNT)
