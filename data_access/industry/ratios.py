"""Figures made of two amounts: a share in per cent, or one amount for each of another.

cause_household_count.07@registered_household_count      the share of one in the other, per cent
workshop_worker_count@per@industry_activity_count.WORKSHOP    one for each of the other
workshop_assisted_worker_count@per100@registered_household_count    for each hundred of the other
"""

from dataclasses import dataclass
from typing import Final

from data_access.industry.named import catalogue_unit, is_quantity, unit_of
from data_access.messages import messages, text
from data_access.release import Release

OF: Final = "@"
PER: Final = {"@per@": 1.0, "@per100@": 100.0}
"""What joins two amounts of which one is told for each of the other -> of how many of it."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """`scale` times `part` by `whole`; a share where `is_share`."""

    part: str
    whole: str
    scale: float
    is_share: bool


def ratio_of(figure: str) -> Ratio | None:
    """The two amounts that `figure` is made of; None where it is one."""
    for joint, scale in PER.items():
        part, between, whole = figure.partition(joint)
        if between:
            return Ratio(part, whole, scale, is_share=False)
    part, of, whole = figure.rpartition(OF)
    return Ratio(part, whole, 100.0, is_share=True) if of and is_quantity(whole) else None


def names_of(figure: str) -> tuple[str, ...]:
    """The amounts that a figure is made of: one, or the two of a ratio."""
    made = ratio_of(figure)
    return (figure,) if made is None else (made.part, made.whole)


def ratio_unit(release: Release, made: Ratio, lang: str) -> str:
    """The unit of a ratio as it is written beside its value."""
    if made.is_share:
        return "%"
    units = [unit_of(release, name, lang) for name in (made.part, made.whole)]
    own = f"trace.unit_each.{'_'.join(unit_name(name) for name in (made.part, made.whole))}"
    if own in messages():
        return text(own, lang)
    return text("trace.unit_per_100" if made.scale > 1 else "trace.unit_per", lang, part=units[0], whole=units[1])


def ratio_decimals(made: Ratio) -> int:
    """A share and people to one place, money and hours whole."""
    return 0 if unit_name(made.part) in ("yuan", "kwh") else 1


def unit_name(name: str) -> str:
    """The unit of an amount by its name in the catalogue."""
    return catalogue_unit(name).lower().replace(" ", "_")
