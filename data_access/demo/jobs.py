"""Jobs of each year (willing, given, six months and more), and the micro-factories that give some."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import (
    Flags,
    Ints,
    Words,
    best,
    capped_shares,
    days_between,
    maybe,
    numbered,
    pick,
    shares,
    stream,
)
from data_access.demo.land import Land
from data_access.demo.scenario import Scenario

Frames = dict[str, pd.DataFrame]

_GOODS: Final = ("服装", "手套", "箱包", "毛毡制品", "马铃薯粉条", "藜麦分装", "肉羊屠宰分割", "草编工艺品")
_SUBKIND: Final = (
    "WORKSHOP_PLANT",
    "WORKSHOP_PLANT",
    "WORKSHOP_HOME",
    "WORKSHOP_PLANT",
    "WORKSHOP_FARM",
    "WORKSHOP_TRADE",
    "WORKSHOP_FARM",
    "WORKSHOP_CULTURE",
)


def build_workshops(scenario: Scenario, land: Land) -> tuple[pd.DataFrame, Frames]:
    """The micro-factories: their plan (with village, wanted assisted workers, other workers) and rows."""
    rng = stream(scenario.seed, "workshops")
    wanted = scenario.workshops
    if wanted is None:
        raise ValueError(f"{scenario.name} has no micro-factories")
    total, townships, places = wanted.count, wanted.townships, wanted.villages
    poor = land.villages["is_poor"].to_numpy() == 1
    if not wanted.in_poor_villages:
        poor = np.ones(poor.size, dtype=bool)
    township = land.villages["township"].to_numpy()
    room = np.bincount(township[poor], minlength=int(township.max()) + 1)
    chosen = rng.choice(np.flatnonzero(room >= min(2, places // townships + 1)), townships, replace=False)
    # Those named first have one village more.
    each = np.minimum(places // townships + (np.arange(townships) < places % townships), room[chosen])
    each += capped_shares(places - int(each.sum()), np.ones(townships), room[chosen] - each)
    seats = [
        int(v)
        for t, many in zip(chosen.tolist(), each.tolist(), strict=True)
        for v in rng.choice(np.flatnonzero(poor & (township == t)), many, replace=False)
    ]
    village = np.array(seats + seats[: total - places])
    goods = rng.integers(0, len(_GOODS), total)
    opened = days_between(rng, scenario.on(3, "04-01"), scenario.on(1, "03-31"), total)
    watch = np.full(total, "RUN", dtype=object)
    watch[rng.choice(total, wanted.watched, replace=False)] = ["WATCH"] * (wanted.watched - 1) + ["CLEAR"]
    longitude, latitude = land.near(rng, village)
    rows = land.villages.iloc[village]
    plan = pd.DataFrame({"activity_id": numbered("WSH", total, 3), "village": village, "watch": watch})
    plan["wanted"] = np.clip(np.round(np.exp(rng.normal(3.1, 0.35, total))), 9, 60).astype(np.int64)
    if wanted.assisted is not None and wanted.workers is not None:
        plan["wanted"] = shares(wanted.assisted, plan["wanted"].to_numpy(dtype=np.float64), 6)
        odds = plan["wanted"].to_numpy() * rng.uniform(0.5, 1.5, total)
        plan["others"] = shares(wanted.workers - wanted.assisted, odds, 1)
    product = np.array(_GOODS, dtype=object)[goods]
    activity = pd.DataFrame(
        {
            "activity_id": plan["activity_id"],
            "industry_kind_code": "WORKSHOP",
            "industry_subkind_code": np.array(_SUBKIND, dtype=object)[goods],
            "name_zh": rows["name_zh"].to_numpy() + product + "微工厂",
            "region_code": rows["region_code"].to_numpy(),
            "product_zh": product,
            "operator_zh": rows["name_zh"].to_numpy() + "微工厂(演示)",
            "business_entity_code": pick(rng, "ENTERPRISE COOPERATIVE COLLECTIVE", total, [5, 3, 2]),
            "operating_status_code": np.where(watch == "RUN", "RUNNING", "WATCHED"),
            "is_project_asset": 1,
            "invested_yuan": rng.integers(20, 160, total) * 10_000,
            "longitude": longitude,
            "latitude": latitude,
            "valid_from": opened,
            "source_id": "HUMAN",
        }
    )
    activity.loc[activity["name_zh"].duplicated(), "name_zh"] += "(二厂)"
    workshop = pd.DataFrame(
        {"activity_id": plan["activity_id"], "workshop_build_code": pick(rng, "NEW REBUILD RENT", total, [5, 4, 2])}
    )
    workshop["certified_on"] = opened + np.timedelta64(60, "D")
    coverage = pd.concat(
        [
            pd.DataFrame(
                {
                    "activity_id": plan["activity_id"],
                    "region_code": rows["region_code"].to_numpy(),
                    "stat_year": y,
                    "is_leading": 0,
                    "source_id": "HUMAN",
                }
            )
            for y in (scenario.year - 1, scenario.year)
        ],
        ignore_index=True,
    )
    return plan, {"industry_activity": activity, "workshop": workshop, "industry_coverage": coverage}


def draw_jobs(
    scenario: Scenario,
    people: pd.DataFrame,
    health: pd.DataFrame,
    roster: pd.DataFrame,
    *,
    land: Land,
    plan: pd.DataFrame,
) -> pd.DataFrame:
    """One row a person asked and year.

    Columns: person (position), stat_year, is_willing, months, activity_id (micro-factory), channel, area, post, wage
    """
    frames = []
    for year, (willing_count, given_count, stable_count) in scenario.people.jobs.items():
        most = scenario.months if year == scenario.year else 12
        rng = stream(scenario.seed, f"jobs {year}")
        household = people["household"].to_numpy()
        age = people["age"].to_numpy() - (scenario.year - year)
        labour = health["labour_ability_code"].to_numpy(dtype=object)
        exited = roster["exited_year"].to_numpy()[household]
        poor = (exited == 0) | (exited > year)
        student = np.asarray(~pd.isna(people["student_status_code"]))
        able = np.isin(labour, ["01", "02", "05"]) & (age >= 17) & (age <= 65) & ~student
        # One stream for the wish itself: who is willing in one year mostly is in the next.
        wish = (
            stream(scenario.seed, "wish").gumbel(0, 1, age.size)
            + 1.6 * np.isin(labour, ["01", "02"])
            - 0.03 * np.maximum(age - 40, 0)
        )
        willing = best(wish + rng.gumbel(0, 0.3, age.size) - 0.8 * poor, willing_count, able)
        given = best(rng.random(age.size), given_count, willing & ~poor)
        stable = best(rng.random(age.size), stable_count, given)
        asked = best(rng.random(age.size), scenario.people.asked_unwilling, able & ~willing)
        months = np.where(stable, rng.integers(6, most + 1, age.size), np.where(given, rng.integers(1, 6, age.size), 0))
        months = np.where(stable & (rng.random(age.size) < 0.45), most, months)
        place = _workplaces(
            rng,
            given,
            roster["village"].to_numpy()[household],
            age,
            land=land,
            plan=plan if year == scenario.year else _smaller(scenario, plan),
        )
        frames.append(
            _job_rows(rng, year, np.flatnonzero(willing | asked), willing=willing, months=months, place=place)
        )
    return pd.concat(frames, ignore_index=True)


def _smaller(scenario: Scenario, plan: pd.DataFrame) -> pd.DataFrame:
    """The year before: where the numbers of today were published, the micro-factories were smaller then."""
    if scenario.workshops is None or scenario.workshops.assisted is None:
        return plan
    return plan.assign(wanted=np.maximum(plan["wanted"] * 0.55, 3).astype(np.int64))


def _workplaces(
    rng: np.random.Generator, given: Flags, village: Ints, age: Ints, *, land: Land, plan: pd.DataFrame
) -> Words:
    """The micro-factory in which each person works, people of the village first; None elsewhere."""
    place = np.full(age.size, None, dtype=object)
    township = land.villages["township"].to_numpy()
    free = given & (age <= 62)
    for activity, seat, wanted in plan[["activity_id", "village", "wanted"]].itertuples(index=False):
        near = free & (township[village] == township[seat])
        count = min(int(wanted), int(near.sum()))
        chosen = best(rng.random(age.size) + 1.0 * (village == seat), count, near)
        place[chosen] = activity
        free &= ~chosen
    return place


def _job_rows(
    rng: np.random.Generator, year: int, person: Ints, *, willing: Flags, months: Ints, place: Words
) -> pd.DataFrame:
    worked = months[person] > 0
    shop = np.array([p is not None for p in place[person].tolist()])
    channel = np.where(
        shop,
        "WORKSHOP",
        pick(rng, "LOCAL_FIRM PUBLIC_POST ECOLOGY EXPORT SELF BUSINESS", person.size, [26, 14, 9, 16, 31, 4]),
    )
    local = np.isin(channel, ["WORKSHOP", "PUBLIC_POST", "ECOLOGY"])
    area = np.where(
        local, "TOWNSHIP", pick(rng, "TOWNSHIP COUNTY CITY PROVINCE OTHER_PROVINCE", person.size, [14, 34, 20, 12, 20])
    )
    pay = (
        np.where(
            channel == "PUBLIC_POST",
            rng.integers(40, 80, person.size),
            np.where(local, rng.integers(120, 190, person.size), rng.integers(170, 360, person.size)),
        )
        * 10
    )
    rows = pd.DataFrame(
        {"person": person, "stat_year": year, "is_willing": willing[person].astype(np.int64), "months": months[person]}
    )
    rows["activity_id"] = place[person]
    rows["channel"] = maybe(channel, worked)
    rows["area"] = maybe(area, worked)
    rows["post"] = maybe(
        pick(rng, "P1 P2 P3 P7 P6", person.size, [20, 25, 10, 35, 10]), worked & (channel == "PUBLIC_POST")
    )
    rows["wage"] = np.where(worked, pay * months[person], 0)
    return rows


def employment_rows(jobs: pd.DataFrame, household_id: Words, person_id: Words, names: dict[str, str]) -> pd.DataFrame:
    """Rows of table person_employment; `names` gives the micro-factories' names by activity."""
    person = jobs["person"].to_numpy()
    worked = jobs["months"].to_numpy() > 0
    return pd.DataFrame(
        {
            "household_id": household_id[person],
            "person_id": person_id[person],
            "stat_year": jobs["stat_year"],
            "is_willing": jobs["is_willing"],
            "worked_month_count": jobs["months"],
            "work_area_code": jobs["area"],
            "employment_channel_code": jobs["channel"],
            "public_post_code": jobs["post"],
            "employer_zh": jobs["activity_id"].map(names),
            "activity_id": jobs["activity_id"],
            "wage_yuan": maybe(jobs["wage"].to_numpy(dtype=np.float64), worked),
            "source_id": "HUMAN",
        }
    ).sort_values(["household_id", "person_id", "stat_year"], ignore_index=True)


