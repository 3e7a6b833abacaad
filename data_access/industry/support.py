"""What stands beside industry: resettlement, jobs, insurance, and pairing with capable people, as coverage entries."""

import math
from dataclasses import dataclass
from typing import Final

from data_access.industry.amounts import ratio
from data_access.release import Release

ENTRIES: Final[dict[str, tuple[str, tuple[str, str], tuple[str, ...]]]] = {
    "RELOCATION": (
        "relocation",
        ("relocation_occupied_household_count", "relocation_moved_household_count"),
        ("relocation_site_count", "relocation_planned_household_count", "relocation_moved_person_count",
         "relocated_household_count", "relocated_person_count", "relocated_in_industry_count",
         "relocated_in_job_count", "relocated_in_neither_count", "old_house_demolished_count"),
    ),
    "JOBS": (
        "employment",
        ("job_given_count", "job_willing_known_count"),
        ("job_willing_count", "job_stable_count", "employed_person_count", "able_employed_person_count",
         "able_person_count", "employment_wage_yuan", "industry_worker_count"),
    ),
    "INSURANCE": (
        "insurance",
        ("insurance_eligible_count", "insurance_monitored_count"),
        ("insurance_insured_count", "insurance_premium_yuan", "insurance_claim_count", "insurance_paid_yuan"),
    ),
    "PAIRING": (
        "industry",
        ("industry_household_count.CAPABLE_PERSON", "registered_household_count"),
        ("industry_running_activity_count.CAPABLE_PERSON", "industry_person_count.CAPABLE_PERSON",
         "industry_village_count.CAPABLE_PERSON"),
    ),
}  # fmt: skip
"""Entry -> the theme that it needs, the numerator and denominator of its coverage, and its other figures."""

BY_ITEM: Final = {
    "RELOCATION": ("relocated_household_count", "RELOCATION_KIND"),
    "JOBS": ("employed_person_count", "EMPLOYMENT_CHANNEL"),
    "INSURANCE": ("insurance_claim_count", "INSURED_GROUP"),
}
"""Entry -> a figure that is told by items, and their code list."""


@dataclass(frozen=True, slots=True)
class Support:
    """One entry in one region and period; figures NaN where not known, and all of them where it is not connected.

    numerator, denominator   names of the quantities of its coverage: households that live on the site of those moved;
                             persons in work of those who want it; persons eligible of those watched; households paired
                             with a capable person of the registered
    figures                  quantity -> figure, these two among them
    items                    item of the entry's code list -> figure; empty where it has none
    item_names               the same items -> their names
    """

    entry: str
    state: str
    numerator: str
    denominator: str
    percent: float
    figures: dict[str, float]
    items: dict[str, float]
    item_names: dict[str, str]


def support(release: Release, code: str, period: int, lang: str = "zh") -> tuple[Support, ...]:
    """Resettlement, jobs, insurance and pairing of the region `code`; raises UnknownRegionError, UnknownPeriodError."""
    q = release.quantities(code, period)
    found = []
    for entry, (theme, (numerator, denominator), others) in ENTRIES.items():
        figures = {name: q.get(name, math.nan) for name in (numerator, denominator, *others)}
        connected = release.themes[theme] and (entry != "PAIRING" or "CAPABLE_PERSON" in release.kinds_told)
        name, code_list = BY_ITEM.get(entry, ("", ""))
        items = {item: q[f"{name}.{item}"] for item in release.items(code_list) if f"{name}.{item}" in q}
        found.append(
            Support(
                entry=entry,
                state="connected" if connected else "not_connected",
                numerator=numerator,
                denominator=denominator,
                percent=ratio(figures[numerator], figures[denominator], 100) if connected else math.nan,
                figures=figures if connected else dict.fromkeys(figures, math.nan),
                items=items,
                item_names={item: release.code_name(code_list, item, lang) for item in items},
            )
        )
    return tuple(found)
