"""Where the rows come from, how old they are, which of them are doubtful."""

from typing import Final

import numpy as np
import pandas as pd

from data_access.demo.apportion import Flags, Words, day, stream
from data_access.demo.income import LINES
from data_access.demo.land import Land
from data_access.demo.scenario import Scenario

_SOURCES: Final = (
    # id, name, kind, organisation, cycle, stale after, days that its data are behind, state of the last load
    ("DEMO", "演示数据:区划与人物均为虚构,总量按公开报道标定", "DEMO", "演示", "YEARLY", 400, 0, "OK"),
    ("LEDGER", "演示 · 精准台账", "LEDGER", "县扶贫办(演示)", "DAILY", 7, 0, "OK"),
    ("APP", "演示 · 走访移动APP", "APP", "县扶贫办(演示)", "REALTIME", 3, 0, "OK"),
    ("HEALTH", "演示 · 卫生健康局", "DEPARTMENT", "卫生健康局(演示)", "MONTHLY", 45, 30, "OK"),
    ("MEDICAL", "演示 · 医疗保障局", "DEPARTMENT", "医疗保障局(演示)", "MONTHLY", 45, 0, "OK"),
    ("DISABLED", "演示 · 残疾人联合会", "DEPARTMENT", "残疾人联合会(演示)", "QUARTERLY", 100, 92, "OK"),
    ("CIVIL", "演示 · 民政局", "DEPARTMENT", "民政局(演示)", "MONTHLY", 45, 61, "PARTIAL"),
    ("HUMAN", "演示 · 人力资源和社会保障局", "DEPARTMENT", "人力资源和社会保障局(演示)", "MONTHLY", 45, 5, "OK"),
    ("ENERGY", "演示 · 能源办", "DEPARTMENT", "发改局能源办(演示)", "MONTHLY", 45, 0, "OK"),
    ("POWER", "演示 · 供电公司", "UTILITY", "供电公司(演示)", "MONTHLY", 45, 0, "OK"),
    ("TOURISM", "演示 · 文化和旅游局", "DEPARTMENT", "文化和旅游局(演示)", "MONTHLY", 45, 0, "OK"),
    ("FORESTRY", "演示 · 林业和草原局", "DEPARTMENT", "林业和草原局(演示)", "YEARLY", 400, 273, "OK"),
    ("INDUSTRY", "演示 · 产业专班", "DEPARTMENT", "农业农村局(演示)", "MONTHLY", 45, 2, "OK"),
    ("ORGANISATION", "演示 · 组织部驻村办", "DEPARTMENT", "县委组织部(演示)", "MONTHLY", 45, 10, "OK"),
    ("STATISTICS", "演示 · 统计局", "DEPARTMENT", "统计局(演示)", "YEARLY", 400, 30, "OK"),
    ("INSURER", "演示 · 防贫保险承保公司", "INSURER", "保险公司(演示)", "MONTHLY", 45, 0, "OK"),
    ("REFORM", "演示 · 发展和改革局", "DEPARTMENT", "发展和改革局(演示)", "MONTHLY", 45, 0, "OK"),
    ("COMMAND", "演示 · 指挥部任务系统", "LEDGER", "扶贫指挥部(演示)", "DAILY", 7, 0, "OK"),
)

_SHARED_YEAR: Final = "{year} 年行为公开报道的全年数,不是 1—{months} 月累计"

RULES: Final = {
    "CAUSE_ILL_HEALTHY": "主要致贫原因为因病而家庭成员均无大病慢病",
    "LIFTED_BELOW_LINE": "已脱贫户当年人均纯收入低于工作线",
    "POOR_ABOVE_LINE": "未脱贫户当年人均纯收入高于工作线",
    "PHONE_MISSING": "户联系电话为空",
    "DROPOUT": "义务教育阶段儿童在校状况为非在校生",
}


