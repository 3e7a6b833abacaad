"""`guatu map`: what suggest proposes, what check finds, what apply prints, each against a real ledger."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

import app
from data_access.adoption.attached import attach_mapping
from data_access.adoption.checking import check_mapping
from data_access.adoption.mapping import Fault
from data_access.adoption.reading import read_mapping
from data_access.adoption.views import dialect_of, view_statements
from data_access.database import open_database, read_frame
from data_access.errors import ContractError
from data_access.schema import VIEWS, metadata
from data_access.settings import Settings
from tests.engines import SQLITE, engine_of_this_run
from tests.national_county import MAPPING, make_national_county

pytestmark = pytest.mark.skipif(engine_of_this_run() != SQLITE, reason="a ledger is no copy of the contract")
NAMES = [*metadata.tables, *(view.name for view in VIEWS)]


@pytest.fixture(scope="module")
def ledger(trap_settings_once: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The ledger of the county full of traps."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    make_national_county(
        Path(trap_settings_once.database_url.removeprefix("sqlite:///")), f"sqlite:///{path.as_posix()}"
    ).dispose()
    yield path


def checked(ledger: Path, folder: Path, content: str) -> list[Fault]:
    path = folder / "county.toml"
    path.write_text(content, encoding="utf-8")
    engine = open_database(f"sqlite:///{ledger.as_posix()}")
    attach_mapping(engine, read_mapping(path))
    try:
        return check_mapping(engine)
    finally:
        engine.dispose()


def changed(old: str, new: str) -> str:
    content = MAPPING.read_text(encoding="utf-8")
    assert content.count(old) == 1
    return content.replace(old, new)


def test_a_good_mapping_has_no_fault(ledger: Path, tmp_path: Path) -> None:
    assert checked(ledger, tmp_path, MAPPING.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "rule", "said"),
    [
        ('from = "AC07"', 'from = "AC7"', "household_income", "no_table", "AC07"),
        ('region_code = "AAR008"', 'region_code = "aar008"', "household.region_code", "no_column", "AAR008"),
        ('AAR008"', 'AAR0080"', "household.region_code", "no_column", "AAR008"),
        ('column = "AAB017"', 'column = "AAB17"', "person_health", "no_column", "AAB017"),
        ('from = "AC08"', 'from = "AC08"\nwhere = "JSS = 1"', "household_official", "source_fails", "JSS"),
        ('household_id = "AAC001"\nofficial_id', 'household_id = "NO_SUCH(1)"\nofficial_id',
         "household_official.household_id", "expression_fails", "NO_SUCH"),
        ('{ from = "CSRQ", as = "day" }', '{ from = "CSRQ", as = "moment", unknown = "无" }', "", "", ""),
        ('{ from = "CSRQ", as = "day" }', '{ from = "AAB001", as = "day" }', "person.born_on", "lost", "AAB001"),
        ('{ from = "CSRQ", as = "day" }', '{ from = "JSON_TYPE(AAB001)", as = "day" }', "person", "rows_fail", ""),
        ('map = { 9 = "9" }', "", "household.poverty_status_code", "unmapped", "1"),
        ('{ from = "AAB003", codes = "gender" }', '{ from = "AAB001", codes = "gender" }',
         "person.gender_code", "unmapped", "GENDER"),
    ],
)  # fmt: skip
def test_each_fault_is_found(
    ledger: Path, tmp_path: Path, old: str, new: str, place: str, rule: str, said: str
) -> None:
    faults = checked(ledger, tmp_path, changed(old, new))
    assert [(fault.place, fault.rule) for fault in faults][:1] == ([(place, rule)] if rule else [])
    for lang in ("zh", "en"):
        assert all(said in fault.sentence(lang) for fault in faults[:1])


def test_a_column_of_names_taken_for_codes_is_not_printed(ledger: Path, tmp_path: Path) -> None:
    content = changed(
        '{ from = "AAB003", codes = "gender" }', '{ from = "AAB002", as = "gbk_bytes", codes = "gender" }'
    )
    with closing(sqlite3.connect(ledger)) as connection:
        count = connection.execute('SELECT COUNT(*) FROM "PERSON"').fetchone()[0]
        connection.execute("""UPDATE "PERSON" SET "AAB002" = CAST('Zhang' || "AAB001" AS BLOB)""")
        connection.commit()
    said = [fault.sentence(lang) for fault in checked(ledger, tmp_path, content) for lang in ("zh", "en")]
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute('UPDATE "PERSON" SET "AAB002" = NULL')
        connection.commit()
    assert said and f"{count}" in said[0]
    assert not any("Zhang" in sentence for sentence in said)


def test_the_draft_finds_the_national_fields(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.toml"
    url = f"sqlite:///{ledger.as_posix()}"
    assert app.main(["map", "suggest", url, "-o", str(draft)]) == 0
    assert str(draft) in capsys.readouterr().out
    content = draft.read_text(encoding="utf-8")
    mapping, example = read_mapping(draft), read_mapping(MAPPING)
    for table in ("region", "household", "person", "household_income", "household_official", "household_visit"):
        found, wanted = mapping.tables[table][0], example.tables[table][0]
        assert found.table == (wanted.table or "走访记录")
        for column in metadata.tables[table].primary_key.columns.keys():  # noqa: SIM118 - a collection of columns
            expected = wanted.columns[column].expression
            assert found.columns[column].expression == ("ZFID" if expected == "id" else expected)
    assert mapping.tables["person"][0].columns["name_zh"].steps == ("gbk_bytes",)
    assert mapping.tables["household"][0].columns["updated_at"].steps == ("moment",)
    split = mapping.tables["person_health"][0].split
    assert split is not None and split.column == "AAB017"
    assert mapping.tables["household_cause"][0].table == "AC01"
    assert re.search(r'^person_id = "AAB001"  # (确定|sure)$', content, re.M)
    assert app.main(["map", "suggest", url, "-o", str(draft)]) == 2  # it is not written over
    capsys.readouterr()


def test_a_column_that_is_not_there_stops_a_query(ledger: Path, tmp_path: Path) -> None:
    """SQLite would take its quoted name for a text, and every household would live in AAR0080."""
    path = tmp_path / "county.toml"
    path.write_text(changed('AAR008"', 'AAR0080"'), encoding="utf-8")
    engine = open_database(f"sqlite:///{ledger.as_posix()}")
    attach_mapping(engine, read_mapping(path))
    with pytest.raises(ContractError) as caught, engine.connect() as connection:
        read_frame(connection, "SELECT region_code FROM household")
    assert "AAR0080" in caught.value.message("zh")
    engine.dispose()


def test_check_from_the_command_line(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{ledger.as_posix()}"
    broken = tmp_path / "broken.toml"
    broken.write_text(changed('from = "AC07"', 'from = "AC7"'), encoding="utf-8")
    assert app.main(["map", "check", str(broken), "--url", url]) == 1
    assert "AC07" in capsys.readouterr().out
    monkeypatch.setenv("GUATU_DATABASE_URL", url)
    monkeypatch.setenv("GUATU_HOME", str(tmp_path))
    monkeypatch.setenv("GUATU_MAPPING", str(MAPPING))
    app.main(["map", "check", "--today", "2019-12-31"])
    said = capsys.readouterr().out
    assert "household_cause.cause_code" in said  # the traps of the county, found by the contract check behind it
    assert app.main(["map", "apply", "--views"]) == 2  # SQLite has no GBK for views
    assert app.main(["regions", "import", str(tmp_path / "x.csv")]) != 0
    capsys.readouterr()


def test_views_have_the_mapped_rows(ledger: Path, tmp_path: Path) -> None:
    """But for GBK, which SQLite has not: there the views are refused, and said so."""
    content = MAPPING.read_text(encoding="utf-8").replace(', as = "gbk_text"', "").replace(', as = "gbk_bytes"', "")
    path = tmp_path / "county.toml"
    path.write_text(content, encoding="utf-8")
    mapping, copy = read_mapping(path), tmp_path / "views.sqlite"
    copy.write_bytes(ledger.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        for table in ("PERSON",):  # a view cannot stand beside a table of its name
            connection.execute(f'ALTER TABLE "{table}" RENAME TO "PERSON_"')
        for statement in view_statements(mapping, dialect_of("sqlite://")):
            connection.execute(statement.replace('main."PERSON"', '"PERSON_"').replace('"PERSON"', '"PERSON_"'))
        connection.commit()
    engine = open_database(f"sqlite:///{ledger.as_posix()}")
    attach_mapping(engine, mapping)
    views = create_engine(f"sqlite:///{copy.as_posix()}")
    with engine.connect() as left, views.connect() as right:
        for name in NAMES:
            rows = [sorted(map(str, each.execute(text(f"SELECT * FROM {name}")).all())) for each in (left, right)]
            assert rows[0] == rows[1], name
    engine.dispose()
    views.dispose()
