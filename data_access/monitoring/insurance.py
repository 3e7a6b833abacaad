"""Insurance against poverty by year: who is insured, watched, eligible and paid, against the premium."""

import math
from dataclasses import dataclass
from typing import Final

from data_access.release import Release

PREMIUM: Final = "insurance_premium_yuan"
PAID: Final = "insurance_policy_paid_yuan"
PERSONS: Final = ("insurance_insured_count", "insurance_monitored_count", "insurance_eligible_count")
CLAIMS: Final = "insurance_policy_claim_count"


@dataclass(frozen=True, slots=True)
class PolicyYear:
    """The policies of one year; persons (in the order of `PERSONS`), claims and yuan, NaN where not known."""

    period: int
    persons: tuple[float, ...]
    claims: float
    paid_yuan: float
    premium_yuan: float


@dataclass(frozen=True, slots=True)
class Insurance:
    """Policies by year, oldest first, of the region `code`: the one asked for, or the nearest above it that has any."""

    code: str
    name: str
    years: tuple[PolicyYear, ...]


def insurance(release: Release, code: str, lang: str = "zh") -> Insurance | None:
    """The policies that hold for the region `code`; None where there are none. Raises UnknownRegionError.

    Claims are those under a year's policies, whenever paid. Source: insurance_policy, insurance_claim.
    """
    for region in reversed(release.ancestors(code)):
        years = tuple(year for period in release.periods if (year := _year(release, region.code, period)))
        if years:
            return Insurance(region.code, region.name(lang), years)
    return None


def _year(release: Release, code: str, period: int) -> PolicyYear | None:
    persons = tuple(release.quantity(name, code, period) for name in PERSONS)
    claims, paid, premium = (release.quantity(name, code, period) for name in (CLAIMS, PAID, PREMIUM))
    if all(math.isnan(figure) for figure in (*persons, premium)):
        return None
    return PolicyYear(period, persons, claims, paid, premium)
