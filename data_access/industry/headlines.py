"""The headline figures of the industry view."""

import math
from collections.abc import Callable
from typing import Final, TypedDict

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
    return _counted(
        release,
        code,
        period,
        key="industry_villages",
        unit="unit.villages",
        figure="industry_village_count",
        note=_note("kpi.beside_solar", "industry_beside_solar_village_count", "count", beside),
        of=release.quantity("village_count", code, period),
        indicator="INDUSTRY_VILLAGE_COVERAGE",
    )


def _households(release: Release, code: str, period: int) -> Headline:
    value = release.quantity("industry_household_count", code, period)
    due = release.quantity("industry_due_household_count", code, period)
    return _counted(
        release,
        code,
        period,
        key="industry_households",
        unit="unit.households",
        figure="industry_household_count",
        note=_note(
            "kpi.share_of_due",
            "industry_household_count@industry_due_household_count",
            "share",
            100 * value / due if due > 0 else math.nan,
            places=1,
        ),
        indicator="INDUSTRY_HOUSEHOLD_COVERAGE",
    )


def _workers(release: Release, code: str, period: int) -> Headline:
    workshops = release.quantity("workshop_assisted_worker_count", code, period)
    return _counted(
        release,
        code,
        period,
        key="industry_workers",
        unit="unit.persons",
        figure="industry_worker_count",
        note=_note("kpi.in_workshops", "workshop_assisted_worker_count", "count", workshops),
        connected=release.themes["industry"] and release.themes["employment"],
    )


def _gaps(release: Release, code: str, period: int) -> Headline:
    alone = release.quantity("industry_solar_only_village_count", code, period)
    return _counted(
        release,
        code,
        period,
        key="no_industry_villages",
        unit="unit.villages",
        figure="no_industry_village_count",
        note=_note("kpi.solar_alone", "industry_solar_only_village_count", "count", alone),
    )


def _income(release: Release, code: str, period: int) -> Headline:
    """What registered households earned by taking part, in all covering kinds."""
    series = _series_of_kinds(release, "industry_income_yuan", code)
    value = series[release.periods.index(period)]
    households = release.quantity("industry_household_count", code, period)
    each = value / households if households > 0 else math.nan
    return Headline(
        key="industry_income",
        value=value,
        unit="unit.yuan",
        trend=series,
        figure="industry_income_yuan.*",
        connected=release.themes["industry"],
        **_note("kpi.yuan_per_household", "industry_income_yuan.*@per@industry_household_count", "yuan", each),
    )


def _activities(release: Release, code: str, period: int) -> Headline:
    """Activities that are there; in the year of the data how many of them run."""
    series = _series_of_kinds(release, "industry_activity_count", code)
    running = _sum_of_kinds(release, "industry_running_activity_count", code, period)
    return Headline(
        key="industry_activities",
        value=series[release.periods.index(period)],
        unit="",
        trend=series,
        figure="industry_activity_count.*",
        connected=release.themes["industry"],
        **_note("kpi.running", "industry_running_activity_count.*", "count", running),
    )


_BUILDERS: Final[tuple[Callable[[Release, str, int], Headline], ...]] = (
    _villages,
    _households,
    _workers,
    _income,
    _activities,
    _gaps,
)


class _Note(TypedDict):
    note: str | None
    note_figure: str
    note_values: tuple[tuple[str, str], ...]


def _note(key: str, figure: str, name: str, value: float, places: int = 0) -> _Note:
    """The remark beside a figure, and what it opens; none where its own figure is not known."""
    said = ((name, f"{value:,.{places}f}"),)
    return {"note": None if math.isnan(value) else key, "note_figure": figure, "note_values": said}


def _counted(
    release: Release,
    code: str,
    period: int,
    *,
    key: str,
    unit: str,
    figure: str,
    note: _Note,
    of: float = math.nan,
    indicator: str | None = None,
    connected: bool | None = None,
) -> Headline:
    """One quantity as it is counted, and its way through the years."""
    return Headline(
        key=key,
        value=release.quantity(figure, code, period),
        unit=unit,
        of=of,
        trend=tuple(release.quantity(figure, code, year) for year in release.periods),
        indicator=indicator,
        connected=release.themes["industry"] if connected is None else connected,
        figure=figure,
        **note,
    )


def _series_of_kinds(release: Release, name: str, code: str) -> tuple[float, ...]:
    return tuple(_sum_of_kinds(release, name, code, year) for year in release.periods)


def _sum_of_kinds(release: Release, name: str, code: str, period: int) -> float:
    told = [release.quantity(f"{name}.{kind}", code, period) for kind in covering_kinds(release)]
    known = [value for value in told if not math.isnan(value)]
    return math.fsum(known) if known else math.nan
