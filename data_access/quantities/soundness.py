"""Which rows of industry can be counted: sound activities, those that operate, and the rows that break a rule.

A row that breaks a rule of `rules.INDUSTRY_RULES` is left out of every figure and handed to `Survey.doubts`.
"""

from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from sqlalchemy import FromClause, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.survey import RUNNING, Survey
from data_access.rules import (
    ACTIVITY_DATES,
    ACTIVITY_KIND,
    ACTIVITY_REGION,
    COVERAGE_REGION,
    FEWEST_PEERS,
    FIGURE_METRIC,
    FIGURE_NEGATIVE,
    PARTICIPATION_ACTIVITY,
    STATION_CAPACITY,
)
from data_access.schema import core, industry

ACTIVITY_RULES: Final = (ACTIVITY_REGION, ACTIVITY_KIND, ACTIVITY_DATES)
"""Rules that take a whole activity out."""

DOUBT_COLUMNS: Final = (
    "rule", "region_code", "table_name", "activity_id", "period", "month", "field", "stated", "usual", "count",
)  # fmt: skip


def doubt_rows(rule: str, table: str, frame: pd.DataFrame, *, field: str = "") -> pd.DataFrame:
    """Rows that break one rule, as `Survey.doubts` holds them.

    `frame` may have region_code, activity_id, period, month, stated and usual (what the row says, and what its peers
    say), count (rows, 1 where it is not there); what it does not have is not known.
    """
    found = frame.reset_index(drop=True).assign(rule=rule, table_name=table, field=field)
    for column in ("region_code", "activity_id"):
        if column not in found:
            found[column] = None
        found[column] = found[column].astype(object)
    for column in ("period", "month", "stated", "usual", "count"):
        if column not in found:
            found[column] = 1.0 if column == "count" else np.nan
        found[column] = found[column].astype("float64")
    return found[list(DOUBT_COLUMNS)]


def is_sound(activity: FromClause) -> ColumnElement[bool]:
    """The activity is of a kind and in a region that are on record, and did not close before it opened."""
    a = activity.c
    return and_(
        a.industry_kind_code.in_(select(industry.industry_kind.c.industry_kind_code)),
        a.region_code.in_(select(core.region.c.region_code)),
        or_(a.valid_from.is_(None), a.valid_to.is_(None), a.valid_from <= a.valid_to),
    )


def runs_on(activity: FromClause, day: date) -> ColumnElement[bool]:
    """The activity is sound and runs: by its status of today, has begun and has not ended on `day`."""
    return and_(is_sound(activity), _runs(activity, day))


def _runs(activity: FromClause, day: date) -> ColumnElement[bool]:
    a = activity.c
    return and_(
        a.operating_status_code.in_(RUNNING),
        or_(a.valid_from.is_(None), a.valid_from <= day),
        or_(a.valid_to.is_(None), a.valid_to >= day),
    )


def operates(activity: FromClause, stat_year: ColumnElement[Any], survey: Survey) -> ColumnElement[bool]:
    """The activity is sound and ran in the year of the row.

    In the year of the data: it runs today (`runs_on`). In a year before the row itself says so, unless the activity's
    own days forbid it: its status is that of today and says nothing of then.
    """
    a = activity.c
    before = [
        and_(
            stat_year == period,
            or_(a.valid_from.is_(None), a.valid_from <= date(period, 12, 31)),
            or_(a.valid_to.is_(None), a.valid_to >= date(period, 1, 1)),
        )
        for period in survey.tray.periods
        if period < survey.year
    ]
    ran = or_(and_(stat_year == survey.year, _runs(activity, survey.as_of)), *before)
    unsound = {str(rule) for rows in survey.doubts for rule in rows["rule"].unique()} & set(ACTIVITY_RULES)
    return and_(is_sound(activity), ran) if unsound else ran  # where all are sound, nobody need ask each row


