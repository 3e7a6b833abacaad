"""Quantities of whom industry reaches: households that take part, their members, and who works there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from sqlalchemy import FromClause, Select, case, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.bit_sets import bit_of, union_of_bits
from data_access.quantities.joining import Taking, households_once, read_joining
from data_access.quantities.soundness import operates
from data_access.quantities.survey import LIFTED, Survey, count_if, registered
from data_access.schema import core, industry, livelihood, monitoring

SOLAR: Final = "SOLAR"
"""The kind that reaches nearly every village by money alone: coverage is told with it and without."""


_BITS: Final = 30
"""Ways of joining that one whole number of a database holds together; more take another one."""


@dataclass(frozen=True)
class TakingPart:
    """Households by what they take part in, on record under the region where they lived that year.

    sets     of households that an industry should reach: region_code, stat_year, is_registered, mask (what operates,
             one bit for each of all kinds, in their order), household_count, member_count
    joining  what `joining.households_once` gives
    by_way   of registered households in what operates and covers: region_code, period, item (the way of joining),
             household_count
    """

    sets: pd.DataFrame
    joining: pd.DataFrame
    by_way: pd.DataFrame


def taking_part(survey: Survey, rows: FromClause) -> Taking:
    """Participations with their household: the source, the region where it lived then, and which are on record.

    `rows` has household_id and stat_year; the source joins household and household_year to it. A household lived in one
    region in one year.
    """
    p, h, y = rows, core.household, core.household_year
    before = [year for year in survey.years_of(industry.industry_participation.name) if year < survey.year]
    joined = p.join(h, h.c.household_id == p.c.household_id).outerjoin(
        y,
        (y.c.household_id == p.c.household_id)
        & (y.c.stat_year == p.c.stat_year)
        & (p.c.stat_year < survey.year)
        & y.c.stat_year.in_(before),  # else servers lay out the households of every year there is
    )
    recorded = [year for year in survey.tray.periods if year < survey.year
                and survey.tray.take("registered_household_count", year) is not None]  # fmt: skip
    region = func.coalesce(y.c.region_code, h.c.region_code)
    return joined, region, or_(y.c.household_id.is_not(None), p.c.stat_year.not_in(recorded))


def households_by(
    keys: Mapping[str, ColumnElement[Any]],
    source: FromClause,
    region: ColumnElement[Any],
    where: Sequence[ColumnElement[bool]],
    amounts: Mapping[str, ColumnElement[Any]],
) -> Select[Any]:
    """Households of `taking_part`, each once for every choice of `keys`, and sums of `amounts`, aggregates of each.

    Columns: region_code, period, the keys, household_count, the sums.
    First by household, in which rows differ most: that is cheaper to sort than a count of distinct ones by region.
    """
    p = industry.industry_participation
    named = [column.label(name) for name, column in keys.items()]
    once = (
        select(
            func.max(region).label("region_code"),
            p.c.stat_year.label("period"),
            *named,
            *(amount.label(name) for name, amount in amounts.items()),
        )
        .select_from(source)
        .where(*where)
        .group_by(p.c.household_id, p.c.stat_year, *keys.values())
        .subquery("household_once")
    )
    groups = [once.c.region_code, once.c.period, *(once.c[name] for name in keys)]
    return select(
        *groups, func.count().label("household_count"), *(func.sum(once.c[name]).label(name) for name in amounts)
    ).group_by(*groups)


def to_be_reached(survey: Survey, rows: FromClause) -> ColumnElement[bool]:
    """Of `rows` with a stat_year: the household is one that an industry should reach (see `_households_due`)."""
    h = core.household
    watched = _watched(survey)
    if watched is None:
        return registered()
    is_watched = h.c.household_id.in_(watched.with_only_columns(h.c.household_id))
    return or_(registered(), (rows.c.stat_year == survey.year) & is_watched)


def count_households(survey: Survey, kinds: tuple[str, ...], covering: frozenset[str]) -> TakingPart:
    """Registered households that take part in what operates, and their members, in any covering kind and in each; where
    a kind has no such rows in a year, the households that its activities report to reach. What they earned, of all."""
    taking = taking_part(survey, industry.industry_participation)
    joining = read_joining(survey, taking)
    ways = sorted(joining["item"].dropna().unique())
    sets = _sets(survey, kinds, covering, ways)
    repeating = set(sets.loc[sets["is_repeating"] == 1, "region_code"])
    found = TakingPart(sets, households_once(survey, taking, joining, repeating), _by_way(sets, ways))
    tray = survey.tray
    mask, count = sets["mask"].to_numpy(dtype=np.int64), sets["household_count"].to_numpy(dtype=np.float64)
    any_kind = sets[["region_code", "stat_year"]].assign(
        industry_household_count=np.where(mask & bits(kinds, covering), count, 0.0),
        industry_beside_solar_household_count=np.where(mask & bits(kinds, covering - {SOLAR}), count, 0.0),
    )
    tray.lay(any_kind, ["industry_household_count", "industry_beside_solar_household_count"], absent=0)
    known = _by_kind(found, kinds)
    columns = ["industry_household_count", "industry_person_count", "industry_income_yuan"]
    tray.lay_items(known, "industry_kind_code", columns, kinds, absent=0)
    told = set(zip(known["industry_kind_code"], known["stat_year"], strict=True))
    for period in tray.periods:
        for kind in kinds:
            reached = tray.take(f"industry_reached_household_count.{kind}", period)
            if (kind, period) not in told and reached is not None and not np.isnan(reached).all():
                tray.put(f"industry_household_count.{kind}", period, reached)
        _households_due(survey, period)
    return found


def bits(kinds: Sequence[str], wanted: Collection[str]) -> int:
    """The bits of `TakingPart.sets` that stand for the `wanted` ones of all `kinds`."""
    return sum(1 << place for place, kind in enumerate(kinds) if kind in wanted)


def _sets(survey: Survey, kinds: tuple[str, ...], covering: Collection[str], ways: Sequence[str]) -> pd.DataFrame:
    """`TakingPart.sets`, with is_repeating (whether one of the households has several of a kind), and for each of
    `ways` how many of them join something that operates and covers in that way: way_0, way_1 ..."""
    h, y = core.household, core.household_year
    kinds_of = _by_household(survey, kinds, covering, ways)
    joined, region, on_record = taking_part(survey, kinds_of)
    each = (
        select(
            region.label("region_code"),
            case((registered(), 1), else_=0).label("is_registered"),
            func.coalesce(y.c.member_count, h.c.member_count).label("member_count"),
            *(column for column in kinds_of.c if column.name != "household_id"),
        )
        .select_from(joined)
        .where(to_be_reached(survey, kinds_of), on_record)
        .subquery("household_there")
        .c
    )
    groups = (each.region_code, each.stat_year, each.is_registered, each.mask)
    joins = [each[f"ways_{n // _BITS}"].bitwise_and(1 << n % _BITS) > 0 for n in range(len(ways))]
    return survey.ask(
        select(
            *groups,
            func.count().label("household_count"),
            func.sum(each.member_count).label("member_count"),
            func.max(each.is_repeating).label("is_repeating"),
            *(count_if(condition, f"way_{n}") for n, condition in enumerate(joins)),
        ).group_by(*groups)
    )


def _by_household(survey: Survey, kinds: tuple[str, ...], covering: Collection[str], ways: Sequence[str]) -> FromClause:
    """One row a household_id and stat_year: mask, is_repeating, ways_0, ways_1 ... (`_BITS` of the ways in each).

    By itself, before where the household lived is asked: that need not be joined to each participation then.
    """
    p, a = industry.industry_participation, industry.industry_activity
    operating = operates(a, p.c.stat_year, survey)
    covers = operating & a.c.industry_kind_code.in_(sorted(covering))
    parts = [ways[first : first + _BITS] for first in range(0, len(ways), _BITS)]
    kind = bit_of(a.c.industry_kind_code, kinds, other=1 << len(kinds))
    return (
        select(
            p.c.household_id,
            p.c.stat_year,
            union_of_bits(case((operating, bit_of(a.c.industry_kind_code, kinds)), else_=0)).label("mask"),
            case((func.sum(kind) > union_of_bits(kind), 1), else_=0).label("is_repeating"),
            *(
                union_of_bits(case((covers, bit_of(p.c.participation_mode_code, part)), else_=0)).label(f"ways_{n}")
                for n, part in enumerate(parts)
            ),
        )
        .select_from(p.join(a, a.c.activity_id == p.c.activity_id))
        .group_by(p.c.household_id, p.c.stat_year)
        .subquery("household_kinds")
    )


def _by_way(sets: pd.DataFrame, ways: Sequence[str]) -> pd.DataFrame:
    """`TakingPart.by_way` from what `_sets` gives."""
    names = {f"way_{n}": way for n, way in enumerate(ways)}
    of_registered = sets[sets["is_registered"] == 1].rename(columns={"stat_year": "period"})
    counts = of_registered.groupby(["region_code", "period"])[list(names)].sum().astype("float64")
    told = counts.reset_index().melt(["region_code", "period"], var_name="item", value_name="household_count")
    return told[told["household_count"] > 0].replace({"item": names})


def _by_kind(found: TakingPart, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Households and members that take part in what operates, by region, year and kind, and what any earned there."""
    keys = ["region_code", "stat_year", "industry_kind_code"]
    joining = found.joining.rename(columns={"period": "stat_year", "kind": "industry_kind_code"})
    joining = joining[joining["industry_kind_code"].isin(kinds)].astype({"income_yuan": "float64"})
    earned = joining.groupby(keys)["income_yuan"].sum(min_count=1).rename("industry_income_yuan").reset_index()
    of_registered = found.sets[found.sets["is_registered"] == 1]
    mask = of_registered["mask"].to_numpy(dtype=np.int64)
    parts = [
        of_registered[(mask >> place & 1) == 1]
        .groupby(keys[:2])[["household_count", "member_count"]]
        .sum(min_count=1)
        .reset_index()
        .assign(industry_kind_code=kind)
        for place, kind in enumerate(kinds)
    ]
    names = {"household_count": "industry_household_count", "member_count": "industry_person_count"}
    joined = earned.merge(pd.concat(parts, ignore_index=True).rename(columns=names), on=keys, how="left")
    return joined.fillna({"industry_household_count": 0})


