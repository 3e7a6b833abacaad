"""Quantities of the themes solar, tourism and workshop, counted where the activity stands."""

from datetime import date

import pandas as pd
from sqlalchemy import func, select

from data_access.quantities.industry import existing
from data_access.quantities.survey import Survey
from data_access.schema import industry


def count_typed_industries(survey: Survey, activities: pd.DataFrame) -> None:
    """Count solar stations, tourism and workshops where their themes are connected."""
    if survey.themes["solar"]:
        _solar(survey, activities)
        _solar_distribution(survey)
    if survey.themes["tourism"]:
        _tourism(survey)
    if survey.themes["workshop"]:
        _workshops(survey)


def _solar(survey: Survey, activities: pd.DataFrame) -> None:
    """Capacity connected, electricity, sales and the share meant for villages; capacity of the stations that report."""
    tray = survey.tray
    stations = activities[activities["capacity_kw"].notna()]
    for period in tray.periods:
        there = stations[existing(stations, period, survey.as_of)]
        tray.lay(there, {"capacity_kw": "solar_capacity_kw"}, period=period, absent=0)
    m, s, a = industry.solar_month, industry.solar_station, industry.industry_activity
    by_station = (
        select(
            m.c.activity_id,
            m.c.stat_year,
            func.sum(m.c.generated_kwh).label("generated_kwh"),
            func.sum(m.c.sales_yuan).label("sales_yuan"),
            func.sum(m.c.shared_yuan).label("shared_yuan"),
        )
        .group_by(m.c.activity_id, m.c.stat_year)
        .subquery("station_year")
    )
    joined = by_station.join(s, s.c.activity_id == by_station.c.activity_id).join(
        a, a.c.activity_id == by_station.c.activity_id
    )
    money = survey.ask(
        select(
            a.c.region_code,
            by_station.c.stat_year,
            func.sum(by_station.c.sales_yuan).label("solar_sales_yuan"),
            func.sum(by_station.c.shared_yuan).label("solar_shared_yuan"),
        )
        .select_from(joined)
        .group_by(a.c.region_code, by_station.c.stat_year)
    )
    tray.lay(money, list(money.columns[2:]), absent=0)
    power = survey.ask(
        select(
            a.c.region_code,
            by_station.c.stat_year,
            func.sum(by_station.c.generated_kwh).label("solar_generated_kwh"),
            func.sum(s.c.capacity_kw).label("solar_metered_capacity_kw"),
        )
        .select_from(joined)
        .where(by_station.c.generated_kwh.is_not(None), s.c.capacity_kw > 0)
        .group_by(a.c.region_code, by_station.c.stat_year)
    )
    tray.lay(power, list(power.columns[2:]), absent=0)


def _solar_distribution(survey: Survey) -> None:
    """What village collectives spent of their solar money on posts, works and relief, and the households it reached."""
    d = industry.solar_distribution
    frame = survey.ask(
        select(
            d.c.region_code,
            d.c.stat_year,
            (d.c.post_yuan + d.c.work_yuan + d.c.relief_yuan).label("solar_distributed_yuan"),
            d.c.household_count.label("solar_household_count"),
            d.c.post_count.label("solar_post_count"),
        )
    )
    survey.tray.lay(frame, list(frame.columns[2:]))


def _tourism(survey: Survey) -> None:
    """Visitors and revenue of the year."""
    m, a = industry.tourism_month, industry.industry_activity
    frame = survey.ask(
        select(
            a.c.region_code,
            m.c.stat_year,
            func.sum(m.c.visitor_count).label("tourism_visitor_count"),
            func.sum(m.c.revenue_yuan).label("tourism_revenue_yuan"),
        )
        .select_from(m.join(a, a.c.activity_id == m.c.activity_id))
        .group_by(a.c.region_code, m.c.stat_year)
    )
    survey.tray.lay(frame, list(frame.columns[2:]), absent=0)


def _workshops(survey: Survey) -> None:
    """Workers and assisted workers of each workshop's last month of the year that states both, while it operates."""
    m, a = industry.workshop_month, industry.industry_activity
    stated = m.c.worker_count.is_not(None) & m.c.assisted_worker_count.is_not(None)
    last = (
        select(m.c.activity_id, m.c.stat_year, func.max(m.c.stat_month).label("stat_month"))
        .where(stated)
        .group_by(m.c.activity_id, m.c.stat_year)
        .subquery("last_month")
    )
    is_last = (
        (last.c.activity_id == m.c.activity_id)
        & (last.c.stat_year == m.c.stat_year)
        & (last.c.stat_month == m.c.stat_month)
    )
    for period in survey.tray.periods:
        end = min(survey.as_of, date(period, 12, 31))
        frame = survey.ask(
            select(
                a.c.region_code,
                func.sum(m.c.worker_count).label("workshop_worker_count"),
                func.sum(m.c.assisted_worker_count).label("workshop_assisted_worker_count"),
            )
            .select_from(m.join(last, is_last).join(a, a.c.activity_id == m.c.activity_id))
            .where(m.c.stat_year == period, a.c.valid_to.is_(None) | (a.c.valid_to >= end))
            .group_by(a.c.region_code)
        )
        survey.tray.lay(frame, list(frame.columns[1:]), period=period, absent=0)
