"""Quantities of the themes income and employment, by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from sqlalchemy import and_, case, func, null, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import read_frame
from data_access.quantities.survey import (
    ABLE,
    Survey,
    count_if,
    count_known,
    of_any,
    registered,
    sum_if,
    valid_household,
)
from data_access.rules import LINES_IN_ORDER, NATIONAL, nearest_line
from data_access.schema import core, industry, livelihood, region_ancestor

PARTS: Final = ("wage_income_yuan", "business_income_yuan", "property_income_yuan", "transfer_income_yuan")
"""The four parts of gross income."""

HELD: Final = "line_household_count"
UNDER: Final = "below_line_household_count"

Line = tuple[str, str]
"""Code of an income line and the region that set it."""


def count_incomes(survey: Survey) -> None:
    """Count incomes where their theme is connected."""
    if survey.themes["income"]:
        lines = _lines_told(survey)
        of_nation = _income(survey, lines)
        _under_lines(survey, lines, of_nation)
        _fallen(survey)


def count_employment(survey: Survey) -> None:
    """Count employment where its theme is connected; needs the members able to work."""
    if survey.themes["employment"]:
        _employment(survey)
        if survey.themes["industry"]:
            _idle(survey)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The income lines that count anywhere: of each region that sets one, year -> (line, yuan); and for each year the
    line that counts in each region of the tree."""

    set_by: Mapping[str, Mapping[int, tuple[Line, float]]]
    there: Mapping[int, Sequence[Line | None]]


def _income(survey: Survey, lines: _Lines) -> pd.DataFrame:
    """Net income over the households that state it and their members; the parts of gross income where all are known.

    Returns who is held to the national line, as `_count_under` does, which is most: they are read once for both.
    """
    i, h = livelihood.household_income, core.household
    stated = i.c.net_income_yuan.is_not(None) & i.c.member_count.is_not(None)
    earned = i.c.wage_income_yuan + i.c.business_income_yuan + i.c.property_income_yuan
    known = and_(*(i.c[name].is_not(None) for name in PARTS))  # asked of their sum it would be added up each time
    of_nation = lines.set_by.get(NATIONAL, {})
    held, under = _held_to(of_nation)
    at_line = [count_if(held, HELD), count_if(held & under, UNDER)] if of_nation else []
    frame = survey.ask(
        select(
            h.c.region_code,
            i.c.stat_year,
            func.sum(case((stated, i.c.net_income_yuan))).label("net_income_yuan"),
            func.sum(case((stated, i.c.member_count))).label("income_person_count"),
            *(func.sum(case((known, i.c[name]))).label(name) for name in PARTS),
            count_known(i.c.transfer_income_yuan > earned, known, "on_transfers_household_count"),
            *at_line,
        )
        .select_from(i.join(h, h.c.household_id == i.c.household_id))
        .where(registered())
        .group_by(h.c.region_code, i.c.stat_year)
    )
    # of sums, not of each row: servers add up decimal numbers slowly; to the fen, as they do
    frame["gross_income_yuan"] = frame[list(PARTS)].astype("float64").sum(axis=1, min_count=len(PARTS)).round(2)
    survey.tray.lay(frame, [name for name in frame.columns[2:] if name not in (HELD, UNDER)])
    return frame[frame[HELD] > 0] if at_line else frame[:0]


