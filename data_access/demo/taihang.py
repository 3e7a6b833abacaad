"""The city Taihang, modelled on Baoding in 2016: nine poor counties, four industry belts, handicraft, tourism, solar.

Only its poor villages are drawn (118 townships, 1,082 villages), and no household: what was published of people are
totals of villages, activities and the city. So its database has no rows about persons, causes, incomes or jobs.
"""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Floats, Ints, Words, best, numbered, pick, shares, stream
from data_access.demo.draft import Draft, Frames
from data_access.demo.industries import figure_rows
from data_access.demo.relocation import site_rows
from data_access.demo.scenario import Scenario
from data_access.demo.solar import month_rows, station_rows
from data_access.demo.tourism import SIGHTS
from data_access.demo.ventures import activities, gathered, reached, spread

_RURAL: Final = 1_950_000
_REGISTERED_2014, _POOR_2015 = 911_200, 453_500
_HANDICRAFT: Final = (481, 1_117, 32_000)
_TOURISM: Final = (305, 282, 1_200, 99_000)
"""Villages, of them in the three counties of the zone, farm stays, poor persons taken along."""

_VISITORS, _TOURISM_YUAN = 1_360_000, 100_000_000
_CENTRAL_KW, _ROOFS = 445_000, (2, 130)
_LEADING, _FRUIT_MU, _SHEDS, _FARMS, _PARKS = 175, 1_100_000, 51_000, 730, 44
_CRAFTS: Final = (
    "毛绒玩具 箱包 手套 绣品 柳编 藤编 服装 布鞋 挂件 纸艺 珠串 地毯 灯饰 草编 剪纸 雕刻 内画 皮具 帽子 围巾 窗帘 渔具"
)
_SITES: Final = 40
_RELOCATING_COUNTIES: Final = 7
_BELTS: Final = (
    # code, name, English name, industry, whole counties (places), further townships
    ("FRUIT", "优质林果产业带", "fruit and nut belt", "AGRICULTURE", (0, 1, 2), 0),
    ("SHED", "设施菌菜产业带", "mushroom and vegetable belt", "AGRICULTURE", (3, 4), 6),
    ("STOCK", "规模养殖产业带", "livestock belt", "AGRICULTURE", (5, 6), 5),
    ("HANDICRAFT", "家庭手工业产业带", "handicraft belt", "HANDICRAFT", (7, 8), 8),
)

TAIHANG: Final = Scenario(
    name="taihang",
    name_zh="太行市",
    root="990500000000",
    as_of=np.datetime64("2016-08-31", "D"),
    years=(2014, 2015, 2016),
    seed=20161225,
    parts=frozenset(["responsibility"]),
    organ_zh="市",
)


def build_taihang(draft: Draft) -> list[Frames]:
    """Villages by year, belts, handicraft, tourism, solar, farming, e-commerce, resettlement."""
    return [
        _village_years(draft),
        _groups(draft),
        _handicraft(draft),
        _tourism(draft),
        _solar(draft),
        _farming(draft),
        _ecommerce(draft),
        _relocation(draft),
    ]


def _weights(draft: Draft, rng: np.random.Generator, slope: float) -> Floats:
    villages = draft.land.villages
    people = np.exp(rng.normal(0, 0.35, len(villages)))
    result: Floats = people * np.exp(slope * np.clip(villages["hardship"].to_numpy(dtype=np.float64), -2, 2))
    return result


def _village_years(draft: Draft) -> Frames:
    """Reports of the villages; nobody is lifted before a year ends, so those of 2016 are still those of 2015."""
    rng = stream(draft.scenario.seed, "village years")
    rural = shares(_RURAL, _weights(draft, rng, -0.1), 120)
    poor_2014 = np.minimum(shares(_REGISTERED_2014, rural * _weights(draft, rng, 0.12), 20), (rural * 0.92).astype(int))
    missing = _REGISTERED_2014 - int(poor_2014.sum())
    poor_2014 = poor_2014 + shares(missing, (rural - poor_2014).astype(np.float64)) if missing else poor_2014
    poor_2015 = shares(_POOR_2015, poor_2014 * np.exp(rng.normal(0, 0.12, rural.size)) * _weights(draft, rng, 0.1))
    poor_2015 = np.minimum(poor_2015, poor_2014)
    poor_2015 += shares(_POOR_2015 - int(poor_2015.sum()), (poor_2014 - poor_2015).astype(np.float64) + 1e-9)
    frames = []
    for year, poor in ((2014, poor_2014), (2015, poor_2015), (2016, poor_2015)):
        frame = pd.DataFrame({"region_code": draft.land.villages["region_code"], "stat_year": year})
        frame["rural_population_count"] = rural
        frame["total_population_count"] = np.round(rural * 1.03).astype(np.int64)
        frame["household_count"] = np.round(rural / 3.1).astype(np.int64)
        frame["registered_population_count"] = poor_2014
        frame["registered_household_count"] = np.round(poor_2014 / 2.7).astype(np.int64)
        frame["poor_population_count"] = poor
        frame["poor_household_count"] = np.round(poor / 2.6).astype(np.int64)
        frame["collective_income_yuan"] = np.round(np.exp(rng.normal(9.6, 0.9, rural.size)), 2)
        frames.append(frame.assign(source_id="LEDGER"))
    rows = pd.concat(frames, ignore_index=True).sort_values(["region_code", "stat_year"], ignore_index=True)
    return {"region_year": rows}


