"""The headline figures of the battle map."""

import math
from collections.abc import Callable
from typing import Final

from data_access.headlines import Headline
from data_access.release import Release
from data_access.values import WITHHELD


def task_headlines(release: Release, code: str, period: int) -> list[Headline]:
    """Tasks, what of them is late, projects and their money, households without a guarantee, records to settle.

    Raises UnknownRegionError, UnknownPeriodError. Source: the release's quantities.
    """
    return [build(release, code, period) for build in _BUILDERS]


def _tasks(release: Release, code: str, period: int) -> Headline:
    finished = release.quantity("task_finished_count", code, period)
    return _counted(
        release, code, period, "tasks", "task_count", "tasks", "kpi.tasks_finished", "task_finished_count", finished
    )


def _late(release: Release, code: str, period: int) -> Headline:
    at_risk = release.quantity("task_at_risk_count", code, period)
    return _counted(
        release,
        code,
        period,
        "late_tasks",
        "task_late_count",
        "tasks",
        "kpi.tasks_at_risk",
        "task_at_risk_count",
        at_risk,
    )


def _projects(release: Release, code: str, period: int) -> Headline:
    homes = release.quantity("project_benefit_household_count", code, period)
    return _counted(
        release,
        code,
        period,
        "projects",
        "project_count",
        "tasks",
        "kpi.projects_benefit",
        "project_benefit_household_count",
        homes,
    )


def _money(release: Release, code: str, period: int) -> Headline:
    paid, budget = (release.quantity(f"project_{name}_yuan", code, period) for name in ("paid", "budget"))
    share = 100 * paid / budget if budget > 0 else math.nan
    return Headline(
        key="project_paid",
        value=paid,
        unit="unit.yuan",
        note=None if math.isnan(share) else "kpi.paid_of_budget",
        note_values=(("share", f"{share:.1f}"),),
        note_figure="FUND_PAID_RATE",
        trend=_series(release, "project_paid_yuan", code),
        connected=release.themes["tasks"],
        figure="project_paid_yuan",
    )


def _unmet(release: Release, code: str, period: int) -> Headline:
    """Households without a guarantee; of a village, of which that is not told, those that were checked."""
    checked = release.quantity("assurance_household_count", code, period)
    if release.quantity_state("unmet_household_count", code, period) == WITHHELD:
        return Headline(
            key="checked_households",
            value=checked,
            unit="unit.households",
            trend=_series(release, "assurance_household_count", code),
            connected=release.themes["assurance"],
            figure="assurance_household_count",
        )
    return _counted(
        release,
        code,
        period,
        "unmet_households",
        "unmet_household_count",
        "assurance",
        "kpi.households_checked",
        "assurance_household_count",
        checked,
    )


def _issues(release: Release, code: str, period: int) -> Headline:
    return Headline(
        key="open_issues",
        value=release.quantity("open_issue_count", code, period),
        unit="unit.issues",
        connected=release.themes["quality"],
        figure="open_issue_count",
    )


_BUILDERS: Final[tuple[Callable[[Release, str, int], Headline], ...]] = (
    _tasks, _late, _projects, _money, _unmet, _issues,
)  # fmt: skip


def _counted(
    release: Release, code: str, period: int, key: str, figure: str, theme: str, note: str, noted: str, value: float
) -> Headline:
    """A count of the release with a remark, and its way through the years."""
    unit = {"tasks": "unit.tasks", "late_tasks": "unit.tasks", "projects": "unit.projects"}.get(key, "unit.households")
    return Headline(
        key=key,
        value=release.quantity(figure, code, period),
        unit=unit,
        note=None if math.isnan(value) else note,
        note_values=(("count", f"{value:,.0f}"),),
        note_figure=noted,
        trend=_series(release, figure, code),
        connected=release.themes[theme],
        figure=figure,
    )


def _series(release: Release, name: str, code: str) -> tuple[float, ...]:
    return tuple(release.quantity(name, code, year) for year in release.periods)
