"""A hundred walls follow one presenter from one server of two processes: how soon, and at what cost to the server."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import Browser, Page

from bench.figures import Figure
from tests.e2e.serving import Server

NAME = "bench"
STREAMS = 99
"""And one real browser makes a hundred."""

MOVES = 40
PAUSE_S = 0.7
SLOWEST_MS = 500.0
CORES = 1.0
INDICATORS = ("INCOME_PER_PERSON", "HOUSE_VACANCY_RATE", "POVERTY_INCIDENCE")


def measure(browser: Browser, env: Mapping[str, str], log: Path) -> list[Figure]:
    """Serve with two processes, hang up the walls, present, and look at the clocks."""
    server = Server.start({**env, "GUATU_WORKERS": "2"}, log)
    crowd = Crowd(server.base)
    try:
        crowd.start()
        page = browser.new_page(viewport={"width": 1920, "height": 1080}, bypass_csp=True)
        page.goto(f"{server.base}/?wall={NAME}")
        page.wait_for_function("() => window.guatu && window.guatu.painted", timeout=60_000)
        page.evaluate(
            """() => { window.paints = []; addEventListener("guatu:painted", () =>
                 window.paints.push([guatu.painted.indicator, Date.now()])); }"""
        )
        token = _pair(server.base, page)
        page.wait_for_timeout(3000)
        crowd.wait(STREAMS)
        return _present(server, crowd, page, token)
    finally:
        crowd.end()
        server.interrupt()


class Crowd(Thread):
    """Walls without a screen: streams over real sockets in one event loop; `seen` holds serial -> times of arrival."""

    def __init__(self, base: str) -> None:
        super().__init__(daemon=True)
        self.address = urlsplit(base)
        self.seen: dict[int, list[float]] = defaultdict(list)
        self.open = 0
        self._loop = asyncio.new_event_loop()

    def run(self) -> None:
        """Listen on all streams until the end."""
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._listen())

    async def _listen(self) -> None:
        self._all = asyncio.gather(*(self._one(n) for n in range(STREAMS)))
        await self._all

    async def _one(self, n: int) -> None:
        await asyncio.sleep(n * 0.02)
        reader, writer = await asyncio.open_connection(self.address.hostname, self.address.port)
        writer.write(f"GET /live?wall={NAME} HTTP/1.1\r\nHost: {self.address.netloc}\r\n\r\n".encode())
        self.open += 1
        is_view = False
        while line := await reader.readline():
            if line.startswith(b"event:"):
                is_view = line.strip() == b"event: view"
            elif is_view and line.startswith(b"data:"):
                at, view = time.time(), json.loads(line.removeprefix(b"data:"))
                if not view.get("greeting"):
                    self.seen[view["serial"]].append(at)
        raise ConnectionError("a stream ended")

    def wait(self, count: int) -> None:
        """Until so many streams are open."""
        until = time.monotonic() + 60
        while self.open < count:
            assert time.monotonic() < until, f"only {self.open} streams"
            time.sleep(0.1)

    def end(self) -> None:
        """Close all streams."""
        if self.is_alive():
            self._loop.call_soon_threadsafe(self._all.cancel)
            self.join(5)


def _ask(
    base: str, path: str, body: Mapping[str, Any], token: str = "", kept: list[HTTPConnection] | None = None
) -> Any:
    """One POST as the remote sends it; `kept` holds its connection, which a browser keeps open too."""
    kept = [] if kept is None else kept
    if not kept:
        kept.append(HTTPConnection(urlsplit(base).netloc, timeout=20))
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    kept[0].request("POST", f"/live/walls/{NAME}/{path}", json.dumps(body), headers)
    answer = kept[0].getresponse()
    said = answer.read()
    assert answer.status in (200, 204), (answer.status, said)
    return json.loads(said) if said else None


def _pair(base: str, page: Page) -> str:
    _ask(base, "code", {})
    digits = page.locator(".pair-digits").inner_text(timeout=10_000)
    return str(_ask(base, "pair", {"code": digits})["token"])


def _present(server: Server, crowd: Crowd, page: Page, token: str) -> list[Figure]:
    processes = [psutil.Process(server.process.pid), *psutil.Process(server.process.pid).children(recursive=True)]
    arrived: list[float] = []
    painted: list[float] = []
    kept: list[HTTPConnection] = []
    _ask(server.base, "view", {"search": f"?indicator={INDICATORS[-1]}", "origin": "bench"}, token, kept)
    page.wait_for_timeout(2000)  # whatever it showed before, the first move is one
    page.evaluate("() => window.paints.splice(0)")
    before, began = _cpu(processes), time.perf_counter()
    for move in range(MOVES):
        indicator = INDICATORS[move % len(INDICATORS)]
        sent = time.time()
        said = _ask(server.base, "view", {"search": f"?indicator={indicator}", "origin": "bench"}, token, kept)
        page.wait_for_timeout(1000 * PAUSE_S)
        page.wait_for_function("code => window.paints.some(paint => paint[0] === code)", arg=indicator, timeout=10_000)
        times = crowd.seen.pop(said["serial"], [])
        assert len(times) == STREAMS, f"{len(times)} of {STREAMS} walls heard move {said['serial']}"
        arrived += [1000 * (at - sent) for at in times]
        shown = [at for code, at in page.evaluate("() => window.paints.splice(0)") if code == indicator]
        painted.append(shown[0] - 1000 * sent)
    cores = (_cpu(processes) - before) / (time.perf_counter() - began)
    note = f"{MOVES} moves, {STREAMS} streams and a browser; median {sorted(arrived)[len(arrived) // 2]:.0f}"
    return [
        Figure("move of a presenter -> heard by 100 walls, 95 of 100", _most(arrived), "ms", SLOWEST_MS, note),
        Figure("move of a presenter -> painted in a browser, 95 of 100", _most(painted), "ms", SLOWEST_MS),
        Figure("server of two processes meanwhile", cores, "cores", CORES, f"a move each {PAUSE_S:g} s"),
    ]


def _most(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _cpu(processes: list[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)
