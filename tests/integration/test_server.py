"""The server under the wall: bodies come whole or not at all, answers leave whole, and the stream greets and parts."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from callbacks.live import stream, threads
from callbacks.live.hub import MOST_OF_ONE, Hub, Stream
from callbacks.live.stream import LiveStream
from callbacks.live.threads import Threaded
from callbacks.live.watch import Watcher
from callbacks.services import Services
from data_access.scope import Role
from data_access.settings import Settings
from tests.signing_in import session_of

Message = dict[str, Any]


def in_a_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` in a thread of its own: the browser tests before it leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Says what it was asked."""
    body = environ["wsgi.input"].read()
    said = {"method": environ["REQUEST_METHOD"], "length": environ["CONTENT_LENGTH"], "body": len(body)}
    said["chunked"] = "HTTP_TRANSFER_ENCODING" in environ
    start("201 CREATED", [("Content-Type", "application/json"), ("X-Said", "yes")])
    return [json.dumps(said).encode(), b"\n"]


def ask(application: Any, parts: list[bytes], method: str = "POST", path: str = "/x", **scope: Any) -> list[Message]:
    """One request whose body comes in `parts`."""
    sent: list[Message] = []

    async def run() -> None:
        waiting = [
            {"type": "http.request", "body": part, "more_body": i < len(parts) - 1} for i, part in enumerate(parts)
        ]

        async def receive() -> Message:
            if waiting:
                return waiting.pop(0)
            await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        told = {
            "type": "http", "method": method, "path": path, "query_string": b"", "http_version": "1.1",
            "headers": [], "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "scheme": "http", **scope,
        }  # fmt: skip
        await application(told, receive, send)

    in_a_loop(run())
    return sent


@pytest.fixture
def application() -> Iterable[Threaded]:
    made = Threaded(echo, threads=2, largest=100)
    yield made
    made.close()


def test_a_body_in_pieces_arrives_whole(application: Threaded) -> None:
    start, body = ask(application, [b"a" * 40, b"b" * 40, b"c"], headers=[(b"transfer-encoding", b"chunked")])
    assert start["status"] == 201
    assert (b"x-said", b"yes") in start["headers"]
    assert json.loads(body["body"]) == {"method": "POST", "length": "81", "body": 81, "chunked": False}


def test_a_body_that_is_too_large_is_refused_in_words(application: Threaded) -> None:
    start, body = ask(application, [b"a" * 80, b"b" * 80, b"c" * 10_000])
    assert start["status"] == 413
    assert json.loads(body["body"])["error"]["message_zh"]


def test_a_body_that_does_not_end_is_given_up(application: Threaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "BODY_SECONDS", 0.1)

    sent: list[Message] = []

    async def run() -> None:
        async def receive() -> Message:
            await asyncio.sleep(0.03)
            return {"type": "http.request", "body": b"", "more_body": True}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
        await application(scope, receive, send)

    in_a_loop(run())
    assert sent[0]["status"] == 408


def test_a_failure_in_the_application_is_raised_to_the_server() -> None:
    def broken(_environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        raise ValueError("broken")

    application = Threaded(broken, threads=1, largest=10)
    with pytest.raises(ValueError, match="broken"):
        ask(application, [b""], "GET")
    application.close()


# the stream


@pytest.fixture(scope="module")
def services(demo_settings: Settings) -> Services:
    found = create_app(demo_settings).server.extensions["guatu"]
    assert isinstance(found, Services)
    return found


def greet(
    services: Services,
    hub: Hub,
    query: str,
    *,
    client: str = "10.0.0.1",
    cookie: str | None = None,
    stays: float = 0.6,
    then: Callable[[], object] = str,
) -> list[Message]:
    """What a page is told at once, of somebody signed in unless `cookie` says who; it goes away a moment later.

    `then` is done once the stream has begun.
    """
    said = f"guatu_session={session_of(services.accounts()).token}" if cookie is None else cookie
    watcher = Watcher(services, hub, "worker")
    sent: list[Message] = []

    async def run() -> None:
        watcher.start(asyncio.get_running_loop())
        for _ in range(100):
            await asyncio.sleep(0.05)
            if watcher.version is not None:
                break

        async def receive() -> Message:
            then()
            await asyncio.sleep(stays)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "GET", "path": "/live", "query_string": query.encode(),
            "headers": [(b"cookie", said.encode())],
            "client": (client, 1), "server": ("127.0.0.1", 80), "scheme": "http", "root_path": "",
        }  # fmt: skip
        await LiveStream(services, hub, watcher, "worker")(scope, receive, send)
        watcher.end()

    in_a_loop(run())
    return sent


