"""Farming, afforestation and e-commerce: activities, villages reached, households that join."""

from typing import Any, Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import (
    Flags,
    Floats,
    Ints,
    Words,
    capped_shares,
    numbered,
    pick,
    shares,
    stream,
)
from data_access.demo.land import Land
from data_access.demo.scenario import Scenario

Frames = dict[str, pd.DataFrame]

_CROPS: Final = ("马铃薯", "甜菜", "藜麦", "莜麦", "胡麻", "错季蔬菜")
_STOCK: Final = ("肉牛", "肉羊", "蛋鸡")
_TREES: Final = ("沙棘", "大果榛子")


def activity_rows(land: Land, village: Ints, where: tuple[Floats, Floats], columns: dict[str, Any]) -> pd.DataFrame:
    """Rows of industry_activity that stand in `village` (positions) at the points `where`, with further `columns`."""
    rows = pd.DataFrame(
        {"region_code": land.villages["region_code"].to_numpy()[village], "longitude": where[0], "latitude": where[1]}
    )
    return rows.assign(**columns)


def joined(
    scenario: Scenario,
    rng: np.random.Generator,
    household: Ints,
    activity: Words,
    *,
    mode: Words,
    income: Floats,
    poor: Flags,
) -> pd.DataFrame:
    """Participation of this year and, for nine in ten, of the year before; households still poor earn little."""
    money = np.maximum(np.where(poor, np.minimum(income, 420 + income * 0.03), income), 60)
    frame = pd.DataFrame(
        {"household": household, "stat_year": scenario.year, "activity_id": activity, "participation_mode_code": mode}
    )
    frame["worker_count"] = np.where(np.isin(mode, ["WORK", "SELF_RUN", "POST"]), 1, 0)
    frame["income_yuan"] = np.round(money / 10) * 10
    before = frame[rng.random(len(frame)) < 0.92].copy()
    before["stat_year"] = scenario.year - 1
    before["income_yuan"] = np.minimum(
        np.round(before["income_yuan"] * 0.088) * 10 + 10, 600 + before["income_yuan"] * 0.5
    )
    both = pd.concat([before, frame], ignore_index=True)
    both["source_id"] = "INDUSTRY"
    return both


def coverage_rows(
    scenario: Scenario, activity: Words, region: Words, since: Ints, leading: Words | int = 0
) -> pd.DataFrame:
    """Rows of industry_coverage from the year `since` (four years back at most) to today's."""
    frames = []
    for year in range(scenario.year - 3, scenario.year + 1):
        frame = pd.DataFrame({"activity_id": activity, "region_code": region, "stat_year": year, "is_leading": leading})
        frames.append(frame[since <= year])
    rows = pd.concat(frames, ignore_index=True)
    rows["source_id"] = "INDUSTRY"
    return rows


def drawn(roster: pd.DataFrame, village: Ints, quota: Ints, score: Floats) -> tuple[Ints, Ints]:
    """The households with the best score, `quota` in each of `village`: household (position), place in `village`."""
    of = roster["village"].to_numpy()
    taken, where = [], []
    for place, (home, count) in enumerate(zip(village.tolist(), quota.tolist(), strict=True)):
        mine = np.flatnonzero(of == home)
        taken.append(np.sort(mine[np.argsort(-score[mine], kind="stable")[:count]]))
        where.append(np.full(count, place))
    return np.concatenate(taken), np.concatenate(where)


