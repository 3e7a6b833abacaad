"""Hands and eyes for the wall: real clicks on real outlines, and what stands on the screen afterwards."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

OUTPUT = Path(__file__).parent / "output"
"""Where the pictures of a run with GUATU_SHOTS=1 are."""

REST_S = 0.15
"""How long nothing may have been asked before the page itself is asked whether it has anything left to do."""

COUNT_IDLE = """() => {
  const later = window.idleLater = window.requestIdleCallback.bind(window);
  window.idleWaiting = 0;
  window.requestIdleCallback = (work, options) => {
    window.idleWaiting += 1;
    return later(deadline => { window.idleWaiting -= 1; work(deadline); }, options);
  };
}"""
"""What the product asks ahead it asks in idle time: while some of it waits, something may still be asked."""

AT_REST = """() => new Promise(rest => {
  window.setTimeout(rest, 5000, -1);
  const moves = () => window.guatu && window.guatu.isMoving && window.guatu.isMoving();
  const frames = (left, then) =>
    requestAnimationFrame(() => (left > 0 || moves() ? frames(left - 1, then) : then()));
  document.fonts.ready.then(() => frames(1, () => {
    const waiting = window.idleWaiting;
    window.idleLater(() => frames(1, () => rest(waiting)));
  }));
})"""
"""Resolves when nothing moves and the page has nothing to do, with how much was waiting for that."""

POINT = """code => {
  const path = document.querySelector(`#map path[data-region="${code}"]`);
  if (!path) return null;
  const box = path.getBoundingClientRect();
  const back = path.getScreenCTM().inverse();
  const n = 28;
  const dots = [...document.querySelectorAll("#map path.point")].map(d => d.getBoundingClientRect());
  const lone = (x, y) => dots.every(d => Math.hypot(d.left + d.width / 2 - x, d.top + d.height / 2 - y) > 32);
  const hit = [];
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
    const x = box.left + (i + 0.5) * box.width / n, y = box.top + (j + 0.5) * box.height / n;
    const top = document.elementFromPoint(x, y);
    const free = top && top.closest("#map");
    hit.push(Boolean(free && path.isPointInFill(new DOMPoint(x, y).matrixTransform(back))));
  }
  let best = null, most = -1;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
    if (!hit[i * n + j]) continue;
    let count = lone(box.left + (i + 0.5) * box.width / n, box.top + (j + 0.5) * box.height / n) ? 100 : 0;
    for (let a = -4; a <= 4; a++) for (let b = -4; b <= 4; b++)
      if (i + a >= 0 && i + a < n && j + b >= 0 && j + b < n && hit[(i + a) * n + j + b]) count++;
    if (count > most) {
      most = count;
      best = [box.left + (i + 0.5) * box.width / n, box.top + (j + 0.5) * box.height / n];
    }
  }
  return best;
}"""

# what the browser asks ahead when it has nothing else to do, and the stream that never ends
AHEAD = re.compile(r"/(wall/values|wall/under|wall/points|boundaries|readyz|live)\b")


def _card(search: str) -> str:
    return next((part for part in search.split("&") if part.startswith("household=")), "")


class Screen:
    """One page on the wall; counts requests, and keeps every error and every request to another host."""

    def __init__(self, page: Page, base: str, name: str) -> None:
        self.page = page
        self.base = base
        self.name = re.sub(r"[^A-Za-z0-9_]+", "-", name)
        self.host = urlsplit(base).netloc
        self.requests: list[Request] = []
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.allowed: list[str] = []
        self._open: set[Request] = set()
        self._last = self._last_any = time.monotonic()
        self._steps = 0
        page.add_init_script(f"({COUNT_IDLE})()")
        page.on("request", self._asked)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(f"page: {error}"))

    # what is watched

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob"):
            if parts.netloc != self.host:
                self.foreign.append(request.url)
            self.requests.append(request)
            if parts.path != "/live":  # the stream never ends
                self._open.add(request)
            self._mark(request)

    def _answered(self, request: Request) -> None:
        self._open.discard(request)
        self._mark(request)

    def _mark(self, request: Request) -> None:
        self._last_any = time.monotonic()
        if not AHEAD.search(request.url):
            self._last = self._last_any

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "blocked by Playwright" not in message.text:
            self.errors.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def allow(self, pattern: str) -> None:
        """Errors that the test itself causes."""
        self.allowed.append(pattern)

    def unexpected(self) -> list[str]:
        """Errors of page and console that no test caused."""
        return [said for said in self.errors if not any(re.search(pattern, said) for pattern in self.allowed)]

    # going about

    def go(self, search: str = "", **expected: object) -> None:
        """Open the wall at `search` and wait until it stands."""
        first = len(self.requests)
        self.page.goto(f"{self.base}/{search}")
        self._stand(None, expected)
        self._panels(first)
        self.quiet()

    def act(self, do: Callable[[], object], **expected: object) -> None:
        """Do something that repaints the wall, and wait until the new picture stands."""
        first, before, search = len(self.requests), self.painted(), self.search
        do()
        self._stand(before["at"], expected)
        now = self.painted()
        if any(before[key] != now[key] for key in ("region", "period")) or _card(search) != _card(self.search):
            self._panels(first)
        self.quiet()

    def _panels(self, first: int) -> None:
        """Wait until the panels that follow the map have been asked for."""
        until = time.monotonic() + 30
        while not any("_dash-update-component" in request.url for request in self.requests[first:]):
            assert time.monotonic() < until, "no panel follows"
            self.page.wait_for_timeout(30)

    def _stand(self, before: float | None, expected: dict[str, object]) -> None:
        self.page.wait_for_function(
            """([before, expected]) => {
              const p = window.guatu && window.guatu.painted;
              return p && p.at !== before && window.guatu.told === window.guatu.wanted &&
                Object.entries(expected).every(([k, v]) => p[k] === v);
            }""",
            arg=[before, expected],
            timeout=45_000,
        )

    def quiet(self, *, all_of_it: bool = False) -> None:
        """Wait until the panels stand; with `all_of_it` until nothing is asked ahead any more either."""
        until = time.monotonic() + 60
        while True:
            if (last := self._rests(all_of_it=all_of_it)) and time.monotonic() - last > REST_S:
                waiting = self.page.evaluate(AT_REST)
                if last == self._rests(all_of_it=all_of_it) and not (all_of_it and waiting):
                    break
            assert time.monotonic() < until, f"never quiet: {[request.url for request in self._open]}"
            self.page.wait_for_timeout(25)

    def _rests(self, *, all_of_it: bool) -> float:
        """When the last word came, if nothing is open; else 0."""
        is_open = any(all_of_it or not AHEAD.search(request.url) for request in self._open)
        return 0.0 if is_open else self._last_any if all_of_it else self._last

    def answered(self) -> None:
        """Wait until the server has answered all that is asked by now."""
        until = time.monotonic() + 60
        self.page.wait_for_timeout(30)
        while self._open:
            assert time.monotonic() < until, f"no answer: {[request.url for request in self._open]}"
            self.page.wait_for_timeout(20)

    @contextmanager
    def counting(self) -> Iterator[list[Request]]:
        """The requests made meanwhile, without the heartbeat and the live stream."""
        first = len(self.requests)
        made: list[Request] = []
        yield made
        made += [request for request in self.requests[first:] if urlsplit(request.url).path not in ("/readyz", "/live")]

    def point_in(self, code: str) -> tuple[float, float]:
        """A point of the screen well inside the outline of a region, on the bare map, and on no dot if that can be."""
        point = self.page.evaluate(POINT, code)
        assert point, f"no free point inside {code}"
        return point[0], point[1]

    def click_region(self, code: str, *, button: Any = "left") -> None:
        """A real click of the mouse inside the outline."""
        x, y = self.point_in(code)
        self.page.mouse.move(x, y)
        self.page.wait_for_timeout(120)  # a hand rests before it presses
        self.page.mouse.click(x, y, button=button)

    def open_region(self, code: str) -> None:
        """Click an outline and wait for what it leads to."""
        self.act(lambda: self.click_region(code), region=code)

    def tab_to(self, selector: str, most: int = 400) -> None:
        """Press Tab until the focus is on what `selector` names."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(
                "s => Boolean(document.activeElement && document.activeElement.matches(s))", selector
            ):
                return
        raise AssertionError(f"Tab never reaches {selector}")

    # what stands

    def painted(self) -> dict[str, Any]:
        """What the painter says it has painted."""
        return dict(self.page.evaluate("() => window.guatu.painted"))

    @property
    def search(self) -> str:
        """The query string of the address."""
        return urlsplit(self.page.url).query

    def on_map(self) -> list[str]:
        """The regions drawn, in the order of the document."""
        return list(
            self.page.evaluate(
                "() => [...document.querySelectorAll('#map path[data-region]')].map(n => n.dataset.region)"
            )
        )

    def fills(self) -> dict[str, str]:
        """The colour of each outline."""
        return dict(
            self.page.evaluate(
                """() => Object.fromEntries([...document.querySelectorAll('#map path[data-region]')]
                     .map(n => [n.dataset.region, getComputedStyle(n).fill]))"""
            )
        )

    def table(self) -> dict[str, str]:
        """The figure of each row of the table twin, in its order."""
        return dict(
            self.page.evaluate(
                """() => Object.fromEntries([...document.querySelectorAll('#map-table tr[data-region]')]
                     .map(n => [n.dataset.region, n.querySelector('td.number').textContent.trim()]))"""
            )
        )

    def labels(self) -> str:
        """All words written on the map."""
        return str(
            self.page.evaluate("() => [...document.querySelectorAll('#map text')].map(n => n.textContent).join('|')")
        )

    def legend(self) -> list[tuple[str, int]]:
        """Range and count of each class of the legend; the last one is "not reported"."""
        rows = self.page.evaluate(
            """() => [...document.querySelectorAll('#map-legend [data-class], #map-legend .legend-missing')].map(n =>
                 [n.querySelector('.legend-range').textContent,
                  Number(n.querySelector('.legend-count').textContent)])"""
        )
        return [(str(name), int(count)) for name, count in rows]

    def text(self, selector: str) -> str:
        """The visible words of one element."""
        return self.page.locator(selector).inner_text()

    def breadcrumb(self) -> list[str]:
        """The names of the way, without the words for what lies below."""
        return self.page.locator("#breadcrumb a").all_inner_texts()

    def picture(self) -> dict[str, Any]:
        """All that the state decides, to be compared with another browser's."""
        return {
            "painted": {key: value for key, value in self.painted().items() if key != "at"},
            "fills": self.fills(),
            "table": self.table(),
            "labels": self.labels(),
            "legend": self.legend(),
            "sentence": self.text("#sentence"),
            "breadcrumb": self.breadcrumb(),
            "kpi": self.text("#kpi"),
            "pressed": self.page.evaluate(
                "() => [...document.querySelectorAll('[aria-pressed=true]')].map(n => n.textContent)"
            ),
        }

    def shot(self, step: str, folder: str = "", *, full_page: bool = False) -> None:
        """A picture of this step, where GUATU_SHOTS asks for pictures; in a `folder` it has the step's name alone."""
        self._steps += 1
        if os.environ.get("GUATU_SHOTS"):
            name = step if folder else f"{self.name}-{self._steps:02d}-{step}"
            (OUTPUT / folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=OUTPUT / folder / f"{name}.png", full_page=full_page)
