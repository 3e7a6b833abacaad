"""Where households stand in the tree of today: each region's part of a walk through it, and codes of another time."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data_access.database import read_frame
from data_access.household_index.files import PlacedRegions
from data_access.household_index.letters import initials
from data_access.quantities import Placement
from data_access.region_changes import read_changes
from data_access.release.placement import place_ended
from data_access.schema import core
from data_access.tree import RegionTree


class Places:
    """The tree without its groups, and which of its regions stands for any code of the database.

    A village that went whole to a successor stands there; the households of one that was split stand with the nearest
    region above all its successors, for nobody knows which of them they are in.
    """

    def __init__(self, tree: RegionTree, placement: Placement) -> None:
        self._tree = tree
        self._moved = {code: at for code, at in _moved(tree, placement).items() if code not in tree.index}
        first, end = tree.span
        self.first: NDArray[np.int64] = first[: tree.size]
        self.end: NDArray[np.int64] = end[: tree.size]

    def at(self, code: str) -> int:
        """The place in the tree for households on record under `code`; the highest region for one that is unknown."""
        here = self._tree.index.get(code, self._moved.get(code, 0))
        return here if here < self._tree.size else 0

    def path(self, place: int) -> tuple[str, ...]:
        """The codes from the region upward, itself included."""
        return tuple(self._tree.regions[at].code for at in reversed(self._tree.ancestors(place)))

    def placed(self, region: NDArray[np.uint32]) -> PlacedRegions:
        """The tree with each region's part of the households, whose regions in their order are `region`."""
        steps = self.first[region]
        regions = self._tree.regions[: self._tree.size]
        return PlacedRegions(
            codes=tuple(r.code for r in regions),
            names_zh=tuple(r.name_zh for r in regions),
            names_en=tuple(r.name("en") for r in regions),
            initials=tuple(initials(r.name_zh) for r in regions),
            parents=tuple(int(up) for up in self._tree.parent[: self._tree.size]),
            levels=tuple(r.level for r in regions),
            first=tuple(map(int, self.first)),
            end=tuple(map(int, self.end)),
            rows=tuple(map(int, np.searchsorted(steps, self.first))),
            rows_end=tuple(map(int, np.searchsorted(steps, self.end))),
            moved={code: regions[at].code for code, at in self._moved.items()},
        )


def places_of(connection: Connection, themes: Mapping[str, bool], tree: RegionTree) -> Places:
    """The places of every code of the database in the tree of a release; raises the DatabaseError family."""
    regions = read_frame(connection, select(core.region))
    changes = read_changes(connection) if themes["boundaries"] else ()
    return Places(tree, place_ended(regions, changes, tree))


def _moved(tree: RegionTree, placement: Placement) -> dict[str, int]:
    moved = {code: tree.index[heir] for code, heir in placement.heirs.items()}
    for code, shares in placement.successors.items():
        ways = [tree.ancestors(tree.index[to]) for to, _ in shares]
        shared = [steps[0] for steps in zip(*ways, strict=False) if len(set(steps)) == 1]
        if shared:
            moved[code] = shared[-1]
    return moved
