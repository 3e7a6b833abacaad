"""The product's own lasting stores: brought up step by step, never emptied, and shared between processes."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from sqlalchemy import Connection

from data_access import own_database
from data_access.errors import StoreError
from data_access.own_stores import open_own_store

FILE = "notes.sqlite"
BE_ALONE = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0.2, isolation_level=None)\n"
    "try: print(c.execute('PRAGMA journal_mode = DELETE').fetchone()[0])\n"
    "except sqlite3.OperationalError as error: print(error)"
)
"""Another process that takes the write-ahead log away, as it may where nobody else has the file."""


def first(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE note (words TEXT)")


def second(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE note ADD COLUMN at REAL NOT NULL DEFAULT 0")


def failing(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE half (x)")
    connection.exec_driver_sql("this is no SQL")


def test_a_later_version_brings_the_file_up_and_keeps_what_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    old = open_own_store(folder, FILE, [first])
    with old.begin() as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES ('kept')")
    old.dispose()
    for _ in range(2):
        engine = open_own_store(folder, FILE, [first, second])
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT words, at FROM note").all() == [("kept", 0.0)]
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        engine.dispose()
    with pytest.raises(StoreError, match="later version"):
        open_own_store(folder, FILE, [first])


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    open_own_store(tmp_path, FILE, [first]).dispose()
    with pytest.raises(StoreError):
        open_own_store(tmp_path, FILE, [first, failing])
    engine = open_own_store(tmp_path, FILE, [first, second])
    with engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    assert tables == ["note"]


def test_many_that_open_at_once_make_it_once(tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def run() -> None:
        try:
            open_own_store(tmp_path, FILE, [first, second])
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_the_file_is_for_its_owner_only_also_when_it_was_not(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.touch(mode=0o644)
    path.chmod(0o644)
    engine = open_own_store(tmp_path, FILE, [first])
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES ('x')")
    assert {stat.S_IMODE(entry.stat().st_mode) for entry in tmp_path.iterdir()} == {0o600}


def test_opening_it_again_gives_up_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    engine = open_own_store(tmp_path, FILE, [first])
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar() == 0
        open_own_store(tmp_path, FILE, [first])
        asked = subprocess.run([sys.executable, "-c", BE_ALONE, str(path)], capture_output=True, text=True, check=True)
        assert asked.stdout.strip() == "database is locked"


@pytest.mark.parametrize("where", ["no file but a folder", "a folder that is a file"])
def test_what_cannot_be_opened_is_said(tmp_path: Path, where: str) -> None:
    path = tmp_path / "notes.sqlite"
    if where == "no file but a folder":
        path.mkdir()
    else:
        path.write_text("", encoding="ascii")
    folder = path if path.is_file() else tmp_path
    with pytest.raises(StoreError, match=r"notes\.sqlite"):
        open_own_store(folder, FILE, [first])


def test_a_server_that_lets_connections_wait_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now, asked = [100.0], [0]
    monkeypatch.setattr(own_database, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def connecting(seconds: float) -> object:
        def connect() -> object:
            asked[0] += 1
            now[0] += seconds
            raise psycopg.OperationalError

        return SimpleNamespace(loaded_dbapi=psycopg, connect=connect)

    patience = own_database._Patience()
    for seconds, expected in ((0.1, 1), (0.1, 2), (3.0, 3), (3.0, 3), (3.0, 3)):
        with pytest.raises(psycopg.OperationalError):
            patience.connect(connecting(seconds), None, (), {})
        assert asked[0] == expected
    now[0] += own_database.AGAIN_SECONDS
    with pytest.raises(psycopg.OperationalError):
        patience.connect(connecting(0.1), None, (), {})
    assert asked[0] == 4
