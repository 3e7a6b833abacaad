"""Processes that share a socket share the connections: who lets one in rests, and who has more rests longer."""

import asyncio
import errno
import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from callbacks.live.serving import SHARING
from callbacks.live.sharing import LONGEST_REST, REST_SECONDS, Door, Sharing, rest_of

CROWD = 60


class Counted(asyncio.Protocol):
    """A protocol that keeps those who came in."""

    def __init__(self, inside: list[asyncio.BaseTransport]) -> None:
        self._inside = inside

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._inside.append(transport)


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A socket in front of which a crowd may wait."""
    with socket.create_server(("127.0.0.1", 0), backlog=CROWD) as found:
        yield found


@pytest.fixture
def crowd(listening: socket.socket) -> Iterator[Callable[[int], list[socket.socket]]]:
    """Opens so many connections, which end with the test."""
    with ExitStack() as stack:
        yield lambda count: [
            stack.enter_context(socket.create_connection(listening.getsockname(), timeout=5)) for _ in range(count)
        ]


async def _all_out(door: Door, inside: list[asyncio.BaseTransport]) -> None:
    door.close()
    for transport in inside:
        transport.close()
    await asyncio.sleep(0.01)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.001)


def test_it_lets_in_one_and_rests(listening: socket.socket, crowd: Callable[[int], list[socket.socket]]) -> None:
    inside: list[asyncio.BaseTransport] = []

    async def serve() -> float:
        loop = asyncio.get_running_loop()
        door = await loop.create_server(lambda: Counted(inside), sock=listening, backlog=CROWD)
        began = time.perf_counter()
        for _ in range(50):  # turns without a pause: nobody comes in but the one
            await asyncio.sleep(0)
        at_once, turns = len(inside), time.perf_counter() - began
        await _until(lambda: len(inside) == CROWD)
        taken = time.perf_counter() - began
        await _all_out(door, inside)
        assert at_once <= 1 + turns / REST_SECONDS
        return taken

    crowd(CROWD)
    with asyncio.Runner(loop_factory=Sharing) as runner:
        assert runner.run(serve()) >= 0.9 * (CROWD - 1) * REST_SECONDS


def test_who_has_more_rests_longer_and_none_for_long() -> None:
    rests = [rest_of(inside) for inside in range(3000)]
    assert rests == sorted(rests)
    assert rests[0] == REST_SECONDS < rests[10] < rests[50] < rests[-1] == LONGEST_REST


def test_who_has_gone_is_not_counted(
    listening: socket.socket, crowd: Callable[[int], list[socket.socket]], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    monkeypatch.setattr("callbacks.live.sharing.rest_of", lambda inside: counted.append(inside) or 0.0)
    inside: list[asyncio.BaseTransport] = []

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        door = await loop.create_server(lambda: Counted(inside), sock=listening, backlog=CROWD)
        for came in range(4):
            (one,) = crowd(1)
            await _until(lambda came=came: len(inside) > came)  # type: ignore[misc]
            one.close()
            await _until(inside[-1].is_closing)
        await _all_out(door, inside)

    with asyncio.Runner(loop_factory=Sharing) as runner:
        runner.run(serve())
    assert counted == [0, 0, 0, 0]


def test_a_closed_door_lets_nobody_in_and_keeps_who_is_inside(
    listening: socket.socket, crowd: Callable[[int], list[socket.socket]]
) -> None:
    inside: list[asyncio.BaseTransport] = []

    async def serve() -> bytes:
        loop = asyncio.get_running_loop()
        door = await loop.create_server(lambda: Counted(inside), sock=listening, backlog=CROWD)
        (one,) = crowd(1)
        await _until(lambda: len(inside) == 1)
        door.close()
        door.close()  # uvicorn closes the sockets as well
        await door.wait_closed()
        await asyncio.sleep(2 * LONGEST_REST)  # the end of the rest opens nothing
        assert isinstance(inside[0], asyncio.Transport)
        inside[0].write(b"still here")
        await _all_out(door, inside)
        return one.recv(20)

    with asyncio.Runner(loop_factory=Sharing) as runner:
        assert runner.run(serve()) == b"still here"


def test_where_no_file_can_be_opened_it_says_so_and_asks_again(
    listening: socket.socket,
    crowd: Callable[[int], list[socket.socket]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("callbacks.live.sharing.WITHOUT_ROOM_SECONDS", 0.01)
    inside: list[asyncio.BaseTransport] = []

    class Full(socket.socket):
        left = 3

        def accept(self) -> tuple[socket.socket, Any]:
            if Full.left:
                Full.left -= 1
                raise OSError(errno.EMFILE, "Too many open files")
            return super().accept()

    async def serve() -> None:
        full = Full(fileno=socket.dup(listening.fileno()))
        door = await asyncio.get_running_loop().create_server(lambda: Counted(inside), sock=full, backlog=CROWD)
        crowd(1)
        await _until(lambda: len(inside) == 1)
        await _all_out(door, inside)

    with asyncio.Runner(loop_factory=Sharing) as runner:
        runner.run(serve())
    assert [record.getMessage() for record in caplog.records] == [
        "no more connections can be let in: Too many open files"
    ] * 3


def test_as_many_may_wait_as_the_server_says(
    listening: socket.socket, crowd: Callable[[int], list[socket.socket]]
) -> None:
    async def serve() -> None:
        listening.listen(1)
        door = await asyncio.get_running_loop().create_server(asyncio.Protocol, sock=listening, backlog=CROWD)
        for waiting in crowd(CROWD):  # nobody is let in meanwhile: the loop does not turn
            assert waiting.getpeername() == listening.getsockname()
        door.close()

    with asyncio.Runner(loop_factory=Sharing) as runner:
        runner.run(serve())


def test_two_processes_get_about_half_each(
    listening: socket.socket, crowd: Callable[[int], list[socket.socket]]
) -> None:
    context = multiprocessing.get_context("spawn")
    ready, told = context.Queue(), context.Queue()
    ends = context.Event()
    workers = [context.Process(target=_work, args=(listening, ready, told, ends), daemon=True) for _ in range(2)]
    for worker in workers:
        worker.start()
    for _ in workers:
        ready.get(timeout=30)
    crowd(CROWD)
    shares = [0, 0]
    begins = time.monotonic()
    while sum(shares) < CROWD and time.monotonic() < begins + 20:
        shares[told.get(timeout=20) == workers[0].pid] += 1
    ends.set()
    for worker in workers:
        worker.join(20)
    assert sum(shares) == CROWD
    assert min(shares) >= CROWD / 4, shares


def _work(listening: socket.socket, ready: Any, told: Any, ends: Any) -> None:
    with asyncio.Runner(loop_factory=Sharing) as runner:
        runner.run(_letting_in(listening, ready, told, ends))


async def _letting_in(listening: socket.socket, ready: Any, told: Any, ends: Any) -> None:
    inside: list[asyncio.BaseTransport] = []

    class Told(Counted):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            told.put(multiprocessing.current_process().pid)

    door = await asyncio.get_running_loop().create_server(lambda: Told(inside), sock=listening, backlog=CROWD)
    ready.put(True)
    while not ends.is_set():
        await asyncio.sleep(0.01)
    await _all_out(door, inside)


def test_processes_that_share_a_socket_have_this_loop() -> None:
    assert f"{Sharing.__module__}:{Sharing.__qualname__}" == SHARING
