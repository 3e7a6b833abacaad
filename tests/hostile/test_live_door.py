"""The live stream is beside Flask: the same door there, and nothing in it that its listener may not know."""

from __future__ import annotations

import asyncio
import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from callbacks.live.hub import Hub
from callbacks.live.stream import LiveStream
from callbacks.live.watch import Watcher
from tests.hostile import county, sighting
from tests.hostile.reading import unescaped
from tests.hostile.world import CLEAN, EVERYBODY, World

ODD = (
    "wall=hall&role=king",
    "wall=" + "x" * 60,
    "wall=%00",
    "wall=%3Cb%3E",
    "role=remote",
    "wall=hall&wall=b",
    "%",
    "=&=",
)
_SERIAL = itertools.count()


def listened(world: World, queries: list[tuple[str, str]], move: str | None = None) -> list[tuple[int, str]]:
    """What each listener (who, query) is told within a second, in which a wall moves to `move`; status and words."""

    async def run() -> list[tuple[int, str]]:
        hub, worker = Hub(), f"worker {next(_SERIAL)}"
        watcher = Watcher(world.services, hub, worker)
        watcher.start(asyncio.get_running_loop())
        stream = LiveStream(world.services, hub, watcher, worker)
        waiting = [asyncio.create_task(_listen(stream, world.cookie(who), query)) for who, query in queries]
        await asyncio.sleep(0.7)
        if move is not None:
            world.services.walls().move("hall", move, "hand", "test")
        found = await asyncio.gather(*waiting)
        await asyncio.to_thread(watcher.end)
        return found

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, run()).result()


async def _listen(stream: LiveStream, cookie: str, query: str) -> tuple[int, str]:
    sent: list[Any] = []

    async def receive() -> dict[str, str]:
        await asyncio.sleep(1.6)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    told = {"user-agent": CLEAN["User-Agent"], "cookie": cookie}
    headers = [(name.encode(), value.encode()) for name, value in told.items() if value]
    scope = {
        "type": "http", "method": "GET", "path": "/live", "query_string": query.encode(), "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "scheme": "http", "root_path": "",
    }  # fmt: skip
    await stream(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent)
    return int(sent[0]["status"]), unescaped(body.decode())


def test_everybody_at_the_stream(world: World) -> None:
    """A stranger gets no stream, nonsense is refused, and what is told holds nobody's name."""
    token = world.token_of[county.HOMES[-1].id]
    asked = [(who, f"wall=hall&role={role}") for who in EVERYBODY for role in ("remote", "screen")]
    told = listened(world, asked, f"?region={county.X1}&household={token}")
    for (who, query), (status, text) in zip(asked, told, strict=True):
        # a paired phone is no screen: it would be told whose card is open
        refused = who == "anonymous" or (who == "remote" and query.endswith("screen"))
        assert status == (401 if refused else 200), (who, query)
        foreign = token in text and query.endswith("remote")
        assert not foreign, f"{who} is told whose card is open"
        assert not sighting.leaks(text, world.scope(who), {}), who
    assert any(token in text for _, text in told), "the wall's own screens are told to open it"


@pytest.mark.parametrize("who", ["anonymous", "county"])
def test_nonsense_gets_no_stream(world: World, who: str) -> None:
    wanted = {200, 400, 401}
    assert {status for status, _ in listened(world, [(who, query) for query in ODD])} <= wanted
    assert not world.heard.errors
