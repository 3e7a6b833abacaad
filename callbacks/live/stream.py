"""`/live`: the stream of events that every open page listens to."""

import asyncio
from contextlib import AsyncExitStack, suppress
from typing import Final

from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from callbacks.addresses import client_address
from callbacks.live.hub import Hub, Stream
from callbacks.live.refusals import refusal
from callbacks.live.watch import NOTHING, Watcher, beat, view_event
from callbacks.recognition import recognised
from callbacks.services import Services
from data_access.errors import StoreError
from data_access.store import WallStore
from layouts.view_state import is_wall_name

RETRY_MS: Final = 2000
SLOWEST_SECONDS: Final = 15.0
"""A reader that takes nothing for so long is let go."""

AGAIN_SECONDS: Final = 15.0
"""How often it is asked whether who listens still may."""

_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class LiveStream:
    """The ASGI application behind `/live?wall=NAME&role=remote`."""

    def __init__(self, services: Services, hub: Hub, watcher: Watcher, worker: str) -> None:
        self._services = services
        self._hub = hub
        self._watcher = watcher
        self._worker = worker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Request(scope)
        wall = asked.query_params.get("wall") or None
        role = asked.query_params.get("role", "screen")
        if (wall is not None and not is_wall_name(wall)) or role not in ("screen", "remote"):
            await refusal(400, "bad_name")(scope, receive, send)
            return
        is_let_in = None
        with suppress(StoreError):
            is_let_in = await asyncio.to_thread(self._may, asked)
        if not is_let_in:
            await refusal(*((503, "full") if is_let_in is None else (401, "not_let_in")))(scope, receive, send)
            return
        peer = asked.client.host if asked.client else ""
        stream = Stream(client_address(self._services.settings, peer, asked.headers.get), wall, role)
        if not self._hub.join(stream):
            await refusal(503, "full")(scope, receive, send)
            return
        async with AsyncExitStack() as stack:
            stack.callback(self._hub.part, stream)
            await self._greet(stream, stack)
            watching = asyncio.ensure_future(self._watch(stream, asked))
            stack.callback(watching.cancel)
            await _carry(stream, receive, send)

    def _may(self, asked: Request) -> bool:
        """Whether who asks may listen; an open page is no use of a session, and does not keep it from ending."""
        peer = asked.client.host if asked.client else ""
        known = recognised(self._services, asked.cookies, asked.headers.get, peer, active=False)
        if known is None or known.must_change:
            return False
        return not known.is_remote or asked.query_params.get("role") == "remote"

    async def _watch(self, stream: Stream, asked: Request) -> None:
        """End the stream when who listens may not any more: signed out, revoked, or idle for too long."""
        while True:
            await asyncio.sleep(AGAIN_SECONDS)
            with suppress(StoreError):
                if not await asyncio.to_thread(self._may, asked):
                    stream.end()
                    return

    async def _greet(self, stream: Stream, stack: AsyncExitStack) -> None:
        """What a page must know at once: the time, the version, and for a wall what it shows."""
        stream.put(f"retry: {RETRY_MS}\n\n")
        stream.tell("beat", beat())
        if self._watcher.version is not None:
            stream.tell("version", self._watcher.version.as_event())
        if stream.wall is None:
            return
        with suppress(StoreError):  # the picture needs no store: it comes without company
            await self._introduce(stream, stream.wall, stack)

    async def _introduce(self, stream: Stream, wall: str, stack: AsyncExitStack) -> None:
        """Count the screen among those of its wall, and tell it what its wall shows; a card is not opened again."""
        store = self._services.walls()
        if stream.role == "screen":
            token = await asyncio.to_thread(store.enter, self._worker, wall)
            stack.push_async_callback(asyncio.to_thread, _leave, store, token)
            stream.tell("screen", {"token": token})
        shown = await asyncio.to_thread(store.shown, wall)
        known = NOTHING if shown is None else view_event(shown, is_private=False)
        stream.tell("view", {**known, "greeting": True})
        code = self._watcher.codes.get(wall)
        if code is not None and stream.role == "screen":
            stream.tell("code", {"code": code[0], "seconds": round(code[1])})


def _leave(store: WallStore, token: str) -> None:
    with suppress(StoreError):
        store.leave(token)


async def _carry(stream: Stream, receive: Receive, send: Send) -> None:
    """Send what is put into the stream until the page goes or the stream ends."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    sending = asyncio.ensure_future(_send_all(stream, send))
    listening = asyncio.ensure_future(_gone(receive))
    await asyncio.wait({sending, listening}, return_when=asyncio.FIRST_COMPLETED)
    for task in (sending, listening):
        task.cancel()
    await asyncio.gather(sending, listening, return_exceptions=True)


async def _send_all(stream: Stream, send: Send) -> None:
    while (part := await stream.waiting.get()) is not None:
        message: Message = {"type": "http.response.body", "body": part.encode(), "more_body": True}
        async with asyncio.timeout(SLOWEST_SECONDS):
            await send(message)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
