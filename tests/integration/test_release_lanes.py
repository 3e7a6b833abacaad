"""A release counted on several connections: of one moment, the same as on one, and stopped as a whole."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from data_access.database import open_database
from data_access.errors import ReleaseError
from data_access.quantities import Survey, Tray
from data_access.release import Release, build_release, lanes
from data_access.release.lanes import count_side_by_side, one_state
from data_access.settings import Settings
from tests.one_secret import share_secret
from tests.postgres import postgres_programs, postgres_server

COUNT = "SELECT count(*) FROM seen"


@pytest.fixture(params=["wal", "delete"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database with one row, whose writers hinder readers or do not."""
    path = tmp_path / "seen.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode = {request.param}")
    with connection:
        connection.execute("CREATE TABLE seen (number INTEGER)")
        connection.execute("INSERT INTO seen VALUES (1)")
    connection.close()
    return path


def write(path: Path) -> None:
    connection = sqlite3.connect(path, timeout=0.05)
    try:
        with connection:
            connection.execute("INSERT INTO seen VALUES (2)")
    except sqlite3.OperationalError:
        pass  # readers keep a writer out of a file without a write-ahead log
    finally:
        connection.close()


def seen(connections: list[Connection]) -> list[int]:
    return [connection.exec_driver_sql(COUNT).scalar_one() for connection in connections]


def helpers(connections: list[Connection]) -> set[str]:
    """Processes that PostgreSQL may divide a statement of each connection among."""
    return {each.exec_driver_sql("SHOW max_parallel_workers_per_gather").scalar_one() for each in connections}


def test_all_connections_see_the_state_of_the_first(file: Path) -> None:
    engine = open_database(f"sqlite:///{file.as_posix()}")
    with one_state(engine, 3) as connections:
        write(file)
        assert seen(connections) == [1, 1, 1]


def test_a_commit_between_two_beginnings_is_noticed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: Callable[..., Connection] = lanes._begun
    calls = []

    def disturbed(*arguments: object) -> Connection:
        connection = begun(*arguments)
        calls.append(arguments)
        if len(calls) == 1:
            write(file)
        return connection

    monkeypatch.setattr(lanes, "_begun", disturbed)
    engine = open_database(f"sqlite:///{file.as_posix()}")
    with one_state(engine, 2) as connections:
        assert len(connections) == 2
        assert len(set(seen(connections))) == 1
    with sqlite3.connect(file) as connection:
        was_written = connection.execute(COUNT).fetchone()[0] == 2
    connection.close()
    assert len(calls) == (4 if was_written else 2)


@pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")
def test_postgres_lends_its_snapshot() -> None:
    with postgres_server() as server:
        writer = create_engine(f"{server}postgres")
        with writer.begin() as connection:
            connection.execute(text("CREATE TABLE seen (number INTEGER)"))
        engine = open_database(f"{server}postgres")
        with one_state(engine, 3) as connections:
            with writer.begin() as connection:
                connection.execute(text("INSERT INTO seen VALUES (1)"))
            assert seen(connections) == [0, 0, 0]
            assert helpers(connections) == {"0"}, "the lanes fill the processors"
        with one_state(engine, 1) as connections:
            assert seen(connections) == [1]
            assert helpers(connections) != {"0"}
        engine.dispose()
        writer.dispose()


def test_a_release_of_one_connection_is_the_same(
    demo_settings: Settings, demo_release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = 1 if lanes._processors() > 1 else 2
    monkeypatch.setattr(lanes, "_processors", lambda: other)
    share_secret(demo_settings.home, tmp_path)
    again = build_release(replace(demo_settings, home=tmp_path))
    assert again.files == demo_release.meta.files


def survey_of(connection: Connection) -> Survey:
    tray = Tray.__new__(Tray)
    return Survey(connection, tray, None, {}, {})  # type: ignore[arg-type]


def test_one_failure_stops_the_others(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "_branch", lambda survey: survey)

    def endless(survey: Survey) -> object:
        numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
        return survey.connection.exec_driver_sql(numbers).scalar_one()

    def failing(_survey: Survey) -> object:
        raise ReleaseError("release.none")

    engine = open_database(f"sqlite:///{file.as_posix()}")
    with one_state(engine, 2) as connections:
        began = time.monotonic()
        with pytest.raises(ReleaseError):
            count_side_by_side(survey_of(connections[0]), connections, (endless, failing))
        assert time.monotonic() - began < 20
