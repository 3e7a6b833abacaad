"""Quantities of whom industry reaches: households that take part, their members, and who works there."""

from typing import Any, Final

import numpy as np
from sqlalchemy import FromClause, Select, and_, case, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.soundness import operates
from data_access.quantities.survey import LIFTED, Survey, count_if, registered
from data_access.schema import core, industry, livelihood, monitoring

SOLAR: Final = "SOLAR"
"""The kind that reaches nearly every village by money alone: coverage is told with it and without."""


def taking_part(survey: Survey) -> tuple[FromClause, ColumnElement[Any], ColumnElement[bool]]:
    """Participations with their household: the source, the region where it lived then, and which are on record.

    The source joins industry_participation, industry_activity, household and household_year.
    """
    p, a, h = industry.industry_participation, industry.industry_activity, core.household
    y = core.household_year
    joined = (
        p.join(a, a.c.activity_id == p.c.activity_id)
        .join(h, h.c.household_id == p.c.household_id)
        .outerjoin(
            y,
            (y.c.household_id == p.c.household_id) & (y.c.stat_year == p.c.stat_year) & (p.c.stat_year < survey.year),
        )
    )
    recorded = [year for year in survey.tray.periods if year < survey.year
                and survey.tray.take("registered_household_count", year) is not None]  # fmt: skip
    region = func.coalesce(y.c.region_code, h.c.region_code).label("region_code")
    return joined, region, or_(y.c.household_id.is_not(None), p.c.stat_year.not_in(recorded))


def to_be_reached(survey: Survey) -> ColumnElement[bool]:
    """Of participations: the household is one that an industry should reach (see `_households_due`)."""
    p, h = industry.industry_participation, core.household
    watched = _watched(survey)
    if watched is None:
        return registered()
    is_watched = h.c.household_id.in_(watched.with_only_columns(h.c.household_id))
    return or_(registered(), (p.c.stat_year == survey.year) & is_watched)


def count_households(survey: Survey, kinds: tuple[str, ...], covering: frozenset[str]) -> None:
    """Registered households that take part in what operates, and their members, in any covering kind and in each; where
    a kind has no such rows in a year, the households that its activities report to reach. What they earned, of all."""
    p, a, h = industry.industry_participation, industry.industry_activity, core.household
    joined, region, on_record = taking_part(survey)
    operating = operates(a, p.c.stat_year, survey)
    members = func.coalesce(core.household_year.c.member_count, h.c.member_count)
    each = (
        select(
            region,
            p.c.stat_year,
            a.c.industry_kind_code,
            p.c.household_id,
            func.max(case((operating, 1), else_=0)).label("takes_part"),
            func.max(members).label("member_count"),
            func.sum(p.c.income_yuan).label("income_yuan"),
        )
        .select_from(joined)
        .where(registered(), on_record)
        .group_by(region, p.c.stat_year, a.c.industry_kind_code, p.c.household_id)
        .subquery("household_kind")
    )
    by_kind = survey.ask(
        select(
            each.c.region_code,
            each.c.stat_year,
            each.c.industry_kind_code,
            func.sum(each.c.takes_part).label("industry_household_count"),
            func.sum(case((each.c.takes_part == 1, each.c.member_count))).label("industry_person_count"),
            func.sum(each.c.income_yuan).label("industry_income_yuan"),
        ).group_by(each.c.region_code, each.c.stat_year, each.c.industry_kind_code)
    )
    takes = case((and_(operating, a.c.industry_kind_code.in_(sorted(covering))), 1), else_=0)
    beside = case((and_(operating, a.c.industry_kind_code.in_(sorted(covering - {SOLAR}))), 1), else_=0)
    once = (
        select(
            region,
            p.c.stat_year,
            p.c.household_id,
            func.max(takes).label("takes_part"),
            func.max(beside).label("takes_part_beside"),
        )
        .select_from(joined)
        .where(to_be_reached(survey), on_record)
        .group_by(region, p.c.stat_year, p.c.household_id)
        .subquery("household_once")
    )
    any_kind = survey.ask(
        select(
            once.c.region_code,
            once.c.stat_year,
            func.sum(once.c.takes_part).label("industry_household_count"),
            func.sum(once.c.takes_part_beside).label("industry_beside_solar_household_count"),
        ).group_by(once.c.region_code, once.c.stat_year)
    )
    tray = survey.tray
    tray.lay(any_kind, ["industry_household_count", "industry_beside_solar_household_count"], absent=0)
    columns = ["industry_household_count", "industry_person_count", "industry_income_yuan"]
    known = by_kind[by_kind["industry_kind_code"].isin(kinds)]
    tray.lay_items(known, "industry_kind_code", columns, kinds, absent=0)
    told = set(zip(known["industry_kind_code"], known["stat_year"], strict=True))
    for period in tray.periods:
        for kind in kinds:
            reached = tray.take(f"industry_reached_household_count.{kind}", period)
            if (kind, period) not in told and reached is not None and not np.isnan(reached).all():
                tray.put(f"industry_household_count.{kind}", period, reached)
        _households_due(survey, period)


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
