"""The application that the server runs: the live stream beside the Dash application, which stays a WSGI one."""

import asyncio
import secrets
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from types import FrameType
from typing import Any, Final

from flask import Flask
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from callbacks.live.draining import STATE, Drain
from callbacks.live.hub import Hub
from callbacks.live.stream import LiveStream
from callbacks.live.threads import Threaded
from callbacks.live.uploads import Uploads
from callbacks.live.watch import Watcher, keep_beating
from callbacks.services import Services

UPLOAD: Final = "/imports/files"
"""Where files come in."""


def live_application(server: Flask, services: Services, *, largest: int) -> Starlette:
    """`server` and the live stream as one ASGI application; `largest` is the most bytes of a request's body."""
    hub = Hub(services.metrics.listening)
    worker = secrets.token_hex(8)
    watcher = Watcher(services, hub, worker)
    pages = Threaded(server, threads=services.settings.threads, largest=largest)

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[dict[str, Drain]]:
        loop = asyncio.get_running_loop()
        async with AsyncExitStack() as stack:
            watcher.start(loop)
            stack.callback(watcher.end)
            stack.callback(pages.close)
            stack.callback(asyncio.create_task(keep_beating(hub)).cancel)
            _before_the_end(partial(loop.call_soon_threadsafe, hub.close), services.draining)
            yield {STATE: Drain(services.settings.drain_seconds, services.draining)}

    return Starlette(
        routes=[
            Route("/live", LiveStream(services, hub, watcher, worker), methods=["GET"]),
            Route(
                UPLOAD, Uploads(pages, lambda: services.settings.home / "imports", door="/imports"), methods=["POST"]
            ),
            Mount("/", app=pages),
        ],
        lifespan=lifespan,
    )


def _before_the_end(do: Callable[[], object], draining: threading.Event) -> None:
    """Do it as soon as the process is told to end: the server waits for open streams before it says so itself.

    Who ends it by hand wants it gone: only SIGTERM is an end with others in mind.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        following = signal.getsignal(number)

        def handle(received: int, frame: FrameType | None, following: Any = following) -> None:
            if received == signal.SIGTERM:
                draining.set()
            do()
            if callable(following):
                following(received, frame)

        signal.signal(number, handle)
