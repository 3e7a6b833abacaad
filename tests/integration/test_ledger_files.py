"""Workbooks as offices send them: broken, locked, hidden, empty; and what a database of others is spared."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app import main
from data_access.ledger.commands import said_lines
from data_access.ledger.errors import LedgerError
from data_access.ledger.rejected import report_workbook
from data_access.ledger.results import on_page, plain_result, said_result
from tests.ledger_county import GOOD, HEADINGS, asked, book, taken_in, village_county


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return village_county(tmp_path)


def test_each_broken_row_is_said_with_its_place_and_mend(county: Path, tmp_path: Path) -> None:
    def row(number: int, **told: Any) -> list[Any]:
        values = dict(zip(HEADINGS, GOOD, strict=True)) | {"户编号": f"H{number:010}"} | told
        return list(values.values())

    path = book(
        tmp_path / "户.xlsx",
        ["某县农户信息"],
        HEADINGS,
        row(1),
        row(2, 行政村="杨家村", 乡镇="台路沟乡"),
        row(3, 行政村="杨家村", 乡镇=None),
        row(4, 行政村="无名村"),
        row(5, 村代码=130722201201, 行政村=None),
        row(6, 户编号=1234567890123456789),
        row(7, 家庭人口数="三"),
        row(8, 脱贫状态="不知道"),
        row(9, 户编号=None),
        row(10, 识别年度="2014年", 主要致贫原因="因病,因残", 家庭人口数="3"),
        row(1, 家庭人口数=4),
        row(11, 村代码="130722101000", 行政村=None),
    )
    done = taken_in(county, path)
    found = {one.row: (one.code, one.heading) for one in done.rejected.kept}
    assert found == {
        5: ("place_ambiguous", "行政村"),
        6: ("place_unknown", "行政村"),
        8: ("rounded", "户编号"),
        9: ("whole", "家庭人口数"),
        10: ("word", "脱贫状态"),
        11: ("required", "户编号"),
        13: ("twice", ""),
        14: ("place_level", "村代码"),
    }
    ambiguous = next(one for one in done.rejected.kept if one.code == "place_ambiguous")
    assert "公会镇杨家村 130722101202" in ambiguous.mend("zh") and "台路沟乡杨家村" in ambiguous.mend("en")
    homes = asked(county, "SELECT household_id, region_code, identified_year FROM household ORDER BY 1")
    assert homes == [
        ("H0000000001", "130722101201", 2014),
        ("H0000000002", "130722201201", 2014),
        ("H0000000005", "130722201201", 2014),
        ("H0000000010", "130722101201", 2014),
    ]
    assert asked(county, "SELECT cause_code, is_main FROM household_cause WHERE household_id = 'H0000000010'") == [
        ("01", 1),
        ("02", 0),
    ]
    (tmp_path / "r.xlsx").write_bytes(report_workbook(done.rejected.kept, "zh"))
    rows = list(load_workbook(tmp_path / "r.xlsx").worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 9
    assert rows[1][:4] == ("户.xlsx", "Sheet", 5, "行政村")
    assert all(row[5] and row[6] and "{" not in row[5] + row[6] for row in rows[1:])


def test_hidden_sheets_are_said_and_groups_are_read(county: Path, tmp_path: Path) -> None:
    def more(made: Workbook) -> None:
        page = made.active
        page.merge_cells("B1:C1")
        page.merge_cells("D1:E1")
        page.merge_cells("A1:A2")
        hidden = made.create_sheet("旧表")
        hidden.sheet_state = "hidden"
        hidden.append(["户编号", "人编号", "姓名"])

    path = book(
        tmp_path / "人.xlsx",
        ["户编号", "村", None, "户主", None, "人口"],
        [None, "乡镇", "行政村", "姓名", "电话", "家庭人口数"],
        ["H1", "公会镇", "大西湾", "张三", "13800001234", 2],
        more=more,
    )
    done = taken_in(county, path)
    assert [note.key for note in done.notes if note.key.endswith("hidden")] == ["ledger.note.hidden"]  # type: ignore[attr-defined]
    assert asked(county, "SELECT region_code, member_count, phone_no FROM household") == [("130722101201", 2, None)]


def test_the_monitoring_export_makes_households_persons_cases_and_risks(county: Path, tmp_path: Path) -> None:
    named = "乡(镇) 行政村 户编号 家庭人口数 户类型 人编号 姓名 健康状况 监测对象类别 监测对象识别时间"
    headings = [*named.split(), "风险是否已消除", "风险消除方式", "致贫返贫风险1", "致贫返贫风险2"]
    case = ["边缘易致贫户", "2021年3月5日", "否", None, "因病", "因残"]
    path = book(
        tmp_path / "监测.xlsx",
        headings,
        ["公会镇", "大西湾村", "M1", 2, "一般农户", "M1-1", "张三", "长期慢性病,残疾", *case],
        ["公会镇", "大西湾村", "M1", 2, "一般农户", "M1-2", "李四", "健康", *case],
        ["台路沟乡", "杨家村", "M2", 1, "脱贫户", "M2-1", "王五", "健康", *[None] * 6],
    )
    done = taken_in(county, path)
    assert done.rejected.count == 0, [one.reason("en") for one in done.rejected.kept]
    assert asked(county, "SELECT household_id, household_type_code FROM household ORDER BY 1") == [
        ("M1", "0"),
        ("M2", "1"),
    ]
    assert asked(county, "SELECT COUNT(*) FROM person") == [(3,)]
    assert asked(
        county, "SELECT household_id, case_id, monitoring_object_code, is_eliminated FROM monitoring_case"
    ) == [("M1", "2021-03-05", "2", 0)]
    assert asked(county, "SELECT risk_no, risk_code FROM monitoring_risk ORDER BY 1") == [(1, "01"), (2, "03")]
    assert asked(county, "SELECT health_code FROM person_health WHERE person_id = 'M1-1' ORDER BY 1") == [
        ("02",),
        ("04",),
    ]
    path = book(tmp_path / "保障.xlsx", ["户编号", "年度", "义务教育是否有保障", "住房安全是否有保障", "住房等级"],
                ["M1", 2021, "是", "否", "C级"])  # fmt: skip
    assert taken_in(county, path).rejected.count == 0
    met = asked(county, "SELECT assurance_code, is_met, house_grade_code FROM household_assurance ORDER BY 1")
    assert met == [("EDUCATION", 1, None), ("HOUSING", 0, "C")]


def test_a_database_of_others_is_never_written(county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx", HEADINGS, GOOD)
    taken_in(county, path, is_dry=True)
    assert asked(county, "SELECT COUNT(*) FROM household") == [(0,)]
    connection = sqlite3.connect(county)
    connection.execute(
        "INSERT INTO household (household_id, region_code, household_type_code) VALUES ('X', '130722101201', '1')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(LedgerError) as caught:
        taken_in(county, path)
    assert caught.value.key == "ledger.of_others"
    monkeypatch.setenv("GUATU_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("GUATU_DATABASE_URL", raising=False)
    assert main(["ledger", "import", str(path)]) == 2
    assert main(["ledger", "import", str(path), "--database", f"sqlite:///{tmp_path / 'none.sqlite'}"]) == 2
    assert not (tmp_path / "none.sqlite").exists()


def test_helpers_stand_under_the_heading_of_the_national_export(county: Path, tmp_path: Path) -> None:
    headings = ["户编号", "帮扶责任人", "帮扶责任人编号", "帮扶责任人联系电话", "帮扶开始时间", "帮扶结束时间"]
    home = book(tmp_path / "户.xlsx", HEADINGS, GOOD)
    helped = book(tmp_path / "帮扶.xlsx", headings, [GOOD[0], "陈刚", "GB1", "13800001111", "2019年1月1日", None])
    done = taken_in(county, home, helped)
    assert done.rejected.count == 0, [one.reason("en") for one in done.rejected.kept]
    assert asked(county, "SELECT official_id, name_zh FROM official") == [("GB1", "陈刚")]
    links = asked(county, "SELECT household_id, official_id, official_role_code FROM household_official")
    assert links == [(GOOD[0], "GB1", "HELPER")]


@pytest.mark.parametrize("has_number", [True, False])
def test_risks_of_one_column_belong_to_the_case_of_their_row(county: Path, tmp_path: Path, has_number: bool) -> None:
    numbers = ["监测编号"] if has_number else []
    headings = ["户编号", *numbers, "监测对象类别", "认定时间", "风险消除", "致贫返贫风险"]
    home = book(tmp_path / "户.xlsx", HEADINGS, GOOD)
    row = [GOOD[0], *(["C7"] if has_number else []), "边缘易致贫户", "2021年3月5日", "否", "因病,因学"]
    done = taken_in(county, home, book(tmp_path / "监测.xlsx", headings, row))
    assert done.rejected.count == 0, [one.reason("en") for one in done.rejected.kept]
    case = "C7" if has_number else "2021-03-05"
    assert asked(county, "SELECT case_id FROM monitoring_case") == [(case,)]
    risks = asked(county, "SELECT case_id, risk_no, risk_code FROM monitoring_risk ORDER BY 2")
    assert risks == [(case, 1, "01"), (case, 2, "09")]


def test_every_reason_is_told_however_late_its_first_row_stands(county: Path, tmp_path: Path) -> None:
    many = [[f"H{n}", *GOOD[1:4], "x", *GOOD[5:]] for n in range(60)]
    done = taken_in(county, book(tmp_path / "户.xlsx", HEADINGS, *many, [None, *GOOD[1:]]))
    told = said_result(json.loads(json.dumps(plain_result(done))), "zh")
    assert [count for _, count in told["reasons"]] == [60, 1]
    assert "空" in told["reasons"][1][0]


def test_a_sheet_that_lacks_only_its_year_is_told_so(county: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "收入.xlsx", ["户编号", "工资性收入", "家庭纯收入"], [GOOD[0], 100, 200])
    with pytest.raises(LedgerError) as caught:
        taken_in(county, path)
    said = caught.value.message("zh")
    assert "--year" in said and "收入.xlsx" in said and "表头" not in said
    assert "“年度" in on_page(said, "zh") and "--" not in on_page(said, "zh")
    home = book(tmp_path / "户.xlsx", HEADINGS, GOOD)
    notes = [note.sentence("en") for note in taken_in(county, home, path).notes]
    assert any("收入.xlsx" in note and "--year" in note for note in notes)
    assert taken_in(county, path, year=2018).rejected.count == 0


def test_a_column_is_called_by_its_word_wherever_a_rejected_row_is_told(county: Path, tmp_path: Path) -> None:
    person = book(tmp_path / "人.xlsx", ["户编号", "人编号", "姓名"], ["H9", "P1", "张三"])
    done = taken_in(county, person)
    told = said_result(json.loads(json.dumps(plain_result(done))), "zh")
    (tmp_path / "r.xlsx").write_bytes(report_workbook(done.rejected.kept, "zh"))
    row = list(load_workbook(tmp_path / "r.xlsx").worksheets[0].iter_rows(values_only=True))[1]
    assert [row[3], told["first_rejected"][0]["heading"]] == ["户编号", "户编号"]
    assert any("第 2 行 户编号)" in line for line in said_lines(done, "zh"))
    assert not any("household_id" in line for line in said_lines(done, "zh"))
    twice = taken_in(county, book(tmp_path / "户.xlsx", HEADINGS, GOOD, [*GOOD[:4], 5, *GOOD[5:]]))
    assert any(line.endswith("第 3 行)") for line in said_lines(twice, "zh"))  # the row as a whole: no column
    nowhere = taken_in(
        county, book(tmp_path / "n.xlsx", ["乡镇", *HEADINGS[4:7], "户编号"], ["公会镇", 3, 0, 2014, "H5"])
    )
    assert [(one.column_name("zh"), one.value) for one in nowhere.rejected.kept] == [("村代码或村名", "")]


def test_rows_of_sums_are_passed_over_and_said(county: Path, tmp_path: Path) -> None:
    sums = [
        [None, "公会镇", "小 计", None, 3],
        ["合计", None, None, None, 6],
        [None, None, "全县总计:", "130722000000", 6],
    ]
    named = ["H2", "合计", *GOOD[2:]]  # with a number it is a household, and its township a mistake
    done = taken_in(county, book(tmp_path / "户.xlsx", HEADINGS, GOOD, sums[0], named, *sums[1:]))
    assert [(sheet.rows, sheet.taken) for sheet in done.sheets] == [(2, 1)]
    assert [one.row for one in done.rejected.kept] == [4]
    assert any("3 行合计" in line for line in said_lines(done, "zh"))
    assert asked(county, "SELECT household_id FROM household") == [(GOOD[0],)]


def test_the_command_says_what_it_did(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path / "a.xlsx", HEADINGS, GOOD, [*GOOD[:4], "x", *GOOD[5:]])
    monkeypatch.setenv("GUATU_LANGUAGE", "zh")
    monkeypatch.setenv("GUATU_HOME", str(tmp_path / "home"))
    report = tmp_path / "report.xlsx"
    told = ["ledger", "import", str(path), "--database", f"sqlite:///{county}", "--report", str(report)]
    assert main([*told, "--dry-run"]) == 1
    assert "户:将新增 1" in capsys.readouterr().out
    assert main(told) == 1
    out = capsys.readouterr().out
    assert "户:新增 1" in out and "未采用 1 行" in out and str(report) in out
    assert report.stat().st_mode & 0o077 == 0
