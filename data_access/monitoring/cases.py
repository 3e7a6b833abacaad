"""Monitoring cases on the day of the data: from clue to exit, and the open ones by kind, by risk and by place."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data_access.release import Release

OPEN: Final = "monitoring_open_household_count"
PERSONS: Final = "monitoring_open_person_count"
NEW: Final = "monitoring_new_case_count"
UNHELPED: Final = "monitoring_unhelped_case_count"
UNDEVELOPED: Final = "monitoring_undeveloped_household_count"
LATE: Final = "monitoring_alert_overdue_count"
BY_OBJECT: Final = "monitoring_open_case_count"
BY_RISK: Final = "monitoring_open_risk_count"
COLUMNS: Final = (OPEN, NEW, UNHELPED, UNDEVELOPED)
"""What a row of the list of places tells of each of them."""

LISTS: Final[Mapping[str, str]] = {"open": OPEN, "undeveloped": UNDEVELOPED, "unhelped": UNHELPED, "late": LATE}
"""Lists by name: the figure that each is counted by. Any other is named by a kind of monitored object."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """All cases ever identified; counts, NaN where not known.

    found, in_time   cases whose clue has a date, and those of them decided within 15 days
    by_help, naturally, in_unknown_way   eliminated ones; open what is left
    """

    identified: float
    found: float
    in_time: float
    helped: float
    by_help: float
    naturally: float
    in_unknown_way: float

    @property
    def open(self) -> float:
        """Cases that are not eliminated."""
        gone = [n for n in (self.by_help, self.naturally, self.in_unknown_way) if not math.isnan(n)]
        return self.identified - sum(gone)


@dataclass(frozen=True, slots=True)
class Part:
    """Open cases of one item of a code list; `figure` is what is traced, count NaN where it is withheld."""

    code: str
    name: str
    count: float
    figure: str


@dataclass(frozen=True, slots=True)
class Place:
    """One region with its figures in the order of `COLUMNS`, NaN where not known."""

    code: str
    name: str
    figures: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Open cases of a region: by kind of object in the order of the list, by main risk largest first, and by place."""

    households: float
    persons: float
    new: float
    unhelped: float
    undeveloped: float
    objects: tuple[Part, ...]
    risks: tuple[Part, ...]
    places: tuple[Place, ...]


def figure_of(of: str) -> str:
    """The figure behind the list `of`: one of `LISTS`, or a kind of object; open households where it is neither."""
    return LISTS.get(of) or (f"{BY_OBJECT}.{of}" if of.isalnum() and len(of) <= 20 else OPEN)


def funnel(release: Release, code: str, period: int) -> Funnel | None:
    """The way of all cases; None where the period has none. Raises UnknownRegionError, UnknownPeriodError.

    Source: quantities of monitoring_case.
    """
    identified = release.quantity("monitoring_case_count", code, period)
    if math.isnan(identified):
        return None
    names = (
        "monitoring_found_case_count", "monitoring_found_in_time_case_count", "monitoring_helped_case_count",
        *(f"monitoring_eliminated_case_count.{way}" for way in ("HELP", "NATURAL", "UNKNOWN")),
    )  # fmt: skip
    return Funnel(identified, *(release.quantity(name, code, period) for name in names))


def open_cases(release: Release, code: str, period: int, lang: str = "zh") -> OpenCases | None:
    """The open cases; None where the period has none. Raises UnknownRegionError, UnknownPeriodError.

    Places are the regions directly under `code` that have any, most households first. Source: quantities of
    monitoring_case, monitoring_risk, household_measure.
    """
    households = release.quantity(OPEN, code, period)
    if math.isnan(households):
        return None
    risks = [part for part in _parts(release, BY_RISK, "RISK", code, period, lang) if part.count != 0]
    risks.sort(key=lambda part: -1.0 if math.isnan(part.count) else -part.count)
    places = [_place(release, child.code, child.name(lang), period) for child in release.children(code)]
    return OpenCases(
        households=households,
        persons=release.quantity(PERSONS, code, period),
        new=release.quantity(NEW, code, period),
        unhelped=release.quantity(UNHELPED, code, period),
        undeveloped=release.quantity(UNDEVELOPED, code, period),
        objects=tuple(_parts(release, BY_OBJECT, "MONITORING_OBJECT", code, period, lang)),
        risks=tuple(risks),
        places=tuple(sorted((p for p in places if p.figures[0] > 0), key=lambda p: (-p.figures[0], p.code))),
    )


def _place(release: Release, code: str, name: str, period: int) -> Place:
    return Place(code, name, tuple(release.quantity(figure, code, period) for figure in COLUMNS))


def _parts(release: Release, name: str, items: str, code: str, period: int, lang: str) -> list[Part]:
    """Every item of the list, and the cases without one where there are any."""
    found = []
    for item in (*release.items(items), "UNKNOWN"):
        figure = f"{name}.{item}"
        count = release.quantity(figure, code, period)
        if item != "UNKNOWN" or count > 0:
            found.append(Part(item, release.code_name(items, item, lang) if item != "UNKNOWN" else "", count, figure))
    return found
