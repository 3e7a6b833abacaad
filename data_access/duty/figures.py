"""The figures of the duty view: what the release counts of chain, helpers, teams and visits."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data_access.release import Release
from data_access.rules import HELPER_ROLE, LEADER_ROLES, LOAD_CLASSES

VISIT_AGES: Final = (
    "visit_within_30_household_count",
    "visit_within_60_household_count",
    "visit_within_90_household_count",
    "visit_silent_household_count",
)
"""Households due by the time since the last visit, the latest first."""

LOADS: Final = (
    "helper_official_count",
    "helper_household_count",
    "registered_household_count",
    "no_helper_household_count",
    "helper_most_household_count",
    *LOAD_CLASSES,
)
TEAMS: Final = (
    "village_count", "team_village_count", "first_secretary_village_count", "team_short_village_count",
    "team_lacking_village_count", "team_day_official_count", "team_short_official_count", "team_village_day_count",
    "team_required_day_count",
)  # fmt: skip
VISITS: Final = (
    "visit_due_household_count", "visited_household_count", "visit_overdue_household_count",
    "visit_due_monitored_household_count", "visit_overdue_monitored_household_count",
    "visit_due_other_household_count", "visit_overdue_other_household_count", *VISIT_AGES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: of `whole` regions or households `led` have somebody who answers for them.

    level   3 county, 4 township, 5 village, 6 household
    role    item of OFFICIAL_ROLE that answers at this link
    led, whole, led_figure, whole_figure   the figures, NaN where not known, and the quantities that they are
    """

    level: int
    role: str
    led: float
    whole: float
    led_figure: str
    whole_figure: str


HOUSEHOLD_LINK: Final = 6
_LINKS: Final[Mapping[int, tuple[str, str]]] = {
    3: ("led_county_count", "county_count"),
    4: ("led_township_count", "township_count"),
    5: ("led_village_count", "village_count"),
    HOUSEHOLD_LINK: ("helper_household_count", "registered_household_count"),
}


def figures_of(release: Release, code: str, period: int, names: tuple[str, ...]) -> dict[str, float]:
    """Name of a quantity -> its figure of the region; NaN where not known. Raises UnknownRegionError, ..PeriodError."""
    return {name: release.quantity(name, code, period) for name in names}


def chain(release: Release, code: str, period: int) -> tuple[Link, ...]:
    """The links from the county down to the household that lie in the region `code`, the highest first.

    A county of which the region is only a part is no link of it. Raises UnknownRegionError, UnknownPeriodError.
    """
    links = []
    for level, (led, whole) in _LINKS.items():
        of = release.quantity(whole, code, period)
        if not math.isnan(of) and of > 0:
            role = LEADER_ROLES.get(level, HELPER_ROLE)
            links.append(Link(level, role, release.quantity(led, code, period), of, led, whole))
    return tuple(links)
