"""Quantities of the themes income and employment, by year."""

import numpy as np
import pandas as pd
from sqlalchemy import case, func, select

from data_access.quantities.survey import ABLE, Survey, count_if, registered, sum_if
from data_access.schema import core, livelihood, region_ancestor

NATIONAL = "000000000000"
LINES_IN_ORDER = ("MONITORING_INCOME", "POVERTY_CURRENT")
"""The line that counts in a year: the monitoring line, or where none is set the poverty line at current prices."""


def count_livelihood(survey: Survey) -> None:
    """Count income and employment where their themes are connected."""
    if survey.themes["income"]:
        _income(survey)
        _under_lines(survey)
    if survey.themes["employment"]:
        _employment(survey)


def _income(survey: Survey) -> None:
    """Net income over the households that state it and their members; the parts of gross income where all are known."""
    i, h = livelihood.household_income, core.household
    stated = i.c.net_income_yuan.is_not(None) & i.c.member_count.is_not(None)
    gross = i.c.wage_income_yuan + i.c.business_income_yuan + i.c.property_income_yuan + i.c.transfer_income_yuan
    frame = survey.ask(
        select(
            h.c.region_code,
            i.c.stat_year,
            func.sum(case((stated, i.c.net_income_yuan))).label("net_income_yuan"),
            func.sum(case((stated, i.c.member_count))).label("income_person_count"),
            func.sum(gross).label("gross_income_yuan"),
            func.sum(case((gross.is_not(None), i.c.transfer_income_yuan))).label("transfer_income_yuan"),
        )
        .select_from(i.join(h, h.c.household_id == i.c.household_id))
        .where(registered())
        .group_by(h.c.region_code, i.c.stat_year)
    )
    survey.tray.lay(frame, list(frame.columns[2:]))


def _under_lines(survey: Survey) -> None:
    """Households under the income line of their nearest region that set one, for each year that has a line."""
    p = livelihood.policy_line
    lines = survey.ask(
        select(p.c.policy_line_code, p.c.region_code, p.c.stat_year, p.c.amount_yuan).where(
            p.c.policy_line_code.in_(LINES_IN_ORDER)
        )
    )
    for year in survey.tray.periods:
        of_year = lines[lines["stat_year"] == year]
        for line in LINES_IN_ORDER:
            amounts = of_year[of_year["policy_line_code"] == line].set_index("region_code")["amount_yuan"]
            if len(amounts):
                _count_under(survey, year, amounts, _owners(survey, set(amounts.index)))
                break


def _owners(survey: Survey, setters: set[str]) -> list[str]:
    """For each region of the tree the nearest region at or above it that set a line; '' when none did."""
    tree = survey.tray.tree
    owners: list[str] = []
    for position, region in enumerate(tree.regions):  # parents stand before their children
        above = owners[tree.parent[position]] if tree.parent[position] >= 0 else NATIONAL * (NATIONAL in setters)
        owners.append(region.code if region.code in setters else above)
    return owners


def _count_under(survey: Survey, year: int, amounts: "pd.Series[float]", owners: list[str]) -> None:
    i, h = livelihood.household_income, core.household
    tree = survey.tray.tree
    below = np.full(len(tree), np.nan)
    asked = np.full(len(tree), np.nan)
    for owner in sorted({code for code in owners if code}):
        amount = float(amounts[owner])
        statement = (
            select(
                h.c.region_code,
                func.count().label("line_household_count"),
                count_if(i.c.net_income_yuan < amount * i.c.member_count, "below_line_household_count"),
            )
            .select_from(i.join(h, h.c.household_id == i.c.household_id))
            .where(registered(), i.c.stat_year == year, i.c.net_income_yuan.is_not(None), i.c.member_count > 0)
            .group_by(h.c.region_code)
        )
        if owner != NATIONAL:
            under = select(region_ancestor.c.region_code).where(region_ancestor.c.ancestor_code == owner)
            statement = statement.where(h.c.region_code.in_(under))
        for row in survey.ask(statement).itertuples(index=False):
            position = tree.index.get(str(row.region_code))
            if position is not None and owners[position] == owner:
                asked[position], below[position] = row.line_household_count, row.below_line_household_count
    if not np.isnan(asked).all():
        survey.tray.put("line_household_count", year, asked)
        survey.tray.put("below_line_household_count", year, below)


def _employment(survey: Survey) -> None:
    """Who wants a job, has one, and has had it for six months; ability to work as on record today."""
    e, p, h = livelihood.person_employment, core.person, core.household
    works = e.c.worked_month_count > 0
    frame = survey.ask(
        select(
            h.c.region_code,
            e.c.stat_year,
            count_if(e.c.is_willing == 1, "job_willing_count"),
            count_if((e.c.is_willing == 1) & works, "job_given_count"),
            count_if(works, "employed_person_count"),
            count_if(e.c.worked_month_count >= 6, "job_stable_count"),
            count_if(works & p.c.labour_ability_code.in_(ABLE), "able_employed_person_count"),
            sum_if(works, e.c.wage_yuan, "employment_wage_yuan"),
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
    able = tray.take("able_member_count", survey.year)
    for period in tray.periods:
        if able is not None and tray.take("able_employed_person_count", period) is not None:
            tray.put("able_person_count", period, able)
