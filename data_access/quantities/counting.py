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

Steps = tuple[tuple[int, float], ...]
Way = tuple[int, Steps, bool]

ALWAYS: Final = 9999
"""The last year of a place in today's tree."""

UNLISTED: Final = "UNKNOWN"
"""Item under which rows are counted whose code is NULL or in no list."""


@dataclass(frozen=True, slots=True)
class PastWay:
    """Where the rows of a code are counted among the regions of the past, in the years up to `until`.

    steps    (place in the counting tree, share); -1 where a region of the past is told by a column of another time. The
             shares add up to 1; NaN = some of it belongs there, and how much is not known
    is_heir  the place is that of a region above, for sums only
    """

    until: int
    steps: tuple[tuple[int, float], ...]
    is_heir: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the rows of a code are counted that is not in today's tree, and those of any code in trees of the past.

    successors  ended code -> (code that took over, its share); shares of one code add up to 1
    heirs       ended code without a known successor -> nearest valid region above it, for sums only
    past        code -> its places among the regions of the past
    """

    successors: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    heirs: Mapping[str, str] = field(default_factory=dict)
    past: Mapping[str, tuple[PastWay, ...]] = field(default_factory=dict)

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


@dataclass(frozen=True, slots=True)
class _Placed:
    """Rows of a query where they are counted, one entry for each place of each row.

    codes     the different codes of regions
    values    the columns that are counted
    row       which row of the query; `code`: which of `codes`
    position, share, until  the place in the counting tree, what share of the row falls there, and its last year
    """

    codes: tuple[str, ...]
    values: Mapping[str, Floats]
    row: NDArray[np.int64]
    code: NDArray[np.int64]
    position: NDArray[np.int64]
    share: Floats
    until: NDArray[np.int64]

    def only(self, kept: NDArray[np.bool_]) -> "_Placed":
        """The entries that are `kept`."""
        if kept.all():
            return self
        return _Placed(
            self.codes,
            {column: figures[kept] for column, figures in self.values.items()},
            self.row[kept], self.code[kept], self.position[kept], self.share[kept], self.until[kept],
        )  # fmt: skip


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
    _ways_of: dict[str, tuple[Way, ...]] = field(default_factory=dict, repr=False)
    _over_in: dict[int, NDArray[np.bool_]] = field(default_factory=dict, repr=False)

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
        """Lay down the figures of one quantity and period; regions of the past have none of a year after their last."""
        if self.tree.until:
            figures = np.where(self._over(period), np.nan, figures)
        self.cells.setdefault(name, {})[period] = figures
        self.combine[name] = combine

    @property
    def over(self) -> NDArray[np.bool_]:
        """The regions of the past that had ended before each period (periods x regions)."""
        return np.array([self._over(period) for period in self.periods])

    def _over(self, period: int) -> NDArray[np.bool_]:
        """The regions of the past that had ended before `period`."""
        if period not in self._over_in:
            over = np.zeros(len(self.tree), dtype=np.bool_)
            over[len(self.tree) - len(self.tree.until) :] = np.array(self.tree.until) < period
            self._over_in[period] = over
        return self._over_in[period]

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
        placed = self._place(frame, names, combine)
        for year, rows in self._by_period(placed, frame, period, even_empty):
            self._count(rows, names, year, absent, combine, is_flag)

    def _count(
        self,
        rows: "_Placed",
        names: Mapping[str, str],
        year: int,
        absent: float | Floats,
        combine: Combine,
        is_flag: bool,
    ) -> None:
        """Sum placed rows of one period into figures of each region."""
        if self.placement.past:
            rows = rows.only(rows.until >= year)
        where, share = rows.position, rows.share
        untold = where[np.isnan(share)]
        divided = (share < 1) & (not is_flag)
        parted = self._parted(rows, divided) if divided.any() else []
        for column, name in names.items():
            figures = np.where(self.tree.is_unit, absent, np.nan)
            values = rows.values[column]
            known = ~np.isnan(values)
            figures[where] = np.nan  # a row that knows nothing is no zero
            figures[where[known]] = 0.0
            whole = known & ~divided
            np.add.at(figures, where[whole], values[whole])
            for steps, first in parted:
                mine = first[known[first]]
                if len(mine):
                    parts = shared_out(float(values[mine].sum()), [part for _, part in steps])
                    for (to, _), part in zip(steps, parts, strict=True):
                        if to >= 0:
                            figures[to] += part
            figures[untold] = np.nan
            self.put(name, year, figures, combine)

    def _parted(self, rows: "_Placed", divided: NDArray[np.bool_]) -> list[tuple[Steps, NDArray[np.int64]]]:
        """For each code (in each time) whose rows are divided: the steps, and which rows hold it once."""
        parted: list[tuple[Steps, NDArray[np.int64]]] = []
        ways = np.unique(np.stack([rows.code[divided], rows.until[divided]]), axis=1)
        for code, until in ways.T:
            steps = next(each for end, each, _ in self.ways(rows.codes[code]) if end == until)
            first = next(to for to, _ in steps if to >= 0)
            here = divided & (rows.code == code) & (rows.until == until) & (rows.position == first)
            parted.append((steps, np.flatnonzero(here)))
        return parted

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
        listed = list(dict.fromkeys(items))
        if frame.empty and not even_empty:
            return
        placed = self._place(frame, names, "add")
        item_of = pd.Index(listed, dtype=object).get_indexer(pd.Index(frame[item], dtype=object))
        for year, rows in self._by_period(placed, frame, period, even_empty):
            here = item_of[rows.row]
            for number, code in [*enumerate(listed), *([(-1, UNLISTED)] if (here < 0).any() else [])]:
                named = {column: f"{name}.{code}" for column, name in names.items()}
                self._count(rows.only(here == number), named, year, absent, "add", is_flag)

    def _by_period(
        self, placed: "_Placed", frame: pd.DataFrame, period: int | None, even_empty: bool
    ) -> list[tuple[int, "_Placed"]]:
        """Each period that is told of, with those of the placed rows of `frame` that tell of it."""
        if period is not None:
            return [(period, placed)] if even_empty or len(placed.row) else []
        years = frame["stat_year"].to_numpy(dtype=np.float64)[placed.row]
        return [(year, placed.only(rows)) for year in self.periods if (rows := years == year).any()]

    def _place(self, frame: pd.DataFrame, columns: Iterable[str], combine: Combine) -> "_Placed":
        """Each row with the position of its region, the share of it that falls there, and until when it does.

        A row whose code stands for several regions is there once for each; one without a place is not.
        """
        of_row, found = pd.factorize(frame["region_code"].astype(object), use_na_sentinel=False)
        codes = tuple(map(str, found))
        places: list[tuple[int, float, int]] = []
        first, count = np.zeros((2, len(codes)), dtype=np.int64)
        for number, code in enumerate(codes):
            ways = self.ways(code)
            if not ways:
                self.unplaced.add(code)
            first[number] = len(places)
            for until, steps, is_heir in ways:
                places += [
                    (to, share, until)
                    for to, share in steps
                    if to >= 0 and (combine == "add" or not is_heir or np.isnan(share))
                ]
            count[number] = len(places) - first[number]
        times = count[of_row]
        row = np.repeat(np.arange(len(of_row)), times)
        nth = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)  # of the places of its row
        position, share, until = np.array(places, dtype=np.float64).reshape(-1, 3)[first[of_row[row]] + nth].T
        values = {column: frame[column].to_numpy(dtype=np.float64)[row] for column in columns}
        return _Placed(codes, values, row, of_row[row], position.astype(np.int64), share, until.astype(np.int64))

    def ways(self, code: str) -> tuple[Way, ...]:
        """Until when, in which (place, share), and whether only for sums above, the rows of a code are counted.

        First those of today's tree, then up to the last year of each those of the trees of the past.
        """
        if code not in self._ways_of:
            here, successors, heirs = self.tree.index, self.placement.successors, self.placement.heirs
            ways: list[Way] = []
            if code in here:
                ways.append((ALWAYS, ((here[code], 1.0),), False))
            elif code in successors:
                ways.append((ALWAYS, tuple((here[to], share) for to, share in successors[code]), False))
            elif code in heirs:
                ways.append((ALWAYS, ((here[heirs[code]], 1.0),), True))
            ways += [(way.until, way.steps, way.is_heir) for way in self.placement.past.get(code, ())]
            self._ways_of[code] = tuple(ways)
        return self._ways_of[code]
