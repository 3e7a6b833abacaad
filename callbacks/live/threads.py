"""A WSGI application under an ASGI server: each request in a thread, its answer whole before it is sent.

a2wsgi's own middleware sends an answer piece by piece from the thread, which waits for each piece: three turns of the
event loop for a small answer, and a thread lost to every slow reader. Here a thread computes and is free.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from io import BytesIO
from typing import Any, BinaryIO, Final

from a2wsgi.wsgi import Body, build_environ
from starlette.types import Message, Receive, Scope, Send

from callbacks.live.refusals import refusal

BODY_SECONDS: Final = 20.0
"""In which a request's body must be here."""

Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
WsgiApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Threaded:
    """`application` as an ASGI application in `threads` threads; a body of more than `largest` bytes is refused."""

    def __init__(self, application: WsgiApplication, *, threads: int, largest: int) -> None:
        self._application = application
        self._largest = largest
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="wsgi")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        body = b"" if scope["method"] in ("GET", "HEAD") else await self._body(receive)
        if body is None:
            await refusal(408, "too_slow")(scope, receive, send)
            return
        if len(body) > self._largest:
            await refusal(413, "too_large")(scope, receive, send)
            return
        await self.answer(scope, receive, send, BytesIO(body), len(body))

    async def answer(self, scope: Scope, receive: Receive, send: Send, body: BinaryIO, length: int) -> None:
        """Answer a request whose body is here, `length` bytes of it."""
        loop = asyncio.get_running_loop()
        environ: dict[str, Any] = dict(build_environ(scope, Body(loop, receive)))  # type: ignore[arg-type]
        environ |= {"wsgi.input": body, "wsgi.errors": sys.stderr, "CONTENT_LENGTH": str(length)}
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        status, headers, content = await loop.run_in_executor(self._threads, self._answer, environ)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def close(self) -> None:
        """Let the threads go; what they are at comes to its end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _body(self, receive: Receive) -> bytes | None:
        """The body, cut off where it grows too large; None where it does not come to an end in time."""
        parts = bytearray()
        with suppress(TimeoutError):
            async with asyncio.timeout(BODY_SECONDS):
                while True:
                    message: Message = await receive()
                    parts += message.get("body", b"")
                    if not message.get("more_body") or len(parts) > self._largest:
                        return bytes(parts)
        return None

    def _answer(self, environ: dict[str, Any]) -> Answer:
        told: list[tuple[str, list[tuple[str, str]]]] = []
        parts: list[bytes] = []

        def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], None]:
            told.append((status, headers))
            return parts.append

        with ExitStack() as stack:
            pieces = self._application(environ, start)
            stack.callback(getattr(pieces, "close", _nothing))
            parts.extend(pieces)
        status, headers = told[-1]
        listed = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return int(status.split(" ", 1)[0]), listed, b"".join(parts)


def _nothing() -> None:
    """What an answer without `close` needs at its end."""
