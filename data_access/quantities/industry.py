"""Quantities of the theme industry: what reaches which village and household, by year and kind."""

from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.soundness import doubt_rows, is_sound, operates
from data_access.quantities.survey import RUNNING, Survey, count_if
from data_access.quantities.taking_part import (
    SOLAR,
    TakingPart,
    count_assisted_workers,
    count_households,
    count_workers,
)
from data_access.rules import FAR_FROM_VILLAGES, FEWEST_PEERS, FIGURE_NEGATIVE, FIGURE_UNIT
from data_access.schema import industry


def count_industry(survey: Survey, activities: pd.DataFrame) -> TakingPart | None:
    """Count activities, villages and households reached; `activities` as `read_activities` returns them.

    Hands on which households take part in what; None where industry is not connected.
    """
    if not survey.themes["industry"]:
        return None
    kinds, covering = kinds_of(survey)
    _activities(survey, activities, kinds)
    _villages(survey, kinds, covering)
    taking = count_households(survey, kinds, covering)
    count_workers(survey, kinds, covering)
    count_assisted_workers(survey)
    _metrics(survey)
    return taking


def read_activities(survey: Survey) -> pd.DataFrame:
    """All activities with their place, kind, state, term and, for solar stations, capacity and day of connection.

    Columns: activity_id, kind, subkind, name_zh, region_code, operating_status_code, business_entity_code, longitude,
    latitude, valid_from, valid_to, capacity_kw, collective_capacity_kw, grid_connected_on. No row when industry is not
    connected.
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
        of_stations = ("capacity_kw", "collective_capacity_kw", "grid_connected_on")
        empty = pd.DataFrame(columns=[*(c.name for c in columns), *of_stations])
        return empty.astype(
            {"valid_from": "datetime64[us]", "valid_to": "datetime64[us]", "capacity_kw": "float64",
             "collective_capacity_kw": "float64"}
        )  # fmt: skip
    if not survey.themes["solar"]:
        frame = survey.ask(select(*columns).order_by(a.c.activity_id))
        not_there = pd.Series(pd.NaT, index=frame.index)
        return frame.assign(capacity_kw=np.nan, collective_capacity_kw=np.nan, grid_connected_on=not_there)
    joined = a.outerjoin(s, s.c.activity_id == a.c.activity_id)
    columns += [s.c.capacity_kw, s.c.collective_capacity_kw, s.c.grid_connected_on]
    return survey.ask(select(*columns).select_from(joined).order_by(a.c.activity_id))


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


def kinds_of(survey: Survey) -> tuple[tuple[str, ...], frozenset[str]]:
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
    day = pd.Timestamp(survey.as_of)
    dated = ~activities["valid_from"].gt(day) & ~activities["valid_to"].lt(day)
    runs = activities[activities["operating_status_code"].isin(RUNNING) & dated]
    runs = runs.assign(industry_running_activity_count=1.0)
    tray.lay_items(
        runs, "kind", ["industry_running_activity_count"], kinds, period=survey.year, absent=0, even_empty=True
    )


def _villages(survey: Survey, kinds: tuple[str, ...], covering: frozenset[str]) -> None:
    """Villages reached by running activities, of any covering kind and of each kind; money that reached them."""
    c, a = industry.industry_coverage, industry.industry_activity
    operating = operates(a, c.c.stat_year, survey)
    wrong = _wrong_money(survey)
    right_money = c.c.received_yuan if wrong is None else case((~wrong, c.c.received_yuan))
    frame = survey.ask(
        select(
            c.c.region_code,
            c.c.stat_year,
            a.c.industry_kind_code,
            count_if(operating, "running_count"),
            func.sum(right_money).label("industry_received_yuan"),
            func.sum(case((operating, c.c.household_count))).label("reached_household_count"),
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


def _wrong_money(survey: Survey) -> ColumnElement[bool] | None:
    """Which money that a village received is left out: less than nothing, or far from what other villages received."""
    c, a = industry.industry_coverage, industry.industry_activity
    columns = (c.c.activity_id, c.c.region_code, c.c.stat_year.label("period"), c.c.received_yuan.label("stated"))
    frame = survey.ask(
        select(*columns, a.c.industry_kind_code.label("kind"))
        .select_from(c.join(a, a.c.activity_id == c.c.activity_id))
        .where(c.c.received_yuan.is_not(None))
    )
    found: list[ColumnElement[bool]] = []
    negative = frame[frame["stated"] < 0]
    if len(negative):
        survey.doubts.append(doubt_rows(FIGURE_NEGATIVE, "industry_coverage", negative, field="received_yuan"))
        found.append(c.c.received_yuan < 0)
    for (kind, period), rows in frame.groupby(["kind", "period"]):
        paid = rows[rows["stated"] > 0]["stated"]
        limit = FAR_FROM_VILLAGES * paid.median() if len(paid) >= FEWEST_PEERS else np.inf
        far = rows[rows["stated"] > limit].assign(usual=paid.median())
        if len(far):
            survey.doubts.append(doubt_rows(FIGURE_UNIT, "industry_coverage", far, field="received_yuan"))
            of_kind = and_(a.c.industry_kind_code == str(kind), c.c.stat_year == int(str(period)))
            found.append(and_(of_kind, c.c.received_yuan > float(limit)))
    return or_(*found) if found else None


def _kinds_together(
    survey: Survey, period: int, known: "dict[str, np.typing.NDArray[np.float64]]", covering: frozenset[str]
) -> None:
    """What follows from the villages of each kind: any kind, none, solar alone, townships, number of kinds."""
    tray, tree = survey.tray, survey.tray.tree
    village = np.where(tree.is_village, 1.0, np.nan)
    counted = np.array([v for k, v in known.items() if k in covering])
    number = counted.sum(axis=0)
    by_solar = known.get(SOLAR, np.zeros(len(tree)))
    solar_alone = (number == 1) & (by_solar == 1)
    beside = np.minimum(number - (by_solar if SOLAR in covering else 0), 1.0)
    tray.put("industry_reporting_village_count", period, village)
    tray.put("industry_village_count", period, np.where(tree.is_village, np.minimum(number, 1.0), np.nan))
    tray.put("no_industry_village_count", period, np.where(tree.is_village, (number == 0) * 1.0, np.nan))
    tray.put("industry_beside_solar_village_count", period, np.where(tree.is_village, beside, np.nan))
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
        .where((m.c.is_flow == 1) | last.c.activity_id.is_not(None), f.c.quantity >= 0, is_sound(a))
        .group_by(a.c.region_code, f.c.stat_year, a.c.industry_kind_code, f.c.industry_metric_code)
    )
    for (kind, metric_code), rows in frame.groupby(["industry_kind_code", "industry_metric_code"]):
        survey.tray.lay(rows, {"industry_quantity": f"industry_quantity.{kind}.{metric_code}"}, absent=0)
