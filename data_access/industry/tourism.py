"""Tourism of a region: operators by mode and sort, whom they reach, income, and the curve of the season."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data_access.industry.amounts import Amount, amount, ratio
from data_access.industry.facets import facet_table, month_table
from data_access.release import Release

BY_MODE: Final = (
    "activity_count", "running_count", "visitor_count", "revenue_yuan", "bed_count", "village_count", "household_count",
    "income_yuan",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tourism:
    """Tourism of one region and period; NaN where not known.

    revenue      of the operators; `income_yuan` what registered households earned there, which is not a part of it
    grades       operators that have a grade, by its words: item, name, activity_count, running_count
    modes, sorts by mode (景区带动, 农旅互动, 节庆拉动, 能力推动) and by sub-kind: item, name, `BY_MODE`
    months       twelve rows: month, visitor_count, revenue_yuan, report_count; empty where no month is told
    """

    operator_count: float
    running_count: float
    townships: float
    villages: float
    village_count: float
    households: float
    registered_households: float
    persons: float
    visitors: Amount
    revenue: Amount
    income_yuan: float
    income_per_household: float
    modes: pd.DataFrame
    grades: pd.DataFrame
    sorts: pd.DataFrame
    months: pd.DataFrame


def tourism(release: Release, code: str, period: int, lang: str = "zh") -> Tourism:
    """All that the tourism panel shows of the region `code`; raises UnknownRegionError, UnknownPeriodError.

    Source: industry_activity of kind TOURISM, tourism_operator, tourism_month, industry_coverage,
    industry_participation.
    """

    def of(name: str) -> float:
        return release.quantity(name, code, period)

    return Tourism(
        operator_count=of("industry_activity_count.TOURISM"),
        running_count=of("industry_running_activity_count.TOURISM"),
        townships=of("industry_township_count.TOURISM"),
        villages=of("industry_village_count.TOURISM"),
        village_count=of("village_count"),
        households=of("industry_household_count.TOURISM"),
        registered_households=of("registered_household_count"),
        persons=of("industry_person_count.TOURISM"),
        visitors=amount(release, "tourism_visitor_count", code, period),
        revenue=amount(release, "tourism_revenue_yuan", code, period),
        income_yuan=of("industry_income_yuan.TOURISM"),
        income_per_household=ratio(of("industry_income_yuan.TOURISM"), of("industry_household_count.TOURISM")),
        modes=facet_table(release, code, period, "TOURISM", "mode", BY_MODE, lang),
        grades=facet_table(release, code, period, "TOURISM", "grade", ("activity_count", "running_count"), lang),
        sorts=facet_table(release, code, period, "TOURISM", "subkind", BY_MODE, lang),
        months=month_table(release, code, period, "TOURISM", ("visitor_count", "revenue_yuan", "report_count")),
    )
