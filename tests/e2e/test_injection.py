"""Fifty texts that would run, in every text field of the database: no page runs one, with or without the policy's help.

Two walks over all pages: one with the policy switched off, so that the pages alone must hold; one with it on, so that
it has nothing to forbid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page
from playwright.sync_api import Error as BrowserError

from data_access.accounts import open_accounts
from data_access.commands import regions_of
from data_access.doors import open_doors
from data_access.household_index import IndexStore
from data_access.release import ReleaseStore, build_release
from data_access.scope import Role
from data_access.settings import read_settings
from data_access.tokens import household_tokens
from geo.commands import import_boundaries
from tests.e2e.serving import Server, environment
from tests.hostile import county, outlines, payloads

HOME = county.HOMES[0]
WATCH = """
  window.xss = n => console.error("XSS ran " + n);
  document.addEventListener("securitypolicyviolation", e =>
    console.error("XSS policy " + e.violatedDirective + " " + e.blockedURI + " " + (e.sample || "")));
"""
MADE = ", ".join(("[data-xss]", "base", *(f"[{name}^='{way}' i]" for name in ("href", "src", "formaction")
                                       for way in ("javascript:", "data:text/html"))))  # fmt: skip
PHONE, DESK = (390, 844), (1366, 768)


@dataclass(slots=True)
class Heard:
    """What the pages did that they should not."""

    said: list[str] = field(default_factory=list)
    pages: int = 0
    shown: int = 0


@dataclass(slots=True)
class Infected:
    """A server over the infected county, and the cookies of those who walk it."""

    server: Server
    token: str
    code: str
    cookies: dict[str, str]


@pytest.fixture(scope="module")
def infected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Infected]:
    """The product over a county whose every text would run; its users and saved names are no better."""
    folder = tmp_path_factory.mktemp("infected")
    home, url = folder / "home", f"sqlite:///{payloads.write(folder / 'county.sqlite').as_posix()}"
    settings = read_settings({"GUATU_HOME": str(home), "GUATU_DATABASE_URL": url})
    build_release(settings)
    import_boundaries([outlines.write(folder / "county.geojson")], regions_of(settings), settings.boundaries)
    IndexStore(settings).build(ReleaseStore(settings.releases).current())
    accounts = open_accounts(home)
    accounts.add("keeper", Role.ADMINISTRATOR, shown_name=payloads.PAYLOADS[12])
    for at, name in enumerate(("a<b>", "b'onload=xss(1)")):
        accounts.kiosk_add(f"{name}{at}", county.TOWN_A)
    told = {
        role: accounts.admit("oidc", role, payloads.PAYLOADS[at + 13], role, None, "127.0.0.1").token
        for at, role in enumerate((Role.COUNTY, Role.ADMINISTRATOR))
    }
    token = household_tokens(home).token(HOME.id)
    code = open_doors(home).codes(HOME.village, [token])[token]
    server = Server.start(environment(home, url), folder / "serve.log")
    yield Infected(server, token, code, told)
    assert server.interrupt() == 0, server.said()
    assert "Traceback" not in server.log.read_text("utf-8"), server.said()


def wall_pages(infected: Infected) -> list[str]:
    """The wall: map, panels, tiles, card, traces, both views, both languages."""
    village, town = HOME.village, county.TOWN_A
    return [
        "/",
        f"/?region={town}&lang=en&compare={county.TOWN_B}",
        f"/?region={village}&household={infected.token}",
        f"/?region={village}&household={infected.token}&lang=en",
        "/?view=industry&trace=registered_household_count",
        f"/?view=industry&region={village}&kind=AGRICULTURE&deck=flows&trace=INDUSTRY_HOUSEHOLD_COVERAGE",
        "/?view=industry&kind=SOLAR&deck=matrix",
        "/?view=industry&kind=WORKSHOP&deck=belts",
        "/?view=industry&kind=TOURISM&spotlight=gaps",
        "/?region=GROUP1&indicator=OWN&mode=desk",
    ]


def desk_pages(infected: Infected) -> list[str]:
    """Pages of one person: list, card, village, door, log, scenes, remote."""
    return [
        "/households/",
        f"/households/?region={HOME.village}&full=1",
        f"/household/{infected.token}",
        f"/household/{infected.token}?lang=en",
        f"/village/{HOME.village}?by=cause",
        f"/h/{infected.code}?plain=1",
        "/scenes",
        "/remote",
        "/account",
        f"/sign-in?next={payloads.PAYLOADS[13]}",
    ]


def walk(browser: Browser, infected: Infected, *, with_policy: bool) -> Heard:
    """Open every page as who may, move over it, and keep what was heard."""
    heard = Heard()
    for role, addresses in (
        (Role.COUNTY, wall_pages(infected)),
        (Role.COUNTY, desk_pages(infected)),
        (Role.ADMINISTRATOR, ["/admin", "/audit"]),
    ):
        context = browser.new_context(locale="zh-CN", bypass_csp=not with_policy, service_workers="block")
        cookie = {"name": "guatu_session", "value": infected.cookies[role], "url": infected.server.base}
        context.add_cookies([cookie])  # type: ignore[list-item]
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("console", lambda message: _hear(heard, message))
        page.on("dialog", lambda dialog: (heard.said.append(f"dialog {dialog.message}"), dialog.dismiss()))
        for address in addresses:
            look(page, infected, address, heard)
        if "/households/" in addresses:
            search(page, infected, heard)
        context.close()
    return heard


def look(page: Page, infected: Infected, address: str, heard: Heard) -> None:
    """One page, at rest, under the pointer, on a phone and on paper."""
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto(infected.server.base + address, wait_until="load")
    settle(page, address)
    for x, y in ((500, 330), (640, 420), (1100, 300), (200, 500)):
        page.mouse.move(x, y)
    if address.startswith(("/household/", "/h/", "/village/")):
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.emulate_media(media="print")
        page.emulate_media(media="screen")
    page.wait_for_timeout(60)
    judge(page, address, heard)


def settle(page: Page, address: str) -> None:
    """Wait until what the page asks for has come."""
    wanted = "#map path[data-region]" if address.startswith("/?") or address == "/" else None
    wanted = ".ag-row" if address.startswith("/households/") else wanted
    if wanted:
        page.wait_for_selector(wanted, state="attached", timeout=20_000)
    if "household=" in address:
        page.wait_for_selector('#card [role="dialog"]', timeout=20_000)
    quiet, last = 0, -1
    for _ in range(60):
        now = page.evaluate("() => document.querySelectorAll('*').length")
        quiet, last = (quiet + 1 if now == last else 0), now
        if quiet >= 4:
            return
        page.wait_for_timeout(60)


def judge(page: Page, address: str, heard: Heard) -> None:
    """Nothing of the payloads became an element, an attribute that runs, or a link."""
    made = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].map(n => n.outerHTML.slice(0, 160)).concat(
          [...document.querySelectorAll("*")].filter(n => n.getAttributeNames().some(a => a.startsWith("on")))
            .map(n => "handler " + n.outerHTML.slice(0, 160)))""",
        MADE,
    )
    heard.said += [f"{address}: made {one}" for one in made]
    heard.pages += 1
    heard.shown += "xss(" in page.content()


