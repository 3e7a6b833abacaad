"""The households behind any figure that counts households or people: live, paged, masked, in scope.

Which ones they are is counted by the statements that count the figure (`by_household`), never by a query of its own.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import Engine, Select, select

from data_access.database import database_errors, read_frame
from data_access.errors import UnknownIndicatorError
from data_access.households.by_household import (
    HOUSEHOLD,
    HouseholdSurvey,
    by_key,
    count_quantity,
    counts_of,
    kinds_of,
    survey_of,
)
from data_access.households.masked_rows import KEYS, codes_of, hold, masked_rows
from data_access.households.records import CountedHouseholds, IndustryHousehold
from data_access.households.tiles import MAX_PAGE_SIZE
from data_access.households.village import Row, rows_of
from data_access.industry.change import change_of
from data_access.industry.composed import HOUSEHOLDS, Composition, composition
from data_access.industry.kinds import covering_kinds
from data_access.industry.named import alert_of, amount_by_village, amount_of, catalogue_unit, is_quantity, tables_of
from data_access.industry.narrowed import Narrowed, narrowed
from data_access.industry.trace import numerator_of
from data_access.industry.villages import villages_behind
from data_access.messages import text
from data_access.quantities.registry import quantity_named
from data_access.release import Release
from data_access.release.industry.facets import REACHED, TRAITS, reach_facets
from data_access.release.industry.kind_sets import PLUS, join_facets, kind_sets
from data_access.schema import core
from data_access.scope import Scope
from data_access.spreadsheet import Cell, Sheet
from data_access.tokens import HouseholdTokens
from data_access.tree import TOWNSHIP_LEVEL
from data_access.values import WITHHELD

UNITS: Final = ("household", "person", "case", "alert", "claim", "yuan")
"""Units of quantities behind which households stand."""

DUE: Final = "industry_due_household_count"
NOT_ADDED: Final = ("helper_official_count",)
ALERTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ALERT_OVERDUE": ("monitoring_alert_overdue_count",),
    "ALERT_PENDING": ("monitoring_alert_pending_count", "monitoring_alert_overdue_count"),
    "VISIT_OVERDUE": ("visit_overdue_household_count", "visit_overdue_monitored_household_count"),
    "VISIT_OVERDUE_MONITORED": ("visit_overdue_monitored_household_count",),
    "ASSURANCE_UNMET": ("unmet_household_count",),
}
"""Kind of alert -> the quantity that counts the same of each household, and the one that is left out of it."""

_NEEDS: Final[Mapping[str, str]] = {"mode": "tourism", "build": "workshop"}
_H: Final = core.household


def counted_by(release: Release, figure: str, code: str, period: int) -> str | None:
    """The amount by which the households behind a figure of a region are found; None where they are not listed.

    They are not above the township, of a change (the households of which period?), where the figure does not count
    households or people on record, and where it is withheld of the region or of any village under it.
    Raises UnknownRegionError, UnknownPeriodError.
    """
    if release.region(code).level < TOWNSHIP_LEVEL or change_of(release, figure):
        return None
    name = numerator_of(release, figure)
    parts = _parts(name)
    if not all(_is_countable(release, part) for part in parts) or not amount_of(release, name, code, period)[0] > 0:
        return None
    for amount in {name, *parts}:
        is_hidden = np.isinf(amount_by_village(release, amount, code, period)).any()
        if is_hidden or amount_of(release, amount, code, period)[1] == WITHHELD:
            return None
    behind = villages_behind(release, figure, code, period)
    return None if (behind["state"] == WITHHELD).any() else name


def _parts(name: str) -> tuple[str, ...]:
    """What an amount is counted by: itself, or of an alert the quantities that count the same."""
    alert = alert_of(name)
    if alert is None:
        return (name,)
    kind, item = alert
    if kind.startswith("ALERT_") and item:  # no quantity counts them by kind or department
        return ("",)
    return tuple(f"{part}.{item}" if item else part for part in ALERTS.get(kind, ("",)))


def _is_countable(release: Release, name: str) -> bool:
    made, part = composition(release, name), narrowed(name)
    if made is not None:
        return made.base == HOUSEHOLDS or (made.meeting is None and made.number is None and _is_plain(made.base))
    if part is not None:
        return part.measure in ("household_count", "income_yuan")
    return "@" not in name and "!" not in name and _is_plain(name)


def _is_plain(name: str) -> bool:
    """A quantity counted of households that are on record."""
    is_known = is_quantity(name) and name not in NOT_ADDED
    return is_known and quantity_named(name).unit in UNITS and "household" in tables_of(name)


def households_counted(
    engine: Engine,
    scope: Scope,
    release: Release,
    figure: str,
    code: str,
    period: int,
    *,
    tokens: HouseholdTokens,
    page: int = 0,
    page_size: int = 50,
) -> CountedHouseholds:
    """One page of the households behind a figure; `page` counts from 0 and falls back to the last.

    Raises UnknownIndicatorError (they are not listed: `counted_by`), UnknownRegionError (no such region, or outside
    `scope`), ValueError, the DatabaseError family. Source: the tables of the figure.
    """
    if not 1 <= page_size <= MAX_PAGE_SIZE:
        raise ValueError(f"page_size must be from 1 to {MAX_PAGE_SIZE}")
    name = counted_by(release, figure, code, period)
    if name is None:
        raise UnknownIndicatorError("trace.unknown_figure", name=figure[:60])
    villages = [village.code for village in release.villages(code)]
    with database_errors(), engine.connect() as connection:
        group = release.group(code)
        hold(connection, scope, group.members if group else (code,))
        today = codes_of(connection, villages, release)
        on_record = rows_of(read_frame(connection, _on_record(today)))
        keys = [str(row["household_id"]) for row in on_record]
        survey = survey_of(connection, release, code, period, today, keys)
        counts = _counts(survey, release, name, period)
        found = [row for row in on_record if str(row["household_id"]) in counts]
        found.sort(key=lambda row: (today[str(row["region_code"])], str(row["household_id"])))
        page = max(0, min(page, -(-len(found) // page_size) - 1))
        shown = found[page * page_size : (page + 1) * page_size]
        counted = math.fsum(counts.values())
        is_money = catalogue_unit(_parts(name)[0]) == "yuan"
        return CountedHouseholds(
            rows=masked_rows(connection, release, tokens, shown, today),
            counts=_told(shown, counts, name),
            total=len(found),
            counted=counted,
            has_moved=not is_money and counted != amount_of(release, name, code, period)[0],
            page=page,
            page_size=page_size,
        )


def _on_record(today: Mapping[str, str]) -> Select[tuple[object, ...]]:
    return select(*KEYS).where(_H.c.region_code.in_(sorted(today)))


def _told(shown: list[Row], counts: Mapping[str, float], name: str) -> tuple[int, ...] | None:
    """What is counted of the rows shown, where that may be told and says anything."""
    if catalogue_unit(_parts(name)[0]) in ("household", "yuan"):
        return None
    return tuple(round(counts[str(row["household_id"])]) for row in shown)


def _counts(survey: HouseholdSurvey, release: Release, name: str, period: int) -> dict[str, float]:
    """What is counted of each household, by its key."""
    counted, *left_out = [_counts_of_part(survey, release, part, period) for part in _parts(name)]
    return {key: count for key, count in counted.items() if not any(key in out for out in left_out)}


def _counts_of_part(survey: HouseholdSurvey, release: Release, name: str, period: int) -> dict[str, float]:
    made, part = composition(release, name), narrowed(name)
    if made is not None and made.base == HOUSEHOLDS and not made.added:
        return _meeting(survey, release, made, period)
    if part is not None:
        return _narrowed(survey, release, part, period)
    if made is None:
        count_quantity(survey, release, name)
        return counts_of(survey, name, period)
    count_quantity(survey, release, made.base)
    sums: dict[str, float] = {}
    for kind in made.kinds:
        for key, count in counts_of(survey, f"{made.base}.{kind}", period).items():
            sums[key] = sums.get(key, 0.0) + count
    return sums


def _meeting(survey: HouseholdSurvey, release: Release, made: Composition, period: int) -> dict[str, float]:
    """Households by the set of kinds that they join: of those due that join none, the empty one."""
    taking = count_quantity(survey, release, DUE)
    rows = kind_sets(survey, taking, kinds_of(release), covering_kinds(release))
    rows = rows[(rows["period"] == period) & (rows["kinds"] != "")]
    joined = {
        str(code).removeprefix(HOUSEHOLD): tuple(str(kinds).split(PLUS))
        for code, kinds in zip(rows["region_code"], rows["kinds"], strict=True)
    }
    every = {**dict.fromkeys(counts_of(survey, DUE, period), ()), **joined}
    return {key: 1.0 for key, kinds in every.items() if made.takes(kinds)}


def _narrowed(survey: HouseholdSurvey, release: Release, part: Narrowed, period: int) -> dict[str, float]:
    """Households that join the activities of one trait, or in one way."""
    taking = count_quantity(survey, release, HOUSEHOLDS)
    if part.facet == "join":
        tables = join_facets(survey, taking, covering_kinds(release))
    else:
        told = [facet for facet in REACHED if release.themes.get(_NEEDS.get(facet, "industry"))]
        nothing = pd.DataFrame({name: ["-"] for name in ("activity_id", "kind", *(TRAITS[facet] for facet in told))})
        tables = reach_facets(survey, nothing, taking)
    found: dict[str, float] = {}
    for rows in tables:
        of_part = (rows["period"] == period) & (rows["kind"] == part.kind) & (rows["facet"] == part.facet)
        has = np.array([part.has(str(item)) for item in rows["item"]], dtype=np.bool_)
        mine = rows[of_part & has & (rows["measure"] == part.measure)]
        for code, value in zip(mine["region_code"], mine["value"], strict=True):
            found[str(code)] = found.get(str(code), 0.0) + float(value)
    return by_key(found)


def household_sheet(pages: Sequence[CountedHouseholds], lang: str = "zh") -> Sheet:
    """The households of all pages as a sheet that may leave the house: without names and tokens."""
    columns = ["village", "members", "status", "job", "organisation"]
    is_counted = all(page.counts is not None for page in pages)
    rows = [
        _cells(row, lang) + ((count,) if is_counted else ())
        for page in pages
        for row, count in zip(page.rows, page.counts or [None] * len(page.rows), strict=True)
    ]
    heads = tuple(text(f"trace.household.{name}", lang) for name in (*columns, *(["count"] if is_counted else [])))
    return Sheet(text("trace.sheet.households", lang), heads, rows)


def _cells(row: IndustryHousehold, lang: str) -> tuple[Cell, ...]:
    return (
        row.village_zh,
        row.member_count,
        text(f"household.status.{row.status.value}", lang),
        None if row.has_job is None else text("trace.word.yes" if row.has_job else "trace.word.no", lang),
        row.helper.organisation_zh if row.helper else None,
    )
