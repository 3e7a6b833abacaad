"""The door to the shared database: what it refuses, and what it says then."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError

from data_access import database
from data_access.contract import create_contract
from data_access.database import contract_version, database_errors, open_database, present_themes, read_frame
from data_access.errors import ContractError, DatabaseError, DatabaseLockedError, DatabaseMissingError
from data_access.schema import CONTRACT_VERSION, THEMES, core


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty contract, in a folder whose name needs quoting."""
    folder = tmp_path / "a folder #1 100%"
    folder.mkdir()
    made = folder / "中 文.sqlite"
    engine = open_database(f"sqlite:///{made}", read_only=False)
    create_contract(engine)
    engine.dispose()
    return made


@pytest.fixture
def reader(path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def run(path: Path, script: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()


def test_a_missing_file_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissingError) as refused:
        open_database(f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert "none.sqlite" in str(refused.value)
    assert list(tmp_path.iterdir()) == []
    assert refused.value.exit_code == 3


def test_a_writer_makes_the_file_but_not_its_folder(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'new.sqlite'}", read_only=False)
    create_contract(engine)
    assert (tmp_path / "new.sqlite").is_file()
    with pytest.raises(DatabaseMissingError):
        open_database(f"sqlite:///{tmp_path / 'no' / 'new.sqlite'}", read_only=False)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM code_item",
        "UPDATE region SET name_zh = 'x'",
        "CREATE TABLE more (id INTEGER)",
        "DROP TABLE region",
        "INSERT INTO region (region_code, region_level_code, name_zh) VALUES ('1', '3', 'x')",
        "CREATE TEMP TABLE mine AS SELECT 1; INSERT INTO code_item VALUES (1)",
    ],
)
def test_a_reader_cannot_write(path: Path, reader: Engine, statement: str) -> None:
    before = path.read_bytes()
    with pytest.raises(DatabaseError), database_errors(), reader.begin() as connection:
        for part in statement.split(";"):
            connection.execute(text(part))
    assert path.read_bytes() == before


def test_a_locked_database_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.1)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    engine = open_database(f"sqlite:///{path}")
    try:
        with pytest.raises(DatabaseLockedError), database_errors(), engine.connect() as connection:
            read_frame(connection, select(core.region))
    finally:
        writer.execute("ROLLBACK")
        writer.close()


def test_a_reader_waits_for_a_short_writer(path: Path, reader: Engine) -> None:
    writer = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    writer.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(0.3, lambda: writer.execute("COMMIT"))
    timer.start()
    with reader.connect() as connection:
        assert read_frame(connection, select(core.region)).empty
    timer.join()
    writer.close()


@pytest.mark.parametrize(
    "content", [b"this is a letter, not a database " * 200, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_what_is_no_database_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_bytes(content)
    with pytest.raises(DatabaseError) as refused:
        present_themes(open_database(f"sqlite:///{path}"))
    assert "no database" in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "nonsense",
        "oracle9i://x/y",
        "sqlite:///file:x?mode=rwc&uri=true",
    ],
)
def test_addresses_that_make_no_sense(url: str) -> None:
    with pytest.raises(DatabaseError):
        open_database(url)


def test_a_server_that_is_not_there_gives_no_address_away() -> None:
    pytest.importorskip("psycopg")
    engine = open_database("postgresql+psycopg://wall:secret@127.0.0.1:1/county")
    with pytest.raises(DatabaseMissingError) as refused:
        present_themes(engine)
    assert "secret" not in repr(refused.value)


def test_a_missing_driver_is_named() -> None:
    with pytest.raises(DatabaseError) as refused:
        open_database("mysql+cymysql://wall@host/county")
    assert "cymysql" in str(refused.value)


