"""All rows of a scenario, table by table, before any of them is written."""

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
from data_access.demo.apportion import Ints, Words
from data_access.demo.draft import Draft, Frames, People
from data_access.demo.land import Land, read_land, region_rows
from data_access.demo.people import draw_people, household_sizes, person_rows
from data_access.demo.roster import draw_roster, household_rows, year_rows
from data_access.demo.scenario import Scenario
from data_access.demo.villages import village_exits, village_years

Progress = Callable[[str, int, int], None]
Own = Callable[[Draft], list[Frames]]

STAGES = ("people", "industry", "income", "responsibility", "monitoring")
"""The stages of drawing, in order, as `progress` names them; writing comes after."""

PARTS = frozenset(
    [
        "assurance",
        "solar",
        "tourism",
        "farming",
        "others",
        "workshops",
        "income",
        "responsibility",
        "monitoring",
        "measures",
    ]
)
"""What a scenario may have of the shared generator; what is its own comes from its own module."""


def demo_frames(
    scenario: Scenario, own: Own | None = None, progress: Progress | None = None, land: Land | None = None
) -> Frames:
    """The rows of each table of `scenario`, keyed by table name; the same scenario gives the same rows.

    land: where it lies; read from its files when None, with what documents say of it as a whole.
    own: the parts that only this scenario has; their participation may name households by position (`household`).
    Columns are those of the contract that are filled; None, NaN and NaT are NULL. `progress` hears
    (stage, done, total).
    """
    tell = progress or (lambda _stage, _done, _total: None)
    tell("people", 0, len(STAGES) + 1)
    draft = Draft(scenario, land or read_land(scenario))
    if scenario.population is not None:
        draft = _with_people(draft)
    frames: Frames = {}
    if draft.drawn is not None:
        frames = _about_people(draft)
    tell("industry", 1, len(STAGES) + 1)
    worked = _about_industry(draft, own, frames)
    tell("income", 2, len(STAGES) + 1)
    if "income" in scenario.parts:
        _about_income(draft, frames, worked)
    tell("responsibility", 3, len(STAGES) + 1)
    cases = _cases(draft, frames)
    if "responsibility" in scenario.parts:
        frames |= responsibility.build_responsibility(draft, cases)
    tell("monitoring", 4, len(STAGES) + 1)
    _about_help(draft, frames, cases, worked)
    if land is None:
        frames |= figures.figure_frames(scenario)
    _about_villages(draft, frames)
    if "income" in scenario.parts and "assurance" in scenario.parts:
        frames["data_issue"] = _issues(draft, frames)
    frames["data_source"] = quality.source_rows(scenario, frames)
    frames["data_load"] = quality.load_rows(scenario, frames)
    return frames


def _with_people(draft: Draft) -> Draft:
    scenario = draft.scenario
    members = draw_people(scenario, household_sizes(scenario))
    sick = health.draw_health(scenario, members)
    state = health.household_state(members, sick, int(members["household"].max()) + 1)
    roster = draw_roster(scenario, draft.land, state)
    household_of = members["household"].to_numpy(dtype=np.int64)
    household_id = roster["household_id"].to_numpy(dtype=object)[household_of]
    places = (members["place"].to_numpy() + 1).tolist()
    person_id: Words = np.array(
        [f"{h}{p:02d}" for h, p in zip(household_id.tolist(), places, strict=True)], dtype=object
    )
    return Draft(scenario, draft.land, People(members, sick, state, roster, household_of, household_id, person_id))


def _about_people(draft: Draft) -> Frames:
    scenario, people = draft.scenario, draft.people
    labour = people.sick["labour_ability_code"].to_numpy(dtype=object)
    person = person_rows(
        scenario, people.members, people.roster["household_id"].to_numpy(dtype=object), people.person_id, labour
    )
    born = person["born_on"].to_numpy().astype("datetime64[Y]").astype(np.int64) + 1970
    is_head = people.members["place"].to_numpy() == 0
    frames = {
        "household": household_rows(scenario, people.roster, draft.land, people.person_id[is_head]),
        "household_year": year_rows(scenario, people.roster, draft.land, born, people.household_of),
        "person": person,
    }
    if "assurance" in scenario.parts:
        cause = health.draw_causes(scenario, people.state)
        home = people.roster["household_id"].to_numpy(dtype=object)
        frames["household_cause"] = health.cause_rows(scenario, cause, people.state, home)
        frames["person_health"] = health.health_rows(scenario, people.sick, people.household_id, people.person_id)
        frames["person_social_security"] = health.security_rows(
            scenario,
            people.members,
            people.roster["attribute"].to_numpy(dtype=object),
            people.household_id,
            people.person_id,
        )
    return frames


