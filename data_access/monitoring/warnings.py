"""Alerts of departments that nobody has checked yet: whose they are, where, since when and until when."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from data_access.alerts import SEVERITY
from data_access.release import Release

OVERDUE: Final = "ALERT_OVERDUE"
PENDING: Final = "ALERT_PENDING"

_ASIDE: Final = re.compile(r"[((][^()()]*[))]")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits of one department, or in one region: pending alerts (overdue ones among them).

    due_on  the earliest day by which one of those of a department not yet overdue must be checked; None where none is
    """

    code: str
    name: str
    pending: int
    overdue: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Raised:
    """Alerts of one department and kind, of one severity ("high" overdue, "low" not yet); days: when how many came."""

    severity: str
    kind: str
    department: str
    department_name: str
    item: str
    item_name: str
    due_on: date | None
    days: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Warnings:
    """Alerts under a region: by department and by the region directly below, most overdue first; and as they came."""

    pending: int
    overdue: int
    departments: tuple[Waiting, ...]
    places: tuple[Waiting, ...]
    raised: tuple[Raised, ...]


def warnings(release: Release, code: str, lang: str = "zh") -> Warnings | None:
    """The unchecked alerts of departments on the day of the data; None where no alert is on record.

    Raises UnknownRegionError.

    Departments of what tells of health are counted for townships, never for a village. Source: `Release.alerts`;
    quantities of monitoring_alert for the whole and the regions.
    """
    if math.isnan(release.quantity("monitoring_alert_pending_count", code, release.as_of.year)):
        return None
    rows = release.alerts(code)
    rows = rows[rows["alert_code"].isin([OVERDUE, PENDING])]
    overdue = rows["count"].where(rows["alert_code"] == OVERDUE, 0)
    rows = rows.assign(overdue=overdue, due=rows["due_on"].where(rows["alert_code"] == PENDING))
    departments = {str(item): _department(release, str(item), lang) for item in rows["department_code"].unique()}
    return Warnings(
        pending=_known(release, code, "pending"),
        overdue=_known(release, code, "overdue"),
        departments=_waiting(rows, departments),
        places=_places(release, code, lang),
        raised=_raised(release, rows, lang),
    )


def _known(release: Release, code: str, which: str) -> int:
    """Alerts of the day of the data; 0 where no alert was ever on record."""
    count = release.quantity(f"monitoring_alert_{which}_count", code, release.as_of.year)
    return 0 if math.isnan(count) else int(count)


def _places(release: Release, code: str, lang: str) -> tuple[Waiting, ...]:
    """The regions directly under `code` where anything waits."""
    found = []
    for child in release.children(code):
        pending, overdue = (_known(release, child.code, which) for which in ("pending", "overdue"))
        if pending > 0:
            found.append(Waiting(child.code, child.name(lang), pending, overdue, None))
    return _by_urgency(found)


def _waiting(rows: pd.DataFrame, names: Mapping[str, str]) -> tuple[Waiting, ...]:
    """What waits of each department."""
    found = []
    for key, part in rows.groupby("department_code", sort=True):
        due = part["due"].min()
        day = None if pd.isna(due) else due.date()
        found.append(Waiting(str(key), names[str(key)], int(part["count"].sum()), int(part["overdue"].sum()), day))
    return _by_urgency(found)


def _department(release: Release, code: str, lang: str) -> str:
    """The name of a department without what it was called before."""
    return _ASIDE.sub("", release.code_name("DEPARTMENT", code, lang)).strip()


def _by_urgency(found: list[Waiting]) -> tuple[Waiting, ...]:
    return tuple(sorted(found, key=lambda waiting: (-waiting.overdue, -waiting.pending, waiting.code)))


def _raised(release: Release, rows: pd.DataFrame, lang: str) -> tuple[Raised, ...]:
    """One entry a severity, department and kind; overdue ones first, then those that came last."""
    found = []
    for (kind, department, item), part in rows.groupby(["alert_code", "department_code", "item_code"], sort=True):
        days = part.groupby(part["on"].dt.date)["count"].sum()
        due = part["due_on"].min()
        found.append(
            Raised(
                severity=SEVERITY[str(kind)],
                kind=str(kind),
                department=str(department),
                department_name=_department(release, str(department), lang),
                item=str(item),
                item_name=release.code_name("ALERT_KIND", str(item), lang),
                due_on=None if pd.isna(due) else due.date(),
                days={day: int(count) for day, count in zip(days.index.tolist(), days.tolist(), strict=True)},
            )
        )
    return tuple(sorted(found, key=lambda one: (one.kind != OVERDUE, one.due_on or date.max, one.department, one.item)))
