"""The registered households: where they live, who is still poor, when the others were lifted."""

import numpy as np
import pandas as pd

from data_access.demo.apportion import (
    Flags,
    Floats,
    Ints,
    Words,
    best_of_count,
    best_of_size,
    capped_shares,
    days_between,
    maybe,
    numbered,
    stream,
)
from data_access.demo.land import Land
from data_access.demo.names import phones
from data_access.demo.scenario import Population, Scenario


def draw_roster(scenario: Scenario, land: Land, state: pd.DataFrame) -> pd.DataFrame:
    """One row a household, ordered by village.

    Columns: household_id, village (position), size, is_poor (today), has_fallen_back, identified_year, exited_year
    (0 = still poor), attribute (HOUSEHOLD_ATTRIBUTE), need (how hard it has it, mean 0)
    """
    rng = stream(scenario.seed, "roster")
    village = np.repeat(np.arange(len(land.villages)), land.villages["registered"].to_numpy())
    size = state["size"].to_numpy(dtype=np.int64)
    need = _need(rng, state)
    wanted = scenario.people
    poor = _still_poor(scenario, land, village, size, need)
    hardship = land.villages["hardship"].to_numpy(dtype=np.float64)[village]
    identified = rng.choice(list(wanted.identified), size.size, p=list(wanted.identified.values()))
    # Easy villages are lifted as a whole years before the hard ones.
    slope = 1.5 * hardship + rng.normal(0, 0.7, len(land.villages))[village]
    exited = _exits(wanted, rng, size, 0.75 * need + slope, poor=poor, identified=identified)
    fallen = poor & (rng.random(size.size) < wanted.fallen) & (identified == 2014)
    return pd.DataFrame(
        {
            "household_id": numbered("99", size.size, 8, start=10_000_001),
            "village": village,
            "size": size,
            "is_poor": poor,
            "has_fallen_back": fallen,
            "identified_year": identified,
            "exited_year": exited,
            "attribute": _attributes(rng, state, poor, need),
            "need": need,
        }
    )


def _need(rng: np.random.Generator, state: pd.DataFrame) -> Floats:
    burden = (
        1.3 * (state["major"] > 0)
        + 0.5 * (state["chronic"] > 0)
        + 0.7 * (state["disabled"] > 0)
        + 0.9 * (state["able"] == 0)
    )
    need = burden.to_numpy(dtype=np.float64) + rng.normal(0, 0.8, len(state))
    result: Floats = (need - need.mean()) / need.std()
    return result


def _still_poor(scenario: Scenario, land: Land, village: Ints, size: Ints, need: Floats) -> Flags:
    wanted = scenario.people
    if wanted.poor_households is not None:
        weight = np.log((land.villages["poor_weight"] / land.villages["rural_population"]).to_numpy(dtype=np.float64))
        return best_of_count(0.8 * need + 0.5 * weight[village], size, wanted.poor_households, wanted.poor)
    persons = np.bincount(village, weights=size).astype(np.int64)
    left = capped_shares(
        wanted.poor, land.villages["poor_weight"].to_numpy(dtype=np.float64), (persons * 0.62).astype(np.int64)
    )
    poor = np.zeros(size.size, dtype=bool)
    start = 0
    for people, count in zip(left.tolist(), np.bincount(village).tolist(), strict=True):
        mine = slice(start, start + count)
        poor[mine] = best_of_size(need[mine], size[mine], people)
        start += count
    return poor


def _exits(
    wanted: Population, rng: np.random.Generator, size: Ints, burden: Floats, *, poor: Flags, identified: Ints
) -> Ints:
    """The year in which each household was lifted, the least burdened first; persons a year as wanted."""
    exited = np.zeros(size.size, dtype=np.int64)
    ease = -burden + rng.normal(0, 0.7, size.size)
    for year, persons in wanted.exits.items():
        free = ~poor & (exited == 0) & (identified < year)
        if year == 2014:
            free = ~poor & (identified == 2014)
        exited[best_of_size(ease, size, persons, free)] = year
    if ((exited == 0) != poor).any() or sum(wanted.exits.values()) + wanted.poor != wanted.persons:
        raise ValueError("the years of exit do not cover everybody lifted")
    return exited