def _zone(draft: Draft) -> Ints:
    """The three counties with the most villages: those of the tourism zone."""
    counts = np.bincount(draft.land.villages["county"].to_numpy())
    return np.sort(np.argsort(-counts, kind="stable")[:3])


def _groups(draft: Draft) -> Frames:
    """Four belts, made of counties and of single townships beside them; the tourism zone and the two areas."""
    land = draft.land
    rng = stream(draft.scenario.seed, "groups")
    counties = land.counties["region_code"].to_numpy(dtype=object)
    towns = land.townships
    groups: list[tuple[str, str, str, str, str | None, str]] = []
    members: list[tuple[str, str]] = []
    for code, name, english, kind, whole, more in _BELTS:
        groups.append((f"BELT_{code}", "BELT", name, english, kind, "按产业相近划定(演示)"))
        own = counties[list(whole)]
        others = towns.loc[~towns["parent_code"].isin(own), "region_code"].to_numpy(dtype=object)
        members += [(f"BELT_{code}", c) for c in [*own, *rng.choice(others, more, replace=False)]]
    zone = counties[_zone(draft)]
    groups.append(
        ("ZONE_HUNDRED_FERRIES", "ZONE", "百渡休闲度假带动区", "hundred ferries zone", "TOURISM", "三县联动(演示)")
    )
    members += [("ZONE_HUNDRED_FERRIES", c) for c in zone]
    groups.append(("AREA_CONTIGUOUS", "AREA", "燕山—太行山片区县", "contiguous poor area", None, "片区县 8 个"))
    members += [("AREA_CONTIGUOUS", c) for c in counties[:8]]
    columns = [
        "region_group_code",
        "region_group_kind_code",
        "name_zh",
        "name_en",
        "industry_kind_code",
        "definition_zh",
    ]
    group = pd.DataFrame(groups, columns=columns).assign(source_id="INDUSTRY")
    group["sort_no"] = np.arange(1, len(group) + 1)
    member = pd.DataFrame(members, columns=["region_group_code", "region_code"])
    return {
        "region_group": group,
        "region_group_member": member.assign(valid_from=np.datetime64("2016-01-01", "D"), source_id="INDUSTRY"),
    }


def _handicraft(draft: Draft) -> Frames:
    scenario, land = draft.scenario, draft.land
    rng = stream(scenario.seed, "handicraft")
    places, points, workers = _HANDICRAFT
    near = np.isin(land.villages["county"].to_numpy(), (7, 8)) * 1.4
    village = np.flatnonzero(best(near + rng.gumbel(0, 1, len(land.villages)), places))
    seat = np.r_[village, rng.choice(village, points - places)]
    since = rng.choice([2014, 2015], points)
    craft = pick(
        rng,
        _CRAFTS,
        points,
    )
    rows = activities(
        land, rng, "HAN", seat, name=craft + "加工点", since=since, industry_kind_code="HANDICRAFT", product_zh=craft,
        business_entity_code=pick(rng, "HOUSEHOLD COOPERATIVE ENTERPRISE", points, [5, 3, 2]), source_id="INDUSTRY",
    )  # fmt: skip
    ids = rows["activity_id"].to_numpy(dtype=object)
    hands = shares(workers, np.exp(rng.normal(0, 0.5, points)), 4)
    covered = reached(scenario, land, ids, seat, since)
    place = pd.Series(hands, index=ids)
    covered["household_count"] = np.round(place.loc[covered["activity_id"]].to_numpy() * 0.88).astype(np.int64)
    pay = np.round(hands * rng.normal(4_100, 300, points))
    return {
        "industry_activity": rows,
        "industry_coverage": covered,
        "industry_figure": pd.concat(
            [_state(ids, "WORKER_COUNT", scenario.year, hands), _state(ids, "WAGE_YUAN", scenario.year, pay)],
            ignore_index=True,
        ),
    }


def _state(ids: Words, metric: str, year: int, amount: Ints | Floats) -> pd.DataFrame:
    return figure_rows(ids, np.full(ids.size, metric, dtype=object), year, 0, amount)


