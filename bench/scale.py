"""County, city and province side by side: how long a release takes, what a click costs, what a worker holds, and what
a hundred desks get.

`python -m bench scale` writes the table, `python -m bench.scale [FOLDER]` prints it; with GUATU_BENCH_PROVINCE=1 and
PostgreSQL the province too, or with its address where it stands already. What stands in FOLDER is used again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import psutil

from bench import load
from bench import server as on_server
from bench.figures import Figure, conditions
from callbacks.live.arenas import give_back, share_one_arena
from data_access.commands import refresh
from data_access.demo import build_demo
from data_access.demo.scale import SCALE_OF, build_scale, read_scale_land
from data_access.progress import silent
from data_access.release import build_release
from data_access.settings import Settings, demo_database_path, read_settings
from data_access.state import prepare_folders
from geo.demo.scale import land_of
from tests.e2e.serving import ROOT, admitted, environment
from tests.postgres import copy_into_postgres, postgres_programs, postgres_server, settle

ROUNDS: Final = 20
"""Of each question: enough that one in twenty is the slowest."""

RELEASES: Final = {"county": 3, "city": 3}
"""So many releases, of which the middle one counts: the first reads a database from a cold disk. A province has one."""


@dataclass(frozen=True, slots=True)
class Size:
    """A land of the table with its limits: seconds of a release by engine, ms of a click, MB of a worker."""

    name: str
    release_s: dict[str, float]
    click_ms: float
    worker_mb: float


SIZES: Final = (
    Size("county", {"SQLite": 5}, 15, 300),
    Size("city", {"SQLite": 60, "PostgreSQL": 30}, 15, 400),
    Size("province", {"PostgreSQL": 480}, 20, 600),
)


def measure(folder: Path) -> list[Figure]:
    """The rows of the table: county and city, and the province where it is asked for."""
    figures: list[Figure] = []
    for size in SIZES:
        if size.name == "province" and os.environ.get("GUATU_BENCH_PROVINCE", "") in ("", "0"):
            continue
        for engine, limit in size.release_s.items():
            if engine == "PostgreSQL" and postgres_programs() is None:
                continue
            with _standing(size.name, engine, folder) as settings:
                figures.append(_release(size.name, engine, limit, settings))
                if engine == next(iter(size.release_s)):
                    figures += [*_clicks(size, settings), *_desks(size, settings)]
    return figures


def _release(name: str, engine: str, limit: float, settings: Settings) -> Figure:
    """How long a release takes: the median, with each of them in the note."""
    times = []
    for _ in range(RELEASES.get(name, 1)):
        began = time.perf_counter()
        build_release(settings)
        times.append(time.perf_counter() - began)
    note = f"of {', '.join(f'{taken:.2f}' for taken in times)}; {conditions()}"
    return Figure(f"{name}: release, {engine}", median(times), "s", limit, note)


@contextmanager
def _standing(name: str, engine: str, folder: Path) -> Iterator[Settings]:
    """Settings of a land whose database stands."""
    home = folder / f"{name}-{engine.lower()}"
    if engine == "SQLite":
        yield _in_sqlite(name, home)
        return
    standing = os.environ.get("GUATU_BENCH_PROVINCE", "")
    if name == "province" and "://" in standing:
        yield _of_server(home, standing)
        return
    with postgres_server(in_memory=name != "province") as server:  # a province's database has 33 GB
        if name == "province":
            url = f"{server}postgres"
            build_scale(url, SCALE_OF[name], _land(name, folder))
        else:
            file = demo_database_path(folder / f"{name}-sqlite", name)
            url = copy_into_postgres(file, server, name)
        settle(url)
        yield _of_server(home, url)


def _of_server(home: Path, url: str) -> Settings:
    settings = read_settings({"GUATU_HOME": str(home), "GUATU_DATABASE_URL": url})
    prepare_folders(settings)
    return settings


def _in_sqlite(name: str, home: Path) -> Settings:
    demo = "bashang" if name == "county" else name
    settings = read_settings({"GUATU_HOME": str(home), "GUATU_DEMO": demo})
    prepare_folders(settings)
    path = demo_database_path(home, demo)
    if not path.is_file():
        if name == "county":
            path.parent.mkdir(parents=True, exist_ok=True)
            build_demo(path)
        else:
            build_scale(settings.database_url, SCALE_OF[name], _land(name, home.parent))
    return settings


def _land(name: str, folder: Path) -> Any:
    land = land_of(name, folder / "land")
    return read_scale_land(land.tree, land.points)


def _clicks(size: Size, settings: Settings) -> list[Figure]:
    """What one worker of its own takes to answer, level by level, and what it holds after that."""
    url = {} if settings.is_demo else {"GUATU_DATABASE_URL": settings.database_url}
    told = subprocess.run(
        [sys.executable, "-m", "bench.scale", "--worker"],
        env={**os.environ, "GUATU_HOME": str(settings.home), "GUATU_DEMO": settings.demo, **url},
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(told.stdout.splitlines()[-1])
    figures = []
    for level, row in found["levels"].items():
        note = f"{row['working']:.1f} ms of it at work; slowest {row['slowest']}, {conditions()}"
        figures.append(Figure(f"{size.name}: a click on the {level}, warm p95", row["p95"], "ms", size.click_ms, note))
        figures.append(Figure(f"{size.name}: its largest answer", row["bytes"], "bytes", None, row["largest"]))
    figures.append(Figure(f"{size.name}: memory of a worker", found["rss"], "MB", size.worker_mb, "after all these"))
    return figures


def _desks(size: Size, settings: Settings) -> list[Figure]:
    """What a hundred desks get that click on this land, all of them signed in as one officer.

    The index of the households stands, as after every `guatu refresh`: a server without one builds it meanwhile.
    """
    env = environment(settings.home, settings.database_url)
    refresh(read_settings(env), "en", silent, within=timedelta(hours=2))
    figures = load.measure(env, settings.home / "desks.log", session=admitted(env))
    return [replace(figure, what=f"{size.name}: 100 desks, {figure.what}") for figure in figures]


def worker() -> None:
    """Ask everything that a click asks, of one region of each level, and print what it took as JSON."""
    settings = replace(read_settings(), log="text")
    share_one_arena()  # as the process that serves does, and gives back what it read a release with
    client = on_server.client_of(settings)
    release = client.application.extensions["guatu"].releases.current()
    give_back()
    levels: dict[str, dict[str, object]] = {}
    region = release.root
    while True:
        levels[{1: "province", 2: "city", 3: "county", 4: "township"}.get(region.level, "village")] = _asked_of(
            client, region.code
        )
        below = release.children(region.code)
        if not below:
            break
        region = below[len(below) // 2]
    print(json.dumps({"levels": levels, "rss": psutil.Process().memory_info().rss / 1e6}))


def _asked_of(client: Any, region: str) -> dict[str, object]:
    every: list[float] = []
    working: list[float] = []
    slowest, largest = (0.0, ""), (0, "")
    for what, ask in on_server.questions(client, region):
        for _ in range(3):
            size = ask()
        times = []
        for _ in range(ROUNDS):
            began, at_work = time.perf_counter(), time.thread_time()
            ask()
            times.append(1000 * (time.perf_counter() - began))
            working.append(1000 * (time.thread_time() - at_work))
        every += times
        slowest = max(slowest, (sorted(times)[-2], what))
        largest = max(largest, (size, what))
    p95, of_it = quantiles(every, n=20)[-1], quantiles(working, n=20)[-1]
    return {"p95": p95, "working": of_it, "asked": len(every), "slowest": f"{slowest[1]} {slowest[0]:.1f} ms",
            "bytes": largest[0], "largest": largest[1]}  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:] == ["--worker"]:
        worker()
    else:
        with tempfile.TemporaryDirectory() as temporary:
            for figure in measure(Path(sys.argv[1]) if sys.argv[1:] else Path(temporary)):
                print(figure.row())
