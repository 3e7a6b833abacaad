"""Quantities of the themes insurance, relocation, tasks and quality."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from sqlalchemy import FromClause, and_, case, false, func, not_, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.listed_tasks import TABLES as LISTED
from data_access.quantities.listed_tasks import is_open, list_tasks
from data_access.quantities.open_issues import OPEN_ISSUES, count_issues
from data_access.quantities.soundness import operates
from data_access.quantities.survey import Survey, count_if, count_known, valid_household
from data_access.rules import AT_RISK_DAYS, AT_RISK_DONE
from data_access.schema import core, industry, livelihood, monitoring, work


def count_work(survey: Survey) -> dict[str, pd.DataFrame]:
    """Count insurance, relocation, projects, tasks and data quality where their themes are connected.

    Returns the tables that lists are read from, as `listed_tasks` and `open_issues` give them; empty where their theme
    is not connected.
    """
    empty = {"open_issues": OPEN_ISSUES, **LISTED}
    tables = {name: pd.DataFrame(columns=list(columns)) for name, columns in empty.items()}
    if survey.themes["insurance"]:
        _insurance(survey)
    if survey.themes["relocation"]:
        _relocation(survey)
    if survey.themes["tasks"]:
        _projects(survey)
        _tasks(survey)
        tables |= list_tasks(survey)
    if survey.themes["quality"]:
        tables["open_issues"] = count_issues(survey)
        _freshness(survey)
    return tables


def _insurance(survey: Survey) -> None:
    p = monitoring.insurance_policy
    both = p.c.eligible_count.is_not(None) & p.c.monitored_count.is_not(None)
    frame = survey.ask(
        select(
            p.c.region_code,
            p.c.stat_year,
            func.sum(case((both, p.c.eligible_count))).label("insurance_eligible_count"),
            func.sum(case((both, p.c.monitored_count))).label("insurance_monitored_count"),
            func.sum(p.c.insured_count).label("insurance_insured_count"),
            func.sum(p.c.premium_yuan).label("insurance_premium_yuan"),
        ).group_by(p.c.region_code, p.c.stat_year)
    )
    survey.tray.lay(frame, list(frame.columns[2:]))
    _claims(survey)
    _claims_of_policies(survey)


def _claims_of_policies(survey: Survey) -> None:
    """Claims under the policies of each year, whenever they were paid: what stands against the premium."""
    x, p = monitoring.insurance_claim, monitoring.insurance_policy
    paid = (
        select(x.c.policy_id, func.count().label("claims"), func.sum(x.c.paid_yuan).label("yuan"))
        .group_by(x.c.policy_id)
        .subquery("paid")
    )
    frame = survey.ask(
        select(
            p.c.region_code,
            p.c.stat_year,
            func.sum(func.coalesce(paid.c.claims, 0)).label("insurance_policy_claim_count"),
            func.sum(func.coalesce(paid.c.yuan, 0)).label("insurance_policy_paid_yuan"),
        )
        .select_from(p.outerjoin(paid, paid.c.policy_id == p.c.policy_id))
        .group_by(p.c.region_code, p.c.stat_year)
    )
    survey.tray.lay(frame, list(frame.columns[2:]))


def _claims(survey: Survey) -> None:
    """Claims paid in each year and what was paid, where the household lives."""
    x, h = monitoring.insurance_claim, core.household
    frame = survey.ask(
        select(
            h.c.region_code,
            x.c.paid_on,
            x.c.insured_group_code,
            func.count().label("insurance_claim_count"),
            func.sum(x.c.paid_yuan).label("insurance_paid_yuan"),
        )
        .select_from(x.join(h, h.c.household_id == x.c.household_id))
        .where(valid_household(), x.c.paid_on <= survey.as_of)
        .group_by(h.c.region_code, x.c.paid_on, x.c.insured_group_code)
    )
    frame["stat_year"] = frame["paid_on"].dt.year
    survey.tray.lay(frame, ["insurance_claim_count", "insurance_paid_yuan"], absent=0)
    groups = survey.items["INSURED_GROUP"]
    survey.tray.lay_items(frame, "insured_group_code", ["insurance_claim_count"], groups, absent=0)


def _relocation(survey: Survey) -> None:
    """Sites, and of the households moved how many have an industry, a job, or neither, in the year of the data."""
    s = monitoring.relocation_site
    both = s.c.moved_household_count.is_not(None) & s.c.occupied_household_count.is_not(None)
    frame = survey.ask(
        select(
            s.c.region_code,
            func.sum(case((both, s.c.moved_household_count))).label("relocation_moved_household_count"),
            func.sum(case((both, s.c.occupied_household_count))).label("relocation_occupied_household_count"),
            func.count().label("relocation_site_count"),
            func.sum(s.c.moved_population_count).label("relocation_moved_person_count"),
            func.sum(s.c.planned_household_count).label("relocation_planned_household_count"),
        ).group_by(s.c.region_code)
    )
    survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0)
    _relocated_households(survey)


def _relocated_households(survey: Survey) -> None:
    """Households moved, where they live now by the register, and what supports them since."""
    m, h = monitoring.household_relocation, core.household
    joined: FromClause = m.join(h, h.c.household_id == m.c.household_id)
    in_industry: ColumnElement[bool] = false()
    in_job: ColumnElement[bool] = false()
    if survey.themes["industry"]:
        u, a = industry.industry_participation, industry.industry_activity
        taking = (
            select(u.c.household_id)
            .select_from(u.join(a, a.c.activity_id == u.c.activity_id))
            .where(u.c.stat_year == survey.year, operates(a, u.c.stat_year, survey))
            .distinct()
            .subquery("in_industry")
        )
        joined = joined.outerjoin(taking, taking.c.household_id == m.c.household_id)
        in_industry = taking.c.household_id.is_not(None)
    if survey.themes["employment"]:
        e = livelihood.person_employment
        working = (
            select(e.c.household_id)
            .where(e.c.stat_year == survey.year, e.c.worked_month_count > 0)
            .distinct()
            .subquery("in_job")
        )
        joined = joined.outerjoin(working, working.c.household_id == m.c.household_id)
        in_job = working.c.household_id.is_not(None)
    frame = survey.ask(
        select(
            h.c.region_code,
            m.c.relocation_kind_code,
            func.count().label("relocated_household_count"),
            func.sum(h.c.member_count).label("relocated_person_count"),
            count_if(in_industry, "relocated_in_industry_count"),
            count_if(in_job, "relocated_in_job_count"),
            count_if(~in_industry & ~in_job, "relocated_in_neither_count"),
            count_known(
                m.c.is_old_house_demolished == 1, m.c.is_old_house_demolished.is_not(None), "old_house_demolished_count"
            ),
        )
        .select_from(joined)
        .where(valid_household())
        .group_by(h.c.region_code, m.c.relocation_kind_code)
    )
    if frame.empty:
        return
    if not (survey.themes["industry"] and survey.themes["employment"]):
        frame = frame.drop(columns="relocated_in_neither_count")
    names = list(frame.columns[2:])
    survey.tray.lay(frame, names, period=survey.year, absent=0)
    kinds = survey.items["RELOCATION_KIND"]
    survey.tray.lay_items(
        frame, "relocation_kind_code", ["relocated_household_count"], kinds, period=survey.year, absent=0
    )


def _projects(survey: Survey) -> None:
    """Projects of each year, in all and by category: their money, and whom they are to benefit."""
    p = work.project
    both = p.c.budget_yuan.is_not(None) & p.c.paid_yuan.is_not(None)
    frame = survey.ask(
        select(
            p.c.region_code,
            p.c.stat_year,
            p.c.project_category_code,
            func.sum(case((both, p.c.budget_yuan))).label("project_budget_yuan"),
            func.sum(case((both, p.c.paid_yuan))).label("project_paid_yuan"),
            func.count().label("project_count"),
            func.sum(p.c.benefit_household_count).label("project_benefit_household_count"),
        ).group_by(p.c.region_code, p.c.stat_year, p.c.project_category_code)
    )
    names = list(frame.columns[3:])
    survey.tray.lay(frame, names)
    survey.tray.lay_items(frame, "project_category_code", names, survey.items["PROJECT_CATEGORY"])


def _tasks(survey: Survey) -> None:
    """Tasks with a planned end: those in time, those at risk of missing it, and those late; beside them what is open
    without an end or without anybody who answers for it.

    Late: past the end and neither finished nor closed. At risk: `rules.AT_RISK_DAYS` before it and not nearly done.
    """
    t = work.task
    day = survey.day("task")
    in_time = or_(t.c.finished_on <= t.c.planned_end_on, and_(t.c.finished_on.is_(None), t.c.planned_end_on >= day))
    late = and_(is_open(), t.c.planned_end_on < day)
    frame = survey.ask(
        select(
            t.c.region_code,
            func.count(t.c.planned_end_on).label("task_count"),
            count_if(t.c.planned_end_on < day, "task_due_count"),
            count_if(and_(t.c.planned_end_on.is_not(None), ~is_open()), "task_finished_count"),
            count_if(in_time, "task_on_time_count"),
            count_if(and_(is_open(), at_risk(t, day)), "task_at_risk_count"),
            count_if(late, "task_late_count"),
            count_if(and_(is_open(), t.c.planned_end_on.is_(None)), "task_undated_count"),
            count_if(and_(is_open(), t.c.organisation_id.is_(None), t.c.official_id.is_(None)), "task_unowned_count"),
        ).group_by(t.c.region_code)
    )
    if len(frame):
        survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0)


def at_risk(task: FromClause, day: date) -> ColumnElement[bool]:
    """The end of an open task is near on `day`, and less is done than should be by then, or nobody says how much."""
    t = task.c
    near = and_(t.planned_end_on >= day, t.planned_end_on <= day + timedelta(days=AT_RISK_DAYS))
    done = t.done_quantity >= AT_RISK_DONE * t.target_quantity
    return and_(near, or_(t.done_quantity.is_(None), t.target_quantity.is_(None), not_(done)))


def _freshness(survey: Survey) -> None:
    """Sources with a rule for their age, and those that keep it on the day of the data; told of the highest region."""
    s, x = work.data_source, work.data_load
    loads = (
        select(x.c.source_id, func.max(x.c.as_of_on).label("as_of_on"))
        .where(x.c.load_status_code == "OK")
        .group_by(x.c.source_id)
        .subquery("last_load")
    )
    frame = survey.ask(
        select(s.c.source_id, s.c.stale_after_day_count, loads.c.as_of_on).select_from(
            s.outerjoin(loads, loads.c.source_id == s.c.source_id)
        )
    )
    ruled = [
        (day, int(days))
        for day, days in zip(frame["as_of_on"].dt.date, frame["stale_after_day_count"], strict=True)
        if not np.isnan(float(days))
    ]
    if not ruled:
        return
    fresh = sum(1 for day, days in ruled if day == day and survey.as_of - day <= timedelta(days=days))  # noqa: PLR0124
    top = survey.tray.tree.depth == 0
    survey.tray.put("source_count", survey.year, np.where(top, float(len(ruled)), np.nan), "fixed")
    survey.tray.put("fresh_source_count", survey.year, np.where(top, float(fresh), np.nan), "fixed")
