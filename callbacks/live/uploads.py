"""Files that come in: far larger than any other request, so they go to the disk, and only from who may send them."""

import asyncio
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from starlette.responses import RedirectResponse
from starlette.types import Message, Receive, Scope, Send

from callbacks.live.threads import Threaded

MOST_BYTES: Final = 400_000_000
"""Of all files of one import together, and of their form."""

_MOST_SECONDS: Final = 1800.0
_SILENT_SECONDS: Final = 60.0


class Uploads:
    """POST to one address: its body is spooled into `folder`, once a GET of `door` says that the sender may come in."""

    def __init__(self, pages: Threaded, folder: Callable[[], Path], door: str, most: int = MOST_BYTES) -> None:
        self._pages, self._folder, self._door, self._most = pages, folder, door, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not await self._may_enter(scope, send):
            return
        file = None
        with suppress(OSError):
            file = await asyncio.to_thread(self._spool)
        if file is None:
            await self._refuse("no_room", scope, receive, send)
            return
        with file:
            refused = await self._store(receive, file)
            if refused:
                await self._refuse(refused, scope, receive, send)
                return
            length = file.tell()
            file.seek(0)
            await self._pages.answer(scope, receive, send, file, length)

    async def _may_enter(self, scope: Scope, send: Send) -> bool:
        """Ask the door in the sender's name; what it says instead of yes is passed on."""
        said: list[Message] = []

        async def listen(message: Message) -> None:
            said.append(message)

        async def nothing() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        asked = {**scope, "method": "GET", "path": self._door, "raw_path": self._door.encode(), "query_string": b""}
        await self._pages(asked, nothing, listen)
        if said[0]["status"] == 200:
            return True
        for message in said:
            await send(message)
        return False

    async def _refuse(self, code: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Back to the page, which says why: a person sent a form."""
        answer = RedirectResponse(f"{self._door}?refused={code}", 303, headers={"Cache-Control": "no-store"})
        await answer(scope, receive, send)

    def _spool(self) -> BinaryIO:
        folder = self._folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, path = tempfile.mkstemp(dir=folder, prefix="spool-")  # mode 0600
        Path(path).unlink()  # nothing is left of it, whatever happens
        return os.fdopen(number, "w+b")

    async def _store(self, receive: Receive, file: BinaryIO) -> str:
        """Take the body in; the code of why not, where it is too long, too slow or the disk is full."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_MOST_SECONDS):
                while True:
                    message = await asyncio.wait_for(receive(), _SILENT_SECONDS)
                    if message["type"] == "http.disconnect":
                        return "too_slow"
                    is_written = False
                    with suppress(OSError):
                        file.write(message.get("body", b""))
                        is_written = True
                    if not is_written:
                        return "no_room"
                    if file.tell() > self._most:
                        return "upload_too_large"
                    if not message.get("more_body"):
                        return ""
        return "too_slow"
