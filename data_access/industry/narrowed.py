"""Figures narrowed or widened: a quantity of one sort of activities alone, and of all years up to one.

industry_activity_count.TOURISM@mode-SCENIC_LED    of the activities of one mode (sub-kind, entity, build, watch state)
industry_income_yuan.*@join-WORK-POST              of several items together; `*` = all covering kinds, a household once
workshop_worker_count@product-3F6A01B2             of one product, by the code of its name (`product_code`)
solar_generated_kwh@month-3                        of one month; @month-ALL of all that are told by the month
workshop_assisted_worker_count@paid-ALL            of the months whose wages are told
solar_sales_yuan!TOTAL                             summed over all years up to the one asked for
"""

import math
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.industry.amounts import amount
from data_access.industry.facets import LISTS, too_few
from data_access.messages import text
from data_access.quantities.registry import quantity_catalogue
from data_access.release import Release
from data_access.rules import SMALL_CELL

TOTAL: Final = "!TOTAL"
MEASURES: Final = {
    "industry_activity_count": "activity_count",
    "industry_village_count": "village_count",
    "industry_household_count": "household_count",
    "industry_income_yuan": "income_yuan",
    "solar_capacity_kw": "capacity_kw",
    "solar_generated_kwh": "generated_kwh",
    "solar_metered_capacity_kw": "metered_capacity_kw",
    "workshop_worker_count": "worker_count",
    "workshop_assisted_worker_count": "assisted_worker_count",
    "workshop_assisted_wage_yuan": "assisted_wage_yuan",
    "tourism_visitor_count": "visitor_count",
    "tourism_revenue_yuan": "revenue_yuan",
}
"""Quantity -> the measure of the release's industry_facets and industry_months that tells it by a trait or month."""

MONTHLY: Final = {"month": "", "paid": "paid_worker_count"}
"""Facets of months -> the measure that is told there, "" for that of the quantity."""

PRODUCT: Final = "product"
"""The facet whose items are names and no codes."""

EVERY: Final = "ALL"
YEAR: Final = "0"
"""The month of what is told of a year as a whole."""

INCOME: Final = "income_yuan"

