"""Villages by year: people, houses and empty houses, roads and clinics, the year in which a poor village was lifted."""

import numpy as np
import pandas as pd

from data_access.demo.apportion import Flags, Floats, Ints, Words, best, maybe, stream
from data_access.demo.land import Land
from data_access.demo.scenario import Scenario


def village_years(
    scenario: Scenario, land: Land, household_year: pd.DataFrame, solar_yuan: pd.DataFrame
) -> pd.DataFrame:
    """Rows of table region_year.

    The poor and the registered are counted from `household_year`; `solar_yuan` (stat_year, region_code, received_yuan)
    enters the income of the collective. Houses are known for three years.
    """
    rng = stream(scenario.seed, "villages")
    now = scenario.year
    villages = land.villages
    count = len(villages)
    vacancy = _vacancy(rng, land, scenario.people.hollow)
    base = villages["rural_population"].to_numpy(dtype=np.float64)
    houses = np.round(base / rng.uniform(2.3, 2.6, count)).astype(np.int64)
    fees = np.exp(rng.normal(10.6, 0.7, count))
    ease = -villages["hardship"].to_numpy(dtype=np.float64) + rng.normal(0, 0.6, count)
    paid = solar_yuan.pivot_table(index="region_code", columns="stat_year", values="received_yuan", aggfunc="sum")
    frames = []
    for year in scenario.years:
        mine = household_year[household_year["stat_year"] == year]
        poor = mine[mine["poverty_status_code"].isin(["0", "3"])]
        registered = mine.groupby("region_code")["member_count"]
        frame = pd.DataFrame({"region_code": villages["region_code"], "stat_year": year})
        code = frame["region_code"]
        grown = 1 + 0.0035 * (now - year)
        rural = villages["rural_population"] if year == now else (base * grown).round().astype(np.int64)
        frame["rural_population_count"] = rural
        frame["total_population_count"] = (rural * 1.012).round().astype(np.int64)
        frame["household_count"] = (rural / 2.35).round().astype(np.int64)
        frame["registered_household_count"] = code.map(registered.size()).fillna(0).astype(np.int64)
        frame["registered_population_count"] = code.map(registered.sum()).fillna(0).astype(np.int64)
        frame["poor_household_count"] = code.map(poor.groupby("region_code").size()).fillna(0).astype(np.int64)
        frame["poor_population_count"] = (
            code.map(poor.groupby("region_code")["member_count"].sum()).fillna(0).astype(np.int64)
        )
        known = np.full(count, year >= now - 2)
        empty = _empty_houses(houses, vacancy - 0.02 * (now - year))
        frame["house_count"] = maybe(houses, known)
        frame["vacant_house_count"] = maybe(empty, known)
        solar = code.map(paid[year]).fillna(0).to_numpy(dtype=np.float64) if year in paid.columns else np.zeros(count)
        frame["collective_income_yuan"] = np.round(solar * 0.22 + fees * (1 + 0.09 * (year - now + 5)), 2)
        step = year - now + 5
        for place, column in enumerate(
            ("has_paved_road", "has_broadband", "has_clinic", "has_power", "has_safe_water")
        ):
            frame[column] = (ease + place * 0.1 > 0.2 - 0.75 * step).astype(np.int64) if year < now else 1
        frame["source_id"] = "STATISTICS"
        frames.append(frame)
    return pd.concat(frames, ignore_index=True).sort_values(["region_code", "stat_year"], ignore_index=True)


def _vacancy(rng: np.random.Generator, land: Land, wanted: tuple[int, int, int] | None) -> Floats:
    """Share of empty houses today; `wanted`: villages at one half and more, of them poor ones, from 30 to 50 %."""
    poor = land.villages["is_poor"].to_numpy() == 1
    remote = land.villages["distance"].to_numpy(dtype=np.float64) + 0.25 * land.villages["hardship"].to_numpy(
        dtype=np.float64
    )
    score = remote + rng.normal(0, 0.35, poor.size)
    many, of_poor, some = wanted or (round(0.12 * poor.size), round(0.07 * poor.sum()), round(0.1 * poor.size))
    hollow = best(score, of_poor, poor) | best(score, many - of_poor, ~poor)
    half = best(score, some, ~hollow)
    share = np.where(
        hollow,
        0.52 + 0.26 * rng.beta(1.4, 3, poor.size),
        np.where(half, rng.uniform(0.32, 0.48, poor.size), 0.06 + 0.2 * rng.random(poor.size)),
    )
    result: Floats = share
    return result


def _empty_houses(houses: Ints, share: Floats) -> Ints:
    result: Ints = np.round(houses * np.clip(share, 0, 1)).astype(np.int64)
    return result


def village_exits(scenario: Scenario, land: Land, region_year: pd.DataFrame) -> Words:
    """The year in which each poor village was lifted: the first with incidence under the line; None: not yet."""
    poor: Flags = land.villages["is_poor"].to_numpy() == 1
    exits = np.full(poor.size, None, dtype=object)
    if scenario.village_exits:
        return _told_exits(scenario, land, region_year, poor)
    for year in sorted(set(scenario.years[2:]) & set(region_year["stat_year"].unique().tolist())):
        rows = region_year[region_year["stat_year"] == year].set_index("region_code").loc[land.villages["region_code"]]
        under = (rows["poor_population_count"] * 100 < rows["rural_population_count"] * scenario.exit_line).to_numpy()
        exits[poor & under & np.array([e is None for e in exits.tolist()])] = year
    return exits


def _told_exits(scenario: Scenario, land: Land, region_year: pd.DataFrame, poor: Flags) -> Words:
    """Exactly as many villages lifted in each year as were told, those with the lowest incidence today first."""
    last = region_year[region_year["stat_year"] == scenario.year].set_index("region_code")
    rows = last.loc[land.villages["region_code"]]
    rate = (rows["poor_population_count"] / rows["rural_population_count"]).to_numpy(dtype=np.float64)
    exits = np.full(poor.size, None, dtype=object)
    for year, count in sorted(scenario.village_exits.items()):
        exits[best(-rate, count, poor & np.array([e is None for e in exits.tolist()]))] = year
    return exits
