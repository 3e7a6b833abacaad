"""Tasks and projects by region and category, from the release: plan against actual, and what the money does."""

import math
from dataclasses import dataclass
from typing import Final

from data_access.release import Release
from data_access.tree import Region

CATEGORY: Final = "PROJECT_CATEGORY"


@dataclass(frozen=True, slots=True)
class TaskSums:
    """The tasks with a planned end of one region; NaN where nobody tells of them.

    due are past their planned end, finished are done or closed; on_time, at_risk and late as the rules say. `undated`
    and `unowned` are open tasks without a planned end, and without anybody who answers for them.
    """

    region: Region
    count: float
    due: float
    finished: float
    on_time: float
    at_risk: float
    late: float
    undated: float
    unowned: float

    @property
    def late_percent(self) -> float:
        """What part of the tasks is late, in per cent; NaN where there is none."""
        return 100 * self.late / self.count if self.count > 0 else math.nan


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """The tasks of a region, and those of the regions directly under it, the largest part late first."""

    whole: TaskSums
    rows: tuple[TaskSums, ...]


def task_progress(release: Release, code: str, period: int) -> TaskProgress:
    """Plan against actual of the region `code` and of what lies directly under it; regions without a task are left out.

    NaN but in the year of the data. Raises UnknownRegionError, UnknownPeriodError. Source: the release's task_* counts.
    """
    below = [_sums(release, region, period) for region in release.children(code)]
    told = [sums for sums in below if sums.count > 0 or sums.undated > 0]
    told.sort(key=lambda sums: (-_or_zero(sums.late_percent), -sums.late, sums.region.code))
    return TaskProgress(_sums(release, release.region(code), period), tuple(told))


def _sums(release: Release, region: Region, period: int) -> TaskSums:
    def count(name: str) -> float:
        return release.quantity(name, region.code, period)

    return TaskSums(
        region,
        count("task_count"),
        count("task_due_count"),
        count("task_finished_count"),
        count("task_on_time_count"),
        count("task_at_risk_count"),
        count("task_late_count"),
        count("task_undated_count"),
        count("task_unowned_count"),
    )


def _or_zero(value: float) -> float:
    return 0.0 if math.isnan(value) else value


@dataclass(frozen=True, slots=True)
class Funds:
    """The projects of a region planned for one year; category None = all of them; NaN where not known.

    budget and paid are yuan, of the projects that state both; households are those that the projects are to benefit,
    one counted with each of its projects.
    """

    category: str | None
    count: float
    budget: float
    paid: float
    households: float

    @property
    def paid_percent(self) -> float:
        """Paid of what was planned, in per cent; NaN where nothing was planned."""
        return 100 * self.paid / self.budget if self.budget > 0 else math.nan


def funds(release: Release, code: str, period: int) -> tuple[Funds, tuple[Funds, ...]]:
    """The projects of the region `code` planned for `period`: all, and by category, the most money first.

    Raises UnknownRegionError, UnknownPeriodError. Source: the release's project_* quantities.
    """
    listed = (*release.items(CATEGORY), "UNKNOWN")
    told = [_funds(release, code, period, item) for item in listed]
    rows = sorted((one for one in told if one.count > 0), key=lambda one: -_or_zero(one.budget))
    return _funds(release, code, period, None), tuple(rows)


def _funds(release: Release, code: str, period: int, category: str | None) -> Funds:
    def quantity(name: str) -> float:
        return release.quantity(name if category is None else f"{name}.{category}", code, period)

    return Funds(
        category,
        quantity("project_count"),
        quantity("project_budget_yuan"),
        quantity("project_paid_yuan"),
        quantity("project_benefit_household_count"),
    )
