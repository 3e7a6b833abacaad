"""Solar stations, what they generate, what reaches the villages, how the villages spend it."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import (
    Days,
    Flags,
    Ints,
    best,
    capped_shares,
    days_between,
    numbered,
    shares,
    stream,
)
from data_access.demo.land import Land
from data_access.demo.scenario import Scenario, Ventures

Frames = dict[str, pd.DataFrame]

_PERIODS: Final = ((2016, 12), (2017, 12), (2018, 12), (2019, 9))
_LARGE: Final = 6
_SUN: Final = (96, 112, 148, 152, 162, 150, 138, 134, 132, 126, 98, 88)
"""Full-load hours of each month, generated for a high plain."""

_SPENT: Final = {"post": 0.40, "work": 0.14, "relief": 0.16}
"""Shares of what a village received: public posts, small public works, relief; the rest is other spending."""

_MOST_YUAN: Final = 7_200
"""Most that a household gets on the mean of its group; a village with few who can work spends more on other things."""

_MOST_POOR_YUAN: Final = 900
"""Most that a household gets that is still poor: more would have lifted it."""


def build_solar(scenario: Scenario, land: Land) -> Frames:
    """Rows of industry_activity, solar_station, solar_month and industry_coverage (received_yuan) of all stations."""
    rng = stream(scenario.seed, "solar")
    stations = _stations(rng, scenario.ventures, land)
    coverage = _coverage(rng, land, stations, scenario.ventures.solar_yuan)
    return {
        "industry_activity": station_rows(rng, land, stations, scenario.name_zh),
        "solar_station": stations[["activity_id", "capacity_kw", "collective_capacity_kw", "grid_connected_on"]],
        "solar_month": month_rows(rng, stations, coverage, _PERIODS),
        "industry_coverage": coverage,
    }


def _stations(rng: np.random.Generator, wanted: Ventures, land: Land) -> pd.DataFrame:
    villages = land.villages
    poor = villages["is_poor"].to_numpy() == 1
    own = np.flatnonzero(best(rng.random(poor.size), wanted.solar_stations, poor))
    people = villages["registered"].to_numpy(dtype=np.float64)[own]
    small = (300 + 10 * np.round(20 * np.clip(people / 200 + rng.normal(0, 0.12, own.size), 0, 1))).astype(np.int64)
    townships = int(villages["township"].max()) + 1
    seats = np.array(
        [
            int(rng.choice(np.flatnonzero(villages["township"].to_numpy() == t)))
            for t in rng.choice(townships, _LARGE, replace=townships < _LARGE)
        ]
    )
    large = shares((wanted.solar_kw - int(small.sum())) // 10, np.array([0.21, 0.19, 0.18, 0.17, 0.13, 0.12])) * 10
    large[0] += wanted.solar_kw - int(small.sum()) - int(large.sum())
    connected = np.r_[
        _connected(rng, own.size),
        np.array(
            ["2017-06-30", "2017-12-20", "2018-05-31", "2018-06-28", "2017-11-30", "2018-06-29"], dtype="datetime64[D]"
        ),
    ]
    sub = ["SOLAR_VILLAGE"] * own.size + ["SOLAR_CENTRAL"] * 4 + ["SOLAR_COMMERCIAL"] * 2
    stations = pd.DataFrame(
        {"activity_id": numbered("SOL", own.size + _LARGE, 3), "village": np.r_[own, seats], "subkind": sub}
    )
    stations["capacity_kw"] = np.r_[small, large]
    stations["collective_capacity_kw"] = np.where(
        stations["subkind"] == "SOLAR_COMMERCIAL", stations["capacity_kw"] // 4, stations["capacity_kw"]
    )
    stations["grid_connected_on"] = connected
    status = np.full(len(stations), "RUNNING", dtype=object)
    status[rng.choice(own.size, min(5, own.size), replace=False)] = "WATCHED"
    stations["status"] = status
    return stations


def _connected(rng: np.random.Generator, count: int) -> Days:
    year = rng.choice([2016, 2017, 2018], count, p=[0.24, 0.5, 0.26])
    days = np.empty(count, dtype="datetime64[D]")
    for each, last in ((2016, "06-30"), (2017, "08-30"), (2018, "06-30")):
        mine = year == each
        days[mine] = days_between(rng, f"{each}-01-10", f"{each}-{last}", int(mine.sum()))
    return days


def station_rows(rng: np.random.Generator, land: Land, stations: pd.DataFrame, place_zh: str) -> pd.DataFrame:
    """Rows of industry_activity for `stations`.

    Their columns: activity_id, village (position), subkind, status, capacity_kw, grid_connected_on.
    """
    village = stations["village"].to_numpy()
    rows = land.villages.iloc[village]
    place = rows["name_zh"].to_numpy()
    small = (stations["subkind"] == "SOLAR_VILLAGE").to_numpy()
    longitude, latitude = land.near(rng, village)
    kind_zh = stations["subkind"].map(
        {
            "SOLAR_VILLAGE": "村级光伏电站",
            "SOLAR_JOINT": "联村光伏电站",
            "SOLAR_ROOF": "分布式光伏电站",
            "SOLAR_CENTRAL": "集中式光伏电站",
            "SOLAR_COMMERCIAL": "商业光伏电站(政府参股)",
        }
    )
    return pd.DataFrame(
        {
            "activity_id": stations["activity_id"],
            "industry_kind_code": "SOLAR",
            "industry_subkind_code": stations["subkind"],
            "name_zh": np.where(small, place, rows["township_zh"].to_numpy()) + kind_zh.to_numpy(dtype=object),
            "region_code": rows["region_code"].to_numpy(),
            "product_zh": "电力",
            "operator_zh": np.where(small, place + "集体经济合作社", f"{place_zh}光伏扶贫平台公司(演示)"),
            "business_entity_code": np.where(
                small, "COLLECTIVE", np.where(stations["subkind"] == "SOLAR_CENTRAL", "STATE_PLATFORM", "ENTERPRISE")
            ),
            "operating_status_code": stations["status"],
            "is_project_asset": 1,
            "invested_yuan": stations["capacity_kw"] * np.where(small, 7600, 6900),
            "longitude": longitude,
            "latitude": latitude,
            "valid_from": stations["grid_connected_on"],
            "source_id": "ENERGY",
        }
    )


def _coverage(
    rng: np.random.Generator, land: Land, stations: pd.DataFrame, solar_yuan: Mapping[int, int]
) -> pd.DataFrame:
    """Each village is reached by its own station or by one of the large ones; the years' totals are exact."""
    count = len(land.villages)
    small = stations[stations["subkind"] == "SOLAR_VILLAGE"]
    source = np.full(count, "", dtype=object)
    since = np.zeros(count, dtype=np.int64)
    source[small["village"].to_numpy()] = small["activity_id"].to_numpy()
    since[small["village"].to_numpy()] = (
        small["grid_connected_on"].to_numpy().astype("datetime64[Y]").astype(np.int64) + 1970
    )
    rest = np.flatnonzero(source == "")
    large = stations[stations["subkind"] != "SOLAR_VILLAGE"].reset_index(drop=True)
    pick = rng.permutation(np.arange(rest.size) % len(large))
    source[rest] = large["activity_id"].to_numpy()[pick]
    first = large["grid_connected_on"].to_numpy().astype("datetime64[Y]").astype(np.int64) + 1970
    since[rest] = np.maximum(first[pick], rng.choice([2017, 2018, 2019], rest.size, p=[0.25, 0.62, 0.13]))
    households = land.villages["registered"].to_numpy(dtype=np.float64)
    weight = (
        (0.55 + 0.45 * households / households.mean())
        * (1 + 0.12 * land.villages["is_poor"].to_numpy())
        * rng.uniform(0.85, 1.15, count)
    )
    frames = []
    for year, paid in solar_yuan.items():
        reached = np.flatnonzero(since <= year)
        frame = pd.DataFrame(
            {
                "activity_id": source[reached],
                "region_code": land.villages["region_code"].to_numpy()[reached],
                "stat_year": year,
            }
        )
        frame["received_yuan"] = shares(paid, weight[reached])
        frames.append(frame)
    rows = pd.concat(frames, ignore_index=True)
    rows["is_leading"] = 0
    rows["source_id"] = "ENERGY"
    return rows