def search(page: Page, infected: Infected, heard: Heard) -> None:
    """What the search box finds and what is kept under a name is drawn by script."""
    page.goto(f"{infected.server.base}/households/", wait_until="load")
    settle(page, "/households/")
    box = page.locator("input[type=search], input[name=words]").first
    box.fill("<")
    box.press("Enter")
    page.wait_for_timeout(400)
    judge(page, "search", heard)


def _hear(heard: Heard, message: ConsoleMessage) -> None:
    if "XSS" in message.text or "Content Security Policy" in message.text:
        heard.said.append(message.text[:300])


@pytest.mark.parametrize("with_policy", [False, True], ids=("policy-off", "policy-on"))
def test_nothing_of_the_database_runs(browser: Browser, infected: Infected, with_policy: bool) -> None:
    assert len(payloads.PAYLOADS) == 50
    heard = walk(browser, infected, with_policy=with_policy)
    assert heard.said == [], "\n".join(heard.said[:10])
    assert heard.shown > 0.6 * heard.pages, "the payloads are not on the pages"


def test_the_walk_hears_what_runs(browser: Browser, infected: Infected, tmp_path: Path) -> None:
    """Guards the test above: most payloads do run where a page writes them as they are."""
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(WATCH)
    page, ran = context.new_page(), set[str]()
    page.on("console", lambda message: ran.add(message.text) if message.text.startswith("XSS ran") else None)
    for n, payload in enumerate(payloads.PAYLOADS):
        place = tmp_path / f"{n}.html"
        place.write_text(f"<!doctype html><meta charset=utf-8><body><p>{payload}</p>", "utf-8")
        try:
            page.goto(place.as_uri(), wait_until="commit")
            page.wait_for_timeout(25)
        except BrowserError:
            continue
    page.wait_for_timeout(300)
    context.close()
    assert len(ran) >= 20, sorted(ran)
