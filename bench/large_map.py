"""Whole levels on one map: 366, 4,200 and 50,000 villages, beside a bare `Plotly.react` of 366 in the same run."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

import brotli
import numpy as np
import shapely
from playwright.sync_api import Browser, Page, Route

from bench.browser import BARE, FIGURE, HOVER, REACT, react
from bench.figures import Figure, spread, typical
from bench.probe import PROBE, arm, took
from geo.coverage import Coverage
from geo.level_outlines import level_json

ROUNDS = 16
PATIENCE_MS = 120_000
QUALITY = 5  # of brotli, as callbacks/routes_levels.py packs its answers
COUNTY, CITY, PROVINCE = 366, 4_200, 50_000
CHANGE_LIMIT = {CITY: 250.0, PROVINCE: 500.0}
OUTLINE_LIMIT = {CITY: 1_500_000, PROVINCE: 5_000_000}
VALUE_LIMIT = {CITY: 60_000, PROVINCE: 400_000}
RATIO_LIMIT, HOVER_LIMIT, FREEZE_LIMIT = 1.3, 10.0, 100.0

LONG = """() => { window.longest = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => {
    window.longest = Math.max(window.longest, entry.duration);
  })).observe({ type: 'longtask' }); }"""


@dataclass(frozen=True)
class Made:
    """A made-up region of `count` villages: outlines in the published form, regions and figures as the server says."""

    count: int
    outlines: bytes
    codes: list[str]
    names: list[str]
    bbox: list[float]

    @classmethod
    def of(cls, count: int) -> Made:
        """Voronoi cells whose borders wander like those of villages."""
        rng = np.random.default_rng(count)
        across = int(np.ceil(np.sqrt(count))) + 3
        x, y = np.meshgrid(np.arange(across), np.arange(across))
        seeds = (np.column_stack([x.ravel(), y.ravel()]) + rng.uniform(0.1, 0.9, (across * across, 2))) / across
        cells = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=shapely.box(0, 0, 1, 1))
        frame = shapely.box(0, 0, 1, 1)
        parts = [part for part in shapely.get_parts(cells) if frame.contains(part)][:count]
        side = 1 / across
        bent = shapely.transform(
            shapely.segmentize(np.array(parts, dtype=object), side / 6), lambda c: 104 + 3 * _wander(c, side)
        )
        codes = [f"99{n:010d}" for n in range(len(bent))]
        drawn = dict(zip(codes, bent, strict=True))
        labels = {code: [*one.centroid.coords[0]] for code, one in drawn.items()}
        coverage = Coverage(drawn, {code: [code] for code in codes}, 3 * side)
        body = level_json(codes, dict.fromkeys(("fine", "medium", "coarse"), drawn), labels, coverage, "coarse")
        return cls(
            len(codes), body, codes, [f"第{n}村" for n in range(len(codes))], shapely.total_bounds(bent).tolist()
        )

    def regions(self, said: dict[str, Any]) -> bytes:
        """The answer about the regions, in the place of the real one."""
        level = {
            "bbox": self.bbox,
            "files": [{"coarse": "made.json", "fine": "made.json"}],
            "lines": None,
            "around": None,
        }
        return _json({**said, "codes": self.codes, "names": self.names, "boundaries": level})

    def column(self, seed: int, breaks: list[float]) -> bytes:
        """One indicator: shares of households, one in fifty not reported."""
        rng = np.random.default_rng(seed)
        below = rng.integers(60, 900, self.count)
        share = rng.beta(2, 6, self.count)
        counted = np.rint(below * share).astype(int)
        values = np.round(100 * counted / below, 2)
        missing = rng.random(self.count) < 0.02
        columns = [
            [None if gone else one for one, gone in zip(part.tolist(), missing, strict=True)]
            for part in (values, counted, below)
        ]
        return _json({"values": columns, "own": [1, 1, 100], "breaks": breaks, "absent": {}, "sentence": ""})


def _wander(c: np.ndarray[Any, np.dtype[np.float64]], side: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    x, y = np.round(c, 9).T
    turn = 2 * np.pi / side
    dx = np.sin(turn * 2.3 * y + 3 * np.sin(turn * 0.7 * x)) + 0.5 * np.sin(turn * 5.1 * x + 4.7 * turn * y)
    dy = np.sin(turn * 1.9 * x + 2 * np.sin(turn * 0.9 * y)) + 0.5 * np.sin(turn * 4.3 * y - 5.3 * turn * x)
    return np.column_stack([x + 0.06 * side * dx, y * 0.8 - 22.9 + 0.06 * side * dy])


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def measure(browser: Browser, base: str) -> list[Figure]:
    """Three sizes turn by turn with the bare page; the first is the demo county's own, the others are made up."""
    figures: list[Figure] = []
    bare: Page | None = None
    reference: list[float] = []
    for count in (COUNTY, CITY, PROVINCE):
        made = Made.of(count) if count > COUNTY else None
        page = browser.new_context(viewport={"width": 1920, "height": 1080}, service_workers="block").new_page()
        if made is not None:
            _pretend(page, base, made)
        page.add_init_script(PROBE)
        page.goto(f"{base}/?view=overview&layers=none")
        page.wait_for_function("() => window.guatu && window.guatu.painted")
        page.wait_for_timeout(3000)
        page.evaluate(LONG)
        arm(page)
        page.locator('.depth [data-set="depth=village"]').click()
        first, longest = took(page, PATIENCE_MS), float(page.evaluate("() => window.longest"))
        page.wait_for_timeout(4000)  # the other indicators are asked for ahead
        if bare is None:
            bare = _bare(browser, base, page)
        times, beside = _changes(page, bare)
        reference += beside
        hover = page.evaluate(HOVER)
        name = f"{count:,} villages"
        ratio = typical(times) / typical(reference)
        limit = RATIO_LIMIT if count == COUNTY else None
        figures += [
            Figure(f"{name}: change of indicator", typical(times), "ms", CHANGE_LIMIT.get(count), spread(times)),
            Figure(f"{name}: ratio to a bare Plotly.react of 366", ratio, "ratio", limit, "of the medians"),
            Figure(f"{name}: hover", typical(hover), "ms", HOVER_LIMIT, spread(hover)),
            Figure(f"{name}: from the click on the level to its picture", first, "ms", None, "with what it fetches"),
            Figure(f"{name}: longest task meanwhile", longest, "ms", FREEZE_LIMIT if made else None, "one draw"),
            *(_bytes(made, name) if made else []),
        ]
        page.context.close()
    figures.append(Figure("bare Plotly.react of 366", typical(reference), "ms", None, spread(reference)))
    if bare is not None:
        bare.context.close()
    return figures


