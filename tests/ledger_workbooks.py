"""Workbooks as the national system exports them, made from a contract database: titles above, merged groups, labels."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import pandas as pd
from openpyxl import Workbook
from sqlalchemy import create_engine

from data_access.contract import create_contract
from data_access.database import open_database
from data_access.region_files import REGION_COLUMNS
from data_access.regions import import_regions
from data_access.schema import metadata
from tests.national_words import LABELS, national

Row = sqlite3.Row
Column = tuple[str, str, Callable[[Row], Any]]
"""Group ("" = none), heading, what stands there."""
EPOCH = date(1899, 12, 30)
DATA_DAY = date(2019, 9, 30)
VILLAGES = """
SELECT v.region_code, v.name_zh AS village, t.name_zh AS township, c.name_zh AS county
FROM region v JOIN region t ON t.region_code = v.parent_code JOIN region c ON c.region_code = t.parent_code
WHERE v.region_level_code = '5'
"""


def one_way(seed: object, *ways: Any) -> Any:
    """One of several ways to write a thing, the same each time."""
    return ways[crc32(str(seed).encode()) % len(ways)]


def label(list_code: str, column: str) -> Callable[[Row], Any]:
    def written(row: Row) -> Any:
        code = row[column]
        if code is None:
            return None
        return one_way((row["household_id"], column), LABELS[list_code, code], national(list_code, code))

    return written


def day(column: str) -> Callable[[Row], Any]:
    def written(row: Row) -> Any:
        told = row[column]
        if told is None:
            return None
        made = date.fromisoformat(str(told)[:10])
        ways = (
            made,
            (made - EPOCH).days,
            made.isoformat(),
            f"{made:%Y%m%d}",
            f"{made.year}年{made.month}月{made.day}日",
            f"{made.year}/{made.month}/{made.day}",
        )
        return one_way((row["household_id"], column, told), *ways)

    return written


def money(column: str) -> Callable[[Row], Any]:
    def written(row: Row) -> Any:
        told = row[column]
        if told is None:
            return one_way(row["household_id"], None, "", "-")
        return one_way(
            (row["household_id"], column), told, f"{told:,.2f}", f" {told:.2f}元", f"{told:.2f}".translate(WIDE)
        )

    return written


WIDE = {ord("0") + n: 0xFF10 + n for n in range(10)}


def flag(column: str) -> Callable[[Row], Any]:
    def written(row: Row) -> Any:
        told = row[column]
        return (
            None
            if told is None
            else one_way((row["household_id"], column), *(("是", 1, "有") if told else ("否", 0, "无")))
        )

    return written


def plain(column: str) -> Callable[[Row], Any]:
    return lambda row: row[column]


HOUSEHOLDS: list[Column] = [
    ("", "序号", lambda row: 1),
    ("区划", "县(市、区)", plain("county")),
    ("区划", "乡(镇)", plain("township")),
    ("区划", "行政村", plain("village")),
    (
        "区划",
        "村代码",
        lambda row: one_way(
            row["household_id"],
            row["region_code"],
            None,
            int(row["region_code"]) if str(row["region_code"]).isdigit() else row["region_code"],
        ),
    ),
    ("", "户编号", plain("household_id")),
    ("户主信息", "姓名", lambda row: "张三"),
    ("户主信息", "证件号码", lambda row: "110101199001011234"),
    ("", "户主编号", plain("head_person_id")),
    ("家庭基本情况", "家庭人口数(人)", plain("member_count")),
    ("家庭基本情况", "户类型", label("HOUSEHOLD_TYPE", "household_type_code")),
    ("家庭基本情况", "贫困户属性", label("HOUSEHOLD_ATTRIBUTE", "household_attribute_code")),
    ("家庭基本情况", "脱贫状态", label("POVERTY_STATUS", "poverty_status_code")),
    ("家庭基本情况", "识别年度", lambda row: row["identified_year"] and f"{row['identified_year']}年"),
    ("家庭基本情况", "脱贫年度", plain("exited_year")),
    ("家庭基本情况", "主要致贫原因", label("CAUSE", "main_cause")),
    (
        "家庭基本情况",
        "其他致贫原因",
        lambda row: row["other_causes"] and "、".join(LABELS["CAUSE", c] for c in row["other_causes"].split(",")),
    ),
    ("家庭基本情况", "是否常年不在村", flag("is_living_away")),
    ("", "是否有效", flag("is_valid")),
    ("", "家庭住址", plain("address_zh")),
    ("", "联系电话", plain("phone_no")),
    ("", "开户银行", lambda row: "某银行"),
]
HOUSEHOLD_ROWS = f"""
SELECT h.*, v.village, v.township, v.county,
  (SELECT cause_code FROM household_cause c WHERE c.household_id = h.household_id AND is_main = 1) AS main_cause,
  (SELECT GROUP_CONCAT(cause_code) FROM household_cause c WHERE c.household_id = h.household_id AND is_main = 0)
    AS other_causes
