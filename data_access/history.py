"""Which regions stood in which year: sheets of the past beside today's tree, each told as what differs from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from data_access.region_changes import Change, links
from data_access.region_groups import RegionGroup
from data_access.tree import Region, RegionTree
from data_access.tree_sums import PastSum

MARK: Final = "~"
"""Stands between the code of a region of the past and its number where the two must be one key."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The regions of some years in a row, as they stood at the end of each.

    first, last  the first and the last of these years
    gone         codes of today's tree that did not stand yet
    own          code -> place in `History.past`: regions that are not there today, or were made of others
    parents      code -> the code above it then, where that is another than on the region itself; None = the highest
    moved        codes of regions that are there today, within another outline
    stand_ins    code of today that is gone -> the region of then that stands for most of it, or holds it
    """

    first: int
    last: int
    gone: frozenset[str]
    own: Mapping[str, int]
    parents: Mapping[str, str | None]
    moved: frozenset[str]
    stand_ins: Mapping[str, str]


@dataclass(frozen=True)
class History:
    """All sheets, the newest first; the regions of the past and the last year of each; the changes between them.

    A region of the past may stand on several sheets; it bears the code above it of the newest of these.
    """

    past: tuple[Region, ...] = ()
    until: tuple[int, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    changes: tuple[Change, ...] = field(default=(), repr=False)

    def sheet(self, period: int) -> Sheet | None:
        """The sheet of one year; None where today's tree is that of the year."""
        return next((sheet for sheet in self.sheets if sheet.first <= period <= sheet.last), None)

    @cached_property
    def followed(self) -> Mapping[str, tuple[Change, ...]]:
        """Code -> the changes out of it."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.from_code, []).append(change)
        return {code: tuple(each) for code, each in found.items()}

    @cached_property
    def ahead(self) -> Mapping[str, tuple[str, ...]]:
        """Code -> the codes that took over from it."""
        return links(self.changes)

    @cached_property
    def back(self) -> Mapping[str, tuple[str, ...]]:
        """Code -> the codes from which it took over."""
        return links(self.changes, back=True)

    @cached_property
    def names(self) -> Mapping[str, Region]:
        """Code -> the region of the past as it stood last."""
        found: dict[str, Region] = {}
        for region in self.past:  # the newest sheets' stand first
            found.setdefault(region.code, region)
        return found


def tree_of(today: RegionTree, history: History, sheet: Sheet) -> RegionTree:
    """The tree of one sheet. Its places are those of `today` (with its groups) and behind them all of `history.past`.

    What does not stand on the sheet has depth -1 and is in no index. A group stands where all its
    members do, unchanged.
    """
    behind = len(today)
    regions = [*today.regions, *history.past]
    index = {region.code: at for at, region in enumerate(today.regions[: today.size]) if region.code not in sheet.gone}
    index.update((code, behind + at) for code, at in sheet.own.items())
    children: dict[str | None, list[str]] = {}
    for code, at in index.items():
        up = sheet.parents.get(code, regions[at].parent_code)
        if up != regions[at].parent_code:
            regions[at] = replace(regions[at], parent_code=up)
        children.setdefault(up, []).append(code)
    parent = np.full(len(regions), -1, dtype=np.int64)
    depth = np.full(len(regions), -1, dtype=np.int64)
    is_unit = np.zeros(len(regions), dtype=np.bool_)
    layer = sorted(children.get(None, ()))
    step = 0
    while layer:
        for code in layer:
            depth[index[code]] = step
            is_unit[index[code]] = code not in children
            for child in children.get(code, ()):
                parent[index[child]] = index[code]
        layer = [child for code in layer for child in sorted(children.get(code, ()))]
        step += 1
    groups = tuple(group for group in today.groups if _is_whole(group, index, behind))
    by_code: dict[str | None, tuple[int, ...]] = {
        up: tuple(index[code] for code in sorted(codes)) for up, codes in children.items()
    }
    for group in groups:
        at = index[group.code] = today.index[group.code]
        by_code[group.code] = today.children_of[group.code]
        parent[at] = index.get(str(regions[at].parent_code), 0)
        depth[at] = depth[parent[at]] + 1
    return RegionTree(
        regions=tuple(regions),
        parent=parent,
        depth=depth,
        level=np.array([region.level for region in regions], dtype=np.int64),
        is_unit=is_unit,
        index=index,
        children_of=by_code,
        groups=groups,
        own_size=today.size,
    )


def _is_whole(group: RegionGroup, index: Mapping[str, int], behind: int) -> bool:
    return all(index.get(member, behind) < behind for member in group.members)


def counting_tree(today: RegionTree, history: History) -> tuple[RegionTree, tuple[RegionTree, ...]]:
    """Today's tree with all regions of the past behind it, on which a reading is counted; and the trees of the sheets.

    A region of the past bears its code with `MARK` and its number, so that none meets one of today.
    """
    trees = tuple(tree_of(today, history, sheet) for sheet in history.sheets)
    if not trees:
        return today, ()
    behind, more = len(today), len(history.past)
    is_unit = np.zeros(more, dtype=np.bool_)
    sums: list[PastSum] = []
    for sheet, tree in zip(history.sheets, trees, strict=True):
        mine = [behind + at for at in sheet.own.values() if history.until[at] == sheet.last]
        is_unit[[at - behind for at in mine]] = tree.is_unit[mine]
        upper = [at for at in mine if not tree.is_unit[at]]
        for depth in sorted({int(tree.depth[at]) for at in upper}, reverse=True):
            here = [at for at in upper if tree.depth[at] == depth]
            below = [tree.children_of[tree.regions[at].code] for at in here]
            starts = np.cumsum([0, *(len(each) for each in below[:-1])])
            sums.append((np.array(here), np.array([at for each in below for at in each]), starts))
    nowhere = np.full(more, -1, dtype=np.int64)
    keyed = [replace(r, code=f"{r.code}{MARK}{at}", parent_code=None) for at, r in enumerate(history.past)]
    wide = replace(
        today,
        regions=(*today.regions, *keyed),
        parent=np.append(today.parent, nowhere),
        depth=np.append(today.depth, nowhere),
        level=np.append(today.level, [region.level for region in history.past]),
        is_unit=np.append(today.is_unit, is_unit),
        until=history.until,
        past_sums=tuple(sums),
    )
    return wide, trees


class TablesOfThen(Mapping[str, pd.DataFrame]):
    """Tables of a release with their codes of regions as `sheet` knows them; each is made when it is asked for."""

    def __init__(self, today: Mapping[str, pd.DataFrame], sheet: Sheet) -> None:
        self._today, self._sheet = today, sheet
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            frame = self._today[name]
            if "region_code" in frame:
                codes = frame["region_code"]
                moved = codes.astype(object).replace(dict(self._sheet.stand_ins))
                frame = frame.assign(region_code=moved.astype(codes.dtype) if codes.dtype != "category" else moved)
            self._made[name] = frame
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._today)

    def __len__(self) -> int:
        return len(self._today)


NO_HISTORY: Final = History()