def workshop_months(scenario: Scenario, plan: pd.DataFrame, jobs: pd.DataFrame) -> pd.DataFrame:
    """Rows of table workshop_month of two years: in the last month of a year all its workers are there."""
    rng = stream(scenario.seed, "workshop months")
    assisted = jobs.groupby(["activity_id", "stat_year"]).size()
    frames = []
    for year, last in ((scenario.year - 1, 12), (scenario.year, scenario.months)):
        hands = assisted.xs(year, level="stat_year").reindex(plan["activity_id"]).fillna(0).to_numpy(dtype=np.int64)
        others = np.round(hands * rng.uniform(0.5, 1.5, hands.size)).astype(np.int64) + 2
        if "others" in plan and year == scenario.year:
            others = plan["others"].to_numpy(dtype=np.int64)
        for month in range(1, last + 1):
            there = np.round(hands * (0.82 + 0.18 * month / last)).astype(np.int64)
            frame = pd.DataFrame({"activity_id": plan["activity_id"], "stat_year": year, "stat_month": month})
            frame["worker_count"] = there + others
            frame["assisted_worker_count"] = there
            frame["assisted_wage_yuan"] = there * rng.integers(120, 190, there.size) * 10
            late = year == scenario.year and month >= 7
            frame["workshop_watch_code"] = plan["watch"].to_numpy() if late else "RUN"
            frame["source_id"] = "HUMAN"
            frames.append(frame)
    return pd.concat(frames, ignore_index=True)
