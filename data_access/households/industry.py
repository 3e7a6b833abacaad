"""Households with or without an industry, and who answers for villages without any: live, paged, masked, in scope."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, Select, String, bindparam, exists, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import database_errors, read_rows
from data_access.households.masked_rows import (
    KEYS,
    codes_of,
    hold,
    masked_rows,
    offices_of_regions,
    official_of,
    role_labels,
)
from data_access.households.records import IndustryHouseholds, Official
from data_access.households.tiles import MAX_PAGE_SIZE
from data_access.industry.composed import HOUSEHOLDS, composed_by_village, composition
from data_access.industry.gaps import uncovered_by_village
from data_access.industry.kinds import covering_kinds
from data_access.industry.ratios import names_of
from data_access.quantities.soundness import runs_on
from data_access.quantities.survey import registered
from data_access.release import Release
from data_access.rules import VILLAGE_ROLES
from data_access.schema import core, industry, monitoring
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens
from data_access.tree import TOWNSHIP_LEVEL

GAP: Final = f"{HOUSEHOLDS}@0"
"""The figure that counts the households without any industry."""

_H: Final = core.household


class Asked(NamedTuple):
    """Which households are listed: parameters of `households_by_industry`."""

    kind: str | None
    takes_part: bool
    without: tuple[str, ...]


def households_by_industry(
    engine: Engine,
    scope: Scope,
    release: Release,
    code: str,
    *,
    tokens: HouseholdTokens,
    kind: str | None = None,
    takes_part: bool = False,
    without: Sequence[str] = (),
    page: int = 0,
    page_size: int = 50,
) -> IndustryHouseholds:
    """Households under the region `code` that take part in no covering kind this year: the gap list.

    With `kind` of that kind alone; with `takes_part` those that do; kinds in `without` are left aside. By village and
    key; `page` counts from 0 and falls back to the last. The release says how many there are in each village, so that
    only the villages of the page are asked, whatever the size of the region. Raises UnknownRegionError (no such region,
    or outside `scope`), ValueError, the DatabaseError family. Source: household, industry_participation,
    industry_activity; person, person_employment, household_official of the page.
    """
    if not 1 <= page_size <= MAX_PAGE_SIZE:
        raise ValueError(f"page_size must be from 1 to {MAX_PAGE_SIZE}")
    at = np.array(release.tree.villages(code), dtype=np.int64)
    counts = _left_out(release, code, without) if without else _counts(release, kind, takes_part)[at]
    total = int(counts.sum())
    page = max(0, min(page, -(-total // page_size) - 1))
    villages, skip = _villages_of_page(counts, page * page_size, page_size)
    codes = [release.tree.regions[i].code for i in at[villages]]
    with database_errors(), engine.connect() as connection:
        group = release.group(code)
        hold(connection, scope, group.members if group else (code,))
        today = codes_of(connection, codes, release)
        statement = _keys(kind, release.as_of, tuple(without), takes_part=takes_part, watched=_watched(release))
        found = read_rows(connection, statement, codes=sorted(today)) if today else []
        found.sort(key=lambda row: (today[str(row["region_code"])], str(row["household_id"])))
        shown = found[skip : skip + page_size]
        return IndustryHouseholds(masked_rows(connection, release, tokens, shown, today), total, page, page_size)


def _counts(release: Release, kind: str | None, takes_part: bool) -> NDArray[np.float64]:
    """Households of each region that the list holds; 0 where nobody tells."""
    period = release.as_of.year
    if kind is None and not takes_part:
        return np.nan_to_num(uncovered_by_village(release, period))
    name = "industry_household_count" + (f".{kind}" if kind else "")
    taking = release.figures(name, period)
    known = np.zeros(len(release.tree)) if taking is None else np.nan_to_num(taking)
    if takes_part:
        return known
    registered_households = release.figures("registered_household_count", period)
    return known * 0 if registered_households is None else np.maximum(np.nan_to_num(registered_households) - known, 0)


def _villages_of_page(counts: NDArray[np.float64], first: int, size: int) -> tuple[NDArray[np.int64], int]:
    """The places of the villages on which the page lies, and how many households of the first of them to pass over."""
    up_to = np.cumsum(counts)
    begin = int(np.searchsorted(up_to, first, side="right"))
    end = int(np.searchsorted(up_to, first + size, side="left")) + 1
    places = np.arange(begin, min(end, len(counts)), dtype=np.int64)
    before = int(up_to[begin - 1]) if begin else 0
    return places[counts[places] > 0], first - before


def _left_out(release: Release, code: str, without: Sequence[str]) -> NDArray[np.float64]:
    """Households of each village under the region that no covering kind beside `without` reaches."""
    made = composition(release, f"{GAP}!{'-'.join(without)}")
    if made is None:
        raise ValueError(without)
    return np.nan_to_num(composed_by_village(release, made, code, release.as_of.year))


def _watched(release: Release) -> bool:
    """Whether monitored households are due too: from 2026 on."""
    return release.as_of.year >= 2026 and release.themes["monitoring"]


@lru_cache(maxsize=64)
def _keys(kind: str | None, day: date, without: tuple[str, ...], *, takes_part: bool, watched: bool) -> Select[Any]:
    """Households that the list is of in the regions `codes`; `watched`: monitored ones are due too."""
    p, a, k = industry.industry_participation, industry.industry_activity, industry.industry_kind
    covering = select(k.c.industry_kind_code).where(k.c.is_covering == 1, k.c.industry_kind_code.not_in(without))
    of_kind = a.c.industry_kind_code == kind if kind else a.c.industry_kind_code.in_(covering)
    taking = exists().where(
        p.c.household_id == _H.c.household_id,
        p.c.stat_year == day.year,
        p.c.activity_id == a.c.activity_id,
        of_kind,
        runs_on(a, day),
    )
    due: ColumnElement[bool] = registered()
    if kind is None and watched:
        c = monitoring.monitoring_case
        due = or_(due, _H.c.household_id.in_(select(c.c.household_id).where(c.c.is_eliminated == 0)))
    here = _H.c.region_code.in_(bindparam("codes", expanding=True, type_=String))
    return select(*KEYS).where(here, _H.c.is_valid == 1, due, taking if takes_part else ~taking)


def offices_of_villages(
    engine: Engine, scope: Scope, release: Release, codes: Sequence[str]
) -> dict[str, tuple[Official, ...]]:
    """Who answers for each of the villages `codes` today, the first to be asked first: work information, in full.

    A village outside `scope`, or for which nobody is in office, is left out; empty where responsibility is not
    connected. Raises the DatabaseError family. Source: region_official, official, organisation.
    """
    if not codes or not release.themes["responsibility"]:
        return {}
    order, statement = list(VILLAGE_ROLES), offices_of_regions(is_scoped=scope.region_code is not None)
    under = {} if scope.region_code is None else {"scope": scope.region_code}
    with database_errors(), engine.connect() as connection:
        today = codes_of(connection, codes, release)
        rows = read_rows(connection, statement, codes=sorted(today), as_of=release.as_of, **under)
        labels = role_labels(release) if rows else None
    rows.sort(key=lambda row: (today[str(row["owner"])], order.index(row["official_role_code"]), row["official_id"]))
    found: dict[str, list[Official]] = {}
    for row in rows:
        found.setdefault(today[str(row["owner"])], []).append(official_of(row, labels))
    return {code: tuple(officials) for code, officials in found.items()}


def households_behind(release: Release, figure: str, code: str, period: int) -> Asked | None:
    """Which households of the region stand behind a figure.

    None where they are not listed: above the township, of another year than today's, or where the figure does not count
    households by industry. Raises UnknownRegionError.
    """
    if period != release.as_of.year or release.region(code).level < TOWNSHIP_LEVEL:
        return None
    name = release.indicator(figure).numerator if figure in release.indicators else names_of(figure)[0]
    made = composition(release, name)
    if made is not None and made.base == HOUSEHOLDS and made.number == 0:
        return Asked(None, False, made.without)
    base, _, kind = name.partition(".")
    is_listed = base == HOUSEHOLDS and (not kind or kind in covering_kinds(release))
    return Asked(kind or None, True, ()) if is_listed else None
