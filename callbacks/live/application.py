"""The application that the server runs: the live stream beside the Dash application, which stays a WSGI one."""

import asyncio
import secrets
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from types import FrameType
from typing import Any

from flask import Flask
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from callbacks.live.hub import Hub
from callbacks.live.stream import LiveStream
from callbacks.live.threads import Threaded
from callbacks.live.watch import Watcher, keep_beating
from callbacks.services import Services


def live_application(server: Flask, services: Services, *, largest: int) -> Starlette:
    """`server` and the live stream as one ASGI application; `largest` is the most bytes of a request's body."""
    hub = Hub()
    worker = secrets.token_hex(8)
    watcher = Watcher(services, hub, worker)
    pages = Threaded(server, threads=services.settings.threads, largest=largest)

    @asynccontextmanager
    async def lifespan(_application: Starlette) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        async with AsyncExitStack() as stack:
            watcher.start(loop)
            stack.callback(watcher.end)
            stack.callback(pages.close)
            stack.callback(asyncio.create_task(keep_beating(hub)).cancel)
            _before_the_end(partial(loop.call_soon_threadsafe, hub.close))
            yield

    return Starlette(
        routes=[
            Route("/live", LiveStream(services, hub, watcher, worker), methods=["GET"]),
            Mount("/", app=pages),
        ],
        lifespan=lifespan,
    )


def _before_the_end(do: Callable[[], object]) -> None:
    """Do it as soon as the process is told to end: the server waits for open streams before it says so itself."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        following = signal.getsignal(number)

        def handle(received: int, frame: FrameType | None, following: Any = following) -> None:
            do()
            if callable(following):
                following(received, frame)

        signal.signal(number, handle)
