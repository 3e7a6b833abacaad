"""A mapping file: what it may hold, and each fault said with its place and its mend."""

from pathlib import Path

import pytest

from data_access.adoption.mapping import CodeRule, ColumnMap, Split
from data_access.adoption.reading import read_mapping
from data_access.errors import MappingError
from tests.national_county import MAPPING

WHOLE = """
guatu_mapping = 1
catalogue = ["code_item"]
as_is = ["region"]
empty = ["person_social_security"]
[codes.gender]
list = "GENDER"
use = ["label"]
other = "02"
map = { M = "01", X = "" }
[table.household]
from = "ledger.AC01"
where = "AAR040 = '2019'"
columns.household_id = "AAC001"
columns.region_code = "AAR008"
columns.household_type_code = { value = "1" }
columns.member_count = { from = "AAC017", as = ["text", "whole"], unknown = ["-1"], times = 2 }
[[table.person_health]]
from = "AB01"
split = { column = "AAB017", separators = "、" }
columns = { household_id = "AAC001", person_id = "AAB001", health_code = "part" }
[[table.person_health]]
select = "SELECT * FROM XJK"
rest = "same"
"""


def read(tmp_path: Path, content: str) -> object:
    path = tmp_path / "county.toml"
    path.write_text(content, encoding="utf-8")
    return read_mapping(path)


def test_all_of_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "county.toml"
    path.write_text("\ufeff" + WHOLE, encoding="utf-8")  # Notepad writes a mark at the beginning
    mapping = read_mapping(path)
    assert mapping.present == {"code_item", "region", "person_social_security", "household", "person_health"}
    household = mapping.tables["household"][0]
    assert (household.table, household.schema, household.where) == ("AC01", "ledger", "AAR040 = '2019'")
    assert household.columns["member_count"] == ColumnMap(
        "AAC017", steps=("text", "whole"), unknown=("-1",), times=2
    )  # fmt: skip
    assert household.columns["household_type_code"] == ColumnMap(None, value="1")
    assert mapping.codes["gender"] == CodeRule("gender", "GENDER", {"男": "01", "女": "02", "M": "01", "X": None}, "02")
    first, second = mapping.tables["person_health"]
    assert first.split == Split("AAB017", "part", "、")
    assert (second.select, second.same_rest) == ("SELECT * FROM XJK", True)
    assert mapping.tables["person_social_security"] == ()


HEAD = "guatu_mapping = 1\n"
HOUSEHOLD = HEAD + '[table.household]\nfrom = "A"\n[table.household.columns]\nregion_code = "R"\n'
FAULTS = [
    ("", "", "version"),
    ("guatu_mapping = [", "", "not_toml"),
    (HEAD + "colour = 1", "", "unknown_key"),
    (HEAD + 'empty = ["houshold"]', "houshold", "no_contract_table"),
    (HEAD + 'catalogue = ["person"]', "person", "no_catalogue"),
    (HEAD + 'as_is = ["person"]\nempty = ["person"]', "person", "said_twice"),
    (HEAD + 'as_is = "person"', "as_is", "wants_list"),
    (HEAD + "[table]\nperson = 3", "person", "wants_table"),
    (HEAD + '[table.person]\nrest = "same"', "person", "from_or_select"),
    (HEAD + '[table.person]\nfrom = "P"\nrest = "all"', "person", "rest"),
    (HOUSEHOLD, "household.household_id", "required"),
    (HOUSEHOLD + 'membercount = "X"', "household.membercount", "no_contract_column"),
    (HOUSEHOLD + 'member_count = { as = "whole" }', "household.member_count", "from_or_value"),
    (HOUSEHOLD + 'member_count = { from = "X", as = "integer" }', "household.member_count", "no_step"),
    (HOUSEHOLD + 'member_count = { from = "X", times = "10" }', "household.member_count", "times"),
    (HOUSEHOLD + 'poverty_status_code = { from = "X", codes = "s" }', "household.poverty_status_code", "no_code_rule"),
    (HOUSEHOLD + 'member_count = ""', "household.member_count", "sql_empty"),
    (HOUSEHOLD + 'member_count = "A; DROP TABLE A"', "household.member_count", "sql_end"),
    (HOUSEHOLD + 'member_count = "A -- no"', "household.member_count", "sql_end"),
    (HOUSEHOLD + 'member_count = "(A"', "household.member_count", "sql_brackets"),
    (HOUSEHOLD + 'member_count = "A) + (B"', "household.member_count", "sql_brackets"),
    (HOUSEHOLD + 'member_count = "A || \'"', "household.member_count", "sql_quote"),
    (HOUSEHOLD + 'member_count = "(DELETE FROM A)"', "household.member_count", "sql_writes"),
    (HEAD + '[table.task]\nselect = "DROP TABLE task"\nrest = "same"', "task", "sql_writes"),
    (HEAD + '[table.task]\nselect = "TABLE x"\nrest = "same"', "task", "sql_no_select"),
    (HEAD + '[table.task]\nselect = "SELECT * FROM person p"\nrest = "same"', "task", "sql_contract_name"),
    (HEAD + '[table.task]\nfrom = "T"\nrest = "same"\nsplit = { column = "a b" }', "task", "split"),
    (
        HEAD + '[table.task]\nfrom = "T"\nrest = "same"\nsplit = { column = "a", separators = "x" }',
        "task",
        "separators",
    ),
    (HEAD + '[codes.a]\nlist = "NONE"', "codes.a", "no_list"),
    (HEAD + '[codes.a]\nlist = "GENDER"\nuse = ["word"]', "codes.a", "use"),
    (HEAD + 'catalogue = ["code_item"]\n[codes.a]\nlist = "GENDER"\nmap = { M = "1" }', "codes.a", "no_item"),
    (HEAD + 'catalogue = ["code_item"]\n[codes.a]\nlist = "GENDER"\nother = "9"', "codes.a", "no_item"),
]


@pytest.mark.parametrize(("content", "place", "rule"), FAULTS, ids=lambda value: str(value)[-40:])
def test_each_fault_is_said(tmp_path: Path, content: str, place: str, rule: str) -> None:
    with pytest.raises(MappingError) as caught:
        read(tmp_path, content)
    faults = {(fault.place, fault.rule) for fault in caught.value.faults}  # type: ignore[attr-defined]
    assert (place, rule) in faults
    for lang in ("zh", "en"):
        assert len(caught.value.message(lang).splitlines()) == len(caught.value.faults) + 1


@pytest.mark.parametrize(
    "expression",
    ["REPLACE(A, 'x', 'y')", "'; DROP TABLE x --'", '"delete"', "CASE WHEN A = 'INTO' THEN 1 END", "`set`", "姓名"],
)
def test_reading_expressions_pass(tmp_path: Path, expression: str) -> None:
    escaped = expression.replace('"', '\\"')
    content = f'{HOUSEHOLD}household_id = "H"\nhousehold_type_code = {{ value = "1" }}\naddress_zh = "{escaped}"'
    assert read(tmp_path, content)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MappingError):
        read_mapping(tmp_path / "none.toml")


def test_the_example_is_read() -> None:
    assert len(read_mapping(MAPPING).present) > 45