def _tourism(draft: Draft) -> Frames:
    """Farm stays in the villages that tourism reaches; the persons it takes along are a metric of this city's own."""
    scenario, land = draft.scenario, draft.land
    rng = stream(scenario.seed, "tourism")
    places, zoned, count, persons = _TOURISM
    inside = np.isin(land.villages["county"].to_numpy(), _zone(draft))
    draw = rng.gumbel(0, 1, inside.size)
    village = np.flatnonzero(best(draw, zoned, inside) | best(draw, places - zoned, ~inside))
    seat = spread(rng, village, count)
    since = rng.choice([2012, 2013, 2014, 2015], count)
    sub = pick(rng, " ".join(SIGHTS), count, [4, 72, 10, 8, 6])
    rows = activities(
        land, rng, "TOU", seat, name=np.array([SIGHTS[s].replace("草原", "山水") for s in sub.tolist()], dtype=object),
        since=since, industry_kind_code="TOURISM", industry_subkind_code=sub, business_entity_code="HOUSEHOLD",
        source_id="TOURISM",
    )  # fmt: skip
    ids = rows["activity_id"].to_numpy(dtype=object)
    operator = pd.DataFrame({"activity_id": ids, "grade_zh": None, "bed_count": rng.integers(6, 40, count)})
    operator["tourism_mode_code"] = pick(rng, "SCENIC_LED FARM_TOUR FESTIVAL CAPABLE", count, [42, 34, 10, 14])
    month = pd.DataFrame({"activity_id": ids, "stat_year": 2015, "stat_month": 0})
    month["visitor_count"] = shares(_VISITORS, np.exp(rng.normal(0, 0.8, count)), 40)
    month["revenue_yuan"] = shares(_TOURISM_YUAN, month["visitor_count"].to_numpy() * rng.uniform(0.8, 1.2, count))
    metric = pd.DataFrame({
        "industry_kind_code": ["TOURISM"], "industry_metric_code": ["ASSISTED_COUNT"], "name_zh": ["带动贫困人口"],
        "name_en": ["poor persons taken along"], "unit_zh": ["人"], "is_flow": [0], "sort_no": [1],
        "definition_zh": ["经营主体带动的建档立卡贫困人口,期末数"],
    })  # fmt: skip
    taken = shares(persons, np.exp(rng.normal(0, 0.5, count)), 10)
    covered = reached(scenario, land, ids, seat, np.maximum(since, 2014))
    per = pd.Series(np.round(taken / 2.7).astype(np.int64), index=ids)
    covered["household_count"] = per.loc[covered["activity_id"]].to_numpy()
    return {
        "industry_activity": rows,
        "tourism_operator": operator,
        "tourism_month": month.assign(source_id="TOURISM"),
        "industry_coverage": covered,
        "industry_metric": metric,
        "industry_figure": _state(ids, "ASSISTED_COUNT", 2015, taken),
    }


