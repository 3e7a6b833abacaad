"""`python -m bench`: measure everything once and write RESULTS.md beside this file."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench import browser as in_browser
from bench import first_wall, households, industry, large_map, memory, scale
from bench import server as on_server
from bench import walls as of_walls
from bench.figures import Figure, machine, write
from bench.peers import table as of_peers
from data_access.demo import build_demo
from data_access.release import build_release
from data_access.settings import demo_database_path, read_settings
from geo.commands import import_boundaries
from tests.e2e.conftest import ARGUMENTS, BROWSERS
from tests.e2e.serving import ROOT, Server, environment

STARTS = 3


def main() -> int:
    """Build, measure, write; 1 when a limit is broken."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        print("bench needs a browser: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        building = _build(home)
        say("callbacks ...")
        callbacks = on_server.measure(read_settings({"GUATU_HOME": str(home)}))
        say("industry, a city ...")
        of_industry = [
            *industry.measure_county(read_settings({"GUATU_HOME": str(home)})),
            *industry.measure(Path(folder)),
        ]
        say("scale ...")
        of_scale = scale.measure(Path(folder) / "scale")
        say("households, half a million ...")
        of_households = households.measure_city(demo_database_path(home), Path(folder))
        say("starts ...")
        starts = []
        for _ in range(STARTS):
            server = Server.start(environment(home), Path(folder) / "serve.log")
            starts.append(server.ready_s)
            server.interrupt()
        building.append(Figure("start until /readyz", sorted(starts)[1], "s", 5, f"median of {STARTS} later starts"))
        say("browser ...")
        server = Server.start(environment(home), Path(folder) / "serve.log")
        try:
            with sync_playwright() as playwright:
                launched = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
                name = f"Chromium {launched.version}"
                painted = in_browser.measure(launched, server.base)
                say("whole levels ...")
                levels = large_map.measure(launched, server.base)
                say("first wall ...")
                first = first_wall.measure(launched, server.base)
                say("memory ...")
                left = memory.measure(launched, server, read_settings({"GUATU_HOME": str(home)}).releases)
                say("walls ...")
                followed = of_walls.measure(launched, environment(home), Path(folder) / "walls.log")
                launched.close()
        finally:
            server.interrupt()
    sections = {
        "In the browser": painted,
        "Whole levels on one map": levels,
        "The first wall": first,
        "What stays in memory": left,
        "A hundred walls": followed,
        "Warm callbacks of the server": callbacks,
        "Industry: the demo county, and a city of 300,000 households": of_industry,
        "Households: 518,742 of them": of_households,
        "County, city, province": of_scale,
        "Building and starting": building,
    }
    results = ROOT / "bench" / "RESULTS.md"
    peers = of_peers.section_of(results.read_text("utf-8")) if results.exists() else ""
    write(results, machine(name), sections)
    if peers:  # `make peers` writes them: they need packages of their own
        of_peers.put(results, [peers])
    over = [figure for figures in sections.values() for figure in figures if figure.is_over]
    for figure in over:
        print(f"over its limit: {figure.what}: {figure.value:,.2f} {figure.unit} (≤ {figure.limit:,g})")
    print("bench/RESULTS.md")
    return 1 if over else 0


def say(words: str) -> None:
    """Progress, beside the results."""
    print(words, file=sys.stderr)


def _build(home: Path) -> list[Figure]:
    settings = read_settings({"GUATU_HOME": str(home)})
    path = demo_database_path(home)
    path.parent.mkdir(parents=True)
    say("demo county ...")
    demo = _seconds(lambda: build_demo(path))
    say("boundaries, release ...")
    from data_access.commands import regions_of  # noqa: PLC0415 - after the database stands

    regions = regions_of(settings)
    boundaries = _seconds(
        lambda: import_boundaries([ROOT / "geo" / "demo" / "bashang.geojson"], regions, settings.boundaries)
    )
    release = min(_seconds(lambda: build_release(settings)) for _ in range(3))
    return [
        Figure("demo county: 37,053 households, 66,619 persons", demo, "s", 60),
        Figure("boundaries: 385 regions, three tolerances", boundaries, "s"),
        Figure("release of the demo county", release, "s", 5, "best of 3"),
    ]


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