def events(sent: list[Message]) -> dict[str, Any]:
    text = b"".join(message.get("body", b"") for message in sent).decode()
    found = {}
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in lines:
            found[lines["event"]] = json.loads(lines["data"])
    return found


def test_a_page_is_greeted_with_time_and_version(services: Services) -> None:
    hub = Hub()
    sent = greet(services, hub, "")
    assert sent[0]["status"] == 200
    assert dict(sent[0]["headers"])[b"content-type"].startswith(b"text/event-stream")
    told = events(sent)
    assert set(told) == {"beat", "version"}
    assert told["version"]["release"] == services.releases.current().id
    assert told["version"]["product"] == services.product != ""
    assert len(hub) == 0, "it has gone"


def test_a_wall_is_counted_while_it_is_there_and_a_card_is_not_opened_again(services: Services) -> None:
    services.walls().move("greeted", "?region=990101100201&household=abcDEF", "hand", "x")
    told = events(greet(services, Hub(), "wall=greeted"))
    assert told["view"]["search"] == "?region=990101100201" and told["view"]["greeting"] is True
    assert told["screen"]["token"]
    assert "greeted" not in {wall.name for wall in services.walls().walls()}, "it has gone, and is not counted"
    remote = events(greet(services, Hub(), "wall=greeted&role=remote"))
    assert "screen" not in remote and "code" not in remote


@pytest.mark.parametrize("query", ["wall=" + "x" * 41, "wall=%3Cb%3E", "role=king"])
def test_nonsense_gets_no_stream(services: Services, query: str) -> None:
    assert greet(services, Hub(), query)[0]["status"] == 400


def test_one_address_cannot_take_all_streams(services: Services) -> None:
    hub = Hub()
    for _ in range(MOST_OF_ONE):
        hub.join(Stream("10.0.0.1", None, "screen"))
    sent = greet(services, hub, "")
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"10") in sent[0]["headers"]
    assert greet(services, hub, "", client="10.0.0.2")[0]["status"] == 200


def test_a_stranger_gets_no_stream(services: Services) -> None:
    for cookie in ("", "guatu_session=x", "guatu_remote=x", "guatu_kiosk=x"):
        assert greet(services, Hub(), "", cookie=cookie)[0]["status"] == 401, cookie


def test_a_remote_listens_as_a_remote_and_learns_of_no_household(services: Services) -> None:
    walls = services.walls()
    walls.enter("worker", "remote only")
    walls.ask_code("remote only")
    token = walls.pair("remote only", walls.look(0).codes["remote only"][0])
    walls.move("remote only", "?region=990101100201&household=abcDEF", "hand", "x")
    cookie = f"guatu_remote={token}"
    assert greet(services, Hub(), "wall=remote%20only", cookie=cookie)[0]["status"] == 401
    told = events(greet(services, Hub(), "wall=remote%20only&role=remote", cookie=cookie))
    assert told["view"]["search"] == "?region=990101100201"


def test_a_stream_ends_with_the_session(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "AGAIN_SECONDS", 0.1)
    accounts = services.accounts()
    session = session_of(accounts, Role.LEADER)
    began = time.monotonic()
    sent = greet(
        services, Hub(), "", cookie=f"guatu_session={session.token}", stays=20,
        then=lambda: accounts.end(session.token),
    )  # fmt: skip
    assert sent[0]["status"] == 200
    assert sent[-1]["more_body"] is False, "the server ended it"
    assert time.monotonic() - began < 15


def test_without_a_release_the_stream_stands_and_says_so(tmp_path: Path, demo_settings: Settings) -> None:
    empty = create_app(replace(demo_settings, home=tmp_path)).server.extensions["guatu"]
    assert events(greet(empty, Hub(), ""))["version"]["release"] is None
