"""Processes that listen on one socket share the browsers that come, instead of one of them taking most."""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

REST_SECONDS: Final = 0.001
"""In which a process that has let one in leaves the next to another."""

REST_EACH: Final = 0.00005
"""The rest is longer by so much for each connection that it has: who has fewer comes first."""

LONGEST_REST: Final = 0.005
"""A thousand walls that come back at once are inside within some seconds."""

NO_ROOM: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
WITHOUT_ROOM_SECONDS: Final = 1.0
"""Until a process asks again that may open no more files: those that wait would wake it without end."""

log = logging.getLogger("guatu")


class Sharing(asyncio.SelectorEventLoop):
    """An event loop that lets in one connection and rests.

    asyncio's own lets in all that wait. Where a hundred walls come back at once, or nginx opens its connections, the
    process that wakes first has them all and keeps them: 130 answers a second instead of 390. One a turn is not
    enough: a process does not give the processor away between turns, and of a hundred some had 64 and some 91.
    """

    async def create_server(  # type: ignore[override]  # one of the ways of asyncio's, the one that uvicorn takes
        self, protocol_factory: Callable[[], asyncio.Protocol], *, sock: socket.socket, backlog: int, ssl: None = None
    ) -> "Door":
        """A server at a socket that is there; `backlog` connections may wait in front of it."""
        sock.setblocking(False)
        sock.listen(backlog)
        return Door(self, protocol_factory, sock)


class Door:
    """What lets connections in at one socket, with as much of `asyncio.Server` as uvicorn asks for."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, protocol_factory: Callable[[], asyncio.Protocol], sock: socket.socket
    ) -> None:
        self._loop = loop
        self._protocol_factory = protocol_factory
        self._sock = sock
        self._inside: list[asyncio.BaseTransport] = []
        self._coming: set[asyncio.Task[Any]] = set()
        self._rest: asyncio.TimerHandle | None = None
        self._open()

    def close(self) -> None:
        """Let nobody in any more; who is inside stays."""
        if self._rest is not None:
            self._rest.cancel()
        if self._sock.fileno() >= 0:
            self._loop.remove_reader(self._sock)
            self._sock.close()

    async def wait_closed(self) -> None:
        """Nothing is left to wait for."""

    def _open(self) -> None:
        self._loop.add_reader(self._sock, self._let_in)

    def _let_in(self) -> None:
        with suppress(BlockingIOError, InterruptedError, ConnectionAbortedError), _Full(self._close_for):
            connection, _ = self._sock.accept()  # where another process was quicker there is none
            connection.setblocking(False)
            coming = self._loop.create_task(self._loop.connect_accepted_socket(self._protocol_factory, connection))
            self._coming.add(coming)
            coming.add_done_callback(self._arrived)
            self._inside = [one for one in self._inside if not one.is_closing()]
            self._close_for(rest_of(len(self._inside)))

    def _close_for(self, seconds: float) -> None:
        self._loop.remove_reader(self._sock)
        self._rest = self._loop.call_later(seconds, self._open)

    def _arrived(self, coming: "asyncio.Task[tuple[asyncio.Transport, asyncio.Protocol]]") -> None:
        self._coming.discard(coming)
        if not coming.cancelled() and coming.exception() is None:
            self._inside.append(coming.result()[0])


def rest_of(inside: int) -> float:
    """Seconds for which a process that has so many connections leaves the next one to another."""
    return min(REST_SECONDS + REST_EACH * inside, LONGEST_REST)


class _Full:
    """A block in which no file may be there to be opened: said, and tried again after a while."""

    def __init__(self, close_for: Callable[[float], None]) -> None:
        self._close_for = close_for

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, OSError) or error.errno not in NO_ROOM:
            return False
        log.warning("no more connections can be let in: %s", error.strerror)
        self._close_for(WITHOUT_ROOM_SECONDS)
        return True
