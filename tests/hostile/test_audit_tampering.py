"""A thousand cards leave a thousand records; whatever is done to one of them is found."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.audit import open_audit
from tests.hostile import county
from tests.hostile.callback_bodies import bodies, listed
from tests.hostile.world import World

VIEWS = 1000
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
TOLD = "SELECT count(*) FROM record WHERE event = 'card_view'"


def _count(home: Path) -> int:
    with closing(sqlite3.connect(home / "audit.sqlite")) as connection:
        return int(connection.execute(TOLD).fetchone()[0])


def test_a_thousand_card_views_leave_a_thousand_records(world: World) -> None:
    """By the desk's page and over the wall, by several at once; what is refused leaves no view."""
    world.services.audit()
    before, own = _count(world.home), [world.token_of[home.id] for home in county.HOMES if home.village == county.A1]
    people, cards = ("county", "township A", "village A1", "leader"), [_card(world, token) for token in own]
    for who in (*people, "township B"):
        world.cookie(who)

    def look(n: int) -> int:
        who, token = people[n % len(people)], own[n % len(own)]
        if n % 2:
            with world.ask(who, f"/household/{token}") as response:
                return int(response.status_code)
        with world.ask(who, "/_dash-update-component", "POST", json=cards[n % len(own)]) as response:
            return int(response.status_code)

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(look, range(VIEWS)))
    assert set(statuses) == {200}
    assert _count(world.home) - before == VIEWS
    with world.ask("township B", f"/household/{own[0]}") as response:
        assert response.status_code in (403, 404)
    assert _count(world.home) - before == VIEWS, "a refused view is no view"
    assert world.services.audit().verify().holds


def _card(world: World, token: str) -> dict[str, Any]:
    """What the wall's page sends when the card of `token` is opened over it."""
    row = next(row for row in listed(world, "/") if row["output"].startswith("..card.children"))
    body = next(bodies(world, row))
    scope = {"region": county.A1, "period": county.YEAR, "household": token, "lang": "zh", "rem": 16}
    return {**body, "inputs": [{**one, "value": scope} for one in body["inputs"]]}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with forty records, each of them unlike every other."""
    home = tmp_path_factory.mktemp("audit")
    audit = open_audit(home)
    for n in range(40):
        audit.record(
            "card_view", user=f"user{n % 3}", role="county", address="10.0.0.1", object=f"token{n}", detail={"n": n}
        )
    assert audit.verify().holds
    return home


Tamper = Callable[[sqlite3.Connection, int, int, str], None]


def _edit(db: sqlite3.Connection, seq: int, other: int, column: str) -> None:
    db.execute(
        f"UPDATE record SET \"{column}\" = (CASE WHEN \"{column}\" = 'x' THEN 'y' ELSE 'x' END) WHERE seq = ?", (seq,)
    )


def _delete(db: sqlite3.Connection, seq: int, other: int, column: str) -> None:
    db.execute("DELETE FROM record WHERE seq = ?", (seq,))


def _close_ranks(db: sqlite3.Connection, seq: int, other: int, column: str) -> None:
    db.execute("DELETE FROM record WHERE seq = ?", (seq,))
    db.execute("UPDATE record SET seq = -seq WHERE seq > ?", (seq,))
    db.execute("UPDATE record SET seq = -seq - 1 WHERE seq < 0")
    db.execute("UPDATE head SET seq = seq - 1")


def _truncate(db: sqlite3.Connection, seq: int, other: int, column: str) -> None:
    db.execute("DELETE FROM record WHERE seq >= ?", (seq,))
    if seq > 1:
        db.execute("UPDATE head SET seq = ?, hash = (SELECT hash FROM record WHERE seq = ?)", (seq - 1, seq - 1))


def _swap(db: sqlite3.Connection, seq: int, other: int, column: str) -> None:
    other = other if other != seq else seq % 40 + 1
    for old, new in ((seq, -1), (other, seq), (-1, other)):
        db.execute("UPDATE record SET seq = ? WHERE seq = ?", (new, old))


def _insert(db: sqlite3.Connection, seq: int, other: int, column: str) -> None:
    db.execute("UPDATE record SET seq = -seq WHERE seq > ?", (seq,))
    db.execute("UPDATE record SET seq = -seq + 1 WHERE seq < 0")
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    db.execute(f"INSERT INTO record (seq, {names}) SELECT {seq + 1}, {names} FROM record WHERE seq = {seq}")
    db.execute("UPDATE head SET seq = seq + 1")


def _copy_over(db: sqlite3.Connection, seq: int, other: int, column: str) -> None:
    other = other if other != seq else seq % 40 + 1
    names = ", ".join(f'"{name}" = (SELECT "{name}" FROM record WHERE seq = {other})' for name in COLUMNS)
    db.execute(f"UPDATE record SET {names} WHERE seq = ?", (seq,))


def _empty(db: sqlite3.Connection, seq: int, other: int, column: str) -> None:
    for table in ("record", "head", "checkpoint"):
        db.execute(f"DELETE FROM {table}")


TAMPERINGS: tuple[Tamper, ...] = (_edit, _edit, _delete, _close_ranks, _truncate, _swap, _insert, _copy_over, _empty)


def test_whatever_is_done_to_a_record_is_found(log: Path, tmp_path: Path) -> None:
    serial = count()

    @settings(max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(TAMPERINGS), st.integers(1, 40), st.integers(1, 40), st.sampled_from(COLUMNS))
    def tamper(act: Tamper, seq: int, other: int, column: str) -> None:
        home = _copied(log, tmp_path / str(next(serial)))
        with closing(sqlite3.connect(home / "audit.sqlite")) as db:
            guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in guards:
                db.execute(f'DROP TRIGGER "{name}"')
            act(db, seq, other, column)
            for _, sql in guards:
                db.execute(sql)
            db.commit()
        found = open_audit(home).verify()
        assert not found.holds, (act.__name__, seq, other, column)
        shutil.rmtree(home)

    tamper()


def _copied(log: Path, home: Path) -> Path:
    home.mkdir()
    for path in log.iterdir():
        shutil.copy(path, home / path.name)
    return home


def test_an_honest_copy_holds(log: Path, tmp_path: Path) -> None:
    """Guards the test above: it is the tampering that is found, not the copying."""
    assert open_audit(_copied(log, tmp_path / "copy")).verify().holds


def test_the_database_itself_refuses(log: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(_copied(log, tmp_path / "copy") / "audit.sqlite")) as db:
        for statement in ("UPDATE record SET user = 'x'", "DELETE FROM record", "DELETE FROM record WHERE seq = 40"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(statement)
