"""Rules of the field that the counts of a release and the household cards share: roles, terms and lines."""

from collections.abc import Collection, Sequence
from typing import Final

NATIONAL: Final = "000000000000"
"""Region code under which the nation's own lines are kept; it is no row of region."""

LINES_IN_ORDER: Final = ("MONITORING_INCOME", "POVERTY_CURRENT")
"""The income line of a region: the monitoring line that is nearest above it, or the poverty line at current prices."""

HELPER_ROLE: Final = "HELPER"
HELPER_ROLES: Final = (HELPER_ROLE, "MONITORING_CONTACT")
"""Who answers for a household; coverage counts the first alone."""

FIRST_SECRETARY: Final = "FIRST_SECRETARY"
TEAM_LEADER: Final = "TEAM_LEADER"
TEAM_ROLES: Final = (FIRST_SECRETARY, TEAM_LEADER, "TEAM_MEMBER")
"""The resident work team of a village."""

VILLAGE_ROLES: Final = (FIRST_SECRETARY, TEAM_LEADER, "VILLAGE_SECRETARY", "TOWNSHIP_CADRE", "GRID_KEEPER")
"""Who answers for a village that has no industry, the first to be asked first."""

MONITORED_VISIT_DAYS: Final = 30
VISIT_DAYS: Final = 90
"""Within how many days a monitored and any other registered household must have been visited."""

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