_GRAMMAR: Final = re.compile(
    r"(\w+)(?:\.([A-Z0-9_]+|\*))?(?:\.([A-Z0-9_]+))?@([a-z]+)-([A-Z0-9_]+(?:-[A-Z0-9_]+)*)", re.ASCII
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A quantity of the activities of one `kind` with one of the `items` of a `facet`, told by a `measure`."""

    quantity: str
    kind: str
    measure: str
    facet: str
    items: tuple[str, ...]

    def has(self, item: str) -> bool:
        """Whether the item of a row is one of those narrowed to."""
        if self.facet == PRODUCT:
            return product_code(item) in self.items
        return item in self.items or (self.items == (EVERY,) and item != YEAR)


def product_code(name: str) -> str:
    """What stands for the name of a product in a figure."""
    return f"{zlib.crc32(name.encode()):08X}"


def narrowed(name: str) -> Narrowed | None:
    """What `name` narrows, None where it narrows nothing."""
    found = _GRAMMAR.fullmatch(name)
    if found is None:
        return None
    base, kind, metric, facet, items = found.groups()
    kind = kind or base.partition("_")[0].upper()
    measure = metric if base == "industry_quantity" else MONTHLY.get(facet) or MEASURES.get(base)
    if measure is None or facet not in {*LISTS, *MONTHLY, PRODUCT} or base not in quantity_catalogue():
        return None
    return Narrowed(name.partition("@")[0], kind, measure, facet, tuple(items.split("-")))


def narrowed_by_region(release: Release, made: Narrowed, code: str, period: int) -> Floats:
    """The figure of each region where an activity stands or reaches, in the order of the tree; NaN where nobody tells.

    What fewer than `SMALL_CELL` households earned is not told. Raises UnknownRegionError, UnknownPeriodError.
    """
    found: Floats = np.full(len(release.tree), np.nan)
    rows = _rows(release, made, made.measure, code, period)
    if made.measure == INCOME:
        told = _rows(release, made, "household_count", code, period)
        many = told[told["value"] >= SMALL_CELL].index
        rows = rows[rows.index.isin(many)]
    at = np.array([release.tree.index[str(region)] for region in rows.index.get_level_values(0)], dtype=np.int64)
    found[at] = 0
    np.add.at(found, at, rows["value"].to_numpy(dtype=np.float64))
    return found


def _rows(release: Release, made: Narrowed, measure: str, code: str, period: int) -> pd.DataFrame:
    """The value of each region and item (the index) that is told."""
    rows = release.industry("industry_months" if made.facet in MONTHLY else "industry_facets", code, period)
    rows = rows[(rows["kind"] == made.kind) & (rows["measure"] == measure)]
    rows = rows.assign(item=rows["month"]) if made.facet in MONTHLY else rows[rows["facet"] == made.facet]
    items = rows["item"].astype(str)
    has = np.array([made.has(item) for item in items], dtype=np.bool_)  # an empty list would choose no columns
    rows = rows.assign(region_code=rows["region_code"].astype(str), item=items)[has]
    return rows.set_index(["region_code", "item"])[["value"]]


def narrowed_value(release: Release, made: Narrowed, code: str, period: int) -> float:
    """The figure of one region; NaN where nobody tells. Raises UnknownRegionError, UnknownPeriodError."""
    if made.facet in MONTHLY:
        of_months = release.sums(
            "industry_months", code, period, ("month", "measure"), kind=made.kind, measure=made.measure
        )
        return _sum([value for (month, _), value in of_months.items() if made.has(month)])
    sums = release.sums("industry_facets", code, period, ("item", "measure"), kind=made.kind, facet=made.facet)
    hidden = too_few(release, code, period, made.kind, made.facet) if made.measure == INCOME else set()
    # what only reaches in from elsewhere does not stand here
    nothing = 0.0 if made.measure == "activity_count" else math.nan
    items = {item for item, _ in sums if made.has(item)} - hidden
    return _sum([sums.get((item, made.measure), nothing) for item in items])


def _sum(values: Iterable[float]) -> float:
    """The sum of what is known; NaN where nothing is."""
    known = [value for value in values if not math.isnan(value)]
    return math.fsum(known) if known else math.nan


def narrowed_note(release: Release, made: Narrowed, lang: str) -> str:
    """What a narrowing adds to the meaning of its quantity: the names of the items."""
    if made.facet in MONTHLY:
        months = [text("trace.month", lang, month=month) for month in made.items if month != EVERY]
        return " + ".join(months) or text("trace.every_month", lang)
    if made.facet == PRODUCT:
        rows = release.industry("industry_facets", release.root.code)
        names = rows[rows["facet"] == PRODUCT]["item"].astype(str).unique()
        return " + ".join(name for name in names if made.has(name)) or text("industry_kind.unstated", lang)
    code_list = LISTS[made.facet]
    special = {"UNKNOWN": "industry_kind.unstated", EVERY: "trace.every_item"}
    return " + ".join(
        text(special[item], lang) if item in special else release.code_name(code_list, item, lang)
        for item in made.items
    )


def total_of(name: str) -> str | None:
    """The quantity that `name` sums over the years, None where it is no total."""
    base = name.removesuffix(TOTAL)
    return base if base != name and base.partition(".")[0] in quantity_catalogue() else None


def total_value(release: Release, name: str, code: str, period: int) -> float:
    """The total up to `period`; NaN where no year is known. Raises UnknownRegionError, UnknownPeriodError."""
    return amount(release, name, code, period).cumulative


def total_by_village(release: Release, name: str, code: str, period: int) -> Floats:
    """The total of each village under the region, in the order of the tree; NaN where no year is known."""
    at = np.array(release.tree.villages(code), dtype=np.int64)
    years = [release.figures(name, year) for year in release.periods if year <= period]
    known = np.array([figures[at] for figures in years if figures is not None]).reshape(-1, len(at))
    return np.where(np.isnan(known).all(axis=0), np.nan, np.nansum(known, axis=0))
