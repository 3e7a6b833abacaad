"""Solar stations of a region: what they are, give, earn and share, to whom it goes, and what is amiss."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data_access.industry.amounts import Amount, amount, ratio
from data_access.industry.facets import facet_table, month_table
from data_access.release import Release

MONTHLY: Final = (
    "generated_kwh", "metered_capacity_kw", "sales_yuan", "shared_yuan", "report_count", "settled_count",
)  # fmt: skip
BY_SORT: Final = (
    "activity_count", "capacity_kw", "collective_capacity_kw", "generated_kwh", "metered_capacity_kw", "sales_yuan",
    "shared_yuan", "village_count", "household_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Distribution:
    """How village collectives spent what they received in the year, yuan; posts paid, households that got a share."""

    post_yuan: float
    work_yuan: float
    relief_yuan: float
    other_yuan: float
    post_count: float
    household_count: float


@dataclass(frozen=True, slots=True)
class Solar:
    """Solar stations of one region and period; NaN where not known.

    sales           electricity and subsidy, as the grid paid it
    shared          the part meant for villages; never to be added to sales
    received        what village collectives have got
    full_load_hours electricity by capacity, of the stations that report electricity
    low, unpaid, stopped   stations amiss on the day of the data, None in an earlier period
    sorts           by sub-kind: item, name, `BY_SORT`, full_load_hours
    months          twelve rows: month, `MONTHLY`, full_load_hours; empty where no month is told
    stations        one row a station that is no person's, as `Release.industry("solar_stations")` has them, with
                    full_load_hours
    """

    station_count: float
    capacity_kw: float
    collective_capacity_kw: float
    generated: Amount
    full_load_hours: float
    sales: Amount
    shared: Amount
    received: Amount
    receiving_villages: float
    yuan_per_village: float
    yuan_per_household: float
    yuan_per_registered_household: float
    distributed_yuan: float
    registered_households: float
    distribution: Distribution
    low: int | None
    unpaid: int | None
    stopped: int | None
    sorts: pd.DataFrame
    months: pd.DataFrame
    stations: pd.DataFrame


def solar(release: Release, code: str, period: int, lang: str = "zh") -> Solar:
    """All that the solar panel shows of the region `code`; raises UnknownRegionError, UnknownPeriodError.

    Source: solar_station, solar_month, industry_coverage.received_yuan, solar_distribution.
    """

    def of(name: str) -> float:
        return release.quantity(name, code, period)

    sorts = facet_table(release, code, period, "SOLAR", "subkind", BY_SORT, lang)
    months = month_table(release, code, period, "SOLAR", MONTHLY)
    stations = release.industry("solar_stations", code, period)
    for frame in (sorts, months):
        frame["full_load_hours"] = frame["generated_kwh"] / frame["metered_capacity_kw"]
    stations = stations.assign(full_load_hours=stations["generated_kwh"] / stations["metered_capacity_kw"])
    amiss = _amiss(release, code, period)
    received = amount(release, "industry_received_yuan.SOLAR", code, period)
    return Solar(
        station_count=of("industry_activity_count.SOLAR"),
        capacity_kw=of("solar_capacity_kw"),
        collective_capacity_kw=of("solar_collective_capacity_kw"),
        generated=amount(release, "solar_generated_kwh", code, period),
        full_load_hours=ratio(of("solar_generated_kwh"), of("solar_metered_capacity_kw")),
        sales=amount(release, "solar_sales_yuan", code, period),
        shared=amount(release, "solar_shared_yuan", code, period),
        received=received,
        receiving_villages=of("solar_receiving_village_count"),
        yuan_per_village=ratio(received.annual, of("solar_receiving_village_count")),
        yuan_per_household=ratio(of("solar_distributed_yuan"), of("solar_household_count")),
        yuan_per_registered_household=ratio(of("solar_distributed_yuan"), of("registered_household_count")),
        distributed_yuan=of("solar_distributed_yuan"),
        registered_households=of("registered_household_count"),
        distribution=Distribution(
            post_yuan=of("solar_post_yuan"),
            work_yuan=of("solar_work_yuan"),
            relief_yuan=of("solar_relief_yuan"),
            other_yuan=of("solar_other_yuan"),
            post_count=of("solar_post_count"),
            household_count=of("solar_household_count"),
        ),
        low=amiss["SOLAR_LOW"],
        unpaid=amiss["SOLAR_UNPAID"],
        stopped=amiss["SOLAR_STOPPED"],
        sorts=sorts,
        months=months,
        stations=stations,
    )


def _amiss(release: Release, code: str, period: int) -> dict[str, int | None]:
    """Stations with each alert today; None where the period is not that of the data, or solar is not connected."""
    kinds = ("SOLAR_LOW", "SOLAR_UNPAID", "SOLAR_STOPPED")
    if period != release.as_of.year or not release.themes["solar"]:
        return dict.fromkeys(kinds)
    rows = release.alerts(code)
    return {kind: int(rows["count"].to_numpy()[(rows["alert_code"] == kind).to_numpy()].sum()) for kind in kinds}
