"""The same two clicks on every page: another indicator, and a township; and the way back from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, Request, Route
from playwright.sync_api import TimeoutError as Late

from bench.browser import PRESS_MS
from bench.peers.county import INDICATORS
from bench.probe import PATIENCE_MS, PROBE, arm, quiet, took

CODES = list(INDICATORS)
EMPTY_WORLD = (
    '{"type":"Topology","arcs":[],"objects":{'
    + ",".join(
        f'"{name}":{{"type":"GeometryCollection","geometries":[]}}'
        for name in ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
    )
    + "}}"
)


@dataclass(frozen=True)
class Hands:
    """How a page is used: `choose` an indicator, go `back` to the county; where it is opened."""

    choose: Callable[[Page, str], object]
    back: Callable[[Page], object]
    path: str = "/"


def _dash_choose(page: Page, code: str) -> None:
    page.locator("#indicator").click()
    page.locator(".dash-dropdown-option, [role=option]").filter(has_text=INDICATORS[code]).first.click()


def _streamlit_choose(page: Page, code: str) -> None:
    page.locator('[data-testid="stSelectbox"] [role="combobox"], [data-testid="stSelectbox"] input').first.click()
    page.locator('[role="option"]').filter(has_text=INDICATORS[code]).first.click()


def _panel_choose(page: Page, code: str) -> None:
    page.locator("select").select_option(label=INDICATORS[code])


def _guatu_choose(page: Page, code: str) -> None:
    page.locator(f'#map-tabs [data-tabs="overview"] [data-indicator="{code}"]').click()


def _to_county(page: Page) -> None:
    page.get_by_role("button", name="Back to the county").click()


HANDS: dict[str, Hands] = {
    "bare": Hands(lambda page, code: page.locator(f"#{code}").click(), lambda page: page.locator("#back").click()),
    "guatu": Hands(_guatu_choose, lambda page: page.keyboard.press("Escape"), "/?view=overview&layers=none"),
    "dash": Hands(_dash_choose, _to_county),
    "streamlit": Hands(_streamlit_choose, _to_county),
    "panel": Hands(_panel_choose, _to_county, "/panel_page"),
}


class Screen:
    """A page of a peer in a profile of its own; counts the server's bytes and the requests to other hosts."""

    def __init__(self, browser: Browser, name: str, base: str, *, closed: bool = False) -> None:
        self.hands = HANDS[name]
        self.address = base + self.hands.path
        context = browser.new_context(
            viewport={"width": 1920, "height": 1080}, service_workers="block", bypass_csp=True, locale="zh-CN"
        )
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.bytes = 0
        self.foreign: list[str] = []
        self.asked: list[Request] = []
        self.page.on("request", lambda request: self._asked(request, base))
        if not closed:  # what the public host would answer: plotly's coastlines, which nobody sees
            self.page.route("**/*topojson*/**", _world)
            self.page.route("**/world_*.json", _world)
        network = context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda said: self._count(said["encodedDataLength"]))
        network.on("Network.webSocketFrameReceived", self._frame)
        self.page.add_init_script(PROBE)
        self.page.goto(self.address, wait_until="commit")

    def _asked(self, request: Request, base: str) -> None:
        self.asked.append(request)
        if not request.url.startswith((base, "data:", "blob:", "about:")):
            self.foreign.append(request.url)

    def _count(self, count: float) -> None:
        self.bytes += int(count)

    def _frame(self, said: dict[str, Any]) -> None:
        body = said["response"]["payloadData"]
        self.bytes += len(body) * 3 // 4 if said["response"]["opcode"] == 2 else len(body.encode())

    def stands(self, within_ms: int = 60_000) -> bool:
        """Whether a map is drawn within the time."""
        try:
            self.page.wait_for_function("() => window.peer.paths > 10", timeout=within_ms)
        except Late:
            return False
        return True

    def quiet(self) -> None:
        """Wait until the picture has not changed for a while."""
        quiet(self.page)

    def act(self, do: Callable[[], object]) -> tuple[float, int]:
        """Milliseconds from the last touch to the last change of the picture, painted; and bytes from the server."""
        self.page.bring_to_front()
        arm(self.page)
        before = self.bytes
        do()
        return took(self.page), self.bytes - before

    def choose(self, code: str) -> tuple[float, int]:
        """Another indicator."""
        return self.act(lambda: self.hands.choose(self.page, code))

    def drill(self, code: str) -> tuple[float, int]:
        """A click on a township of the county."""
        self.page.bring_to_front()
        x, y = self.point(code)
        return self.act(lambda: self.page.mouse.click(x, y, delay=PRESS_MS))

    def point(self, code: str) -> tuple[float, float]:
        """The pointer, resting inside a region. Raises playwright's TimeoutError where the region is not drawn."""
        found = self.page.evaluate("code => window.peer.inside(code)", code)
        if found is None:
            raise Late(f"{code} is not drawn")
        x, y = found
        self.page.mouse.move(x - 3, y - 3)
        self.page.mouse.move(x, y)
        self.page.wait_for_timeout(250)
        return x, y

    def back(self) -> tuple[float, int]:
        """To the county again."""
        return self.act(lambda: self.hands.back(self.page))

    @property
    def shape(self) -> str:
        """Which region is drawn: the codes of its parts."""
        self.page.evaluate("() => window.peer.watch()")
        self.page.wait_for_timeout(200)
        return str(self.page.evaluate("() => window.peer.shape"))

    def close(self) -> None:
        """Its profile too."""
        self.page.context.close()


def _world(route: Route) -> None:
    route.fulfill(body=EMPTY_WORLD, content_type="application/json", headers={"access-control-allow-origin": "*"})
