"""Facets of activities: how many, how large and how well, by sub-kind, entity, product, mode, build and watch state."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from data_access.privacy import scanned_text
from data_access.quantities import Survey, TypedMonths
from data_access.quantities.activity_metrics import metrics_by_activity
from data_access.quantities.industry import existing
from data_access.quantities.joining import by_trait
from data_access.quantities.soundness import operates
from data_access.quantities.survey import RUNNING, registered
from data_access.quantities.taking_part import TakingPart, households_by, taking_part
from data_access.quantities.typed_industry import last_stated
from data_access.release.industry.placed import in_facet, of_today
from data_access.schema import industry

TRAITS: Final = {
    "subkind": "subkind",
    "entity": "business_entity_code",
    "status": "operating_status_code",
    "class": "development_class_code",
    "product": "product_zh",
    "mode": "tourism_mode_code",
    "grade": "grade_zh",
    "build": "workshop_build_code",
    "watch": "workshop_watch_code",
}
"""Facet -> the column that it is made by."""

OF_TODAY: Final = frozenset({"status", "class"})
"""Facets that are known of the day of the data alone."""

ONLY: Final = {"mode": "TOURISM", "grade": "TOURISM", "build": "WORKSHOP", "watch": "WORKSHOP"}
"""Facets that one kind alone has."""

REACHED: Final = ("subkind", "entity", "mode", "build")
"""Facets of which it is told whom they reach."""


def with_traits(survey: Survey, activities: pd.DataFrame) -> pd.DataFrame:
    """Sound activities with product_zh, development_class_code and what the connected typed themes tell of them."""
    if not survey.themes["industry"]:
        return activities
    a, t, w = industry.industry_activity, industry.tourism_operator, industry.workshop
    own = survey.ask(select(a.c.activity_id, a.c.product_zh, a.c.development_class_code))
    parts = [own.assign(product_zh=_scanned(own["product_zh"]))]
    if survey.themes["tourism"]:
        typed = survey.ask(select(t.c.activity_id, t.c.tourism_mode_code, t.c.grade_zh, t.c.bed_count))
        parts.append(typed.assign(grade_zh=_scanned(typed["grade_zh"])))
    if survey.themes["workshop"]:
        parts.append(survey.ask(select(w.c.activity_id, w.c.workshop_build_code)))
    found = activities
    for part in parts:
        found = found.merge(part, on="activity_id", how="left")
    return found


def _scanned(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Free texts without what could be of a person."""
    found = [scanned_text(said) if isinstance(said, str) else None for said in texts]
    return pd.Series(found, index=texts.index, dtype=object)


def activity_facets(survey: Survey, activities: pd.DataFrame, months: TypedMonths) -> list[pd.DataFrame]:
    """Figures of the activities there at the end of each period, by each trait; rows of `industry_facets`.

    Measures: activity_count, running_count (of the day of the data), capacity_kw, collective_capacity_kw, bed_count,
    the sums of the typed months, and the metrics of the kind by their codes. `activities` as `with_traits` makes them.
    """
    if activities.empty:
        return []
    figures = _figures(survey, months)
    years = [_of_year(survey, activities, figures, period) for period in survey.tray.periods]
    there = pd.concat([year for year in years if len(year)] or [years[-1]], ignore_index=True)
    measures = [n for n in map(str, there.columns) if n.endswith(("_count", "_kw", "_kwh", "_yuan")) or n.isupper()]
    parts: list[pd.DataFrame] = []
    for facet, column in TRAITS.items():
        if column not in there:
            continue
        rows = there[there["period"] == survey.year] if facet in OF_TODAY else there
        rows = rows[rows["kind"] == ONLY[facet]] if facet in ONLY else rows
        rows = rows if facet == "subkind" or facet in ("mode", "build", "watch") else rows[rows[column].notna()]
        parts.append(in_facet(rows, facet, column, measures))
    return parts


def _of_year(
    survey: Survey, activities: pd.DataFrame, figures: Mapping[str, pd.DataFrame], period: int
) -> pd.DataFrame:
    """One row an activity there in the period, with all its figures."""
    there = activities[existing(activities, period, survey.as_of)].assign(period=period, activity_count=1.0)
    there = of_today(survey, there)
    if period == survey.year:
        there["running_count"] = there["operating_status_code"].isin(RUNNING).astype(float)
    for frame in figures.values():
        of_year = frame[frame["stat_year"] == period].drop(columns="stat_year")
        if len(of_year):
            there = there.merge(of_year, on="activity_id", how="left")
    return there


