"""Rules of the field that the counts of a release and the household cards share: roles, terms and lines."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

NATIONAL: Final = "000000000000"
"""Region code under which the nation's own lines are kept; it is no row of region."""

LINES_IN_ORDER: Final = ("MONITORING_INCOME", "POVERTY_CURRENT")
"""The income line of a region: the monitoring line that is nearest above it, or the poverty line at current prices."""

INCOME_LINES: Final = ("MONITORING_INCOME", "GUARANTEE_INCOME", "POVERTY_CURRENT")
"""Lines per person and year against which the income of the monitored is held, as the monitoring view shows them."""

HELPER_ROLE: Final = "HELPER"
HELPER_ROLES: Final = (HELPER_ROLE, "MONITORING_CONTACT")
"""Who answers for a household; coverage counts the first alone."""

FIRST_SECRETARY: Final = "FIRST_SECRETARY"
TEAM_LEADER: Final = "TEAM_LEADER"
TEAM_ROLES: Final = (FIRST_SECRETARY, TEAM_LEADER, "TEAM_MEMBER")
"""The resident work team of a village."""

LEADER_ROLES: Final[Mapping[int, str]] = MappingProxyType({3: "CITY_LEADER", 4: "COUNTY_LEADER", 5: "TOWNSHIP_CADRE"})
"""Level of a region -> the role of who answers for it from the level above (四包); for a household its helper does."""

LOAD_CLASSES: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "load_to_3_official_count": (1, 3),
        "load_4_to_5_official_count": (4, 5),
        "load_6_to_8_official_count": (6, 8),
        "load_9_to_12_official_count": (9, 12),
        "load_over_12_official_count": (13, 10**9),
    }
)
"""Quantity that counts helpers by the households that each has -> the least and the most of them."""

VILLAGE_ROLES: Final = (FIRST_SECRETARY, TEAM_LEADER, "VILLAGE_SECRETARY", "TOWNSHIP_CADRE", "GRID_KEEPER")
"""Who answers for a village that has no industry, the first to be asked first."""

MONITORED_VISIT_DAYS: Final = 30
VISIT_DAYS: Final = 90
"""Within how many days a monitored and any other registered household must have been visited."""

MIDDLE_VISIT_DAYS: Final = 60
"""What parts the last visits between these two, where they are shown by their age."""

AT_RISK_DAYS: Final = 15
AT_RISK_DONE: Final = 0.8
"""A task that is due within so many days and of which less than this share is done, or said to be, is at risk."""

DANGEROUS_GRADES: Final = ("C", "D")
"""Grades of a house in which nobody should live."""

NEW_WITHIN_DAYS: Final = 30
HELPED_WITHIN_DAYS: Final = 30
DEVELOPED_WITHIN_DAYS: Final = 180
"""A monitoring case is new for so long; within so many days of its decision the first help must be in place, and, where
somebody can work, a measure of development."""

DELIVERED: Final = ("OK", "PARTIAL")
"""States of a load after which its source reaches the day that it names."""

LOW_SHARE: Final = 0.8
"""A station that generates less per kW than this share of its county's median needs attention."""

SETTLED_WITHIN_DAYS: Final = 60
"""A station's month that is not settled this long after its end is unpaid."""

SMALL_CELL: Final = 5
"""Fewer households than this are never told of in a distribution of incomes."""

JOIN_INCOME: Final = {
    "WORK": "A", "POST": "A", "SELF_RUN": "B", "SALES": "B", "DIVIDEND": "C", "LAND_RENT": "C", "ENTRUST": "C",
}  # fmt: skip
"""Way of joining an industry (PARTICIPATION_MODE) -> the part of household income that it feeds (INCOME_ITEM)."""

OTHER_INCOME: Final = "OTHER"
"""What any other way of joining feeds."""

ACTIVITY_REGION: Final = "ACTIVITY_REGION"
ACTIVITY_KIND: Final = "ACTIVITY_KIND"
ACTIVITY_DATES: Final = "ACTIVITY_DATES"
COVERAGE_REGION: Final = "COVERAGE_REGION"
STATION_CAPACITY: Final = "STATION_CAPACITY"
FIGURE_NEGATIVE: Final = "FIGURE_NEGATIVE"
FIGURE_UNIT: Final = "FIGURE_UNIT"
FIGURE_METRIC: Final = "FIGURE_METRIC"
PARTICIPATION_ACTIVITY: Final = "PARTICIPATION_ACTIVITY"

INDUSTRY_RULES: Final = (
    ACTIVITY_REGION, ACTIVITY_KIND, ACTIVITY_DATES, COVERAGE_REGION, STATION_CAPACITY, FIGURE_NEGATIVE, FIGURE_UNIT,
    FIGURE_METRIC, PARTICIPATION_ACTIVITY,
)  # fmt: skip
"""Rules that a row of industry may break; it is then left out of every figure and listed under the rule's name.

ACTIVITY_REGION         stands in a region that is not in the database
ACTIVITY_KIND           is of a kind that is not in the catalogue
ACTIVITY_DATES          closed before it opened
COVERAGE_REGION         reaches a region that is not in the database
STATION_CAPACITY        has no capacity, or less: its capacity, hours and money per kW are not known
FIGURE_NEGATIVE         a figure below zero of what cannot be
FIGURE_UNIT             money that is `FAR_FROM_PEERS` times its peers' median for the same work: the wrong unit
FIGURE_METRIC           a figure of a metric that the kind does not have
PARTICIPATION_ACTIVITY  a household takes part in an activity that is not in the database
"""

FAR_FROM_PEERS: Final = 100
"""So many times the median of its peers, per kW, visitor or worker, money is taken to be in the wrong unit."""

FAR_FROM_VILLAGES: Final = 1000
"""The same for money that has no such base: what one village received beside all others."""

HANDFUL: Final = {"household": 5, "case": 5, "person": 15, "village": 1, "task": 3, "alert": 5}
"""Unit of a count -> so many of them, counted otherwise, are a handful: places that as few would swap are near ones."""

FEWEST_PEERS: Final = 5
"""With fewer peers nobody can say what is usual."""


def nearest_line(lines: Collection[tuple[str, str]], path: Sequence[str]) -> tuple[str, str] | None:
    """The income line that counts for a region in one year, as (line code, region that set it); None when none does.

    `lines` holds what was set in the year as (line code, region code); `path` the region and those above it, nearest
    first. The nation's lines come last.
    """
    for code in LINES_IN_ORDER:
        for region in (*path, NATIONAL):
            if (code, region) in lines:
                return code, region
    return None
