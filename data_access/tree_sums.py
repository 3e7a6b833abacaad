"""Sums from the units of a tree upward, to groups of regions, and to regions of the past."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from data_access.tree import Region

if TYPE_CHECKING:
    pass

Floats = NDArray[np.float64]
Figures = TypeVar("Figures", Floats, NDArray[np.int64])

PastSum = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Places, the places of all their children, and where each one's children begin among these."""


class TreeSums:
    """What a `RegionTree` can sum; it has all of these."""

    if TYPE_CHECKING:

        @property
        def regions(self) -> Sequence["Region"]: ...
        @property
        def parent(self) -> NDArray[np.int64]: ...
        @property
        def depth(self) -> NDArray[np.int64]: ...
        @property
        def is_unit(self) -> NDArray[np.bool_]: ...
        @property
        def stands(self) -> NDArray[np.bool_]: ...
        @property
        def expected(self) -> NDArray[np.int64]: ...
        @property
        def children_of(self) -> Mapping[str | None, tuple[int, ...]]: ...
        @property
        def group_places(self) -> tuple[int, ...]: ...
        @property
        def past_sums(self) -> tuple[PastSum, ...]: ...

    def roll_up(self, own: Floats, *, stated: bool = False) -> tuple[Floats, NDArray[np.int64]]:
        """Sum rows of figures (rows x regions, NaN = not known) from the units upward.

        With `stated`, a figure known for a region takes the place of the sum of what lies under it; otherwise it is
        added to it (rows of the database that belong to no one village). A group is the sum of its members. Returns the
        totals, NaN where nothing is known under a region, and how many units each total is made of.
        """
        known = ~np.isnan(own)
        total = np.where(known, own, 0.0)
        any_known = known.copy()
        reported = (known & self.is_unit).astype(np.int64)
        depths = self._depths
        for depth in range(int(depths.max(initial=0)), 0, -1):
            if stated:
                self._restate(depth, own, known, total, reported)
            here = self._by_parent[depth]
            above, starts = np.unique(self.parent[here], return_index=True)
            total[:, above] += np.add.reduceat(total[:, here], starts, axis=1)
            reported[:, above] += np.add.reduceat(reported[:, here], starts, axis=1)
            any_known[:, above] |= np.logical_or.reduceat(any_known[:, here], starts, axis=1)
        if stated:
            self._restate(0, own, known, total, reported)
        total[~any_known] = np.nan
        self._sum_past(own, total, reported, stated=stated)
        return self.sum_groups(total), self.sum_groups(reported)

    @cached_property
    def _depths(self) -> NDArray[np.int64]:
        """The depth of each region that stands in the tree, -1 of all others."""
        return np.where(self.stands, self.depth, -1)

    @cached_property
    def _by_parent(self) -> Mapping[int, NDArray[np.int64]]:
        """Depth -> the regions there, sisters together."""
        found: dict[int, NDArray[np.int64]] = {}
        for depth in range(int(self._depths.max(initial=0)) + 1):
            here = np.flatnonzero(self._depths == depth)
            found[depth] = here[np.argsort(self.parent[here], kind="stable")]
        return found

    def _sum_past(self, own: Floats, total: Floats, reported: NDArray[np.int64], *, stated: bool) -> None:
        """Sum the regions of the past, each from what lay under it in its last year; the newest of them first."""
        for places, children, starts in self.past_sums:
            below = total[:, children]
            known = np.add.reduceat((~np.isnan(below)).astype(np.int64), starts, axis=1) > 0
            sums = np.add.reduceat(np.nan_to_num(below), starts, axis=1)
            count = np.add.reduceat(reported[:, children], starts, axis=1)
            mine = own[:, places]
            told = ~np.isnan(mine)
            added = np.where(told, mine + np.where(stated, 0.0, sums), np.where(known, sums, np.nan))
            total[:, places] = added
            reported[:, places] = np.where(told, self.expected[places], count) if stated else count

    def sum_groups(self, figures: Figures) -> Figures:
        """Put the sums of their members in the place of the groups' figures (rows x regions), and give them back.

        Members that are not known (NaN) are left out; where one is withheld (infinite), so is the sum.
        """
        for at in self.group_places:
            parts = figures[:, list(self.children_of[self.regions[at].code])]
            nothing = np.isnan(parts).all(axis=1)
            figures[:, at] = np.where(nothing, parts[:, 0], np.nansum(parts, axis=1))
        return figures

    def _restate(
        self,
        depth: int,
        own: Floats,
        known: NDArray[np.bool_],
        total: Floats,
        reported: NDArray[np.int64],
    ) -> None:
        """Put the stated figures of one depth in the place of the sums gathered there."""
        here = np.flatnonzero((self._depths == depth) & ~self.is_unit)
        if len(here) and known[:, here].any():
            total[:, here] = np.where(known[:, here], own[:, here], total[:, here])
            reported[:, here] = np.where(known[:, here], self._units_under(here), reported[:, here])

    def _units_under(self, here: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.expected[here]