def count_workers(survey: Survey, kinds: tuple[str, ...], covering: frozenset[str]) -> None:
    """Members of registered households whose main job of the year is in an activity that operates."""
    if not survey.themes["employment"]:
        return
    e, p, h, a = livelihood.person_employment, core.person, core.household, industry.industry_activity
    frame = survey.ask(
        select(
            h.c.region_code,
            e.c.stat_year,
            a.c.industry_kind_code,
            count_if(operates(a, e.c.stat_year, survey), "industry_worker_count"),
        )
        .select_from(
            e.join(a, a.c.activity_id == e.c.activity_id)
            .join(p, (p.c.household_id == e.c.household_id) & (p.c.person_id == e.c.person_id))
            .join(h, h.c.household_id == p.c.household_id)
        )
        .where(registered(), p.c.is_valid == 1, e.c.worked_month_count > 0)
        .group_by(h.c.region_code, e.c.stat_year, a.c.industry_kind_code)
    )
    survey.tray.lay(frame[frame["industry_kind_code"].isin(covering)], ["industry_worker_count"], absent=0)
    survey.tray.lay_items(frame, "industry_kind_code", ["industry_worker_count"], kinds, absent=0)


def count_assisted_workers(survey: Survey) -> None:
    """Who the assisted in operating workshops are, this year: members of lifted households, and of those under
    monitoring; one may be both. Counted where they live, by their main job."""
    themes = survey.themes
    if not (themes["employment"] and themes["workshop"]):
        return
    e, p, h, a = livelihood.person_employment, core.person, core.household, industry.industry_activity
    c = monitoring.monitoring_case
    is_lifted = registered() & h.c.poverty_status_code.in_(LIFTED)
    counts = [count_if(is_lifted, "workshop_lifted_worker_count")]
    if themes["monitoring"]:
        watched = h.c.household_id.in_(select(c.c.household_id).where(c.c.is_eliminated == 0))
        counts.append(count_if(watched, "workshop_monitored_worker_count"))
    frame = survey.ask(
        select(h.c.region_code, *counts)
        .select_from(
            e.join(a, a.c.activity_id == e.c.activity_id)
            .join(p, (p.c.household_id == e.c.household_id) & (p.c.person_id == e.c.person_id))
            .join(h, h.c.household_id == p.c.household_id)
        )
        .where(
            a.c.industry_kind_code == "WORKSHOP",
            operates(a, e.c.stat_year, survey),
            e.c.stat_year == survey.year,
            e.c.worked_month_count > 0,
            p.c.is_valid == 1,
            h.c.is_valid == 1,
        )
        .group_by(h.c.region_code)
    )
    if len(frame):
        survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0)


def _watched(survey: Survey) -> Select[Any] | None:
    """From 2026: households under monitoring that are not registered; None before, and where it is not connected."""
    if survey.year < 2026 or not survey.themes["monitoring"]:
        return None
    c, h = monitoring.monitoring_case, core.household
    return (
        select(h.c.region_code, func.count(func.distinct(h.c.household_id)).label("watched_general_household_count"))
        .select_from(c.join(h, h.c.household_id == c.c.household_id))
        .where(h.c.is_valid == 1, h.c.household_type_code != "1", c.c.is_eliminated == 0)
    )


def _households_due(survey: Survey, period: int) -> None:
    """Households that an industry should reach: the registered ones, from 2026 also those under monitoring."""
    tray = survey.tray
    due = tray.take("registered_household_count", period)
    if due is None:
        return
    watched = _watched(survey) if period == survey.year else None
    if watched is not None:
        frame = survey.ask(watched.group_by(core.household.c.region_code))
        tray.lay(frame, ["watched_general_household_count"], period=period, absent=0, even_empty=True)
        due = due + np.nan_to_num(tray.cells["watched_general_household_count"][period])
    tray.put("industry_due_household_count", period, due)
