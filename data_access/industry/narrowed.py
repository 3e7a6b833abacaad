"""Figures narrowed or widened: a quantity of one sort of activities alone, and of all years up to one.

industry_activity_count.TOURISM@mode-SCENIC_LED    of the activities of one mode (sub-kind, entity, build, watch state)
solar_sales_yuan!TOTAL                             summed over all years up to the one asked for
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.industry.amounts import amount
from data_access.industry.facets import LISTS
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
    "workshop_worker_count": "worker_count",
    "workshop_assisted_worker_count": "assisted_worker_count",
}
"""Quantity -> the measure of the release's industry_facets that tells it by a trait."""

_GRAMMAR: Final = re.compile(r"(\w+)(?:\.([A-Z0-9_]+))?(?:\.([A-Z0-9_]+))?@([a-z]+)-([A-Z0-9_]+)", re.ASCII)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A quantity of the activities of one `kind` with one `item` of a `facet`, told by a `measure`."""

    quantity: str
    kind: str
    measure: str
    facet: str
    item: str


def narrowed(name: str) -> Narrowed | None:
    """What `name` narrows, None where it narrows nothing."""
    found = _GRAMMAR.fullmatch(name)
    if found is None:
        return None
    base, kind, metric, facet, item = found.groups()
    kind = kind or base.partition("_")[0].upper()
    measure = metric if base == "industry_quantity" else MEASURES.get(base)
    if measure is None or facet not in LISTS or base not in quantity_catalogue():
        return None
    return Narrowed(name.partition("@")[0], kind, measure, facet, item)


def narrowed_by_region(release: Release, made: Narrowed, code: str, period: int) -> Floats:
    """The figure of each region where an activity stands or reaches, in the order of the tree; NaN where nobody tells.

    What fewer than `SMALL_CELL` households earned is not told. Raises UnknownRegionError, UnknownPeriodError.
    """
    found = _by_region(release, made, made.measure, code, period)
    if made.measure == "income_yuan":
        households = _by_region(release, made, "household_count", code, period)
        found[~(households >= SMALL_CELL)] = np.nan
    return found


def _by_region(release: Release, made: Narrowed, measure: str, code: str, period: int) -> Floats:
    rows = release.industry("industry_facets", code, period)
    wanted = {"kind": made.kind, "facet": made.facet, "item": made.item, "measure": measure}
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    found = np.full(len(release.tree), np.nan)
    at = np.array([release.tree.index[str(region)] for region in rows["region_code"]], dtype=np.int64)
    found[at] = 0
    np.add.at(found, at, rows["value"].to_numpy(dtype=np.float64))
    return found


def narrowed_value(release: Release, made: Narrowed, code: str, period: int) -> float:
    """The figure of one region; NaN where nobody tells. Raises UnknownRegionError, UnknownPeriodError."""
    sums = release.sums("industry_facets", code, period, ("measure",), kind=made.kind, facet=made.facet, item=made.item)
    if made.measure == "income_yuan" and not sums.get(("household_count",), 0) >= SMALL_CELL:
        return float("nan")
    # what only reaches in from elsewhere does not stand here
    nothing = 0.0 if made.measure == "activity_count" and sums else float("nan")
    return sums.get((made.measure,), nothing)


def narrowed_note(release: Release, made: Narrowed, lang: str) -> str:
    """What a narrowing adds to the meaning of its quantity: the name of the item."""
    if made.item == "UNKNOWN":
        return text("industry_kind.unstated", lang)
    return release.code_name(LISTS[made.facet], made.item, lang)


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
