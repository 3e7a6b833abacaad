"""The panel of kinds: chosen by hand and by address, legible whichever kind it tells of, and each figure a way in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.measures import over_each_other, words_on
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

KINDS = ("ALL", "SOLAR", "TOURISM", "WORKSHOP", "AGRICULTURE", "ECOMMERCE", "ECOLOGY", "HANDICRAFT", "JOBS", "PAIRING")

SMALL = """() => {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const nodes = [...document.querySelectorAll('.slot-kind *')].filter(n => n.getClientRects().length);
  const small = nodes.filter(n => [...n.childNodes].some(c => c.nodeType === 3 && c.textContent.trim()))
    .filter(n => parseFloat(getComputedStyle(n).fontSize) < Math.min(16, rem) - 0.01);
  const tight = nodes.filter(n => n.matches('button, summary') && n.getBoundingClientRect().height < 24);
  const name = n => n.className + ': ' + n.textContent.slice(0, 20);
  const scroll = document.querySelector('.kind-scroll');
  return [small.map(name), tight.map(name), scroll.scrollWidth - scroll.clientWidth];
}"""


def chooser(wall: Screen, kind: str) -> str:
    return f'.kind-chooser [data-set="kind={kind}"]'


def shown(wall: Screen, kind: str) -> None:
    expect(wall.page.locator(chooser(wall, kind))).to_have_attribute("aria-pressed", "true")
    expect(wall.page.locator(f'.kind[data-kind="{kind}"]')).to_be_visible()
    wall.quiet()


@pytest.mark.parametrize(("size", "search"), [((1920, 1080), ""), ((1366, 768), "&lang=en")])
def test_whichever_kind_is_chosen_it_can_be_read(
    demo_server: Server, open_wall: OpenWall, size: tuple[int, int], search: str
) -> None:
    wall = open_wall(demo_server, size)
    wall.go(f"?view=industry{search}")
    wall.quiet()
    for kind in KINDS if size == (1920, 1080) and not search else KINDS[:4]:
        wall.page.locator(chooser(wall, kind)).click()
        shown(wall, kind)
        assert (kind, wall.page.evaluate(SMALL)) == (kind, [[], [], 0])
        own = [word for word in words_on(wall) if word["where"] == "industry-kind"]
        assert len(own) > 2
        assert [word for word in own if word["cut"] or word["spills"]] == []
        assert over_each_other([word for word in own if word["shown"]]) == []


def test_a_kind_is_chosen_by_hand_by_key_and_by_address(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server)
    wall.go("?view=industry")
    wall.quiet()
    title = wall.page.locator(".panel-kind h2")
    every = title.inner_text()
    wall.page.locator('.kind-row-open[data-set="kind=SOLAR"]').click()
    shown(wall, "SOLAR")
    assert "kind=SOLAR" in wall.search
    expect(title).not_to_have_text(every)
    button = wall.page.locator(chooser(wall, "TOURISM"))
    button.focus()
    button.press("Enter")
    shown(wall, "TOURISM")
    chosen = title.inner_text()
    wall.page.go_back()
    shown(wall, "SOLAR")
    wall.go("?view=industry&kind=TOURISM")
    shown(wall, "TOURISM")
    expect(title).to_have_text(chosen)
    wall.page.locator(".kind-value").first.click()
    expect(wall.page.locator("dialog.trace[open]")).to_be_visible()
    assert "trace=" in wall.search


def test_a_station_to_see_to_is_one_click_from_its_village(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server)
    wall.go("?view=industry&kind=SOLAR")
    wall.quiet()
    wall.page.locator(".kind-alert").first.click()
    station = wall.page.locator(".kind-stations button").first
    expect(station).to_be_visible()
    assert "spotlight=kind" in wall.search
    region = (station.get_attribute("data-set") or "").removeprefix("region=")
    wall.act(station.click, region=region)
    assert f"region={region}" in wall.search