def _bytes(made: Made, name: str) -> list[Figure]:
    outlines = len(brotli.compress(made.outlines, quality=11 if len(made.outlines) < 2_000_000 else 7))
    regions = len(brotli.compress(made.regions({}), quality=QUALITY))
    column = len(brotli.compress(made.column(1, [0, 10]), quality=QUALITY))
    return [
        Figure(f"{name}: outlines", outlines, "bytes", OUTLINE_LIMIT[made.count], "brotli, for full HD"),
        Figure(f"{name}: codes and names", regions, "bytes", None, "brotli"),
        Figure(f"{name}: values of an indicator", column, "bytes", VALUE_LIMIT[made.count], "brotli"),
    ]


def _pretend(page: Page, base: str, made: Made) -> None:
    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(base).split("?")[0]
        if path.startswith("/boundaries/made"):
            route.fulfill(body=made.outlines, content_type="application/geo+json")
        elif path.count("/") == 9:
            seed = sum(map(ord, path))
            route.fulfill(body=made.column(seed, [0, 5, 10, 20, 40]), content_type="application/json")
        else:
            route.fulfill(body=made.regions(route.fetch().json()), content_type="application/json")

    page.route("**/boundaries/made.json", answer)
    page.route("**/wall/under/**", answer)


def _bare(browser: Browser, base: str, wall: Page) -> Page:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}, service_workers="block").new_page()
    page.add_init_script(PROBE)
    page.goto(f"{base}/healthz")
    page.evaluate("() => { document.body.textContent = ''; }")
    topology = wall.evaluate("() => JSON.stringify(window.PlotlyGeoAssets)")
    page.evaluate("text => { window.PlotlyGeoAssets = JSON.parse(text); }", topology)
    page.add_script_tag(
        url=wall.evaluate("() => [...document.scripts].map(s => s.src).find(s => s.includes('plotly'))")
    )
    for code in _codes(wall)[:2]:
        _choose(wall, code)
        page.evaluate(BARE, [wall.evaluate(FIGURE), code])
        page.evaluate(REACT, code)
    return page


def _codes(page: Page) -> list[str]:
    tabs = page.locator('#map-tabs [data-tabs="overview"] button[data-indicator]')
    return list(tabs.evaluate_all("nodes => nodes.map(n => n.dataset.indicator)"))


def _choose(page: Page, code: str) -> float:
    tab = page.locator(f'#map-tabs [data-tabs="overview"] [data-indicator="{code}"]')
    if tab.get_attribute("aria-pressed") == "true":
        return 0.0
    arm(page)
    tab.click()
    return took(page, PATIENCE_MS)


def _changes(wall: Page, bare: Page) -> tuple[list[float], list[float]]:
    codes = _codes(wall)
    known = list(bare.evaluate("() => Object.keys(window.figures)"))
    for code in codes:
        wall.bring_to_front()
        _choose(wall, code)
    times, reference = [], []
    for turn in range(ROUNDS):
        wall.bring_to_front()
        wall.wait_for_timeout(120)
        times.append(_choose(wall, codes[turn % len(codes)]))
        reference.append(react(bare, known[turn % len(known)]))
    return [time for time in times if time], reference


def main() -> int:
    """Measure a server that runs already: `python -m bench.large_map http://127.0.0.1:8050`."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.e2e.conftest import ARGUMENTS  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        figures = measure(browser, sys.argv[1])
        browser.close()
    for one in figures:
        mark = " OVER" if one.is_over else ""
        print(f"{one.what:62s} {one.value:12,.2f} {one.unit:6s} {one.limit or ''} {one.note}{mark}")
    return int(any(one.is_over for one in figures))


if __name__ == "__main__":
    raise SystemExit(main())
