"""Solar stations: what each of them gives in a year, and which of them stand still, give little or are not paid."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from data_access.privacy import scanned_text
from data_access.quantities import Survey, TypedMonths
from data_access.release.activities import run_by_persons
from data_access.release.industry.placed import of_today, packed
from data_access.rules import LOW_SHARE, SETTLED_WITHIN_DAYS
from data_access.schema import industry

MARKS: Final = (
    "activity_id", "region_code", "is_stopped", "is_low", "is_unpaid", "unpaid_month_count", "hours", "median_hours",
)  # fmt: skip
STATIONS: Final = (
    "region_code", "period", "activity_id", "name_zh", "subkind", "status", "capacity_kw", "collective_capacity_kw",
    "month_count", "generated_kwh", "metered_capacity_kw", "sales_yuan", "shared_yuan", "village_count", "is_stopped",
    "is_low", "is_unpaid", "unpaid_month_count", "hours", "median_hours",
)  # fmt: skip


def station_marks(survey: Survey, activities: pd.DataFrame, months: TypedMonths) -> tuple[pd.DataFrame, date | None]:
    """What is amiss with the stations there today, and the end of the last month that most of them tell of.

    Columns: activity_id, region_code (of today), is_stopped (stands still or idle), is_low (runs, and generated less
    than `LOW_SHARE` of its county's median of hours in that month), is_unpaid (of this or last year, a month not
    settled `SETTLED_WITHIN_DAYS` days after its end: unpaid_month_count of them), hours and median_hours of the month
    (NaN where not known). None when no month is told by at least half of the running stations.
    """
    day = pd.Timestamp(survey.as_of)
    columns = list(MARKS)
    if months.solar is None:
        return pd.DataFrame(columns=columns), None
    there = activities[activities["is_station"] & ~activities["valid_to"].lt(day)]
    marks = of_today(survey, there)[["activity_id", "region_code", "operating_status_code", "capacity_kw"]]
    marks["is_stopped"] = marks["operating_status_code"].isin(("STOPPED", "IDLE"))
    marks["unpaid_month_count"] = marks["activity_id"].map(_unpaid_months(survey, months.solar)).fillna(0).astype(int)
    marks["is_unpaid"] = marks["unpaid_month_count"] > 0
    month = _last_month(survey, marks, months.solar)
    if month == 0:
        return marks.assign(is_low=False, hours=np.nan, median_hours=np.nan)[columns], None
    last = months.solar[(months.solar["stat_year"] == survey.year) & (months.solar["stat_month"] == month)]
    generated = marks["activity_id"].map(last.set_index("activity_id")["generated_kwh"])
    tree = survey.tray.tree
    county = tree.ancestor_at_most(3)[[tree.index[code] for code in marks["region_code"]]]
    runs = ~marks["is_stopped"]
    marks["hours"] = (generated / marks["capacity_kw"]).astype("float64")
    marks["median_hours"] = marks["hours"].where(runs).groupby(county).transform("median")
    marks["is_low"] = runs & (marks["hours"] < LOW_SHARE * marks["median_hours"])
    return marks[columns], (pd.Timestamp(survey.year, month, 1) + pd.offsets.MonthEnd(0)).date()


def _last_month(survey: Survey, marks: pd.DataFrame, months: pd.DataFrame) -> int:
    """The newest month of the year of the data for which at least half of the running stations told; 0 when none."""
    running = marks[~marks["is_stopped"] & marks["capacity_kw"].gt(0)]["activity_id"]
    of_year = (months["stat_year"] == survey.year) & (months["stat_month"] > 0)
    told = months[of_year & months["generated_kwh"].notna() & months["activity_id"].isin(running)]
    by_month = told.groupby("stat_month").size()
    full = by_month[by_month * 2 >= len(running)]
    return 0 if full.empty or running.empty else int(full.index.max())


def _unpaid_months(survey: Survey, months: pd.DataFrame) -> "pd.Series[int]":
    """How many months of this year and the last should be settled by now and are not, by station."""
    rows = months[(months["stat_year"] >= survey.year - 1) & (months["stat_month"] > 0) & (months["is_settled"] == 0)]
    first = pd.to_datetime({"year": rows["stat_year"], "month": rows["stat_month"], "day": 1})
    due = first + pd.offsets.MonthEnd(0) + timedelta(days=SETTLED_WITHIN_DAYS)
    return rows[due < pd.Timestamp(survey.as_of)].groupby("activity_id").size()


def solar_stations(survey: Survey, activities: pd.DataFrame, months: TypedMonths, marks: pd.DataFrame) -> pd.DataFrame:
    """One row a station and year with figures, but of those that belong to persons none: they are in the sums alone.

    Columns `STATIONS`: hours and the marks are those of the day of the data, NaN and False in earlier years.
    """
    if months.solar is None:
        return packed([], STATIONS, ())
    public = activities[activities["is_station"] & ~run_by_persons(activities)]
    columns = ["activity_id", "region_code", "name_zh", "subkind", "operating_status_code", "capacity_kw",
               "collective_capacity_kw"]  # fmt: skip
    own = of_today(survey, public)[columns].rename(columns={"operating_status_code": "status"})
    own["name_zh"] = [scanned_text(name) for name in own["name_zh"]]
    keys = ["activity_id", "stat_year"]
    grouped = months.solar.groupby(keys)
    years = grouped[["generated_kwh", "sales_yuan", "shared_yuan"]].sum(min_count=1)
    years["month_count"] = grouped["generated_kwh"].count()
    rows = years.reset_index().merge(own, on="activity_id").rename(columns={"stat_year": "period"})
    rows["metered_capacity_kw"] = rows["capacity_kw"].where(rows["generated_kwh"].notna())
    rows = rows.merge(_villages(survey), on=["activity_id", "period"], how="left")
    now = rows["period"] == survey.year
    for column in MARKS[2:]:
        known = rows["activity_id"].map(marks.set_index("activity_id")[column])
        if column.startswith("is_"):
            rows[column] = (known.fillna(False).astype(bool)) & now
        else:
            rows[column] = known.astype("float64").where(now)
    return packed([rows], STATIONS, ("region_code", "subkind", "status"))


def _villages(survey: Survey) -> pd.DataFrame:
    c = industry.industry_coverage
    return survey.ask(
        select(c.c.activity_id, c.c.stat_year.label("period"), func.count().label("village_count")).group_by(
            c.c.activity_id, c.c.stat_year
        )
    )
