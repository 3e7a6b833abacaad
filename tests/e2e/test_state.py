"""The URL is the state: one address, one picture; nothing is shared between two screens; nonsense falls back aloud."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

CARD = '#card [role="dialog"]'
DEFAULT = "POVERTY_INCIDENCE"


@pytest.fixture(scope="module")
def township(demo_database: Path) -> str:
    return Facts(demo_database).children(COUNTY)[3]


@pytest.fixture(scope="module")
def village(demo_database: Path, township: str) -> str:
    return Facts(demo_database).village_with(township, 20, 200)


def test_an_address_opened_elsewhere_gives_the_same_picture(
    demo_server: Server, wall: Screen, open_wall: OpenWall, township: str
) -> None:
    wall.open_region(township)
    wall.act(lambda: wall.page.locator('#map-tabs [data-tabs="overview"] [data-indicator="INCOME_PER_PERSON"]').click())
    wall.act(lambda: wall.page.locator('#map-periods [data-period="2017"]').click(), period=2017)
    wall.act(lambda: wall.page.locator('#map-layers [data-layer="tourism"]').click())
    wall.shot("clicked")
    other = open_wall(demo_server, name="the-same-address-elsewhere", apart=True)
    other.go(f"?{wall.search}", region=township, indicator="INCOME_PER_PERSON", period=2017)
    other.shot("opened")
    assert other.picture() == wall.picture()


def test_the_card_has_an_address_too(
    demo_server: Server, wall: Screen, open_wall: OpenWall, township: str, village: str
) -> None:
    wall.open_region(township)
    wall.open_region(village)
    wall.act(wall.page.locator("#households [data-household]").nth(1).click)
    expect(wall.page.locator(CARD)).to_be_visible()
    other = open_wall(demo_server, name="the-card-elsewhere", apart=True)
    other.go(f"?{wall.search}", region=village)
    expect(other.page.locator(CARD)).to_be_visible()
    assert other.text(CARD) == wall.text(CARD)


def test_two_screens_share_nothing(demo_server: Server, wall: Screen, open_wall: OpenWall, township: str) -> None:
    other = open_wall(demo_server, name="second-screen", apart=True)
    other.go()
    before = other.picture()
    wall.open_region(township)
    wall.act(lambda: wall.page.locator('#map-periods [data-period="2016"]').click(), period=2016)
    other.quiet()
    assert other.picture() == before
    other.page.reload()
    other.go()
    assert other.picture() == before
    other.act(lambda: other.page.locator('#map-periods [data-period="2015"]').click(), period=2015)
    assert (wall.painted()["region"], wall.painted()["period"]) == (township, 2016)
    assert (other.painted()["region"], other.painted()["period"]) == (COUNTY, 2015)


@pytest.mark.parametrize(
    ("search", "painted"),
    [
        ("?region=123", {"region": COUNTY}),
        ("?region=%3Cscript%3Ealert(1)%3C%2Fscript%3E", {"region": COUNTY}),
        ("?region=" + "9" * 3000, {"region": COUNTY}),
        ("?indicator=NO_SUCH_THING", {"indicator": DEFAULT}),
        ("?indicator=constructor", {"indicator": DEFAULT}),
        ("?period=1066", {"period": 2019}),
        ("?period=abc", {"period": 2019}),
        ("?layers=volcano", {}),
        ("?lang=xx", {}),
    ],
)
def test_nonsense_in_the_address_falls_back_and_says_so(
    demo_server: Server, open_wall: OpenWall, search: str, painted: dict[str, object]
) -> None:
    wall = open_wall(demo_server)
    wall.allow(r"Failed to load resource")  # the server's 404 is how the browser learns that there is no such region
    wall.go(search, region=COUNTY, indicator=DEFAULT, period=2019)
    assert {key: wall.painted()[key] for key in painted} == painted
    assert len(wall.on_map()) == 18
    notice = wall.page.locator("#notice")
    expect(notice).to_be_visible()
    assert notice.inner_text().strip()
    wall.shot("notice")


@pytest.mark.parametrize("token", ["garbage", "A" * 20, "%27%20OR%201%3D1--", "x" * 500, "../../etc", "9910000001"])
def test_a_household_that_stands_for_nothing_gives_a_notice_and_no_card(
    demo_server: Server, open_wall: OpenWall, village: str, token: str
) -> None:
    wall = open_wall(demo_server)
    wall.allow(r"Failed to load resource|_dash-update-component")
    wall.go(f"?region={village}&household={token}", region=village)
    notice = wall.page.locator("#notice")
    expect(notice).to_be_visible()
    assert notice.inner_text().strip()
    expect(wall.page.locator(CARD)).to_have_count(0)
    wall.shot("notice")


def test_a_card_of_one_village_does_not_open_in_another(
    demo_server: Server, open_wall: OpenWall, demo_database: Path, township: str, village: str
) -> None:
    wall = open_wall(demo_server)
    wall.go(f"?region={village}")
    token = wall.page.locator("#households [data-household]").first.get_attribute("data-household")
    other = next(code for code in Facts(demo_database).children(township) if code != village)
    wall.go(f"?region={other}&household={token}", region=other)
    expect(wall.page.locator("#notice")).to_be_visible()
    expect(wall.page.locator(CARD)).to_have_count(0)
