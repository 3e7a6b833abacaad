"""The tree of regions: who lies under whom, and sums from the villages upward.

The tree is `parent_code`, never a code prefix; levels may be skipped and there may be several highest regions. Groups
of regions stand after the tree's own: each is the parent of its members without being one of anybody's children. Last
stand regions of the past (see `history`), which are in no tree of today and summed by themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data_access.errors import UnknownRegionError
from data_access.region_groups import RegionGroup
from data_access.tree_sums import Floats, PastSum, TreeSums

VILLAGE_LEVEL: Final = 5
TOWNSHIP_LEVEL: Final = 4
WHOLE: Final = "*"
"""Code of the synthetic region above several highest regions."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region as it stands on the day of the data.

    level is 1 province, 2 city, 3 county, 4 township, 5 village; parent_code is None for a highest region; flags and
    years are None where they are not known.
    """

    code: str
    parent_code: str | None
    level: int
    name_zh: str
    short_name_zh: str
    name_en: str | None = None
    kind: str | None = None
    is_registered_poor: bool | None = None
    is_deeply_poor: bool | None = None
    exited_year: int | None = None
    longitude: float | None = None
    latitude: float | None = None

    def name(self, lang: str = "zh") -> str:
        """The region's name in `lang`; the Chinese one where there is no other."""
        return (self.name_en or self.name_zh) if lang == "en" else self.name_zh


