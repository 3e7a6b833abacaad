"""The county Qibei, modelled on Shandan in 2017: capable people paired with households, works maps."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Floats, best_of_count, capped_shares, numbered, pick, shares, stream
from data_access.demo.draft import Draft, Frames
from data_access.demo.industries import drawn, figure_rows
from data_access.demo.scenario import Population, Scenario
from data_access.demo.ventures import activities, gathered, reached, share_among, spread, taken_along, this_year_only
from data_access.demo.works import build_projects, build_ranking, build_tasks

_CAPABLE: Final = (757, 2_674, 7_848)
_CASH_CROPS_MU, _SHEEP, _ZONES, _STOCK = 52_500, 2_465, 23, 365_000
_STATIONS: Final = 16

QILIAN: Final = Scenario(
    name="qilian",
    name_zh="祁北县",
    root="990301000000",
    as_of=np.datetime64("2017-09-30", "D"),
    years=(2014, 2015, 2016, 2017),
    seed=20171023,
    parts=frozenset(["assurance", "income", "responsibility", "measures"]),
    exit_line=3,
    population=Population(
        households=4_587,
        persons=14_200,
        rural=152_969,
        poor=3_916,
        poor_households=1_439,
        # Their sum (14,200 - 3,916) is published, the years are generated.
        exits={2014: 2_950, 2015: 3_630, 2016: 3_704},
        size_odds={1: 0.105, 2: 0.23, 3: 0.285, 4: 0.26, 5: 0.095, 6: 0.025},
        without_labour=5_980,
        skill_or_funds=6_350,
        major=(214, 246),
        chronic=(1_480, 1_870),
        dropouts=1,
        helpers=1_260,
        jobs={2016: (5_420, 4_300, 3_050), 2017: (5_480, 4_390, 3_120)},
        asked_unwilling=700,
        shocked=24,
    ),
)


def build_qilian(draft: Draft) -> list[Frames]:
    """Farming, pairing with capable people, e-commerce; projects, tasks and rankings."""
    projects = build_projects(draft, 264, 214_000_000)
    monthly = [f"2017-{m:02d}-26" for m in range(1, 10)]
    return [
        _farming(draft),
        _breeding(draft),
        _elsewhere(draft),
        _pairing(draft),
        _stations(draft),
        projects,
        build_tasks(draft, projects["project"], 310),
        build_ranking(draft, {"MONTH_DISPATCH": monthly, "QUARTER_RANK": ["2017-03-31", "2017-06-30", "2017-09-28"]}),
    ]


def _farming(draft: Draft) -> Frames:
    """A cash-crop base and a flock of sheep handed out in each of the thirteen poor villages."""
    scenario, land, roster = draft.scenario, draft.land, draft.people.roster
    rng = stream(scenario.seed, "farming")
    poor = np.flatnonzero(land.villages["is_poor"].to_numpy() == 1)
    since = np.full(poor.size, 2015)
    crop = pick(rng, "中药材 高原夏菜 马铃薯 孜然 油菜", poor.size)
    fields = activities(
        land, rng, "CRP", poor, name=crop + "基地", since=since, industry_kind_code="AGRICULTURE", product_zh=crop,
        industry_subkind_code="AGRICULTURE_CROP", business_entity_code="COOPERATIVE", source_id="INDUSTRY",
    )  # fmt: skip
    flocks = activities(
        land, rng, "SHP", poor, name="小尾寒羊投放", since=since + 1, industry_kind_code="AGRICULTURE",
        product_zh="小尾寒羊", industry_subkind_code="AGRICULTURE_STOCK", business_entity_code="COLLECTIVE",
        source_id="INDUSTRY",
    )  # fmt: skip
    ids, sheep_ids = (rows["activity_id"].to_numpy(dtype=object) for rows in (fields, flocks))
    registered = land.villages["registered"].to_numpy(dtype=np.float64)[poor]
    area = shares(_CASH_CROPS_MU, registered * rng.uniform(0.7, 1.3, poor.size))
    sheep = shares(_SHEEP, registered)
    quota = np.round(registered * 0.9).astype(np.int64)
    household, where = drawn(roster, poor, quota, rng.gumbel(0, 1, len(roster)))
    has_sheep = rng.random(household.size) < 0.42
    way = pick(rng, "SELF_RUN ENTRUST LAND_RENT SALES", household.size, [52, 14, 20, 14])
    able = draft.people.state["able"].to_numpy()[household] > 0
    way = np.where(has_sheep, "SELF_RUN", np.where(able, way, "LAND_RENT")).astype(object)
    activity = np.where(has_sheep, sheep_ids[where], ids[where]).astype(object)
    income = np.exp(rng.normal(7.3, 0.45, household.size))
    return {
        "industry_activity": pd.concat([fields, flocks], ignore_index=True),
        "industry_coverage": pd.concat(
            [reached(scenario, land, ids, poor, since, 1), reached(scenario, land, sheep_ids, poor, since + 1)],
            ignore_index=True,
        ),
        "industry_figure": pd.concat(
            [
                figure_rows(ids, np.full(ids.size, "AREA_MU", dtype=object), scenario.year, 0, area),
                figure_rows(sheep_ids, np.full(ids.size, "STOCK_COUNT", dtype=object), scenario.year, 0, sheep),
            ],
            ignore_index=True,
        ),
        "industry_participation": taken_along(scenario, rng, roster, household, activity, mode=way, income=income),
    }


def _breeding(draft: Draft) -> Frames:
    """Breeding zones all over the county; with the sheep handed out they hold the published stock."""
    scenario, land = draft.scenario, draft.land
    rng = stream(scenario.seed, "breeding")
    seat = spread(rng, np.arange(len(land.villages)), _ZONES)
    since = rng.choice([2014, 2015, 2016], seat.size)
    product = pick(rng, "肉羊 肉牛 蛋鸡 生猪", seat.size, [45, 15, 30, 10])
    rows = activities(
        land, rng, "BRD", seat, name=product + "养殖小区", since=since, industry_kind_code="AGRICULTURE",
        product_zh=product, industry_subkind_code="AGRICULTURE_STOCK", business_entity_code="COOPERATIVE",
        source_id="INDUSTRY",
    )  # fmt: skip
    ids = rows["activity_id"].to_numpy(dtype=object)
    stock = shares(_STOCK - _SHEEP, np.where(product == "蛋鸡", 8.0, 1.0) * np.exp(rng.normal(0, 0.4, ids.size)), 300)
    return {
        "industry_activity": rows,
        "industry_coverage": reached(scenario, land, ids, seat, since),
        "industry_figure": figure_rows(ids, np.full(ids.size, "STOCK_COUNT", dtype=object), scenario.year, 0, stock),
    }


def _elsewhere(draft: Draft) -> Frames:
    """Cooperatives in two thirds of the other villages: generated, so that some villages have nothing."""
    scenario, land, roster = draft.scenario, draft.land, draft.people.roster
    rng = stream(scenario.seed, "elsewhere")
    others = np.flatnonzero(land.villages["is_poor"].to_numpy() == 0)
    village = np.sort(rng.choice(others, round(0.68 * others.size), replace=False))
    since = rng.choice([2015, 2016], village.size)
    product = pick(rng, "制种玉米 啤酒大麦 马铃薯 油菜 饲草", village.size)
    rows = activities(
        land, rng, "COP", village, name=product + "合作社", since=since, industry_kind_code="AGRICULTURE",
        product_zh=product, industry_subkind_code="AGRICULTURE_CROP", business_entity_code="COOPERATIVE",
        source_id="INDUSTRY",
    )  # fmt: skip
    ids = rows["activity_id"].to_numpy(dtype=object)
    registered = land.villages["registered"].to_numpy()[village]
    quota = capped_shares(1_350, registered.astype(np.float64), registered)
    household, where = drawn(roster, village, quota, rng.gumbel(0, 1, len(roster)))
    way = pick(rng, "SALES LAND_RENT DIVIDEND", household.size, [50, 30, 20])
    income = np.exp(rng.normal(6.9, 0.4, household.size))
    return {
        "industry_activity": rows,
        "industry_coverage": reached(scenario, land, ids, village, since),
        "industry_participation": taken_along(scenario, rng, roster, household, ids[where], mode=way, income=income),
    }


def _pairing(draft: Draft) -> Frames:
    """Each capable person takes along three or four households of its village, or of the villages near it."""
    scenario, land, roster = draft.scenario, draft.land, draft.people.roster
    rng = stream(scenario.seed, "pairing")
    count, households, persons = _CAPABLE
    township = land.villages["township"].to_numpy()
    seat = rng.choice(len(land.villages), count, p=_odds(land.villages["registered"].to_numpy(dtype=np.float64)))
    since = np.full(count, 2016)
    trade = pick(rng, "养殖 种植 运输 建筑 餐饮 商贸 农机", count, [28, 26, 8, 10, 8, 10, 10])
    rows = activities(
        land, rng, "CAP", seat, name=trade + "能人", since=since, industry_kind_code="CAPABLE_PERSON",
        product_zh=trade, business_entity_code="CAPABLE_PERSON", source_id="INDUSTRY",
    )  # fmt: skip
    ids = rows["activity_id"].to_numpy(dtype=object)
    size = roster["size"].to_numpy(dtype=np.int64)
    score = rng.gumbel(0, 1, size.size) + 0.6 * roster["is_poor"].to_numpy()
    household = np.flatnonzero(best_of_count(score, size, households, persons))
    home = roster["village"].to_numpy()[household]
    # By township, in the order of their villages, so that those paired live near each other; nobody stays without.
    slot = np.empty(household.size, dtype=np.int64)
    for town in np.unique(township[home]).tolist():
        mine = np.flatnonzero(township[home] == town)
        near = np.flatnonzero(township[seat] == town)
        if near.size == 0:
            near = np.arange(count)
        slot[mine] = np.sort(near)[np.arange(mine.size) * near.size // mine.size]
    unused = np.setdiff1d(np.arange(count), slot)
    many = np.bincount(slot, minlength=count)
    for free in unused.tolist():
        full = int(np.argmax(many))
        slot[np.flatnonzero(slot == full)[0]] = free
        many[full], many[free] = many[full] - 1, 1
    mode = np.full(household.size, "OTHER", dtype=object)
    income = np.exp(rng.normal(6.2, 0.5, household.size))
    part = taken_along(scenario, rng, roster, household, ids[slot], mode=mode, income=income)
    return {
        "industry_activity": rows,
        "industry_coverage": reached(scenario, land, ids[slot], home, np.full(home.size, 2016)),
        "industry_participation": this_year_only(part, scenario),
    }


def _odds(weight: Floats) -> Floats:
    odds: Floats = weight / weight.sum()
    return odds


def _stations(draft: Draft) -> Frames:
    """A station in each of the thirteen demonstration villages, which are the poor ones, and three elsewhere."""
    scenario, land, roster = draft.scenario, draft.land, draft.people.roster
    rng = stream(scenario.seed, "stations")
    is_poor = land.villages["is_poor"].to_numpy() == 1
    poor = np.flatnonzero(is_poor)
    seat = np.r_[poor, rng.choice(np.flatnonzero(~is_poor), _STATIONS - poor.size, replace=False)]
    since = np.full(seat.size, 2016)
    rows = activities(
        land, rng, "ECM", seat, name="电子商务服务站", since=since, industry_kind_code="ECOMMERCE",
        industry_subkind_code="ECOMMERCE_VILLAGE", business_entity_code="ENTERPRISE", source_id="INDUSTRY",
    )  # fmt: skip
    rows["activity_id"] = numbered("ECM", seat.size, 4)
    ids = rows["activity_id"].to_numpy(dtype=object)
    home = roster["village"].to_numpy()
    household = np.flatnonzero(np.isin(home, seat) & (rng.random(home.size) < 0.18))
    mode = np.full(household.size, "SALES", dtype=object)
    part = {
        "industry_participation": taken_along(
            scenario, rng, roster, household, share_among(rng, home[household], ids, seat), mode=mode,
            income=rng.normal(900, 200, household.size),
        )
    }  # fmt: skip
    return gathered({"industry_activity": rows, "industry_coverage": reached(scenario, land, ids, seat, since)}, part)
