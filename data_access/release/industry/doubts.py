"""Rows of industry that were left out, by the rule that they break: what the screen lists under data issues."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.privacy import scanned_text
from data_access.quantities import Survey
from data_access.release.activities import run_by_persons
from data_access.rules import INDUSTRY_RULES

COLUMNS: Final = (
    "rule", "region_code", "table_name", "activity_id", "name_zh", "period", "month", "field", "stated", "usual",
    "count",
)  # fmt: skip


def doubt_table(survey: Survey, activities: pd.DataFrame) -> pd.DataFrame:
    """Every row left out, under the region of today where it belongs, or the highest where nobody knows.

    `activities` are all of them, sound or not. Columns: rule, region_code, table_name, activity_id and name_zh (None
    for one run by a person), period and month (NaN where the row has none), field, stated and usual (what it says and
    what its peers say, NaN where that is not the point), count (rows).
    """
    kept = [part for part in survey.doubts if len(part)]
    if not kept:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS}).astype({"count": "float64"})
    frame = pd.concat(kept, ignore_index=True)
    root = survey.tray.tree.regions[0].code
    own = activities.set_index("activity_id")
    where = frame["region_code"].where(frame["region_code"].map(lambda c: survey.tray.today_code(str(c))).notna())
    where = where.fillna(frame["activity_id"].map(own["region_code"]))
    frame["region_code"] = [survey.tray.today_code(str(code)) or root for code in where]
    hidden = set(activities[run_by_persons(activities)]["activity_id"])
    names = frame["activity_id"].map(own["name_zh"])
    public = [a if isinstance(a, str) and a in own.index and a not in hidden else None for a in frame["activity_id"]]
    frame["name_zh"] = [
        scanned_text(str(name)) if code and isinstance(name, str) else None
        for code, name in zip(public, names, strict=True)
    ]
    frame["activity_id"] = pd.Series(public, dtype=object)
    order = pd.Categorical(frame["rule"], categories=list(INDUSTRY_RULES))
    return (
        frame.assign(order=order)
        .sort_values(["order", "region_code", "period", "month"])[list(COLUMNS)]
        .reset_index(drop=True)
    )


def lay_doubts(survey: Survey, table: pd.DataFrame) -> None:
    """Count what was left out by region and rule: industry_doubt_count, and the same by rule."""
    if not survey.themes["industry"]:
        return
    tree, tray = survey.tray.tree, survey.tray
    whole = np.where(tree.is_unit, 0.0, np.nan)
    for rule in INDUSTRY_RULES:
        figures = np.where(tree.is_unit, 0.0, np.nan)
        rows = table[table["rule"] == rule]
        for code, count in zip(rows["region_code"], rows["count"], strict=True):
            for own in (figures, whole):
                place = tree.index[str(code)]
                own[place] = np.nan_to_num(own[place]) + float(count)
        tray.put(f"industry_doubt_count.{rule}", survey.year, figures)
    tray.put("industry_doubt_count", survey.year, whole)
