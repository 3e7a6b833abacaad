"""The lasting stores of two machines with one PostgreSQL of the product's own: what one knows the other knows."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from app import create_app
from data_access.accounts import open_accounts
from data_access.audit import open_audit
from data_access.errors import StoreError
from data_access.own_stores import open_own_store
from data_access.release import build_release
from data_access.settings import Settings
from tests.own_places import empty_own_stores
from tests.signing_in import signed_in

KEY = b"k" * 16 + bytes(range(16))
HOME = "10.0.0.7"
_PROGRAM = """
import sys
from pathlib import Path
from data_access.audit import open_audit
from data_access.accounts import open_accounts
from data_access.errors import LockedOutError
from data_access.settings import Settings
home, url, key, name = sys.argv[1:]
settings = Settings(home=Path(home), database_url="sqlite://", store_url=url)
log, accounts = open_audit(settings, key=bytes.fromhex(key)), open_accounts(settings, key=bytes.fromhex(key))
let = 0
for n in range(30):
    log.record("card_view", user=name, detail={"n": n})
    try:
        accounts.claim("guessed", 40)
        let += 1
    except LockedOutError:
        pass
print(let)
"""


@pytest.fixture
def two(own_server: str, tmp_path: Path) -> Iterator[tuple[Settings, Settings]]:
    """Two machines: homes of their own, one database of the product's own."""
    one = Settings(home=tmp_path / "one", database_url="sqlite://", store_url=own_server)
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    yield one, replace(one, home=tmp_path / "other")
    empty_own_stores(own_server)


def sql(settings: Settings, *statements: str) -> None:
    """Do to the log what somebody does who has the database in hands."""
    engine = create_engine(settings.store_url or "")
    try:
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL search_path = guatu_audit"))
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()


def test_machines_that_write_at_once_make_one_chain_and_count_together(two: tuple[Settings, Settings]) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(machine.home), str(machine.store_url), KEY.hex(), name],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        for machine, name in zip(two, ("a", "b"), strict=True)
    ]  # fmt: skip
    told = [process.communicate(timeout=120) for process in started]
    assert [error for _, error in told] == [b"", b""]
    assert sum(int(let) for let, _ in told) == 40, "tries of a password are counted by all machines together"
    for machine in two:
        log = open_audit(machine, key=KEY)
        found = log.verify()
        assert (found.holds, found.records) == (True, 60), found
        assert [log.search(user=name).total for name in ("a", "b")] == [30, 30]
    assert not list(two[0].home.glob("*.sqlite")) + list(two[1].home.glob("*.sqlite"))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE record SET result = 'x'", "DELETE FROM record WHERE seq = 2", "TRUNCATE record", "DELETE FROM checkpoint"],
)
def test_the_database_itself_refuses_changes(two: tuple[Settings, Settings], statement: str) -> None:
    log = open_audit(two[0], key=KEY)
    for _ in range(3):
        log.record("sign_in")
    for sleeping in ("origin", "replica"):
        with pytest.raises(DBAPIError, match="append-only"):
            sql(two[0], f"SET LOCAL session_replication_role = {sleeping}", statement)
    assert log.verify().holds


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        ("UPDATE record SET result = 'x' WHERE seq = 2", {"changed"}),
        ("DELETE FROM record WHERE seq = 2", {"missing"}),
        ("DELETE FROM record WHERE seq = 3", {"cut_off"}),
        ("TRUNCATE record, head", {"cut_off"}),
    ],
)
def test_who_gets_around_the_guards_is_found_by_the_chain(
    two: tuple[Settings, Settings], statement: str, kinds: set[str]
) -> None:
    log, other = open_audit(two[0], key=KEY), open_audit(two[1], key=KEY)
    for _ in range(3):
        other.record("sign_in")
        log.record("sign_out")
    prune = "ALTER TABLE record DISABLE TRIGGER USER"
    sql(
        two[0],
        prune,
        statement.replace("seq = 3", "seq = 6"),
        "ALTER TABLE record ENABLE ALWAYS TRIGGER record_no_delete",
    )
    found = {problem.kind for problem in log.verify().problems}
    assert found >= {"guards"} | kinds


def test_a_trigger_that_does_nothing_any_more_is_found(two: tuple[Settings, Settings]) -> None:
    log = open_audit(two[0], key=KEY)
    log.record("sign_in")
    assert log.verify().holds
    idle = "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    sql(two[0], idle)
    assert {problem.kind for problem in log.verify().problems} == {"guards"}


