"""Figures of activities by one of their traits, and their months: tables made of a release's long ones."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from data_access.release import Release
from data_access.rules import SMALL_CELL
from data_access.tree import TOWNSHIP_LEVEL

MONTHS: Final = range(1, 13)
LISTS: Final = {
    "subkind": "INDUSTRY_SUBKIND",
    "entity": "BUSINESS_ENTITY",
    "status": "OPERATING_STATUS",
    "class": "DEVELOPMENT_CLASS",
    "mode": "TOURISM_MODE",
    "build": "WORKSHOP_BUILD",
    "watch": "WORKSHOP_WATCH",
    "join": "PARTICIPATION_MODE",
}
"""Facet -> the code list of its items; product has none."""


def facet_table(
    release: Release, code: str, period: int, kind: str, facet: str, measures: Sequence[str], lang: str = "zh"
) -> pd.DataFrame:
    """Sums of `measures` under the region `code` by one facet of one kind.

    Returns one row an item that occurs (in the order of its code list; products by activities, most first): item, name,
    and the measures (float64, NaN where no activity tells). A household counts once an item, and again in the next.
    Below the township income_yuan of fewer than `SMALL_CELL` households is not told: it would be theirs; nor is that of
    a group with such a member.
    Raises UnknownRegionError, UnknownPeriodError. Source: the release's industry_facets.
    """
    sums = release.sums("industry_facets", code, period, ("item", "measure"), kind=kind, facet=facet)
    items = {item for item, measure in sums if measure in measures}
    figures = {m: np.array([sums.get((item, m), np.nan) for item in items]) for m in measures}
    if "activity_count" in figures:  # what only reaches in from elsewhere does not stand here
        figures["activity_count"] = np.nan_to_num(figures["activity_count"])
    if "household_count" in figures and "income_yuan" in figures:
        hidden = too_few(release, code, period, kind, facet)
        figures["income_yuan"][[item in hidden for item in items]] = np.nan
    code_list = LISTS.get(facet, "")
    listed = {item: place for place, item in enumerate(release.items(code_list))}
    first = figures[measures[0]]
    keys = [
        (listed.get(item, len(listed)), 0.0 if code_list or np.isnan(count) else -count, item)
        for item, count in zip(items, first.tolist(), strict=True)
    ]
    order = sorted(range(len(keys)), key=lambda at: keys[at])
    named = [keys[at][2] for at in order]
    columns: dict[str, object] = {
        "item": pd.Series(named, dtype=object),
        "name": pd.Series([release.code_name(code_list, item, lang) for item in named], dtype=object),
    }
    return pd.DataFrame(columns | {measure: values[order] for measure, values in figures.items()})


def too_few(release: Release, code: str, period: int, kind: str, facet: str) -> set[str]:
    """Items of which too few households take part below the township, or in a member of a group there.

    What they earned is not told. Raises UnknownRegionError, UnknownPeriodError.
    """
    group = release.group(code)
    found: set[str] = set()
    for place in group.members if group else (code,):
        if release.region(place).level > TOWNSHIP_LEVEL:
            sums = release.sums("industry_facets", place, period, ("item", "measure"), kind=kind, facet=facet)
            found |= {item for item, _ in sums if not sums.get((item, "household_count"), np.nan) >= SMALL_CELL}
    return found


def month_table(release: Release, code: str, period: int, kind: str, measures: Sequence[str]) -> pd.DataFrame:
    """Sums of `measures` of one kind under the region `code` by month of `period`.

    Returns twelve rows: month, and the measures (float64; NaN for a month that nobody told of). Empty when of the whole
    year no month is told. Raises UnknownRegionError, UnknownPeriodError. Source: the release's industry_months.
    """
    sums = release.sums("industry_months", code, period, ("month", "measure"), kind=kind)
    if not any(month != "0" and measure in measures for month, measure in sums):
        return pd.DataFrame({"month": np.zeros(0, dtype=np.int64)} | {m: np.zeros(0) for m in measures})
    columns = {m: np.array([sums.get((str(month), m), np.nan) for month in MONTHS]) for m in measures}
    return pd.DataFrame({"month": np.array(MONTHS, dtype=np.int64)} | columns)
