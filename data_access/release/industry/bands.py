"""Incomes of households with and without each kind of industry, as counts by band: what the effect panel is made of.

Counted for counties (and what stands for one), within the same main cause and the same number of members able to work,
so that like is held against like. Cells of fewer than `SMALL_CELL` households are withheld, with as many more as it
takes that no sum gives one back; what is withheld of "with" is withheld of "without".
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import and_, case, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities import Survey
from data_access.quantities.bit_sets import bit_of, union_of_bits
from data_access.quantities.soundness import operates
from data_access.quantities.survey import ABLE, registered
from data_access.release.industry.placed import packed
from data_access.rules import SMALL_CELL
from data_access.schema import core, industry, livelihood, region_ancestor
from data_access.tree import WHOLE

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

EDGES: Final = (
    1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 12000, 14000, 16000, 18000, 20000, 25000, 30000,
)  # fmt: skip
"""Upper ends of the bands of net income per member, yuan; the last band is open."""

LABOUR: Final = ("?", "0", "1", "2")
"""Classes by members able to work: nobody's ability is known, none, one, two and more."""

ANY: Final = "*"
COUNTY: Final = "3"
COLUMNS: Final = ("region_code", "period", "cause", "labour", "kind", "band", "with_kind", "without_kind")


def income_bands(survey: Survey, covering: tuple[str, ...]) -> pd.DataFrame:
    """Registered households with a stated income by county, period, main cause, labour class, kind and band.

    labour is "0", "1" or "2" members able to work ("2" = two and more), "?" where nobody's ability is known; cause and
    labour are `*` in the rows that hold all together; kind is `*` for any covering kind. band is the place of the
    income among `EDGES`. with_kind and without_kind are counts (float64), infinite where withheld.
    """
    needed = ("industry", "income", "assurance")
    if not all(survey.themes[theme] for theme in needed) or not covering:
        return packed([], COLUMNS, ())
    parts: list[pd.DataFrame] = []
    told = survey.years_of(industry.industry_participation.name)
    every = _cells(survey, covering, told)
    for period in told:
        cells = every[every["period"] == period]
        if cells.empty or not cells["mask"].any():
            continue
        for region, rows in cells.groupby("region_code"):
            strata = _strata(rows)
            for place, kind in enumerate((*covering, ANY)):
                part = _of_kind(rows, strata, -1 if kind == ANY else 1 << place)
                parts.append(part.assign(region_code=str(region), period=period, kind=kind))
    return packed(parts, COLUMNS, ("region_code", "cause", "labour", "kind"))


def _cells(survey: Survey, covering: tuple[str, ...], periods: Sequence[int]) -> pd.DataFrame:
    """Households counted by period, county, cause, labour class, band and the set of kinds (`mask`, a bit a kind)."""
    h, i, p = core.household, livelihood.household_income, core.person
    u, a, c = industry.industry_participation, industry.industry_activity, livelihood.household_cause
    mask = union_of_bits(bit_of(a.c.industry_kind_code, covering)).label("mask")
    taking = (
        select(u.c.household_id, u.c.stat_year, mask)
        .select_from(u.join(a, a.c.activity_id == u.c.activity_id))
        .where(operates(a, u.c.stat_year, survey), a.c.industry_kind_code.in_(covering))
        .group_by(u.c.household_id, u.c.stat_year)
        .subquery("taking")
    )
    able = (
        select(
            p.c.household_id,
            func.sum(case((p.c.labour_ability_code.in_(ABLE), 1), else_=0)).label("able_count"),
            func.count(p.c.labour_ability_code).label("known_count"),
        )
        .where(p.c.is_valid == 1)
        .group_by(p.c.household_id)
        .subquery("able")
    )
    labour = case(
        (func.coalesce(able.c.known_count, 0) == 0, LABOUR.index("?")),
        (able.c.able_count == 0, LABOUR.index("0")),
        (able.c.able_count == 1, LABOUR.index("1")),
        else_=LABOUR.index("2"),
    )
    income = _band(i.c.net_income_yuan, i.c.member_count, 0, len(EDGES))
    county = region_ancestor
    above = and_(county.c.region_code == h.c.region_code, county.c.ancestor_level_code == COUNTY)
    source = (
        h.join(i, and_(i.c.household_id == h.c.household_id, i.c.stat_year.in_(periods)))
        .outerjoin(c, and_(c.c.household_id == h.c.household_id, c.c.is_main == 1))
        .outerjoin(able, able.c.household_id == h.c.household_id)
        .outerjoin(taking, and_(taking.c.household_id == i.c.household_id, taking.c.stat_year == i.c.stat_year))
        .outerjoin(county, above)
    )
    keys = {
        "period": i.c.stat_year,
        "region_code": func.coalesce(county.c.ancestor_code, literal(WHOLE)),
        "cause": func.coalesce(c.c.cause_code, literal("?")),
        # in one number, for servers sort a million rows by the keys
        "packed": (func.coalesce(taking.c.mask, 0) * (len(EDGES) + 1) + income) * len(LABOUR) + labour,
    }
    flat = (
        select(*(column.label(name) for name, column in keys.items()))
        .select_from(source)
        .where(registered(), i.c.net_income_yuan.is_not(None), i.c.member_count > 0)
        .subquery("flat")
    )
    columns = [flat.c[name] for name in keys]
    frame = survey.ask(select(*columns, func.count().label("household_count")).group_by(*columns))
    rest, which = np.divmod(frame["packed"].to_numpy(dtype=np.int64), len(LABOUR))
    kinds, band = np.divmod(rest, len(EDGES) + 1)
    root = survey.tray.tree.regions[0].code
    codes = {code: survey.tray.today_code(str(code)) or root for code in frame["region_code"].unique()}
    told = frame["region_code"].map(codes).astype(object)
    return frame.assign(region_code=told, labour=np.array(LABOUR, dtype=object)[which], band=band, mask=kinds)


