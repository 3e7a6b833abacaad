"""Within a handful: how few households, persons or villages, counted otherwise, would swap two neighbours."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from data_access.quantities.registry import quantity_catalogue
from data_access.rankings.places import Margin
from data_access.rules import HANDFUL


@dataclass(frozen=True, slots=True)
class Lever:
    """By how much the value of a region moves when one unit more or less is counted; NaN where that is not known."""

    unit: str
    step: float


def unit_of(quantity: str) -> str:
    """The unit in which a quantity is counted; "" of one that is not in the catalogue."""
    known = quantity_catalogue().get(quantity.partition(".")[0])
    return "" if known is None else known.unit


def margin(gap: float, mine: Sequence[Lever], others: Sequence[Lever], above: str) -> Margin | None:
    """The fewest units that bridge `gap`, in either of two neighbours; None where it takes more than a handful.

    `mine` and `others` are what moves the value of the one and of the other. Money and other amounts are no levers:
    nobody can say what is a handful of them.
    """
    found: list[Margin] = []
    for lever in (*mine, *others):
        most = HANDFUL.get(lever.unit, 0)
        if most and lever.step > 0 and not math.isnan(lever.step):
            count = max(1, math.ceil(abs(gap) / lever.step - 1e-9))
            if count <= most:
                found.append(Margin(count, lever.unit, above))
    return min(found, key=lambda one: one.count, default=None)
