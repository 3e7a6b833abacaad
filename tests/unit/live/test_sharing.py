"""Processes that share a socket share the connections: a loop lets in one a turn, and many may wait before it."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from callbacks.live.serving import SHARING
from callbacks.live.sharing import Sharing

CROWD = 40


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A socket in front of which as many may wait as a loop says."""
    with socket.create_server(("127.0.0.1", 0), backlog=CROWD) as found:
        found.setblocking(False)
        yield found


def test_it_lets_in_one_a_turn_and_all_in_the_end(listening: socket.socket) -> None:
    let_in: list[asyncio.BaseTransport] = []

    class Counted(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            let_in.append(transport)

    async def serve() -> list[int]:
        server = await asyncio.get_running_loop().create_server(Counted, sock=listening, backlog=CROWD)
        after = []
        for _ in range(CROWD):
            await asyncio.sleep(0)
            after.append(len(let_in))
        async with asyncio.timeout(20):
            while len(let_in) < CROWD:
                await asyncio.sleep(0)
        server.close()
        for transport in let_in:
            transport.close()
        return after

    with ExitStack() as crowd:
        for _ in range(CROWD):
            crowd.enter_context(socket.create_connection(listening.getsockname(), timeout=5))
        with asyncio.Runner(loop_factory=Sharing) as runner:
            after = runner.run(serve())
    assert all(0 <= one <= turn for turn, one in enumerate(after, start=1)), after


def test_as_many_may_wait_as_the_server_says(listening: socket.socket) -> None:
    async def serve() -> None:
        listening.listen(1)
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, sock=listening, backlog=CROWD)
        with ExitStack() as crowd:  # nobody is let in meanwhile: the loop does not turn
            for _ in range(CROWD):
                waiting = crowd.enter_context(socket.create_connection(listening.getsockname(), timeout=5))
                assert waiting.getpeername() == listening.getsockname()
        server.close()

    with asyncio.Runner(loop_factory=Sharing) as runner:
        runner.run(serve())


def test_processes_that_share_a_socket_have_this_loop() -> None:
    assert f"{Sharing.__module__}:{Sharing.__qualname__}" == SHARING
