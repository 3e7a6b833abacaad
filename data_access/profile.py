"""Who is poor and why in a region: causes, age, labour and progress by year, from the release."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data_access.release import Release
from data_access.values import value_of

SMALL_CELL: Final = 5
"""Below township, counts under this are not shown for illness, disability and cause (pii.md)."""

SENSITIVE_CAUSES: Final = ("01", "02")
"""Illness and disability."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: its code ("" = several merged), name, count and share of the whole in percent."""

    code: str
    name: str
    count: float
    share: float


def causes(release: Release, code: str, period: int, lang: str = "zh", most: int = 7) -> list[Part] | None:
    """Households by main cause, largest first, at most `most` rows (the rest merged, last); None = not connected.

    In a village every cause of 1 to 4 households is merged with the others, so that no illness or disability can be
    read off or subtracted back; when the merged rest would itself be a single small cause, nothing is shown.
    """
    counts = _parts(release, "cause_household_count", "CAUSE", code, period, lang)
    if counts is None:
        return None
    counts.sort(key=lambda part: -part.count)
    if release.region(code).level >= 5:
        shown = [part for part in counts if part.count >= SMALL_CELL]
        merged = [part for part in counts if part.count < SMALL_CELL]
        if len(merged) == 1 and shown:
            merged.append(shown.pop())
        if 0 < sum(part.count for part in merged) < SMALL_CELL and shown:
            merged.append(shown.pop())
    else:
        shown, merged = counts, []
    if len(shown) > most or merged:
        kept = shown[: most - 1]
        merged = shown[most - 1 :] + merged
        shown = [*kept, Part("", "", sum(p.count for p in merged), sum(p.share for p in merged))]
    return shown


def ages(release: Release, code: str, period: int, lang: str = "zh") -> list[Part] | None:
    """Registered persons by age band, youngest first; None = not connected or not reported for this period."""
    return _parts(release, "age_person_count", "AGE_BAND", code, period, lang)


def labour(release: Release, code: str, period: int, lang: str = "zh") -> list[Part] | None:
    """Registered persons by labour ability in the order of the code list; None = not connected or not reported."""
    return _parts(release, "labour_person_count", "LABOUR_ABILITY", code, period, lang)


def progress(release: Release, code: str, periods: Sequence[int]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Persons still poor and incidence in percent for each of `periods`; NaN = not reported."""
    persons = tuple(release.quantity("poor_person_count", code, period) for period in periods)
    known = "POVERTY_INCIDENCE" in release.indicators
    rates = tuple(
        float(value_of(release, "POVERTY_INCIDENCE", code, p)["value"].iloc[0]) if known else math.nan for p in periods
    )
    return persons, rates


def _parts(release: Release, quantity: str, code_list: str, code: str, period: int, lang: str) -> list[Part] | None:
    """The counts of one quantity by the items of its code list, zero counts left out; None when nothing is known."""
    found = {item: release.quantity(f"{quantity}.{item}", code, period) for item in release.items(code_list)}
    known = {item: count for item, count in found.items() if not math.isnan(count)}
    total = sum(known.values())
    if not known or not total:
        return None
    return [
        Part(item, release.code_name(code_list, item, lang), count, 100 * count / total)
        for item, count in known.items()
        if count
    ]