def source_rows(scenario: Scenario, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of table data_source for the sources that `frames` name: every name says that it is a demonstration."""
    columns = [
        "source_id",
        "name_zh",
        "source_kind_code",
        "organisation_zh",
        "update_cycle_code",
        "stale_after_day_count",
    ]
    named = {str(s) for f in frames.values() if "source_id" in f for s in f["source_id"].dropna().unique()}
    rows = pd.DataFrame([s[:6] for s in _SOURCES if s[0] in named], columns=columns)
    if scenario.organ_zh != "县":
        rows["organisation_zh"] = rows["organisation_zh"].str.replace("县", scenario.organ_zh, regex=False)
    if scenario.name == "bashang":
        energy = rows["source_id"] == "ENERGY"
        rows.loc[energy, "name_zh"] += f"({scenario.year} 年到村收益为公开报道的全年数)"
    return rows


def load_rows(scenario: Scenario, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of table data_load: one a source and table that has its rows, an older one, and a failed run."""
    about = {s[0]: s for s in _SOURCES}
    rows: list[list[object]] = []
    for table, frame in frames.items():
        if "source_id" not in frame.columns:
            continue
        for source, count in frame["source_id"].value_counts().sort_index().items():
            as_of, state = scenario.before(about[str(source)][6]), about[str(source)][7]
            note = (
                _SHARED_YEAR.format(year=scenario.year, months=scenario.months)
                if table == "industry_coverage" and source == "ENERGY"
                else None
            )
            note = "缺 2 个乡镇 8 月数据" if state == "PARTIAL" else note
            rows.append([source, table, str(as_of), f"{as_of} 21:05:00", f"{as_of} 21:25:00", int(count), state, note])
    table = "person_social_security"
    if table not in frames:
        return _numbered(rows)
    day = scenario.on(0, "06-30")
    before = int((frames[table]["source_id"] == "CIVIL").sum()) - 7
    rows.append(["CIVIL", table, day, f"{day} 21:05:00", f"{day} 21:25:00", before, "OK", None])
    day = str(scenario.before(2))
    rows.append(["CIVIL", table, None, f"{day} 21:05:00", f"{day} 21:06:00", 0, "FAILED", "接口超时,未写入"])
    return _numbered(rows)


def _numbered(rows: list[list[object]]) -> pd.DataFrame:
    columns = [
        "source_id",
        "table_name",
        "as_of_on",
        "started_at",
        "finished_at",
        "row_count",
        "load_status_code",
        "message_zh",
    ]
    loads = pd.DataFrame(rows, columns=columns)
    loads.insert(0, "load_id", [f"LOAD{i:04d}" for i in range(1, len(loads) + 1)])
    return loads


def issue_rows(
    scenario: Scenario,
    land: Land,
    roster: pd.DataFrame,
    state: pd.DataFrame,
    *,
    main_cause: Words,
    household: pd.DataFrame,
    income: pd.DataFrame,
) -> pd.DataFrame:
    """Rows of table data_issue: the records of this very data set that break a rule; some are waived."""
    rng = stream(scenario.seed, "issues")
    last = income[income["stat_year"] == scenario.year]
    each = (last["net_income_yuan"] / last["member_count"]).to_numpy()
    poor = roster["is_poor"].to_numpy()
    broken: dict[str, Flags] = {
        "CAUSE_ILL_HEALTHY": (main_cause == "01") & ((state["chronic"] + state["major"]) == 0).to_numpy(),
        "LIFTED_BELOW_LINE": ~poor & (each < LINES[scenario.year]),
        "POOR_ABOVE_LINE": poor & (each >= LINES[scenario.year]),
        "PHONE_MISSING": household["phone_no"].isna().to_numpy() & (rng.random(poor.size) < 0.05),
        "DROPOUT": state["dropout"].to_numpy() > 0,
    }
    codes = land.villages["region_code"].to_numpy()[roster["village"].to_numpy()]
    frames = []
    for rule, flags in broken.items():
        mine = np.flatnonzero(flags)
        frame = pd.DataFrame(
            {"rule_code": rule, "rule_zh": RULES[rule], "region_code": codes[mine]}, index=range(mine.size)
        )
        frame["household_id"] = roster["household_id"].to_numpy()[mine]
        frame["found_on"] = day(scenario.on(0, "03-01")) + rng.integers(0, 200, mine.size).astype("timedelta64[D]")
        waived = rng.random(mine.size) < 0.28
        frame["issue_status_code"] = np.where(waived & (rule != "DROPOUT"), "WAIVED", "OPEN")
        frames.append(frame)
    rows = pd.concat(frames, ignore_index=True)
    closed = (rows["issue_status_code"] == "WAIVED").to_numpy()
    rows["fixed_on"] = np.where(
        closed,
        np.minimum(rows["found_on"].to_numpy().astype("datetime64[D]") + np.timedelta64(12, "D"), scenario.as_of),
        np.datetime64("NaT", "D"),
    )
    rows.insert(0, "issue_id", [f"Q{i:05d}" for i in range(1, len(rows) + 1)])
    rows["source_id"] = "LEDGER"
    return rows