def _about_industry(  # noqa: PLR0912 - one branch a part
    draft: Draft, own: Own | None, frames: Frames
) -> pd.DataFrame:
    """Add the industries and the jobs to `frames`; returns the jobs."""
    scenario, land, parts = draft.scenario, draft.land, scenario_parts(draft)
    built: list[Frames] = []
    after: Frames = {}
    worked = pd.DataFrame()
    if draft.drawn is not None:
        people, seat = draft.people, (draft.scenario, draft.land, draft.people.roster, draft.people.state)
        shops: Frames = {}
        plan = pd.DataFrame(columns=["activity_id", "village", "wanted"])
        if "workshops" in parts:
            plan, shops = jobs.build_workshops(scenario, land)
        if scenario.people.jobs:
            worked = jobs.draw_jobs(scenario, people.members, people.sick, people.roster, land=land, plan=plan)
        if "solar" in parts:
            built.append(solar.build_solar(scenario, land))
        if "tourism" in parts:
            built.append(tourism.build_tourism(*seat))
        if "farming" in parts:
            built.append(industries.build_farming(*seat))
        if "others" in parts:
            built.append(industries.build_others(*seat))
        if shops:
            built.append(shops)
        if "solar" in parts:
            built.append(solar.share_out(*seat, built[0]["industry_coverage"]))
        if shops:
            built.append({"industry_participation": _at_work(worked, people.roster, people.household_of)})
        if len(worked):
            names = _names(shops)
            after["person_employment"] = jobs.employment_rows(worked, people.household_id, people.person_id, names)
        if shops:
            after["workshop_month"] = jobs.workshop_months(scenario, plan, worked)
    built += own(draft) if own is not None else []
    if draft.drawn is not None:
        built = [_keyed(part, draft.people.roster) for part in built]
    for table, rows in (_gathered(built) | after).items():
        frames[table] = pd.concat([frames[table], rows], ignore_index=True) if table in frames else rows
    return worked


def _names(shops: Frames) -> dict[str, str]:
    """The names of the micro-factories by activity."""
    if not shops:
        return {}
    rows = shops["industry_activity"]
    return dict(zip(rows["activity_id"].astype(str), rows["name_zh"].astype(str), strict=True))


def scenario_parts(draft: Draft) -> frozenset[str]:
    """The parts of the scenario; raises ValueError for one that the generator does not know."""
    unknown = draft.scenario.parts - PARTS
    if unknown:
        raise ValueError(f"{draft.scenario.name}: no such parts: {sorted(unknown)}")
    return draft.scenario.parts


def _about_income(draft: Draft, frames: Frames, worked: pd.DataFrame) -> None:
    scenario, people = draft.scenario, draft.people
    known = income.earned(scenario, people.roster, frames["industry_participation"], worked, people.household_of)
    frames["household_income"] = income.income_rows(
        scenario, people.roster, people.state, draft.land, members=frames["household_year"], known=known
    )
    frames["policy_line"] = income.policy_rows(scenario)


def _cases(draft: Draft, frames: Frames) -> pd.DataFrame:
    if "monitoring" not in draft.scenario.parts:
        none = pd.DataFrame({"household": np.zeros(0, dtype=np.int64), "is_eliminated": np.zeros(0, dtype=np.int64)})
        return none.assign(identified_on=np.zeros(0, dtype="datetime64[D]"))
    return monitoring.case_rows(draft.scenario, draft.people.roster, draft.people.state, frames["household_income"])


def _about_help(draft: Draft, frames: Frames, cases: pd.DataFrame, worked: pd.DataFrame) -> None:
    """Add monitoring, measures and the yearly check of the guarantees to `frames`."""
    scenario, parts = draft.scenario, draft.scenario.parts
    if "monitoring" in parts:
        frames["monitoring_case"] = cases.drop(columns=["household", "risk"]).sort_values(
            ["household_id", "case_id"], ignore_index=True
        )
        frames["monitoring_risk"] = monitoring.risk_rows(scenario, cases)
        official = frames["region_official"]
        cadres = official[official["official_role_code"] == "TOWNSHIP_CADRE"]["official_id"].to_numpy(dtype=object)
        frames["monitoring_alert"] = monitoring.alert_rows(
            scenario, draft.people.roster, draft.people.state, cases, land=draft.land, cadre=cadres
        )
    if "measures" in parts:
        frames["household_measure"] = assistance.measure_rows(
            scenario,
            draft.people.roster,
            draft.people.state,
            participation=frames["industry_participation"],
            jobs=worked,
            household_of=draft.people.household_of,
            open_cases=cases[cases["is_eliminated"] == 0]["household"].to_numpy(),
        )
    if "assurance" in parts:
        frames["household_assurance"] = assistance.assurance_rows(scenario, draft.people.roster, draft.people.state)


def _about_villages(draft: Draft, frames: Frames) -> None:
    scenario, land = draft.scenario, draft.land
    if draft.drawn is not None:
        paid = pd.DataFrame(columns=["region_code", "stat_year", "received_yuan"])
        if "received_yuan" in frames["industry_coverage"]:
            paid = frames["industry_coverage"].dropna(subset=["received_yuan"])
        frames["region_year"] = village_years(scenario, land, frames["household_year"], paid)
    exits = village_exits(scenario, land, frames["region_year"])
    frames["region"] = region_rows(land, exits, scenario.as_of)


def _issues(draft: Draft, frames: Frames) -> pd.DataFrame:
    people = draft.people
    cause = frames["household_cause"].query("is_main == 1").set_index("household_id")["cause_code"]
    return quality.issue_rows(
        draft.scenario,
        draft.land,
        people.roster,
        people.state,
        main_cause=cause.loc[people.roster["household_id"]].to_numpy(dtype=object),
        household=frames["household"].iloc[: len(people.roster)],
        income=frames["household_income"],
    )


def _at_work(worked: pd.DataFrame, roster: pd.DataFrame, household_of: Ints) -> pd.DataFrame:
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
