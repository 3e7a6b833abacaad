"""The tree of regions that the caller gives: codes, parents, names; levels may be skipped."""

from __future__ import annotations

from collections.abc import Container, Iterator

import pandas as pd

from geo.errors import UnknownTreeError

ROOT = ""


class RegionTree:
    """Regions by code, in the order of the table.

    Made from the columns region_code (str), parent_code (str or missing) and name_zh (str); others are ignored.
    Raises UnknownTreeError for a code that stands twice, a parent that does not exist, or a cycle.
    """

    def __init__(self, regions: pd.DataFrame) -> None:
        codes = [str(code) for code in regions["region_code"]]
        parents = [ROOT if pd.isna(parent) or str(parent) == "" else str(parent) for parent in regions["parent_code"]]
        names = ["" if pd.isna(name) else str(name) for name in regions["name_zh"]]
        self._parent = dict(zip(codes, parents, strict=True))
        self._name = dict(zip(codes, names, strict=True))
        if len(self._parent) != len(codes):
            twice = next(code for position, code in enumerate(codes) if code in codes[:position])
            raise UnknownTreeError("tree_duplicate", region=twice)
        self._children: dict[str, list[str]] = {code: [] for code in [ROOT, *codes]}
        for code, parent in self._parent.items():
            if parent not in self._children:
                raise UnknownTreeError("tree_orphan", region=code, parent=parent)
            self._children[parent].append(code)
        self._order = [code for code in self._walk() if code != ROOT]
        if len(self._order) != len(codes):
            raise UnknownTreeError("tree_cycle", region=next(iter(set(codes) - set(self._order))))

        self._height: dict[str, int] = {}
        for code in reversed(self._order):
            self._height[code] = 1 + max((self._height[child] for child in self._children[code]), default=-1)

    def _walk(self) -> Iterator[str]:
        todo = [ROOT]
        while todo:
            code = todo.pop()
            yield code
            todo.extend(reversed(self._children[code]))

    def __contains__(self, code: object) -> bool:
        return code in self._parent

    @property
    def codes(self) -> list[str]:
        """All codes, parents before their children."""
        return list(self._order)

    def bottom_up(self) -> list[str]:
        """All codes, children before their parents."""
        return self._order[::-1]

    def children(self, code: str) -> list[str]:
        """The codes directly under `code`; under "" the roots."""
        return self._children[code]

    def height(self, code: str) -> int:
        """How many generations stand below a region: 0 for a leaf of the tree."""
        return self._height[code]

    def name(self, code: str) -> str:
        """The Chinese name of a region, "" where the table has none."""
        return self._name[code]

    def parent(self, code: str) -> str:
        """The code directly above a region, "" for a root."""
        return self._parent[code]

    def any_below(self, code: str, drawn: Container[str]) -> bool:
        """Whether any region below `code` is in `drawn`."""
        todo = list(self._children[code])
        while todo:
            child = todo.pop()
            if child in drawn:
                return True
            todo.extend(self._children[child])
        return False
