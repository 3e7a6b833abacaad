"""Which two years of an indicator may be held against each other."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

BREAKS: Final[Mapping[int, Collection[str]]] = MappingProxyType(
    {
        2021: frozenset({"POVERTY_INCIDENCE", "EXIT_RATE", "VILLAGE_EXIT_RATE", "BELOW_LINE_SHARE"}),
        2026: frozenset({"INDUSTRY_HOUSEHOLD_COVERAGE", "INDUSTRY_HOUSEHOLD_COVERAGE_BESIDE_SOLAR"}),
    }
)
"""First year of an era -> the indicators that count other persons, or by another line, from that year on."""


def break_between(indicator: str, first: int, last: int) -> int | None:
    """The year in which policy changed what the indicator counts, after `first` and not after `last`; None = none."""
    early, late = sorted((first, last))
    return next((year for year, codes in BREAKS.items() if early < year <= late and indicator in codes), None)
