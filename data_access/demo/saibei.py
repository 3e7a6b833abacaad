"""The city Saibei, modelled on Zhangjiakou at the end of 2019: solar, tourism, resettlement, jobs in 13 counties.

Its numbers of households, persons, townships and villages are chosen, not published: as many as the published counts
need. Guarantees, illness, causes and measures were not published for it and are not there.
"""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import (
    Floats,
    Ints,
    best,
    best_of_count,
    best_of_size,
    days_between,
    numbered,
    pick,
    shares,
    stream,
)
from data_access.demo.draft import Draft, Frames
from data_access.demo.relocation import moved_households, site_rows
from data_access.demo.scenario import Population, Scenario
from data_access.demo.solar import month_rows, station_rows
from data_access.demo.tourism import SIGHTS, season_rows
from data_access.demo.ventures import (
    activities,
    gathered,
    reached,
    share_among,
    spread,
    taken_along,
    this_year_only,
    within,
)

_SOLAR_COUNTY: Final = (1, 174, 0, 4, 2, 605_000)
"""The county with the stations of the model county: its place, stations by sort, capacity."""

_SOLAR_REST: Final = (735, 30, 24, 6, 695_000)
_SOLAR_HOUSEHOLDS: Final = 106_900
_SOLAR_PAID: Final = {2017: 68_000_000, 2018: 162_000_000, 2019: 250_000_000}
"""Only their sum, settled and shared so far, is published (4.8亿元, cumulative)."""

_TOURISM: Final = (1_020, 17_989, 32_715, 5)
_LEADING: Final = (80, 31_100, 60_700)
_ENTITIES: Final = (1_743, 47_300, 91_000)
_RELOCATED: Final = (119, 41_240, 102_470, 41_034)
"""Sites, households (generated), persons, households that live there (99.5 %)."""

_RELOCATED_HELPED: Final = 42_200
_PARKS: Final = 124

SAIBEI: Final = Scenario(
    name="saibei",
    name_zh="塞北市",
    root="990400000000",
    as_of=np.datetime64("2019-12-31", "D"),
    years=(2018, 2019),
    seed=20191231,
    parts=frozenset(["income", "responsibility"]),
    organ_zh="市",
    village_exits={2018: 120, 2019: 747},
    population=Population(
        households=152_400,
        persons=331_600,
        rural=1_486_000,
        poor=8_600,
        exits={2014: 12_843, 2015: 21_000, 2016: 38_000, 2017: 61_000, 2018: 92_000, 2019: 98_157},
        size_odds={1: 0.28, 2: 0.42, 3: 0.18, 4: 0.09, 5: 0.02, 6: 0.01},
        without_labour=331_600 - 256_000,
        skill_or_funds=76_000,
        major=(5_200, 5_600),
        chronic=(48_000, 61_000),
        identified={2014: 0.95, 2015: 0.03, 2016: 0.02},
        helpers=31_400,
        visit_quarters=1,
        jobs={2019: (189_400, 181_500, 138_200)},
        asked_unwilling=8_000,
        shocked=300,
    ),
)


def build_saibei(draft: Draft) -> list[Frames]:
    """Solar, tourism, farming, resettlement."""
    return [_solar(draft), _tourism(draft), _farming(draft), _relocation(draft)]


def _solar(draft: Draft) -> Frames:
    scenario, land = draft.scenario, draft.land
    rng = stream(scenario.seed, "solar")
    county = land.villages["county"].to_numpy()
    is_poor = land.villages["is_poor"].to_numpy() == 1
    place, *sorts, capacity = _SOLAR_COUNTY
    first = _stations(rng, np.flatnonzero(county == place), tuple(sorts), capacity)
    rest = np.flatnonzero(county != place)
    order = rest[np.lexsort((rng.random(rest.size), ~is_poor[rest]))]
    *sorts, capacity = _SOLAR_REST
    stations = pd.concat([first, _stations(rng, order[:700], tuple(sorts), capacity)], ignore_index=True)
    stations.insert(0, "activity_id", numbered("SOL", len(stations), 4))
    coverage = _money(draft, rng, stations)
    distribution, participation = _households(draft, rng, coverage)
    periods = tuple((year, 12) for year in _SOLAR_PAID)
    return {
        "industry_activity": station_rows(rng, land, stations, scenario.name_zh),
        "solar_station": stations[["activity_id", "capacity_kw", "collective_capacity_kw", "grid_connected_on"]],
        "solar_month": month_rows(rng, stations, coverage, periods),
        "industry_coverage": coverage,
        "solar_distribution": distribution,
        "industry_participation": participation,
    }


