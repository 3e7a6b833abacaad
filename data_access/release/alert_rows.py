"""What needs attention, as counts by region, kind and day: no household, and nothing of health below the township."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import func, select

from data_access.quantities import Survey, TypedMonths
from data_access.quantities.survey import count_if, valid_household
from data_access.release.industry.stations import station_marks
from data_access.schema import core, monitoring
from data_access.tree import TOWNSHIP_LEVEL, RegionTree

SENSITIVE_ITEMS: Final = frozenset({"MEDICAL"})
"""Kinds of alert and guarantees that tell of health: counted for the township, never for a village."""

SENSITIVE_DEPARTMENTS: Final = frozenset({"HEALTH", "MEDICAL_INSURANCE", "DISABLED_FEDERATION"})
"""Departments whose alerts tell of health, whatever their kind."""

COLUMNS: Final = ("region_code", "alert_code", "item_code", "department_code", "on", "due_on", "count")


def alert_rows(survey: Survey, activities: pd.DataFrame, months: TypedMonths) -> pd.DataFrame:
    """All alerts of the day of the data: columns as `Release.alerts`, ordered by region, alert, item and day."""
    parts = [_department_alerts(survey), _overdue_visits(survey), _unmet_guarantees(survey)]
    parts.append(_solar_alerts(survey, activities, months))
    kept = [part for part in parts if len(part)]
    if not kept:
        return _frame([])
    frame = _of_today(survey, pd.concat(kept, ignore_index=True))
    frame = frame[frame["region_code"].isin(list(survey.tray.tree.index)) & (frame["count"] > 0)]
    keys = list(COLUMNS[:-1])
    summed: pd.DataFrame = frame.groupby(keys, dropna=False)["count"].sum().reset_index()
    return summed[list(COLUMNS)].sort_values(keys).reset_index(drop=True)


def _frame(rows: Sequence[tuple[str, str, str, str, date, date | None, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("on", "due_on"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
    return frame.astype({"count": "int64"})


def _of_today(survey: Survey, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows under the regions of today; those of ended ones go where `Placement.today_code` says."""
    codes = [survey.tray.today_code(str(code)) or code for code in frame["region_code"]]
    return frame.assign(region_code=pd.Series(codes, index=frame.index, dtype=object))


def _raise_sensitive(survey: Survey, frame: pd.DataFrame) -> pd.DataFrame:
    """Move rows that tell of health from the village to a region above it that stands for several villages."""
    tree = survey.tray.tree
    told = told_at(tree)
    frame = _of_today(survey, frame)
    codes = [
        tree.regions[told[tree.index[code]]].code
        if (item in SENSITIVE_ITEMS or department in SENSITIVE_DEPARTMENTS) and code in tree.index
        else code
        for code, item, department in zip(
            frame["region_code"], frame["item_code"], frame["department_code"], strict=True
        )
    ]
    return frame.assign(region_code=codes)


def told_at(tree: RegionTree) -> NDArray[np.int64]:
    """For each region the one at which what tells of health is told: a township or higher, for two villages at least.

    One village alone goes up to where there are others; there the smallest group of them is told together with it.
    """
    told = np.maximum(tree.ancestor_at_most(TOWNSHIP_LEVEL), 0)
    villages = tree.is_unit & (tree.level > TOWNSHIP_LEVEL) & ~tree.is_past
    while True:
        groups, count = np.unique(told[villages], return_counts=True)
        if not (count == 1).any():
            return told
        lonely = groups[count == 1][-1]  # the lowest: parents stand before their children
        beside = (groups != lonely) & tree.under(tree.codes[lonely], groups)
        if beside.any():
            told[told == groups[beside][np.argmin(count[beside])]] = lonely
        elif tree.parent[lonely] >= 0:
            told[told == lonely] = tree.parent[lonely]
        else:
            return told


def _department_alerts(survey: Survey) -> pd.DataFrame:
    """Alerts of departments not yet checked, by kind and day, those past their day apart."""
    if not survey.themes["monitoring"]:
        return _frame([])
    a, h = monitoring.monitoring_alert, core.household
    late = a.c.due_on < survey.day("monitoring_alert")
    frame = survey.ask(
        select(
            h.c.region_code,
            a.c.alert_kind_code.label("item_code"),
            a.c.department_code,
            a.c.raised_on,
            a.c.due_on,
            count_if(late, "late_count"),
            func.count().label("count"),
        )
        .select_from(a.join(h, h.c.household_id == a.c.household_id))
        .where(valid_household(), a.c.alert_result_code == "PENDING")
        .group_by(h.c.region_code, a.c.alert_kind_code, a.c.department_code, a.c.raised_on, a.c.due_on)
    ).rename(columns={"raised_on": "on"})
    frame["alert_code"] = np.where(frame["late_count"] > 0, "ALERT_OVERDUE", "ALERT_PENDING")
    return _raise_sensitive(survey, frame)[list(COLUMNS)]


def _from_quantity(survey: Survey, name: str, alert: str, item: str = "", table: str = "") -> pd.DataFrame:
    """The villages where a quantity is above 0, as of the day of `table`, or of the data."""
    tree = survey.tray.tree
    figures = survey.tray.take(name, survey.year)
    if figures is None:
        return _frame([])
    found = np.flatnonzero(np.nan_to_num(figures) > 0)
    day = survey.day(table)
    return _frame([(tree.regions[i].code, alert, item, "", day, None, int(figures[i])) for i in found])


def _overdue_visits(survey: Survey) -> pd.DataFrame:
    """Households not visited in time, the monitored ones apart."""
    table = "household_visit"
    late = _from_quantity(survey, "visit_overdue_household_count", "VISIT_OVERDUE", table=table)
    monitored = _from_quantity(
        survey, "visit_overdue_monitored_household_count", "VISIT_OVERDUE_MONITORED", table=table
    )
    if len(late) and len(monitored):
        of_these = late["region_code"].map(monitored.set_index("region_code")["count"]).fillna(0).astype("int64")
        late = late.assign(count=late["count"] - of_these)
    return pd.concat([late, monitored], ignore_index=True) if len(monitored) else late


def _unmet_guarantees(survey: Survey) -> pd.DataFrame:
    parts = [
        _from_quantity(survey, f"unmet_household_count.{item}", "ASSURANCE_UNMET", item)
        for item in survey.items["ASSURANCE"]
    ]
    kept = [part for part in parts if len(part)]
    return _raise_sensitive(survey, pd.concat(kept, ignore_index=True)) if kept else _frame([])


def _solar_alerts(survey: Survey, activities: pd.DataFrame, months: TypedMonths) -> pd.DataFrame:
    """Stations that stand still, those that gave less than 80 % of their county's median, and those not paid."""
    marks, end = station_marks(survey, activities, months)
    if marks.empty:
        return _frame([])
    days = (("is_stopped", "SOLAR_STOPPED", survey.as_of), ("is_low", "SOLAR_LOW", end or survey.as_of),
            ("is_unpaid", "SOLAR_UNPAID", survey.as_of))  # fmt: skip
    return _frame(
        [
            (str(code), alert, "", "", day, None, 1)
            for mark, alert, day in days
            for code in marks[marks[mark]]["region_code"]
        ]
    )