def _attributes(rng: np.random.Generator, state: pd.DataFrame, poor: Flags, need: Floats) -> Words:
    alone_and_old = ((state["size"] == 1) & (state["head_age"] >= 60) & (state["able"] == 0)).to_numpy()
    # Support alone lifts a person over the line, so nobody who is still poor has it.
    support = alone_and_old & ~poor & (rng.random(poor.size) < 0.16)
    allowance = ~support & (need + rng.normal(0, 0.6, poor.size) > np.where(poor, -0.1, 0.55))
    return np.where(poor, np.where(allowance, "04", "01"),
                    np.where(support, "03", np.where(allowance, "02", "05"))).astype(object)  # fmt: skip


def status_in(roster: pd.DataFrame, year: int) -> Words:
    """POVERTY_STATUS of each household at the end of `year` (this year: today); None before it was registered."""
    exited = roster["exited_year"].to_numpy()
    lifted = (exited > 0) & (exited <= year)
    status = np.where(lifted, np.where((exited <= 2015) & (year >= 2018), "4", "1"), "0").astype(object)
    back = roster["has_fallen_back"].to_numpy()
    # Those who fell back had been lifted in 2016 and came back in 2018.
    status[back & (year in (2016, 2017))] = "1"
    status[back & (year >= 2018)] = "3"
    status[roster["identified_year"].to_numpy() > year] = None
    return status


def household_rows(scenario: Scenario, roster: pd.DataFrame, land: Land, head_person_id: Words) -> pd.DataFrame:
    """Rows of table household."""
    rng = stream(scenario.seed, "household rows")
    count = len(roster)
    village = roster["village"].to_numpy()
    rows = land.villages.iloc[village]
    groups = np.maximum(1, land.villages["registered"].to_numpy()[village] // 45)
    group = np.floor(rng.random(count) * groups).astype(np.int64) + 1
    names = np.array([f"{g}组" for g in group.tolist()], dtype=object)
    longitude, latitude = land.near(rng, village)
    status = status_in(roster, scenario.year)
    tokens = [rng.bytes(10).hex() for _ in range(count)]
    return pd.DataFrame(
        {
            "household_id": roster["household_id"],
            "region_code": rows["region_code"].to_numpy(),
            "village_group_zh": names,
            "head_person_id": head_person_id,
            "member_count": roster["size"],
            "household_type_code": "1",
            "household_attribute_code": roster["attribute"],
            "identification_standard_code": "01",
            "poverty_status_code": status,
            "identified_year": roster["identified_year"],
            "exited_year": maybe(roster["exited_year"].to_numpy(), ~roster["is_poor"].to_numpy()),
            "is_living_away": (rng.random(count) < 0.06).astype(np.int64),
            "address_zh": rows["township_zh"].to_numpy() + rows["name_zh"].to_numpy() + names,
            "phone_no": maybe(phones(rng, count), rng.random(count) < 0.93),
            "longitude": longitude,
            "latitude": latitude,
            "qr_token": np.array(tokens, dtype=object),
            "is_valid": 1,
            "source_id": "LEDGER",
            "updated_at": days_between(rng, scenario.on(0, "07-01"), str(scenario.as_of), count),
        }
    )


def year_rows(
    scenario: Scenario, roster: pd.DataFrame, land: Land, born_year: Ints, household_of: Ints
) -> pd.DataFrame:
    """Rows of table household_year: members are counted from the year of their birth.

    `born_year` and `household_of` (position) are given a person each.
    """
    codes = land.villages["region_code"].to_numpy()[roster["village"].to_numpy()]
    frames = []
    for year in scenario.years:
        status = status_in(roster, year)
        known = np.array([s is not None for s in status.tolist()])
        members = np.bincount(household_of[born_year <= year], minlength=len(roster))
        frame = pd.DataFrame({"household_id": roster["household_id"], "stat_year": year, "region_code": codes})
        frame["member_count"] = members
        frame["poverty_status_code"] = status
        frame["source_id"] = "LEDGER"
        frames.append(frame[known])
    return pd.concat(frames, ignore_index=True).sort_values(["household_id", "stat_year"], ignore_index=True)


def poor_until(roster: pd.DataFrame, year: int) -> Flags:
    """Households still poor, or lifted only in `year`."""
    flags: Flags = roster["is_poor"].to_numpy() | (roster["exited_year"].to_numpy() == year)
    return flags
