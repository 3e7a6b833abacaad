"""Read what the index holds of each household from the shared database: streamed, one pass a table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, func, or_, select

from data_access.database import database_errors
from data_access.errors import ContractError
from data_access.household_index.facets import DONE, LARGEST_SIZE, LONGEST_DAYS, NEVER_DAYS, NONE, UNKNOWN
from data_access.household_index.placed import Places
from data_access.households.labels import status_of
from data_access.households.records import Status
from data_access.quantities.survey import last_moment
from data_access.rules import HELPER_ROLE, LINES_IN_ORDER, nearest_line
from data_access.schema import core, industry, livelihood, monitoring, responsibility

BATCH: Final = 20_000
Rows = NDArray[np.int64]
Told = Callable[[int, int], None]
"""Steps done and their number."""


@dataclass
class Draft:
    """The households in the order of the index: by place of their region in the tree, then by number.

    keys      the keys, sealed before they are written; `rows_of` finds their places
    region    place of the region in the tree
    columns   facet -> column; `facets` the values that its numbers stand for
    """

    keys: pd.Index
    region: NDArray[np.uint32]
    heads: Sequence[str | None]
    columns: dict[str, NDArray[Any]] = field(default_factory=dict)
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def rows_of(self, keys: Sequence[str]) -> Rows:
        """The place of each key, -1 for one that is no household of the index."""
        found: Rows = self.keys.get_indexer(pd.Index(list(keys), dtype=object)).astype(np.int64)
        return found

    def put_codes(self, name: str, values: Sequence[str], codes: NDArray[np.uint8]) -> None:
        self.facets[name], self.columns[name] = tuple(values), codes

    def empty(self, code: int = 0) -> NDArray[np.uint8]:
        return np.full(len(self.keys), code, dtype=np.uint8)


def batches(connection: Connection, statement: Select[Any]) -> Iterator[list[Sequence[Any]]]:
    """The columns of a statement, some thousand rows at a time; raises the DatabaseError family, ContractError."""
    with database_errors():
        try:
            result = connection.execute(statement.execution_options(yield_per=BATCH))
            for part in result.partitions():
                yield [list(column) for column in zip(*part, strict=True)]
        except ValueError as error:  # SQLAlchemy's own parser of SQLite's stored dates
            raise ContractError("database.bad_date", column="?") from error


def gather_households(connection: Connection, places: Places, items: Mapping[str, tuple[str, ...]]) -> Draft:
    """Every valid household with what its own row says: status, attribute, size."""
    h = core.household
    columns = (h.c.household_id, h.c.region_code, h.c.household_type_code, h.c.poverty_status_code,
               h.c.household_attribute_code, h.c.member_count, h.c.head_person_id)  # fmt: skip
    parts = [part for part in batches(connection, select(*columns).where(h.c.is_valid == 1)) if part]
    keys, codes, types, states, attributes, counts, heads = (
        [value for part in parts for value in part[at]] for at in range(len(columns))
    )
    region = np.array([places.at(str(code)) for code in codes], dtype=np.uint32)
    numbers = np.array([str(key) for key in keys], dtype=object)
    order = np.lexsort((numbers, places.first[region])) if len(numbers) else np.array([], dtype=np.int64)
    draft = Draft(pd.Index(numbers[order], dtype=object), region[order], [heads[at] for at in order])
    statuses = tuple(Status)
    place = {status: at for at, status in enumerate(statuses)}
    own = [place[status_of(kind, state)] for kind, state in zip(types, states, strict=True)]
    draft.put_codes("status", statuses, np.array(own, dtype=np.uint8)[order])
    listed = (*items.get("HOUSEHOLD_ATTRIBUTE", ()), UNKNOWN)
    draft.put_codes("attribute", listed, _coded(attributes, listed, UNKNOWN)[order])
    sizes = (*(str(size) for size in range(1, LARGEST_SIZE + 1)), UNKNOWN)
    told = [str(min(int(count), LARGEST_SIZE)) if count and count > 0 else UNKNOWN for count in counts]
    draft.put_codes("size", sizes, _coded(told, sizes, UNKNOWN)[order])
    return draft


def gather_themes(
    connection: Connection,
    draft: Draft,
    places: Places,
    items: Mapping[str, tuple[str, ...]],
    *,
    themes: Mapping[str, bool],
    as_of: date,
    visits_on: date,
) -> None:
    """The facets of every connected theme; without visits, helpers or checks of any household, none about these."""
    if themes.get("assurance"):
        _causes(connection, draft, items)
        _unmet(connection, draft, items, as_of.year)
    if themes.get("industry"):
        _industries(connection, draft, items, as_of.year)
    if themes.get("responsibility"):
        _visits(connection, draft, visits_on)
        _helpers(connection, draft, as_of)
    if themes.get("income"):
        _lines(connection, draft, places, as_of.year)
    if themes.get("monitoring"):
        _monitoring(connection, draft, items)


def _coded(values: Sequence[str | None], listed: Sequence[str], otherwise: str) -> NDArray[np.uint8]:
    place = {value: at for at, value in enumerate(listed)}
    return np.array([place.get(value or "", place[otherwise]) for value in values], dtype=np.uint8)


def _causes(connection: Connection, draft: Draft, items: Mapping[str, tuple[str, ...]]) -> None:
    c = livelihood.household_cause
    listed = (*items.get("CAUSE", ()), UNKNOWN, NONE)
    codes = draft.empty(len(listed) - 1)
    for keys, causes in batches(connection, select(c.c.household_id, c.c.cause_code).where(c.c.is_main == 1)):
        rows = draft.rows_of(keys)
        codes[rows[rows >= 0]] = _coded(causes, listed, UNKNOWN)[rows >= 0]
    draft.put_codes("cause", listed, codes)


def _unmet(connection: Connection, draft: Draft, items: Mapping[str, tuple[str, ...]], year: int) -> None:
    """The last check of each guarantee counts; one put right since is met."""
    a = livelihood.household_assurance
    last = (
        select(a.c.household_id, a.c.assurance_code, func.max(a.c.stat_year).label("stat_year"))
        .where(a.c.stat_year <= year)
        .group_by(a.c.household_id, a.c.assurance_code)
        .subquery("last_check")
    )
    unmet = (
        select(a.c.household_id, a.c.assurance_code)
        .select_from(
            a.join(
                last,
                (last.c.household_id == a.c.household_id)
                & (last.c.assurance_code == a.c.assurance_code)
                & (last.c.stat_year == a.c.stat_year),
            )
        )
        .where(a.c.is_met == 0, a.c.resolved_on.is_(None))
    )
    checked = select(a.c.household_id).where(a.c.stat_year <= year).distinct()
    _bits(connection, draft, "unmet", items.get("ASSURANCE", ()), told=unmet, known=checked)


def _industries(connection: Connection, draft: Draft, items: Mapping[str, tuple[str, ...]], year: int) -> None:
    p, a = industry.industry_participation, industry.industry_activity
    newest = select(func.max(p.c.stat_year)).where(p.c.stat_year <= year).scalar_subquery()
    told = (
        select(p.c.household_id, a.c.industry_kind_code)
        .select_from(p.join(a, a.c.activity_id == p.c.activity_id))
        .where(p.c.stat_year == newest)
        .distinct()
    )
    _bits(connection, draft, "industry", items.get("INDUSTRY_KIND", ())[:28], told=told)


def _bits(
    connection: Connection,
    draft: Draft,
    name: str,
    listed: Sequence[str],
    *,
    told: Select[Any],
    known: Select[Any] | None = None,
) -> None:
    """One bit a value; "none" for a household without any, "unknown" for one that `known` does not name."""
    values = (*listed, UNKNOWN, NONE)
    place = {value: at for at, value in enumerate(values)}
    column = np.zeros(len(draft.keys), dtype=np.uint32)
    for keys, codes in batches(connection, told):
        rows = draft.rows_of(keys)
        bits = np.array([1 << place.get(code or "", place[UNKNOWN]) for code in codes], dtype=np.uint32)
        np.bitwise_or.at(column, rows[rows >= 0], bits[rows >= 0])
    has_known = np.ones(len(column), dtype=np.bool_)
    if known is not None:
        has_known[:] = False
        for (keys,) in batches(connection, known):
            rows = draft.rows_of(keys)
            has_known[rows[rows >= 0]] = True
    column[(column == 0) & has_known] = 1 << place[NONE]
    if not has_known.any():
        return
    column[~has_known] |= np.uint32(1 << place[UNKNOWN])
    draft.facets[name], draft.columns[name] = values, column


def _visits(connection: Connection, draft: Draft, visits_on: date) -> None:
    v = responsibility.household_visit
    days = np.full(len(draft.keys), NEVER_DAYS, dtype=np.uint16)
    statement = (
        select(v.c.household_id, func.max(v.c.visited_at))
        .where(v.c.visited_at <= last_moment(visits_on))
        .group_by(v.c.household_id)
    )
    for keys, last in batches(connection, statement):
        rows = draft.rows_of(keys)
        ago = np.array([min((visits_on - moment.date()).days, LONGEST_DAYS) for moment in last], dtype=np.uint16)
        days[rows[rows >= 0]] = ago[rows >= 0]
    if (days == NEVER_DAYS).all():  # nobody reports them, which is not that nobody came
        return
    draft.facets["visit"], draft.columns["visit"] = (), days


def _helpers(connection: Connection, draft: Draft, as_of: date) -> None:
    o = responsibility.household_official
    codes = draft.empty(1)
    statement = (
        select(o.c.household_id)
        .where(
            o.c.official_role_code == HELPER_ROLE,
            o.c.valid_from <= as_of,
            or_(o.c.valid_to.is_(None), o.c.valid_to >= as_of),
        )
        .distinct()
    )
    for (keys,) in batches(connection, statement):
        rows = draft.rows_of(keys)
        codes[rows[rows >= 0]] = 0
    if codes.all():
        return
    draft.put_codes("helper", ("has", NONE), codes)


def _lines(connection: Connection, draft: Draft, places: Places, year: int) -> None:
    """Income per person of each household's newest year against the line that counted there in that year."""
    i, p = livelihood.household_income, livelihood.policy_line
    amounts: dict[int, dict[tuple[str, str], float]] = {}
    statement = select(p.c.policy_line_code, p.c.region_code, p.c.stat_year, p.c.amount_yuan).where(
        p.c.policy_line_code.in_(LINES_IN_ORDER)
    )
    for part in batches(connection, statement):
        for code, region, of_year, amount in zip(*part, strict=True):
            amounts.setdefault(int(of_year), {})[str(code), str(region)] = float(amount)
    last = (
        select(i.c.household_id, func.max(i.c.stat_year).label("stat_year"))
        .where(i.c.stat_year <= year)
        .group_by(i.c.household_id)
        .subquery("last_income")
    )
    newest = select(i.c.household_id, i.c.stat_year, i.c.member_count, i.c.net_income_yuan).select_from(
        i.join(last, (last.c.household_id == i.c.household_id) & (last.c.stat_year == i.c.stat_year))
    )
    found: dict[tuple[int, int], float | None] = {}

    def line_of(region: int, of_year: int) -> float | None:
        if (region, of_year) not in found:
            lines = amounts.get(of_year, {})
            line = nearest_line(lines, places.path(region)) if lines else None
            found[region, of_year] = None if line is None else lines[line]
        return found[region, of_year]

    values = ("below", "above", UNKNOWN)
    codes = draft.empty(2)
    for keys, years, counts, incomes in batches(connection, newest):
        for row, of_year, count, income in zip(draft.rows_of(keys), years, counts, incomes, strict=True):
            if row < 0 or income is None or not count or count < 0:
                continue
            line = line_of(int(draft.region[row]), int(of_year))
            if line is not None:
                codes[row] = 0 if float(income) < line * count else 1
    draft.put_codes("line", values, codes)


def _monitoring(connection: Connection, draft: Draft, items: Mapping[str, tuple[str, ...]]) -> None:
    c = monitoring.monitoring_case
    values = (*items.get("MONITORING_OBJECT", ()), UNKNOWN, DONE, NONE)
    place = {value: at for at, value in enumerate(values)}
    column = np.zeros(len(draft.keys), dtype=np.uint32)
    done = 1 << place[DONE]
    statement = select(c.c.household_id, c.c.monitoring_object_code, c.c.is_eliminated)
    for keys, kinds, ended in batches(connection, statement):
        rows = draft.rows_of(keys)
        told = zip(kinds, ended, strict=True)
        bits = np.array(
            [done if is_over else 1 << place.get(kind or "", place[UNKNOWN]) for kind, is_over in told], dtype=np.uint32
        )
        np.bitwise_or.at(column, rows[rows >= 0], bits[rows >= 0])
    is_open = (column & ~np.uint32(done)) != 0
    column[is_open] &= ~np.uint32(done)  # an open case says more than one that is over
    column[column == 0] = 1 << place[NONE]
    draft.facets["monitoring"], draft.columns["monitoring"] = values, column
