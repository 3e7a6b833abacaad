"""Rows under the regions of today, summed into the long tables of a release."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from data_access.quantities import Survey

FACETS: Final = ("region_code", "period", "kind", "facet", "item", "measure", "value")
"""Columns of the table `industry_facets`: figures of activities by one trait of theirs, which add up over regions."""

KEYS: Final = (
    "period", "region_code", "month", "activity_id", "kind", "kinds", "facet", "item", "measure", "cause", "labour",
    "band",
)  # fmt: skip
"""What tables are ordered by: the period comes first, so that one of them is one stretch of rows."""

UNKNOWN: Final = "UNKNOWN"
"""Item of what does not say what it is."""


def of_today(survey: Survey, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows under the regions of today; those without a place are left out (they count as unplaced)."""
    codes = {code: survey.tray.today_code(str(code)) for code in frame["region_code"].unique()}
    today = frame["region_code"].map(codes)
    return frame.assign(region_code=today.astype(object))[today.notna()]


def in_facet(rows: pd.DataFrame, facet: str, item: str, measures: Sequence[str]) -> pd.DataFrame:
    """Sums of `measures` by region, period, kind and the trait in column `item`, as rows of `industry_facets`.

    A sum of which no part is known is left out.
    """
    if rows.empty:
        return pd.DataFrame(columns=list(FACETS))
    keys = {
        "region_code": rows["region_code"],
        "period": rows["period"].astype("int64"),
        "kind": rows["kind"],
        "item": rows[item].fillna(UNKNOWN).astype(str),
    }
    codes, labels = zip(*(pd.factorize(values) for values in keys.values()), strict=True)
    place = np.zeros(len(rows), dtype=np.int64)
    for code, label in zip(codes, labels, strict=True):
        place = place * len(label) + code
    groups, group = np.unique(place, return_inverse=True)
    first: dict[str, Any] = {}
    left = groups
    for name, label in reversed(list(zip(keys, labels, strict=True))):
        left, at = np.divmod(left, len(label))
        first[name] = label.take(at)
    told: list[Any] = []
    sums: list[Any] = []
    for measure in measures:
        values = rows[measure].to_numpy(dtype=np.float64, na_value=np.nan)
        known = ~np.isnan(values)
        at = np.flatnonzero(np.bincount(group[known], minlength=len(groups)))
        told.append(at)
        sums.append(np.bincount(group[known], values[known], minlength=len(groups))[at])
    every = np.concatenate(told)
    columns = {name: column.take(every) for name, column in first.items()}
    measure_names = np.repeat(np.array(measures, dtype=object), [len(at) for at in told])
    return pd.DataFrame(columns).assign(facet=facet, measure=measure_names, value=np.concatenate(sums))[list(FACETS)]


def packed(parts: Sequence[pd.DataFrame], columns: Sequence[str], texts: Sequence[str]) -> pd.DataFrame:
    """One table of many parts, its text columns as categories, small and quick to group; ordered by period and keys."""
    kept = [part for part in parts if len(part)]
    frame = pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(columns))
    frame = frame[list(columns)]
    for column in ("period", "month"):
        if column in frame:
            frame[column] = frame[column].astype("int16")
    if "value" in frame:
        frame["value"] = frame["value"].astype("float64")
    frame = frame.astype(dict.fromkeys(texts, "category"))
    keys = [column for column in KEYS if column in columns]
    return frame.sort_values(keys).reset_index(drop=True)
