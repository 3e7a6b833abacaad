"""Monthly series of industry: what each month of each year told, by the region where the activity stands."""

from typing import Final

import pandas as pd
from sqlalchemy import func, select

from data_access.quantities import Survey, TypedMonths
from data_access.quantities.soundness import is_sound
from data_access.release.industry.placed import of_today, packed
from data_access.schema import industry

COLUMNS: Final = ("region_code", "period", "month", "kind", "measure", "value")

MEASURES: Final = {
    "SOLAR": ("generated_kwh", "sales_yuan", "shared_yuan", "metered_capacity_kw", "report_count", "settled_count"),
    "TOURISM": ("visitor_count", "revenue_yuan", "report_count"),
    "WORKSHOP": ("worker_count", "assisted_worker_count", "assisted_wage_yuan", "paid_worker_count", "report_count"),
}
"""Kind -> what each month tells: report_count activities that told of it, metered_capacity_kw those with electricity,
paid_worker_count assisted workers whose wages are known."""


def industry_months(survey: Survey, months: TypedMonths) -> pd.DataFrame:
    """Sums by region, year, month, kind and measure (region_code, period, month, kind, measure, value).

    A month of 0 is a year of which the total alone is known; a month without a row was not reported, which is no zero.
    """
    parts: list[pd.DataFrame] = []
    if months.solar is not None:
        s = months.solar
        metered = s["capacity_kw"].where(s["generated_kwh"].notna())
        parts.append(_long(survey, s.assign(metered_capacity_kw=metered, settled_count=s["is_settled"]), "SOLAR"))
    if months.tourism is not None:
        parts.append(_long(survey, months.tourism, "TOURISM"))
    if months.workshop is not None:
        w = months.workshop
        paid = w["assisted_worker_count"].where(w["assisted_wage_yuan"].notna())
        parts.append(_long(survey, w.assign(paid_worker_count=paid), "WORKSHOP"))
        watch = w[w["workshop_watch_code"].notna()].assign(measure="watch." + w["workshop_watch_code"], value=1.0)
        parts.append(_summed(survey, watch, "WORKSHOP"))
    parts.append(_metrics(survey))
    return packed(parts, COLUMNS, ("region_code", "kind", "measure"))


def _long(survey: Survey, rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    measures = list(MEASURES[kind])
    keys = ["region_code", "stat_year", "stat_month"]
    long = rows.assign(report_count=1.0)[[*keys, *measures]].melt(
        id_vars=keys, value_vars=measures, var_name="measure", value_name="value"
    )
    return _summed(survey, long[long["value"].notna()], kind)


def _summed(survey: Survey, long: pd.DataFrame, kind: str) -> pd.DataFrame:
    if long.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    placed = of_today(survey, long.rename(columns={"stat_year": "period", "stat_month": "month"}))
    keys = ["region_code", "period", "month", "measure"]
    return placed.groupby(keys)["value"].sum().reset_index().assign(kind=kind)[list(COLUMNS)]


def _metrics(survey: Survey) -> pd.DataFrame:
    """Metrics of the kinds that tell of months."""
    if not survey.themes["industry"]:
        return pd.DataFrame(columns=list(COLUMNS))
    f, a, m = industry.industry_figure, industry.industry_activity, industry.industry_metric
    metric = (m.c.industry_kind_code == a.c.industry_kind_code) & (m.c.industry_metric_code == f.c.industry_metric_code)
    frame = survey.ask(
        select(
            a.c.region_code,
            f.c.stat_year.label("period"),
            f.c.stat_month.label("month"),
            a.c.industry_kind_code.label("kind"),
            f.c.industry_metric_code.label("measure"),
            func.sum(f.c.quantity).label("value"),
        )
        .select_from(f.join(a, a.c.activity_id == f.c.activity_id).join(m, metric))
        .where(f.c.stat_month > 0, f.c.quantity >= 0, is_sound(a))
        .group_by(a.c.region_code, f.c.stat_year, f.c.stat_month, a.c.industry_kind_code, f.c.industry_metric_code)
    )
    if frame.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    keys = [column for column in COLUMNS if column != "value"]
    return of_today(survey, frame).groupby(keys)["value"].sum().reset_index()
