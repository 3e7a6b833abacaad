"""Months of solar stations, tourism operators and workshops, without the figures that break a rule."""

from dataclasses import dataclass
from typing import Final

import pandas as pd
from sqlalchemy import Table, select

from data_access.quantities.soundness import doubt_rows, usual
from data_access.quantities.survey import Survey
from data_access.rules import FAR_FROM_PEERS, FIGURE_NEGATIVE, FIGURE_UNIT
from data_access.schema import industry

FIGURES: Final[dict[str, tuple[Table, tuple[str, ...]]]] = {
    "solar": (industry.solar_month, ("generated_kwh", "sales_yuan", "shared_yuan", "is_settled")),
    "tourism": (industry.tourism_month, ("visitor_count", "revenue_yuan")),
    "workshop": (
        industry.workshop_month,
        ("worker_count", "assisted_worker_count", "assisted_wage_yuan", "workshop_watch_code"),
    ),
}
MONEY_PER: Final = {
    "solar": (("sales_yuan", "capacity_kw"), ("shared_yuan", "capacity_kw")),
    "tourism": (("revenue_yuan", "visitor_count"),),
    "workshop": (("assisted_wage_yuan", "assisted_worker_count"),),
}
"""Theme -> money, and what it is held against when its unit is in doubt."""


@dataclass(frozen=True)
class TypedMonths:
    """One row an activity and month: activity_id, stat_year, stat_month (0 = the year's total), the figures of the
    theme, and of the activity region_code, capacity_kw, valid_from, valid_to; None where the theme is not connected."""

    solar: pd.DataFrame | None
    tourism: pd.DataFrame | None
    workshop: pd.DataFrame | None


def read_months(survey: Survey, activities: pd.DataFrame) -> TypedMonths:
    """The months of the sound `activities`; a figure below zero or in the wrong unit is made unknown, and doubted."""
    found = {theme: _months(survey, theme, activities) if survey.themes[theme] else None for theme in FIGURES}
    return TypedMonths(**found)


def _months(survey: Survey, theme: str, activities: pd.DataFrame) -> pd.DataFrame:
    table, figures = FIGURES[theme]
    keys = ("activity_id", "stat_year", "stat_month")
    rows = survey.ask(select(*(table.c[name] for name in (*keys, *figures))).order_by(*(table.c[k] for k in keys)))
    of_activity = activities[["activity_id", "region_code", "capacity_kw", "valid_from", "valid_to"]]
    months = rows.merge(of_activity, on="activity_id", how="inner")
    for name in figures:
        if name in ("is_settled", "workshop_watch_code"):
            continue
        months[name] = months[name].astype("float64")
        _leave_out(survey, months, name, months[name] < 0, FIGURE_NEGATIVE, table.name)
    for money, base in MONEY_PER[theme]:
        rate = (months[money] / months[base]).where(months[base] > 0)
        median = usual(rate, [months["stat_year"], months["stat_month"]])
        far = (rate > FAR_FROM_PEERS * median) & (median > 0)
        _leave_out(survey, months, money, far, FIGURE_UNIT, table.name, median * months[base])
    return months


def _leave_out(
    survey: Survey,
    months: pd.DataFrame,
    name: str,
    broken: "pd.Series[bool]",
    rule: str,
    table: str,
    expected: "pd.Series[float] | None" = None,
) -> None:
    """Make the figures that break a rule unknown, in place, and hand them to the doubts."""
    if not broken.any():
        return
    rows = months[broken].rename(columns={"stat_year": "period", "stat_month": "month", name: "stated"})
    if expected is not None:
        rows = rows.assign(usual=expected[broken])
    survey.doubts.append(doubt_rows(rule, table, rows, field=name))
    months.loc[broken, name] = float("nan")
