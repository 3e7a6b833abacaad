"""Who is poor and why in a region: causes, age, labour and progress by year, from the release."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from data_access.messages import text
from data_access.quantities.counting import UNLISTED
from data_access.release import Release


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: its code ("" = several merged), name, count and share of the whole in percent."""

    code: str
    name: str
    count: float
    share: float

    @property
    def is_known(self) -> bool:
        """False for the part whose code is not stated."""
        return self.code != UNLISTED


def causes(release: Release, code: str, period: int, lang: str = "zh", most: int = 7) -> list[Part] | None:
    """Households by main cause, largest first, at most `most` rows; None = not connected or not reported.

    The last row merges what is left of all registered households: small causes, causes withheld in a village, and
    households without a stated cause.
    """
    total = release.quantity("registered_household_count", code, period)
    known = _counts(release, "cause_household_count", "CAUSE", code, period)
    if not known or not total or math.isnan(total):
        return None
    largest = sorted(known.items(), key=lambda row: -row[1])
    shown = largest if len(largest) <= most and sum(known.values()) == total else largest[: most - 1]
    parts = [Part(item, release.code_name("CAUSE", item, lang), n, 100 * n / total) for item, n in shown if n]
    rest = total - sum(part.count for part in parts)
    return [*parts, Part("", "", rest, 100 * rest / total)] if rest > 0 else parts


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
    rates = tuple(release.value("POVERTY_INCIDENCE", code, p) if known else math.nan for p in periods)
    return persons, rates


def _counts(release: Release, quantity: str, code_list: str, code: str, period: int) -> dict[str, float]:
    """The known counts of one quantity by the items of its code list; withheld and missing ones are left out."""
    found = {item: release.quantity(f"{quantity}.{item}", code, period) for item in release.items(code_list)}
    return {item: count for item, count in found.items() if not math.isnan(count)}


def _parts(release: Release, quantity: str, code_list: str, code: str, period: int, lang: str) -> list[Part] | None:
    """The counts of one quantity as parts of their sum, in the order of the code list; None when nothing is known.

    Persons whose code is not known are a part of their own, the last: the whole is everybody.
    """
    known = _counts(release, quantity, code_list, code, period)
    unknown = release.quantity(f"{quantity}.{UNLISTED}", code, period)
    if not sum(known.values()):
        return None
    names = {item: release.code_name(code_list, item, lang) for item in known}
    if unknown > 0:
        known[UNLISTED], names[UNLISTED] = unknown, text("wall.unknown", lang)
    total = sum(known.values())
    return [Part(item, names[item], n, 100 * n / total) for item, n in known.items() if n]
