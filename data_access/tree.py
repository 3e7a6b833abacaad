"""The tree of regions: who lies under whom today, and sums from the villages upward.

The tree is `parent_code`, never a code prefix; levels may be skipped and there may be several highest regions. Groups
of regions stand after the tree's own: each is the parent of its members without being one of anybody's children.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.errors import ReleaseError, UnknownRegionError
from data_access.messages import text
from data_access.region_groups import RegionGroup

Floats = NDArray[np.float64]
Figures = TypeVar("Figures", Floats, NDArray[np.int64])

VILLAGE_LEVEL: Final = 5
TOWNSHIP_LEVEL: Final = 4
WHOLE: Final = "*"
"""Code of the synthetic region above several highest regions."""

_FLAGS: Final = ("is_registered_poor", "is_deeply_poor")


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
class RegionTree:
    """Regions valid on one day, in the order parents first, then by code; after them the groups of regions.

    parent     index of each region's parent, -1 for a highest region; of a group the nearest region above its members
    depth      steps below the highest region
    level      administrative level of each region; of a group one above its lowest member's, or its parent's;
               never that of a village
    is_unit    the region has none under it: what a figure can be reported for
    groups     the groups, in the order in which they stand at the end of `regions`; their `children_of` are the members
    """

    regions: tuple[Region, ...]
    parent: NDArray[np.int64]
    depth: NDArray[np.int64]
    level: NDArray[np.int64]
    is_unit: NDArray[np.bool_]
    index: Mapping[str, int] = field(repr=False)
    children_of: Mapping[str | None, tuple[int, ...]] = field(repr=False)
    groups: tuple[RegionGroup, ...] = ()

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
        return len(self.regions) - len(self.groups)

    @cached_property
    def is_group(self) -> NDArray[np.bool_]:
        """Which regions are groups of regions."""
        return np.greater_equal(self.order, self.size)

    @cached_property
    def is_village(self) -> NDArray[np.bool_]:
        """Which regions are villages (level 5)."""
        return np.equal(self.level, VILLAGE_LEVEL)

    @cached_property
    def told_level(self) -> NDArray[np.int64]:
        """The level that says what is offered of each region: its own, of a group that of its lowest member."""
        levels = self.level.copy()
        for at in range(self.size, len(self)):
            levels[at] = self.level[list(self.children_of[self.regions[at].code])].max()
        return levels

    @cached_property
    def expected(self) -> NDArray[np.int64]:
        """How many units stand under each region, itself included when it is one."""
        totals, _ = self.roll_up(np.where(self.is_unit, 1.0, np.nan)[None, :])
        counts: NDArray[np.int64] = totals[0].astype(np.int64)
        return counts

    @cached_property
    def span(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and one past the last place of each region's subtree in a walk through the tree; -1 for a group."""
        first = np.zeros(len(self), dtype=np.int64)
        size = np.ones(len(self), dtype=np.int64)
        for position in range(self.size - 1, 0, -1):
            if self.parent[position] >= 0:
                size[self.parent[position]] += size[position]
        first[self.size :], size[self.size :] = -1, 0
        free = np.zeros(len(self), dtype=np.int64)  # where the next child of a region begins
        for position in range(self.size):
            up = self.parent[position]
            if up >= 0:
                first[position] = free[up]
                free[up] += size[position]
            free[position] = first[position] + 1
        return first, first + size

    def under(self, code: str, positions: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of `positions` lie under the region `code`, itself included; no group lies under anything."""
        here = self.at(code)
        if here >= self.size:
            return self._inside[code][positions]
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
        found: list[int] = []
        stack = [self.at(code)]
        while stack:
            here = stack.pop()
            if self.level[here] == VILLAGE_LEVEL:
                found.append(here)
            stack.extend(self.children_of.get(self.regions[here].code, ()))
        return tuple(sorted(found, key=lambda i: self.regions[i].code))

    def ancestor_at_most(self, level: int) -> NDArray[np.int64]:
        """For each region the nearest one at or above it whose level is `level` or higher in rank; -1 when none."""
        nearest = np.where(self.level <= level, np.arange(len(self)), -1)
        for position in range(len(self)):  # parents stand before their children
            if nearest[position] < 0 and self.parent[position] >= 0:
                nearest[position] = nearest[self.parent[position]]
        return nearest

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
        depths = self.depth[: self.size]
        for depth in range(int(depths.max(initial=0)), 0, -1):
            if stated:
                self._restate(depth, own, known, total, reported)
            here = np.flatnonzero(depths == depth)
            above, starts = np.unique(self.parent[here], return_index=True)
            total[:, above] += np.add.reduceat(total[:, here], starts, axis=1)
            reported[:, above] += np.add.reduceat(reported[:, here], starts, axis=1)
            any_known[:, above] |= np.logical_or.reduceat(any_known[:, here], starts, axis=1)
        if stated:
            self._restate(0, own, known, total, reported)
        total[~any_known] = np.nan
        return self.sum_groups(total), self.sum_groups(reported)

    def sum_groups(self, figures: Figures) -> Figures:
        """Put the sums of their members in the place of the groups' figures (rows x regions), and give them back.

        Members that are not known (NaN) are left out; where one is withheld (infinite), so is the sum.
        """
        for at in range(self.size, len(self)):
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
        here = np.flatnonzero((self.depth[: self.size] == depth) & ~self.is_unit[: self.size])
        if len(here) and known[:, here].any():
            total[:, here] = np.where(known[:, here], own[:, here], total[:, here])
            reported[:, here] = np.where(known[:, here], self._units_under(here), reported[:, here])

    def _units_under(self, here: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.expected[here]


def grow_tree(frame: pd.DataFrame, today: date) -> RegionTree:
    """Build the tree of the regions valid on `today` from rows of the table `region`.

    A parent that has ended hands its children to the nearest valid region above; a parent that is not there makes its
    children highest regions. Raises ReleaseError when there is no region, or when parents run in a circle.
    """
    day = pd.Timestamp(today)
    ended = frame["valid_to"].notna() & (frame["valid_to"] < day)
    future = frame["valid_from"].notna() & (frame["valid_from"] > day)
    valid = frame.loc[~ended & ~future].drop_duplicates("region_code")
    if valid.empty:
        raise ReleaseError("release.no_regions")
    parent_of = {
        str(r): (None if pd.isna(p) else str(p))
        for r, p in zip(frame["region_code"], frame["parent_code"], strict=True)
    }
    alive = {str(code) for code in valid["region_code"]}
    above = {code: _nearest(code, parent_of, alive) for code in alive}
    order = _parents_first(above)
    position = {code: i for i, code in enumerate(order)}
    rows = {str(row["region_code"]): row for row in valid.to_dict("records")}
    regions: list[Region] = []
    for code in order:
        up = above[code]
        regions.append(_region(rows[code], up, regions[position[up]].level if up else None))
    return plant(_under_one(regions))


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


def _nearest(code: str, parent_of: Mapping[str, str | None], alive: set[str]) -> str | None:
    """The nearest valid region above `code`; raises ReleaseError when the way up runs in a circle."""
    seen = {code}
    up = parent_of.get(code)
    while up is not None and up not in alive:
        if up in seen:
            raise ReleaseError("release.circular_regions", code=code)
        seen.add(up)
        up = parent_of.get(up)
    return up


def _parents_first(above: Mapping[str, str | None]) -> list[str]:
    """Codes ordered by depth, parent and code; raises ReleaseError when parents run in a circle."""
    under: dict[str | None, list[str]] = {}
    for code, up in above.items():
        under.setdefault(up, []).append(code)
    order = sorted(under.get(None, ()))
    for code in order:  # grows while it is read: breadth first
        order.extend(sorted(under.get(code, ())))
    if len(order) < len(above):
        raise ReleaseError("release.circular_regions", code=min(set(above) - set(order)))
    return order


def _region(row: Mapping[Hashable, Any], up: str | None, level_above: int | None) -> Region:
    raw = str(row["region_level_code"]).strip()
    level = int(raw) if raw in ("1", "2", "3", "4", "5") else min(VILLAGE_LEVEL, (level_above or 2) + 1)
    name = str(row["name_zh"])
    flags = [None if pd.isna(row[flag]) else bool(row[flag]) for flag in _FLAGS]
    return Region(
        code=str(row["region_code"]),
        parent_code=up,
        level=level,
        name_zh=name,
        short_name_zh=_text(row["short_name_zh"]) or name,
        name_en=_text(row["name_en"]),
        kind=_text(row["region_kind_code"]),
        is_registered_poor=flags[0],
        is_deeply_poor=flags[1],
        exited_year=None if (year := _number(row["exited_year"])) is None else int(year),
        longitude=_number(row["longitude"]),
        latitude=_number(row["latitude"]),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object) -> float | None:
    if isinstance(value, (int, float, np.integer, np.floating)) and not np.isnan(value):
        return float(value)
    return None


def _under_one(regions: list[Region]) -> list[Region]:
    """Put several highest regions under the synthetic one `*`, one level above theirs (at least 1)."""
    highest = [region for region in regions if region.parent_code is None]
    if len(highest) == 1:
        return regions
    level = max(1, min(region.level for region in highest) - 1)
    whole = Region(WHOLE, None, level, text("release.whole"), text("release.whole"), text("release.whole", "en"))
    return [whole, *(replace(r, parent_code=WHOLE) if r.parent_code is None else r for r in regions)]
