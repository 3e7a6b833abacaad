"""Households in and out between two sides: what was there, what came, what went, what is there now.

Between two counts only what they differ by is known: how many households were registered anew, less those that were
struck off, is one number, and so is how many were lifted, less those that fell back. The steps say "net".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data_access.changes.baseline import Baseline
from data_access.release import Release

OPEN: Final = "monitoring_open_case_count"
ELIMINATED: Final = "monitoring_eliminated_case_count"


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a balance.

    key     names it in the message catalogue (`balance.step.KEY`)
    value   the amount of the first and the last bar, the signed change of those between
    figure  what it opens in the period that is shown; None = it is worked out of the others
    period  the year of the figure where it is another than the one shown
    is_total    it stands on the ground
    """

    key: str
    value: float
    figure: str | None
    period: int | None = None
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """The bars of one kind of household or case, in order; the first and the last are totals and all others add up.

    key     "poverty" or "monitoring"
    note    a figure that is told beside it: its name and value; None = none
    """

    key: str
    steps: tuple[Step, ...]
    note: tuple[str, float] | None = None


def balances(release: Release, before: Baseline, code: str, period: int) -> tuple[Balance, ...]:
    """What is known of households still poor and of open cases of monitoring; empty where neither is known twice.

    Raises UnknownRegionError, UnknownPeriodError. Source: the quantities of both sides.
    """
    if code not in before.release.tree.index:
        return ()
    found = (_poverty(release, before, code, period), _monitoring(release, before, code, period))
    return tuple(balance for balance in found if balance is not None)


def _poverty(release: Release, before: Baseline, code: str, period: int) -> Balance | None:
    name = "still_poor_household_count"
    now, then = release.quantity(name, code, period), before.release.quantity(name, code, before.period)
    registered = _change(release, before, "registered_household_count", code, period)
    lifted = _change(release, before, "lifted_household_count", code, period)
    if any(map(math.isnan, (now, then, registered, lifted))):
        return None
    steps = [
        Step("registered", registered, _named("registered_household_count", before)),
        Step("lifted", -lifted, _named("lifted_household_count", before)),
    ]
    back = release.quantity("fallen_back_household_count", code, period)
    note = None if math.isnan(back) else ("fallen_back_household_count", back)
    return Balance("poverty", _whole(then, steps, now, name, before), note)


def _monitoring(release: Release, before: Baseline, code: str, period: int) -> Balance | None:
    """Cases are never taken off the record, so what came and what went is known; only of the day of the data."""
    now, then = (_open(side, code, year) for side, year in ((release, period), (before.release, before.period)))
    found = _change(release, before, "monitoring_case_count", code, period)
    if any(map(math.isnan, (now, then, found))):
        return None
    steps = [Step("found", found, _named("monitoring_case_count", before))]
    for mode in release.items("ELIMINATION_MODE"):
        gone = _change(release, before, f"{ELIMINATED}.{mode}", code, period)
        if gone and not math.isnan(gone):
            steps.append(Step(f"eliminated_{mode.lower()}", -gone, _named(f"{ELIMINATED}.{mode}", before)))
    return Balance("monitoring", _whole(then, steps, now, "monitoring_open_household_count", before, opens=False))


def _whole(
    then: float, steps: Sequence[Step], now: float, figure: str, before: Baseline, *, opens: bool = True
) -> tuple[Step, ...]:
    """First bar, steps, what they do not explain if it is anything, last bar."""
    rest = now - then - math.fsum(step.value for step in steps)
    other = (Step("other", rest, None),) if abs(rest) >= 0.5 else ()
    first = Step("then", then, figure if opens and before.is_year else None, before.period, is_total=True)
    last = Step("now", now, figure if opens else None, is_total=True)
    return (first, *steps, *other, last)


def _named(quantity: str, before: Baseline) -> str:
    return f"{quantity}@since-{before.since}"


def _change(release: Release, before: Baseline, name: str, code: str, period: int) -> float:
    return release.quantity(name, code, period) - before.release.quantity(name, code, before.period)


def _open(release: Release, code: str, period: int) -> float:
    """Open cases of every kind of object; NaN where no kind is told."""
    told = [release.quantity(f"{OPEN}.{item}", code, period) for item in release.items("MONITORING_OBJECT")]
    known = [value for value in told if not math.isnan(value)]
    return math.fsum(known) if known else math.nan
