"""Yearly incomes: below the line until the household is lifted, above it afterwards, made of its jobs and shares."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Flags, Floats, Ints, best, stream
from data_access.demo.land import Land
from data_access.demo.scenario import Scenario

_PENSION: Final = {2014: 660, 2015: 840, 2016: 960, 2017: 1080, 2018: 1296, 2019: 1296}
_ALLOWANCE: Final = {2014: 900, 2015: 1080, 2016: 1380, 2017: 1680, 2018: 1980, 2019: 2280}
_SUPPORT: Final = {2014: 3000, 2015: 3300, 2016: 3900, 2017: 4600, 2018: 5200, 2019: 5700}
_COST: Final = 0.32
_PARTS: Final = {
    "wage": ("POST", "WORK"),
    "property": ("DIVIDEND", "LAND_RENT", "OTHER"),
    "business": ("SELF_RUN", "ENTRUST", "SALES"),
}
_BEGUN: Final = {5: 0.30, 4: 0.38, 3: 0.50, 2: 0.72}

LINES: Final = {2014: 2800, 2015: 2968, 2016: 3146, 2017: 3335, 2018: 3535, 2019: 3747}
"""The working line of each year, yuan per person."""


def earned(
    scenario: Scenario, roster: pd.DataFrame, participation: pd.DataFrame, jobs: pd.DataFrame, household_of: Ints
) -> dict[int, pd.DataFrame]:
    """What each household is known to earn in the last two years: wage, property, business, in the order of `roster`.

    Work in a micro-factory counts once, through `jobs`.
    """
    place = pd.Series(np.arange(len(roster)), index=roster["household_id"])
    known = {}
    for year in (scenario.year - 1, scenario.year):
        mine = participation[(participation["stat_year"] == year) & ~participation["activity_id"].str.startswith("WSH")]
        household = mine["household_id"].map(place).to_numpy(dtype=np.int64)
        money = mine["income_yuan"].to_numpy(dtype=np.float64)
        mode = mine["participation_mode_code"].to_numpy(dtype=object)
        frame = pd.DataFrame(index=range(len(roster)))
        for part, modes in _PARTS.items():
            frame[part] = np.bincount(household, weights=money * np.isin(mode, modes), minlength=len(roster))
        work = jobs[jobs["stat_year"] == year]
        frame["wage"] += np.bincount(
            household_of[work["person"].to_numpy()],
            weights=work["wage"].to_numpy(dtype=np.float64),
            minlength=len(roster),
        )
        known[year] = frame
    return known


def income_rows(
    scenario: Scenario,
    roster: pd.DataFrame,
    state: pd.DataFrame,
    land: Land,
    *,
    members: pd.DataFrame,
    known: dict[int, pd.DataFrame],
) -> pd.DataFrame:
    """Rows of table household_income; `members` is household_year, whose persons are the denominators."""
    rng = stream(scenario.seed, "income")
    now = scenario.year
    count = len(roster)
    hardship = land.villages["hardship"].to_numpy(dtype=np.float64)[roster["village"].to_numpy()]
    level = np.exp(rng.normal(8.93, 0.24, count) - 0.05 * hardship - 0.04 * roster["need"].to_numpy(dtype=np.float64))
    shocked = _shocked(scenario, rng, roster, state, known[now])
    counted = members.pivot(index="household_id", columns="stat_year", values="member_count").loc[
        roster["household_id"]
    ]
    frames = []
    for year in scenario.years:
        persons = counted[year].to_numpy(dtype=np.float64)
        registered = ~np.isnan(persons)
        persons = np.where(registered, persons, 1.0)
        lifted = _lifted(roster, year) & ~(shocked & (year == now))
        floor = LINES[year] * np.where(lifted, rng.uniform(1.08, 1.35, count), rng.uniform(0.60, 0.95, count))
        grown = level * (1.09 ** (year - 2019)) * rng.normal(1, 0.045, count)
        target = np.where(lifted, np.maximum(grown, floor), floor) * persons
        rows = _parts(
            rng,
            year,
            target,
            persons=persons,
            lifted=lifted,
            roster=roster,
            state=state,
            known=known[max(year, now - 1)],
            back=now - year,
        )
        rows.insert(0, "household_id", roster["household_id"])
        rows.insert(1, "stat_year", year)
        rows.insert(2, "member_count", persons.astype(np.int64))
        frames.append(rows[registered])
    every: pd.DataFrame = pd.concat(frames, ignore_index=True).assign(source_id="LEDGER")
    return every.sort_values(["household_id", "stat_year"], ignore_index=True)


def _lifted(roster: pd.DataFrame, year: int) -> Flags:
    exited = roster["exited_year"].to_numpy()
    back = roster["has_fallen_back"].to_numpy() & (year in (2016, 2017))
    lifted: Flags = ((exited > 0) & (exited <= year)) | back
    return lifted


def _shocked(
    scenario: Scenario, rng: np.random.Generator, roster: pd.DataFrame, state: pd.DataFrame, known: pd.DataFrame
) -> Flags:
    """Lifted households whose income fell under the line this year: what monitoring is there to find."""
    now = scenario.year
    earns = known.sum(axis=1).to_numpy() + _PENSION[now] * state["aged"].to_numpy()
    exited = roster["exited_year"].to_numpy()
    poor = earns < 0.7 * LINES[now] * state["size"].to_numpy()
    may = poor & (exited >= now - 3) & (exited <= now - 1) & (roster["attribute"] == "05").to_numpy()
    return best(rng.random(len(roster)), scenario.people.shocked, may)


def _parts(
    rng: np.random.Generator,
    year: int,
    target: Floats,
    *,
    persons: Floats,
    lifted: Flags,
    roster: pd.DataFrame,
    state: pd.DataFrame,
    known: pd.DataFrame,
    back: int,
) -> pd.DataFrame:
    """Split the income aimed at into its parts, beginning with what the household is known to have."""
    count = target.size
    wage, rent, sold = (known[part].to_numpy(dtype=np.float64) for part in ("wage", "property", "business"))
    if back > 1:
        # Earlier years are not recorded piece by piece: what was earned two years ago had begun on a smaller scale.
        whole = wage + rent + sold * (1 - _COST)
        scale = np.minimum(_BEGUN[back], 0.75 * target / np.maximum(whole, 1.0))
        wage, rent, sold = wage * scale, rent * scale, sold * scale
    attribute = roster["attribute"].to_numpy(dtype=object)
    pension = _PENSION[year] * state["aged"].to_numpy(dtype=np.float64)
    help_each = np.where(
        np.isin(attribute, ["02", "04"]), _ALLOWANCE[year], np.where(attribute == "03", _SUPPORT[year], 0)
    )
    relief = help_each * persons
    fixed = wage + rent + sold * (1 - _COST)
    # Below the line the allowance only fills up; whatever is known stays.
    room = np.maximum(target - fixed, 0.0)
    pension = np.where(lifted, pension, np.minimum(pension, room))
    relief = np.where(lifted, relief, np.minimum(relief, np.maximum(room - pension, 0.0)))
    gap = np.maximum(target - fixed - pension - relief, 0.0)
    works = state["able"].to_numpy() > 0
    part = rng.dirichlet((3.0, 4.0, 1.2, 4.0), count)
    alone = rng.dirichlet((0.05, 1.0, 2.0, 9.0), count)
    split = np.where(works[:, None], part, alone)
    wage = wage + gap * split[:, 0] * works
    sold = sold + gap * split[:, 1] / (1 - _COST)
    rent = rent + gap * split[:, 2]
    given = pension + relief + gap * (split[:, 3] + split[:, 0] * ~works)
    rows = pd.DataFrame(
        {
            "wage_income_yuan": np.round(wage),
            "business_income_yuan": np.round(sold),
            "property_income_yuan": np.round(rent),
            "transfer_income_yuan": np.round(given),
            "business_cost_yuan": np.round(sold * _COST),
        }
    )
    net = (
        rows["wage_income_yuan"]
        + rows["business_income_yuan"]
        + rows["property_income_yuan"]
        + rows["transfer_income_yuan"]
    )
    rows["net_income_yuan"] = net - rows["business_cost_yuan"]
    if back == 0:
        sick = state["major"].to_numpy() > 0
        paid = np.round(np.exp(rng.normal(8.1, 0.8, count)))
        rows["self_paid_cost_yuan"] = np.where(
            sick, paid, np.where(state["chronic"] > 0, np.round(paid * 0.18), np.nan)
        )
    return rows


def policy_rows(scenario: Scenario) -> pd.DataFrame:
    """Rows of table policy_line: the national lines of the years shown, published or derived as basis_zh says."""
    current = {
        2014: (2800, "国家统计局公布"),
        2015: (2855, "公开网页,可能"),
        2016: (2952, "2017 年核查规则引用,可能"),
        2017: (2952, "2017 年核查规则引用,可能"),
        2018: (2995, "未找到出处,未核实"),
        2019: (3218, "公开报道"),
    }
    rows = [("POVERTY_CONSTANT", y, 2300, "2010 年不变价") for y in scenario.years]
    rows += [
        ("POVERTY_CURRENT", y, amount, f"现价;{basis}") for y, (amount, basis) in current.items() if y in scenario.years
    ]
    rows += [
        ("POVERTY_WORKING", y, amount, f"推算:2800 × 1.06 的 {y - 2014} 次方")
        for y, amount in LINES.items()
        if y > 2014 and y in scenario.years
    ]
    frame = pd.DataFrame(rows, columns=["policy_line_code", "stat_year", "amount_yuan", "basis_zh"])
    frame.insert(1, "region_code", "000000000000")
    return frame