def _stations(rng: np.random.Generator, among: Ints, sorts: tuple[int, ...], capacity: int) -> pd.DataFrame:
    """Stations by sort (village, joint, central, commercial) in the villages `among`, with `capacity` kW in all."""
    village, joint, central, commercial = sorts
    seat = np.r_[spread(rng, among, village), rng.choice(among, joint + central + commercial, replace=False)]
    small = 100 + 10 * rng.integers(0, 41, village)
    middle = 500 + 100 * rng.integers(0, 16, joint)
    left = capacity - int(small.sum()) - int(middle.sum())
    large = shares(left // 10, rng.uniform(0.6, 1.5, central + commercial)) * 10
    large[0] += left - int(large.sum())
    kinds = ["SOLAR_VILLAGE", "SOLAR_JOINT", "SOLAR_CENTRAL", "SOLAR_COMMERCIAL"]
    rows = pd.DataFrame({"village": seat, "subkind": np.repeat(np.array(kinds, dtype=object), sorts)})
    rows["capacity_kw"] = np.r_[small, middle, large]
    own = np.where(rows["subkind"] == "SOLAR_COMMERCIAL", rows["capacity_kw"] // 4, rows["capacity_kw"])
    rows["collective_capacity_kw"] = own
    year = rng.choice([2017, 2018, 2019], len(rows), p=[0.34, 0.5, 0.16])
    day = np.array([f"{y}-01-10" for y in year.tolist()], dtype="datetime64[D]")
    rows["grid_connected_on"] = day + rng.integers(0, 170, len(rows)).astype("timedelta64[D]")
    rows["status"] = np.where(rng.random(len(rows)) < 0.022, "WATCHED", "RUNNING")
    return rows


def _money(draft: Draft, rng: np.random.Generator, stations: pd.DataFrame) -> pd.DataFrame:
    """Rows of industry_coverage: a village's own station, or a large one of its county, pays it; years add up."""
    land = draft.land
    county = land.villages["county"].to_numpy()
    since = stations["grid_connected_on"].to_numpy().astype("datetime64[Y]").astype(np.int64) + 1970
    own = stations["subkind"].isin(["SOLAR_VILLAGE", "SOLAR_JOINT"]).to_numpy()
    pairs = [stations.loc[own, ["activity_id", "village"]].assign(since=since[own])]
    without = np.setdiff1d(np.flatnonzero(land.villages["is_poor"].to_numpy() == 1), stations["village"][own])
    without = np.r_[
        without, np.setdiff1d(rng.choice(len(county), 620, replace=False), np.r_[without, stations["village"][own]])
    ]
    seats = county[stations["village"].to_numpy()]
    for each in np.unique(county[without]).tolist():
        mine = without[county[without] == each]
        large = np.flatnonzero(~own & (seats == each))
        if large.size == 0:
            continue
        chosen = large[np.arange(mine.size) % large.size]
        ids = stations["activity_id"].to_numpy(dtype=object)[chosen]
        pairs.append(pd.DataFrame({"activity_id": ids, "village": mine, "since": np.maximum(since[chosen], 2018)}))
    pair = pd.concat(pairs, ignore_index=True)
    weight = land.villages["registered"].to_numpy(dtype=np.float64)[pair["village"]] * rng.uniform(0.6, 1.4, len(pair))
    frames = []
    for year, paid in _SOLAR_PAID.items():
        on = (pair["since"] <= year).to_numpy()
        frame = pair.loc[on, ["activity_id"]].assign(
            region_code=land.villages["region_code"].to_numpy()[pair["village"][on]], stat_year=year
        )
        frame["received_yuan"] = shares(paid, weight[on])
        frames.append(frame)
    return pd.concat(frames, ignore_index=True).assign(is_leading=0, source_id="ENERGY")


def _households(draft: Draft, rng: np.random.Generator, coverage: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who gets what of it: rows of solar_distribution of all years, of industry_participation of this one."""
    scenario, land, roster = draft.scenario, draft.land, draft.people.roster
    number = pd.Series(np.arange(len(land.villages)), index=land.villages["region_code"])
    home = roster["village"].to_numpy()
    able = draft.people.state["able"].to_numpy() > 0
    now = coverage[coverage["stat_year"] == scenario.year]
    of_village = number.loc[now["region_code"]].to_numpy()
    may = within(roster, of_village)
    score = rng.gumbel(0, 1, home.size) + 0.8 * roster["need"].to_numpy()
    household = np.flatnonzero(best(score, _SOLAR_HOUSEHOLDS, may))
    activity = share_among(rng, home[household], now["activity_id"].to_numpy(dtype=object), of_village)
    draw = rng.random(household.size)
    mode = np.where(able[household] & (draw < 0.5), np.where(draw < 0.34, "POST", "WORK"), "DIVIDEND").astype(object)
    got = np.bincount(of_village, weights=now["received_yuan"], minlength=len(number))
    weight = rng.uniform(0.7, 1.3, household.size) * np.where(mode == "DIVIDEND", 0.6, 1.4)
    whole = np.bincount(home[household], weights=weight, minlength=len(number))
    # At most so much a household, whatever its village got.
    part = np.minimum(0.74 * got / np.maximum(whole, 1e-9), 3_300.0)
    income = np.floor(weight * part[home[household]])
    frame = pd.DataFrame({"household": household, "stat_year": scenario.year, "activity_id": activity})
    frame["participation_mode_code"], frame["income_yuan"] = mode, income
    frame["worker_count"], frame["source_id"] = (mode != "DIVIDEND").astype(np.int64), "LEDGER"
    rows = coverage.groupby(["region_code", "stat_year"], as_index=False)["received_yuan"].sum()
    place = number.loc[rows["region_code"]].to_numpy()
    paid = {
        m: np.bincount(home[household], weights=income * (mode == m), minlength=len(number))
        for m in ("POST", "WORK", "DIVIDEND")
    }
    this_year = (rows["stat_year"] == scenario.year).to_numpy()
    for column, m, share in (
        ("post_yuan", "POST", 0.36),
        ("work_yuan", "WORK", 0.16),
        ("relief_yuan", "DIVIDEND", 0.2),
    ):
        rows[column] = np.where(this_year, paid[m][place], np.floor(rows["received_yuan"] * share))
    rows["other_yuan"] = rows.pop("received_yuan") - rows["post_yuan"] - rows["work_yuan"] - rows["relief_yuan"]
    posts = np.bincount(home[household], weights=mode == "POST", minlength=len(number))
    there = np.bincount(home[household], minlength=len(number))
    rows["post_count"] = np.where(this_year, posts[place], np.round(posts[place] * 0.7)).astype(np.int64)
    rows["household_count"] = np.where(this_year, there[place], np.round(there[place] * 0.7)).astype(np.int64)
    return rows.assign(source_id="LEDGER"), frame


def _tourism(draft: Draft) -> Frames:
    scenario, land, roster = draft.scenario, draft.land, draft.people.roster
    rng = stream(scenario.seed, "tourism")
    count, households, persons, national = _TOURISM
    easy = -land.villages["hardship"].to_numpy(dtype=np.float64) + rng.normal(0, 0.8, len(land.villages))
    village = np.flatnonzero(best(easy, 430))
    seat = spread(rng, village, count)
    opened = days_between(rng, "2015-05-01", "2019-05-31", count)
    since = opened.astype("datetime64[Y]").astype(np.int64) + 1970
    sub = pick(rng, " ".join(SIGHTS), count, [12, 42, 24, 14, 8])
    rows = activities(
        land, rng, "TOU", seat, name=np.array([SIGHTS[s] for s in sub.tolist()], dtype=object), since=since,
        industry_kind_code="TOURISM", industry_subkind_code=sub, source_id="TOURISM",
        business_entity_code=np.where(sub == "TOURISM_COOPERATIVE", "COOPERATIVE", "HOUSEHOLD"),
    )  # fmt: skip
    rows["valid_from"] = opened
    ids = rows["activity_id"].to_numpy(dtype=object)
    operator = pd.DataFrame({"activity_id": ids})
    operator["tourism_mode_code"] = pick(rng, "SCENIC_LED FARM_TOUR FESTIVAL CAPABLE", count, [30, 40, 12, 18])
    grade = np.full(count, None, dtype=object)
    grade[rng.choice(count, national, replace=False)] = "国家级乡村旅游示范点"
    operator["grade_zh"] = grade
    operator["bed_count"] = np.where(
        np.isin(sub, ["TOURISM_FARM_STAY", "TOURISM_HOMESTAY"]), rng.integers(6, 50, count), 0
    )
    size = roster["size"].to_numpy(dtype=np.int64)
    score = rng.gumbel(0, 1, size.size) + 0.5 * (draft.people.state["able"].to_numpy() > 0)
    household = np.flatnonzero(best_of_count(score, size, households, persons, within(roster, village)))
    home = roster["village"].to_numpy()[household]
    mode = _ways(draft, rng, household, "WORK SELF_RUN LAND_RENT SALES DIVIDEND", [26, 24, 16, 18, 16])
    income = np.exp(rng.normal(7.2, 0.5, household.size)) * np.where(np.isin(mode, ["WORK", "SELF_RUN"]), 1.8, 0.8)
    joined = taken_along(scenario, rng, roster, household, share_among(rng, home, ids, seat), mode=mode, income=income)
    return {
        "industry_activity": rows,
        "tourism_operator": operator,
        "tourism_month": season_rows(scenario, rng, ids, opened),
        "industry_coverage": reached(scenario, land, ids, seat, np.maximum(since, 2018)),
        "industry_participation": this_year_only(joined, scenario),
    }


def _ways(
    draft: Draft, rng: np.random.Generator, household: Ints, modes: str, odds: list[float]
) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """Ways of joining; who has nobody able to work neither works nor runs anything."""
    mode = pick(rng, modes, household.size, odds)
    able = draft.people.state["able"].to_numpy()[household] > 0
    return np.where(~able & np.isin(mode, ["WORK", "SELF_RUN"]), "DIVIDEND", mode).astype(object)


def _farming(draft: Draft) -> Frames:
    """Leading enterprises, each reaching some ten villages, and new operating entities in villages of their own."""
    rng = stream(draft.scenario.seed, "farming")
    villages = len(draft.land.villages)
    count, households, persons = _LEADING
    leaders = spread(rng, np.arange(villages), count)
    near = [np.argsort(_far(draft, int(seat)), kind="stable")[: int(rng.integers(8, 16))] for seat in leaders]
    first = _entities(
        draft, rng, "LEA", leaders, np.concatenate(near), np.array([n.size for n in near]), households, persons
    )
    count, households, persons = _ENTITIES
    seat = spread(rng, rng.permutation(villages)[:1_050], count)
    second = _entities(draft, rng, "ENT", seat, seat, np.ones(count, dtype=np.int64), households, persons)
    return gathered(first, second)


def _far(draft: Draft, village: int) -> Floats:
    rows = draft.land.villages
    x, y = (rows[c].to_numpy(dtype=np.float64) for c in ("longitude", "latitude"))
    far: Floats = np.hypot(x - x[village], y - y[village])
    return far


def _entities(
    draft: Draft,
    rng: np.random.Generator,
    prefix: str,
    seat: Ints,
    village: Ints,
    each: Ints,
    households: int,
    persons: int,
) -> Frames:
    """Farming entities in `seat`, each reaching `each` of `village` in order, and the households they take along."""
    scenario, land, roster = draft.scenario, draft.land, draft.people.roster
    is_leading = prefix == "LEA"
    product = pick(rng, "马铃薯 燕麦 蔬菜 肉牛 肉羊 食用菌 葡萄 杏扁", seat.size)
    stock = np.isin(product, ["肉牛", "肉羊"])
    since = rng.choice([2016, 2017, 2018], seat.size)
    entity = pick(rng, "COOPERATIVE FAMILY_FARM COLLECTIVE ENTERPRISE", seat.size, [60, 24, 10, 6])
    rows = activities(
        land, rng, prefix, seat, name=product + ("龙头企业" if is_leading else "经营主体"), since=since,
        industry_kind_code="AGRICULTURE", product_zh=product, source_id="INDUSTRY",
        industry_subkind_code=np.where(stock, "AGRICULTURE_STOCK", "AGRICULTURE_CROP"),
        business_entity_code="LEADING_ENTERPRISE" if is_leading else entity,
    )  # fmt: skip
    ids = np.repeat(rows["activity_id"].to_numpy(dtype=object), each)
    size = roster["size"].to_numpy(dtype=np.int64)
    chosen = best_of_count(rng.gumbel(0, 1, size.size), size, households, persons, within(roster, village))
    household = np.flatnonzero(chosen)
    home = roster["village"].to_numpy()[household]
    mode = _ways(draft, rng, household, "SALES ENTRUST LAND_RENT DIVIDEND WORK", [30, 18, 22, 18, 12])
    income = np.exp(rng.normal(6.9, 0.5, household.size)) * np.where(mode == "WORK", 2.5, 1.0)
    joined = taken_along(
        scenario, rng, roster, household, share_among(rng, home, ids, village), mode=mode, income=income
    )
    return {
        "industry_activity": rows,
        "industry_coverage": reached(scenario, land, ids, village, np.maximum(np.repeat(since, each), 2018)),
        "industry_participation": this_year_only(joined, scenario),
    }


def _relocation(draft: Draft) -> Frames:
    """Sites, the registered households that moved, and the industrial parks beside the sites."""
    scenario, land, roster = draft.scenario, draft.land, draft.people.roster
    rng = stream(scenario.seed, "relocation")
    count, households, persons, occupied = _RELOCATED
    seats = np.array(
        [int(np.flatnonzero(land.villages["township"].to_numpy() == t)[0]) for t in range(len(land.townships))]
    )
    seat = np.sort(rng.choice(seats, count, replace=False))
    sites = site_rows(draft, rng, seat, households, persons, occupied)
    size = roster["size"].to_numpy(dtype=np.int64)
    score = rng.gumbel(0, 1, size.size) + 0.8 * land.villages["hardship"].to_numpy()[roster["village"].to_numpy()]
    moved = np.flatnonzero(best_of_size(score, size, _RELOCATED_HELPED))
    parks = activities(
        land, rng, "PRK", np.r_[seat, seat[: _PARKS - count]], name="安置区配套产业园区", since=np.full(_PARKS, 2018),
        industry_kind_code="OTHER", business_entity_code="STATE_PLATFORM", is_project_asset=1, source_id="REFORM",
    )  # fmt: skip
    ids = parks["activity_id"].to_numpy(dtype=object)
    there = np.r_[seat, seat[: _PARKS - count]]
    return {
        "relocation_site": sites,
        "industry_activity": parks,
        "industry_coverage": reached(scenario, land, ids, there, np.full(_PARKS, 2018)),
        **moved_households(draft, rng, moved, sites),
    }