def _band(income: ColumnElement[Any], members: ColumnElement[Any], first: int, last: int) -> ColumnElement[Any]:
    """The band of an income per member among those from `first` to `last`, in four questions or five, not one each."""
    if first == last:
        return literal(first)
    middle = (first + last) // 2
    below = income < EDGES[middle] * members
    return case((below, _band(income, members, first, middle)), else_=_band(income, members, middle + 1, last))


def _strata(rows: pd.DataFrame) -> tuple[Ints, list[str], list[str]]:
    """The place of each row's stratum; cause and labour class of each stratum, the first of which is all together."""
    names, stratum = np.unique((rows["cause"] + "|" + rows["labour"]).to_numpy(dtype=str), return_inverse=True)
    pairs = [(ANY, ANY), *(str(name).split("|", 1) for name in names)]
    causes, classes = zip(*pairs, strict=True)
    return stratum + 1, list(causes), list(classes)


def _of_kind(rows: pd.DataFrame, strata: tuple[Ints, list[str], list[str]], bits: int) -> pd.DataFrame:
    """The counts with and without the kinds of `bits`, all causes and classes together and each by each."""
    stratum, causes, classes = strata
    takes = (rows["mask"].to_numpy(dtype=np.int64) & bits) != 0
    counts = rows["household_count"].to_numpy(dtype=np.int64)
    both = np.zeros((2, len(causes), len(EDGES) + 1), dtype=np.int64)
    at = (np.where(takes, 0, 1), stratum, rows["band"].to_numpy(dtype=np.int64))
    np.add.at(both, at, counts)
    both[:, 0] = both[:, 1:].sum(axis=1)
    hidden = hidden_cells(both)
    shown = np.where(hidden, np.inf, both.astype(np.float64))
    here, band = np.nonzero(both.sum(axis=0))
    return pd.DataFrame(
        {
            "cause": np.array(causes, dtype=object)[here],
            "labour": np.array(classes, dtype=object)[here],
            "band": band.astype(np.int16),
            "with_kind": shown[0, here, band],
            "without_kind": shown[1, here, band],
        }
    )


def hidden_cells(both: Ints) -> Bools:
    """Which cells (strata x bands; the first stratum is the sum of the others) are withheld of `both` (2 x ... x ...).

    Small ones first; then, along every line that adds up (a stratum's bands, a band's strata), the least of what is
    left, until what is hidden of a line is two cells at least and `SMALL_CELL` households, on both sides.
    """
    small = (both > 0) & (both < SMALL_CELL)
    hidden: Bools = np.logical_or.reduce(small, axis=0)
    total = both.sum(axis=0)
    while True:
        before = int(hidden.sum())
        for axis in (0, 1):
            for line in range(hidden.shape[axis]):
                where = (line, slice(None)) if axis == 0 else (slice(None), line)
                _close_line(hidden[where], both[(slice(None), *where)], total[where])
        if int(hidden.sum()) == before:
            return hidden


def _close_line(hidden: Bools, both: Ints, total: Ints) -> None:
    """Hide more of one line, in place."""
    while hidden.any():
        told = hidden & (total > 0)
        sums = both[:, told].sum(axis=1)
        if told.sum() >= 2 and ((sums == 0) | (sums >= SMALL_CELL)).all():
            return
        free = np.flatnonzero(~hidden & (total > 0))
        if not len(free):
            return
        hidden[free[np.argmin(total[free])]] = True
