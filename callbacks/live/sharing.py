"""Processes that listen on one socket share the browsers that come, instead of one of them taking all."""

import asyncio
import socket
from typing import Any


class Sharing(asyncio.SelectorEventLoop):
    """An event loop that lets in one connection a turn.

    asyncio's own lets in all that wait. Where a hundred walls come back at once, or nginx opens its connections, the
    process that wakes first had them all, kept them, and the others stood idle: 130 answers a second instead of 390.
    """

    async def create_server(  # type: ignore[override]  # one of the ways of asyncio's, the one that uvicorn takes
        self, *args: Any, sock: socket.socket, backlog: int = 100, **kwargs: Any
    ) -> asyncio.Server:
        """As asyncio's, for a socket that is there; `backlog` connections may wait in front of it."""
        server = await super().create_server(*args, sock=sock, backlog=1, **kwargs)
        sock.listen(backlog)  # asyncio takes the one number for both: how many may wait, and how many it takes at once
        return server
