"""The tray on which counted figures are laid out by quantity, period and region before they are summed upward."""

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.tree import RegionTree

Floats = NDArray[np.float64]
Combine = Literal["add", "state", "fixed"]

UNLISTED: Final = "UNKNOWN"
"""Item under which rows are counted whose code is NULL or in no list."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the rows of a code that is not in today's tree are counted.

    successors  ended code -> (code that took over, its share); shares of one code add up to 1
    heirs       ended code without a known successor -> nearest valid region above it, for sums only
    """

    successors: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    heirs: Mapping[str, str] = field(default_factory=dict)

    def today_code(self, code: str, alive: Container[str]) -> str | None:
        """The one region of today (`alive`) for what cannot be divided and is on record under `code`; None = no place.

        Itself while it is there, else the successor that took most of it, else the nearest valid region above.
        """
        if code in alive:
            return code
        if code in self.successors:
            return max(self.successors[code], key=lambda step: step[1])[0]
        return self.heirs.get(code)


def shared_out(total: float, shares: Sequence[float]) -> list[float]:
    """`total` divided in proportion to `shares`, which add up to 1; a whole number is divided into whole numbers.

    Each takes its rounded part of what is left, so that of two totals the larger gives nobody less.
    """
    if not float(total).is_integer():
        return [total * share for share in shares]
    parts: list[float] = []
    left, weight = float(total), sum(shares)
    for share in shares[:-1]:
        part = float(math.floor(left * share / weight + 0.5)) if weight > 0 else 0.0
        parts.append(part)
        left, weight = left - part, weight - share
    return [*parts, left]


