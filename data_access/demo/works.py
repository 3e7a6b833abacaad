"""The battle maps: projects, tasks with their steps and days, issues to put right, and the rankings of townships."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Words, days_between, maybe, numbered, pick, shares, stream
from data_access.demo.draft import Draft, Frames

_PROJECTS: Final = {
    "INDUSTRY": ("高效经济作物基地", "养殖小区配套", "农产品储藏库"),
    "EMPLOYMENT": ("劳务培训", "就业服务点"),
    "HOUSING": ("危房改造", "住房安全鉴定"),
    "WATER": ("饮水管网改造", "机井配套"),
    "ROAD": ("村组道路硬化", "产业路"),
    "EDUCATION": ("教学点改造",),
    "HEALTH": ("标准化卫生室",),
    "ENVIRONMENT": ("人居环境整治",),
}
_STEPS: Final = ("对象核准", "方案批复", "招标开工", "主体完工", "验收入档")
_ISSUES: Final = ("公示资料不全", "帮扶措施未更新", "项目进度滞后", "收入核算有误", "档案卡册不一致", "结对联系不到位")


def build_projects(draft: Draft, count: int, budget_yuan: int) -> Frames:
    """Projects of two years in the villages, poor ones first; their money adds up to `budget_yuan`."""
    scenario, villages = draft.scenario, draft.land.villages
    rng = stream(scenario.seed, "projects")
    odds = 1.0 + 6.0 * villages["is_poor"].to_numpy() + np.clip(villages["hardship"].to_numpy(), 0, None)
    seat = rng.choice(len(villages), count, p=odds / odds.sum())
    category = pick(rng, " ".join(_PROJECTS), count, [34, 7, 12, 11, 16, 5, 6, 9])
    what = np.array([_PROJECTS[c][int(rng.integers(len(_PROJECTS[c])))] for c in category.tolist()], dtype=object)
    year = np.where(rng.random(count) < 0.42, scenario.year - 1, scenario.year)
    budget = shares(budget_yuan // 1000, np.exp(rng.normal(0, 0.8, count)), 20) * 1000
    status = np.where(
        year < scenario.year,
        pick(rng, "ACCEPTED DONE BUILDING", count, [70, 24, 6]),
        pick(rng, "PLAN TENDER BUILDING DONE ACCEPTED STOPPED", count, [7, 10, 44, 24, 13, 2]),
    )
    part = {"PLAN": 0.0, "TENDER": 0.05, "BUILDING": 0.5, "DONE": 0.86, "ACCEPTED": 1.0, "STOPPED": 0.2}
    paid = budget * np.array([part[s] for s in status.tolist()]) * rng.uniform(0.85, 1.0, count)
    rows = pd.DataFrame({"project_id": numbered("P", count, 4), "stat_year": year})
    rows["name_zh"] = villages["name_zh"].to_numpy(dtype=object)[seat] + what
    rows["region_code"] = villages["region_code"].to_numpy()[seat]
    rows["project_category_code"] = category
    rows["project_status_code"] = status
    rows["fund_source_code"] = pick(rng, "CENTRAL PROVINCE CITY COUNTY SOCIAL", count, [38, 24, 8, 26, 4])
    rows["budget_yuan"] = budget
    rows["paid_yuan"] = np.round(np.where(status == "ACCEPTED", budget, paid), 2)
    rows["benefit_household_count"] = rng.integers(6, 90, count)
    rows["benefit_person_count"] = np.round(rows["benefit_household_count"] * rng.uniform(2.4, 3.4, count)).astype(int)
    rows["source_id"] = "COMMAND"
    return {"project": rows}


def build_tasks(  # noqa: PLR0915 - one statement a column
    draft: Draft, projects: pd.DataFrame, issues: int, *, undated: int = 0
) -> Frames:
    """For each project its works map (PLAN) with five steps; beside them issues to put right, some of them supervised.

    A fifth of what should be done is late; what is finished was finished about its day. The township and its cadre for
    the village answer for a project, but for every 17th nobody is named; `undated` issues have no planned end.
    """
    scenario, villages = draft.scenario, draft.land.villages
    rng = stream(scenario.seed, "tasks")
    now = scenario.as_of
    step = len(_STEPS)
    count = len(projects)
    done = projects["project_status_code"].isin(["DONE", "ACCEPTED"]).to_numpy()
    begun = np.array([f"{y}-03-01" for y in projects["stat_year"].tolist()], dtype="datetime64[D]")
    begun = begun + rng.integers(0, 75, count).astype("timedelta64[D]")
    length = rng.integers(24, 52, (count, step))
    over = (now - length.sum(axis=1).astype("timedelta64[D]")).astype("datetime64[D]")
    begun = np.where(done, np.minimum(begun, over), begun)
    ends = begun[:, None] + np.cumsum(length, axis=1).astype("timedelta64[D]")
    starts = np.concatenate([begun[:, None], ends[:, :-1]], axis=1)
    late = rng.normal(2, 9, (count, step)).clip(-12, 40).astype(np.int64).astype("timedelta64[D]")
    reached = np.where(done[:, None], True, np.cumsum(rng.random((count, step)) < 0.17, axis=1) == 0)
    finished = np.where(reached & (ends + late <= now), ends + late, np.datetime64("NaT", "D"))
    finished = np.where(done[:, None] & np.isnat(finished), np.minimum(ends, now), finished)
    plan_id = numbered("T", count, 5)
    whole = ~np.isnat(finished).any(axis=1)
    plan = pd.DataFrame({"task_id": plan_id, "parent_task_id": None, "task_kind_code": "PLAN"})
    plan["title_zh"] = projects["name_zh"].to_numpy(dtype=object) + "施工图"
    plan["planned_start_on"], plan["planned_end_on"] = begun, ends[:, -1]
    plan["finished_on"] = np.where(whole, finished.max(axis=1), np.datetime64("NaT", "D"))
    plan["done_quantity"], plan["target_quantity"] = (~np.isnat(finished)).sum(axis=1), step
    steps = pd.DataFrame({"task_id": numbered("S", count * step, 5), "parent_task_id": np.repeat(plan_id, step)})
    steps["task_kind_code"] = "STEP"
    steps["title_zh"] = np.tile(np.array(_STEPS, dtype=object), count)
    steps["planned_start_on"], steps["planned_end_on"] = starts.ravel(), ends.ravel()
    steps["finished_on"] = finished.ravel()
    steps["done_quantity"] = (~np.isnat(finished.ravel())).astype(np.int64)
    steps["target_quantity"] = 1
    for frame, each in ((plan, 1), (steps, step)):
        frame["region_code"] = np.repeat(projects["region_code"].to_numpy(dtype=object), each)
        frame["project_id"] = np.repeat(projects["project_id"].to_numpy(dtype=object), each)
        for column, owner in _owners(draft, projects).items():
            frame[column] = np.repeat(owner, each)
    seat = rng.integers(0, len(villages), issues)
    raised = days_between(rng, scenario.on(0, "02-01"), str(scenario.before(3)), issues)
    due = raised + rng.choice([15, 30, 45], issues).astype("timedelta64[D]")
    mended = raised + rng.integers(4, 50, issues).astype("timedelta64[D]")
    fixed = np.where((mended <= now) & (rng.random(issues) < 0.9), mended, np.datetime64("NaT", "D"))
    issue = pd.DataFrame({"task_id": numbered("I", issues, 5), "parent_task_id": None})
    issue["task_kind_code"] = pick(rng, "ISSUE SUPERVISED", issues, [82, 18])
    issue["title_zh"] = villages["name_zh"].to_numpy(dtype=object)[seat] + pick(rng, " ".join(_ISSUES), issues)
    due[:undated] = fixed[:undated] = np.datetime64("NaT", "D")
    issue["planned_start_on"], issue["planned_end_on"], issue["finished_on"] = raised, due, fixed
    issue["done_quantity"], issue["target_quantity"] = (~np.isnat(fixed)).astype(np.int64), 1
    issue["region_code"] = villages["region_code"].to_numpy()[seat]
    town = villages["township"].to_numpy()[seat] + 1
    issue["organisation_id"] = np.array([f"TWN{t:03d}" for t in town.tolist()], dtype=object)
    rows = pd.concat([plan, steps, issue], ignore_index=True)
    rows["unit_zh"] = np.where(rows["task_kind_code"].isin(["ISSUE", "SUPERVISED"]), "项", "步")
    closed = rows["finished_on"].notna()
    rows["task_status_code"] = np.where(
        closed,
        np.where(rows["task_kind_code"].isin(["ISSUE", "SUPERVISED"]), "CLOSED", "DONE"),
        np.where(rows["planned_start_on"] > pd.Timestamp(now), "TODO", "DOING"),
    )
    rows["source_id"] = "COMMAND"
    return {"task": rows}


def _owners(draft: Draft, projects: pd.DataFrame) -> dict[str, Words]:
    """The township and the cadre that answer for each project, by column; None for every 17th."""
    villages = draft.land.villages
    seat = pd.Index(villages["region_code"]).get_indexer(projects["region_code"])
    named = np.arange(len(projects)) % 17 != 16
    town = [f"TWN{t:03d}" for t in (villages["township"].to_numpy()[seat] + 1).tolist()]
    cadre = [f"C{v:03d}" for v in (seat + 1).tolist()]
    return {
        "organisation_id": maybe(np.array(town, dtype=object), named),
        "official_id": maybe(np.array(cadre, dtype=object), named),
    }


def build_ranking(draft: Draft, events: dict[str, list[str]]) -> Frames:
    """Rankings of all townships on the days given for each event (RANKING_EVENT); good ones tend to stay good."""
    return {"ranking": ranking_rows(draft.scenario.seed, draft.land.townships["region_code"], events)}


def ranking_rows(seed: int, regions: "pd.Series[str]", events: dict[str, list[str]]) -> pd.DataFrame:
    """Rows of the table ranking: the regions of these codes among themselves, on the days given for each event."""
    rng = stream(seed, "ranking")
    many = len(regions)
    good = rng.normal(0, 1, many)
    frames = []
    for event, days in events.items():
        for day in days:
            score = np.round(np.clip(86 + 4.2 * good + rng.normal(0, 3, many), 60, 99.5), 1)
            frame = pd.DataFrame({"ranking_event_code": event, "held_on": np.datetime64(day, "D")}, index=regions.index)
            frame["region_code"], frame["score"] = regions, score
            frame["place_no"] = pd.Series(score).rank(ascending=False, method="min").astype(int).to_numpy()
            frame["issue_count"] = rng.integers(2, 16, many)
            frame["fixed_issue_count"] = np.minimum(
                np.round(frame["issue_count"] * rng.uniform(0.6, 1.05, many)), frame["issue_count"]
            ).astype(int)
            frames.append(frame.assign(source_id="COMMAND"))
    rows = pd.concat(frames, ignore_index=True)
    best: Words = maybe(np.full(len(rows), "典型发言", dtype=object), (rows["place_no"] == 1).to_numpy())
    return rows.assign(note_zh=best)
