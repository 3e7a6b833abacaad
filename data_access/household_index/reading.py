"""The index as it is read: filters, counts and pages of households in the region that the asker may see."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.errors import ForbiddenError, ReleaseError, UnknownHouseholdError
from data_access.household_index.facets import BY_NAME, LONGEST_DAYS, NEVER, NEVER_DAYS, OFFERED_DAYS, Facet, Shape
from data_access.household_index.files import IndexMeta, KeySeal, mark_of, read_index
from data_access.household_index.filters import Filters, Order
from data_access.household_index.scoped_regions import Place, ScopedRegions
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Page:
    """Some households of a list: their rows in the index, and how many the whole list has."""

    rows: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """One household: its key, which never leaves data_access, its row, the region of today under which it stands."""

    key: str
    row: int
    region_code: str

    def __repr__(self) -> str:
        return f"<Found {self.region_code}>"


class HouseholdIndex(ScopedRegions):
    """Every household in the order of village and number. Every question takes the `Scope` of who asks.

    All raise ForbiddenError for a role that lists no households or asks for a facet it may not use, and
    UnknownRegionError for a region that is not there or not in the scope.
    """

    def __init__(self, folder: Path, tokens: HouseholdTokens) -> None:
        self.meta, regions, self._columns = read_index(folder)
        super().__init__(regions)
        self._tokens = tokens
        self._seal = KeySeal(tokens.secret, self.meta.nonce)
        if self._seal.check != self.meta.check:
            raise ReleaseError("households.index_format")

    def __repr__(self) -> str:
        return f"<HouseholdIndex {self.meta.release_id}>"

    @property
    def description(self) -> IndexMeta:
        """What it was built from, and when."""
        return self.meta

    def column(self, name: str) -> NDArray[Any]:
        """A column of the index, for data_access alone."""
        return self._columns[name]

    def facets(self, scope: Scope) -> tuple[Facet, ...]:
        """The facets that are connected and that the scope may use, in their order."""
        return tuple(
            facet
            for name, facet in BY_NAME.items()
            if name in self.meta.facets and (scope.may_uncover or not facet.is_sensitive)
        )

    def region_at(self, row: int) -> Place:
        """The region of today in which the household in `row` stands."""
        return self._region(int(self._columns["region"][row]))

    def page(
        self, scope: Scope, filters: Filters, order: Order | None = None, first: int = 0, count: int = 100
    ) -> Page:
        """The rows of `count` households of the list, from the `first` on."""
        order = order or Order()
        here = self.region(scope, filters.region).rows
        found = np.flatnonzero(self._whole(scope, filters, here))
        if order.by != "place" and order.by in self.meta.facets:
            keys = self._columns[order.by][here][found]
            if order.is_descending:
                keys = keys.max(initial=0) - keys
            found = found[np.argsort(keys, kind="stable")]
        elif order.is_descending:
            found = found[::-1]
        rows = found[max(first, 0) : max(first, 0) + count] + here.start
        return Page(tuple(rows.tolist()), len(found))

    def rows(self, scope: Scope, filters: Filters, most: int) -> Page:
        """The first `most` rows of the list in the order of village and number."""
        return self.page(scope, filters, None, 0, most)

    def counts(self, scope: Scope, filters: Filters) -> tuple[int, dict[str, dict[str, int]]]:
        """How many households the list has; and of each facet how many it would have with each value of it chosen
        instead: all other filters applied, this one not. Of visits each value counts all that are as long ago."""
        here = self.region(scope, filters.region).rows
        masks = self._masks(scope, filters, here)
        whole = _together(masks.values(), here)
        found: dict[str, dict[str, int]] = {}
        for facet in self.facets(scope):
            others = whole
            if facet.name in masks:
                others = _together([mask for name, mask in masks.items() if name != facet.name], here)
            found[facet.name] = self._counted(facet, here, others)
        return int(np.count_nonzero(whole)), found

    def by_region(
        self, scope: Scope, filters: Filters, parent: str | None, *, villages: bool = False
    ) -> dict[str, tuple[int, int]]:
        """Of each region directly under `parent`, or of each village there: households of the list, and all of them."""
        above = self.region(scope, parent)
        mask = self._whole(scope, filters.with_region(above.code), above.rows)
        steps = np.concatenate([[0], np.cumsum(mask, dtype=np.int64)])
        return {
            place.code: (
                int(steps[place.rows.stop - above.rows.start] - steps[place.rows.start - above.rows.start]),
                place.rows.stop - place.rows.start,
            )
            for place in self.under(above, villages=villages)
        }

    def find(self, scope: Scope, token: str) -> Found:
        """The household that a token stands for, for any role that sees rows about people.

        Raises UnknownHouseholdError where none has it, or it is not in the scope.
        """
        if not scope.sees_people:
            raise ForbiddenError("household.forbidden")
        mark = mark_of(token) if len(token) <= 64 else -1
        if mark >= 0:
            marks = self._columns["marks"]
            at = int(np.searchsorted(marks, np.uint64(mark)))
            while at < len(marks) and int(marks[at]) == mark:
                row = int(self._columns["mark_rows"][at])
                key = self.key(row)
                if self._tokens.household_id(token, [key]) and self._may_see(scope, row):
                    return Found(key, row, self.region_at(row).code)
                at += 1
        raise UnknownHouseholdError("household.unknown_household")

    def _may_see(self, scope: Scope, row: int) -> bool:
        if scope.region_code is None:
            return True
        rows = self.own_rows(scope)
        return row in range(rows.start, rows.stop)

    def key(self, row: int) -> str:
        """The key of the household in `row`; for data_access alone."""
        starts = self._columns["key_starts"]
        sealed = self._columns["keys"][int(starts[row]) : int(starts[row + 1])].tobytes()
        return self._seal.turned(row, sealed).decode()

    def row_of(self, key: str) -> int | None:
        """The row of the household `key`."""
        marks, mark = self._columns["marks"], mark_of(self._tokens.token(key))
        at = int(np.searchsorted(marks, np.uint64(mark)))
        while at < len(marks) and int(marks[at]) == mark:
            row = int(self._columns["mark_rows"][at])
            if self.key(row) == key:
                return row
            at += 1
        return None

    def told(self, row: int, facet: str) -> tuple[str, ...]:
        """The values of one facet of the household in `row`; of visits the days, or "never"; empty if not connected."""
        if facet not in self.meta.facets:
            return ()
        value, values = int(self._columns[facet][row]), self.meta.facets[facet]
        shape = BY_NAME[facet].shape
        if shape is Shape.DAYS:
            return (NEVER if value == NEVER_DAYS else str(value),)
        if shape is Shape.BITS:
            return tuple(name for at, name in enumerate(values) if value >> at & 1)
        return (values[value],)

    def allowed(self, facet: str, value: str) -> bool:
        """Whether a facet has this value here."""
        if facet in self.meta.facets and BY_NAME[facet].shape is Shape.DAYS:
            return value == NEVER or (value.isascii() and value.isdigit() and 0 < int(value[:6]) <= LONGEST_DAYS)
        return value in self.meta.facets.get(facet, ())

    def _whole(self, scope: Scope, filters: Filters, here: slice) -> Mask:
        return _together(self._masks(scope, filters, here).values(), here)

    def _masks(self, scope: Scope, filters: Filters, here: slice) -> dict[str, Mask]:
        if filters.uses_sensitive and not scope.may_uncover:
            raise ForbiddenError("households.forbidden_facet")
        return {
            name: self._mask(BY_NAME[name], values, here)
            for name, values in filters.chosen.items()
            if name in self.meta.facets
        }

    def _mask(self, facet: Facet, values: Sequence[str], here: slice) -> Mask:
        column, listed = self._columns[facet.name][here], self.meta.facets[facet.name]
        if facet.shape is Shape.DAYS:
            days = [NEVER_DAYS - 1 if one == NEVER else int(one) for one in values if self.allowed(facet.name, one)]
            return np.asarray(column > min(days, default=NEVER_DAYS))
        chosen = [listed.index(one) for one in values if one in listed]
        if facet.shape is Shape.BITS:
            return np.asarray((column & np.uint32(sum(1 << at for at in chosen))) != 0)
        wanted = np.zeros(256, dtype=np.bool_)
        wanted[chosen] = True
        return np.asarray(wanted[column])

    def _counted(self, facet: Facet, here: slice, mask: Mask) -> dict[str, int]:
        listed = self.meta.facets[facet.name]
        column = np.asarray(self._columns[facet.name][here])[mask]
        if facet.shape is Shape.DAYS:
            edges = [NEVER_DAYS - 1 if one == NEVER else int(one) for one in OFFERED_DAYS]
            return {one: int(np.count_nonzero(column > edge)) for one, edge in zip(OFFERED_DAYS, edges, strict=True)}
        if facet.shape is Shape.BITS:
            return {one: int(np.count_nonzero(column & np.uint32(1 << at))) for at, one in enumerate(listed)}
        told = np.bincount(column, minlength=len(listed))
        return {one: int(told[at]) for at, one in enumerate(listed)}


def _together(masks: Iterable[Mask], here: slice) -> Mask:
    whole: Mask = np.ones(here.stop - here.start, dtype=np.bool_)
    for mask in masks:
        whole &= mask
    return whole


def newest_folder(folder: Path) -> tuple[Path, ...]:
    """The indexes in a folder, newest first."""
    if not folder.is_dir():
        return ()
    found = [Path(one.path) for one in os.scandir(folder) if one.is_dir() and not one.name.startswith(".")]
    return tuple(sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True))
