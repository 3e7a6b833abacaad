"""Codes that changed: which region took over from which, as a table of others says it, and a draft from names."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geo.errors import GeoError
from geo.tree import RegionTree

CROSSWALK_COLUMNS = ["from_code", "to_code", "changed_on", "change_code", "from_name", "to_name"]
_STEPS = 20


class Crosswalk:
    """Old codes and those that took over from them. Made from a table with from_code and to_code; others are ignored.

    Raises GeoError crosswalk_columns.
    """

    def __init__(self, changes: pd.DataFrame | None = None) -> None:
        self._next: dict[str, list[str]] = {}
        self._before: dict[str, list[str]] = {}
        if changes is None:
            return
        missing = [column for column in CROSSWALK_COLUMNS[:2] if column not in changes]
        if missing:
            raise GeoError("crosswalk_columns", file="crosswalk", columns=", ".join(missing))
        for old, new in zip(changes["from_code"].astype(str), changes["to_code"].astype(str), strict=True):
            if old != new:
                self._next.setdefault(old, []).append(new)
                self._before.setdefault(new, []).append(old)

    def present(self, code: str, tree: RegionTree) -> tuple[str | None, bool]:
        """The region of `tree` that a code of another time stands for, and whether it was split so that there is none.

        Old codes are followed to what took over, through as many changes as there were; a code newer than the tree is
        followed back, where it stands for one region alone.
        """
        found = self._followed(code, tree)
        if len(found) == 1:
            return found.pop(), False
        if found:
            return None, True
        before = self._before.get(code, [])
        if len(before) == 1 and before[0] in tree and len(self._next[before[0]]) == 1:
            return before[0], False
        return None, False

    def _followed(self, code: str, tree: RegionTree) -> set[str]:
        found: set[str] = set()
        todo, seen = [code], {code}
        for _ in range(_STEPS):
            after = [new for old in todo for new in self._next.get(old, []) if new not in seen]
            found |= {new for new in after if new in tree}
            todo = [new for new in dict.fromkeys(after) if new not in tree]
            seen |= set(after)
        return found


def draft(pairs: Iterable[tuple[str, str, str, str]]) -> pd.DataFrame:
    """A crosswalk to be checked by somebody who knows: CROSSWALK_COLUMNS, without dates, all RECODE.

    pairs: (code in the file, code of the region, name in the file, name of the region), matched by name; the file is
    taken for the older of the two. Order kept.
    """
    rows = [(old, new, "", "RECODE", old_name, new_name) for old, new, old_name, new_name in pairs if old != new]
    return pd.DataFrame(rows, columns=CROSSWALK_COLUMNS)
