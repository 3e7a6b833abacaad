"""What households can be filtered by: each facet, the shape of its column, and who may see it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NONE: Final = "none"
UNKNOWN: Final = "unknown"
NEVER: Final = "never"
NEVER_DAYS: Final = 65_535
LONGEST_DAYS: Final = 9_999
OFFERED_DAYS: Final = ("30", "60", "90", "180", "365", NEVER)
LARGEST_SIZE: Final = 6


class Shape(StrEnum):
    """How a column tells of a household: one value of a list, several of them, or a number of days."""

    CODE = "code"
    BITS = "bits"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that households are filtered by.

    theme         the theme of the contract that must be connected
    code_list     where its values have their names; "" = in the message catalogue
    is_sensitive  offered to those alone whose work the households are
    """

    name: str
    shape: Shape = Shape.CODE
    theme: str = "core"
    code_list: str = ""
    is_sensitive: bool = False


FACETS: Final = (
    Facet("status"),
    Facet("unmet", Shape.BITS, "assurance", "ASSURANCE"),
    Facet("industry", Shape.BITS, "industry"),
    Facet("visit", Shape.DAYS, "responsibility"),
    Facet("helper", theme="responsibility"),
    Facet("line", theme="income", is_sensitive=True),
    Facet("monitoring", Shape.BITS, "monitoring", "MONITORING_OBJECT", is_sensitive=True),
    Facet("cause", theme="assurance", code_list="CAUSE", is_sensitive=True),
    Facet("attribute", code_list="HOUSEHOLD_ATTRIBUTE", is_sensitive=True),
    Facet("size"),
    Facet("age", code_list="AGE_BAND"),
)
"""All facets, in the order in which they are offered.

status      where the household stands
unmet       guarantees that the last check found unmet; "none" = all met, "unknown" = never checked
industry    kinds of industry it takes part in, in the newest year that has any; "none" = in none
visit       not visited for more than so many days; "never" = no visit on record
helper      whether someone answers for it
line        income per person of its newest year against the line of that year and region
monitoring  open cases by class of object; "none" = none was ever opened, "done" = eliminated
cause       main cause; "none" = none is named
size        members stated, "6" = six and more
age         age band of the head
"""

BY_NAME: Final = {facet.name: facet for facet in FACETS}
SENSITIVE: Final = frozenset(facet.name for facet in FACETS if facet.is_sensitive)
DONE: Final = "done"
