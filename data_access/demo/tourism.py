"""Tourism: operators of four modes, their seasons, the villages and households that they take along."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Days, Words, capped_shares, days_between, numbered, pick, stream
from data_access.demo.industries import activity_rows, coverage_rows, drawn, joined
from data_access.demo.land import Land
from data_access.demo.scenario import Scenario

Frames = dict[str, pd.DataFrame]

SIGHTS: Final = {
    "TOURISM_SCENIC": "草原景区", "TOURISM_FARM_STAY": "农家院", "TOURISM_HOMESTAY": "民宿",
    "TOURISM_COOPERATIVE": "旅游合作社", "TOURISM_SHOP": "旅游商品店",
}  # fmt: skip
_VILLAGES: Final = 5
"""Of each township that has tourism at all."""

SEASON: Final = (1, 2, 1, 1, 4, 10, 27, 31, 13, 6, 2, 2)


def build_tourism(scenario: Scenario, land: Land, roster: pd.DataFrame, state: pd.DataFrame) -> Frames:
    """Operators of four modes in some townships, five villages each, and the households that join them."""
    rng = stream(scenario.seed, "tourism")
    wanted = scenario.ventures
    registered = land.villages["registered"].to_numpy()
    township = land.villages["township"].to_numpy()
    # The seat and the poorest townships have no tourism; elsewhere the five villages with the most households.
    hard = land.villages.groupby("township")["hardship"].mean().to_numpy()
    size = np.array([int(np.sort(registered[township == t])[-_VILLAGES:].sum()) for t in range(hard.size)])
    chosen = np.sort(np.argsort(hard * 60 - size)[: wanted.tourism_townships])
    village = np.concatenate(
        [
            np.flatnonzero(township == t)[np.argsort(-registered[township == t], kind="stable")[:_VILLAGES]]
            for t in chosen.tolist()
        ]
    )
    places, most = village.size, (registered[village] * 0.93).astype(np.int64)
    weight = registered[village] * rng.uniform(0.7, 1.3, places)
    quota = capped_shares(min(wanted.tourism_households, int(most.sum())), weight, most)
    extra = np.sort(rng.choice(places, min(wanted.tourism_second, places), replace=False))
    seat = np.r_[village, village[extra]]
    count = seat.size
    mode = pick(rng, "SCENIC_LED FARM_TOUR FESTIVAL CAPABLE", count, [30, 40, 14, 16])
    sub = np.where(
        mode == "SCENIC_LED",
        pick(rng, "TOURISM_SCENIC TOURISM_SHOP TOURISM_COOPERATIVE", count, [5, 2, 2]),
        pick(rng, "TOURISM_FARM_STAY TOURISM_HOMESTAY TOURISM_COOPERATIVE TOURISM_SHOP", count, [45, 25, 20, 10]),
    )
    names = land.villages["name_zh"].to_numpy()[seat]
    activity_id = numbered("TOU", count, 3)
    opened = days_between(rng, "2015-05-01", "2018-12-31", count)
    activity = activity_rows(
        land,
        seat,
        land.near(rng, seat),
        {
            "activity_id": activity_id,
            "industry_kind_code": "TOURISM",
            "industry_subkind_code": sub,
            "name_zh": names + np.array([SIGHTS[s] for s in sub.tolist()], dtype=object),
            "operator_zh": names + "旅游经营主体(演示)",
            "business_entity_code": np.where(
                sub == "TOURISM_COOPERATIVE",
                "COOPERATIVE",
                np.where(sub == "TOURISM_SCENIC", "ENTERPRISE", "HOUSEHOLD"),
            ),
            "operating_status_code": pick(rng, "RUNNING WATCHED", count, [96, 4]),
            "invested_yuan": rng.integers(8, 400, count) * 10_000,
            "valid_from": opened,
            "source_id": "TOURISM",
        },
    )
    activity.loc[activity["name_zh"].duplicated(), "name_zh"] += "(二)"
    operator = pd.DataFrame({"activity_id": activity_id, "tourism_mode_code": mode})
    operator["grade_zh"] = np.where(
        (sub == "TOURISM_SCENIC") & (rng.random(count) < 0.4),
        "AAA级",
        np.where(rng.random(count) < 0.1, "省级示范", np.full(count, None)),
    )
    operator["bed_count"] = np.where(
        np.isin(sub, ["TOURISM_FARM_STAY", "TOURISM_HOMESTAY"]), rng.integers(6, 60, count), 0
    )
    since = opened.astype("datetime64[Y]").astype(np.int64) + 1970
    covered = coverage_rows(
        scenario, activity_id, land.villages["region_code"].to_numpy()[seat], np.maximum(since, 2016)
    )
    score = rng.gumbel(0, 1, len(roster)) + 0.6 * (state["able"] > 0).to_numpy() - 1.6 * roster["is_poor"].to_numpy()
    household, where = drawn(roster, village, quota, score)
    two = {int(place): places + i for i, place in enumerate(extra.tolist())}
    second = np.array([two.get(int(w), int(w)) for w in where.tolist()])
    operator_of = np.where(rng.random(where.size) < 0.5, second, where)
    way = pick(rng, "WORK SELF_RUN LAND_RENT SALES DIVIDEND", where.size, [24, 22, 18, 20, 16])
    way = np.where((state["able"].to_numpy()[household] == 0) & np.isin(way, ["WORK", "SELF_RUN"]), "DIVIDEND", way)
    income = np.exp(rng.normal(7.2, 0.55, where.size)) * np.where(np.isin(way, ["WORK", "SELF_RUN"]), 1.9, 0.8)
    poor = roster["is_poor"].to_numpy() | (roster["exited_year"].to_numpy() == 2019)
    return {
        "industry_activity": activity,
        "tourism_operator": operator,
        "industry_coverage": covered,
        "tourism_month": season_rows(scenario, rng, activity_id, opened),
        "industry_participation": joined(
            scenario, rng, household, activity_id[operator_of], mode=way, income=income, poor=poor[household]
        ),
    }


def season_rows(scenario: Scenario, rng: np.random.Generator, activity: Words, opened: Days) -> pd.DataFrame:
    """Rows of tourism_month of two years: visitors by season, and what they leave."""
    now = scenario.year
    year_visitors = np.exp(rng.normal(7.6, 0.9, activity.size))
    frames = []
    for year, last in ((now - 1, 12), (now, scenario.months)):
        for month in range(1, last + 1):
            on = opened < np.datetime64(f"{year}-{month:02d}-01", "D")
            visitors = np.round(
                year_visitors
                * SEASON[month - 1]
                / 100
                * rng.normal(1, 0.12, activity.size)
                * (1.08 if year == now else 1)
            )
            frame = pd.DataFrame(
                {
                    "activity_id": activity,
                    "stat_year": year,
                    "stat_month": month,
                    "visitor_count": np.maximum(visitors, 0).astype(np.int64),
                }
            )
            frame["revenue_yuan"] = frame["visitor_count"] * rng.integers(60, 180, activity.size)
            frame["source_id"] = "TOURISM"
            frames.append(frame[on])
    return pd.concat(frames, ignore_index=True)
