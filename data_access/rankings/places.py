"""Places from values: equal ones share a place (1, 2, 2, 4), and what is not known has none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from data_access.release import Region, Release


@dataclass(frozen=True, slots=True)
class Margin:
    """How little separates a region from the one that stands just above it.

    count   so many of `unit`, counted otherwise in one of the two, would make them equal or swap them
    unit    of the quantity that is counted: "household", "person", "village" ...
    above   the name of the region above
    """

    count: int
    unit: str
    above: str


@dataclass(frozen=True, slots=True)
class Place:
    """One region of a ranking.

    rank       1 is the best; regions that are equal as they are shown share it; None = no value, no place
    is_shared  another region has the same rank
    value      as it is shown; NaN where `state` is not "ok" (states of `values.values_by_region`)
    before     its rank before among the regions that have one both times; None = then or now unknown
    now        its rank now among these same regions, with which `before` can be compared
    margin     how little separates it from the region above; None where it is more than a handful, or not to be counted
    """

    code: str
    name: str
    rank: int | None
    is_shared: bool
    value: float
    state: str
    before: int | None = None
    now: int | None = None
    margin: Margin | None = None

    @property
    def moved(self) -> int | None:
        """By how many places it rose (+) or fell (−); None where that is not known."""
        return None if self.before is None or self.now is None else self.before - self.now


@dataclass(frozen=True, slots=True)
class Standings:
    """All regions under one, the best first; those without a value behind, by code.

    ranked     how many have a place
    compared   how many had one both times; 0 where there is nothing to compare with
    """

    places: tuple[Place, ...]
    ranked: int
    compared: int

    @property
    def silent(self) -> tuple[Place, ...]:
        """The regions without a place."""
        return self.places[self.ranked :]


def ranks(values: Sequence[float], direction: int) -> list[int | None]:
    """The rank of each value, 1 the best: the highest, or with `direction` -1 the lowest; NaN has none."""
    known = sorted((value for value in values if not math.isnan(value)), reverse=direction >= 0)
    first: dict[float, int] = {}
    for at, value in enumerate(known, start=1):
        first.setdefault(value, at)
    return [None if math.isnan(value) else first[value] for value in values]


def field_of(release: Release, code: str) -> tuple[Region, ...]:
    """The regions that are ranked where `code` is shown: those directly below it, else its sisters, by code.

    Raises UnknownRegionError.
    """
    region = release.region(code)
    below = release.children(code)
    if below or region.parent_code is None:
        return below or (region,)
    return release.children(region.parent_code)


def compared_ranks(
    now: Sequence[float], before: Sequence[float], direction: int
) -> tuple[list[int | None], list[int | None]]:
    """The ranks now and before among those that have a value both times; None for all others."""
    both = [not math.isnan(a) and not math.isnan(b) for a, b in zip(now, before, strict=True)]
    kept = [[value if known else math.nan for value, known in zip(side, both, strict=True)] for side in (now, before)]
    return ranks(kept[0], direction), ranks(kept[1], direction)