def sound_activities(survey: Survey, activities: pd.DataFrame) -> pd.DataFrame:
    """The activities that can be counted, a capacity of 0 and less made unknown; the others become doubts.

    `activities` as `read_activities` returns them; the column is_station is added.
    """
    if not survey.themes["industry"]:
        return activities.assign(is_station=False)
    kinds = survey.ask(select(industry.industry_kind.c.industry_kind_code))["industry_kind_code"]
    regions = survey.ask(select(core.region.c.region_code))["region_code"]
    broken = {
        ACTIVITY_REGION: ~activities["region_code"].isin(regions),
        ACTIVITY_KIND: ~activities["kind"].isin(kinds),
        ACTIVITY_DATES: activities["valid_to"].lt(activities["valid_from"]),
    }
    for rule, rows in broken.items():
        survey.doubts.append(doubt_rows(rule, "industry_activity", activities[rows]))
    sound: pd.DataFrame = activities[~np.logical_or.reduce(list(broken.values()))].reset_index(drop=True)
    empty = sound["capacity_kw"].le(0)
    capacity = sound[empty].rename(columns={"capacity_kw": "stated"})
    survey.doubts.append(doubt_rows(STATION_CAPACITY, "solar_station", capacity, field="capacity_kw"))
    return sound.assign(
        is_station=sound["capacity_kw"].notna(),
        capacity_kw=sound["capacity_kw"].mask(empty),
        collective_capacity_kw=sound["collective_capacity_kw"].mask(empty),
    )


def doubt_links(survey: Survey) -> None:
    """Hand over rows whose region, metric or activity is not in the database; of households only how many."""
    if not survey.themes["industry"]:
        return
    a, c, f, m = (
        industry.industry_activity,
        industry.industry_coverage,
        industry.industry_figure,
        industry.industry_metric,
    )
    lost = survey.ask(
        select(c.c.activity_id, c.c.region_code, c.c.stat_year.label("period")).where(
            c.c.region_code.not_in(select(core.region.c.region_code))
        )
    )
    survey.doubts.append(doubt_rows(COVERAGE_REGION, "industry_coverage", lost, field="region_code"))
    metric = (m.c.industry_kind_code == a.c.industry_kind_code) & (m.c.industry_metric_code == f.c.industry_metric_code)
    figures = f.join(a, a.c.activity_id == f.c.activity_id).outerjoin(m, metric)
    columns = (
        f.c.activity_id,
        a.c.region_code,
        f.c.industry_metric_code.label("item"),
        f.c.stat_year.label("period"),
        f.c.stat_month.label("month"),
        f.c.quantity.label("stated"),
    )
    for rule, where in (
        (FIGURE_METRIC, m.c.industry_metric_code.is_(None) & is_sound(a)),
        (FIGURE_NEGATIVE, m.c.industry_metric_code.is_not(None) & (f.c.quantity < 0)),
    ):
        rows = survey.ask(select(*columns).select_from(figures).where(where))
        for item, part in rows.groupby("item"):
            survey.doubts.append(doubt_rows(rule, "industry_figure", part, field=str(item)))
    p, h = industry.industry_participation, core.household
    nowhere = p.join(h, h.c.household_id == p.c.household_id).outerjoin(a, a.c.activity_id == p.c.activity_id)
    households = survey.ask(
        select(h.c.region_code, p.c.stat_year.label("period"), func.count().label("count"))
        .select_from(nowhere)
        .where(a.c.activity_id.is_(None), h.c.is_valid == 1)
        .group_by(h.c.region_code, p.c.stat_year)
    )
    survey.doubts.append(doubt_rows(PARTICIPATION_ACTIVITY, "industry_participation", households, field="activity_id"))


def usual(values: "pd.Series[float]", groups: list["pd.Series[Any]"]) -> "pd.Series[float]":
    """The median of each row's group; NaN where fewer than `FEWEST_PEERS` tell."""
    grouped = values.groupby(groups)
    return grouped.transform("median").where(grouped.transform("count") >= FEWEST_PEERS)