def build_farming(scenario: Scenario, land: Land, roster: pd.DataFrame, state: pd.DataFrame) -> Frames:
    """One or two farming activities in each poor village, and the households that join them."""
    rng = stream(scenario.seed, "farming")
    village = np.flatnonzero(land.villages["is_poor"].to_numpy() == 1)
    registered = land.villages["registered"].to_numpy()[village]
    quota = capped_shares(
        scenario.ventures.farming_households,
        registered * rng.uniform(0.8, 1.2, village.size),
        (registered * 0.96).astype(np.int64),
    )
    extra = np.sort(rng.choice(village.size, min(scenario.ventures.farming_second, village.size), replace=False))
    seat = np.r_[village, village[extra]]
    count = seat.size
    sub = np.r_[
        pick(rng, "AGRICULTURE_CROP AGRICULTURE_STOCK", village.size, [7, 3]),
        pick(rng, "AGRICULTURE_STOCK AGRICULTURE_SHED AGRICULTURE_FRUIT", extra.size, [4, 5, 2]),
    ]
    product = np.select(
        [sub == "AGRICULTURE_CROP", sub == "AGRICULTURE_STOCK", sub == "AGRICULTURE_FRUIT"],
        [
            np.array(_CROPS, dtype=object)[rng.choice(6, count, p=[0.4, 0.16, 0.14, 0.12, 0.08, 0.1])],
            np.array(_STOCK, dtype=object)[rng.integers(0, 3, count)],
            np.array(_TREES, dtype=object)[rng.integers(0, 2, count)],
        ],
        "大棚蔬菜",
    ).astype(object)
    names = land.villages["name_zh"].to_numpy()[seat]
    activity_id = numbered("AGR", count, 3)
    since = rng.choice([2016, 2017, 2018], count, p=[0.5, 0.32, 0.18])
    activity = activity_rows(
        land,
        seat,
        land.near(rng, seat),
        {
            "activity_id": activity_id,
            "industry_kind_code": "AGRICULTURE",
            "industry_subkind_code": sub,
            "name_zh": names + product + np.where(sub == "AGRICULTURE_STOCK", "养殖项目", "种植项目"),
            "product_zh": product,
            "operator_zh": names + "农民专业合作社(演示)",
            "business_entity_code": pick(
                rng, "COOPERATIVE COLLECTIVE FAMILY_FARM LEADING_ENTERPRISE", count, [6, 2, 1, 1]
            ),
            "operating_status_code": pick(rng, "RUNNING WATCHED", count, [95, 5]),
            "invested_yuan": rng.integers(10, 260, count) * 10_000,
            "valid_from": np.array([f"{y}-04-01" for y in since.tolist()], dtype="datetime64[D]"),
            "source_id": "INDUSTRY",
        },
    )
    activity.loc[activity["name_zh"].duplicated(), "name_zh"] += "(二期)"
    leading = np.r_[np.ones(village.size, dtype=np.int64), np.zeros(extra.size, dtype=np.int64)]
    score = rng.gumbel(0, 1, len(roster)) + 1.1 * (state["able"] > 0).to_numpy()
    household, where = drawn(roster, village, quota, score)
    two = {int(place): village.size + i for i, place in enumerate(extra.tolist())}
    second = np.array([two.get(int(w), int(w)) for w in where.tolist()])
    project = np.where(rng.random(where.size) < 0.45, second, where)
    way = pick(rng, "SELF_RUN ENTRUST LAND_RENT DIVIDEND SALES", where.size, [40, 20, 20, 12, 8])
    way = np.where((state["able"].to_numpy()[household] == 0) & (way == "SELF_RUN"), "LAND_RENT", way)
    income = np.exp(rng.normal(7.25, 0.5, where.size)) * np.where(way == "SELF_RUN", 1.5, 0.7)
    poor = roster["is_poor"].to_numpy() | (roster["exited_year"].to_numpy() == 2019)
    return {
        "industry_activity": activity,
        "industry_coverage": coverage_rows(
            scenario, activity_id, land.villages["region_code"].to_numpy()[seat], since, leading
        ),
        "industry_figure": _farm_figures(rng, activity_id, sub, since, np.bincount(project, minlength=count)),
        "industry_participation": joined(
            scenario, rng, household, activity_id[project], mode=way, income=income, poor=poor[household]
        ),
    }


def _farm_figures(rng: np.random.Generator, activity: Words, sub: Words, since: Ints, members: Ints) -> pd.DataFrame:
    metric = np.select(
        [sub == "AGRICULTURE_STOCK", sub == "AGRICULTURE_SHED"], ["STOCK_COUNT", "SHED_COUNT"], "AREA_MU"
    ).astype(object)
    amount = np.round(
        (members + 5)
        * np.select([sub == "AGRICULTURE_STOCK", sub == "AGRICULTURE_SHED"], [6.0, 0.8], 9.0)
        * rng.uniform(0.7, 1.4, activity.size)
    )
    value = amount * np.select([sub == "AGRICULTURE_STOCK", sub == "AGRICULTURE_SHED"], [900.0, 16_000.0], 850.0)
    frames = []
    for year in (2016, 2017, 2018, 2019):
        on = since <= year
        grown = 1 - 0.07 * (2019 - year)
        frames.append(figure_rows(activity[on], metric[on], year, 0, np.round(amount * grown)[on]))
        if year < 2019:
            frames.append(
                figure_rows(
                    activity[on],
                    np.full(int(on.sum()), "OUTPUT_YUAN", dtype=object),
                    year,
                    0,
                    np.round(value * grown)[on],
                )
            )
    return pd.concat(frames, ignore_index=True)


def figure_rows(activity: Words, metric: Words, year: int, month: int, quantity: Floats | Ints) -> pd.DataFrame:
    """Rows of industry_figure of one period."""
    rows = pd.DataFrame(
        {"activity_id": activity, "industry_metric_code": metric, "stat_year": year, "stat_month": month}
    )
    return rows.assign(quantity=quantity, source_id="INDUSTRY")


