"""What a cell of a ledger says, in the type of its column, or why not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.ledger.cells import converter, text_of
from data_access.ledger.rejected import CellError, shown_value, told_value
from data_access.ledger.words import CodeWords
from data_access.schema import metadata

SAID: list[tuple[str, Any, Any]] = [
    ("person.born_on", 43835, "2020-01-05"),
    ("person.born_on", "43835", CellError),
    ("person.born_on", "2020-1-5", "2020-01-05"),
    ("person.born_on", 20200105, "2020-01-05"),
    ("person.born_on", "20200105", "2020-01-05"),
    ("person.born_on", "2020年1月", "2020-01-01"),
    ("person.born_on", "2020.01", "2020-01-01"),
    ("person.born_on", "2020/1/5 08:30", "2020-01-05"),
    ("person.born_on", datetime(2020, 1, 5, 8), "2020-01-05"),
    ("person.born_on", "2020-02-30", CellError),
    ("person.born_on", "0020-01-05", CellError),
    ("person.born_on", " ", None),
    ("person.born_on", True, CellError),
    ("household_visit.visited_at", "2020-1-5 8:05", "2020-01-05 08:05:00"),
    ("household_income.net_income_yuan", "1,234.50", 1234.5),
    ("household_income.net_income_yuan", "1.2万", 12_000),
    ("household_income.net_income_yuan", "3万元", 30_000),
    ("household_income.net_income_yuan", "12元", 12),
    ("household_income.net_income_yuan", "12", 12),
    ("household_income.net_income_yuan", "-", None),
    ("household_income.net_income_yuan", "约12", CellError),
    ("household_income.net_income_yuan", 1e15, CellError),
    ("household_income.net_income_yuan", float("nan"), CellError),
    ("household_income.net_income_yuan", 0, 0),
    ("household.member_count", "3人", 3),
    ("household.member_count", 3.0, 3),
    ("household.member_count", 3.5, CellError),
    ("household.exited_year", "2019年", 2019),
    ("household.exited_year", 2019.0, 2019),
    ("household.exited_year", "2019-09", 2019),
    ("household.exited_year", 19, CellError),
    ("household.is_valid", "是", 1),
    ("household.is_valid", 1.0, 1),
    ("household.is_valid", "×", 0),
    ("household.is_valid", True, 1),
    ("household.is_valid", "或", CellError),
    ("person.identity_no", "'110101199001011234", "110101199001011234"),
    ("person.identity_no", 10**17, CellError),
    ("person.name_zh", "张三", "张三"),
    ("person.name_zh", "张" * 91, CellError),
    ("person.name_zh", "张\x07", CellError),
    ("household.household_id", 9910000001, "9910000001"),
    ("household.household_id", 9910000001.0, "9910000001"),
]


@pytest.mark.parametrize(("where", "cell", "wanted"), SAID)
def test_a_cell_says(where: str, cell: Any, wanted: Any) -> None:
    table, _, column = where.partition(".")
    read = converter(metadata.tables[table].columns[column])
    if wanted is CellError:
        with pytest.raises(CellError):
            read(cell)
    else:
        found = read(cell)
        assert (found, type(found) is bool) == (wanted, False)


def test_the_unit_of_the_heading_counts_but_not_against_the_cells_own() -> None:
    read = converter(metadata.tables["household_income"].columns["net_income_yuan"], 10_000)
    assert (read("1.5"), read("800元"), read("2万")) == (15_000, 800, 20_000)


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.booleans(), st.none(), st.datetimes()))
def test_whatever_stands_in_a_cell_is_a_value_or_refused(cell: Any) -> None:
    for table, column in (
        ("person", "born_on"),
        ("household_income", "net_income_yuan"),
        ("household", "member_count"),
        ("household", "is_valid"),
        ("household", "exited_year"),
        ("person", "name_zh"),
    ):
        try:
            found = converter(metadata.tables[table].columns[column])(cell)
        except CellError:
            continue
        assert found is None or isinstance(found, str | int | float)


WORDS: list[tuple[str, Any, str | None]] = [
    ("CAUSE", "因病", "01"),
    ("CAUSE", 1, "01"),
    ("CAUSE", "1", "01"),
    ("CAUSE", "01 因病", "01"),
    ("CAUSE", "缺劳动力", "08"),
    ("HOUSEHOLD_TYPE", "建档立卡贫困户", "1"),
    ("HOUSEHOLD_TYPE", "原建档立卡脱贫户", "1"),
    ("HOUSEHOLD_TYPE", "一般农户", "0"),
    ("POVERTY_STATUS", "已脱贫(享受政策)", "1"),
    ("POVERTY_STATUS", "未脱贫", "0"),
    ("POVERTY_STATUS", 0, "0"),
    ("GENDER", "男", "01"),
    ("GENDER", "1", "01"),
    ("RELATION", "户主", "01"),
    ("HEALTH", "", None),
    ("HEALTH", "慢病", "02"),
    ("HOUSE_GRADE", "a级", "A"),
    ("MONITORING_OBJECT", "边缘户", "2"),
    ("ETHNICITY", "汉", "01"),
    ("ETHNICITY", "维吾尔", "06"),
    ("ETHNICITY", "其他", "99"),
]


@pytest.mark.parametrize(("list_code", "cell", "item"), WORDS)
def test_words_of_any_era_are_codes(list_code: str, cell: Any, item: str | None) -> None:
    assert CodeWords(list_code, {}).item(cell) == item


def test_an_unknown_word_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(CellError) as caught:
        CodeWords("HEALTH", {"09": "本地项"}).item("很好")
    assert "长期慢性病" in str(caught.value.values["allowed"])
    assert CodeWords("HEALTH", {"09": "本地项"}).item("本地项") == "09"


def test_no_person_is_named_in_a_report() -> None:
    assert told_value("name_zh", "张三丰") == "张*丰"
    assert told_value("identity_no", "110101199001011234") == "110101********1234"
    assert told_value("phone_no", "13800001234") == "138****1234"
    assert told_value("note_zh", "电话13800001234") == "电话***"
    assert told_value("region_code", "130722101201") == "130722101201"
    assert shown_value("person", "born_on", "1990-01-01") == "1990"
    assert shown_value("person_health", "health_code", "残疾") == "***"
    assert shown_value("household", "poverty_status_code", "未脱贫") == "未脱贫"


def test_excel_has_rounded_what_is_longer_than_it_keeps() -> None:
    with pytest.raises(CellError) as caught:
        text_of(9.91e18)
    assert caught.value.code == "rounded"
