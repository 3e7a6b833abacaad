"""Groups of regions under one, such as industry belts: how far they reach and what they bring, each as one region."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from data_access.industry.kinds import KindEntry, kind_entries
from data_access.region_groups import RegionGroup
from data_access.release import Release

AMOUNTS: Final = {
    "capacity_kw": "solar_capacity_kw",
    "visitor_count": "tourism_visitor_count",
    "worker_count": "workshop_worker_count",
}
"""What points of a typed kind are as large as -> the quantity that sums it."""

MOST_AMOUNTS: Final = 2
INCIDENCE: Final = "POVERTY_INCIDENCE"


@dataclass(frozen=True, slots=True)
class Amount:
    """Something counted of a belt's industry: the quantity, and its share of that of the region above in per cent.

    name, unit_zh   as the catalogue of the database has them; of a typed kind the measure (`AMOUNTS`), and no unit
    """

    figure: str
    name: str
    unit_zh: str
    value: float
    percent: float


@dataclass(frozen=True, slots=True)
class Belt:
    """One group as a region of its own; figures NaN where not known.

    kind            of the code list REGION_GROUP_KIND; `kind_name` its name
    industry        name of the industry that it is known for, None where it is known for none
    holds           it does not lie under the region asked for, but has it among its members
    members         how many regions it is made of
    covered         villages with that industry (any covering one where it is known for none), of `villages`
    households      registered households that take part in it
    running         activities of it that run
    amounts         what is counted of the industry, what the belt has most of first; of a group known for none the
                    incidence of poverty, for which such areas are drawn
    figures         part -> the figure that it is traced by
    """

    code: str
    name: str
    kind: str
    kind_name: str
    industry: str | None
    holds: bool
    members: int
    villages: float
    covered: float
    households: float
    running: float
    amounts: tuple[Amount, ...]
    figures: dict[str, str]


def belts(release: Release, code: str, period: int, lang: str = "zh") -> tuple[Belt, ...]:
    """The groups under the region `code`, and those that have it inside; of a group those beside it.

    In the order of the database. Raises UnknownRegionError, UnknownPeriodError. Source: region_group,
    region_group_member, and for each figure what a region's is made of.
    """
    release.period_row(period)
    asked = release.region(code)
    around = str(asked.parent_code) if release.group(code) else code
    tree = release.tree
    entries = {entry.code: entry for entry in kind_entries(release, period, lang)} if release.groups else {}
    found = []
    for group in release.groups:
        members = np.array([tree.index[member] for member in group.members], dtype=np.int64)
        inside = bool(tree.under(around, members).all())
        if inside or tree.under(group.code, np.array([tree.at(around)]))[0]:
            found.append(_belt(release, group, entries.get(group.industry_kind or ""), period, lang, holds=not inside))
    return tuple(found)


def _belt(
    release: Release, group: RegionGroup, entry: KindEntry | None, period: int, lang: str, *, holds: bool
) -> Belt:
    code, kind = group.code, entry.code if entry else None
    told = f".{kind}" if kind else ""
    figures = {
        "villages": "village_count",
        "covered": f"industry_village_count{told}",
        "households": f"industry_household_count{told}",
        **({"running": f"industry_running_activity_count{told}"} if kind else {}),
    }
    values = {"running": math.nan} | {part: release.quantity(name, code, period) for part, name in figures.items()}
    return Belt(
        code=code,
        name=group.name(lang),
        kind=group.kind,
        kind_name=release.code_name("REGION_GROUP_KIND", group.kind, lang),
        industry=entry.name if entry else None,
        holds=holds,
        members=len(group.members),
        amounts=_amounts(release, code, entry, period) if entry else _incidence(release, code, period, lang),
        figures=figures,
        **values,
    )


def _amounts(release: Release, code: str, entry: KindEntry, period: int) -> tuple[Amount, ...]:
    named = [(f"industry_quantity.{entry.code}.{m.code}", m.name, m.unit_zh) for m in entry.metrics]
    if entry.size_by in AMOUNTS:
        named = [(AMOUNTS[entry.size_by], entry.size_by, ""), *named]
    above = str(release.region(code).parent_code)
    found = []
    for figure, name, unit in named:
        value, whole = release.quantity(figure, code, period), release.quantity(figure, above, period)
        if value > 0:
            found.append(Amount(figure, name, unit, value, 100 * value / whole if whole > 0 else math.nan))
    return tuple(sorted(found, key=lambda amount: -np.nan_to_num(amount.percent))[:MOST_AMOUNTS])


def _incidence(release: Release, code: str, period: int, lang: str) -> tuple[Amount, ...]:
    if INCIDENCE not in release.indicators or math.isnan(value := release.value(INCIDENCE, code, period)):
        return ()
    name = release.indicators[INCIDENCE].name(period, lang)
    return (Amount(INCIDENCE, name, release.indicators[INCIDENCE].unit, value, math.nan),)