FROM household h JOIN ({VILLAGES}) v ON v.region_code = h.region_code ORDER BY h.household_id
"""
PERSONS: list[Column] = [
    ("", "户编号\nAAC001", plain("household_id")),
    ("", "人编号\nAAB001", plain("person_id")),
    ("", "姓名\nAAB002", plain("name_zh")),
    ("", "性别", label("GENDER", "gender_code")),
    ("", "证件号码", plain("identity_no")),
    ("", "出生日期", day("born_on")),
    ("", "与户主关系", label("RELATION", "relation_code")),
    ("", "民族", label("ETHNICITY", "ethnicity_code")),
    ("", "文化程度", label("EDUCATION", "education_code")),
    ("", "在校生状况", label("STUDENT_STATUS", "student_status_code")),
    ("", "健康状况", lambda row: row["health"] and ",".join(LABELS["HEALTH", c] for c in row["health"].split(","))),
    ("", "劳动技能", label("LABOUR_ABILITY", "labour_ability_code")),
    ("", "人员状态", flag("is_valid")),
    ("", "是否参加城乡居民基本医疗保险", flag("has_basic_medical_insurance")),
    ("", "是否参加大病保险", flag("has_critical_illness_insurance")),
    ("", "是否参加城乡居民基本养老保险", flag("has_pension_insurance")),
    ("", "是否享受低保", flag("is_minimum_living_allowance")),
    ("", "是否特困供养", flag("is_extreme_poverty_support")),
    ("", "是否家庭医生签约", flag("has_family_doctor")),
]
PERSON_ROWS = """
SELECT p.*, s.*, p.household_id AS household_id, p.person_id AS person_id,
  (SELECT GROUP_CONCAT(health_code) FROM person_health x
    WHERE x.household_id = p.household_id AND x.person_id = p.person_id) AS health
