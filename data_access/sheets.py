"""Draw the sheets of the past from the rows of `region` and `region_change`: who stood at the end of which year."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from data_access.errors import ReleaseError
from data_access.history import History, Sheet
from data_access.region_changes import Change, links, nearest_kin, reached
from data_access.tree import WHOLE, Region, RegionTree
from data_access.tree_growth import region_of

Parents = dict[str, str | None]


def end_of(period: int) -> date:
    """The day whose regions stand for a year: its last."""
    return date(period, 12, 31)


@dataclass(frozen=True)
class Lives:
    """When each code began and ended; None = before all that is told, or not yet.

    A region without a predecessor is taken to have stood always: the first day on record of a code is often only the
    day on which somebody began to keep the table.
    """

    begins: Mapping[str, date]
    ends: Mapping[str, date]

    def stood(self, code: str, day: date) -> bool:
        """Whether the region stood on `day`."""
        return not self.is_later(code, day) and (code not in self.ends or self.ends[code] >= day)

    def is_later(self, code: str, day: date) -> bool:
        """Whether the region came only after `day`."""
        return code in self.begins and self.begins[code] > day


def lives_of(regions: pd.DataFrame, changes: Iterable[Change]) -> Lives:
    """The lives of all codes of the table `region`, with the days of the changes where it does not say."""
    into: dict[str, list[Change]] = {}
    for change in changes:
        into.setdefault(change.to_code, []).append(change)
    begins: dict[str, date] = {}
    ends: dict[str, date] = {}
    for code, first, last in zip(regions["region_code"], regions["valid_from"], regions["valid_to"], strict=True):
        rows = into.get(str(code), [])
        told = [row.on for row in rows if row.on is not None]
        is_new = len(rows) > 1 or any(row.kind != "MERGE" for row in rows)  # one alone may be taken in by a neighbour
        if not pd.isna(first):
            if rows or not pd.isna(last):
                begins[str(code)] = pd.Timestamp(first).date()
        elif is_new and told:
            begins[str(code)] = min(told)
        if not pd.isna(last):
            ends[str(code)] = pd.Timestamp(last).date()
    return Lives(begins, ends)


def draw_history(
    regions: pd.DataFrame, changes: Sequence[Change], tree: RegionTree, periods: Iterable[int], as_of: date
) -> History:
    """The sheets of all years before that of the data whose regions are not those of `tree` (today's, without groups).

    regions  rows of the table `region`; changes  those of `region_change` between them
    """
    lives = lives_of(regions, changes)
    today = {code for code in tree.codes if code != WHOLE}
    ended = [code for code in lives.ends if code not in today]
    apart: list[tuple[int, frozenset[str], frozenset[str]]] = []
    for period in sorted((p for p in periods if p < as_of.year), reverse=True):
        day = end_of(period)
        gone = frozenset(code for code in today if lives.is_later(code, day))
        added = frozenset(code for code in ended if lives.stood(code, day))
        if (gone or added) and (added or len(gone) < len(today)):
            apart.append((period, gone, added))
    if not apart:
        return History(changes=tuple(changes))
    return _Drawing(regions, changes, tree, lives).history(apart)


def parents_on(regions: pd.DataFrame, changes: Sequence[Change], day: date) -> Parents:
    """Code -> the code above it, of the regions that stood on `day`; raises ReleaseError when none did.

    regions  rows of the table `region`: region_code, parent_code, valid_from, valid_to and what `grow_tree` needs
    """
    lives = lives_of(regions, changes)
    codes = [str(code) for code in regions["region_code"]]
    alive = {code for code in codes if lives.stood(code, day)}
    if not alive:
        raise ReleaseError("release.no_regions")
    raw = {c: None if pd.isna(up) else str(up) for c, up in zip(codes, regions["parent_code"], strict=True)}
    climb = Climb(raw, links(changes), links(changes, back=True), lives)
    return {code: climb.above(code, alive, day) for code in sorted(alive)}


@dataclass(frozen=True)
class Climb:
    """The way up from a region on a day: raw parents, links ahead and back, lives."""

    raw: Mapping[str, str | None]
    ahead: Mapping[str, tuple[str, ...]]
    back: Mapping[str, tuple[str, ...]]
    lives: Lives

    def above(self, code: str, alive: Collection[str], day: date) -> str | None:
        """The nearest region above `code` on `day`; of one above that was not there then, what stood in its place."""
        seen, up = {code}, self.raw.get(code)
        while up is not None and up not in alive:
            if up in seen:
                return None
            seen.add(up)
            ways = self.back if self.lives.is_later(up, day) else self.ahead
            kin = nearest_kin(code, (c for c in reached(up, ways, alive) if c not in seen))
            up = kin if kin is not None else self.raw.get(up)
        return up


class _Drawing:
    """The sheets while they are drawn, from the newest to the oldest."""

    def __init__(self, regions: pd.DataFrame, changes: Sequence[Change], tree: RegionTree, lives: Lives) -> None:
        self._rows: dict[str, Mapping[Any, Any]] = {str(r["region_code"]): r for r in regions.to_dict("records")}
        self._raw = {code: None if pd.isna(r["parent_code"]) else str(r["parent_code"])
                     for code, r in self._rows.items()}  # fmt: skip
        self._changes = tuple(changes)
        self._ahead, self._back = links(changes), links(changes, back=True)
        self._tree = tree
        self._climb = Climb(self._raw, self._ahead, self._back, lives)
        self._today: Parents = {r.code: r.parent_code for r in tree.regions}
        self._past: list[Region] = []
        self._until: list[int] = []

    def history(self, apart: Iterable[tuple[int, frozenset[str], frozenset[str]]]) -> History:
        """All sheets of the years `apart` (newest first), which differ from today by codes gone and added."""
        sheets: list[Sheet] = []
        newer, newer_own = self._today, dict[str, int]()
        before: tuple[frozenset[str], frozenset[str]] | None = None
        for period, gone, added in apart:
            if (gone, added) == before and sheets[-1].first == period + 1:
                sheets[-1] = _from(sheets[-1], period)
                continue
            before = (gone, added)
            parents = self._parents(gone, added, end_of(period))
            changed = self._above_changes(parents, newer, end_of(period))
            own: dict[str, int] = {}
            for code in _downward(parents):
                if code in newer and code not in changed:
                    if code in newer_own:
                        own[code] = newer_own[code]
                else:
                    own[code] = self._add(code, parents, period)
            sheets.append(self._sheet(period, gone, own, parents))
            newer, newer_own = parents, own
        return History(tuple(self._past), tuple(self._until), tuple(sheets), self._changes)

    def _parents(self, gone: frozenset[str], added: frozenset[str], day: date) -> Parents:
        """Code -> the code above it on `day`, of all regions that stood."""
        alive = (set(self._today) - gone) | added
        parents: Parents = {code: self._climb.above(code, alive, day) for code in alive if code != WHOLE}
        highest = sorted(code for code, up in parents.items() if up is None)
        root = self._tree.regions[0].code
        if WHOLE in alive:
            return {WHOLE: None} | {code: WHOLE if up is None else up for code, up in parents.items()}
        top = root if root in highest else highest[0] if highest else next(iter(sorted(parents)))
        parents.update((code, top) for code in highest if code != top)
        parents[top] = None
        reachable = set(_downward(parents))
        parents.update((code, top) for code in parents if code not in reachable)  # parents that ran in a circle
        return parents

    def _above_changes(self, then: Parents, later: Parents, day: date) -> set[str]:
        """The regions of `then` that differ from those of the same code in `later`: what lies under them changed."""
        changed: set[str] = set()
        for a, b in self._moves(then, later, day):
            changed.update(_path(a, then)[1:], _path(b, later)[1:])
            if a != b:
                changed.update((a, b))
        return changed

    def _moves(self, then: Parents, later: Parents, day: date) -> list[tuple[str, str]]:
        """What of `then` became what of `later`: pairs of codes, also of those that only came under another region."""
        moves: list[tuple[str, str]] = []
        for code in sorted(then.keys() - later.keys()):
            ends = reached(code, self._ahead, later)
            up = self._raw.get(code)
            while not ends and up is not None and up not in later:
                up = self._raw.get(up)
            moves.extend((code, end) for end in (ends or ([up] if up in later else [])) if end is not None)
        for code in sorted(later.keys() - then.keys()):
            moves.extend((end, code) for end in reached(code, self._back, then))
        moves.extend((code, code) for code in then.keys() & later.keys() if then[code] != later[code])
        return moves

    def _add(self, code: str, parents: Parents, period: int) -> int:
        up = parents[code]
        level = None if up is None or up == WHOLE else self._level(up)
        region = self._tree.regions[0] if code == WHOLE else region_of(self._rows[code], up, level)
        self._past.append(region)
        self._until.append(period)
        return len(self._past) - 1

    def _level(self, code: str) -> int:
        if code in self._tree.index:
            return self._tree.regions[self._tree.index[code]].level
        return next(region.level for region in reversed(self._past) if region.code == code)

    def _sheet(self, period: int, gone: frozenset[str], own: dict[str, int], parents: Parents) -> Sheet:
        day = end_of(period)
        behind = {code: self._past[at].parent_code if (at := own.get(code)) is not None else self._today[code]
                  for code in parents}  # fmt: skip
        moved: set[str] = set()
        for a, b in self._moves(parents, self._today, day):
            moved |= set(_path(a, parents)) ^ set(_path(b, self._today))
        stand_ins = {code: kin for code in gone if (kin := self._stand_in(code, parents)) is not None}
        return Sheet(
            first=period,
            last=period,
            gone=gone,
            own=own,
            parents={code: up for code, up in parents.items() if behind[code] != up},
            moved=frozenset(code for code in moved if code in parents and code in self._today),
            stand_ins=stand_ins,
        )

    @cached_property
    def _passed(self) -> dict[tuple[str, str], float]:
        return {(c.from_code, c.to_code): c.households or c.persons or 0.0 for c in self._changes}

    def _stand_in(self, code: str, parents: Parents) -> str | None:
        """The region of then for a code of today that was not there: the predecessor of most of it, else one above."""
        here, seen = code, {code}
        while here not in parents:
            steps = [step for step in self._back.get(here, ()) if step not in seen]
            if not steps:
                up = self._today.get(here) or self._raw.get(here)
                if up is None or up in seen:
                    return None
                steps = [up]
            here = max(steps, key=lambda step: (self._passed.get((step, here), 0.0), step))
            seen.add(here)
        return here


def _from(sheet: Sheet, first: int) -> Sheet:
    return Sheet(first, sheet.last, sheet.gone, sheet.own, sheet.parents, sheet.moved, sheet.stand_ins)


def _path(code: str, parents: Parents) -> tuple[str, ...]:
    """From `code` up to the highest region."""
    path = [code]
    while (up := parents.get(path[-1])) is not None:
        path.append(up)
    return tuple(path)


def _downward(parents: Parents) -> list[str]:
    """The codes, parents before their children, sisters in order."""
    below: dict[str | None, list[str]] = {}
    for code, up in parents.items():
        below.setdefault(up, []).append(code)
    order = sorted(below.get(None, ()))
    for code in order:  # grows while it is read
        order.extend(sorted(below.get(code, ())))
    return order
