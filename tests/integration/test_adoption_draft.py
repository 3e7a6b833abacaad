"""A draft of a mapping fits the ledger that it was made from; a mapping that does not is said, and makes nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import app
from data_access.adoption.attached import attach_mapping
from data_access.adoption.checking import check_mapping
from data_access.adoption.mapping import ColumnMap
from data_access.adoption.reading import read_mapping
from data_access.database import open_database, read_frame
from tests.engines import SQLITE, engine_of_this_run

pytestmark = pytest.mark.skipif(engine_of_this_run() != SQLITE, reason="the ledger is a file of SQLite")

LEDGER = """
CREATE TABLE DM_XZQH (XZQHDM TEXT, SJDM TEXT, JB TEXT, MC TEXT, "order" INTEGER);
INSERT INTO DM_XZQH VALUES ('130000000000', NULL, '1', '某省', 1), ('130700000000', '130000000000', '2', '张市', 2),
  ('130722000000', '130700000000', '3', '张县', 3), ('130722101000', '130722000000', '4', '公会镇', 4),
  ('130722101201', '130722101000', '5', '大西湾村', 5);
CREATE TABLE AC01 (AAC001 TEXT, AAR008 TEXT, AAC017 INTEGER, "100A03" TEXT, "SFCZ(是/否)" TEXT);
INSERT INTO AC01 VALUES ('H1', '130722101201', 3, '1', '否'), ('H2', '130722101201', 2, '1', '是');
CREATE TABLE AC08 (AAC001 TEXT, AAK110 TEXT, "干部姓名" TEXT, AAR020 TEXT, AAR021 TEXT);
INSERT INTO AC08 VALUES ('H1', 'G1', '陈刚', '2019-01-01', NULL), ('H2', 'G1', '陈刚', '2019-01-01', NULL),
  ('H2', NULL, NULL, '2018-01-01', NULL);
"""
MAPPING = """guatu_mapping = 1
catalogue = ["code_item", "industry_kind"]
[table.household]
from = "AC01"
[table.household.columns]
household_id = "AAC001"
region_code = "AAR008"
household_type_code = { value = "1" }
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A ledger of the national system: a column that begins with a digit, helpers without a role, no person."""
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(LEDGER)
    return f"sqlite:///{path.as_posix()}"


def test_a_draft_passes_its_own_check(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.toml"
    assert app.main(["map", "suggest", url, "-o", str(draft)]) == 0
    mapping = read_mapping(draft)
    assert mapping.tables["household"][0].columns["household_type_code"].expression == "100A03"
    assert mapping.catalogue == {"code_item"}
    assert {name for name, sources in mapping.tables.items() if not sources} >= {"region_year", "household_year"}
    official, helped = mapping.tables["official"][0], mapping.tables["household_official"][0]
    assert (official.table, official.distinct) == ("AC08", True)
    assert (helped.table, helped.distinct) == ("AC08", False)
    assert helped.columns["official_role_code"] == ColumnMap(None, value="HELPER")
    assert not mapping.tables["household"][0].distinct
    capsys.readouterr()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.execute("DELETE FROM AC08 WHERE AAK110 IS NULL")  # a fault of the ledger, not of the draft
        connection.commit()
    code = app.main(["map", "check", str(draft), "--url", url])
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("column", ["100A03", 't.\\"100A03\\"', "SFCZ(是/否)", 't.\\"SFCZ(是/否)\\"'])
def test_a_column_is_called_as_the_database_calls_it(url: str, tmp_path: Path, column: str) -> None:
    """By its name alone, were it to begin with a digit; where its signs read as an expression, that is said."""
    path = tmp_path / "county.toml"
    path.write_text(f'{MAPPING}qr_token = "{column}"\n', encoding="utf-8")
    engine = open_database(url)
    attach_mapping(engine, read_mapping(path))
    faults = check_mapping(engine)
    if column.startswith("SFCZ"):
        assert [(fault.place, fault.rule) for fault in faults] == [("household.qr_token", "name_unquoted")]
        assert all('t."SFCZ(是/否)"' in faults[0].sentence(lang) for lang in ("zh", "en"))
    else:
        assert faults == []
        with engine.connect() as connection:
            found = read_frame(connection, "SELECT qr_token FROM household ORDER BY household_id")
        assert list(found["qr_token"]) == (["1", "1"] if "100A03" in column else ["否", "是"])
    engine.dispose()


def test_a_reserved_word_may_be_a_column(url: str, tmp_path: Path) -> None:
    path = tmp_path / "county.toml"
    path.write_text(
        'guatu_mapping = 1\n[table.region]\nfrom = "DM_XZQH"\n[table.region.columns]\nregion_code = "XZQHDM"\n'
        'region_level_code = "JB"\nname_zh = "MC"\nsort_no = "order"\n',
        encoding="utf-8",
    )
    engine = open_database(url)
    attach_mapping(engine, read_mapping(path))
    assert check_mapping(engine) == []
    engine.dispose()


def test_what_the_mapping_lacks_is_mended_in_the_mapping(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUATU_LANGUAGE", "zh")
    path = tmp_path / "county.toml"
    path.write_text(MAPPING, encoding="utf-8")
    assert app.main(["map", "check", str(path), "--url", url]) == 1
    said = capsys.readouterr().out
    assert "[table.region_year]" in said and "[table.industry_metric]" in said and "empty" in said
    assert "CONTRACT.md" not in said and "补建" not in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [('"AC01"', '"AC1"', "AC01"), ('"AAR008"', '"NOSUCH"', "NOSUCH"), ('"AAR008"', '"NOSUCH(1)"', "NOSUCH")],
)
def test_no_views_of_a_mapping_that_does_not_fit(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    path = tmp_path / "county.toml"
    path.write_text(MAPPING, encoding="utf-8")
    assert app.main(["map", "apply", str(path), "--url", url, "--views"]) == 0
    assert "CREATE VIEW household" in capsys.readouterr().out
    path.write_text(MAPPING.replace(old, new), encoding="utf-8")
    assert app.main(["map", "apply", str(path), "--url", url, "--views"]) == 1
    told = capsys.readouterr()
    assert said in told.err and told.out == ""
