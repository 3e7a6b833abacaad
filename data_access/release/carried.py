"""What the figures of a year become in trees of other times, and how a region of the past goes on in later years."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data_access.history import History, Sheet
from data_access.quantities import Tray
from data_access.release.pairs import Pairs
from data_access.tree import RegionTree, Then

Floats = NDArray[np.float64]
Form = dict[int, float]
"""A column as a sum of columns of the year's own tree: place -> its share."""


def with_years(tray: Tray, today: RegionTree, history: History, trees: tuple[RegionTree, ...]) -> RegionTree:
    """The counting tree with the tree of each period, and what is carried from it to columns of other times.

    today  the tree without regions of the past; trees  those of `history.sheets`
    """
    if not history.sheets:
        return tray.tree
    by_sheet = dict(zip((sheet.first for sheet in history.sheets), trees, strict=True))
    then: list[Then | None] = []
    for period in tray.periods:
        sheet = history.sheet(period)
        newer = [other for other in history.sheets if sheet is not None and other.last >= period]
        if sheet is None:
            then.append(None)
        else:
            then.append(_Carrying(tray, today, period, by_sheet[sheet.first]).then(newer, by_sheet))
    return replace(tray.tree, then=tuple(then))


class _Carrying:
    """Forms of the columns of one year, while they are worked out."""

    def __init__(self, tray: Tray, today: RegionTree, period: int, of_year: RegionTree) -> None:
        self._today, self._tree = today, of_year
        self._here = frozenset(of_year.index.values())
        self._below: dict[int, tuple[int, ...]] = {}
        self._own: dict[int, Form] = {}
        self._forms: dict[int, Form] = {}
        for code in {*tray.placement.past, *tray.placement.successors, *tray.placement.heirs} & of_year.index.keys():
            at = of_year.index[code]
            for until, steps, _ in tray.ways(code):
                if until >= period and of_year.is_unit[at]:
                    for to, share in steps:
                        if to >= 0 and to != at and not np.isnan(share):
                            self._own.setdefault(to, {})[at] = share

    def then(self, newer: list[Sheet], by_sheet: Mapping[int, RegionTree]) -> Then:
        """The year's tree, and the columns of other times that hold its figures: today's and those of sheets since."""
        groups = {group.code for group in self._today.groups}
        others: set[int] = set()
        for tree in (self._today, *(by_sheet[sheet.first] for sheet in newer)):
            for code, at in tree.index.items():
                if at not in self._here and code not in groups:
                    others.add(at)
                    self._below.setdefault(at, tree.children_of.get(code, ()))
        for code, at in self._tree.index.items():
            if at >= len(self._today):
                self._below[at] = self._tree.children_of.get(code, ())
        twins = {_key(self._form(at)): at for at in sorted(self._here, reverse=True) if at >= len(self._today)}
        carried = []
        for at in sorted(others):
            form = self._form(at)
            twin = twins.get(_key(form), -1)
            if twin < 0 and len(form) == 1 and set(form.values()) == {1.0}:
                twin = next(iter(form))
            carried.append((at, twin, np.array(sorted(form), dtype=np.int64)))
        split: dict[int, list[int]] = {}
        for at in sorted(others):
            for atom, share in self._form(at).items():
                if share < 1 - 1e-9:
                    split.setdefault(atom, []).append(at)
        return Then(self._tree, tuple(carried), tuple(np.array(places) for places in split.values()))

    def _form(self, at: int) -> Form:
        if at not in self._forms:
            form: Form = {}
            below = self._below.get(at, ())
            if at in self._below and below:
                parts = [self._form(child) for child in below]
            else:
                parts = [{at: 1.0}] if at in self._here else []
            for part in [*parts, self._own.get(at, {})]:
                for atom, share in part.items():
                    form[atom] = form.get(atom, 0.0) + share
            self._forms[at] = form
        return self._forms[at]


def _key(form: Form) -> frozenset[tuple[int, float]]:
    return frozenset((at, round(share, 9)) for at, share in form.items())


class Onward:
    """How a region of the past goes on in the years after its last: as the one of its code then, if there is one."""

    def __init__(self, history: History, tray: Tray) -> None:
        self._tray = tray
        behind, index = len(tray.tree) - len(history.past), tray.tree.index
        cells: list[tuple[int, int, int]] = []
        for row, period in enumerate(tray.periods):
            sheet = history.sheet(period)
            for at, region in enumerate(history.past):
                if history.until[at] >= period:
                    continue
                later = None if sheet is None else sheet.own.get(region.code)
                if later is not None:
                    cells.append((row, behind + at, behind + later))
                elif region.code in index and (sheet is None or region.code not in sheet.gone):
                    cells.append((row, behind + at, index[region.code]))
        self._cells = np.array(cells, dtype=np.int64).reshape(-1, 3).T

    def tell(self, figures: Floats) -> Floats:
        """Figures (periods x regions) with those years; not known where nothing bears the code any more."""
        if not self._tray.tree.until:
            return figures
        told = np.where(self._tray.over, np.nan, figures)
        row, to, of = self._cells
        told[row, to] = figures[row, of]
        return told

    def tell_pairs(self, pairs: Pairs) -> Pairs:
        """The same of numerators, denominators and of how many report."""
        if not self._tray.tree.until:
            return pairs
        reported = np.nan_to_num(self.tell(pairs.reported.astype(np.float64))).astype(np.int64)
        return Pairs(self.tell(pairs.numerator), self.tell(pairs.denominator), reported)
