"""Quantities of the theme responsibility: helpers, visits and work teams, on the day of the data."""

from datetime import timedelta

import numpy as np
import pandas as pd
from sqlalchemy import func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.quantities.counting import Floats
from data_access.quantities.survey import (
    Survey,
    count_if,
    holds,
    just_before,
    last_moment,
    registered,
    valid_household,
)
from data_access.rules import FIRST_SECRETARY, HELPER_ROLE, MONITORED_VISIT_DAYS, TEAM_ROLES, VISIT_DAYS
from data_access.schema import core, monitoring, responsibility


def count_responsibility(survey: Survey) -> None:
    """Count helpers, visits and work teams where the theme is connected."""
    if not survey.themes["responsibility"]:
        return
    _helpers(survey)
    _visits(survey)
    _teams(survey)


def _helpers(survey: Survey) -> None:
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
    pairs = survey.ask(
        select(h.c.region_code, o.c.official_id).select_from(joined).where(registered(), in_office).distinct()
    )
    tray.put("helper_official_count", survey.year, _distinct_by_region(survey, pairs), "fixed")


def _distinct_by_region(survey: Survey, pairs: pd.DataFrame) -> Floats:
    """How many different officials there are under each region; 0 where there is none."""
    tree = survey.tray.tree
    today = pairs["region_code"].map(lambda code: survey.tray.today_code(str(code)))
    known = pairs.assign(region_code=today)[today.notna()]
    carried = pd.DataFrame(
        {"region": known["region_code"].map(tree.index).astype("int64"), "official": known["official_id"]}
    )
    everywhere, found = carried, np.zeros(len(tree))
    for depth in range(int(tree.depth.max()), -1, -1):
        at_depth = tree.depth[carried["region"]] == depth
        here = carried[at_depth].drop_duplicates()
        found += np.bincount(here["region"], minlength=len(tree))
        above = here.assign(region=tree.parent[here["region"]])
        carried = pd.concat([carried[~at_depth], above[above["region"] >= 0]])
    for group in tree.groups:
        inside = tree.under(group.code, everywhere["region"].to_numpy())
        found[tree.at(group.code)] = everywhere[inside]["official"].nunique()
    return found


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
        is_watched = watched.c.household_id.is_not(None)
        due: ColumnElement[bool] = or_(registered(), is_watched)
        visited: ColumnElement[bool] = (is_watched & recent) | (~is_watched & last.c.last_visited_at.is_not(None))
        monitored_late: ColumnElement[bool] = is_watched & (last.c.last_visited_at.is_(None) | ~recent)
    else:
        due, visited = registered(), last.c.last_visited_at.is_not(None)
        monitored_late = last.c.last_visited_at.is_(None) & (h.c.is_valid == -1)  # nobody is monitored
    frame = survey.ask(
        select(
            h.c.region_code,
            func.count().label("visit_due_household_count"),
            count_if(visited, "visited_household_count"),
            count_if(monitored_late, "visit_overdue_monitored_household_count"),
        )
        .select_from(joined)
        .where(valid_household(), due)
        .group_by(h.c.region_code)
    )
    frame["visit_overdue_household_count"] = frame["visit_due_household_count"] - frame["visited_household_count"]
    survey.tray.lay(frame, list(frame.columns[1:]), period=survey.year, absent=0, even_empty=True)


def _teams(survey: Survey) -> None:
    """Villages where someone holds a team role, and where a first secretary does; an official may serve several."""
    o = responsibility.region_official
    frame = survey.ask(
        select(o.c.region_code, count_if(o.c.official_role_code == FIRST_SECRETARY, "first_secretary_count"))
        .where(o.c.official_role_code.in_(TEAM_ROLES), holds(o.c.valid_from, o.c.valid_to, survey.as_of))
        .group_by(o.c.region_code)
    )
    tree = survey.tray.tree
    at = [position for code in frame["region_code"] for position in survey.tray.places(str(code))]
    team = np.where(tree.is_village, 0.0, np.nan)
    team[[i for i in at if tree.is_village[i]]] = 1.0
    survey.tray.put("team_village_count", survey.year, team)
