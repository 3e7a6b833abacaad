"""Walls and remotes: what the store keeps, who may drive, and what the routes refuse."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.commands import walls as walls_command
from data_access.errors import CodeGoneError, CodeWrongError, NotPairedError, TooSoonError, UnknownWallError
from data_access.settings import Settings
from data_access.store import WallStore, open_store
from tests.signing_in import signed_in

HALL = "一号厅"


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> WallStore:
    return open_store(tmp_path / "state", clock)


def code_of(folder: Path, name: str = HALL) -> str:
    """The code as the wall shows it, read past the product."""
    with sqlite3.connect(folder / "state.sqlite") as connection:
        found = connection.execute("SELECT digits FROM code WHERE name = ?", [name]).fetchone()
    connection.close()
    return str(found[0])


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_on_the_wall_pairs_once(store: WallStore, tmp_path: Path) -> None:
    store.enter("w", HALL)
    store.ask_code(HALL)
    code = code_of(tmp_path / "state")
    assert re.fullmatch(r"\d{6}", code)
    token = store.pair(HALL, code)
    assert store.right(HALL, token, "remote") == "remote"
    assert store.pairings() == {HALL: 1}
    with pytest.raises(CodeGoneError):
        store.pair(HALL, code)
    with pytest.raises(NotPairedError):
        store.right("二号厅", token, "remote")
    with pytest.raises(NotPairedError):
        store.right(HALL, "", "remote", "screen")


def test_tokens_are_not_written_down(store: WallStore, tmp_path: Path) -> None:
    screen = store.enter("w", HALL)
    store.ask_code(HALL)
    token = store.pair(HALL, code_of(tmp_path / "state"))
    for path in (tmp_path / "state").iterdir():
        content = path.read_bytes()
        assert token.encode() not in content and screen.encode() not in content, path.name
        if os.name == "posix":
            assert path.stat().st_mode & 0o077 == 0, f"{path.name} is open to others"


def test_five_wrong_tries_void_the_code(store: WallStore, tmp_path: Path, clock: Clock) -> None:
    store.enter("w", HALL)
    store.ask_code(HALL)
    code = code_of(tmp_path / "state")
    for _ in range(5):
        with pytest.raises(CodeWrongError):
            store.pair(HALL, other_than(code))
    with pytest.raises(CodeGoneError):
        store.pair(HALL, code)
    with pytest.raises(TooSoonError):
        store.ask_code(HALL)
    clock.now += 61
    with pytest.raises(UnknownWallError):
        store.ask_code(HALL)  # its worker has not been heard of for a minute
    store.renew("w")
    store.ask_code(HALL)
    assert store.pair(HALL, code_of(tmp_path / "state"))


def test_a_code_lasts_ninety_seconds_and_is_the_same_for_two_who_ask(
    store: WallStore, tmp_path: Path, clock: Clock
) -> None:
    store.enter("w", HALL)
    store.ask_code(HALL)
    code = code_of(tmp_path / "state")
    clock.now += 20
    store.renew("w")
    store.ask_code(HALL)
    assert code_of(tmp_path / "state") == code
    assert store.look(0).codes[HALL][1] == pytest.approx(70)
    clock.now += 71
    assert store.look(0).codes == {}
    with pytest.raises(CodeGoneError):
        store.pair(HALL, code)


def test_a_pairing_ends_after_twelve_idle_hours(store: WallStore, tmp_path: Path, clock: Clock) -> None:
    store.enter("w", HALL)
    store.ask_code(HALL)
    token = store.pair(HALL, code_of(tmp_path / "state"))
    for _ in range(3):
        clock.now += 11 * 3600
        assert store.right(HALL, token, "remote") == "remote"
    clock.now += 12 * 3600 + 1
    with pytest.raises(NotPairedError):
        store.right(HALL, token, "remote")
    assert not store.is_remote(token)


def test_a_screen_may_speak_while_it_is_there(store: WallStore, clock: Clock) -> None:
    one, two = store.enter("a", HALL), store.enter("b", HALL)
    assert [(wall.name, wall.screens) for wall in store.walls()] == [(HALL, 2)]
    assert store.right(HALL, one, "remote", "screen") == "screen"
    with pytest.raises(NotPairedError):
        store.right(HALL, one, "remote")
    clock.now += 20
    assert store.renew("a") == 1
    clock.now += 20
    assert [wall.screens for wall in store.walls()] == [1], "the screens of a worker that fell silent still count"
    with pytest.raises(NotPairedError):
        store.right(HALL, two, "screen")
    store.leave(one)
    assert store.walls() == []


def test_another_process_sees_a_write_by_one_cheap_question(store: WallStore, tmp_path: Path) -> None:
    other = open_store(tmp_path / "state")
    with other.watching() as version:
        before = version()
        assert version() == before
        assert store.move(HALL, "?period=2016", "hand", "a", {"tiles": 3, "open": -1}) == 1
        assert version() != before
    assert store.move(HALL, "?period=2017", "remote", "b") == 2
    assert store.note(HALL, {"tiles": 4, "open": 2}) == 3
    seen = other.look(0)
    assert (seen.views[HALL].search, seen.views[HALL].serial, seen.views[HALL].card["tiles"]) == ("?period=2017", 3, 4)
    last = other.last_command()
    store.tell(HALL, "scene", {"command": "next", "n": None})
    assert [(c.name, c.kind, c.body["command"]) for c in other.look(last).commands] == [(HALL, "scene", "next")]


def test_a_damaged_file_is_put_aside(tmp_path: Path) -> None:
    open_store(tmp_path).move(HALL, "", "hand", "a")
    for path in tmp_path.iterdir():
        path.unlink()
    (tmp_path / "state.sqlite").write_bytes(b"this is no database at all, but it is long enough" * 100)
    assert open_store(tmp_path).shown(HALL) is None
    assert (tmp_path / "state.sqlite.damaged").is_file()


def test_the_command_line_lists_and_revokes(demo_settings: Settings) -> None:
    store = open_store(demo_settings.workspace)
    screen = store.enter("w", "revoked hall")
    store.ask_code("revoked hall")
    token = store.pair("revoked hall", code_of(demo_settings.workspace, "revoked hall"))
    assert any(
        "revoked hall" in line and "1" in line for line in walls_command(demo_settings, "list", None, "en").lines
    )
    assert "1" in walls_command(demo_settings, "revoke", "revoked hall", "en").lines[0]
    with pytest.raises(NotPairedError):
        store.right("revoked hall", token, "remote")
    store.leave(screen)


# over HTTP


@pytest.fixture(scope="module")
def client(demo_settings: Settings) -> FlaskClient:
    return signed_in(create_app(demo_settings))


@pytest.fixture
def paired(client: FlaskClient, demo_settings: Settings) -> Callable[..., Any]:
    """Posts to a wall of this test's own with the token of a remote that was paired over HTTP."""
    name = f"hall {uuid4().hex[:12]}"
    store = open_store(demo_settings.workspace)
    screen = store.enter("w", name)
    assert client.post(f"/live/walls/{name}/code", json={}).status_code == 204
    answer = client.post(f"/live/walls/{name}/pair", json={"code": code_of(demo_settings.workspace, name)})
    assert answer.status_code == 200, answer.get_json()

    def post(what: str, body: Any, *, token: str | None = None, method: str = "POST", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {answer.get_json()['token'] if token is None else token}"}
        return client.open(
            f"/live/walls/{name}/{what}", method=method, json=body, headers=headers | more.pop("headers", {})
        )

    post.store, post.screen, post.name = store, screen, name  # type: ignore[attr-defined]
    return post


def test_a_remote_moves_the_wall(paired: Any) -> None:
    answer = paired("view", {"search": "?period=2016&theme=dark&wall=x&lang=en", "origin": "me"})
    assert (answer.status_code, answer.get_json()["serial"]) == (200, 1)
    shown = paired.store.shown(paired.name)
    assert (shown.search, shown.by, shown.origin) == ("?period=2016&theme=dark", "remote", "me")
    assert paired("scene", {"command": "show", "n": 2}).status_code == 204
    assert paired("card", {"command": "next"}).status_code == 204
    assert paired("pair", None, method="GET").status_code == 204
    assert paired("pair", None, method="DELETE").status_code == 204
    assert paired("view", {"search": ""}).status_code == 403


def test_a_screen_says_what_it_shows_and_sends_no_commands(paired: Any) -> None:
    body = {"search": "?period=2017", "by": "hand", "card": {"tiles": 5, "open": 1}}
    assert paired("view", body, token=paired.screen).get_json()["serial"] == 1
    assert paired("view", {"card": {"tiles": 6, "open": -1}}, token=paired.screen).get_json()["serial"] == 2
    shown = paired.store.shown(paired.name)
    assert (shown.search, shown.by, dict(shown.card)) == ("?period=2017", "hand", {"tiles": 6, "open": -1})
    assert paired("scene", {"command": "next"}, token=paired.screen).status_code == 403


def test_the_card_stays_for_a_remote_that_does_not_know_whose_it_is(paired: Any) -> None:
    village = "990101100201"
    card = {"search": f"?region={village}&household=abcDEF", "by": "hand"}
    assert paired("view", card, token=paired.screen).status_code == 200
    paired("view", {"search": f"?region={village}&period=2018", "keep_card": True})
    assert "household=abcDEF" in paired.store.shown(paired.name).search
    paired("view", {"search": "?period=2018", "keep_card": True})
    assert "household" not in paired.store.shown(paired.name).search


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("view", {"search": "?region=nowhere"}, 400),
        ("view", {"search": "?period=1066"}, 400),
        ("view", {"search": "?blank=perhaps"}, 400),
        ("view", {"search": "?household=..%2F..%2Fetc"}, 400),
        ("view", {"search": "?" + "x" * 3000}, 400),
        ("view", {"search": 5}, 400),
        ("view", {}, 400),
        ("view", {"search": "", "more": 1}, 400),
        ("view", [], 400),
        ("view", {"search": "", "origin": "x" * 9000}, 400),
        ("scene", {"command": "explode"}, 400),
        ("scene", {"command": "show", "n": -1}, 400),
        ("scene", {"command": "show", "n": True}, 400),
        ("card", {"command": "open", "n": "1"}, 400),
        ("code", {"please": True}, 400),
        ("pair", {"code": 123456}, 400),
        ("pair", {"code": "000000"}, 410),
    ],
)
def test_what_is_not_right_is_refused_in_words(paired: Any, what: str, body: Any, status: int) -> None:
    answer = paired(what, body)
    assert answer.status_code == status
    error = answer.get_json()["error"]
    assert error["code"] and error["message"] and error["message_zh"]
    assert paired.store.shown(paired.name) is None


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "Bearer"])
def test_without_the_right_token_nothing_moves(paired: Any, token: str) -> None:
    assert paired("view", {"search": ""}, token=token).status_code == 403
    assert paired("scene", {"command": "next"}, token=token).status_code == 403


def test_other_sites_and_other_forms_are_refused(client: FlaskClient, paired: Any) -> None:
    assert paired("view", {"search": ""}, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert client.post(f"/live/walls/{paired.name}/code", data="{}", content_type="text/plain").status_code == 400
    assert client.post("/live/walls/nobody there/code", json={}).status_code == 404
    assert client.post(f"/live/walls/{'x' * 41}/code", json={}).status_code == 400
    assert client.get("/live/walls").get_json() is not None
    assert client.get("/live/nothing").status_code == 404
