"""Farming and every other kind, a county's own among them: what is counted of them, by sort, entity and product."""

from dataclasses import dataclass

import pandas as pd

from data_access.industry.facets import facet_table, month_table
from data_access.industry.kinds import KindEntry, kind_entries
from data_access.release import Release


@dataclass(frozen=True, slots=True)
class KindView:
    """One kind of industry in one region and period; figures NaN where not known.

    metrics    what is counted of it: metric -> figure (a flow is of the year, a state of its end)
    sorts, entities, products   by sub-kind, business entity, product: item, name, activity_count, running_count, the
               metrics; sorts and entities also village_count and household_count, entities person_count
    months     twelve rows: month and the metrics; empty where no month is told
    """

    entry: KindEntry
    activity_count: float
    running_count: float
    villages: float
    village_count: float
    households: float
    persons: float
    income_yuan: float
    metrics: dict[str, float]
    sorts: pd.DataFrame
    entities: pd.DataFrame
    products: pd.DataFrame
    months: pd.DataFrame


def kind_view(release: Release, code: str, period: int, kind: str, lang: str = "zh") -> KindView | None:
    """All that a panel shows of one kind in the region `code`; None when no catalogue has the kind.

    Raises UnknownRegionError, UnknownPeriodError. Source: industry_activity, industry_figure, industry_coverage,
    industry_participation.
    """
    release.tree.at(code)
    entry = next((entry for entry in kind_entries(release, period, lang) if entry.code == kind), None)
    return None if entry is None else view_of_kind(release, code, period, entry, lang)


def view_of_kind(release: Release, code: str, period: int, entry: KindEntry, lang: str = "zh") -> KindView:
    """The same of an entry that the caller has; raises UnknownRegionError, UnknownPeriodError."""
    kind = entry.code
    names = [metric.code for metric in entry.metrics]

    def of(name: str) -> float:
        return release.quantity(f"{name}.{kind}", code, period)

    def by(facet: str, *more: str) -> pd.DataFrame:
        return facet_table(release, code, period, kind, facet, ["activity_count", "running_count", *more, *names], lang)

    return KindView(
        entry=entry,
        activity_count=of("industry_activity_count"),
        running_count=of("industry_running_activity_count"),
        villages=of("industry_village_count"),
        village_count=release.quantity("village_count", code, period),
        households=of("industry_household_count"),
        persons=of("industry_person_count"),
        income_yuan=of("industry_income_yuan"),
        metrics={name: release.quantity(f"industry_quantity.{kind}.{name}", code, period) for name in names},
        sorts=by("subkind", "village_count", "household_count"),
        entities=by("entity", "village_count", "household_count", "person_count"),
        products=by("product"),
        months=month_table(release, code, period, kind, names),
    )


def farming(release: Release, code: str, period: int, lang: str = "zh") -> dict[str, KindView]:
    """Every kind without a theme of its own that the database tells of, in the order of the catalogue.

    Raises UnknownRegionError, UnknownPeriodError.
    """
    release.tree.at(code)
    return {
        entry.code: view_of_kind(release, code, period, entry, lang)
        for entry in kind_entries(release, period, lang)
        if entry.table == "industry_activity" and entry.state == "connected"
    }
