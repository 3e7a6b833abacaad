"""A village's households at a desk: what colours their tiles, and where their dwellings stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data_access.scope import Scope


class TileBy(StrEnum):
    """What a tile's colour may tell."""

    STATUS = "status"
    VISIT = "visit"
    GUARANTEE = "guarantee"
    INDUSTRY = "industry"
    HELPER = "helper"
    SIZE = "size"
    LINE = "line"
    MONITORING = "monitoring"


TONES: Final[Mapping[TileBy, tuple[str, ...]]] = {
    TileBy.VISIT: ("late", "visited"),
    TileBy.GUARANTEE: ("unmet", "unchecked", "met"),
    TileBy.INDUSTRY: ("not_joined", "joined"),
    TileBy.HELPER: ("alone", "helped"),
    TileBy.SIZE: ("one", "few", "many", "unknown"),
    TileBy.LINE: ("below", "unknown", "above"),
    TileBy.MONITORING: ("open", "closed", "never"),
}
"""What a tile can be, the most pressing first; a status is its own."""

THEME_OF: Final[Mapping[TileBy, str]] = {
    TileBy.VISIT: "responsibility", TileBy.GUARANTEE: "assurance", TileBy.INDUSTRY: "industry",
    TileBy.HELPER: "responsibility", TileBy.LINE: "income", TileBy.MONITORING: "monitoring",
}  # fmt: skip
"""The theme that must be connected for it."""

_SENSITIVE: Final = frozenset({TileBy.LINE, TileBy.MONITORING})
_ON_WALL: Final = (TileBy.STATUS, TileBy.VISIT, TileBy.INDUSTRY, TileBy.HELPER, TileBy.SIZE)


def choices(scope: Scope, themes: Mapping[str, bool]) -> tuple[TileBy, ...]:
    """What the tiles may be coloured by for `scope`, of what is connected."""
    if scope.may_uncover:
        known: tuple[TileBy, ...] = tuple(TileBy)
    elif scope.lists_households:
        known = tuple(by for by in TileBy if by not in _SENSITIVE)
    else:
        known = _ON_WALL
    return tuple(by for by in known if by not in THEME_OF or themes.get(THEME_OF[by]))


@dataclass(frozen=True, slots=True)
class Dwelling:
    """Where a house stands: exact and of a known household for a duty role, else to 0.001 degrees and of nobody."""

    token: str | None
    longitude: float
    latitude: float
