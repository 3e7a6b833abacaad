"""Quantities of the theme industry: what reaches which village and household, by year and kind."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Select, Table, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.survey import RUNNING, Survey, count_if, registered
from data_access.schema import core, industry, monitoring


def count_industry(survey: Survey, activities: pd.DataFrame) -> None:
    """Count activities, villages and households reached; `activities` as `read_activities` returns them."""
    if not survey.themes["industry"]:
        return
    kinds, covering = _kinds(survey)
    _activities(survey, activities, kinds)
    _villages(survey, kinds, covering)
    _households(survey, kinds, covering)
    _metrics(survey)


def read_activities(survey: Survey) -> pd.DataFrame:
    """All activities with their place, kind, state, term and, for solar stations, capacity and day of connection.

    Columns: activity_id, kind, subkind, name_zh, region_code, operating_status_code, business_entity_code, longitude,
    latitude, valid_from, valid_to, capacity_kw, grid_connected_on. No row when industry is not connected.
    """
    a, s = industry.industry_activity, industry.solar_station
    columns = [
        a.c.activity_id,
        a.c.industry_kind_code.label("kind"),
        a.c.industry_subkind_code.label("subkind"),
        a.c.name_zh,
        a.c.region_code,
        a.c.operating_status_code,
        a.c.business_entity_code,
        a.c.longitude,
        a.c.latitude,
        a.c.valid_from,
        a.c.valid_to,
    ]
    if not survey.themes["industry"]:
        empty = pd.DataFrame(columns=[*(c.name for c in columns), "capacity_kw", "grid_connected_on"])
        return empty.astype({"valid_from": "datetime64[us]", "valid_to": "datetime64[us]"})
    if not survey.themes["solar"]:
        frame = survey.ask(select(*columns).order_by(a.c.activity_id))
        return frame.assign(capacity_kw=np.nan, grid_connected_on=pd.Series(pd.NaT, index=frame.index))
    joined = a.outerjoin(s, s.c.activity_id == a.c.activity_id)
    return survey.ask(
        select(*columns, s.c.capacity_kw, s.c.grid_connected_on).select_from(joined).order_by(a.c.activity_id)
    )


def existing(activities: pd.DataFrame, period: int, as_of: date) -> "pd.Series[bool]":
    """Which activities had begun and not ended at the end of `period` (the day of the data in its own year).

    One without a first day is there in the year of the data only; one still being built is not there.
    """
    end = pd.Timestamp(as_of if period == as_of.year else date(period, 12, 31))
    begun = activities["valid_from"].le(end)
    if period == as_of.year:
        begun |= activities["valid_from"].isna()
    ended = activities["valid_to"].lt(end)
    return begun & ~ended & activities["operating_status_code"].ne("BUILDING")


def _kinds(survey: Survey) -> tuple[tuple[str, ...], frozenset[str]]:
    """All kinds of industry in order, and those that count towards coverage."""
    k = industry.industry_kind
    frame = survey.ask(select(k.c.industry_kind_code, k.c.is_covering).order_by(k.c.sort_no, k.c.industry_kind_code))
    codes = tuple(str(code) for code in frame["industry_kind_code"])
    return codes, frozenset(c for c, covers in zip(codes, frame["is_covering"], strict=True) if covers == 1)


def _activities(survey: Survey, activities: pd.DataFrame, kinds: tuple[str, ...]) -> None:
    """Activities there at the end of each period, by kind and sub-kind, and how many of a kind run today."""
    tray = survey.tray
    for period in tray.periods:
        there = activities[existing(activities, period, survey.as_of)].assign(industry_activity_count=1.0)
        if there.empty:
            continue
        tray.lay_items(there, "kind", ["industry_activity_count"], kinds, period=period, absent=0)
        tray.lay_items(
            there.rename(columns={"industry_activity_count": "industry_subkind_count"}),
            "subkind",
            ["industry_subkind_count"],
            survey.items["INDUSTRY_SUBKIND"],
            period=period,
            absent=0,
        )
    runs = activities[activities["operating_status_code"].isin(RUNNING)].assign(industry_running_activity_count=1.0)
    tray.lay_items(
        runs, "kind", ["industry_running_activity_count"], kinds, period=survey.year, absent=0, even_empty=True
    )


def _villages(survey: Survey, kinds: tuple[str, ...], covering: frozenset[str]) -> None:
    """Villages reached by running activities, of any covering kind and of each kind; money that reached them."""
    c, a = industry.industry_coverage, industry.industry_activity
    running = (c.c.stat_year == survey.year) & a.c.operating_status_code.in_(RUNNING)
    operating = or_(running, *(_told_of(c, a, period) for period in survey.tray.periods if period < survey.year))
    frame = survey.ask(
        select(
            c.c.region_code,
            c.c.stat_year,
            a.c.industry_kind_code,
            count_if(operating, "running_count"),
            func.sum(c.c.received_yuan).label("industry_received_yuan"),
            func.sum(c.c.household_count).label("reached_household_count"),
        )
        .select_from(c.join(a, a.c.activity_id == c.c.activity_id))
        .group_by(c.c.region_code, c.c.stat_year, a.c.industry_kind_code)
    )
    tray, tree = survey.tray, survey.tray.tree
    frame["industry_village_count"] = (frame["running_count"] > 0).astype(float)
    tray.lay_items(frame, "industry_kind_code", ["industry_village_count"], kinds, absent=0, is_flag=True)
    tray.lay_items(frame, "industry_kind_code", ["industry_received_yuan"], kinds)
    tray.lay_items(frame, "industry_kind_code", {"reached_household_count": "industry_reached_household_count"}, kinds)
    for period in tray.periods:
        by_kind = {k: tray.take(f"industry_village_count.{k}", period) for k in kinds}
        known = {k: np.where(tree.is_village, np.minimum(v, 1.0), np.nan) for k, v in by_kind.items() if v is not None}
        if not known:
            continue
        _kinds_together(survey, period, known, covering)
        received = tray.take("industry_received_yuan.SOLAR", period)
        if received is not None:
            tray.put("solar_receiving_village_count", period, np.where(np.isnan(received), np.nan, 1.0))


def _told_of(coverage: Table, activity: Table, period: int) -> ColumnElement[bool]:
    """A row of an earlier year says that the activity operated, unless its own days forbid it.

    Its status is that of today and says nothing of then.
    """
    return and_(
        coverage.c.stat_year == period,
        or_(activity.c.valid_from.is_(None), activity.c.valid_from <= date(period, 12, 31)),
        or_(activity.c.valid_to.is_(None), activity.c.valid_to >= date(period, 1, 1)),
    )


def _kinds_together(
    survey: Survey, period: int, known: "dict[str, np.typing.NDArray[np.float64]]", covering: frozenset[str]
) -> None:
    """What follows from the villages of each kind: any kind, none, solar alone, townships, number of kinds."""
    tray, tree = survey.tray, survey.tray.tree
    village = np.where(tree.is_village, 1.0, np.nan)
    counted = np.array([v for k, v in known.items() if k in covering])
    number = counted.sum(axis=0)
    solar_alone = (number == 1) & (known.get("SOLAR", np.zeros(len(tree))) == 1)
    tray.put("industry_reporting_village_count", period, village)
    tray.put("industry_village_count", period, np.where(tree.is_village, np.minimum(number, 1.0), np.nan))
    tray.put("no_industry_village_count", period, np.where(tree.is_village, (number == 0) * 1.0, np.nan))
    tray.put("industry_solar_only_village_count", period, np.where(tree.is_village, solar_alone * 1.0, np.nan))
    under, _ = tree.roll_up(np.array(list(known.values())))
    tray.put(
        "industry_kind_count",
        period,
        (under[[k in covering for k in known]] > 0).sum(axis=0).astype(np.float64),
        "fixed",
    )
    for row, (kind, own) in enumerate(known.items()):
        tray.put(f"industry_village_count.{kind}", period, own)
        township = np.where(tree.level == 4, (under[row] > 0) * 1.0, np.nan)
        tray.put(f"industry_township_count.{kind}", period, township)


def _households(survey: Survey, kinds: tuple[str, ...], covering: frozenset[str]) -> None:
    """Registered households that take part, in any covering kind and in each; where a kind has no such rows in a
    year, the households that its activities report to reach."""
    p, a, h = industry.industry_participation, industry.industry_activity, core.household
    y, watched = core.household_year, _watched(survey)
    joined = (
        p.join(a, a.c.activity_id == p.c.activity_id)
        .join(h, h.c.household_id == p.c.household_id)
        .outerjoin(
            y,
            (y.c.household_id == p.c.household_id) & (y.c.stat_year == p.c.stat_year) & (p.c.stat_year < survey.year),
        )
    )
    recorded = [year for year in survey.tray.periods if year < survey.year
                and survey.tray.take("registered_household_count", year) is not None]  # fmt: skip
    region = func.coalesce(y.c.region_code, h.c.region_code).label("region_code")
    on_record = or_(y.c.household_id.is_not(None), p.c.stat_year.not_in(recorded))
    due = registered()
    if watched is not None:
        is_watched = h.c.household_id.in_(watched.with_only_columns(h.c.household_id))
        due = or_(due, (p.c.stat_year == survey.year) & is_watched)
    distinct = func.count(func.distinct(p.c.household_id))
    by_kind = survey.ask(
        select(
            region,
            p.c.stat_year,
            a.c.industry_kind_code,
            distinct.label("industry_household_count"),
            func.sum(p.c.income_yuan).label("industry_income_yuan"),
        )
        .select_from(joined)
        .where(registered(), on_record)
        .group_by(region, p.c.stat_year, a.c.industry_kind_code)
    )
    any_kind = survey.ask(
        select(region, p.c.stat_year, distinct.label("industry_household_count"))
        .select_from(joined)
        .where(due, on_record, a.c.industry_kind_code.in_(sorted(covering)))
        .group_by(region, p.c.stat_year)
    )
    tray = survey.tray
    tray.lay(any_kind, ["industry_household_count"], absent=0)
    tray.lay_items(by_kind, "industry_kind_code", ["industry_household_count", "industry_income_yuan"], kinds, absent=0)
    told = set(zip(by_kind["industry_kind_code"], by_kind["stat_year"], strict=True))
    for period in tray.periods:
        for kind in kinds:
            reached = tray.take(f"industry_reached_household_count.{kind}", period)
            if (kind, period) not in told and reached is not None and not np.isnan(reached).all():
                tray.put(f"industry_household_count.{kind}", period, reached)
        _households_due(survey, period)


def _watched(survey: Survey) -> Select[Any] | None:
    """From 2026: households under monitoring that are not registered; None before, and where it is not connected."""
    if survey.year < 2026 or not survey.themes["monitoring"]:
        return None
    c, h = monitoring.monitoring_case, core.household
    return (
        select(h.c.region_code, func.count(func.distinct(h.c.household_id)).label("watched_general_household_count"))
        .select_from(c.join(h, h.c.household_id == c.c.household_id))
        .where(h.c.is_valid == 1, h.c.household_type_code != "1", c.c.is_eliminated == 0)
    )


def _households_due(survey: Survey, period: int) -> None:
    """Households that an industry should reach: the registered ones, from 2026 also those under monitoring."""
    tray = survey.tray
    due = tray.take("registered_household_count", period)
    if due is None:
        return
    watched = _watched(survey) if period == survey.year else None
    if watched is not None:
        frame = survey.ask(watched.group_by(core.household.c.region_code))
        tray.lay(frame, ["watched_general_household_count"], period=period, absent=0, even_empty=True)
        due = due + np.nan_to_num(tray.cells["watched_general_household_count"][period])
    tray.put("industry_due_household_count", period, due)


def _metrics(survey: Survey) -> None:
    """What is counted of activities (industry_figure): a flow is summed over the year, a state is its last month's."""
    f, a, m = industry.industry_figure, industry.industry_activity, industry.industry_metric
    metric = (m.c.industry_kind_code == a.c.industry_kind_code) & (m.c.industry_metric_code == f.c.industry_metric_code)
    last = (
        select(f.c.activity_id, f.c.industry_metric_code, f.c.stat_year, func.max(f.c.stat_month).label("stat_month"))
        .group_by(f.c.activity_id, f.c.industry_metric_code, f.c.stat_year)
        .subquery("last_month")
    )
    is_last = (
        (last.c.activity_id == f.c.activity_id)
        & (last.c.industry_metric_code == f.c.industry_metric_code)
        & (last.c.stat_year == f.c.stat_year)
        & (last.c.stat_month == f.c.stat_month)
    )
    frame = survey.ask(
        select(
            a.c.region_code,
            f.c.stat_year,
            a.c.industry_kind_code,
            f.c.industry_metric_code,
            func.sum(f.c.quantity).label("industry_quantity"),
        )
        .select_from(f.join(a, a.c.activity_id == f.c.activity_id).join(m, metric).join(last, is_last, isouter=True))
        .where((m.c.is_flow == 1) | last.c.activity_id.is_not(None))
        .group_by(a.c.region_code, f.c.stat_year, a.c.industry_kind_code, f.c.industry_metric_code)
    )
    for (kind, metric_code), rows in frame.groupby(["industry_kind_code", "industry_metric_code"]):
        survey.tray.lay(rows, {"industry_quantity": f"industry_quantity.{kind}.{metric_code}"}, absent=0)