FROM person p LEFT JOIN person_social_security s ON s.household_id = p.household_id AND s.person_id = p.person_id
ORDER BY p.household_id, p.person_id
"""
INCOMES: list[Column] = [
    ("", "户编号", plain("household_id")),
    ("", "年度", plain("stat_year")),
    ("", "人口数", plain("member_count")),
    *[
        ("收入", name, money(column))
        for name, column in (
            ("工资性收入(元)", "wage_income_yuan"),
            ("生产经营性收入(元)", "business_income_yuan"),
            ("财产性收入(元)", "property_income_yuan"),
            ("转移性收入(元)", "transfer_income_yuan"),
        )
    ],
    ("", "生产经营性支出(元)", money("business_cost_yuan")),
    ("", "家庭纯收入(元)", money("net_income_yuan")),
]
GUARANTEES: list[Column] = [
    ("", "户编号", plain("household_id")),
    ("", "年度", plain("stat_year")),
    ("", "保障项目", label("ASSURANCE", "assurance_code")),
    ("", "是否达标", flag("is_met")),
    ("", "核查日期", day("checked_on")),
    ("", "房屋等级", label("HOUSE_GRADE", "house_grade_code")),
    ("", "存在问题", plain("problem_zh")),
    ("", "解决日期", day("resolved_on")),
]
YEARS: list[Column] = [
    ("", "村代码", plain("region_code")),
    ("", "年份", plain("stat_year")),
    ("", "农村户籍人口", plain("rural_population_count")),
    ("", "总人口", plain("total_population_count")),
    ("", "未脱贫户数", plain("poor_household_count")),
    ("", "未脱贫人口数", plain("poor_population_count")),
    ("", "村集体经济收入(万元)", lambda row: row["collective_income_yuan"] and row["collective_income_yuan"] / 10_000),
]
STATES: list[Column] = [
    ("", "户编号", plain("household_id")),
    ("", "年度", plain("stat_year")),
    ("", "村代码", plain("region_code")),
    ("", "家庭人口数", plain("member_count")),
    ("", "脱贫状态", label("POVERTY_STATUS", "poverty_status_code")),
]
HELPERS: list[Column] = [
    ("", "户编号", plain("household_id")),
    ("帮扶责任人", "编号", plain("official_id")),
    ("帮扶责任人", "姓名", plain("name_zh")),
    ("帮扶责任人", "联系电话", plain("phone_no")),
    ("", "帮扶开始时间", day("valid_from")),
    ("", "帮扶结束时间", day("valid_to")),
]
HELPER_ROWS = """
SELECT x.*, o.name_zh, o.phone_no FROM household_official x JOIN official o ON o.official_id = x.official_id
WHERE official_role_code = 'HELPER' ORDER BY x.household_id
"""


BOOKS: dict[str, list[tuple[str, list[Column], str]]] = {
    "户信息AC01.xlsx": [("AC01", HOUSEHOLDS, HOUSEHOLD_ROWS)],
    "人员信息AB01.xlsx": [("AB01", PERSONS, PERSON_ROWS)],
    "收入AC07与保障.xlsx": [
        ("AC07", INCOMES, "SELECT * FROM household_income ORDER BY household_id, stat_year"),
        ("三保障", GUARANTEES, "SELECT * FROM household_assurance ORDER BY household_id, stat_year, assurance_code"),
        ("历年状态", STATES, "SELECT * FROM household_year ORDER BY household_id, stat_year"),
    ],
    "村与帮扶AC08.xlsx": [
        ("村年度", YEARS, "SELECT *, region_code AS household_id FROM region_year ORDER BY 1, 2"),
        ("AC08", HELPERS, HELPER_ROWS),
    ],
}


def write_workbooks(database: Path, folder: Path) -> list[Path]:
    """The county's ledger as four workbooks, persons before households by name."""
    paths = []
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    for name, sheets in BOOKS.items():
        path = folder / name
        write_workbook(path, [(title, columns, connection.execute(sql)) for title, columns, sql in sheets])
        paths.append(path)
    connection.close()
    return sorted(paths)


def small_county(demo: Path, path: Path, every: int) -> None:
    """A contract database with all regions of the demo county and one of `every` households."""
    engine = create_engine(f"sqlite:///{path}")
    create_contract(engine)
    engine.dispose()
    connection = sqlite3.connect(path)
    connection.execute("ATTACH ? AS demo", (str(demo),))
    for name in metadata.tables:
        own = {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}
        wanted = f"WHERE CAST(household_id AS INTEGER) % {every} = 0" if "household_id" in own else ""
        connection.execute(f"INSERT OR IGNORE INTO {name} SELECT * FROM demo.{name} {wanted}")
    connection.commit()
    connection.close()


def regions_alone(county: Path, path: Path) -> None:
    """A database as `guatu regions import` makes it from the regions of the county."""
    engine = create_engine(f"sqlite:///{county}")
    table = pd.read_sql(f"SELECT {', '.join(REGION_COLUMNS)} FROM region", engine)
    engine.dispose()
    made = open_database(f"sqlite:///{path}", read_only=False)
    import_regions(made, table, today=DATA_DAY)
    made.dispose()


def write_workbook(path: Path, sheets: list[tuple[str, list[Column], Any]]) -> None:
    book = Workbook(write_only=True)
    for title, columns, rows in sheets:
        page = book.create_sheet(title)
        for line in heading_rows(title, columns):
            page.append(line)
        for row in rows:
            page.append([read(row) for _group, _heading, read in columns])
    book.save(path)


def heading_rows(title: str, columns: list[Column]) -> Iterator[list[Any]]:
    """A title, a line of the export, and the headings: in two rows where some stand in groups, as merged cells read."""
    yield [f"{title}导出表"]
    yield ["导出单位:某县", None, "导出时间:2019-10-01"]
    if not any(group for group, _heading, _read in columns):
        yield [heading for _group, heading, _read in columns]
        return
    groups = [group for group, _heading, _read in columns]
    first = [group if group and (n == 0 or groups[n - 1] != group) else None for n, group in enumerate(groups)]
    yield [heading if not group else above for above, (group, heading, _read) in zip(first, columns, strict=True)]
    yield [heading if group else None for group, heading, _read in columns]