def month_rows(
    rng: np.random.Generator, stations: pd.DataFrame, coverage: pd.DataFrame, periods: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Rows of solar_month for `periods`: years and the last month of each; the last two show what is wrong today."""
    now, newest = periods[-1]
    shared = coverage.groupby(["activity_id", "stat_year"])["received_yuan"].sum()
    sun = np.array(_SUN, dtype=np.float64)
    frames = []
    for year, last in periods:
        for month in range(1, last + 1):
            on = stations[(stations["grid_connected_on"].to_numpy() < np.datetime64(f"{year}-{month:02d}-01", "D"))]
            hours = sun[month - 1] * rng.normal(1, 0.05, len(on))
            if year == now and month >= newest - 1:
                # Stations under watch: one stands still, the others are far under the county's median.
                weak = (on["status"] == "WATCHED").to_numpy()
                hours = hours * np.where(weak, np.where(np.cumsum(weak) == 1, 0.0, 0.6), 1.0)
            kwh = np.round(on["capacity_kw"].to_numpy() * hours, 2)
            keys = pd.MultiIndex.from_arrays([on["activity_id"], np.full(len(on), year)])
            mine = shared.reindex(keys).fillna(0).to_numpy(dtype=np.float64)
            price = np.where(on["subkind"] == "SOLAR_VILLAGE", 0.85, 0.75)
            frame = pd.DataFrame({"activity_id": on["activity_id"], "stat_year": year, "stat_month": month})
            frame["generated_kwh"] = kwh
            frame["sales_yuan"] = np.round(kwh * price, 2)
            frame["shared_yuan"] = np.round(mine * sun[month - 1] / sun.sum(), 2)
            frame["is_settled"] = int(year < now or month < newest)
            frame["source_id"] = "POWER"
            frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def share_out(
    scenario: Scenario, land: Land, roster: pd.DataFrame, state: pd.DataFrame, coverage: pd.DataFrame
) -> Frames:
    """Rows of solar_distribution (all years) and of industry_participation (the last two): the two agree to the yuan.

    Public posts and works go to households with someone able to work, relief first to those still poor.
    """
    rng = stream(scenario.seed, "solar shares")
    counts = np.bincount(roster["village"].to_numpy(), minlength=len(land.villages))
    starts = np.cumsum(counts) - counts
    number = {code: i for i, code in enumerate(land.villages["region_code"])}
    exited = roster["exited_year"].to_numpy()
    able = state["able"].to_numpy() > 0
    distribution, joined = [], []
    for year, code, activity, received in coverage[
        ["stat_year", "region_code", "activity_id", "received_yuan"]
    ].itertuples(index=False):
        village = number[code]
        mine = np.arange(starts[village], starts[village] + counts[village])
        poor = (exited[mine] == 0) | (exited[mine] > year)
        groups = _groups(rng, able[mine], poor)
        money = {name: int(received * part * rng.uniform(0.93, 1.07)) // 10 * 10 for name, part in _SPENT.items()}
        reached = 0
        for name, (places, mode) in groups.items():
            still = int(poor[places].sum())
            money[name] = min(money[name], _MOST_YUAN * (places.size - still) + _MOST_POOR_YUAN * still)
            if places.size == 0:
                continue
            reached += places.size
            if year >= scenario.year - 1:
                joined.append((mine[places], year, activity, mode, _paid(rng, money[name], poor[places])))
        distribution.append(
            (
                code,
                year,
                money["post"],
                money["work"],
                money["relief"],
                received - sum(money.values()),
                groups["post"][0].size,
                reached,
            )
        )
    rows = pd.DataFrame(
        distribution,
        columns=[
            "region_code",
            "stat_year",
            "post_yuan",
            "work_yuan",
            "relief_yuan",
            "other_yuan",
            "post_count",
            "household_count",
        ],
    )
    rows["source_id"] = "LEDGER"
    participation = _participation(joined)
    participation["household_id"] = roster["household_id"].to_numpy()[participation.pop("household")]
    return {"solar_distribution": rows, "industry_participation": participation}


def _participation(joined: list[tuple[Ints, int, str, str, Ints]]) -> pd.DataFrame:
    """Households (positions), the year, the station and the way of groups, and what each household got, as rows."""
    households, years, activities, modes, paid = zip(*joined, strict=True)
    many = [group.size for group in households]
    mode = np.repeat(np.array(modes, dtype=object), many)
    return pd.DataFrame(
        {
            "household": np.concatenate(households),
            "stat_year": np.repeat(np.array(years, dtype=np.int64), many),
            "activity_id": np.repeat(np.array(activities, dtype=object), many),
            "participation_mode_code": mode,
            "worker_count": np.where(mode == "DIVIDEND", 0, 1),
            "income_yuan": np.concatenate(paid),
            "source_id": "LEDGER",
        }
    )


def _groups(rng: np.random.Generator, able: Flags, poor: Flags) -> dict[str, tuple[Ints, str]]:
    count = len(able)
    order = rng.permutation(count)
    can = order[able[order] & ~poor[order]]
    post = can[: round(0.29 * count)]
    work = can[post.size : post.size + round(0.14 * count)]
    rest = np.setdiff1d(order, np.r_[post, work])
    rest = rest[np.lexsort((rng.random(rest.size), ~poor[rest]))]
    return {"post": (post, "POST"), "work": (work, "WORK"), "relief": (rest[: round(0.29 * count)], "DIVIDEND")}


def _paid(rng: np.random.Generator, money: int, poor: Flags) -> Ints:
    """What each household gets of `money`."""
    weight = rng.uniform(0.7, 1.3, poor.size) * np.where(poor, 0.3, 1.0)
    if bool(np.any(poor)) and not bool(np.all(poor)):
        most = np.where(poor, _MOST_POOR_YUAN, 2 * _MOST_YUAN).astype(np.int64)
        return capped_shares(money, weight, most)
    return shares(money, weight)
