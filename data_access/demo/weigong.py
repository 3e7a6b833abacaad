"""The county Weigong, modelled on Weixian in 2018: 252 micro-factories, insurance against poverty, rankings."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Ints, best, capped_shares, days_between, numbered, pick, shares, stream
from data_access.demo.draft import Draft, Frames
from data_access.demo.industries import drawn
from data_access.demo.names import full_names, identity_numbers, phones, surnames
from data_access.demo.scenario import Population, Scenario, Workshops
from data_access.demo.ventures import activities, reached, taken_along
from data_access.demo.works import build_projects, build_ranking, build_tasks

_INSURED: Final = (4_000_000, 80_000)
_MONITORED, _ELIGIBLE, _PAID_YUAN = 8_178, 742, 7_580_000
_FIRST_CLAIM: Final = ("2017-11-06", 6_208)
_GENERAL_HOUSEHOLDS: Final = 300
"""Households that are not registered and were paid: low incomes that the insurance kept from poverty."""

WEIGONG: Final = Scenario(
    name="weigong",
    name_zh="微工县",
    root="990201000000",
    as_of=np.datetime64("2018-09-30", "D"),
    years=(2014, 2015, 2016, 2017, 2018),
    seed=20181001,
    parts=frozenset(["assurance", "workshops", "income", "responsibility", "measures"]),
    workshops=Workshops(252, 22, 214, assisted=6_160, workers=11_801, in_poor_villages=False, watched=9),
    population=Population(
        households=24_270,
        persons=94_252,
        rural=608_140,
        poor=5_230,
        poor_households=1_824,
        # Their sum (94,252 - 5,230) is published, the years are generated; nobody is lifted before a year's end.
        exits={2014: 14_300, 2015: 21_722, 2016: 26_000, 2017: 27_000},
        size_odds={1: 0.045, 2: 0.128, 3: 0.182, 4: 0.320, 5: 0.197, 6: 0.128},
        without_labour=43_300,
        skill_or_funds=37_900,
        major=(1_060, 1_240),
        chronic=(8_700, 11_100),
        identified={2014: 0.95, 2015: 0.03, 2016: 0.02},
        dropouts=4,
        helpers=5_200,
        jobs={2017: (33_600, 31_900, 26_100), 2018: (35_400, 33_800, 27_300)},
        asked_unwilling=4_100,
        shocked=160,
    ),
)


def build_weigong(draft: Draft) -> list[Frames]:
    """Share cooperatives and e-commerce beside the micro-factories; insurance; projects, tasks, rankings."""
    projects = build_projects(draft, 320, 186_000_000)
    contests = [
        f"2018-{m:02d}-{d:02d}" for m, d in ((2, 9), (3, 16), (4, 13), (5, 18), (6, 15), (7, 13), (8, 17), (9, 21))
    ]
    return [
        _cooperatives(draft),
        _stations(draft),
        _insurance(draft),
        projects,
        build_tasks(draft, projects["project"], 420),
        build_ranking(
            draft,
            {
                "CONTEST": contests,
                "MONTH_DISPATCH": [f"2018-{m:02d}-28" for m in range(1, 10)],
                "QUARTER_RANK": ["2018-03-31", "2018-06-30", "2018-09-29"],
                "HEARING": ["2018-06-05"],
            },
        ),
    ]


def _cooperatives(draft: Draft) -> Frames:
    scenario, land, roster = draft.scenario, draft.land, draft.people.roster
    rng = stream(scenario.seed, "cooperatives")
    village = np.sort(rng.choice(len(land.villages), 236, replace=False))
    since = rng.choice([2015, 2016, 2017], village.size, p=[0.2, 0.45, 0.35])
    product = pick(rng, "鸭梨 食用菌 设施蔬菜 苗木 中药材 肉鸭", village.size, [30, 16, 20, 12, 10, 12])
    rows = activities(
        land, rng, "AGR", village, name=product + "股份合作社", since=since,
        industry_kind_code="AGRICULTURE", product_zh=product, business_entity_code="COOPERATIVE",
        industry_subkind_code=np.where(product == "肉鸭", "AGRICULTURE_STOCK", "AGRICULTURE_CROP"),
        invested_yuan=rng.integers(15, 220, village.size) * 10_000, source_id="INDUSTRY",
    )  # fmt: skip
    registered = land.villages["registered"].to_numpy()[village]
    quota = capped_shares(6_900, registered * rng.uniform(0.6, 1.4, village.size), registered)
    household, where = drawn(roster, village, quota, rng.gumbel(0, 1, len(roster)))
    ids = rows["activity_id"].to_numpy(dtype=object)
    mode = pick(rng, "DIVIDEND LAND_RENT WORK", household.size, [58, 30, 12])
    able = draft.people.state["able"].to_numpy()[household] > 0
    mode = np.where(able | (mode != "WORK"), mode, "DIVIDEND").astype(object)
    income = np.exp(rng.normal(6.9, 0.45, household.size)) * np.where(mode == "WORK", 3.0, 1.0)
    return {
        "industry_activity": rows,
        "industry_coverage": reached(scenario, land, ids, village, since, 1),
        "industry_participation": taken_along(scenario, rng, roster, household, ids[where], mode=mode, income=income),
    }


def _stations(draft: Draft) -> Frames:
    scenario, land = draft.scenario, draft.land
    rng = stream(scenario.seed, "stations")
    township = land.villages["township"].to_numpy()
    seat = np.array([int(np.flatnonzero(township == t)[0]) for t in range(int(township.max()) + 1)])
    since = np.full(seat.size, 2017)
    rows = activities(
        land, rng, "ECM", seat, name="电商服务站", since=since, industry_kind_code="ECOMMERCE",
        industry_subkind_code="ECOMMERCE_TOWNSHIP", business_entity_code="ENTERPRISE", source_id="INDUSTRY",
    )  # fmt: skip
    ids = rows["activity_id"].to_numpy(dtype=object)
    return {"industry_activity": rows, "industry_coverage": reached(scenario, land, ids, seat, since)}


def _insurance(draft: Draft) -> Frames:
    """The policies of two years, 742 claims that add up to the published sum, the households paid but not registered.

    The reports give the persons watched and eligible since the first policy: they stand on the running one.
    """
    scenario, roster = draft.scenario, draft.people.roster
    rng = stream(scenario.seed, "insurance")
    policy = pd.DataFrame(
        {"policy_id": ["POL2017", "POL2018"], "region_code": scenario.root, "stat_year": [2017, 2018]}
    )
    policy["insurer_zh"] = "演示财产保险公司(虚构)"
    policy["premium_yuan"], policy["insured_count"] = _INSURED
    policy["monitored_count"], policy["eligible_count"] = [None, _MONITORED], [None, _ELIGIBLE]
    policy["guarantee_line_yuan"] = [1.5 * 2952, 1.5 * 2995]
    policy["source_id"] = "INSURER"
    general, persons = _general_households(draft, rng)
    many = _ELIGIBLE - _GENERAL_HOUSEHOLDS
    exited = roster["exited_year"].to_numpy()
    score = draft.people.state["major"].to_numpy() * 2.0 + rng.gumbel(0, 1, exited.size)
    unstable = np.flatnonzero(best(score, many, (exited > 0) & (exited <= 2017)))
    home = np.r_[
        roster["household_id"].to_numpy(dtype=object)[unstable], general["household_id"].to_numpy(dtype=object)
    ]
    claim = pd.DataFrame({"household_id": home, "claim_id": numbered("CLM", home.size, 4)})
    claim["paid_on"] = days_between(rng, "2017-11-20", str(scenario.before(4)), home.size)
    claim["policy_id"] = np.where(claim["paid_on"] < pd.Timestamp("2018-07-01"), "POL2017", "POL2018")
    claim["insured_group_code"] = np.r_[["UNSTABLE"] * many, ["LOW_INCOME"] * general.shape[0]]
    claim["cause_code"] = pick(rng, "01 03 04", home.size, [68, 12, 20])
    first_on, first_yuan = _FIRST_CLAIM
    paid = np.exp(rng.normal(9.0, 0.55, home.size - 1))
    claim["paid_yuan"] = np.r_[first_yuan, shares(_PAID_YUAN - first_yuan, paid, 800)].astype(float)
    claim.loc[0, "paid_on"], claim.loc[0, "policy_id"] = pd.Timestamp(first_on), "POL2017"
    claim["source_id"] = "INSURER"
    return {
        "insurance_policy": policy,
        "insurance_claim": claim.sort_values(["household_id", "claim_id"], ignore_index=True),
        "household": general,
        "person": persons,
    }


def _general_households(draft: Draft, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Couples that are not on the register: rows of household and of person."""
    land, count = draft.land, _GENERAL_HOUSEHOLDS
    village: Ints = np.sort(rng.integers(0, len(land.villages), count))
    longitude, latitude = land.near(rng, village)
    home = numbered("98", count, 8, start=10_000_001)
    household = pd.DataFrame({"household_id": home, "region_code": land.villages["region_code"].to_numpy()[village]})
    household["head_person_id"], household["member_count"] = home + "01", 2
    household["household_type_code"] = "0"
    household["village_group_zh"] = "1组"
    household["longitude"], household["latitude"] = longitude, latitude
    household["phone_no"] = phones(rng, count)
    household["is_valid"], household["source_id"] = 1, "INSURER"
    male = np.tile([True, False], count)
    person = pd.DataFrame({"household_id": np.repeat(home, 2)})
    person["person_id"] = person["household_id"] + np.tile(np.array(["01", "02"], dtype=object), count)
    person["name_zh"] = full_names(rng, surnames(rng, 2 * count), male)
    person["gender_code"], person["relation_code"] = np.where(male, "01", "02"), np.where(male, "01", "02")
    person["identity_document_code"] = "01"
    person["identity_no"] = identity_numbers(rng, male, "990299")
    born = rng.integers(1950, 1985, count)
    days = np.array([f"{y}-06-15" for y in np.repeat(born, 2).tolist()], dtype="datetime64[D]")
    person["born_on"] = days + rng.integers(-150, 150, 2 * count).astype("timedelta64[D]")
    person["education_code"], person["labour_ability_code"] = "03", "01"
    person["is_valid"], person["source_id"] = 1, "INSURER"
    return household, person
