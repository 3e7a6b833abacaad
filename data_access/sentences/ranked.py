"""What the ranking view has to say: who is first and last, who rose and fell, what is equal, and who has no place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data_access.rankings.places import Place, Standings, field_of
from data_access.release import Region, Release
from data_access.sentences.field import Below, below_of


@dataclass(frozen=True, slots=True)
class Climb:
    """The regions that moved by the most places, and from which place to which the first of them did."""

    names: tuple[str, ...]
    by: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """The places of the regions ranked.

    around   the region that they lie under
    below    how many there are, who is first and last, and who has no place
    first    the first places in order, at most three regions: place, name
    tied     how many regions share their place with another
    since    what movement is told against, in words; "" = nothing
    rose, fell  who moved most, None = nobody; `same` how many kept their place
    """

    around: str
    below: Below
    first: tuple[tuple[int, str], ...]
    tied: int
    since: str
    rose: Climb | None
    fell: Climb | None
    same: int


FIRST: Final = 3
"""So many regions are named as the first."""


def ranked(release: Release, code: str, found: Standings, since: str, lang: str) -> Ranked:
    """What `found`, the places of the regions that are ranked where `code` is shown, says; raises UnknownRegionError.

    `since` is what movement is told against, in words; "" = nothing.
    """
    region = release.region(code)
    around = region if release.children(code) or region.parent_code is None else release.region(region.parent_code)
    return ranked_among(around.name(lang), field_of(release, code), found, since)


def ranked_among(around: str, regions: Sequence[Region], found: Standings, since: str) -> Ranked:
    """What the places of `regions` under `around` say."""
    places = found.places[: found.ranked]
    moved = [place for place in places if place.moved is not None]
    return Ranked(
        around=around,
        below=below_of(found, regions),
        first=_first(places),
        tied=sum(place.is_shared for place in places),
        since=since if found.compared else "",
        rose=_climb({place.name: place.moved or 0 for place in moved}),
        fell=_climb({place.name: -(place.moved or 0) for place in moved}),
        same=sum(place.moved == 0 for place in moved),
    )


def _first(places: Sequence[Place]) -> tuple[tuple[int, str], ...]:
    """The first three without the last; fewer where the third shares its place with others behind it."""
    last = places[-1].rank if places else None
    told = [(place.rank or 0, place.name) for place in places[:FIRST] if place.rank != last]
    if len(places) > FIRST and told and places[FIRST].rank == told[-1][0]:
        told = [one for one in told if one[0] != told[-1][0]]
    return tuple(told)


def _climb(by: Mapping[str, int]) -> Climb | None:
    most = max(by.values(), default=0)
    return Climb(tuple(name for name, steps in by.items() if steps == most), most) if most > 0 else None
