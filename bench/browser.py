"""The browser: a change of indicator and a click on a township, each beside a bare `Plotly.react` of the figure."""

from __future__ import annotations

from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.figures import Figure, spread, typical
from bench.probe import PROBE, arm, took
from tests.e2e.screen import POINT

ROUNDS = 36
PRESS_MS = 80  # no hand lets go at the moment when it presses; what is timed begins when it lets go
INDICATOR_LIMIT, DRILL_LIMIT, HOVER_LIMIT = 1.3, 1.5, 10

# From the moment the button is let go, as the event itself tells it, until the words beside the picture stand too.
WORDS = """() => {
  window.words = { begun: 0, took: null };
  window.addEventListener('pointerdown', () => { window.words.took = null; }, true);
  window.addEventListener('pointerup', event => { window.words.begun = event.timeStamp; }, true);
  window.addEventListener('guatu:painted', () => requestAnimationFrame(() => requestAnimationFrame(() => {
    if (window.words.took === null) window.words.took = performance.now() - window.words.begun;
  })));
}"""

FIGURE = """() => { const node = document.getElementById('map');
  const { data, layout, clientWidth, clientHeight } = node;
  return JSON.stringify({ data, layout, width: clientWidth, height: clientHeight }); }"""

# What a move of the mouse costs: finding the region, filling the card, and the layout that it forces.
HOVER = """() => { const map = window.guatu.mapOf(document.getElementById('map'));
  const box = map.node.getBoundingClientRect();
  return Array.from({ length: 120 }, (_, i) => {
    const event = { clientX: box.left + box.width * (0.1 + 0.8 * ((i * 0.618) % 1)),
                    clientY: box.top + box.height * (0.2 + 0.6 * ((i * 0.382) % 1)) };
    const begun = performance.now();
    window.guatu.tip(map, map.under(event), event, null);
    document.body.getBoundingClientRect();
    return performance.now() - begun;
  });
}"""

# A page with nothing but Plotly; its outlines keep their identity between two figures, as the wall's do.
BARE = """([text, name]) => {
  const figure = JSON.parse(text);
  window.figures = window.figures || {};
  window.outlines = window.outlines || new Map();
  for (const trace of figure.data) if (trace.geojson) {
    const key = JSON.stringify(trace.geojson);
    if (!window.outlines.has(key)) window.outlines.set(key, trace.geojson);
    trace.geojson = window.outlines.get(key);
  }
  window.figures[name] = figure;
  let node = document.getElementById('map');
  if (!node) {
    document.body.style.margin = '0';
    node = document.body.appendChild(document.createElement('div'));
    node.id = 'map';
    node.style.width = figure.width + 'px';
    node.style.height = figure.height + 'px';
  }
}"""

REACT = """name => {
  const node = document.getElementById('map');
  const figure = window.figures[name];
  const copy = { layout: JSON.parse(JSON.stringify(figure.layout)),
    data: figure.data.map(({ geojson, ...rest }) =>
      ({ ...JSON.parse(JSON.stringify(rest)), ...(geojson ? { geojson } : {}) })) };
  window.peer.begun = performance.now();
  return window.Plotly.react(node, copy.data, copy.layout, { displayModeBar: false }).then(() => null);
}"""


class Wall:
    """The wall's page: its clicks, its times, the bytes that it fetches."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.page = browser.new_context(viewport={"width": 1920, "height": 1080}, service_workers="block").new_page()
        self.asked: list[str] = []
        self.bytes = 0
        self.base = base
        self.page.on("request", lambda request: self.asked.append(request.url))
        network = self.page.context.new_cdp_session(self.page)
        network.send("Network.enable")
        self._addresses: dict[str, str] = {}
        network.on("Network.requestWillBeSent", lambda e: self._addresses.update({e["requestId"]: e["request"]["url"]}))
        network.on("Network.loadingFinished", self._finished)
        self.page.add_init_script(PROBE)
        self.page.goto(base)
        self.page.wait_for_function("() => window.guatu && window.guatu.painted")
        self.page.wait_for_timeout(6000)  # the browser asks ahead for the townships
        self.page.evaluate(WORDS)

    def _finished(self, event: dict[str, Any]) -> None:
        if not self._addresses.get(event["requestId"], "").endswith("/live"):
            self.bytes += int(event["encodedDataLength"])

    @property
    def foreign(self) -> list[str]:
        """Requests to another host."""
        return [url for url in self.asked if not url.startswith((self.base, "data:", "blob:"))]

    def arm(self) -> None:
        """What stands now is not the answer to the next click."""
        self.page.bring_to_front()
        arm(self.page)

    def took(self) -> tuple[float, float]:
        """Milliseconds of the last click: once its picture stands, and once its words stand too."""
        picture = took(self.page)
        return picture, float(self.page.wait_for_function("() => window.words.took").json_value())

    def figure(self) -> str:
        """The figure on the map, as JSON."""
        return str(self.page.evaluate(FIGURE))


def measure(browser: Browser, base: str) -> list[Figure]:
    """Ratios to the bare page of the same run, turn by turn."""
    wall = Wall(browser, base)
    bare = _bare(browser, wall)
    try:
        indicator = _indicators(wall, bare)
        drill = _drills(wall, bare)
        hover = wall.page.evaluate(HOVER)
        moved = Figure("hover: the card beside the pointer", typical(hover), "ms", HOVER_LIMIT, spread(hover))
        return [*indicator, *drill, moved, Figure("requests to other hosts", len(wall.foreign), "requests", 0)]
    finally:
        wall.page.context.close()
        bare.context.close()


def _bare(browser: Browser, wall: Wall) -> Page:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}, service_workers="block").new_page()
    page.add_init_script(PROBE)
    page.goto(f"{wall.base}/healthz")
    page.evaluate("() => { document.body.textContent = ''; }")
    topology = wall.page.evaluate("() => JSON.stringify(window.PlotlyGeoAssets)")
    page.evaluate("text => { window.PlotlyGeoAssets = JSON.parse(text); }", topology)
    script = wall.page.evaluate("() => [...document.scripts].map(s => s.src).find(s => s.includes('plotly'))")
    page.add_script_tag(url=script)
    return page


def react(bare: Page, name: str) -> float:
    """Milliseconds from the call to the picture of one of the bare page's figures."""
    bare.bring_to_front()
    arm(bare)
    bare.evaluate(REACT, name)
    return took(bare)


