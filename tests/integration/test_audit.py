"""The audit: whoever has the file, but not the secret, changes nothing of it without being found out."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from data_access.audit import AuditLog, open_audit
from data_access.errors import SettingsError, StoreError
from data_access.own_stores import Place

KEY = b"k" * 16 + bytes(range(16))
DAY = 86_400.0
Tampering = Callable[[sqlite3.Connection], object]


class Clock:
    def __init__(self) -> None:
        self.now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a log of forty records, for tests that copy it."""
    folder = tmp_path_factory.mktemp("forty")
    filled(open_audit(folder, Clock(), key=KEY))
    with closing(sqlite3.connect(folder / "audit.sqlite")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


@pytest.fixture
def log(forty: Path, tmp_path: Path, clock: Clock) -> AuditLog:
    for name in ("audit.sqlite", "audit.head"):
        shutil.copy(forty / name, tmp_path / name)
    return open_audit(tmp_path, clock, key=KEY)


def filled(log: AuditLog, records: int = 40) -> AuditLog:
    for number in range(records):
        log.record(
            "card_view", user=f"user{number % 3}", role="county", session="a1b2", address="10.0.0.7",
            object=f"token{number % 7}", detail={"from": "list", "n": number}, result="ok" if number % 5 else "refused",
        )  # fmt: skip
    return log


def tamper(folder: Path, act: Tampering) -> None:
    """Change the file as somebody would who has it in hands: the triggers stand in nobody's way."""
    with closing(sqlite3.connect(folder / "audit.sqlite", isolation_level=None)) as connection:
        kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            connection.execute(f"DROP TRIGGER {name}")
        act(connection)
        for _, statement in kept:
            connection.execute(statement)


def run(statement: str) -> Tampering:
    return lambda connection: connection.executescript(statement)


def test_what_is_recorded_is_found_again(log: AuditLog, tmp_path: Path, clock: Clock) -> None:
    found = log.verify()
    assert (found.holds, found.records, found.first, found.last) == (True, 40, 1, 40)
    page = log.search(user="USER1", object="token4")
    assert [record.seq for record in page.records] == [26, 5]
    assert page.records[1].detail == {"from": "list", "n": 4}
    assert page.records[1].at == clock.now
    assert log.search(failed=True).total == 8
    assert log.search(event="export").total == 0
    assert log.search(since=clock.now, until=clock.now).total == 0
    assert log.search(since=clock.now - 1, until=clock.now + 1).total == 40
    last = log.search(rows=7, page=99)
    assert (last.page, last.pages, [record.seq for record in last.records]) == (6, 6, [5, 4, 3, 2, 1])
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_the_database_itself_refuses_changes(log: AuditLog, tmp_path: Path) -> None:
    assert log
    with closing(sqlite3.connect(tmp_path / "audit.sqlite")) as connection:
        for statement in (
            "UPDATE record SET user = 'nobody'", "DELETE FROM record WHERE seq = 3",
            "UPDATE record SET result = 'ok' WHERE seq = 1", "DELETE FROM record",
        ):  # fmt: skip
            with pytest.raises(sqlite3.DatabaseError, match="append-only"):
                connection.execute(statement)


COLUMNS = (
    "at",
    "user",
    "role",
    "session",
    "address",
    "event",
    "object",
    "detail",
    "result",
    "key_id",
    "previous",
    "hash",
)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("seq", [1, 17, 40])
def test_any_edit_is_found(log: AuditLog, tmp_path: Path, column: str, seq: int) -> None:
    value = "at + 1" if column == "at" else f"'x' || substr({column}, 2)" if column != "session" else "'c3'"
    tamper(tmp_path, run(f"UPDATE record SET {column} = {value} WHERE seq = {seq}"))
    found = log.verify()
    assert not found.holds
    assert {problem.seq for problem in found.problems} <= {seq, seq + 1}


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("DELETE FROM record WHERE seq = 1", "missing"),
        ("DELETE FROM record WHERE seq BETWEEN 10 AND 12", "missing"),
        ("DELETE FROM record WHERE seq = 40", "cut_off"),
        ("DELETE FROM record WHERE seq > 30", "cut_off"),
        ("DELETE FROM record", "cut_off"),
        ("DELETE FROM head", "head"),
        ("UPDATE head SET since = 3", "head"),
        ("DELETE FROM record WHERE seq = 40; UPDATE head SET seq = 39, hash = (SELECT hash FROM record WHERE seq = 39)",
         "head"),
        ("UPDATE record SET seq = 100 WHERE seq = 5; UPDATE record SET seq = 5 WHERE seq = 6;"
         "UPDATE record SET seq = 6 WHERE seq = 100", "moved"),
        ("INSERT INTO record SELECT 41, at, user, role, session, address, event, object, detail, result, key_id, hash,"
         " hash FROM record WHERE seq = 40", "added"),
        ("INSERT INTO checkpoint VALUES (10, (SELECT hash FROM record WHERE seq = 10), 1, 'other', 'x');"
         "DELETE FROM record WHERE seq <= 10", "checkpoint"),
        ("INSERT INTO checkpoint SELECT 10, hash, 1, key_id, 'x' FROM record WHERE seq = 10;"
         "DELETE FROM record WHERE seq <= 10", "checkpoint"),
    ],
)  # fmt: skip
def test_deleting_cutting_reordering_and_adding_is_found(log: AuditLog, tmp_path: Path, act: str, kind: str) -> None:
    tamper(tmp_path, run(act))
    assert kind in {problem.kind for problem in log.verify().problems}


def test_taking_the_guards_away_is_found(log: AuditLog, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "audit.sqlite")) as connection:
        connection.execute("DROP TRIGGER record_no_delete")
    assert {problem.kind for problem in log.verify().problems} == {"guards"}


