"""Three clicks from the county to a household's card, and every way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

CARD = '#card [role="dialog"]'


@pytest.fixture(scope="module")
def facts(demo_database: Path) -> Facts:
    return Facts(demo_database)


@pytest.fixture(scope="module")
def township(facts: Facts) -> str:
    return facts.children(COUNTY)[10]


@pytest.fixture(scope="module")
def village(facts: Facts, township: str) -> str:
    return facts.village_with(township, 20, 200)


def open_card(wall: Screen, at: int = 2) -> None:
    tile = wall.page.locator("#households [data-household]").nth(at)
    wall.act(tile.click)
    expect(wall.page.locator(CARD)).to_be_visible()


def test_click_down_to_a_card_and_esc_all_the_way_up(wall: Screen, facts: Facts, township: str, village: str) -> None:
    page = wall.page
    assert sorted(wall.on_map()) == sorted(wall.table()) == facts.children(COUNTY)
    assert len(wall.breadcrumb()) == 1
    wall.shot("county")

    kpi = wall.text("#kpi")
    wall.open_region(township)
    assert sorted(wall.on_map()) == sorted(wall.table()) == facts.children(township)
    assert len(wall.breadcrumb()) == 2
    assert wall.text("#kpi") != kpi, "the headline figures do not follow"
    wall.shot("township")

    wall.open_region(village)
    tiles = page.locator("#households [data-household]")
    expect(tiles).to_have_count(facts.households(village))
    assert len(wall.breadcrumb()) == 3
    assert sorted(wall.on_map()) == facts.children(township), "a village stands among its sisters"
    selected = page.locator("#map-table tr[aria-selected=true]")
    expect(selected).to_have_count(1)
    assert selected.get_attribute("data-region") == village
    wall.shot("village")

    open_card(wall)
    assert "household=" in wall.search
    focused = page.evaluate("s => document.querySelector(s).contains(document.activeElement)", CARD)
    assert focused, "the card does not take the focus"
    wall.shot("card")

    wall.act(lambda: page.keyboard.press("Escape"))
    expect(page.locator(CARD)).to_have_count(0)
    assert "household=" not in wall.search
    expect(tiles).to_have_count(facts.households(village))
    wall.act(lambda: page.keyboard.press("Escape"), region=township)
    expect(tiles).to_have_count(0)
    wall.act(lambda: page.keyboard.press("Escape"), region=COUNTY)
    assert wall.search == ""
    assert wall.text("#kpi") == kpi
    page.keyboard.press("Escape")
    wall.quiet()
    assert wall.painted()["region"] == COUNTY, "above the root there is nothing"


def test_browser_back_and_forward(wall: Screen, township: str, village: str) -> None:
    page = wall.page
    wall.open_region(township)
    wall.open_region(village)
    open_card(wall)
    token = wall.search
    wall.act(page.go_back, region=village)
    expect(page.locator(CARD)).to_have_count(0)
    wall.act(page.go_back, region=township)
    wall.act(page.go_back, region=COUNTY)
    assert len(wall.breadcrumb()) == 1
    wall.act(page.go_forward, region=township)
    wall.act(page.go_forward, region=village)
    wall.act(page.go_forward, region=village)
    assert wall.search == token
    expect(page.locator(CARD)).to_be_visible()


@pytest.mark.parametrize("way", ["right click", "Backspace", "breadcrumb"])
def test_other_ways_up(wall: Screen, township: str, village: str, way: str) -> None:
    page = wall.page
    wall.open_region(township)
    wall.open_region(village)
    if way == "breadcrumb":
        wall.act(lambda: page.locator("#breadcrumb a").nth(1).click(), region=township)
        wall.act(lambda: page.locator("#breadcrumb a").nth(0).click(), region=COUNTY)
    elif way == "Backspace":
        open_card(wall)
        wall.act(lambda: page.keyboard.press("Backspace"), region=village)
        expect(page.locator(CARD)).to_have_count(0)
        wall.act(lambda: page.keyboard.press("Backspace"), region=township)
        wall.act(lambda: page.keyboard.press("Backspace"), region=COUNTY)
    else:
        wall.act(lambda: wall.click_region(village, button="right"), region=township)
        wall.act(lambda: wall.click_region(village, button="right"), region=COUNTY)
    assert len(wall.breadcrumb()) == 1


def test_the_card_closes_by_its_button_and_by_a_click_beside_it(wall: Screen, township: str, village: str) -> None:
    page = wall.page
    wall.open_region(township)
    wall.open_region(village)
    open_card(wall)
    wall.act(lambda: page.locator(f"{CARD} button[data-close]").click())
    expect(page.locator(CARD)).to_have_count(0)
    open_card(wall)
    wall.act(lambda: page.mouse.click(4, 4))
    expect(page.locator(CARD)).to_have_count(0)
    assert wall.painted()["region"] == village


def test_keyboard_alone(wall: Screen, facts: Facts, township: str, village: str) -> None:
    page = wall.page
    wall.tab_to(f'#map-table tr[data-region="{township}"] a')
    wall.shot("focus-on-a-row")
    wall.act(lambda: page.keyboard.press("Enter"), region=township)
    wall.tab_to(f'#map-table tr[data-region="{village}"] a')
    wall.act(lambda: page.keyboard.press("Enter"), region=village)
    wall.tab_to("#households [data-household]")
    tile = page.evaluate("() => document.activeElement.dataset.household")
    wall.act(lambda: page.keyboard.press("Enter"))
    expect(page.locator(CARD)).to_be_visible()
    inside = "s => document.querySelector(s).contains(document.activeElement)"
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(inside, CARD), "the focus leaves the open card"
    wall.act(lambda: page.keyboard.press("Escape"))
    assert page.evaluate("() => document.activeElement.dataset.household") == tile, "the focus does not come back"
    wall.act(lambda: page.keyboard.press("Escape"), region=township)
    wall.act(lambda: page.keyboard.press("Escape"), region=COUNTY)
    wall.act(lambda: page.keyboard.press("ArrowLeft"), period=2018)
    wall.act(lambda: page.keyboard.press("ArrowRight"), period=2019)


def test_a_click_on_a_point_of_a_layer_opens_the_region_under_it(wall: Screen) -> None:
    found = wall.page.evaluate(
        """() => {
          const areas = [...document.querySelectorAll('#map path[data-region]')];
          for (const dot of document.querySelectorAll('#map path.point')) {
            const box = dot.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
            const point = new DOMPoint(x, y);
            const under = areas.find(p => p.isPointInFill(point.matrixTransform(p.getScreenCTM().inverse())));
            if (under && document.elementFromPoint(x, y).closest('#map')) return [x, y, under.dataset.region];
          }
          return null;
        }"""
    )
    assert found, "no point of a layer stands over a region"
    x, y, code = found
    wall.page.mouse.move(x - 2, y)
    wall.act(lambda: wall.page.mouse.click(x, y), region=code)


def test_townships_open_by_a_click_and_are_drawn_whole(unopened: Screen, facts: Facts) -> None:
    wall = unopened
    wall.go("?layers=none")
    for code in facts.children(COUNTY)[::3]:
        wall.open_region(code)
        assert sorted(wall.on_map()) == facts.children(code)
        box = wall.page.locator("#map").bounding_box()
        assert box is not None
        extent = wall.page.evaluate(
            """() => {
              const all = [...document.querySelectorAll('#map path[data-region]')].map(n => n.getBoundingClientRect());
              return [Math.max(...all.map(b => b.right)) - Math.min(...all.map(b => b.left)),
                      Math.max(...all.map(b => b.bottom)) - Math.min(...all.map(b => b.top))];
            }"""
        )
        assert max(extent[0] / box["width"], extent[1] / box["height"]) >= 0.85, f"{code} is drawn too small"
        wall.act(wall.page.go_back, region=COUNTY)


def test_tiles_turn_their_pages(demo_server: Server, open_wall: OpenWall, facts: Facts) -> None:
    village, total = facts.rows(
        "SELECT region_code, count(*) FROM household WHERE is_valid = 1 GROUP BY region_code ORDER BY 2 DESC LIMIT 1"
    )[0]
    wall = open_wall(demo_server)
    wall.go(f"?region={village}")
    tiles = wall.page.locator("#households [data-household]")
    seen: set[str] = set()
    while True:
        seen |= set(tiles.evaluate_all("nodes => nodes.map(n => n.dataset.household)"))
        following = wall.page.locator("#households .tiles-pager button").last
        if len(seen) >= total or not following.count() or following.is_disabled():
            break
        first = tiles.first.get_attribute("data-household")
        following.click()
        wall.page.wait_for_function(
            "first => document.querySelector('#households [data-household]').dataset.household !== first", arg=first
        )
        wall.quiet()
    wall.shot("last-page")
    assert len(seen) == total


FRAMES = """() => {
  window.frames_ = [];
  const look = () => {
    const opacity = node => (node ? Number(getComputedStyle(node).opacity) : 0);
    frames_.push({ seen: Math.max(opacity(document.querySelector('.map-ghost')),
                                  opacity(document.querySelector('#map .plot-container'))),
                   paths: document.querySelectorAll('#map path[data-region]').length });
    requestAnimationFrame(look);
  };
  look();
}"""

# Every movement of the map that begins; a machine may be so slow that it is over before the next frame.
MOVEMENTS = """() => {
  window.times = [];
  window.held = false;
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...given) {
    const animation = animate.apply(this, given);
    if (this.closest('.map-box')) {
      times.push(animation.effect.getTiming().duration);
      if (held) animation.pause();
    }
    return animation;
  };
}"""


def test_the_way_down_is_one_movement_without_an_empty_frame(wall: Screen, facts: Facts, township: str) -> None:
    wall.page.evaluate(FRAMES)
    wall.page.evaluate(MOVEMENTS)
    wall.open_region(township)
    wall.page.wait_for_function("() => !guatu.isMoving()")
    times, frames = wall.page.evaluate("() => [window.times, window.frames_]")
    assert len(times) >= 2, "the old picture and the new one do not both move"
    assert max(times) <= 400
    assert min(frame["seen"] for frame in frames) >= 0.6, "the picture goes out on the way"
    assert {frame["paths"] for frame in frames} == {len(facts.children(COUNTY)), len(facts.children(township))}
    assert wall.page.locator(".map-ghost").count() == 0, "the old picture stays behind"
    wall.act(lambda: wall.page.keyboard.press("Escape"), region=COUNTY)
    assert wall.page.evaluate("() => window.times.length") >= 2 * len(times), "the way up is no movement"


def test_a_hand_on_the_way_meets_the_new_picture(wall: Screen, facts: Facts, township: str) -> None:
    wall.page.evaluate(MOVEMENTS)
    wall.page.evaluate("() => { window.held = true; }")
    x, y = wall.point_in(township)
    wall.page.mouse.move(x, y)
    wall.page.mouse.click(x, y)
    wall.page.wait_for_function("code => guatu.painted.region === code", arg=township)
    assert wall.page.evaluate("() => { window.held = false; return guatu.isMoving(); }")
    wall.page.mouse.click(x, y)
    wall.page.wait_for_function("code => guatu.painted.region !== code", arg=township)
    assert wall.painted()["region"] in facts.children(township)
    wall.page.wait_for_function("() => !guatu.isMoving()")
    wall.quiet()