def _figures(survey: Survey, months: TypedMonths) -> dict[str, pd.DataFrame]:
    """Figures of each activity and year: sums of its months, the last month of its workers, its metrics."""
    keys = ["activity_id", "stat_year"]
    found: dict[str, pd.DataFrame] = {}
    if months.solar is not None:
        sums = months.solar.groupby(keys)[["generated_kwh", "sales_yuan", "shared_yuan"]].sum(min_count=1)
        found["solar"] = sums.reset_index()
        capacity = months.solar.groupby(keys)["capacity_kw"].first()
        found["solar"]["metered_capacity_kw"] = np.where(sums["generated_kwh"].notna(), capacity, np.nan)
    if months.tourism is not None:
        found["tourism"] = (
            months.tourism.groupby(keys)[["visitor_count", "revenue_yuan"]].sum(min_count=1).reset_index()
        )
    if months.workshop is not None:
        last = last_stated(months.workshop)
        wages = months.workshop.groupby(keys)["assisted_wage_yuan"].sum(min_count=1).reset_index()
        columns = [*keys, "worker_count", "assisted_worker_count"]
        found["workshop"] = last[columns].merge(wages, on=keys, how="outer")
        told = months.workshop[months.workshop["workshop_watch_code"].notna()]
        watch = told.drop_duplicates(keys, keep="last")[[*keys, "workshop_watch_code"]]
        found["workshop"] = found["workshop"].merge(watch, on=keys, how="outer")
    metrics = metrics_by_activity(survey)
    if len(metrics):
        wide = metrics.pivot_table(index=keys, columns="metric", values="quantity", aggfunc="sum")
        found["metrics"] = wide.reset_index().rename_axis(columns=None)
    return found


def reach_facets(survey: Survey, activities: pd.DataFrame, taking: TakingPart | None) -> list[pd.DataFrame]:
    """Villages reached, by sub-kind, entity, mode and build, and registered households that take part.

    Rows of `industry_facets` with the measures village_count, household_count, and income_yuan or (by entity)
    person_count, where they live.
    """
    if activities.empty:
        return []
    c, a = industry.industry_coverage, industry.industry_activity
    reached = survey.ask(
        select(c.c.region_code, c.c.stat_year.label("period"), c.c.activity_id)
        .select_from(c.join(a, a.c.activity_id == c.c.activity_id))
        .where(operates(a, c.c.stat_year, survey))
    )
    traits = activities[["activity_id", "kind", *(TRAITS[f] for f in REACHED if TRAITS[f] in activities)]]
    villages = of_today(survey, reached.merge(traits, on="activity_id"))
    parts: list[pd.DataFrame] = []
    for facet in REACHED:
        column = TRAITS[facet]
        if column not in traits:
            continue
        of_kind = villages[villages["kind"] == ONLY[facet]] if facet in ONLY else villages
        once = of_kind.drop_duplicates(["region_code", "period", "kind", column]).assign(village_count=1.0)
        parts.append(in_facet(once, facet, column, ["village_count"]))
        if facet in ONLY:
            parts.append(_households(survey, facet))
        elif taking is not None:
            parts.append(_by_trait(survey, facet, taking.joining))
    return parts


def _by_trait(survey: Survey, facet: str, joining: pd.DataFrame) -> pd.DataFrame:
    """Registered households by the sub-kind or the entity of what they take part in, and what they earned there, or by
    entity their members."""
    frame = by_trait(joining, facet)
    if facet == "entity":
        frame = frame[frame["item"].notna()]
    measures = ["household_count", "person_count" if facet == "entity" else "income_yuan"]
    return in_facet(of_today(survey, frame), facet, "item", measures)


def _households(survey: Survey, facet: str) -> pd.DataFrame:
    """The same by a trait that one kind alone has."""
    p, a = industry.industry_participation, industry.industry_activity
    joined, region, on_record = taking_part(survey, p)
    typed = {"mode": industry.tourism_operator, "build": industry.workshop}[facet]
    source = joined.join(a, a.c.activity_id == p.c.activity_id).join(typed, typed.c.activity_id == a.c.activity_id)
    item = typed.c[TRAITS[facet]]
    where = (registered(), on_record, operates(a, p.c.stat_year, survey))
    amounts = {"income_yuan": func.sum(p.c.income_yuan)}
    frame = survey.ask(households_by({"kind": a.c.industry_kind_code, "item": item}, source, region, where, amounts))
    return in_facet(of_today(survey, frame), facet, "item", ["household_count", *amounts])
