"""A release as it is read: frozen, in memory, every lookup a matter of microseconds."""

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.errors import UnknownIndicatorError, UnknownPeriodError
from data_access.history import NO_HISTORY, History, TablesOfThen, tree_of
from data_access.indicators import Indicator
from data_access.region_groups import RegionGroup
from data_access.release.earlier import NO_EARLIER, Earlier
from data_access.release.meta import ReleaseMeta
from data_access.release.pairs import Floats, Pairs
from data_access.release.rows import RowsByRegion
from data_access.release.task_lists import TaskLists
from data_access.release.told import OfOne, Told
from data_access.tree import WHOLE, Region, RegionTree


class Release:
    """All additive quantities of every region and period, and what the screen needs beside them.

    Regions are keyed by code; where the database has several highest regions, they stand under a synthetic one with the
    code `*`, which is then `root`. A figure that is not known, or is known and not shown, reads as NaN.
    """

    def __init__(
        self,
        meta: ReleaseMeta,
        tree: RegionTree,
        *,
        indicators: Mapping[str, Indicator],
        quantities: Mapping[str, Floats],
        pairs: Mapping[str, Pairs],
        tables: Mapping[str, pd.DataFrame],
        told: Told,
        history: History = NO_HISTORY,
        today: "Release | None" = None,
    ) -> None:
        self.meta = meta
        self.tree = tree
        self.history = history
        self.today: Release = self if today is None else today
        self._earlier: Earlier = NO_EARLIER
        self._of_then: dict[int, Release] = {}
        self.indicators: Mapping[str, Indicator] = MappingProxyType(dict(indicators))
        self._quantities = quantities
        self._pairs = pairs
        self._tables = tables
        self._told = told
        self._row = {period: i for i, period in enumerate(meta.periods)}

    def __repr__(self) -> str:
        return f"<Release {self.id}>"

    @property
    def id(self) -> str:
        """The release's name; cache keys begin with it."""
        return self.meta.id

    @property
    def earlier(self) -> Earlier:
        """The other releases of its store, to compare with; of a release that no store opened there are none."""
        return self.today._earlier

    def stand_among(self, earlier: Earlier) -> None:
        """Tell of the releases that it can be compared with."""
        self.today._earlier = earlier

    @property
    def as_of(self) -> date:
        """The day of the data."""
        return self.meta.as_of

    @property
    def periods(self) -> tuple[int, ...]:
        """The years it holds, ascending."""
        return self.meta.periods

    @property
    def latest_period(self) -> int:
        """The newest year."""
        return self.meta.periods[-1]

    @property
    def themes(self) -> dict[str, bool]:
        """Theme of the contract -> connected."""
        return dict(self.meta.themes)

    @property
    def is_demo(self) -> bool:
        """Some of the data are demo data."""
        return self.meta.is_demo

    @property
    def root(self) -> Region:
        """The highest region, or the synthetic one above several."""
        return self.tree.regions[self.tree.children_of[None][0]]

    @cached_property
    def known_codes(self) -> Collection[str]:
        """The codes that stand for a region of today, or of any other time."""
        index, history = self.today.tree.index, self.history
        if not history.changes and not history.sheets:
            return index.keys()
        return frozenset([*index, *history.names, *history.followed])

    @property
    def is_today(self) -> bool:
        """Whether its regions are those of the day of the data, not those of a year before a change."""
        return self.today is self

    def of(self, period: int) -> "Release":
        """The same release with the regions as they stood in `period`: itself where nothing has changed since.

        Figures of regions that changed are those of then; in its other years they are carried on to them, and not
        known after these regions' last. Tables tell of regions gone and come under what stood in their place.
        """
        sheet = self.history.sheet(period)
        if sheet is None:
            return self.today
        kept = self.today._of_then
        if sheet.first not in kept:
            tree, tables = tree_of(self.today.tree, self.history, sheet), TablesOfThen(self.today._tables, sheet)
            kept[sheet.first] = Release(
                self.meta, tree, indicators=self.indicators, quantities=self._quantities, pairs=self._pairs,
                tables=tables, told=self._told, history=self.history, today=self.today,
            )  # fmt: skip
        return kept[sheet.first]

    @cached_property
    def roots(self) -> tuple[Region, ...]:
        """The highest regions of the database, ordered by code."""
        return self.children(WHOLE) if self.root.code == WHOLE else (self.root,)

    def region(self, code: str) -> Region:
        """The region `code`; raises UnknownRegionError."""
        return self.tree.regions[self.tree.at(code)]

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions directly under `code` (of a group its members), ordered by code; raises UnknownRegionError."""
        self.tree.at(code)
        return tuple(self.tree.regions[i] for i in self.tree.children_of.get(code, ()))

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """From the highest region down to `code`, itself included; raises UnknownRegionError."""
        return tuple(self.tree.regions[i] for i in self.tree.ancestors(self.tree.at(code)))

    @property
    def groups(self) -> tuple[RegionGroup, ...]:
        """The groups of regions, each also a region by its code; empty where the theme is not connected."""
        return self.tree.groups

    def group(self, code: str) -> RegionGroup | None:
        """The group `code`; None when that is a region of the tree, or nothing."""
        return next((group for group in self.tree.groups if group.code == code), None)

    def villages(self, code: str) -> tuple[Region, ...]:
        """The villages under `code`, itself included when it is one, ordered by code; raises UnknownRegionError."""
        return tuple(self.tree.regions[i] for i in self.tree.villages(code))

    def period_row(self, period: int) -> int:
        """Row of `period` in the arrays; raises UnknownPeriodError."""
        try:
            return self._row[period]
        except KeyError:
            allowed = ", ".join(map(str, self.periods))
            raise UnknownPeriodError("release.unknown_period", period=period, allowed=allowed) from None

    def indicator(self, code: str) -> Indicator:
        """The indicator `code`; raises UnknownIndicatorError when this release cannot give it."""
        try:
            return self.indicators[code]
        except KeyError:
            raise UnknownIndicatorError("release.unknown_indicator", code=str(code)[:40]) from None

    def indicator_periods(self, code: str) -> tuple[int, ...]:
        """The periods in which any region has a value of the indicator; raises UnknownIndicatorError."""
        return self._told.periods[self.indicator(code).code]

    def breaks(self, code: str, level: int) -> tuple[float, ...]:
        """Bounds of an indicator's classes among regions of one level; raises UnknownIndicatorError."""
        indicator = self.indicator(code)
        return self._told.breaks[indicator.code].get(level, indicator.breaks)

    def pairs(self, indicator: Indicator) -> Pairs:
        """Numerators and denominators of one indicator (periods x regions); infinite where withheld."""
        return self._pairs[indicator.code]

    def value(self, indicator_code: str, code: str, period: int) -> float:
        """The value of one indicator, in its unit.

        NaN when it is not reported, withheld, not offered at the region's level, or there is nothing to measure.
        Raises UnknownIndicatorError, UnknownRegionError, UnknownPeriodError.
        """
        indicator = self.indicator(indicator_code)
        row, position = self.period_row(period), self.tree.at(code)
        if self.tree.told_level[position] > indicator.lowest_level:
            return math.nan
        pair = self._pairs[indicator_code]
        return _shown(indicator.value(float(pair.numerator[row, position]), float(pair.denominator[row, position])))

    def quantity(self, name: str, code: str, period: int) -> float:
        """One quantity; NaN when it is not known, not connected or withheld.

        Raises UnknownRegionError, UnknownPeriodError.
        """
        row, position = self.period_row(period), self.tree.at(code)
        figures = self._quantities.get(name)
        return math.nan if figures is None else _shown(float(figures[row, position]))

    def quantity_state(self, name: str, code: str, period: int) -> str:
        """Why a quantity is what it is: "ok", "missing" (not reported), "withheld" or "not_connected"."""
        row, position = self.period_row(period), self.tree.at(code)
        figures = self._quantities.get(name)
        if figures is None:
            return "not_connected"
        value = float(figures[row, position])
        return "missing" if math.isnan(value) else "withheld" if math.isinf(value) else "ok"

    def quantities(self, code: str, period: int) -> Mapping[str, float]:
        """Every quantity known of one region and period, each read when it is asked for; those not known are left out.

        Raises UnknownRegionError, UnknownPeriodError.
        """
        return OfOne(self._quantities, self.period_row(period), self.tree.at(code))

    @cached_property
    def quantity_names(self) -> tuple[str, ...]:
        """Names of all quantities of this release, in order."""
        return tuple(sorted(self._quantities))

    def code_name(self, code_list: str, item: str, lang: str = "zh") -> str:
        """The name of an item of a code list, or of INDUSTRY_KIND; the item itself when it is in no list."""
        zh, en = self._names.get((code_list, item), (item, item))
        return en if lang == "en" else zh

    def items(self, code_list: str) -> tuple[str, ...]:
        """The items of a code list, or of INDUSTRY_KIND, in their order; empty for an unknown list."""
        return self._items.get(code_list, ())

    @cached_property
    def _names(self) -> dict[tuple[str, str], tuple[str, str]]:
        frame = self._tables["code_names"]
        return {
            (row["list_code"], row["item_code"]): (
                row["name_zh"],
                row["name_en"] if isinstance(row["name_en"], str) else row["name_zh"],
            )
            for row in frame.to_dict("records")
        }

    @cached_property
    def _items(self) -> dict[str, tuple[str, ...]]:
        frame = self._tables["code_names"]
        return {str(name): tuple(rows["item_code"]) for name, rows in frame.groupby("list_code", sort=False)}

    @property
    def industry_kinds(self) -> pd.DataFrame:
        """Kinds of industry in order: kind, name_zh, name_2021_zh, name_2026_zh, name_en, is_covering, icon_name,
        definition_zh."""
        return self._tables["industry_kinds"]

    @cached_property
    def covering_kinds(self) -> tuple[str, ...]:
        """The kinds that count towards industry coverage, in the order of the catalogue."""
        rows = self.industry_kinds
        return tuple(str(kind) for kind in rows[rows["is_covering"] == 1]["kind"])

    @property
    def industry_metrics(self) -> pd.DataFrame:
        """What is counted of kinds, in order: kind, metric, name_zh, name_en, unit_zh, is_flow, definition_zh."""
        return self._tables["industry_metrics"]

    @property
    def kinds_told(self) -> frozenset[str]:
        """The kinds of industry of which the database has an activity, or a place or household reached, in any year."""
        return self._told.kinds

    @cached_property
    def located_kinds(self) -> tuple[str, ...]:
        """The kinds of industry that have an activity with a place on the map, in the order of the catalogue."""
        told = self._tables["activities"].dropna(subset=["longitude", "latitude"])
        there = set(told["kind"])
        return tuple(str(kind) for kind in self.industry_kinds["kind"] if kind in there)

    def activities(self, code: str, kind: str | None = None) -> pd.DataFrame:
        """Activities under the region `code`, of one kind or of all, ordered by kind and id.

        Columns: activity_id, kind, subkind, name_zh (of one run by a person its kind's name), region_code, longitude,
        latitude, status, size and size_unit (kW, worker, visitor, or a metric of the kind; NaN where none),
        village_count reached this year. Raises UnknownRegionError.
        """
        frame = self._rows.under("activities", code)
        return frame if kind is None else frame[frame["kind"] == kind]

    def alerts(self, code: str, days: int | None = None) -> pd.DataFrame:
        """What needs attention under the region `code`, of the last `days` days (None = all).

        Columns: region_code, alert_code, item_code, department_code ("" of what no department raised), on (datetime64),
        due_on (datetime64), count; never a household.
        Raises UnknownRegionError.
        """
        frame = self._rows.under("alerts", code)
        if days is None:
            return frame
        return frame[frame["on"] >= pd.Timestamp(self.as_of - timedelta(days=days))]

    @property
    def policy_lines(self) -> pd.DataFrame:
        """Income lines as they were set: set_by (region, or the nation), period, line (POLICY_LINE), amount_yuan."""
        return self._tables["policy_lines"]

    def burden_cells(self, code: str, period: int) -> pd.DataFrame:
        """How households of a township or higher lie by income and burden: income, burden, size; see
        `release.monitoring_tables`. Empty where nothing is told."""
        frame = self._tables["burden_cells"]
        return frame[(frame["period"] == period) & (frame["region_code"] == code)]

    def helper_loads(self, code: str) -> pd.DataFrame:
        """The helpers with the most registered households of the region `code`, on the day of the data, the heaviest
        first, then by key: region_code, official (a token of this installation), household_count.

        Raises UnknownRegionError.
        """
        self.tree.at(code)
        return self._rows.of("helper_loads", code)

    def open_issues(self, code: str) -> pd.DataFrame:
        """The doubtful records still open of a township, a region above one or a group, by rule and department, the
        most records first, those of rare rules together last: region_code, rule_zh and department_zh (None of the rare
        ones together), record_count, since_on (datetime64). Empty below the township. Raises UnknownRegionError.
        """
        self.tree.at(code)
        return self._rows.of("open_issues", code)

    @cached_property
    def tasks(self) -> TaskLists:
        """The late tasks and the works by their keys."""
        return TaskLists(self._tables, self._rows)

    def quoted(self, code: str) -> pd.DataFrame:
        """Figures quoted from documents for the region `code` itself, newest first; shown as quoted, never recomputed.

        Columns: region_code, indicator, name_zh, period, month, quoted_value, unit_zh, qualifier, quote_zh, note_zh.
        """
        self.tree.at(code)
        frame = self._tables["quoted"]
        return frame[frame["region_code"] == code]

    def industry(self, table: str, code: str, period: int | None = None) -> pd.DataFrame:
        """The rows of one industry table (see `release.industry`) under the region `code`, of one period or of all.

        `table` is income_bands, industry_doubts, industry_facets, industry_months, kind_sets or solar_stations.
        Raises UnknownRegionError, UnknownPeriodError.
        """
        if period is not None:
            self.period_row(period)
        return self._rows.under(table, code, period)

    def industry_places(self, table: str, code: str, period: int) -> NDArray[np.int64]:
        """Where the regions of the rows that `industry` gives stand in the tree; raises as it does."""
        self.period_row(period)
        return self._rows.places(table, code, period)

    def sums(
        self, table: str, code: str, period: int, by: Sequence[str], *, of: str = "value", **where: str
    ) -> dict[tuple[str, ...], float]:
        """Sums of the column `of` of one industry table under the region `code` in one period, by the columns `by`.

        Rows count whose columns are as `where` says. Keys are texts, also of numbers; a key without rows is not there.
        Raises UnknownRegionError, UnknownPeriodError.
        """
        self.period_row(period)
        return self._rows.sums(table, code, period, by, of, where)

    def figures(self, name: str, period: int) -> Floats | None:
        """One quantity of all regions in the order of the tree, NaN where not known, infinite where withheld; None when
        the release does not have it. Raises UnknownPeriodError."""
        row = self.period_row(period)
        figures = self._quantities.get(name)
        return None if figures is None else figures[row, : len(self.tree)]

    @cached_property
    def _rows(self) -> RowsByRegion:
        return RowsByRegion(self._tables, self.tree)


def _shown(value: float) -> float:
    return value if math.isfinite(value) else math.nan
