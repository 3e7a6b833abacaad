"""Quantities of the themes insurance, relocation, tasks and quality."""

from datetime import timedelta

import numpy as np
from sqlalchemy import and_, case, func, or_, select

from data_access.quantities.survey import Survey, count_if
from data_access.schema import monitoring, work


def count_work(survey: Survey) -> None:
    """Count insurance, relocation, projects, tasks and data quality where their themes are connected."""
    if survey.themes["insurance"]:
        _insurance(survey)
    if survey.themes["relocation"]:
        _relocation(survey)
    if survey.themes["tasks"]:
        _projects(survey)
        _tasks(survey)
    if survey.themes["quality"]:
        _issues(survey)
        _freshness(survey)


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


def _relocation(survey: Survey) -> None:
    s = monitoring.relocation_site
    both = s.c.moved_household_count.is_not(None) & s.c.occupied_household_count.is_not(None)
    frame = survey.ask(
        select(
            s.c.region_code,
            func.sum(case((both, s.c.moved_household_count))).label("relocation_moved_household_count"),
            func.sum(case((both, s.c.occupied_household_count))).label("relocation_occupied_household_count"),
            func.count().label("relocation_site_count"),
        ).group_by(s.c.region_code)
    )
    survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0)


def _projects(survey: Survey) -> None:
    p = work.project
    both = p.c.budget_yuan.is_not(None) & p.c.paid_yuan.is_not(None)
    frame = survey.ask(
        select(
            p.c.region_code,
            p.c.stat_year,
            func.sum(case((both, p.c.budget_yuan))).label("project_budget_yuan"),
            func.sum(case((both, p.c.paid_yuan))).label("project_paid_yuan"),
            func.count().label("project_count"),
        ).group_by(p.c.region_code, p.c.stat_year)
    )
    survey.tray.lay(frame, list(frame.columns[2:]))


def _tasks(survey: Survey) -> None:
    """Tasks with a planned end, those in time, and those late: past their end and neither finished nor closed."""
    t = work.task
    day = survey.day("task")
    in_time = or_(t.c.finished_on <= t.c.planned_end_on, and_(t.c.finished_on.is_(None), t.c.planned_end_on >= day))
    late = and_(t.c.finished_on.is_(None), t.c.planned_end_on < day, t.c.task_status_code.in_(("TODO", "DOING")))
    frame = survey.ask(
        select(
            t.c.region_code,
            func.count(t.c.planned_end_on).label("task_count"),
            count_if(in_time, "task_on_time_count"),
            count_if(late, "task_late_count"),
        ).group_by(t.c.region_code)
    )
    if len(frame):
        survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0)


def _issues(survey: Survey) -> None:
    """Doubtful records still open, at the region that the rule names, whatever its level."""
    d = work.data_issue
    frame = survey.ask(
        select(d.c.region_code, count_if(d.c.issue_status_code == "OPEN", "open_issue_count")).group_by(d.c.region_code)
    )
    if len(frame):
        survey.tray.lay(frame, ["open_issue_count"], period=survey.year, absent=0)


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
