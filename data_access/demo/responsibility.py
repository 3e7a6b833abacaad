"""Who answers for which region and household, and when they last came."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Days, Flags, Ints, Words, best, day, days_between, maybe, numbered, pick, stream
from data_access.demo.draft import Draft, Frames
from data_access.demo.land import Land
from data_access.demo.names import full_names, phones, surnames
from data_access.demo.scenario import Scenario

_OFFICES: Final = {
    "AGRICULTURE": "农业农村局",
    "EDUCATION": "教育体育局",
    "HEALTH": "卫生健康局",
    "MEDICAL_INSURANCE": "医疗保障局",
    "CIVIL_AFFAIRS": "民政局",
    "HUMAN_RESOURCES": "人力资源和社会保障局",
    "HOUSING": "住房和城乡建设局",
    "WATER": "水务局",
    "TRANSPORT": "交通运输局",
    "ENERGY": "发改局能源办",
    "FORESTRY": "林业和草原局",
    "CULTURE_TOURISM": "文化和旅游局",
    "FINANCE": "财政局",
    "NATURAL_RESOURCES": "自然资源局",
    "EMERGENCY": "应急管理局",
    "PUBLIC_SECURITY": "公安局",
    "DISABLED_FEDERATION": "残疾人联合会",
    "ORGANISATION": "县委组织部",
    "STATISTICS": "统计局",
}
_SENDERS: Final = 40
_OVERDUE_SHARE: Final = 26 / 366
_QUARTERS: Final = (("01-03", "03-31"), ("04-01", "06-30"), ("07-03", "09-29"), ("10-05", "12-29"))
"""Days in which the visits of each quarter lie."""

_NOTES: Final = ("核对收入与支出", "宣讲健康扶贫政策", "查看住房与饮水", "了解务工情况", "协助申报补贴", "")


def build_responsibility(draft: Draft, monitored: pd.DataFrame) -> Frames:
    """Organisations, officials, their regions and households, attendance, visits.

    `monitored`: the cases with columns household (position) and identified_on.
    """
    scenario, land = draft.scenario, draft.land
    rng = stream(scenario.seed, "responsibility")
    offices = _organisations(scenario, land)
    pool = offices[offices["organisation_tier_code"] != "VILLAGE"]["organisation_id"].to_numpy(dtype=object)
    officials, regional, cadre = _regional(scenario, rng, land, offices)
    if draft.drawn is None or not scenario.people.helpers:
        return {"organisation": offices, "official": pd.concat(officials, ignore_index=True), **regional}
    roster = draft.people.roster
    helpers, households = scenario.people.helpers, len(roster)
    helper_id = numbered("H", helpers, 5)
    officials.append(
        _people(rng, helper_id, rng.choice(pool, helpers), pick(rng, "科员 副科长 科长 股长 主任 教师 医师", helpers))
    )
    most = -(-households // helpers)
    load = np.full(helpers, most)
    load[rng.choice(helpers, most * helpers - households, replace=False)] = most - 1
    helper = np.repeat(np.arange(helpers), load)
    helping = pd.DataFrame(
        {"household_id": roster["household_id"], "official_id": helper_id[helper], "official_role_code": "HELPER"}
    )
    since = days_between(rng, scenario.on(3, "03-01"), scenario.on(1, "12-31"), helpers)[helper]
    helping["valid_from"] = np.maximum(
        since,
        np.array(
            [f"{max(y, scenario.year - 3)}-03-01" for y in roster["identified_year"].tolist()], dtype="datetime64[D]"
        ),
    )
    planned = rng.random(households) < 0.3
    helping["valid_to"] = np.where(planned, np.datetime64(scenario.on(-1, "12-31"), "D"), np.datetime64("NaT", "D"))
    contact = pd.DataFrame({
        "household_id": roster["household_id"].to_numpy()[monitored["household"].to_numpy()],
        "official_id": cadre[roster["village"].to_numpy()[monitored["household"].to_numpy()]],
        "official_role_code": "MONITORING_CONTACT", "valid_from": monitored["identified_on"].to_numpy(),
    })  # fmt: skip
    both = pd.concat([helping, contact], ignore_index=True).sort_values(
        ["household_id", "official_id"], ignore_index=True
    )
    both["source_id"] = "LEDGER"
    return {
        "organisation": offices,
        "official": pd.concat(officials, ignore_index=True),
        **regional,
        "household_official": both,
        "household_visit": _visits(scenario, roster, helper_id[helper], monitored),
    }


def _organisations(scenario: Scenario, land: Land) -> pd.DataFrame:
    town = land.townships
    tier = "COUNTY" if scenario.organ_zh == "县" else "CITY"
    rows: list[tuple[str, str, str, str | None, str | None]] = [
        (f"OFF{i:03d}", f"{scenario.name_zh}{name}", tier, code, scenario.root)
        for i, (code, name) in enumerate(_OFFICES.items(), 1)
    ]
    rows += [
        (f"TWN{i:03d}", f"{name}人民政府", "TOWNSHIP", None, code)
        for i, (code, name) in enumerate(zip(town["region_code"], town["name_zh"], strict=True), 1)
    ]
    rows += [
        (f"SND{i:03d}", f"示范派出单位{i:02d}(虚构)", "PROVINCE" if i <= 8 else "CITY", "OTHER", None)
        for i in range(1, _SENDERS + 1)
    ]
    return pd.DataFrame(
        rows, columns=["organisation_id", "name_zh", "organisation_tier_code", "department_code", "region_code"]
    )


def _people(rng: np.random.Generator, official_id: Words, organisation: Words, title: Words) -> pd.DataFrame:
    male = rng.random(official_id.size) < 0.68
    return pd.DataFrame(
        {
            "official_id": official_id,
            "name_zh": full_names(rng, surnames(rng, official_id.size), male),
            "organisation_id": organisation,
            "title_zh": title,
            "phone_no": phones(rng, official_id.size),
            "is_active": 1,
            "source_id": "ORGANISATION",
        }
    )


def _regional(
    scenario: Scenario, rng: np.random.Generator, land: Land, offices: pd.DataFrame
) -> tuple[list[pd.DataFrame], Frames, Words]:
    """Work teams (one a village), secretaries, cadres, county leaders: their rows and their days in the village."""
    codes = land.villages["region_code"].to_numpy(dtype=object)
    towns = land.townships["region_code"].to_numpy(dtype=object)
    counties = land.counties["region_code"].to_numpy(dtype=object)
    senders = offices[offices["organisation_id"].str.startswith(("SND", "OFF"))]["organisation_id"].to_numpy(
        dtype=object
    )
    town_office = offices[offices["organisation_id"].str.startswith("TWN")]["organisation_id"].to_numpy(dtype=object)
    count = codes.size
    sent_by = rng.choice(senders, count)
    team, cadre, secretary = numbered("T", 3 * count, 4), numbered("C", count, 3), numbered("S", count, 3)
    leader = numbered("L", towns.size + counties.size, 2)
    officials = [
        _people(
            rng,
            team,
            np.repeat(sent_by, 3),
            np.tile(np.array(["第一书记、工作队长", "工作队员", "工作队员"], dtype=object), count),
        ),
        _people(
            rng, cadre, town_office[land.villages["township"].to_numpy()], np.full(count, "包村干部", dtype=object)
        ),
        _people(
            rng,
            secretary,
            town_office[land.villages["township"].to_numpy()],
            np.full(count, "村党支部书记", dtype=object),
        ),
        _people(
            rng,
            leader,
            np.full(leader.size, "OFF018", dtype=object),
            np.r_[["市级包联领导"] * counties.size, ["县级包乡领导"] * towns.size].astype(object),
        ),
    ]
    start = days_between(rng, scenario.on(1, "03-01"), scenario.on(1, "04-30"), count)
    long = day(scenario.on(2, "01-01"))
    parts = [
        ("FIRST_SECRETARY", codes, team[0::3], start), ("TEAM_LEADER", codes, team[0::3], start),
        ("TEAM_MEMBER", codes, team[1::3], start), ("TEAM_MEMBER", codes, team[2::3], start),
        ("TOWNSHIP_CADRE", codes, cadre, np.full(count, long)),
        ("VILLAGE_SECRETARY", codes, secretary, np.full(count, day(scenario.on(1, "09-01")))),
        ("COUNTY_LEADER", towns, leader[counties.size:], np.full(towns.size, long)),
        ("CITY_LEADER", counties, leader[: counties.size], np.full(counties.size, long)),
    ]  # fmt: skip
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "region_code": r,
                    "official_id": o,
                    "official_role_code": c,
                    "valid_from": f,
                    "source_id": "ORGANISATION",
                }
            )
            for c, r, o, f in parts
        ],
        ignore_index=True,
    )
    required = 165
    days = np.where(
        rng.random(team.size) < 0.045, rng.integers(96, required, team.size), rng.integers(required, 221, team.size)
    )
    attendance = pd.DataFrame(
        {
            "region_code": np.repeat(codes, 3),
            "official_id": team,
            "stat_year": scenario.year,
            "village_day_count": days,
            "required_day_count": required,
            "source_id": "APP",
        }
    )
    return officials, {"region_official": rows, "official_attendance": attendance}, cadre


def _visits(scenario: Scenario, roster: pd.DataFrame, helper: Words, monitored: pd.DataFrame) -> pd.DataFrame:
    """Visits of this year: each quarter, to the poor twice, to the monitored each month."""
    rng = stream(scenario.seed, "visits")
    year = scenario.year
    village = roster["village"].to_numpy()
    villages = int(village.max()) + 1
    late = rng.choice(villages, round(_OVERDUE_SHARE * villages), replace=False)
    in_late: Flags = np.isin(village, late)
    everyone = np.arange(len(roster))
    parts = []
    windows = _QUARTERS[: scenario.months // 3][-scenario.people.visit_quarters :]
    for quarter, window in enumerate(windows):
        first, last = (f"{year}-{day}" for day in window)
        odds = np.where(in_late & (quarter == len(windows) - 1), 0.46, 0.962 - 0.01 * quarter)
        for again in range(2):
            mine = everyone[
                rng.random(everyone.size) < odds * (1.0 if again == 0 else 0.75 * roster["is_poor"].to_numpy())
            ]
            parts.append((mine, days_between(rng, first, last, mine.size), "ROUTINE"))
    watched, found = monitored["household"].to_numpy(), monitored["identified_on"].to_numpy()
    for month in range(1, scenario.months + 1):
        first, last = f"{year}-{month:02d}-02", f"{year}-{month:02d}-27"
        go = watched[
            (found < np.datetime64(first, "D"))
            & (rng.random(watched.size) < (0.86 if month == scenario.months else 0.97))
        ]
        parts.append((go, days_between(rng, first, last, go.size), "MONITORING"))
    household = np.concatenate([p[0] for p in parts])
    on = np.concatenate([p[1] for p in parts])
    kind = np.concatenate([np.full(p[0].size, p[2], dtype=object) for p in parts])
    return _visit_rows(scenario, rng, roster, helper, household=household, on=on, kind=kind)


def _visit_rows(
    scenario: Scenario,
    rng: np.random.Generator,
    roster: pd.DataFrame,
    helper: Words,
    *,
    household: Ints,
    on: Days,
    kind: Words,
) -> pd.DataFrame:
    order = np.lexsort((on, household))
    household, on, kind = household[order], on[order], kind[order]
    count = household.size
    at = on.astype("datetime64[s]") + rng.integers(8 * 3600, 19 * 3600, count).astype("timedelta64[s]")
    rows = pd.DataFrame(
        {
            "household_id": roster["household_id"].to_numpy()[household],
            "visited_at": at,
            "visit_id": numbered("V", count, 6),
        }
    )
    rows["official_id"] = helper[household]
    rows["visit_kind_code"] = kind
    rows["is_on_site"] = best(rng.random(count), round(0.965 * count)).astype(np.int64)
    rows["photo_count"] = rng.integers(0, 5, count)
    note = np.array(_NOTES, dtype=object)[rng.integers(0, len(_NOTES), count)]
    rows["note_zh"] = maybe(note, (note != "") & (rng.random(count) < 0.12))
    rows["source_id"] = "APP"
    if at.max() > scenario.as_of.astype("datetime64[s]") + np.timedelta64(86399, "s"):
        raise ValueError("a visit lies after the day of the data")
    return rows.sort_values(["household_id", "visited_at", "visit_id"], ignore_index=True)
