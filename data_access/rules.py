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
TEAM_ROLES: Final = (FIRST_SECRETARY, "TEAM_LEADER", "TEAM_MEMBER")
"""The resident work team of a village."""

MONITORED_VISIT_DAYS: Final = 30
VISIT_DAYS: Final = 90
"""Within how many days a monitored and any other registered household must have been visited."""

DELIVERED: Final = ("OK", "PARTIAL")
"""States of a load after which its source reaches the day that it names."""


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
