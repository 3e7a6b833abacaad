"""Guarantees that are not met: households, not percentages; which item, in which village, and which household."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from sqlalchemy import Engine, Select, SmallInteger, String, bindparam, func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import database_errors, read_rows
from data_access.households.masked_rows import KEYS, codes_of, hold, masked_rows
from data_access.households.records import IndustryHousehold
from data_access.quantities.survey import valid_household
from data_access.release import Release
from data_access.release.withholding import SENSITIVE
from data_access.schema import core, livelihood
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens
from data_access.tree import TOWNSHIP_LEVEL

GUARANTEES: Final = "ASSURANCE"
UNMET: Final = "unmet_household_count"
CHECKED: Final = "assurance_household_count"
PAGE: Final = 25
MOST_VILLAGES: Final = 60


@dataclass(frozen=True, slots=True)
class Unmet:
    """Households of a region for whom one guarantee is not met and not put right since; NaN where not known."""

    item: str
    households: float


@dataclass(frozen=True, slots=True)
class UnmetVillage:
    """Households of one village for whom one guarantee is not met."""

    code: str
    name_zh: str
    township_zh: str
    item: str
    households: int


@dataclass(frozen=True, slots=True)
class UnmetGuarantees:
    """What the year's check found in a region and nobody has put right since.

    checked      households whose guarantees were checked; NaN = none, or not known
    households   those of them with any guarantee not met; NaN where withheld
    items        one a guarantee, in the order of the code list
    villages     villages by guarantee, the most households first, `total` of them; without `withheld`, the guarantees
                 that are never told of a village
    """

    checked: float
    households: float
    items: tuple[Unmet, ...]
    villages: tuple[UnmetVillage, ...]
    total: int
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnmetHouseholds:
    """One page of households, masked, each with the guarantee that is not met; one is there once for each of them."""

    rows: tuple[tuple[str, IndustryHousehold], ...]
    total: int
    page: int
    page_size: int


def unmet_guarantees(release: Release, code: str, period: int) -> UnmetGuarantees:
    """Households without a guarantee under the region `code` in `period`, by guarantee and by village.

    Raises UnknownRegionError, UnknownPeriodError. Source: the release's unmet_household_count.
    """
    items = release.items(GUARANTEES)
    told = tuple(Unmet(item, release.quantity(f"{UNMET}.{item}", code, period)) for item in items)
    withheld = tuple(item for item in items if f"{UNMET}.{item}" in SENSITIVE)
    villages, total = _villages(release, code, period, [item for item in items if item not in withheld])
    return UnmetGuarantees(
        release.quantity(CHECKED, code, period),
        release.quantity(UNMET, code, period),
        told,
        villages,
        total,
        tuple(item for item in withheld if not math.isnan(release.quantity(f"{UNMET}.{item}", code, period))),
    )


def _villages(release: Release, code: str, period: int, items: Sequence[str]) -> tuple[tuple[UnmetVillage, ...], int]:
    """The first villages by guarantee - the most households first, then in the order of `items`, then by code - and how
    many there are."""
    at = np.array(release.tree.villages(code), dtype=np.int64)  # by code
    told = [release.figures(f"{UNMET}.{item}", period) for item in items]
    known = np.array([np.full(len(at), np.nan) if figures is None else figures[at] for figures in told])
    item, village = np.nonzero(np.isfinite(known) & (known > 0)) if len(items) else np.zeros((2, 0), dtype=np.int64)
    order = np.lexsort((village, item, -known[item, village]))[:MOST_VILLAGES] if len(item) else item
    above, regions = release.tree.ancestor_at_most(TOWNSHIP_LEVEL), release.tree.regions
    shown = []
    for k in order.tolist():
        place = at[village[k]]
        township = regions[above[place]].name_zh if above[place] >= 0 else ""
        households = round(float(known[item[k], village[k]]))
        shown.append(UnmetVillage(regions[place].code, regions[place].name_zh, township, items[item[k]], households))
    return tuple(shown), len(item)


def unmet_households(
    engine: Engine, scope: Scope, release: Release, code: str, *, tokens: HouseholdTokens, page: int = 0
) -> UnmetHouseholds | None:
    """The households of a township or village behind these figures in the year of the data; None above the township.

    Guarantees that tell of an illness (`withheld`) are left out. By village, guarantee and key; `page` counts from 0
    and falls back to the last. The release says in which villages there are any, and only those are asked. Raises
    UnknownRegionError (no such region, or outside `scope`), ForbiddenError, the DatabaseError family. Source:
    household_assurance, household; person, household_official of the page.
    """
    if release.region(code).level < TOWNSHIP_LEVEL:
        return None
    shown = [item for item in release.items(GUARANTEES) if f"{UNMET}.{item}" not in SENSITIVE]
    codes = _villages_with(release, code, shown)
    with database_errors(), engine.connect() as connection:
        group = release.group(code)
        hold(connection, scope, group.members if group else (code,))
        today = codes_of(connection, codes, release)
        asked = {"codes": sorted(today), "items": shown, "year": release.as_of.year}
        rows = read_rows(connection, _unmet_rows(), **asked) if today else []
        rows.sort(key=lambda row: (today[row["region_code"]], shown.index(row["item"]), row["household_id"]))
        page = max(0, min(page, -(-len(rows) // PAGE) - 1))
        own = rows[page * PAGE : (page + 1) * PAGE]
        return UnmetHouseholds(
            _paired(own, masked_rows(connection, release, tokens, own, today)), len(rows), page, PAGE
        )


def _villages_with(release: Release, code: str, items: Sequence[str]) -> list[str]:
    """The villages under `code` where one of these guarantees is unmet today."""
    at = np.array(release.tree.villages(code), dtype=np.int64)
    has_any = np.zeros(len(at), dtype=np.bool_)
    for item in items:
        figures = release.figures(f"{UNMET}.{item}", release.as_of.year)
        if figures is not None:
            has_any |= figures[at] > 0
    return [release.tree.regions[place].code for place in at[has_any]]


def _paired(
    rows: Sequence[dict[str, Any]], households: Sequence[IndustryHousehold]
) -> tuple[tuple[str, IndustryHousehold], ...]:
    return tuple((str(row["item"]), household) for row, household in zip(rows, households, strict=True))


@cache
def _unmet_rows() -> Select[Any]:
    a, h = livelihood.household_assurance, core.household
    codes: Any = bindparam("codes", expanding=True, type_=String)
    items: Any = bindparam("items", expanding=True, type_=String)
    return (
        select(*KEYS, a.c.assurance_code.label("item"))
        .select_from(a.join(h, h.c.household_id == a.c.household_id))
        .where(
            valid_household(),
            h.c.region_code.in_(codes),
            a.c.stat_year == bindparam("year", type_=SmallInteger),
            func.coalesce(a.c.assurance_code, "").in_(items),  # of a key, an index would be looked into for each item
            not_met(),
        )
    )


def not_met() -> ColumnElement[bool]:
    """A guarantee found not met and not put right since."""
    a = livelihood.household_assurance
    return (a.c.is_met == 0) & a.c.resolved_on.is_(None)