def _solar(draft: Draft) -> Frames:
    """Nine centralised plants in the mountains; village stations in two villages that reach 130 households."""
    scenario, land = draft.scenario, draft.land
    rng = stream(scenario.seed, "solar")
    villages, households = _ROOFS
    plants = 9
    hard = land.villages["hardship"].to_numpy(dtype=np.float64) + rng.normal(0, 0.5, len(land.villages))
    seat = np.flatnonzero(best(hard, plants + villages))
    seat = rng.permutation(seat)
    stations = pd.DataFrame({"activity_id": numbered("SOL", seat.size, 4), "village": seat})
    stations["subkind"] = ["SOLAR_CENTRAL"] * plants + ["SOLAR_ROOF"] * villages
    stations["capacity_kw"] = np.r_[shares(_CENTRAL_KW // 1000, rng.uniform(0.6, 1.5, plants), 10) * 1000, [180, 210]]
    stations["collective_capacity_kw"] = np.where(stations["subkind"] == "SOLAR_ROOF", stations["capacity_kw"], 0)
    days = ["2014-12-20"] * 3 + ["2015-06-28"] * 4 + ["2015-12-30"] * 2 + ["2016-05-20"] * villages
    stations["grid_connected_on"] = np.array(days, dtype="datetime64[D]")
    stations["status"] = "RUNNING"
    roofs = stations[stations["subkind"] == "SOLAR_ROOF"]
    codes = land.villages["region_code"].to_numpy(dtype=object)[roofs["village"]]
    covered = pd.DataFrame({"activity_id": roofs["activity_id"].to_numpy(), "region_code": codes, "stat_year": 2016})
    covered["received_yuan"] = [68_000, 79_000]
    covered["household_count"] = shares(households, np.array([0.45, 0.55]))
    covered["is_leading"], covered["source_id"] = 0, "ENERGY"
    return {
        "industry_activity": station_rows(rng, land, stations, scenario.name_zh),
        "solar_station": stations[["activity_id", "capacity_kw", "collective_capacity_kw", "grid_connected_on"]],
        "solar_month": month_rows(rng, stations, covered, ((2015, 12), (2016, 8))),
        "industry_coverage": covered,
    }


def _farming(draft: Draft) -> Frames:
    """Fruit, sheds and farms with the published amounts, leading enterprises and modern parks."""
    land = draft.land
    rng = stream(draft.scenario.seed, "farming")
    county = land.villages["county"].to_numpy()
    everyone = np.arange(len(land.villages))
    year = draft.scenario.year
    parts = []
    for prefix, name, sub, entity, belt, count, metric, total in (
        ("FRU", "林果基地", "AGRICULTURE_FRUIT", "COOPERATIVE", (0, 1, 2), 420, "AREA_MU", _FRUIT_MU),
        ("SHD", "菌菜大棚", "AGRICULTURE_SHED", "COOPERATIVE", (3, 4), 310, "SHED_COUNT", _SHEDS),
        ("FRM", "规模养殖场", "AGRICULTURE_STOCK", "FAMILY_FARM", (5, 6), _FARMS, "STOCK_COUNT", 1_460_000),
        ("LEA", "扶贫龙头企业", None, "LEADING_ENTERPRISE", (), _LEADING, None, 0),
        ("PRK", "现代农业园区", None, "ENTERPRISE", (), _PARKS, None, 0),
    ):
        score = rng.gumbel(0, 1, everyone.size) + 1.6 * np.isin(county, belt)
        seat = spread(rng, np.flatnonzero(best(score, min(count, 380))), count)
        since = rng.choice([2014, 2015], count)
        rows = activities(
            land, rng, prefix, seat, name=name, since=since, industry_kind_code="AGRICULTURE",
            industry_subkind_code=sub, business_entity_code=entity, source_id="INDUSTRY",
        )  # fmt: skip
        ids = rows["activity_id"].to_numpy(dtype=object)
        part: Frames = {
            "industry_activity": rows,
            "industry_coverage": reached(draft.scenario, land, ids, seat, since, 1 if metric else 0),
        }
        if metric is not None:
            part["industry_figure"] = _state(ids, metric, year, shares(total, np.exp(rng.normal(0, 0.6, count)), 4))
        parts.append(part)
    return gathered(*parts)


def _ecommerce(draft: Draft) -> Frames:
    """A platform in each county, stations in three townships of five so far (all of them are the plan for December)."""
    scenario, land = draft.scenario, draft.land
    rng = stream(scenario.seed, "ecommerce")
    township, county = land.villages["township"].to_numpy(), land.villages["county"].to_numpy()
    firsts = np.array([int(np.flatnonzero(county == c)[0]) for c in range(len(land.counties))])
    chosen = np.sort(rng.choice(len(land.townships), 71, replace=False))
    seats = np.array([int(np.flatnonzero(township == t)[0]) for t in chosen])
    seat = np.r_[firsts, seats]
    since = np.r_[np.full(firsts.size, 2015), np.full(seats.size, 2016)]
    rows = activities(
        land, rng, "ECM", seat, name=np.r_[["县级电商平台"] * firsts.size, ["电商服务站"] * seats.size].astype(object),
        since=since, industry_kind_code="ECOMMERCE", business_entity_code="ENTERPRISE", source_id="INDUSTRY",
        industry_subkind_code=["ECOMMERCE_COUNTY"] * firsts.size + ["ECOMMERCE_TOWNSHIP"] * seats.size,
    )  # fmt: skip
    rows.loc[: firsts.size - 1, "region_code"] = land.counties["region_code"].to_numpy()
    ids = rows["activity_id"].to_numpy(dtype=object)[firsts.size :]
    return {"industry_activity": rows, "industry_coverage": reached(scenario, land, ids, seats, since[firsts.size :])}


def _relocation(draft: Draft) -> Frames:
    """Forty sites in the seven counties that resettle; moving has only begun, so nobody lives there yet."""
    land = draft.land
    rng = stream(draft.scenario.seed, "relocation")
    inside = np.flatnonzero(np.isin(land.villages["county"].to_numpy(), range(_RELOCATING_COUNTIES)))
    first = [int(np.flatnonzero(land.villages["county"].to_numpy() == c)[3]) for c in range(_RELOCATING_COUNTIES)]
    rest = rng.choice(np.setdiff1d(inside, first), _SITES - _RELOCATING_COUNTIES, replace=False)
    return {"relocation_site": site_rows(draft, rng, np.sort(np.r_[first, rest]), 25_300, None, None)}
