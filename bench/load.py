"""A hundred desks click at once on one server of two processes: answers a second, and how long each waits.

`python -m bench.load [HOME]` serves the wall of that home; the desks run in a process of their own. Each keeps its
connection, as a browser does, and asks what a click asks: the callbacks of the panels and the values of the map, of
regions drawn by chance, as many of each level as of another where there are thousands. Desks pause as people do, or
for the second figure not at all.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import quote, urlsplit

from bench.figures import Figure
from bench.server import config_of
from tests.e2e.serving import Server, environment

DESKS = 100
SECONDS = 10.0
PACE = 1.6
"""Clicks of one desk in a second, where it takes its time: a hundred of them make a little more than is asked for."""

WARM_SECONDS = 4.0
LEAST_PER_SECOND = 150.0
SLOWEST_MS = 150.0
OF_A_LEVEL = 400
"""Regions of a level that are clicked at most: those of a province would take minutes to find."""

PANELS = ("kpi", "causes", "coverage", "alerts", "progress")

Ask = tuple[str, str, bytes]
"""Method, address, body."""


def measure(
    env: Mapping[str, str], log: Path, desks: int = DESKS, seconds: float = SECONDS, session: str = ""
) -> list[Figure]:
    """Serve with two processes, let the desks click, all in one `session` where one must sign in, and count."""
    server = replace(Server.start({**env, "GUATU_WORKERS": "2"}, log), session=session)
    try:
        asks = _asks(server)
        paced = _run(server, asks, desks, seconds, PACE)
        times = _run(server, asks, desks, seconds, 0.0)
    finally:
        server.interrupt()
    note = f"{desks} desks, {len(asks)} different clicks; load of the machine {os.getloadavg()[0]:.1f}"
    return [
        Figure(
            "answers a second, two processes", len(times) / seconds, "1/s", LEAST_PER_SECOND, note, at_least=True
        ),
        Figure(
            f"95 of 100 answers within, at {len(paced) / seconds:.0f} clicks a second",
            _most(paced), "ms", SLOWEST_MS, f"median {quantiles(paced, n=2)[0]:.0f}",
        ),
        Figure("95 of 100 answers then within", _most(times), "ms", None, f"median {quantiles(times, n=2)[0]:.0f}"),
    ]  # fmt: skip


def _most(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _run(server: Server, asks: list[Ask], desks: int, seconds: float, pace: float) -> list[float]:
    """Milliseconds of every answer of a crowd that clicks in a process of its own."""
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue()
    crowd = context.Process(
        target=_click, args=(server.base, server.session, asks, desks, seconds, pace, queue), daemon=True
    )
    crowd.start()
    times, failures = queue.get(timeout=seconds + 120)
    crowd.join(20)
    assert not failures, failures
    return [1000 * one for one in times]


def _asks(server: Server) -> list[Ask]:
    """What clicks on every region ask for: each panel's callback, and the values."""
    said = _json(server, "/_dash-dependencies")
    ready, config = _json(server, "/readyz"), config_of(_json(server, "/_dash-layout"))
    base = f"/wall/values/{config['release']}/{config['drawn']}"
    codes = _regions(server, f"{base}/{{code}}/{ready['periods'][-1]}/zh", config["region"])
    callbacks = [
        one for one in said if any(name in one["output"] for name in PANELS) and not one["clientside_function"]
    ]
    asks: list[Ask] = []
    for code in codes:
        for period in ready["periods"][-2:]:
            scope = {"region": code, "period": period, "household": None, "lang": "zh", "rem": 16}
            asks += [("POST", "/_dash-update-component", _body(callback, scope)) for callback in callbacks]
            asks.append(("GET", f"{base}/{quote(code)}/{period}/zh", b""))
    return asks


def _regions(server: Server, address: str, root: str) -> list[str]:
    """The root and what lies under it, level by level, of each what chance draws."""
    level, found, chance = [root], [root], random.Random(0)
    while level:
        told = (json.loads(_get(server, address.format(code=quote(code)))) for code in level)
        below = list(dict.fromkeys(code for each in told for code in each.get("codes", ())))
        level = chance.sample(below, min(len(below), OF_A_LEVEL))
        found += level
    return found


def _body(callback: dict[str, Any], scope: dict[str, Any]) -> bytes:
    parts = callback["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in parts]
    told = {
        "output": callback["output"],
        "outputs": outputs if callback["output"].startswith("..") else outputs[0],
        "inputs": [
            [] if one["id"].startswith("{") else {**one, "value": scope if one["id"].endswith("scope") else None}
            for one in callback["inputs"]
        ],
        "state": [{**one, "value": None} for one in callback.get("state", [])],
        "changedPropIds": [f"{one['id']}.data" for one in callback["inputs"] if one["id"].endswith("scope")],
    }
    return json.dumps(told).encode()


def _get(server: Server, path: str) -> bytes:
    connection = HTTPConnection(urlsplit(server.base).netloc, timeout=60)
    connection.request("GET", path, headers={"Cookie": f"guatu_session={server.session}"} if server.session else {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 200, (path, answer.status, body[:200])
    return body


def _json(server: Server, path: str) -> Any:
    return json.loads(_get(server, path))


def _click(base: str, session: str, asks: list[Ask], desks: int, seconds: float, pace: float, queue: Any) -> None:
    queue.put(asyncio.run(_crowd(base, session, asks, desks, seconds, pace)))


async def _crowd(
    base: str, session: str, asks: list[Ask], desks: int, seconds: float, pace: float
) -> tuple[list[float], list[str]]:
    times: list[float] = []
    failures: list[str] = []
    begins = time.perf_counter() + WARM_SECONDS
    ends = begins + seconds
    await asyncio.gather(
        *(_desk(base, session, asks, random.Random(n), begins, ends, pace, times, failures) for n in range(desks))
    )
    return times, failures[:5]


async def _desk(
    base: str, session: str, asks: list[Ask], chance: random.Random, begins: float, ends: float, pace: float,
    times: list[float], failures: list[str],
) -> None:  # fmt: skip
    """One browser: a connection that is kept, one ask after the other."""
    address = urlsplit(base)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    while time.perf_counter() < ends:
        await asyncio.sleep(chance.expovariate(pace) if pace else 0)
        method, path, body = chance.choice(asks)
        now = time.perf_counter()
        head = f"{method} {path} HTTP/1.1\r\nHost: {address.netloc}\r\nOrigin: {base}\r\nAccept-Encoding: gzip\r\n"
        head += f"Cookie: guatu_session={session}\r\n" if session else ""
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        writer.write(head.encode() + b"\r\n" + body)
        status, length = 0, 0
        while (line := await reader.readline()).strip():
            if line.startswith(b"HTTP/"):
                status = int(line.split()[1])
            elif line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        await reader.readexactly(length)
        if now >= begins:
            times.append(time.perf_counter() - now)
        if status not in (200, 204):
            failures.append(f"{method} {path} {status}")
    writer.close()


if __name__ == "__main__":
    home = Path(sys.argv[1] if len(sys.argv) > 1 else Path.home() / ".guatu")
    with tempfile.TemporaryDirectory() as folder:
        for figure in measure(environment(home), Path(folder) / "serve.log"):
            print(figure.row())