def test_an_empty_file_is_a_database_without_anything(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    path.touch()
    engine = open_database(f"sqlite:///{path}")
    assert not any(present_themes(engine).values())
    assert contract_version(engine) is None


def test_an_empty_contract_has_its_version_and_no_theme(reader: Engine) -> None:
    assert contract_version(reader) == CONTRACT_VERSION
    assert present_themes(reader) == {theme.name: False for theme in THEMES}


def test_a_theme_is_present_whole_or_absent_whole(path: Path, reader: Engine) -> None:
    run(path, "INSERT INTO region (region_code, region_level_code, name_zh) VALUES ('1', '3', 'x')")
    run(
        path,
        "INSERT INTO task (task_id, task_kind_code, title_zh, region_code, task_status_code) VALUES (1, 2, 3, 1, 4)",
    )
    themes = present_themes(reader)
    assert [name for name, present in themes.items() if present] == ["core", "tasks"]
    run(path, "DROP TABLE project")
    assert not present_themes(reader)["tasks"]


def test_a_theme_is_absent_when_the_one_it_needs_is(path: Path, reader: Engine) -> None:
    run(path, "PRAGMA foreign_keys = OFF; INSERT INTO solar_station (activity_id, capacity_kw) VALUES ('s', 1)")
    assert not present_themes(reader)["solar"]
    run(
        path,
        "INSERT INTO industry_activity (activity_id, industry_kind_code, name_zh, region_code, operating_status_code)"
        " VALUES ('s', 'SOLAR', 'x', '1', 'RUNNING')",
    )
    themes = present_themes(reader)
    assert themes["industry"]
    assert themes["solar"]


def test_a_database_of_another_version_has_none(path: Path, reader: Engine) -> None:
    run(path, "ALTER TABLE person RENAME COLUMN born_on TO birthday")
    assert contract_version(reader) is None
    with pytest.raises(ContractError) as refused, reader.connect() as connection:
        read_frame(connection, select(core.person.c.born_on))
    assert "born_on" in str(refused.value)


def test_a_frame_has_dates_numbers_and_missing_values(path: Path, reader: Engine) -> None:
    run(
        path,
        "INSERT INTO region (region_code, region_level_code, name_zh, longitude, valid_from)"
        " VALUES ('1', '3', '甲', 114.5, '2019-02-28'), ('2', '3', '乙', NULL, NULL);"
        "INSERT INTO household (household_id, region_code, household_type_code, updated_at)"
        " VALUES ('h', '1', '1', '2019-09-30 08:00:00')",
    )
    with reader.connect() as connection:
        frame = read_frame(connection, select(core.region).order_by(core.region.c.region_code))
        raw = read_frame(
            connection, "SELECT region_code AS REGION_CODE, valid_from FROM region WHERE name_zh = :n", n="甲"
        )
        none = read_frame(connection, "SELECT * FROM region WHERE 1 = 0")
        times = read_frame(connection, select(core.household.c.updated_at))
    assert frame["name_zh"].tolist() == ["甲", "乙"]
    assert frame["longitude"].dtype == float
    assert frame["valid_from"].dtype == "datetime64[us]"
    assert frame.loc[0, "valid_from"] == pd.Timestamp(2019, 2, 28)
    assert pd.isna(frame.loc[1, "valid_from"])
    assert list(raw.columns) == ["region_code", "valid_from"]
    assert raw["valid_from"].tolist() == [pd.Timestamp(date(2019, 2, 28))]
    assert none.empty
    assert none["valid_from"].dtype == "datetime64[us]"
    assert times.loc[0, "updated_at"] == pd.Timestamp(2019, 9, 30, 8)


def test_a_column_without_values_has_the_contract_s_type(path: Path, reader: Engine) -> None:
    run(path, "INSERT INTO region (region_code, region_level_code, name_zh) VALUES ('1', '3', 'x')")
    statement = select(core.region.c.longitude, core.region.c.exited_year, core.region.c.short_name_zh)
    for found in (statement, statement.where(core.region.c.region_code == "none")):
        with reader.connect() as connection:
            frame = read_frame(connection, found)
        assert [str(kind) for kind in frame.dtypes] == ["float64", "float64", "str"]
        assert frame.isna().all(axis=None)


@pytest.mark.parametrize("day", ["30.09.2019", "2019-13-01", "soon"])
def test_a_date_that_is_none_is_said(path: Path, reader: Engine, day: str) -> None:
    run(
        path,
        f"INSERT INTO region (region_code, region_level_code, name_zh, valid_from) VALUES ('1', '3', 'x', '{day}')",
    )
    for statement in (select(core.region), "SELECT valid_from FROM region"):
        with pytest.raises(ContractError), reader.connect() as connection:
            read_frame(connection, statement)


def test_an_error_carries_no_values(reader: Engine) -> None:
    with pytest.raises(ContractError) as refused, reader.connect() as connection:
        read_frame(connection, "SELECT * FROM nowhere WHERE name_zh = :name", name="李某山")
    chain = [refused.value, refused.value.__cause__]
    assert refused.value.__suppress_context__
    assert all("李某山" not in f"{error!r} {error}" for error in chain)


def test_pandas_own_error_becomes_ours() -> None:
    origin = sqlite3.OperationalError("no such table: region")
    with pytest.raises(ContractError), database_errors():
        raise pd.errors.DatabaseError("Execution failed") from OperationalError("SELECT", {}, origin)


def test_one_read_is_one_moment(path: Path, reader: Engine) -> None:
    run(path, "PRAGMA journal_mode = WAL")
    with reader.connect() as connection, connection.begin():
        before = len(read_frame(connection, select(core.region)))
        run(path, "INSERT INTO region (region_code, region_level_code, name_zh) VALUES ('9', '3', 'x')")
        assert len(read_frame(connection, select(core.region))) == before
    with reader.connect() as connection:
        assert len(read_frame(connection, select(core.region))) == before + 1


@pytest.mark.parametrize(
    ("said", "family", "key"),
    [
        (
            'connection to server at "10.0.0.9", port 5432 failed: Connection refused',
            DatabaseMissingError,
            "unreachable",
        ),
        ('FATAL:  database "county" does not exist', DatabaseMissingError, "unreachable"),
        (
            "(2003, \"Can't connect to MySQL server on 'db' ([Errno 111] Connection refused)\")",
            DatabaseMissingError,
            "",
        ),
        ("(1049, \"Unknown database 'county'\")", DatabaseMissingError, "unreachable"),
        ('FATAL:  password authentication failed for user "wall"', DatabaseError, "refused"),
        ("(1045, \"Access denied for user 'wall'@'10.0.0.9' (using password: YES)\")", DatabaseError, "refused"),
        ("permission denied for table person", DatabaseError, "refused"),
        ('relation "household" does not exist\nLINE 1: SELECT ...', ContractError, "no_such"),
        ("(1146, \"Table 'county.household' doesn't exist\")", ContractError, "no_such"),
        ("(1054, \"Unknown column 'x.born_on' in 'field list'\")", ContractError, "no_such"),
        ("cannot execute DELETE in a read-only transaction", DatabaseError, "read_only"),
        ("(1792, 'Cannot execute statement in a READ ONLY transaction.')", DatabaseError, "read_only"),
        ("(1205, 'Lock wait timeout exceeded; try restarting transaction')", DatabaseLockedError, "locked"),
        ("something that nobody foresaw about 李某山", DatabaseError, "failed"),
    ],
)
def test_what_servers_say_becomes_one_of_ours(said: str, family: type[DatabaseError], key: str) -> None:
    with pytest.raises(DatabaseError) as refused, database_errors():
        raise OperationalError("SELECT name_zh FROM person WHERE name_zh = ?", ("李某山",), Exception(said))
    assert type(refused.value) is family
    assert key in refused.value.key
    assert "李某山" not in f"{refused.value!r} {refused.value}"
    assert "10.0.0.9" not in str(refused.value)
