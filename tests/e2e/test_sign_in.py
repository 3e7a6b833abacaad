"""Before a real county: the door, the first password, who is said to be here, a wall of its own, and out again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from data_access.accounts import Accounts, open_accounts
from data_access.scope import Role
from tests.e2e.conftest import OpenWall
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

GOOD = "correct-horse-9"
UNAUTHORISED = r"status of 401"
PAGES = ("/sign-in", "/kiosk", "/password", "/account", "/admin", "/audit", "/imports")


@dataclass(frozen=True)
class County:
    server: Server
    accounts: Accounts


@pytest.fixture(scope="module")
def county(demo_server: Server, demo_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The demo county's database named as a real one is, so that everyone must sign in; its release stands already."""
    assert demo_server.status("/readyz") == 200
    home = Path(demo_env["GUATU_HOME"])
    accounts = open_accounts(home)
    accounts.set_password("chief", accounts.add("chief", Role.ADMINISTRATOR, None, "主任"), GOOD)
    env = {**demo_env, "GUATU_DATABASE_URL": f"sqlite:///{(home / 'demo' / 'bashang.sqlite').as_posix()}"}
    server = Server.start(env, tmp_path_factory.mktemp("real") / "serve.log")
    yield County(server, accounts)
    assert server.interrupt() == 0, server.said()
    assert "Traceback" not in server.log.read_text("utf-8"), server.said()


@pytest.fixture
def screen(county: County, open_wall: OpenWall) -> Screen:
    opened = open_wall(county.server, (1366, 768), apart=True)
    opened.allow(UNAUTHORISED)
    return opened


def come_in(page: Page, name: str, password: str) -> None:
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("form .is-first").click()


def until_at(page: Page, path: str, seconds: float = 20) -> None:
    """However it gets there: a page that is sent away twice at once gives up the first way, which is no error."""
    expect(page).to_have_url(re.compile(rf"^[^?]*{re.escape(path)}(\?.*)?$"), timeout=seconds * 1000)
    page.wait_for_load_state()


def test_the_way_in_and_out_again(county: County, screen: Screen) -> None:
    first = county.accounts.add("wang", Role.COUNTY, None, "王某某")
    page = screen.page
    page.goto(f"{county.server.base}/?period=2018&lang=zh")
    until_at(page, "/sign-in")
    come_in(page, "wang", "not-the-password")
    expect(page.locator("[role=alert]")).to_contain_text("用户名、密码或验证码不对")
    come_in(page, "wang", first)
    until_at(page, "/password")
    page.goto(f"{county.server.base}/?period=2018&lang=zh")
    until_at(page, "/password")
    page.locator("[name=old]").fill(first)
    page.locator("[name=new]").fill(GOOD)
    page.locator("[name=again]").fill(GOOD)
    page.locator("form .is-first").click()
    until_at(page, "/")
    screen.go("?period=2018&lang=zh", period=2018)
    page.locator(".menu > summary").click()
    expect(page.locator("[data-who] [data-said]")).to_have_text("王某某 · 县级干部")
    expect(page.locator("[data-way=households]")).to_be_visible()
    expect(page.locator("[data-way=admin]")).to_be_hidden()
    page.locator("[data-who] button").click()
    until_at(page, "/sign-in")
    page.go_back()
    until_at(page, "/sign-in")


def test_a_wall_whose_session_ended_elsewhere_goes_dark(county: County, screen: Screen) -> None:
    page = screen.page
    page.goto(f"{county.server.base}/sign-in")
    come_in(page, "chief", GOOD)
    until_at(page, "/")
    screen.go("?period=2018", period=2018)
    county.accounts.end_all("chief")
    until_at(page, "/sign-in", 40)
    assert "next=%2F%3Fperiod%3D2018" in page.url


def test_scenes_that_go_on_by_themselves_do_not_keep_a_session(county: County, screen: Screen) -> None:
    page = screen.page
    page.clock.install()
    page.goto(f"{county.server.base}/sign-in")
    come_in(page, "chief", GOOD)
    until_at(page, "/")
    screen.go("?period=2018", period=2018)
    page.locator(".menu > summary").click()
    expect(page.locator("[data-who] [data-said]")).to_contain_text("主任")
    page.clock.fast_forward(29 * 60_000)
    page.mouse.click(5, 5)
    page.clock.fast_forward(29 * 60_000)
    page.wait_for_timeout(300)
    assert "/sign-in" not in page.url, "a hand was there half an hour ago"
    page.clock.fast_forward(2 * 60_000)
    until_at(page, "/sign-in")
    assert not any(one.scope.user == "chief" for one in county.accounts.sessions())


def test_a_wall_is_enrolled_and_revoked(county: County, screen: Screen, open_wall: OpenWall) -> None:
    admin = open_wall(county.server, (1366, 768), apart=True).page
    admin.goto(f"{county.server.base}/sign-in?next=/admin")
    come_in(admin, "chief", GOOD)
    until_at(admin, "/admin")
    form = admin.locator("form[action^='/admin/add_kiosk']")
    form.locator("[name=name]").fill("大厅")
    form.locator("button").click()
    code = admin.locator(".once").inner_text()
    page = screen.page
    page.goto(f"{county.server.base}/kiosk")
    page.locator("[name=code]").fill(code)
    page.locator("form .is-first").click()
    until_at(page, "/")
    screen.go("?lang=zh")
    page.locator(".menu > summary").click()
    expect(page.locator("[data-who] [data-said]")).to_have_text("大屏终端 大厅")
    expect(page.locator("[data-who] button")).to_be_hidden()
    admin.locator("form[action^='/admin/revoke_kiosk'] button").click()
    expect(admin.locator("[role=status]")).to_contain_text("已撤销大屏终端 大厅")
    until_at(page, "/sign-in", 40)


def test_every_page_of_the_desk_fits_and_can_be_read(county: County, open_wall: OpenWall) -> None:
    screen = open_wall(county.server, (1366, 768), apart=True)
    page, axe = screen.page, Axe()
    wrong: list[str] = []
    for name in ("", "chief"):
        if name:
            page.goto(f"{county.server.base}/sign-in")
            come_in(page, name, GOOD)
            until_at(page, "/")
        for path in PAGES[:2] if not name else PAGES[2:]:
            for theme, lang, size in (("dark", "zh", (1366, 768)), ("light", "en", (390, 844))):
                page.set_viewport_size({"width": size[0], "height": size[1]})
                page.goto(f"{county.server.base}{path}?theme={theme}&lang={lang}")
                found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
                wrong += [f"{path} {theme}: {one['id']} {one['nodes'][0]['html'][:90]}" for one in found]
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    wrong.append(f"{path} {size}: wider than the screen")
    assert wrong == []
