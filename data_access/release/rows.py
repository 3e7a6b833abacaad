"""The tables of a release by region and period: which rows are under a region, and sums over them."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.tree import RegionTree

Codes = NDArray[np.signedinteger[Any]]
Places = NDArray[np.int64]
Marks = NDArray[np.bool_]


class RowsByRegion:
    """Where the rows of each table stand in the tree, in time and among the values of their columns: found once."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], tree: RegionTree) -> None:
        self._tables = tables
        self._tree = tree
        self._found_places: dict[str, Places] = {}
        self._found_codes: dict[tuple[str, str], tuple[Codes, list[str]]] = {}
        self._found_spans: dict[str, Mapping[int, tuple[int, int]]] = {}

    def under(self, table: str, code: str, period: int | None = None) -> pd.DataFrame:
        """The rows of one table under the region `code`, of one period or of all; raises UnknownRegionError.

        By period only in a table that is ordered by it.
        """
        frame, is_whole = self._tables[table], self._tree.at(code) == 0
        if period is None:
            return frame if is_whole else frame[self._is_under(table, code, slice(None))]
        first, last = self._spans(table).get(period, (0, 0))
        here = frame.iloc[first:last]
        return here if is_whole else here[self._is_under(table, code, slice(first, last))]

    def places(self, table: str, code: str, period: int) -> Places:
        """Where the regions of the rows that `under` gives stand in the tree; raises UnknownRegionError."""
        rows = slice(*self._spans(table).get(period, (0, 0)))
        codes, _ = self._codes(table, "region_code")
        here = self._places(table)[codes[rows]]
        return here if self._tree.at(code) == 0 else here[self._is_under(table, code, rows)]

    def of(self, table: str, code: str) -> pd.DataFrame:
        """The rows of the region `code` itself, of a table that is ordered by region."""
        codes, names = self._codes(table, "region_code")
        here = bisect_left(names, code)
        if here == len(names) or names[here] != code:
            return self._tables[table].iloc[:0]
        return self._tables[table].iloc[np.searchsorted(codes, here) : np.searchsorted(codes, here, "right")]

    def shared(self, table: str, code: str, within: str | None = None) -> Places:
        """Which rows of one table lie under the region `code` and, where it is given, also under `within`: none where
        there is no region of that code. Raises UnknownRegionError."""
        index, count = self._tree.index, len(self._tables[table])
        above = {self._tree.at(code), 0 if within is None else index.get(within, -1)} - {0}
        if -1 in above:
            return np.zeros(0, dtype=np.int64)
        marks = [self._is_under(table, self._tree.codes[at], slice(None)) for at in above]
        return np.flatnonzero(np.logical_and.reduce(marks)) if marks else np.arange(count)

    def sums(
        self, table: str, code: str, period: int, by: Sequence[str], of: str, where: Mapping[str, str]
    ) -> dict[tuple[str, ...], float]:
        """As `Release.sums`; raises UnknownRegionError."""
        here = self._tree.at(code)
        first, last = self._spans(table).get(period, (0, 0))
        rows: NDArray[np.int64] | None = None
        for column, wanted in where.items():
            codes, labels = self._codes(table, column)
            label = labels.index(wanted) if wanted in labels else -1
            here_too = codes[first:last] == label
            rows = np.flatnonzero(here_too) + first if rows is None else rows[here_too[rows - first]]
        if rows is None:
            rows = np.arange(first, last)
        if here:
            rows = rows[self._is_under(table, code, rows)]
        place = np.zeros(len(rows), dtype=np.int64)
        every = [self._codes(table, column) for column in by]
        for codes, labels in every:
            place = place * len(labels) + codes[rows]
        values = self._tables[table][of].to_numpy()[rows].astype(np.float64)
        groups, group = np.unique(place, return_inverse=True)
        totals = np.bincount(group, values, minlength=len(groups))
        found: dict[tuple[str, ...], float] = {}
        for key, total in zip(groups.tolist(), totals.tolist(), strict=True):
            parts: list[str] = []
            for _, labels in reversed(every):
                key, at = divmod(key, len(labels))  # noqa: PLW2901 - unpacked step by step
                parts.append(labels[at])
            found[tuple(reversed(parts))] = total
        return found

    def _codes(self, table: str, column: str) -> tuple[Codes, list[str]]:
        """A column of a table as places in a list of its values, in numbers as small as they are held."""
        key = (table, column)
        if key not in self._found_codes:
            held = self._tables[table][column]
            # of the array itself: a series and its `cat` copy the codes, which may be mapped from a file
            values = held.array if isinstance(held.dtype, pd.CategoricalDtype) else pd.Categorical(held)
            self._found_codes[key] = (np.asarray(values.codes), [str(v) for v in values.categories])
        return self._found_codes[key]

    def _spans(self, table: str) -> Mapping[int, tuple[int, int]]:
        """First row and one past the last of each period, in a table ordered by period."""
        if table not in self._found_spans:
            periods = self._tables[table]["period"].to_numpy()
            edges = [0, *(np.flatnonzero(periods[1:] != periods[:-1]) + 1).tolist(), len(periods)]
            self._found_spans[table] = {
                int(periods[first]): (first, end) for first, end in pairwise(edges) if first < end
            }
        return self._found_spans[table]

    def _is_under(self, table: str, code: str, rows: "slice | Places") -> Marks:
        """Which of some rows of a table lie under the region: asked once of each region that the table names."""
        codes, _ = self._codes(table, "region_code")
        marks = self._tree.under(code, self._places(table))
        return marks[codes[rows]] if len(marks) else np.zeros(len(codes[rows]), dtype=np.bool_)

    def _places(self, table: str) -> Places:
        """Where each region that a table names stands in the tree, in the order of its names."""
        if table not in self._found_places:
            index = self._tree.index
            _, names = self._codes(table, "region_code")
            self._found_places[table] = np.array([index[name] for name in names], dtype=np.int64)
        return self._found_places[table]
