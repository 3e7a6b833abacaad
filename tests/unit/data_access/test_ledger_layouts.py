"""Which tables the headings of an export fill, wherever they stand."""

from __future__ import annotations

from typing import Any

import pytest

from data_access.ledger.headings import Heading, find_headings
from data_access.ledger.layouts import Plan, is_known, plan_sheet
from data_access.ledger.places import Places
from data_access.ledger.rejected import CellError


def plan(*labels: str, year: int | None = None) -> Plan:
    return plan_sheet([Heading(place, label) for place, label in enumerate(labels)], year)


EXPORTS: list[tuple[list[str], set[str]]] = [
    (["户编号", "行政村", "家庭人口数", "脱贫状态", "主要致贫原因"], {"household", "household_cause"}),
    (["AAC001", "AAR008", "AAC017", "AAR010", "AAC007"], {"household", "household_cause"}),
    (["AAC001 户编号", "AAB001 人编号", "AAB002 姓名", "AAB017 健康状况"], {"person", "person_health"}),
    (["户编号", "人编号", "姓名", "是否参加大病保险", "是否享受低保"], {"person", "person_social_security"}),
    (["户编号", "年度", "工资性收入", "转移性收入", "纯收入"], {"household_income"}),
    (["户编号", "年度", "村代码", "家庭人口数", "脱贫状态"], {"household_year"}),
    (["户编号", "干部编号", "帮扶责任人", "帮扶开始时间"], {"official", "household_official"}),
    (
        ["户编号", "监测对象类别", "识别时间", "风险是否已消除", "致贫返贫风险1", "返贫风险2"],
        {"monitoring_case", "monitoring_risk"},
    ),
    (["户编号", "年度", "义务教育是否有保障", "基本医疗是否有保障", "饮水安全是否有保障"], {"household_assurance"}),
    (["村代码", "年份", "农村户籍人口", "总人口"], {"region_year"}),
    (["姓名", "联系电话", "备注"], set()),
    (["年度", "金额"], set()),
]


@pytest.mark.parametrize(("labels", "tables"), EXPORTS)
def test_an_export_fills_its_tables(labels: list[str], tables: set[str]) -> None:
    assert set(plan(*labels).columns) == tables


def test_what_is_the_heads_is_not_the_persons() -> None:
    headings = [Heading(0, "户编号"), Heading(1, "人编号"), Heading(2, "姓名", "户主"), Heading(3, "姓名", "成员")]
    assert plan_sheet(headings, None).columns["person"]["name_zh"].place == 3


def test_a_flag_of_low_income_support_is_no_income() -> None:
    assert "household_income" not in plan("户编号", "人编号", "姓名", "年度", "低保").columns


def test_a_year_may_be_told_for_a_sheet_without_one() -> None:
    labels = ("户编号", "工资性收入", "纯收入")
    assert plan(*labels).missing == {"household_income": ["stat_year"]}
    assert set(plan(*labels, year=2018).columns) == {"household_income"}


ROWS: list[tuple[list[list[Any]], list[str], int]] = [
    ([["户编号", "行政村", "脱贫状态"], ["1", "甲村", 0]], ["户编号", "行政村", "脱贫状态"], 2),
    (
        [["某县台账"], ["单位:某县", None, "时间:2019"], ["户编号", "行政村", "脱贫状态"], ["1", "甲", 0]],
        ["户编号", "行政村", "脱贫状态"],
        4,
    ),
    (
        [["户编号", "区划", None, "人口"], [None, "乡镇", "行政村", None], ["1", "乙", "甲", 3]],
        ["户编号", "区划 / 乡镇", "区划 / 行政村", "人口"],
        3,
    ),
    (
        [["户编号", "村代码", "脱贫状态"], ["AAC001", "AAR008", "AAR010"], ["1", "2", 0]],
        ["户编号", "村代码", "脱贫状态"],
        3,
    ),
]


@pytest.mark.parametrize(("rows", "said", "first_row"), ROWS)
def test_headings_are_found(rows: list[list[Any]], said: list[str], first_row: int) -> None:
    found = find_headings(rows, is_known)
    assert found is not None
    assert [heading.said for heading in found.headings] == said
    assert found.first_row == first_row


def test_no_headings() -> None:
    assert find_headings([["a", 1], ["b", 2]], is_known) is None


PLACES = Places(
    [
        ("C", "张县", None, "3", False),
        ("T", "公会镇", "C", "4", False),
        ("U", "台路沟乡", "C", "4", False),
        ("130722101201", "大西湾村民委员会", "T", "5", False),
        ("130722101202", "杨家村", "T", "5", False),
        ("130722201201", "杨家村", "U", "5", False),
        ("130722201202", "老村", "U", "5", True),
    ]
)
NONE = (None,) * 5
VILLAGES: list[tuple[Any, Any, tuple[Any, ...], str]] = [
    ("130722101201", None, NONE, "130722101201"),
    (130722101201, None, NONE, "130722101201"),
    ("1307221012010000001", None, NONE, "130722101201"),
    (None, None, (None, None, None, None, "大西湾"), "130722101201"),
    ("999999999999", None, (None, None, None, "公会镇", "大西湾村委会"), "130722101201"),
    (None, None, (None, None, "张县", "台路沟", "杨家"), "130722201201"),
    (None, "张市张县公会镇杨家村", NONE, "130722101202"),
    ("张县公会镇大西湾村", None, NONE, "130722101201"),
    (None, None, (None, None, None, None, "公会镇杨家村"), "130722101202"),
    ("T", None, NONE, "place_level"),
    ("999", None, NONE, "place_code"),
    (None, None, (None, None, None, None, "杨家村"), "place_ambiguous"),
    (None, "杨家村", NONE, "place_ambiguous"),
    (None, None, (None, None, None, "台路沟乡", "大西湾村"), "place_unknown"),
    (None, None, (None, None, None, "公会镇", None), "no_village"),
    (None, None, NONE, "None"),
]


@pytest.mark.parametrize(("code", "path", "names", "wanted"), VILLAGES)
def test_a_village_by_code_then_by_the_way_down_then_by_name(
    code: Any, path: Any, names: tuple[Any, ...], wanted: str
) -> None:
    try:
        found = str(PLACES.find(code, path, names))
    except CellError as error:
        found = error.code
    assert found == wanted
