"""What is left behind by hundreds of drills and of releases in one page, in the browser and in the server."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, CDPSession, Page

from bench.figures import Figure
from data_access.release import ReleaseStore
from tests.e2e.serving import Server

DRILLS, RELEASES = 500, 200
WARM_RELEASES = 40
MOST_HEAP, MOST_RSS = 2.0, 5.0
MEGABYTE = 1e6

REGIONS = """async () => {
  const found = [];
  const home = window.guatu.state();
  for (const code of window.guatu.shown.codes) {
    const below = await window.guatu.values({ ...home, region: code });
    found.push(code, ...below.codes);
  }
  return found;
}"""

DRILL = """async region => {
  if (window.guatu.painted.region === region) return;
  const painted = new Promise(done => window.addEventListener('guatu:painted', done, { once: true }));
  window.guatu.navigate({ region, household: null });
  await painted;
  await new Promise(done => setTimeout(done, 200)); // the panels follow
}"""

RELEASED = """() => new Promise(done => {
  window.addEventListener('guatu:released', () => setTimeout(done, 400), { once: true });
})"""


class Memory:
    """What the page and the server hold, after all that can be let go is gone."""

    def __init__(self, page: Page, server: Server) -> None:
        self._page = page
        self._inside: CDPSession = page.context.new_cdp_session(page)
        self._inside.send("Performance.enable")
        self._inside.send("HeapProfiler.enable")
        main = psutil.Process(server.process.pid)
        self._server = [main, *main.children(recursive=True)]

    def look(self) -> tuple[float, int, float]:
        """Megabytes of the script's heap, nodes of the document, megabytes of the server."""
        self._page.wait_for_timeout(1500)
        for _ in range(3):
            self._inside.send("HeapProfiler.collectGarbage")
        told: list[dict[str, Any]] = self._inside.send("Performance.getMetrics")["metrics"]
        metrics = {metric["name"]: metric["value"] for metric in told}
        elements = int(self._page.evaluate("() => document.querySelectorAll('*').length"))
        held = sum(process.memory_info().rss for process in self._server if process.is_running())
        return metrics["JSHeapUsedSize"] / MEGABYTE, elements, held / MEGABYTE


def measure(
    browser: Browser, server: Server, releases: Path, drills: int = DRILLS, swaps: int = RELEASES
) -> list[Figure]:
    """Growth over `drills` changes of region and over `swaps` of the release; `releases` is the server's folder."""
    page = browser.new_context(
        viewport={"width": 1920, "height": 1080}, bypass_csp=True, service_workers="block"
    ).new_page()
    page.goto(server.base)
    page.wait_for_function("() => window.guatu && window.guatu.painted", polling=100)
    page.wait_for_timeout(4000)
    try:
        memory = Memory(page, server)
        return [*_drills(page, memory, drills), *_releases(page, memory, ReleaseStore(releases), swaps)]
    finally:
        page.context.close()


def _drills(page: Page, memory: Memory, drills: int) -> list[Figure]:
    home = page.evaluate("() => window.guatu.state().region")
    regions = page.evaluate(REGIONS)
    rolled = random.Random(20)

    def go(places: list[str]) -> None:
        for place in [*places, home]:
            page.evaluate(DRILL, place)

    go(regions)  # what is kept by address has a limit: it is full once every region has been seen
    before = memory.look()
    go(rolled.choices(regions, k=drills))
    return _figures(f"{drills} drills", before, memory.look(), f"after a visit to each of {len(regions)} regions")


def _releases(page: Page, memory: Memory, store: ReleaseStore, swaps: int) -> list[Figure]:
    names = [meta.id for meta in store.list()]

    def swap(times: int) -> None:
        for turn in range(times):
            page.evaluate(f"() => {{ window.swapped = ({RELEASED})(); }}")
            store.publish(names[turn % 2])
            page.evaluate("() => window.swapped")

    store.publish(names[1])
    page.wait_for_timeout(3000)
    swap(WARM_RELEASES)
    before = memory.look()
    swap(swaps - swaps % 2)
    return _figures(f"{swaps} releases", before, memory.look(), f"after {WARM_RELEASES} that warm up")


def _figures(what: str, before: tuple[float, int, float], after: tuple[float, int, float], note: str) -> list[Figure]:
    heap, nodes, held = (one - other for one, other in zip(after, before, strict=True))
    return [
        Figure(f"{what}: growth of the page's heap", heap, "MB", MOST_HEAP, f"{note}; {after[0]:.1f} MB in all"),
        Figure(f"{what}: growth of the document", nodes, "nodes", 0, f"{note}; {after[1]:,} in all"),
        Figure(f"{what}: growth of the server", held, "MB", MOST_RSS, f"{note}; {after[2]:.0f} MB in all"),
    ]


if __name__ == "__main__":
    import tempfile

    from playwright.sync_api import sync_playwright

    from data_access.settings import read_settings
    from tests.e2e.conftest import ARGUMENTS
    from tests.e2e.serving import environment

    home_folder, many, swaps_asked = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        running = Server.start(environment(home_folder), Path(folder) / "serve.log")
        try:
            launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
            folder_of = read_settings({"GUATU_HOME": str(home_folder)}).releases
            for figure in measure(launched, running, folder_of, many, swaps_asked):
                print(figure.row())
            launched.close()
        finally:
            running.interrupt()