def test_old_records_go_and_both_machines_still_hold_the_rest_for_whole(two: tuple[Settings, Settings]) -> None:
    now = [1_900_000_000.0]
    log, other = (open_audit(machine, lambda: now[0], key=KEY) for machine in two)
    for _ in range(5):
        log.record("sign_in")
        other.record("sign_out")
    now[0] += 200 * 86_400
    log.record("export")
    assert other.prune(180) == 10
    for each in (log, other, open_audit(replace(two[0], home=two[0].home / "third"), key=KEY)):
        found = each.verify()
        assert (found.holds, found.first, found.last) == (True, 11, 12)


def test_what_no_database_takes_is_taken_or_refused_in_words(two: tuple[Settings, Settings]) -> None:
    accounts, log = open_accounts(two[0], key=KEY), open_audit(two[0], key=KEY)
    log.record("sign_in_failed", user="a\0b", object="\ud800\0" * 90, address="x" * 500, detail={"a\0": "\0"})
    assert log.verify().holds
    assert log.search(user="a\0b").total == 1
    for odd in ("a\0b", "\0", "\ud800", "汉" * 300):
        assert not accounts.is_known(odd)
        assert accounts.session(odd) is None
        accounts.end(odd)


def test_many_that_open_at_once_make_it_once(two: tuple[Settings, Settings]) -> None:
    failed: list[BaseException] = []
    begin = threading.Barrier(8)

    def first(connection: Connection) -> None:
        time.sleep(0.05)
        connection.exec_driver_sql("CREATE TABLE note (words text)")

    def run() -> None:
        begin.wait()
        try:
            open_own_store(two[0], "notes.sqlite", [first])
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sql(two[0], "DROP SCHEMA guatu_notes CASCADE")
    assert failed == []


def test_a_step_that_fails_leaves_the_store_as_it_was(two: tuple[Settings, Settings]) -> None:
    def first(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE note (words text)")

    def failing(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (x int)")
        connection.exec_driver_sql("this is no SQL")

    with open_own_store(two[0], "notes.sqlite", [first]).begin() as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES ('kept')")
    with pytest.raises(StoreError):
        open_own_store(two[1], "notes.sqlite", [first, failing])
    for _ in range(2):
        with open_own_store(two[1], "notes.sqlite", [first, first_again]).begin() as connection:
            assert connection.exec_driver_sql("SELECT words FROM note").scalars().all() == ["kept"]
    with pytest.raises(StoreError, match="later version"):
        open_own_store(two[0], "notes.sqlite", [first])
    sql(two[0], "DROP SCHEMA guatu_notes CASCADE")


def first_again(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE note ADD COLUMN at float NOT NULL DEFAULT 0")


def test_a_store_that_does_not_answer_says_so_and_comes_back(two: tuple[Settings, Settings]) -> None:
    gone = replace(two[0], store_url="postgresql+psycopg://nobody@127.0.0.1:9/none")
    with pytest.raises(StoreError, match="GUATU_STORE"):
        open_accounts(gone, key=KEY)
    accounts = open_accounts(two[0], key=KEY)
    accounts.users()
    sql(two[0], "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    for _ in range(3):
        try:
            accounts.users()
            break
        except StoreError as error:
            assert error.key == "store.failed"
    assert accounts.users() == []


def test_who_signs_in_at_one_machine_is_signed_in_at_the_other(
    two: tuple[Settings, Settings], trap_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUATU_SECRET_KEY", secrets.token_hex(32))
    build_release(replace(trap_settings, home=two[0].home, store_url=two[0].store_url))
    here, there = (
        create_app(replace(trap_settings, home=machine.home, store_url=machine.store_url, is_demo=False)).server
        for machine in two
    )
    client = signed_in(here)
    other = there.test_client()
    other.environ_base["HTTP_ORIGIN"] = "http://localhost"
    assert other.get("/briefings").status_code == 401, "nobody yet"
    cookie = client.get_cookie("guatu_session")
    assert cookie is not None
    other.set_cookie("guatu_session", cookie.value)
    made = client.post("/briefings.json", json={"title": "月调度"})
    assert made.status_code == 200, made.get_data(as_text=True)
    id = str(made.get_json()["id"])
    page = other.get(f"/briefings/{id}")
    assert (page.status_code, "月调度" in page.get_data(as_text=True)) == (200, True)
    begun = other.post(f"/briefings/{id}/act", json={"act": "start"})
    assert begun.status_code == 200, begun.get_json()
    assert client.get(f"/briefings/{id}/state").get_json()["state"] == "live"
    audits = [server.extensions["guatu"].audit() for server in (here, there)]
    assert [audit.search(event="briefing").total for audit in audits] == [2, 2]
    assert all(audit.verify().holds for audit in audits)
    here.extensions["guatu"].accounts().end(cookie.value)
    assert other.get("/briefings").status_code == 401
    for server in (here, there):
        server.extensions["guatu"].releases.close()
        server.extensions["guatu"].walls().close()
