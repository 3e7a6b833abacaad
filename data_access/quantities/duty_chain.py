"""Who answers for regions, and how many households each helper has: what the duty view counts beside the visits."""

from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import and_, case, exists, func, select

from data_access.quantities.counting import Floats
from data_access.quantities.gathered import gathered, placed_today
from data_access.quantities.survey import Survey, count_if, holds
from data_access.rules import FIRST_SECRETARY, LEADER_ROLES, LOAD_CLASSES, TEAM_ROLES
from data_access.schema import responsibility
from data_access.tree import VILLAGE_LEVEL

HEAVIEST: Final = 20
"""So many helpers of a region are told by name of their key."""

LOADS: Final = ("region_code", "official_id", "household_count")

_LED = {3: "county", 4: "township", VILLAGE_LEVEL: "village"}


def count_loads(survey: Survey, pairs: pd.DataFrame) -> pd.DataFrame:
    """Helpers of each region, by the households that each has in it, and the most that one has.

    `pairs`: region_code, official_id, household_count. An official is counted once in each region where they help,
    whatever its level, so none of these figures adds up. Returns the `HEAVIEST` of each region, in the columns `LOADS`:
    by region, the heaviest first, then by key.
    """
    tree, tray = survey.tray.tree, survey.tray
    placed = placed_today(tray, pairs).rename(columns={"official_id": "official", "household_count": "load"})
    found = {name: np.zeros(len(tree)) for name in ("helper_official_count", "helper_most_household_count")}
    found |= {name: np.zeros(len(tree)) for name in LOAD_CLASSES}
    heaviest = []
    for here in gathered(tree, placed.astype({"load": "int64"}), "official", {"load": "sum"}):
        _tell(found, here["region"].to_numpy(), here["load"].to_numpy())
        heaviest.append(_heaviest(here))
    for name, figures in found.items():
        tray.put(name, survey.year, figures, "fixed")
    told = pd.concat(heaviest, ignore_index=True)
    told["region_code"] = np.array(tree.codes, dtype=object)[told["region"].to_numpy(dtype=np.int64)]
    return told.rename(columns={"official": "official_id", "load": "household_count"})[list(LOADS)]


def _heaviest(here: pd.DataFrame) -> pd.DataFrame:
    """Of region, official, load: the first rows of each region."""
    ordered = here.sort_values(["region", "load", "official"], ascending=[True, False, True])
    return ordered.groupby("region", sort=False).head(HEAVIEST)


def _tell(found: dict[str, Floats], regions: np.ndarray, loads: np.ndarray) -> None:
    """Add helpers with their loads to the figures of their regions, which have none yet."""
    size = len(found["helper_official_count"])
    found["helper_official_count"] += np.bincount(regions, minlength=size)
    np.maximum.at(found["helper_most_household_count"], regions, loads)
    for name, (least, most) in LOAD_CLASSES.items():
        found[name] += np.bincount(regions[(loads >= least) & (loads <= most)], minlength=size)


def count_chain(survey: Survey) -> None:
    """Regions for which somebody answers by their level, villages with a team and a first secretary, and their days."""
    o = responsibility.region_official
    roles = (*LEADER_ROLES.values(), *TEAM_ROLES)
    frame = survey.ask(
        select(o.c.region_code, o.c.official_role_code)
        .where(o.c.official_role_code.in_(roles), holds(o.c.valid_from, o.c.valid_to, survey.as_of))
        .group_by(o.c.region_code, o.c.official_role_code)
    )
    tree, tray = survey.tray.tree, survey.tray
    for level, role in LEADER_ROLES.items():
        at_level = tree.level == level
        if level != VILLAGE_LEVEL:
            own = at_level & tree.stands
            tray.put(f"{_LED[level]}_count", survey.year, np.where(own, 1.0, np.nan))
        tray.put(f"led_{_LED[level]}_count", survey.year, _flags(survey, frame, (role,), at_level))
    team = _flags(survey, frame, TEAM_ROLES, tree.is_village)
    first = _flags(survey, frame, (FIRST_SECRETARY,), tree.is_village)
    tray.put("team_village_count", survey.year, team)
    tray.put("first_secretary_village_count", survey.year, first)
    short = _days(survey)
    tray.put("team_lacking_village_count", survey.year, np.where((first == 0) | (short > 0), 1.0, first * 0))


def _flags(survey: Survey, frame: pd.DataFrame, roles: tuple[str, ...], at: np.ndarray) -> Floats:
    """1 for each of the regions `at` where somebody holds one of the roles, 0 for the others; NaN elsewhere."""
    held = frame.loc[frame["official_role_code"].isin(roles), "region_code"]
    flags = np.where(at & survey.tray.tree.stands, 0.0, np.nan)
    places = [place for code in held for place in survey.tray.places(str(code))]
    flags[[place for place in places if flags[place] == 0]] = 1.0
    return flags


def _days(survey: Survey) -> Floats:
    """Days in the village of those who are in its team, against those required; returns how many have too few."""
    a, o = responsibility.official_attendance, responsibility.region_official
    in_team = exists().where(
        o.c.region_code == a.c.region_code,
        o.c.official_id == a.c.official_id,
        o.c.official_role_code.in_(TEAM_ROLES),
        holds(o.c.valid_from, o.c.valid_to, survey.as_of),
    )
    known = and_(a.c.village_day_count.is_not(None), a.c.required_day_count.is_not(None))
    frame = survey.ask(
        select(
            a.c.region_code,
            count_if(known, "team_day_official_count"),
            count_if(a.c.village_day_count < a.c.required_day_count, "team_short_official_count"),
            func.sum(case((known, a.c.village_day_count))).label("team_village_day_count"),
            func.sum(case((known, a.c.required_day_count))).label("team_required_day_count"),
        )
        .where(a.c.stat_year == survey.year, in_team)
        .group_by(a.c.region_code)
    )
    tray = survey.tray
    tray.lay(frame, list(frame.columns[1:]), period=survey.year, even_empty=True)
    short = tray.cells["team_short_official_count"][survey.year]
    tray.put("team_short_village_count", survey.year, np.where(np.isnan(short), np.nan, np.minimum(short, 1.0)))
    return short
