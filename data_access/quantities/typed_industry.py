"""Quantities of the themes solar, tourism and workshop, counted where the activity stands."""

from datetime import date

import pandas as pd
from sqlalchemy import select

from data_access.quantities.industry import existing
from data_access.quantities.survey import Survey
from data_access.quantities.typed_months import TypedMonths
from data_access.schema import industry


def count_typed_industries(survey: Survey, activities: pd.DataFrame, months: TypedMonths) -> None:
    """Count solar stations, tourism and workshops where their themes are connected."""
    if months.solar is not None:
        _solar(survey, activities, months.solar)
        _solar_distribution(survey)
    if months.tourism is not None:
        names = {"visitor_count": "tourism_visitor_count", "revenue_yuan": "tourism_revenue_yuan"}
        survey.tray.lay(_by_region(months.tourism, names), list(names.values()), absent=0)
    if months.workshop is not None:
        _workshops(survey, months.workshop)


def _by_region(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Sums by region and year, not known where no row knows."""
    summed = rows.groupby(["region_code", "stat_year"])[list(names)].sum(min_count=1)
    return summed.rename(columns=names).reset_index()


def _solar(survey: Survey, activities: pd.DataFrame, months: pd.DataFrame) -> None:
    """Capacity connected, electricity, sales and the share meant for villages; capacity of the stations that report."""
    tray = survey.tray
    stations = activities[activities["capacity_kw"].notna() | activities["is_station"]]
    for period in tray.periods:
        there = stations[existing(stations, period, survey.as_of)]
        names = {"capacity_kw": "solar_capacity_kw", "collective_capacity_kw": "solar_collective_capacity_kw"}
        tray.lay(there, names, period=period, absent=0)
    money = {"sales_yuan": "solar_sales_yuan", "shared_yuan": "solar_shared_yuan"}
    tray.lay(_by_region(months, money), list(money.values()), absent=0)
    keys = ["activity_id", "stat_year", "region_code"]
    by_station = months.groupby(keys).agg(capacity_kw=("capacity_kw", "first"))
    by_station["generated_kwh"] = months.groupby(keys)["generated_kwh"].sum(min_count=1)
    by_station = by_station.reset_index()
    metered = by_station[by_station["generated_kwh"].notna() & by_station["capacity_kw"].gt(0)]
    names = {"generated_kwh": "solar_generated_kwh", "capacity_kw": "solar_metered_capacity_kw"}
    tray.lay(_by_region(metered, names), list(names.values()), absent=0)


def _solar_distribution(survey: Survey) -> None:
    """What village collectives spent of their solar money on posts, works and relief, and the households it reached."""
    d = industry.solar_distribution
    frame = survey.ask(
        select(
            d.c.region_code,
            d.c.stat_year,
            (d.c.post_yuan + d.c.work_yuan + d.c.relief_yuan).label("solar_distributed_yuan"),
            d.c.post_yuan.label("solar_post_yuan"),
            d.c.work_yuan.label("solar_work_yuan"),
            d.c.relief_yuan.label("solar_relief_yuan"),
            d.c.other_yuan.label("solar_other_yuan"),
            d.c.household_count.label("solar_household_count"),
            d.c.post_count.label("solar_post_count"),
        )
    )
    survey.tray.lay(frame, list(frame.columns[2:]))


def last_stated(months: pd.DataFrame) -> pd.DataFrame:
    """Each workshop's last month of each year that states both its workers and the assisted among them."""
    stated = months[months["worker_count"].notna() & months["assisted_worker_count"].notna()]
    return stated.drop_duplicates(["activity_id", "stat_year"], keep="last")


def _workshops(survey: Survey, months: pd.DataFrame) -> None:
    """Workers and assisted workers of each workshop's last month of the year that states both, while it operates; what
    the assisted were paid in the year."""
    wages = {"assisted_wage_yuan": "workshop_assisted_wage_yuan"}
    survey.tray.lay(_by_region(months, wages), list(wages.values()), absent=0)
    last = last_stated(months)
    names = {"worker_count": "workshop_worker_count", "assisted_worker_count": "workshop_assisted_worker_count"}
    for period in survey.tray.periods:
        end = pd.Timestamp(min(survey.as_of, date(period, 12, 31)))
        rows = last[(last["stat_year"] == period) & ~last["valid_to"].lt(end)]
        survey.tray.lay(_by_region(rows, names), list(names.values()), period=period, absent=0)
