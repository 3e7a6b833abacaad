"""Twenty clients at once: how many answers a second, and how long nineteen of twenty take at most."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

DESKS = 20
SECONDS = 12.0


@dataclass(frozen=True)
class Asked:
    """One request as it is sent."""

    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Served:
    """What twenty clients got: clicks and requests a second, milliseconds of a click, answers that were none."""

    clicks_per_s: float
    requests_per_s: float
    p50_ms: float
    p95_ms: float
    clicks: int
    failed: int

    @classmethod
    def of(cls, times: Sequence[float], seconds: float, requests: int, failed: int = 0) -> Served:
        """From the seconds of each click."""
        cut = quantiles([1000 * one for one in times], n=20) if len(times) > 1 else [0.0] * 19
        return cls(len(times) / seconds, requests / seconds, cut[9], cut[18], len(times), failed)


def http_desks(base: str, clicks: Sequence[Sequence[Asked]], seconds: float = SECONDS) -> Served:
    """Each desk goes through `clicks` from another place on, over one kept connection, one request after the other."""
    host = urlsplit(base).netloc
    until = time.perf_counter() + seconds

    def desk(turns: Iterator[Sequence[Asked]], done: list[tuple[float, int, int]]) -> None:
        connection = http.client.HTTPConnection(host, timeout=30)
        while time.perf_counter() < until:
            began, failed = time.perf_counter(), 0
            click = next(turns)
            for asked in click:
                try:
                    connection.request(asked.method, asked.path, asked.body or None, dict(asked.headers))
                    answer = connection.getresponse()
                    answer.read()
                    failed += answer.status not in (200, 204, 304)
                except (http.client.HTTPException, OSError):
                    failed += 1
                    connection.close()
            done.append((time.perf_counter() - began, len(click), failed))
        connection.close()

    started = time.perf_counter()
    done = together(lambda n, mine: desk(itertools.islice(itertools.cycle(clicks), n, None), mine))
    took = time.perf_counter() - started
    return Served.of([one for one, _, _ in done], took, sum(n for _, n, _ in done), sum(f for _, _, f in done))


def together(desk: Callable[[int, list[Any]], None]) -> list[Any]:
    """Twenty desks, each a thread with a list of its own; what they wrote."""
    lists: list[list[Any]] = [[] for _ in range(DESKS)]
    threads = [threading.Thread(target=desk, args=(n, mine)) for n, mine in enumerate(lists)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for mine in lists for one in mine]
