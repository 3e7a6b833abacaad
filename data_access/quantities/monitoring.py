"""Quantities of the theme monitoring (防返贫监测) and what measures reach the monitored households."""

from datetime import timedelta

import pandas as pd
from sqlalchemy import case, exists, func, select

from data_access.quantities.survey import ABLE, DEVELOPMENT_MEASURES, Survey, count_if, sum_if, valid_household
from data_access.rules import DEVELOPED_WITHIN_DAYS, HELPED_WITHIN_DAYS, NEW_WITHIN_DAYS
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
    """Cases ever identified, helped, new and left without help; eliminated ones by the way it came about."""
    c, h = monitoring.monitoring_case, core.household
    joined = c.join(h, h.c.household_id == c.c.household_id)
    is_open = c.c.is_eliminated == 0
    day = survey.day("monitoring_case")
    unhelped = is_open & c.c.assisted_on.is_(None) & (c.c.identified_on < day - timedelta(days=HELPED_WITHIN_DAYS))
    frame = survey.ask(
        select(
            h.c.region_code,
            func.count().label("monitoring_case_count"),
            func.count(func.distinct(case((is_open, c.c.household_id)))).label("monitoring_open_household_count"),
            sum_if(is_open, c.c.member_count, "monitoring_open_person_count"),
            func.count(func.distinct(case((c.c.is_eliminated == 1, c.c.household_id)))).label(
                "monitoring_eliminated_household_count"
            ),
            func.count(c.c.assisted_on).label("monitoring_helped_case_count"),
            count_if(c.c.identified_on > day - timedelta(days=NEW_WITHIN_DAYS), "monitoring_new_case_count"),
            count_if(unhelped, "monitoring_unhelped_case_count"),
        )
        .select_from(joined)
        .where(valid_household())
        .group_by(h.c.region_code)
    )
    tray = survey.tray
    tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0, even_empty=True)
    left = survey.ask(
        select(h.c.region_code, c.c.elimination_mode_code, func.count().label("monitoring_eliminated_case_count"))
        .select_from(joined)
        .where(valid_household(), c.c.is_eliminated == 1)
        .group_by(h.c.region_code, c.c.elimination_mode_code)
    )
    _lay_items(survey, left, "elimination_mode_code", "monitoring_eliminated_case_count", "ELIMINATION_MODE")
    _open_cases(survey)


def _open_cases(survey: Survey) -> None:
    """Open cases by kind of object, and by their main risk."""
    c, h, r = monitoring.monitoring_case, core.household, monitoring.monitoring_risk
    main = (r.c.household_id == c.c.household_id) & (r.c.case_id == c.c.case_id) & (r.c.risk_no == 1)
    split = survey.ask(
        select(h.c.region_code, c.c.monitoring_object_code, r.c.risk_code, func.count().label("case_count"))
        .select_from(c.join(h, h.c.household_id == c.c.household_id).outerjoin(r, main))
        .where(valid_household(), c.c.is_eliminated == 0)
        .group_by(h.c.region_code, c.c.monitoring_object_code, r.c.risk_code)
    )
    for item, name, items in (
        ("monitoring_object_code", "monitoring_open_case_count", "MONITORING_OBJECT"),
        ("risk_code", "monitoring_open_risk_count", "RISK"),
    ):
        _lay_items(survey, split.rename(columns={"case_count": name}), item, name, items)


def _lay_items(survey: Survey, frame: pd.DataFrame, item: str, name: str, items: str) -> None:
    survey.tray.lay_items(frame, item, [name], survey.items[items], period=survey.year, absent=0, even_empty=True)


def _in_time(survey: Survey) -> None:
    """Cases with a known clue, and those decided within 15 days of it: of all years, and by the year of decision."""
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
            "clued": dates["case_count"],
            "in_time": dates["case_count"].where(waited <= IN_TIME, 0),
        }
    )
    by_year = {"clued": "monitoring_clued_case_count", "in_time": "monitoring_in_time_case_count"}
    survey.tray.lay(frame, by_year, absent=0)
    ever = {"clued": "monitoring_found_case_count", "in_time": "monitoring_found_in_time_case_count"}
    survey.tray.lay(frame.drop(columns="stat_year"), ever, period=survey.year, absent=0)


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
    long_ago = c.c.identified_on <= survey.day("monitoring_case") - timedelta(days=DEVELOPED_WITHIN_DAYS)
    frame = survey.ask(
        select(
            h.c.region_code,
            func.count(func.distinct(case((helped, c.c.household_id)))).label("monitoring_measured_household_count"),
            func.count(func.distinct(case((able, c.c.household_id)))).label("monitoring_able_household_count"),
            func.count(func.distinct(case((able & developed, c.c.household_id)))).label(
                "monitoring_development_household_count"
            ),
            func.count(func.distinct(case((able & long_ago & ~developed, c.c.household_id)))).label(
                "monitoring_undeveloped_household_count"
            ),
        )
        .select_from(c.join(h, h.c.household_id == c.c.household_id))
        .where(valid_household(), c.c.is_eliminated == 0)
        .group_by(h.c.region_code)
    )
    survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0, even_empty=True)
