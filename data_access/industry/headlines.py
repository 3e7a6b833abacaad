"""The headline figures of the industry view."""

import math
from collections.abc import Callable
from typing import Final

from data_access.headlines import Headline
from data_access.industry.kinds import covering_kinds
from data_access.release import Release


def industry_headlines(release: Release, code: str, period: int) -> list[Headline]:
    """Villages, households and workers reached, what they earned, what runs, and the gaps of the region `code`.

    Raises UnknownRegionError, UnknownPeriodError. Source: the release's quantities.
    """
    return [build(release, code, period) for build in _BUILDERS]


def _villages(release: Release, code: str, period: int) -> Headline:
    beside = release.quantity("industry_beside_solar_village_count", code, period)
    return Headline(
        key="industry_villages",
        value=release.quantity("industry_village_count", code, period),
        unit="unit.villages",
        of=release.quantity("village_count", code, period),
        note=None if math.isnan(beside) else "kpi.beside_solar",
        note_values=(("count", f"{beside:,.0f}"),),
        trend=_series(release, "industry_village_count", code),
        indicator="INDUSTRY_VILLAGE_COVERAGE",
        connected=release.themes["industry"],
        figure="industry_village_count",
    )


def _households(release: Release, code: str, period: int) -> Headline:
    value = release.quantity("industry_household_count", code, period)
    due = release.quantity("industry_due_household_count", code, period)
    return Headline(
        key="industry_households",
        value=value,
        unit="unit.households",
        note=None if math.isnan(value) or not due > 0 else "kpi.share_of_due",
        note_values=(("share", f"{100 * value / due:.1f}" if due > 0 else ""),),
        trend=_series(release, "industry_household_count", code),
        indicator="INDUSTRY_HOUSEHOLD_COVERAGE",
        connected=release.themes["industry"],
        figure="industry_household_count",
    )


def _workers(release: Release, code: str, period: int) -> Headline:
    workshops = release.quantity("workshop_assisted_worker_count", code, period)
    return Headline(
        key="industry_workers",
        value=release.quantity("industry_worker_count", code, period),
        unit="unit.persons",
        note=None if math.isnan(workshops) else "kpi.in_workshops",
        note_values=(("count", f"{workshops:,.0f}"),),
        trend=_series(release, "industry_worker_count", code),
        connected=release.themes["industry"] and release.themes["employment"],
        figure="industry_worker_count",
    )


def _income(release: Release, code: str, period: int) -> Headline:
    """What registered households earned by taking part, in all covering kinds."""
    series = tuple(_sum_of_kinds(release, "industry_income_yuan", code, year) for year in release.periods)
    value = series[release.periods.index(period)]
    households = release.quantity("industry_household_count", code, period)
    each = value / households if households > 0 else math.nan
    return Headline(
        key="industry_income",
        value=value,
        unit="unit.yuan",
        note=None if math.isnan(each) else "kpi.yuan_per_household",
        note_values=(("yuan", f"{each:,.0f}"),),
        trend=series,
        figure="industry_income_yuan.*",
        connected=release.themes["industry"],
    )


def _activities(release: Release, code: str, period: int) -> Headline:
    """Activities that are there; in the year of the data how many of them run."""
    running = _sum_of_kinds(release, "industry_running_activity_count", code, period)
    return Headline(
        key="industry_activities",
        value=_sum_of_kinds(release, "industry_activity_count", code, period),
        unit="",
        note=None if math.isnan(running) else "kpi.running",
        note_values=(("count", f"{running:,.0f}"),),
        trend=tuple(_sum_of_kinds(release, "industry_activity_count", code, year) for year in release.periods),
        figure="industry_activity_count.*",
        connected=release.themes["industry"],
    )


def _gaps(release: Release, code: str, period: int) -> Headline:
    value = release.quantity("no_industry_village_count", code, period)
    alone = release.quantity("industry_solar_only_village_count", code, period)
    return Headline(
        key="no_industry_villages",
        value=value,
        unit="unit.villages",
        note=None if math.isnan(alone) else "kpi.solar_alone",
        note_values=(("count", f"{alone:,.0f}"),),
        trend=_series(release, "no_industry_village_count", code),
        connected=release.themes["industry"],
        figure="no_industry_village_count",
    )


_BUILDERS: Final[tuple[Callable[[Release, str, int], Headline], ...]] = (
    _villages,
    _households,
    _workers,
    _income,
    _activities,
    _gaps,
)


def _series(release: Release, name: str, code: str) -> tuple[float, ...]:
    return tuple(release.quantity(name, code, period) for period in release.periods)


def _sum_of_kinds(release: Release, name: str, code: str, period: int) -> float:
    told = [release.quantity(f"{name}.{kind}", code, period) for kind in covering_kinds(release)]
    known = [value for value in told if not math.isnan(value)]
    return math.fsum(known) if known else math.nan
