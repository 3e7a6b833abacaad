"""Quantities of the theme responsibility: helpers, visits and work teams, on the day of the data."""

from datetime import timedelta

import numpy as np
import pandas as pd
from sqlalchemy import func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.duty_chain import LOADS, count_chain, count_loads
from data_access.quantities.survey import (
    Survey,
    count_if,
    holds,
    just_before,
    last_moment,
    registered,
    valid_household,
)
from data_access.rules import HELPER_ROLE, MIDDLE_VISIT_DAYS, MONITORED_VISIT_DAYS, VISIT_DAYS
from data_access.schema import core, monitoring, responsibility


def count_responsibility(survey: Survey) -> pd.DataFrame:
    """Count helpers, visits and work teams where the theme is connected, each where its table tells of any.

    Returns the heaviest loads of each region as `duty_chain.count_loads` does.
    """
    if not survey.themes["responsibility"]:
        return pd.DataFrame(columns=list(LOADS))
    r = responsibility
    loads = _helpers(survey) if survey.tells(r.household_official) else pd.DataFrame(columns=list(LOADS))
    if survey.tells(r.household_visit):
        _visits(survey)
    if survey.tells(r.region_official):
        count_chain(survey)
    return loads


def _helpers(survey: Survey) -> pd.DataFrame:
    """Households with a helper in office, and helpers: once in each region where they help, whatever its level."""
    o, h = responsibility.household_official, core.household
    in_office = (o.c.official_role_code == HELPER_ROLE) & holds(o.c.valid_from, o.c.valid_to, survey.as_of)
    joined = o.join(h, h.c.household_id == o.c.household_id)
    households = survey.ask(
        select(h.c.region_code, func.count(func.distinct(o.c.household_id)).label("helper_household_count"))
        .select_from(joined)
        .where(registered(), in_office)
        .group_by(h.c.region_code)
    )
    tray = survey.tray
    tray.lay(households, ["helper_household_count"], period=survey.year, absent=0, even_empty=True)
    _no_helper(survey)
    pairs = survey.ask(
        select(h.c.region_code, o.c.official_id, func.count(func.distinct(o.c.household_id)).label("household_count"))
        .select_from(joined)
        .where(registered(), in_office)
        .group_by(h.c.region_code, o.c.official_id)
    )
    return count_loads(survey, pairs)


def _no_helper(survey: Survey) -> None:
    """Registered households without a helper in office."""
    tray = survey.tray
    all_of_them, helped = (tray.take(f"{name}_household_count", survey.year) for name in ("registered", "helper"))
    if all_of_them is not None and helped is not None:
        tray.put("no_helper_household_count", survey.year, np.maximum(all_of_them - helped, 0))


def _visits(survey: Survey) -> None:
    """Households due to be visited, visited in time, and overdue; monitored ones have the shorter time."""
    v, h, c = responsibility.household_visit, core.household, monitoring.monitoring_case
    day = survey.day("household_visit")
    last = (
        select(v.c.household_id, func.max(v.c.visited_at).label("last_visited_at"))
        .where(v.c.visited_at > just_before(day - timedelta(days=VISIT_DAYS)), v.c.visited_at <= last_moment(day))
        .group_by(v.c.household_id)
        .subquery("last_visit")
    )
    joined = h.outerjoin(last, last.c.household_id == h.c.household_id)
    recent = last.c.last_visited_at > just_before(day - timedelta(days=MONITORED_VISIT_DAYS))
    if survey.themes["monitoring"]:
        watched = select(c.c.household_id).where(c.c.is_eliminated == 0).distinct().subquery("watched")
        joined = joined.outerjoin(watched, watched.c.household_id == h.c.household_id)
        is_watched: ColumnElement[bool] = watched.c.household_id.is_not(None)
        due: ColumnElement[bool] = or_(registered(), is_watched)
        visited: ColumnElement[bool] = (is_watched & recent) | (~is_watched & last.c.last_visited_at.is_not(None))
    else:
        due, visited = registered(), last.c.last_visited_at.is_not(None)
        is_watched = h.c.is_valid == -1  # nobody is monitored
    monitored_late = is_watched & (last.c.last_visited_at.is_(None) | ~recent)
    between = last.c.last_visited_at > just_before(day - timedelta(days=MIDDLE_VISIT_DAYS))
    frame = survey.ask(
        select(
            h.c.region_code,
            func.count().label("visit_due_household_count"),
            count_if(visited, "visited_household_count"),
            count_if(monitored_late, "visit_overdue_monitored_household_count"),
            count_if(is_watched, "visit_due_monitored_household_count"),
            count_if(recent, "visit_within_30_household_count"),
            count_if(between & ~recent, "visit_within_60_household_count"),
            count_if(last.c.last_visited_at.is_not(None) & ~between, "visit_within_90_household_count"),
            count_if(last.c.last_visited_at.is_(None), "visit_silent_household_count"),
        )
        .select_from(joined)
        .where(valid_household(), due)
        .group_by(h.c.region_code)
    )
    frame["visit_overdue_household_count"] = frame["visit_due_household_count"] - frame["visited_household_count"]
    for name in ("due", "overdue"):
        monitored = frame[f"visit_{name}_monitored_household_count"]
        frame[f"visit_{name}_other_household_count"] = frame[f"visit_{name}_household_count"] - monitored
    survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0, even_empty=True)
