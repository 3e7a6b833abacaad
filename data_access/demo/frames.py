"""All rows of the demo county, table by table, before any of them is written."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from data_access.demo import (
    assistance,
    figures,
    health,
    income,
    industries,
    jobs,
    monitoring,
    quality,
    responsibility,
    solar,
    tourism,
)
from data_access.demo.apportion import Words
from data_access.demo.land import Land, read_land, region_rows
from data_access.demo.people import draw_people, household_sizes, person_rows
from data_access.demo.roster import draw_roster, household_rows, year_rows
from data_access.demo.targets import AS_OF
from data_access.demo.villages import village_exits, village_years

Frames = dict[str, pd.DataFrame]
Progress = Callable[[str, int, int], None]

STAGES = ("people", "industry", "income", "responsibility", "monitoring")
"""The stages of drawing, in order, as `progress` names them; writing comes after."""


def demo_frames(seed: int, progress: Progress | None = None) -> Frames:
    """The rows of each table of the county Bashang, keyed by table name; the same seed gives the same rows.

    Columns are those of the contract that are filled; None, NaN and NaT are NULL. `progress` hears
    (stage, done, total).
    """
    tell = progress or (lambda _stage, _done, _total: None)
    total = len(STAGES) + 1
    tell("people", 0, total)
    land = read_land(seed)
    people = draw_people(seed, household_sizes(seed))
    person_id_in = people["place"].to_numpy() + 1
    sick = health.draw_health(seed, people)
    state = health.household_state(people, sick, int(people["household"].max()) + 1)
    roster = draw_roster(seed, land, state)
    household_of = people["household"].to_numpy(dtype=np.int64)
    person_household = roster["household_id"].to_numpy(dtype=object)[household_of]
    person_id: Words = np.array(
        [f"{h}{p:02d}" for h, p in zip(person_household.tolist(), person_id_in.tolist(), strict=True)], dtype=object
    )
    frames = _about_people(
        seed, land, people, sick, state, roster=roster, household_id=person_household, person_id=person_id
    )
    tell("industry", 1, total)
    plan, shops = jobs.build_workshops(seed, land)
    worked = jobs.draw_jobs(seed, people, sick, roster, land=land, plan=plan)
    parts = [
        solar.build_solar(seed, land),
        tourism.build_tourism(seed, land, roster, state),
        industries.build_farming(seed, land, roster, state),
        industries.build_others(seed, land, roster, state),
        shops,
    ]
    paid = solar.share_out(seed, land, roster, state, parts[0]["industry_coverage"])
    parts += [paid, {"industry_participation": _at_work(worked, roster, household_of)}]
    frames |= _gathered([_keyed(part, roster) for part in parts])
    names = dict(zip(shops["industry_activity"]["activity_id"], shops["industry_activity"]["name_zh"], strict=True))
    frames["person_employment"] = jobs.employment_rows(worked, person_household, person_id, names)
    frames["workshop_month"] = jobs.workshop_months(seed, plan, worked)
    tell("income", 2, total)
    known = income.earned(roster, frames["industry_participation"], worked, household_of)
    frames["household_income"] = income.income_rows(
        seed, roster, state, land, members=frames["household_year"], known=known
    )
    frames["policy_line"] = income.policy_rows()
    tell("responsibility", 3, total)
    cases = monitoring.case_rows(seed, roster, state, frames["household_income"])
    frames |= responsibility.build_responsibility(seed, land, roster, cases)
    tell("monitoring", 4, total)
    frames["monitoring_case"] = cases.drop(columns=["household", "risk"]).sort_values(
        ["household_id", "case_id"], ignore_index=True
    )
    frames["monitoring_risk"] = monitoring.risk_rows(seed, cases)
    cadres = frames["region_official"][frames["region_official"]["official_role_code"] == "TOWNSHIP_CADRE"][
        "official_id"
    ].to_numpy(dtype=object)
    frames["monitoring_alert"] = monitoring.alert_rows(seed, roster, state, cases, land=land, cadre=cadres)
    still_open = cases[cases["is_eliminated"] == 0]["household"].to_numpy()
    frames["household_measure"] = assistance.measure_rows(
        seed,
        roster,
        state,
        participation=frames["industry_participation"],
        jobs=worked,
        household_of=household_of,
        open_cases=still_open,
    )
    frames["household_assurance"] = assistance.assurance_rows(seed, roster, state)
    frames |= figures.figure_frames()
    _about_villages(seed, land, frames)
    main = (
        frames["household_cause"]
        .query("is_main == 1")
        .set_index("household_id")["cause_code"]
        .loc[roster["household_id"]]
        .to_numpy(dtype=object)
    )
    frames["data_issue"] = quality.issue_rows(
        seed, land, roster, state, main_cause=main, household=frames["household"], income=frames["household_income"]
    )
    frames["data_source"] = quality.source_rows()
    frames["data_load"] = quality.load_rows(frames)
    tell("monitoring", 5, total)
    return frames


def _about_people(
    seed: int,
    land: Land,
    people: pd.DataFrame,
    sick: pd.DataFrame,
    state: pd.DataFrame,
    *,
    roster: pd.DataFrame,
    household_id: Words,
    person_id: Words,
) -> Frames:
    labour = sick["labour_ability_code"].to_numpy(dtype=object)
    person = person_rows(seed, people, roster["household_id"].to_numpy(dtype=object), person_id, labour)
    born = person["born_on"].to_numpy().astype("datetime64[Y]").astype(np.int64) + 1970
    cause = health.draw_causes(seed, state)
    return {
        "household": household_rows(seed, roster, land, person_id[people["place"].to_numpy() == 0]),
        "household_year": year_rows(roster, land, born, people["household"].to_numpy(dtype=np.int64)),
        "person": person,
        "household_cause": health.cause_rows(seed, cause, state, roster["household_id"].to_numpy(dtype=object)),
        "person_health": health.health_rows(seed, sick, household_id, person_id),
        "person_social_security": health.security_rows(
            seed, people, roster["attribute"].to_numpy(dtype=object), household_id, person_id
        ),
    }


def _about_villages(seed: int, land: Land, frames: Frames) -> None:
    solar_yuan = frames["industry_coverage"].dropna(subset=["received_yuan"])
    frames["region_year"] = village_years(seed, land, frames["household_year"], solar_yuan)
    frames["region"] = region_rows(land, village_exits(land, frames["region_year"]), AS_OF)


def _at_work(
    worked: pd.DataFrame, roster: pd.DataFrame, household_of: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> pd.DataFrame:
    """Participation in micro-factories: one row a household, year and factory, summed over its workers."""
    shop = worked[worked["activity_id"].notna()]
    rows = shop.assign(
        household_id=roster["household_id"].to_numpy()[household_of[shop["person"].to_numpy()]],
        participation_mode_code="WORK",
        source_id="HUMAN",
    )
    keys = ["household_id", "stat_year", "activity_id", "participation_mode_code", "source_id"]
    return rows.groupby(keys, as_index=False).agg(worker_count=("person", "size"), income_yuan=("wage", "sum"))


def _keyed(part: Frames, roster: pd.DataFrame) -> Frames:
    """The part with its participation by household_id where it was drawn by position."""
    rows = part.get("industry_participation")
    if rows is None or "household" not in rows:
        return part
    keys = roster["household_id"].to_numpy(dtype=object)[rows["household"].to_numpy()]
    return part | {"industry_participation": rows.drop(columns="household").assign(household_id=keys)}


def _gathered(parts: list[Frames]) -> Frames:
    """The rows of each table from all parts, by key."""
    keys = {"industry_participation": ["household_id", "stat_year", "activity_id"]}
    gathered: Frames = {}
    for table in dict.fromkeys(name for part in parts for name in part):
        rows = [part[table] for part in parts if table in part]
        frame = pd.concat(rows, ignore_index=True) if len(rows) > 1 else rows[0]
        if table in keys:
            frame = frame.sort_values(keys[table], kind="stable", ignore_index=True)
        gathered[table] = frame
    return gathered