def _held_to(lines: Mapping[int, tuple[Line, float]]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Of incomes: whether one can be held to the line of its year, and whether it lies under it."""
    i = livelihood.household_income
    amount = case(*((i.c.stat_year == year, yuan) for year, (_line, yuan) in lines.items())) if lines else null()
    held = and_(i.c.stat_year.in_(list(lines)), i.c.net_income_yuan.is_not(None), i.c.member_count > 0)
    return held, i.c.net_income_yuan < amount * i.c.member_count


def _lines_told(survey: Survey) -> _Lines:
    """The income lines of each year that has any; a region that sets lines sets one a year that counts."""
    p = livelihood.policy_line
    rows = survey.ask(
        select(p.c.policy_line_code, p.c.region_code, p.c.stat_year, p.c.amount_yuan).where(
            p.c.policy_line_code.in_(LINES_IN_ORDER)
        )
    )
    set_by: dict[str, dict[int, tuple[Line, float]]] = {}
    there: dict[int, Sequence[Line | None]] = {}
    for year in survey.tray.periods:
        of_year = rows[rows["stat_year"] == year]
        keys = zip(of_year["policy_line_code"].astype(str), of_year["region_code"].astype(str), strict=True)
        if amounts := dict(zip(keys, of_year["amount_yuan"].astype(float), strict=True)):
            there[year] = _line_of_regions(survey, amounts)
            for line in {line for line in there[year] if line is not None}:
                set_by.setdefault(line[1], {})[year] = (line, amounts[line])
    return _Lines(set_by, there)


def _under_lines(survey: Survey, lines: _Lines, of_nation: pd.DataFrame) -> None:
    """Households under the income line of their region, for each year that has a line; those held to the national line
    are `of_nation`."""
    parts = [
        _of_theirs(survey, lines, setter, of_nation if setter == NATIONAL else _count_under(survey, lines, setter))
        for setter in sorted(lines.set_by)
    ]
    kept = [part for part in parts if len(part)]
    if kept:
        survey.tray.lay(pd.concat(kept, ignore_index=True), [HELD, UNDER])


def _line_of_regions(survey: Survey, lines: Mapping[Line, float]) -> list[Line | None]:
    """For each region of the tree the line that counts there."""
    tree = survey.tray.tree
    setters = {region for _, region in lines}
    paths: list[tuple[str, ...]] = []
    counts: dict[tuple[str, ...], Line | None] = {}
    for position, region in enumerate(tree.regions):  # parents stand before their children
        above = paths[tree.parent[position]] if tree.parent[position] >= 0 else ()
        path = (region.code, *above) if region.code in setters else above
        paths.append(path)
        if path not in counts:
            counts[path] = nearest_line(lines, path)
    return [counts[path] for path in paths]


def _count_under(survey: Survey, lines: _Lines, setter: str) -> pd.DataFrame:
    """Asks of the lines of all years at once, that one region sets, what lies under them and what is held to them:
    region_code, stat_year, line_household_count, below_line_household_count."""
    i, h = livelihood.household_income, core.household
    held, under = _held_to(lines.set_by[setter])
    below = select(region_ancestor.c.region_code).where(region_ancestor.c.ancestor_code == setter)
    moved = [
        code
        for code, at in _ended(survey).items()
        if any(lines.there[year][at] == line for year, (line, _yuan) in lines.set_by[setter].items())
    ]
    return survey.ask(
        select(h.c.region_code, i.c.stat_year, func.count().label(HELD), count_if(under, UNDER))
        .select_from(i.join(h, h.c.household_id == i.c.household_id))
        .where(registered(), held, or_(h.c.region_code.in_(below), h.c.region_code.in_(moved)))
        .group_by(h.c.region_code, i.c.stat_year)
    )


def _of_theirs(survey: Survey, lines: _Lines, setter: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of regions where the line counts that `setter` set; those of ended regions are held to their
    successor's."""
    index, ended, own = survey.tray.tree.index, _ended(survey), lines.set_by[setter]
    at = [index.get(str(code), ended.get(str(code), -1)) for code in rows["region_code"]]
    years = rows["stat_year"].astype(int).tolist()
    theirs = [p >= 0 and lines.there[year][p] == own[year][0] for p, year in zip(at, years, strict=True)]
    return rows.loc[theirs, ["region_code", "stat_year", HELD, UNDER]]


def _ended(survey: Survey) -> dict[str, int]:
    """Codes of ended regions -> where the region of today stands that took over."""
    tray = survey.tray
    codes = (*tray.placement.successors, *tray.placement.heirs)
    return {code: tray.tree.index[to] for code in codes if (to := tray.today_code(code)) is not None}


def _fallen(survey: Survey) -> None:
    """Households whose net income per member is less than the year before, in the year of the data."""
    now, then, h = livelihood.household_income, livelihood.household_income.alias("income_before"), core.household
    fell = now.c.net_income_yuan * then.c.member_count < then.c.net_income_yuan * now.c.member_count
    both = [t.c[name].is_not(None) for t in (now, then) for name in ("net_income_yuan", "member_count")]
    frame = survey.ask(
        select(h.c.region_code, count_known(fell, and_(*both), "income_fallen_household_count"))
        .select_from(
            now.join(h, h.c.household_id == now.c.household_id).join(
                then, (then.c.household_id == now.c.household_id) & (then.c.stat_year == survey.year - 1)
            )
        )
        .where(valid_household(), now.c.stat_year == survey.year)
        .group_by(h.c.region_code)
    )
    survey.tray.lay(frame, ["income_fallen_household_count"], period=survey.year)


def _idle(survey: Survey) -> None:
    """Registered households that take part in no industry and of whom nobody worked, in the year of the data."""
    u, e, h = industry.industry_participation, livelihood.person_employment, core.household
    for table in (u, e):  # of the whole table, also where households are counted one by one
        any_row = select(table.c.household_id).where(table.c.stat_year == survey.year).limit(1)
        if read_frame(survey.connection, any_row).empty:
            return
    taking = select(u.c.household_id).where(u.c.stat_year == survey.year).distinct().subquery("in_industry")
    working = (
        select(e.c.household_id)
        .where(e.c.stat_year == survey.year, e.c.worked_month_count > 0)
        .distinct()
        .subquery("in_job")
    )
    neither = taking.c.household_id.is_(None) & working.c.household_id.is_(None)
    frame = survey.ask(
        select(h.c.region_code, count_if(neither, "idle_household_count"))
        .select_from(
            h.outerjoin(taking, taking.c.household_id == h.c.household_id).outerjoin(
                working, working.c.household_id == h.c.household_id
            )
        )
        .where(registered())
        .group_by(h.c.region_code)
    )
    survey.tray.lay(frame, ["idle_household_count"], period=survey.year)


def _employment(survey: Survey) -> None:
    """Who wants a job, has one, and has had it for six months; ability to work as on record today."""
    e, p, h = livelihood.person_employment, core.person, core.household
    works, told = e.c.worked_month_count > 0, e.c.worked_month_count.is_not(None)
    willing, able = e.c.is_willing == 1, p.c.labour_ability_code.is_not(None)
    could = willing & p.c.labour_ability_code.in_(ABLE)
    frame = survey.ask(
        select(
            h.c.region_code,
            e.c.stat_year,
            count_known(willing, e.c.is_willing.is_not(None), "job_willing_count"),
            count_if(willing & told, "job_willing_known_count"),
            of_any(willing, count_known(willing & works, willing & told, "n"), "job_given_count"),
            count_known(could & (e.c.worked_month_count == 0), told & able, "job_wanted_count"),
            count_known(works, told, "employed_person_count"),
            count_known(e.c.worked_month_count >= 6, told, "job_stable_count"),
            count_known(works & p.c.labour_ability_code.in_(ABLE), told & able, "able_employed_person_count"),
            sum_if(works, e.c.wage_yuan, "employment_wage_yuan", told),
        )
        .select_from(
            e.join(p, (p.c.household_id == e.c.household_id) & (p.c.person_id == e.c.person_id)).join(
                h, h.c.household_id == p.c.household_id
            )
        )
        .where(registered(), p.c.is_valid == 1)
        .group_by(h.c.region_code, e.c.stat_year)
    )
    tray = survey.tray
    tray.lay(frame, list(frame.columns[2:]))
    by_channel = survey.ask(
        select(h.c.region_code, e.c.stat_year, e.c.employment_channel_code, func.count().label("employed_person_count"))
        .select_from(
            e.join(p, (p.c.household_id == e.c.household_id) & (p.c.person_id == e.c.person_id)).join(
                h, h.c.household_id == p.c.household_id
            )
        )
        .where(registered(), p.c.is_valid == 1, works)
        .group_by(h.c.region_code, e.c.stat_year, e.c.employment_channel_code)
    )
    channels = survey.items["EMPLOYMENT_CHANNEL"]
    tray.lay_items(by_channel, "employment_channel_code", ["employed_person_count"], channels, absent=0)
    members = tray.take("able_member_count", survey.year)
    for period in tray.periods:
        if members is not None and tray.take("able_employed_person_count", period) is not None:
            tray.put("able_person_count", period, members)