def test_an_older_copy_of_the_database_is_found_by_the_anchor(log: AuditLog, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "audit.sqlite")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old = (tmp_path / "audit.sqlite").read_bytes()
    filled(log, 5)
    for path in tmp_path.glob("audit.sqlite*"):
        path.unlink()
    (tmp_path / "audit.sqlite").write_bytes(old)
    found = open_audit(tmp_path, key=KEY).verify()
    assert [(problem.kind, problem.seq) for problem in found.problems] == [("cut_off", 45)]


def test_an_older_copy_of_everything_is_found_by_what_was_noted_elsewhere(log: AuditLog, tmp_path: Path) -> None:
    noted = log.verify()
    seen = noted.last, noted.last_hash
    filled(log, 3)
    assert log.verify(seen).holds
    assert not log.verify((seen[0], "0" * 64)).holds
    assert [problem.kind for problem in log.verify((60, "0" * 64)).problems] == ["cut_off"]


@pytest.mark.parametrize("told", [None, b"", b"{}", b"x" * 320])
def test_an_anchor_that_is_gone_is_found(log: AuditLog, tmp_path: Path, told: bytes | None) -> None:
    path = tmp_path / "audit.head"
    if told is None:
        path.unlink()
    else:
        path.write_bytes(told)
    assert [problem.kind for problem in log.verify().problems] == ["anchor"]


def test_a_forged_anchor_is_found(log: AuditLog, tmp_path: Path) -> None:
    path = tmp_path / "audit.head"
    told = json.loads(path.read_text(encoding="ascii"))
    path.write_text(json.dumps(told | {"seq": 12}), encoding="ascii")
    assert "anchor" in {problem.kind for problem in log.verify().problems}


def test_a_whole_log_written_anew_without_the_secret_is_found(tmp_path: Path, clock: Clock) -> None:
    forged = filled(open_audit(tmp_path, clock, key=b"the forger's own secret, 32 byte"))
    assert forged.verify().holds
    found = open_audit(tmp_path, clock, key=KEY).verify()
    assert (found.holds, found.unverified) == (False, 40)


def test_the_secret_may_be_replaced(log: AuditLog, tmp_path: Path, clock: Clock) -> None:
    later = filled(open_audit(tmp_path, clock, key=b"the secret that came afterwards!"), 5)
    found = later.verify()
    assert (found.holds, found.unverified, found.problems) == (False, 40, ())
    assert later.verify(earlier=[KEY]).holds
    tamper(tmp_path, run("UPDATE record SET user = 'x' WHERE seq = 7"))
    assert [problem.seq for problem in later.verify(earlier=[KEY]).problems] == [7]


def test_a_new_record_that_claims_an_old_key_is_found(log: AuditLog, tmp_path: Path) -> None:
    tamper(tmp_path, run("UPDATE record SET user = 'x', key_id = 'old' WHERE seq = 7"))
    assert [(problem.kind, problem.seq) for problem in log.verify().problems] == [("changed", 7)]


def test_old_records_go_after_half_a_year_and_the_rest_still_verifies(
    log: AuditLog, tmp_path: Path, clock: Clock
) -> None:
    with pytest.raises(SettingsError, match="180"):
        log.prune(179)
    assert log.prune(180) == 0
    clock.now += 181 * DAY
    filled(log, 10)
    assert log.prune(180) == 40
    found = log.verify()
    assert (found.holds, found.records, found.first, found.last) == (True, 11, 41, 51)
    assert log.search(event="audit_pruned").records[0].detail == {"days": 180, "records": 40}
    tamper(tmp_path, run("DELETE FROM record WHERE seq < 45"))
    assert [problem.kind for problem in log.verify().problems] == ["missing"]
    with pytest.raises(StoreError, match="verify"):
        log.prune(180)
    clock.now += 400 * DAY
    other = filled(open_audit(tmp_path / "other", clock, key=KEY), 3)
    clock.now += 400 * DAY
    assert other.prune(365) == 2, "the last record stays: the head stands on it"
    assert other.verify().holds


def test_numbers_of_people_are_starred_whoever_lets_them_through(log: AuditLog, tmp_path: Path) -> None:
    log.record(
        "search", user="990101180001010123", object="身份证99010118000101012X。",
        detail={"words": ["13812345678", "990101101001"], "n": 990101180001010123, "x": {"y": "1\n2"}},
    )  # fmt: skip
    record = log.search(event="search").records[0]
    assert (record.user, record.object) == ("*" * 18, "身份证******************。")
    assert record.detail == {"words": ["*" * 11, "990101101001"], "n": "*" * 18, "x": {"y": "1 2"}}
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"180001010123" not in stored
    assert b"13812345678" not in stored


def test_what_is_long_or_odd_is_kept_short(place: Place) -> None:
    log = filled(open_audit(place, Clock(), key=KEY), 2)
    with pytest.raises(ValueError, match="no event"):
        log.record("card-view")
    log.record("export", object="x" * 5000, detail={str(n): "y" * 300 for n in range(50)}, user="\ud800")
    record = log.search(event="export").records[0]
    assert (len(record.object), record.detail) == (120, {"too_long": True})
    assert log.verify().holds


def test_processes_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from data_access.audit import open_audit\n"
        "log = open_audit(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]))\n"
        "for n in range(100): log.record('card_view', user=sys.argv[3], detail={'n': n})"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), KEY.hex(), name], stderr=subprocess.PIPE)
        for name in ("a", "b", "c")
    ]
    for process in started:
        assert process.communicate(timeout=120)[1] == b""
    log = open_audit(tmp_path, key=KEY)
    found = log.verify()
    assert (found.holds, found.records) == (True, 300)
    assert [log.search(user=name).total for name in ("a", "b", "c")] == [100, 100, 100]
