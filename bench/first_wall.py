"""The first complete wall beside a bare page with the whole plotly.js that draws the same map, turn by turn."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import plotly
from playwright.sync_api import Browser, BrowserContext, Page

from bench.figures import Figure, spread, typical
from tests.e2e.serving import Server, free_port

ROUNDS = 12
COLD_LIMIT, WARM_LIMIT = 1.0, 0.5
MOST_BYTES = 2_200_000
SIZE: Any = {"width": 1920, "height": 1080}

COMPLETE = """
  const has = selector => document.querySelector(selector);
  return Boolean(window.guatu && window.guatu.painted && has('#kpi > *') && has('#coverage > *') && has('#alerts > *')
    && ['causes', 'structure', 'progress'].every(name => has('#' + name + ' .main-svg'))
    && has('#map .choroplethlayer path') && has('#map-table tr[data-region]'));
"""
"""Every panel of the county wall is drawn."""

WATCH = f"""(() => {{
  const isComplete = () => {{ {COMPLETE} }};
  window.complete = null;
  const look = () => {{
    if (!isComplete()) return requestAnimationFrame(look);
    requestAnimationFrame(() => {{ window.complete = performance.now(); }});
  }};
  requestAnimationFrame(look);
}})()"""

BARE = """<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,">
<body style="margin:0"><div id="map" style="width:1920px;height:1080px"></div>
<script src="plotly.min.js"></script><script>
window.complete = null;
window.PlotlyGeoAssets = TOPOLOGY;
fetch('figure.json').then(answer => answer.json()).then(({ data, layout }) => Plotly.newPlot('map', data, layout))
  .then(() => requestAnimationFrame(() => requestAnimationFrame(() => { window.complete = performance.now(); })));
</script>"""

FIGURE = "() => { const { data, layout } = document.getElementById('map'); return JSON.stringify({ data, layout }); }"


def measure(browser: Browser, base: str) -> list[Figure]:
    """Cold and warm times of the wall as shares of the bare page's, and the bytes of a cold start."""
    figure, topology = _figure(browser, base)
    with tempfile.TemporaryDirectory() as folder, _bare_page(Path(folder), figure, topology) as bare:
        reference, cold, warm, sent = [], [], [], []
        for _ in range(ROUNDS):
            with _context(browser) as context:
                reference.append(_load(context.new_page(), bare))
            with _context(browser) as context:
                page = context.new_page()
                page.add_init_script(WATCH)
                bytes_sent = _count_bytes(page)
                cold.append(_load(page, base))
                sent.append(sum(bytes_sent))
                page.wait_for_timeout(1500)
                warm.append(_load(page, base))
    return [
        Figure("cold: ratio to a bare page", typical(cold) / typical(reference), "ratio", COLD_LIMIT, "of the medians"),
        Figure("warm: ratio to a bare page", typical(warm) / typical(reference), "ratio", WARM_LIMIT, "of the medians"),
        Figure("cold: until every panel is drawn", typical(cold), "ms", None, spread(cold)),
        Figure("warm: until every panel is drawn", typical(warm), "ms", None, spread(warm)),
        Figure("bare page with the stock plotly.js, one map", typical(reference), "ms", None, spread(reference)),
        Figure("cold: transfer until every panel is drawn", max(sent), "bytes", MOST_BYTES, "the most, compressed"),
    ]


@contextmanager
def _context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=SIZE, bypass_csp=True)
    try:
        yield context
    finally:
        context.close()


def _load(page: Page, address: str) -> float:
    page.goto(address, wait_until="commit")
    return float(page.wait_for_function("() => window.complete", polling=50).json_value())


def _count_bytes(page: Page) -> list[int]:
    counted: list[int] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: counted.append(int(event["encodedDataLength"])))
    return counted


def _figure(browser: Browser, base: str) -> tuple[str, str]:
    with _context(browser) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        _load(page, base)
        return str(page.evaluate(FIGURE)), str(page.evaluate("() => JSON.stringify(window.PlotlyGeoAssets)"))


@contextmanager
def _bare_page(folder: Path, figure: str, topology: str) -> Iterator[str]:
    stock = Path(str(plotly.__file__)).parent / "package_data" / "plotly.min.js"
    (folder / "plotly.min.js").write_bytes(stock.read_bytes())
    (folder / "figure.json").write_text(figure, "utf-8")
    (folder / "index.html").write_text(BARE.replace("TOPOLOGY", topology), "utf-8")
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        server = Server(process, f"http://127.0.0.1:{port}", folder / "log", 0.0)
        while server.status("/") != 200:
            assert process.poll() is None, "the bare page's server ended"
        yield f"{server.base}/"
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    from playwright.sync_api import sync_playwright

    from tests.e2e.conftest import ARGUMENTS

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        found = measure(launched, sys.argv[1])
        print(json.dumps([(one.what, round(one.value, 2), one.note) for one in found], indent=1))
        launched.close()