def _indicators(wall: Wall, bare: Page) -> list[Figure]:
    tabs = wall.page.locator('#map-tabs [data-tabs="overview"] button[data-indicator]')
    codes = tabs.evaluate_all("nodes => nodes.map(n => n.dataset.indicator)")
    for code in [*codes[1:], codes[0]]:
        wall.arm()
        wall.page.locator(f'#map-tabs [data-tabs="overview"] [data-indicator="{code}"]').click()
        wall.took()
        bare.evaluate(BARE, [wall.figure(), code])
    react(bare, codes[0])
    times, reference, sent = [], [], []
    for turn in range(ROUNDS):
        code = codes[(turn + 1) % len(codes)]
        wall.arm()
        wall.page.wait_for_timeout(120)
        before = wall.bytes
        wall.page.locator(f'#map-tabs [data-tabs="overview"] [data-indicator="{code}"]').click()
        times.append(wall.took())
        wall.page.wait_for_timeout(60)
        sent.append(wall.bytes - before)
        reference.append(react(bare, code))
    return _figures("change of indicator", times, reference, INDICATOR_LIMIT, sent, 0)


def _drills(wall: Wall, bare: Page) -> list[Figure]:
    wall.page.locator('#map-tabs [data-tabs="overview"] [data-indicator="POVERTY_INCIDENCE"]').click()
    wall.page.wait_for_timeout(500)
    bare.evaluate(BARE, [wall.figure(), "county"])
    bare.evaluate(REACT, "county")  # which may stand there already
    outlines = wall.page.locator("#map path[data-region]")
    codes = outlines.evaluate_all("nodes => nodes.map(n => n.dataset.region)")
    times, reference, sent, dead = [], [], [], 0
    for turn in range(ROUNDS):
        code = codes[turn % len(codes)]
        wall.arm()
        wall.page.wait_for_function("() => !window.guatu.isMoving()")
        x, y = wall.page.evaluate(POINT, code)
        wall.page.mouse.move(x, y)
        wall.page.wait_for_timeout(200)
        before = wall.bytes
        wall.page.mouse.click(x, y, delay=PRESS_MS)
        wall.page.wait_for_timeout(80)
        if code not in wall.page.evaluate("() => location.search"):
            dead += 1
            continue
        times.append(wall.took())
        sent.append(wall.bytes - before)
        bare.evaluate(BARE, [wall.figure(), code])
        reference.append(react(bare, code))
        react(bare, "county")
        wall.page.bring_to_front()
        wall.page.keyboard.press("Escape")
        wall.page.wait_for_function("code => window.guatu.painted.region !== code", arg=code)
    return [
        *_figures("click on a township", times, reference, DRILL_LIMIT, sent, None),
        Figure("click on a township: clicks that opened nothing", dead, "clicks", 0, f"of {ROUNDS}"),
    ]


def _figures(
    what: str, times: list[tuple[float, float]], reference: list[float], limit: float, sent: list[int], most: int | None
) -> list[Figure]:
    pictures, words = zip(*times, strict=True)
    ratio = typical(pictures) / typical(reference)
    return [
        Figure(f"{what}: ratio to a bare Plotly.react", ratio, "ratio", limit, "of the medians, interleaved"),
        Figure(f"{what}: until painted", typical(pictures), "ms", None, spread(pictures)),
        Figure(f"{what}: until its words stand too", typical(words), "ms", None, spread(words)),
        Figure(f"{what}: bare Plotly.react", typical(reference), "ms", None, spread(reference)),
        Figure(f"{what}: from the server", median(sent), "bytes", most, f"median of {len(sent)}; most {max(sent):,}"),
    ]
