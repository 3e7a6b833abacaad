"""Micro-factories of a region: shops, workers, the share of the assisted among them, wages, and their watch states."""

import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data_access.industry.amounts import ratio
from data_access.industry.facets import facet_table, month_table
from data_access.industry.published import Published, published
from data_access.release import Release

RATE: Final = "WORKSHOP_ASSISTED_RATE"
BY_ITEM: Final = ("activity_count", "worker_count", "assisted_worker_count", "assisted_wage_yuan")
MONTHLY: Final = (
    "worker_count", "assisted_worker_count", "assisted_wage_yuan", "paid_worker_count", "report_count", "watch.RUN",
    "watch.WATCH", "watch.CLEAR",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Workshops:
    """Micro-factories of one region and period; NaN where not known.

    workers, assisted_workers   by each shop's last month of the year; assisted: registered poor, from 2021 lifted or
                                monitored
    assisted_rate               带贫率 in per cent: 100 x assisted_workers / workers, summed first
    published                   the rate as documents give it, newest first; theirs may be defined otherwise
    lifted_workers, monitored_workers   of lifted households, of those under monitoring, by their main job on record
                                today: another source than assisted_workers, and one may be both
    wage_yuan                   paid to assisted workers in the year; wage_per_month: to one of them in a month
    jobs_per_shop               workers by shop that runs (in an earlier period: that is there)
    jobs_per_100_households     assisted workers by 100 registered households
    builds, watches, sorts, products   by way of building, watch state, sub-kind, product: item, name, `BY_ITEM`
    months                      twelve rows: month, `MONTHLY`; empty where no month is told
    """

    shop_count: float
    running_count: float
    workers: float
    assisted_workers: float
    assisted_rate: float
    published: tuple[Published, ...]
    lifted_workers: float
    monitored_workers: float
    wage_yuan: float
    wage_per_month: float
    jobs_per_shop: float
    jobs_per_100_households: float
    households: float
    registered_households: float
    builds: pd.DataFrame
    watches: pd.DataFrame
    sorts: pd.DataFrame
    products: pd.DataFrame
    months: pd.DataFrame


def workshops(release: Release, code: str, period: int, lang: str = "zh") -> Workshops:
    """All that the panel of micro-factories shows of the region `code`; raises UnknownRegionError, UnknownPeriodError.

    Source: industry_activity of kind WORKSHOP, workshop, workshop_month.
    """

    def of(name: str) -> float:
        return release.quantity(name, code, period)

    def by(facet: str) -> pd.DataFrame:
        return facet_table(release, code, period, "WORKSHOP", facet, BY_ITEM, lang)

    workers, assisted = of("workshop_worker_count"), of("workshop_assisted_worker_count")
    there, running = of("industry_activity_count.WORKSHOP"), of("industry_running_activity_count.WORKSHOP")
    builds, months = by("build"), month_table(release, code, period, "WORKSHOP", MONTHLY)
    paid = months["paid_worker_count"].sum(min_count=1)
    return Workshops(
        shop_count=there,
        running_count=running,
        workers=workers,
        assisted_workers=assisted,
        assisted_rate=ratio(assisted, workers, 100),
        published=published(release, RATE, code, period),
        lifted_workers=of("workshop_lifted_worker_count"),
        monitored_workers=of("workshop_monitored_worker_count"),
        wage_yuan=of("workshop_assisted_wage_yuan"),
        wage_per_month=ratio(float(months["assisted_wage_yuan"].sum(min_count=1)), float(paid)),
        jobs_per_shop=ratio(workers, there if math.isnan(running) else running),
        jobs_per_100_households=ratio(assisted, of("registered_household_count"), 100),
        households=of("industry_household_count.WORKSHOP"),
        registered_households=of("registered_household_count"),
        builds=builds,
        watches=by("watch"),
        sorts=by("subkind"),
        products=by("product"),
        months=months,
    )