def build_others(scenario: Scenario, land: Land, roster: pd.DataFrame, state: pd.DataFrame) -> Frames:
    """Afforestation (the mu since 2016, split over 8 projects at most) and an e-commerce station a township."""
    rng = stream(scenario.seed, "others")
    township = land.villages["township"].to_numpy()
    codes = land.villages["region_code"].to_numpy()
    wanted, towns = scenario.ventures, int(township.max()) + 1
    projects = min(8, towns - 1)
    eco_towns = np.sort(rng.choice(np.arange(1, towns), projects, replace=False))
    eco_id, shop_id = numbered("ECO", projects, 3), numbered("ECM", towns + 1, 3)
    there = [np.flatnonzero(township == t) for t in eco_towns]
    eco_villages = [rng.choice(mine, min(8, mine.size), replace=False) for mine in there]
    project = np.repeat(np.arange(projects), [mine.size for mine in eco_villages])
    seat = np.array([int(v[0]) for v in eco_villages])
    eco = activity_rows(
        land,
        seat,
        land.near(rng, seat),
        {
            "activity_id": eco_id,
            "industry_kind_code": "ECOLOGY",
            "name_zh": land.villages["township_zh"].to_numpy()[seat] + "造林工程",
            "operator_zh": "造林专业合作社(演示)",
            "business_entity_code": "COOPERATIVE",
            "operating_status_code": "RUNNING",
            "valid_from": np.datetime64("2016-04-01", "D"),
            "source_id": "FORESTRY",
        },
    )
    stations = np.array([int(np.flatnonzero(township == t)[0]) for t in range(towns)])
    shop_seat = np.r_[stations[:1], stations]
    shop = activity_rows(
        land,
        shop_seat,
        land.near(rng, shop_seat),
        {
            "activity_id": shop_id,
            "industry_kind_code": "ECOMMERCE",
            "industry_subkind_code": ["ECOMMERCE_COUNTY"] + ["ECOMMERCE_TOWNSHIP"] * towns,
            "name_zh": np.r_[
                [f"{scenario.name_zh}电商公共服务中心"],
                land.villages["township_zh"].to_numpy()[stations] + "电商服务站",
            ],
            "operator_zh": "电商服务商(演示)",
            "business_entity_code": "ENTERPRISE",
            "operating_status_code": np.where(rng.random(towns + 1) < 0.12, "WATCHED", "RUNNING"),
            "valid_from": np.datetime64("2017-06-01", "D"),
            "source_id": "INDUSTRY",
        },
    )
    shop.loc[0, "region_code"] = scenario.root
    area = shares(wanted.forest_mu, rng.uniform(0.6, 1.4, projects))
    figures = [_sales(rng, shop_id)]
    for year, done in ((2016, 0.3), (2017, 0.55), (2018, 0.8), (2019, 1.0)):
        workers = shares(wanted.forest_workers[year], rng.uniform(0.6, 1.4, projects))
        done_mu = np.round(area * done) if year < 2019 else area
        figures.append(figure_rows(eco_id, np.full(projects, "AREA_MU", dtype=object), year, 0, done_mu))
        figures.append(figure_rows(eco_id, np.full(projects, "WORKER_COUNT", dtype=object), year, 0, workers))
    score = (
        rng.gumbel(0, 1, len(roster))
        + 2.0 * (state["able"] > 0).to_numpy()
        - 30 * (roster["exited_year"].isin([0, 2019])).to_numpy()
    )
    eco_village = np.concatenate(eco_villages)
    most = (land.villages["registered"].to_numpy()[eco_village] * 0.35).astype(np.int64)
    quota = capped_shares(min(wanted.forest_households, int(most.sum())), np.ones(eco_village.size), most)
    household, where = drawn(roster, eco_village, quota, score)
    sellers, at = drawn(
        roster,
        stations,
        np.minimum(14, land.villages["registered"].to_numpy()[stations] // 4),
        score + rng.gumbel(0, 1, score.size),
    )
    nobody = np.zeros(len(roster), dtype=bool)
    return {
        "industry_activity": pd.concat([eco, shop], ignore_index=True),
        "industry_figure": pd.concat(figures, ignore_index=True),
        "industry_coverage": pd.concat(
            [
                coverage_rows(scenario, eco_id[project], codes[eco_village], np.full(eco_village.size, 2016)),
                coverage_rows(scenario, shop_id[1:], codes[stations], np.full(towns, 2017)),
            ],
            ignore_index=True,
        ),
        "industry_participation": pd.concat(
            [
                joined(
                    scenario,
                    rng,
                    household,
                    eco_id[project[where]],
                    mode=np.full(where.size, "WORK", dtype=object),
                    income=rng.normal(3000, 420, where.size),
                    poor=nobody[household],
                ),
                joined(
                    scenario,
                    rng,
                    sellers,
                    shop_id[1:][at],
                    mode=np.full(at.size, "SALES", dtype=object),
                    income=rng.normal(1400, 300, at.size),
                    poor=nobody[sellers],
                ),
            ],
            ignore_index=True,
        ),
    }


def _sales(rng: np.random.Generator, shops: Words) -> pd.DataFrame:
    orders = np.exp(rng.normal(5.4, 0.5, shops.size)) * np.r_[6.0, np.ones(shops.size - 1)]
    frames = []
    for year, last in ((2018, 12), (2019, 9)):
        for month in range(1, last + 1):
            count = np.round(orders * rng.normal(1, 0.15, shops.size) * (1.2 if year == 2019 else 1)).clip(1)
            frames.append(figure_rows(shops, np.full(shops.size, "ORDER_COUNT", dtype=object), year, month, count))
            frames.append(
                figure_rows(
                    shops,
                    np.full(shops.size, "SALES_YUAN", dtype=object),
                    year,
                    month,
                    count * rng.integers(38, 66, shops.size),
                )
            )
    return pd.concat(frames, ignore_index=True)