@dataclass(frozen=True)
class RegionTree(TreeSums):
    """Regions valid on one day, in the order parents first, then by code; after them the groups of regions.

    parent     index of each region's parent, -1 for a highest region; of a group the nearest region above its members
    depth      steps below the highest region
    level      administrative level of each region; of a group one above its lowest member's, or its parent's;
               never that of a village
    is_unit    the region has none under it: what a figure can be reported for
    groups     the groups, in the order in which they stand after the tree's own; their `children_of` are the members
    until      of a counting tree: the last period of each region of the past, which stand at the end of `regions`
    past_sums  how these are summed: steps of (places, places of all their children, where each one's children begin)
    then       of a counting tree: for each period the tree of that year, where it is not today's
    own_size   of a tree of another time than today's, whose own regions stand among others: where the groups begin
    """

    regions: tuple[Region, ...]
    parent: NDArray[np.int64]
    depth: NDArray[np.int64]
    level: NDArray[np.int64]
    is_unit: NDArray[np.bool_]
    index: Mapping[str, int] = field(repr=False)
    children_of: Mapping[str | None, tuple[int, ...]] = field(repr=False)
    groups: tuple[RegionGroup, ...] = ()
    until: tuple[int, ...] = ()
    past_sums: tuple[PastSum, ...] = field(default=(), repr=False)
    then: tuple["Then | None", ...] = field(default=(), repr=False)
    own_size: int | None = None

    def __len__(self) -> int:
        return len(self.regions)

    def at(self, code: str) -> int:
        """Index of the region `code`; raises UnknownRegionError."""
        try:
            return self.index[code]
        except (KeyError, TypeError):
            raise UnknownRegionError("release.unknown_region", code=str(code)[:40]) from None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order of the tree."""
        return tuple(region.code for region in self.regions)

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """The indices of all regions."""
        return np.arange(len(self), dtype=np.int64)

    @property
    def size(self) -> int:
        """How many regions the tree itself has: from this place on stand the groups."""
        return len(self.regions) - len(self.groups) - len(self.until) if self.own_size is None else self.own_size

    @cached_property
    def is_group(self) -> NDArray[np.bool_]:
        """Which regions are groups of regions."""
        groups = np.zeros(len(self), dtype=np.bool_)
        groups[list(self.group_places)] = True
        return groups

    @cached_property
    def group_places(self) -> tuple[int, ...]:
        """Where the groups stand."""
        return tuple(self.index[group.code] for group in self.groups)

    @cached_property
    def is_past(self) -> NDArray[np.bool_]:
        """Which regions of a counting tree are of the past."""
        return np.greater_equal(self.order, len(self) - len(self.until))

    @cached_property
    def stands(self) -> NDArray[np.bool_]:
        """Which places are regions of this tree: neither a group nor a region of another time."""
        return ~self.is_group & np.greater_equal(self.depth, 0)

    @cached_property
    def is_village(self) -> NDArray[np.bool_]:
        """Which regions are villages (level 5)."""
        return np.equal(self.level, VILLAGE_LEVEL)

    @cached_property
    def told_level(self) -> NDArray[np.int64]:
        """The level that says what is offered of each region: its own, of a group that of its lowest member."""
        levels = self.level.copy()
        for at in self.group_places:
            levels[at] = self.level[list(self.children_of[self.regions[at].code])].max()
        return levels

    @cached_property
    def expected(self) -> NDArray[np.int64]:
        """How many units stand under each region, itself included when it is one."""
        totals, _ = self.roll_up(np.where(self.is_unit, 1.0, np.nan)[None, :])
        counts: NDArray[np.int64] = np.nan_to_num(totals[0]).astype(np.int64)
        return counts

    @cached_property
    def span(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and one past the last place of each region's subtree in a walk through the tree; -1 for a group, or
        for what does not stand in this tree."""
        first = np.full(len(self), -1, dtype=np.int64)
        size = self.stands.astype(np.int64)
        walk = np.flatnonzero(self.stands)
        walk = walk[np.argsort(self.depth[walk], kind="stable")].tolist()  # parents before their children
        for position in reversed(walk):
            if self.parent[position] >= 0:
                size[self.parent[position]] += size[position]
        free = np.zeros(len(self), dtype=np.int64)  # where the next child of a region begins
        for position in walk:
            up = self.parent[position]
            first[position] = free[up] if up >= 0 else 0
            if up >= 0:
                free[up] += size[position]
            free[position] = first[position] + 1
        return first, first + size

    def under(self, code: str, positions: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
        """Which of `positions` lie under the region `code`, itself included; no group lies under anything."""
        here = self.at(code)
        if self.is_group[here]:
            is_inside: NDArray[np.bool_] = self._inside[code][positions]
            return is_inside
        first, end = self.span
        is_under: NDArray[np.bool_] = (first[positions] >= first[here]) & (first[positions] < end[here])
        return is_under

    @cached_property
    def _inside(self) -> Mapping[str, NDArray[np.bool_]]:
        """Group -> which regions lie under its members."""
        return {
            group.code: np.logical_or.reduce([self.under(code, self.order) for code in group.members])
            for group in self.groups
        }

    def child_above(self, code: str, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each of `positions`, all under `code`, the one directly under `code` that it belongs to, or `code`."""
        here = self.at(code)
        found = np.where(positions == here, here, -1)
        first, end = self.span
        for child in self.children_of.get(code, ()):
            found[(first[positions] >= first[child]) & (first[positions] < end[child])] = child
        return found

    def ancestors(self, position: int) -> tuple[int, ...]:
        """Indices from the highest region down to `position`, itself included."""
        path = [position]
        while self.parent[path[-1]] >= 0:
            path.append(int(self.parent[path[-1]]))
        return tuple(reversed(path))

    def villages(self, code: str) -> tuple[int, ...]:
        """Indices of the villages under the region `code`, itself included when it is one, ordered by code."""
        kept = self._villages_under.get(code)
        if kept is not None:
            return kept
        found: list[int] = []
        stack = [self.at(code)]
        while stack:
            here = stack.pop()
            if self.level[here] == VILLAGE_LEVEL:
                found.append(here)
            stack.extend(self.children_of.get(self.regions[here].code, ()))
        villages = tuple(sorted(found, key=lambda i: self.regions[i].code))
        self._villages_under[code] = villages
        return villages

    @cached_property
    def _villages_under(self) -> dict[str, tuple[int, ...]]:
        """What was asked of `villages` before: a city's panels ask it many times for one picture."""
        return {}

    def ancestor_at_most(self, level: int) -> NDArray[np.int64]:
        """For each region the nearest one at or above it whose level is `level` or higher in rank; -1 when none.

        Kept for each level, and so not to be written to: of a province it takes as long as all else of a panel.
        """
        kept = self._nearest_above.get(level)
        if kept is not None:
            return kept
        nearest = np.where(self.level <= level, np.arange(len(self)), -1)
        for position in np.argsort(self.depth, kind="stable"):  # parents before their children
            if nearest[position] < 0 and self.parent[position] >= 0:
                nearest[position] = nearest[self.parent[position]]
        nearest.setflags(write=False)
        self._nearest_above[level] = nearest
        return nearest

    @cached_property
    def _nearest_above(self) -> dict[int, NDArray[np.int64]]:
        return {}


@dataclass(frozen=True, slots=True)
class Then:
    """One year of a counting tree: its own tree, and the columns that carry figures of the year to regions of others.

    carried   (place, the place of the year's tree that holds just the same or -1, the places it is made of)
    split     places that hold parts of one and the same region of the year, together
    """

    tree: RegionTree
    carried: tuple[tuple[int, int, NDArray[np.int64]], ...]
    split: tuple[NDArray[np.int64], ...] = ()

    def known(self, figures: Floats) -> Floats:
        """The figures of the year's own tree; NaN everywhere else."""
        return np.where(self.tree.stands, figures, np.nan)

    def carry(self, hidden: NDArray[np.bool_], small: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """`hidden` cells of the year's own tree, and what is carried of them: only what that tree itself gives stands.

        Of a split region all parts go where one is `small`: where rows bear the later codes these are no estimates.
        """
        carried = hidden | small
        for place, twin, parts in self.carried:
            carried[place] |= hidden[twin] if twin >= 0 else hidden[parts].any()
        for places in (*self.split, *self.split):  # a region may have parts of two
            carried[places] |= carried[places].any()
        return carried


def plant(regions: Sequence[Region]) -> RegionTree:
    """Make the tree of `regions`, which stand breadth first: by depth, then parent, then code."""
    index = {region.code: i for i, region in enumerate(regions)}
    parent = np.array([-1 if r.parent_code is None else index[r.parent_code] for r in regions], dtype=np.int64)
    depth = np.zeros(len(regions), dtype=np.int64)
    children: dict[str | None, list[int]] = {}
    for i, region in enumerate(regions):
        if parent[i] >= 0:
            depth[i] = depth[parent[i]] + 1
        children.setdefault(region.parent_code, []).append(i)
    is_unit = np.ones(len(regions), dtype=np.bool_)
    is_unit[parent[parent >= 0]] = False
    return RegionTree(
        regions=tuple(regions),
        parent=parent,
        depth=depth,
        level=np.array([r.level for r in regions], dtype=np.int64),
        is_unit=is_unit,
        index=index,
        children_of={k: tuple(sorted(v, key=lambda i: regions[i].code)) for k, v in children.items()},
    )