@dataclass
class Tray:
    """Figures of every quantity by period and region, NaN where not known.

    `lay` counts rows of a query; `take` and `put` work on whole arrays (one figure a region, in the tree's order).
    A quantity is combined upward by adding ("add"), by adding unless an upper region states its own figure ("state"),
    or not at all ("fixed": every region has its own figure). `unplaced` are codes of rows that no region stands for.
    """

    tree: RegionTree
    periods: tuple[int, ...]
    placement: Placement
    cells: dict[str, dict[int, Floats]] = field(default_factory=dict)
    combine: dict[str, Combine] = field(default_factory=dict)
    unplaced: set[str] = field(default_factory=set)

    def take(self, name: str, period: int) -> Floats | None:
        """The figures of one quantity and period before they are summed; None when nothing is known."""
        return self.cells.get(name, {}).get(period)

    def today_code(self, code: str) -> str | None:
        """As `Placement.today_code`, in this tree."""
        return self.placement.today_code(code, self.tree.index)

    def places(self, code: str) -> tuple[int, ...]:
        """Positions of every region that stands for `code`: itself, or all that took over from it."""
        if code in self.tree.index:
            return (self.tree.index[code],)
        return tuple(self.tree.index[to] for to, _ in self.placement.successors.get(code, ()))

    def put(self, name: str, period: int, figures: Floats, combine: Combine = "add") -> None:
        """Lay down the figures of one quantity and period."""
        self.cells.setdefault(name, {})[period] = figures
        self.combine[name] = combine

    def lay(
        self,
        frame: pd.DataFrame,
        columns: Mapping[str, str] | Sequence[str],
        *,
        period: int | None = None,
        absent: float | Floats = np.nan,
        combine: Combine = "add",
        even_empty: bool = False,
        is_flag: bool = False,
    ) -> None:
        """Count rows (region_code, stat_year unless `period` is given, and the columns) into quantities.

        `columns` names the columns that are quantities, or maps column to quantity. A village without a row gets
        `absent`: 0 where no row means none, NaN where it means not reported; one whose rows know nothing stays unknown.
        A period without any row stays unknown, but with `even_empty` (the source is connected, and found nothing) gets
        `absent` everywhere. Of a split region each successor gets its share, of a flag (`is_flag`) all of it.
        """
        names = dict(columns) if isinstance(columns, Mapping) else {c: c for c in columns}
        placed = self._place(frame, combine)
        for year, rows in self._by_period(placed, period, even_empty):
            self._count(rows, names, year, absent, combine, is_flag)

    def _count(
        self,
        rows: pd.DataFrame,
        names: Mapping[str, str],
        year: int,
        absent: float | Floats,
        combine: Combine,
        is_flag: bool,
    ) -> None:
        """Sum placed rows of one period into figures of each region."""
        where = rows["position"].to_numpy(dtype=np.int64)
        codes = rows["region_code"].to_numpy(dtype=object)
        divided = (rows["share"].to_numpy(dtype=np.float64) < 1) & (not is_flag)
        for column, name in names.items():
            figures = np.where(self.tree.is_unit, absent, np.nan)
            values = rows[column].to_numpy(dtype=np.float64)
            known = ~np.isnan(values)
            figures[where] = np.nan  # a row that knows nothing is no zero
            figures[where[known]] = 0.0
            whole = known & ~divided
            np.add.at(figures, where[whole], values[whole])
            for code in pd.unique(codes[known & divided]):
                steps = self.placement.successors[str(code)]
                first = known & (codes == code) & (where == self.tree.index[steps[0][0]])
                parts = shared_out(float(values[first].sum()), [share for _, share in steps])
                for (to, _), part in zip(steps, parts, strict=True):
                    figures[self.tree.index[to]] += part
            self.put(name, year, figures, combine)

    def lay_items(
        self,
        frame: pd.DataFrame,
        item: str,
        columns: Mapping[str, str] | Sequence[str],
        items: Iterable[str],
        *,
        period: int | None = None,
        absent: float | Floats = np.nan,
        even_empty: bool = False,
        is_flag: bool = False,
    ) -> None:
        """As `lay`, split by the code in column `item`: each of `items` becomes the quantity `name.ITEM`.

        Codes that are NULL or not among `items` are counted under `name.UNKNOWN`, which is there only when needed.
        """
        names = dict(columns) if isinstance(columns, Mapping) else {c: c for c in columns}
        listed = list(items)
        if frame.empty and not even_empty:
            return
        placed = self._place(frame, "add")
        placed[item] = placed[item].where(placed[item].isin(listed), UNLISTED)
        for year, rows in self._by_period(placed, period, even_empty):
            groups = dict(iter(rows.groupby(item)))
            for code in [*listed, *([UNLISTED] if UNLISTED in groups else [])]:
                named = {column: f"{name}.{code}" for column, name in names.items()}
                self._count(groups.get(code, rows.iloc[:0]), named, year, absent, "add", is_flag)

    def _by_period(self, placed: pd.DataFrame, period: int | None, even_empty: bool) -> list[tuple[int, pd.DataFrame]]:
        if period is not None:
            return [(period, placed)] if even_empty or len(placed) else []
        return [(y, rows) for y in self.periods if len(rows := placed[placed["stat_year"] == y])]

    def _place(self, frame: pd.DataFrame, combine: Combine) -> pd.DataFrame:
        """Add to each row the position of its region and the share of it that falls there; drop what has no place."""
        codes = pd.unique(frame["region_code"].astype(object))
        where: list[tuple[object, int, float]] = []
        for code in codes:
            key = str(code)
            if key in self.tree.index:
                where.append((code, self.tree.index[key], 1.0))
            elif key in self.placement.successors:
                where.extend((code, self.tree.index[to], share) for to, share in self.placement.successors[key])
            elif key in self.placement.heirs:
                if combine == "add":
                    where.append((code, self.tree.index[self.placement.heirs[key]], 1.0))
            else:
                self.unplaced.add(key)
        table = pd.DataFrame(where, columns=["region_code", "position", "share"]).astype({"region_code": object})
        return frame.astype({"region_code": object}).merge(table, on="region_code", how="inner")
