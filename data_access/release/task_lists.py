"""The tasks of a release by their keys: which are late, which are works, in the order of the lists."""

from collections.abc import Mapping, Sequence
from typing import overload

import numpy as np
import pandas as pd

from data_access.release.rows import Places, RowsByRegion


class ListedKeys(Sequence[str]):
    """The keys of a list in their order; `rows` says where they stand in its table."""

    def __init__(self, frame: pd.DataFrame, rows: Places) -> None:
        self._frame = frame
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> list[str]: ...

    def __getitem__(self, at: int | slice) -> str | list[str]:
        keys = self._frame["task_id"].array
        return [str(key) for key in keys.take(self.rows[at])] if isinstance(at, slice) else str(keys[self.rows[at]])


class TaskLists:
    """The lists of tasks under a region; of those under a region `within` alone, where it is given, and none where no
    region of today has that code. Raises UnknownRegionError.

    A list is found by a look at the place of each of its rows (0.2 to 3 ms for 250,000): the page is a slice
    of what is found, and nothing is held for each region.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], rows: RowsByRegion) -> None:
        self._tables = tables
        self._rows = rows

    def late(self, code: str, within: str | None = None) -> ListedKeys:
        """The late tasks, the longest late first."""
        return ListedKeys(self._tables["late_tasks"], self._rows.shared("late_tasks", code, within))

    def works(self, code: str, within: str | None = None) -> tuple[ListedKeys, int]:
        """The works, open ones first by their end, and how many more lack a planned start or end."""
        frame, rows = self._tables["works"], self._rows.shared("works", code, within)
        dated = rows[frame["is_dated"].to_numpy(dtype=np.bool_)[rows]]
        return ListedKeys(frame, dated), len(rows) - len(dated)

    def steps(self, works: ListedKeys, at: slice) -> list[str]:
        """The steps of some of the `works`."""
        frame, rows = self._tables["works"], works.rows[at]
        firsts, counts = (frame[name].to_numpy()[rows].tolist() for name in ("first_step", "step_count"))
        steps = [row for first, count in zip(firsts, counts, strict=True) for row in range(first, first + count)]
        return ListedKeys(self._tables["work_steps"], np.array(steps, dtype=np.int64))[:]
