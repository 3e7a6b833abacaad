"""Quantities of the theme monitoring (防返贫监测) and what measures reach the monitored households."""

from datetime import timedelta

import pandas as pd
from sqlalchemy import case, exists, func, select

from data_access.quantities.survey import ABLE, DEVELOPMENT_MEASURES, Survey, count_if, sum_if, valid_household
from data_access.schema import core, monitoring, responsibility

IN_TIME = timedelta(days=15)


def count_monitoring(survey: Survey) -> None:
    """Count cases, alerts and measures in place."""
    if not survey.themes["monitoring"]:
        return
    _cases(survey)
    _in_time(survey)
    _alerts(survey)
    if survey.themes["measures"]:
        _measures(survey)


def _cases(survey: Survey) -> None:
    """Cases ever identified, open ones by kind of object, eliminated ones by the way it came about."""
    c, h = monitoring.monitoring_case, core.household
    joined = c.join(h, h.c.household_id == c.c.household_id)
    is_open = c.c.is_eliminated == 0
    frame = survey.ask(
        select(
            h.c.region_code,
            func.count().label("monitoring_case_count"),
            func.count(func.distinct(case((is_open, c.c.household_id)))).label("monitoring_open_household_count"),
            sum_if(is_open, c.c.member_count, "monitoring_open_person_count"),
            func.count(func.distinct(case((c.c.is_eliminated == 1, c.c.household_id)))).label(
                "monitoring_eliminated_household_count"
            ),
        )
        .select_from(joined)
        .where(valid_household())
        .group_by(h.c.region_code)
    )
    tray = survey.tray
    tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0, even_empty=True)
    for column, items, wanted in (
        (c.c.monitoring_object_code, "MONITORING_OBJECT", 0),
        (c.c.elimination_mode_code, "ELIMINATION_MODE", 1),
    ):
        name = "monitoring_eliminated_case_count" if wanted else "monitoring_open_case_count"
        split = survey.ask(
            select(h.c.region_code, column, func.count().label(name))
            .select_from(joined)
            .where(valid_household(), c.c.is_eliminated == wanted)
            .group_by(h.c.region_code, column)
        )
        tray.lay_items(split, column.name, [name], survey.items[items], period=survey.year, absent=0, even_empty=True)


def _in_time(survey: Survey) -> None:
    """Cases with a known clue by the year of their decision, and those decided within 15 days of it."""
    c, h = monitoring.monitoring_case, core.household
    dates = survey.ask(
        select(h.c.region_code, c.c.found_on, c.c.identified_on, func.count().label("case_count"))
        .select_from(c.join(h, h.c.household_id == c.c.household_id))
        .where(valid_household(), c.c.found_on.is_not(None), c.c.identified_on.is_not(None))
        .group_by(h.c.region_code, c.c.found_on, c.c.identified_on)
    )
    if dates.empty:
        return
    waited = dates["identified_on"] - dates["found_on"]
    frame = pd.DataFrame(
        {
            "region_code": dates["region_code"],
            "stat_year": dates["identified_on"].dt.year,
            "monitoring_clued_case_count": dates["case_count"],
            "monitoring_in_time_case_count": dates["case_count"].where(waited <= IN_TIME, 0),
        }
    )
    survey.tray.lay(frame, list(frame.columns[2:]), absent=0)


def _alerts(survey: Survey) -> None:
    """Alerts of this year or still pending, pending ones, and pending ones past their day."""
    a, h = monitoring.monitoring_alert, core.household
    pending = a.c.alert_result_code == "PENDING"
    day = survey.day("monitoring_alert")
    frame = survey.ask(
        select(
            h.c.region_code,
            count_if(pending | (a.c.raised_on >= day.replace(month=1, day=1)), "monitoring_alert_count"),
            count_if(pending, "monitoring_alert_pending_count"),
            count_if(pending & (a.c.due_on < day), "monitoring_alert_overdue_count"),
        )
        .select_from(a.join(h, h.c.household_id == a.c.household_id))
        .where(valid_household())
        .group_by(h.c.region_code)
    )
    if len(frame):
        survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0)


def _measures(survey: Survey) -> None:
    """Open monitored households with a measure, and those with labour and a measure of development."""
    c, h, p = monitoring.monitoring_case, core.household, core.person
    m = responsibility.household_measure
    year = survey.day("household_measure").year
    helped = (
        exists()
        .where(
            m.c.household_id == c.c.household_id,
            m.c.stat_year >= year - 1,
            m.c.measure_status_code.in_(("DOING", "DONE")),
            m.c.valid_to.is_(None) | (m.c.valid_to >= c.c.identified_on),
        )
        .correlate(c)
    )
    developed = (
        exists()
        .where(
            m.c.household_id == c.c.household_id,
            m.c.stat_year >= year - 1,
            m.c.measure_code.in_(DEVELOPMENT_MEASURES),
            m.c.measure_status_code.in_(("DOING", "DONE")),
            m.c.valid_to.is_(None) | (m.c.valid_to >= c.c.identified_on),
        )
        .correlate(c)
    )
    can_work = (
        exists()
        .where(p.c.household_id == c.c.household_id, p.c.is_valid == 1, p.c.labour_ability_code.in_(ABLE))
        .correlate(c)
    )
    able = can_work & (func.coalesce(c.c.is_without_labour, 0) == 0)
    frame = survey.ask(
        select(
            h.c.region_code,
            func.count(func.distinct(case((helped, c.c.household_id)))).label("monitoring_measured_household_count"),
            func.count(func.distinct(case((able, c.c.household_id)))).label("monitoring_able_household_count"),
            func.count(func.distinct(case((able & developed, c.c.household_id)))).label(
                "monitoring_development_household_count"
            ),
        )
        .select_from(c.join(h, h.c.household_id == c.c.household_id))
        .where(valid_household(), c.c.is_eliminated == 0)
        .group_by(h.c.region_code)
    )
    survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0, even_empty=True)
