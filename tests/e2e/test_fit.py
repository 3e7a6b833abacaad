"""The wall fits its screen: nothing scrolls, nothing is cut off, nothing is too small to read; and it stays light."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Response, expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

SIZES = [(1366, 768), (1920, 1080), (3840, 2160), (7680, 2160), (5760, 1080), (4864, 1294)]
HEAVIEST = 16_000  # bytes of one answer to a callback, with a margin above the 8 KB that bench/ watches

# Every visible piece of text with its rectangle and its font size; what a scrollable list hides is not cut off.
WORDS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.getElementById('wall'), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const words = node.textContent.trim();
    const parent = node.parentElement;
    if (!words || !parent || parent.closest('.visually-hidden, [hidden], script, style, select, .skip-link')) continue;
    if (parent.closest('details:not([open])') && !parent.closest('summary')) continue;
    const style = getComputedStyle(parent);
    if (style.visibility === 'hidden' || style.display === 'none' || Number(style.opacity) === 0) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    let cut = false, rolls = false, spills = null;
    for (let up = parent; up && up.id !== 'wall'; up = up.parentElement) {
      const s = getComputedStyle(up);
      if (/auto|scroll/.test(s.overflowX + s.overflowY)) { rolls = true; break; }
      const b = up.getBoundingClientRect();
      const boxes = /^(BUTTON|A|TD|TH|LI|SECTION|ARTICLE|DETAILS|SUMMARY)$/.test(up.tagName);
      const framed = boxes && parseFloat(s.borderTopWidth) > 0;
      const out = box.right > b.right + 2 || box.left < b.left - 2 || box.bottom > b.bottom + 3 || box.top < b.top - 3;
      if (out && s.overflow !== 'visible' && !(up instanceof SVGElement) && s.textOverflow !== 'ellipsis') cut = true;
      if (out && framed && !(up instanceof SVGElement)) spills = up.className || up.tagName;
    }
    found.push({ words: words.slice(0, 40), left: box.left, top: box.top, right: box.right, bottom: box.bottom,
                 size: parseFloat(style.fontSize), cut, rolls, spills, where: parent.closest('[id]').id });
  }
  return found;
}"""


def words_on(wall: Screen) -> list[dict[str, Any]]:
    return list(wall.page.evaluate(WORDS))


def faults(wall: Screen) -> dict[str, list[str]]:
    """What does not fit, by kind; empty when all does."""
    width, height = wall.page.evaluate("() => [innerWidth, innerHeight]")
    words = [word for word in words_on(wall) if not word["rolls"]]
    assert len(words) > 60
    off = [w for w in words if w["left"] < -1 or w["top"] < -1 or w["right"] > width + 1 or w["bottom"] > height + 1]
    kinds = {
        "outside the screen": off,
        "cut off": [w for w in words if w["cut"]],
        "over the edge of its box": [w for w in words if w["spills"]],
    }
    return {kind: sorted({f"{w['where']}: {w['words']}" for w in found}) for kind, found in kinds.items() if found}


def no_scrollbars(wall: Screen) -> None:
    sizes = wall.page.evaluate(
        """() => { const d = document.documentElement;
             return [d.scrollWidth - innerWidth, d.scrollHeight - innerHeight, document.body.scrollWidth - innerWidth,
                     innerWidth - d.clientWidth, innerHeight - d.clientHeight]; }"""
    )
    assert max(sizes) <= 0, f"the document scrolls: {sizes}"


@pytest.fixture(scope="module")
def village(demo_database: Path) -> str:
    facts = Facts(demo_database)
    return facts.village_with(facts.children(COUNTY)[10], 60, 240)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_county_fits(demo_server: Server, open_wall: OpenWall, size: tuple[int, int]) -> None:
    wall = open_wall(demo_server, size)
    wall.go()
    wall.shot("county")
    no_scrollbars(wall)
    box = wall.page.locator("#map").bounding_box()
    main = wall.page.locator(".main").bounding_box()
    assert box and main and box["width"] * box["height"] > 0
    extent = wall.page.evaluate(
        """() => { const paths = [...document.querySelectorAll('#map path[data-region]')];
             const all = paths.map(n => n.getBoundingClientRect());
             return [Math.min(...all.map(b => b.left)), Math.min(...all.map(b => b.top)),
                     Math.max(...all.map(b => b.right)), Math.max(...all.map(b => b.bottom))]; }"""
    )
    assert max((extent[2] - extent[0]) / box["width"], (extent[3] - extent[1]) / box["height"]) >= 0.85
    assert extent[0] >= box["x"] - 2 and extent[1] >= box["y"] - 2, "the map leaves its box"
    assert faults(wall) == {}


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (7680, 2160)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_village_and_card_fit(demo_server: Server, open_wall: OpenWall, village: str, size: tuple[int, int]) -> None:
    wall = open_wall(demo_server, size)
    wall.go(f"?region={village}")
    wall.shot("village")
    no_scrollbars(wall)
    said = faults(wall)
    wall.act(wall.page.locator("#households [data-household]").first.click)
    expect(wall.page.locator('#card [role="dialog"]')).to_be_visible()
    wall.shot("card")
    no_scrollbars(wall)
    box = wall.page.locator('#card [role="dialog"]').bounding_box()
    assert box and box["x"] >= 0 and box["y"] >= 0
    assert box["x"] + box["width"] <= size[0] + 1 and box["y"] + box["height"] <= size[1] + 1
    in_card = {kind: [w for w in found if w.startswith("card")] for kind, found in faults(wall).items()}
    assert (said, {kind: found for kind, found in in_card.items() if found}) == ({}, {})


def test_the_measure_sees_what_does_not_fit(wall: Screen) -> None:
    wall.page.add_style_tag(content=".tab { width: 2rem !important; overflow: hidden } .title { margin-left: 200vw }")
    wall.quiet()
    assert set(faults(wall)) == {"outside the screen", "cut off", "over the edge of its box"}


def test_nothing_is_smaller_than_16_px(wall: Screen, village: str) -> None:
    small = {f"{w['where']}: {w['words']} {w['size']}" for w in words_on(wall) if w["size"] < 15.99}
    wall.go(f"?region={village}")
    wall.act(wall.page.locator("#households [data-household]").first.click)
    expect(wall.page.locator('#card [role="dialog"]')).to_be_visible()
    small |= {f"{w['where']}: {w['words']} {w['size']}" for w in words_on(wall) if w["size"] < 15.99}
    assert sorted(small) == []


def test_targets_are_large_enough_for_a_mouse(wall: Screen) -> None:
    small = wall.page.evaluate(
        """() => [...document.querySelectorAll('button, select, summary, #breadcrumb a')].filter(n => n.offsetParent)
             .map(n => [n.textContent.slice(0, 20), n.getBoundingClientRect().height, n.className])
             .filter(([, height]) => height && height < 24)"""
    )
    assert small == []


def test_answers_stay_small(demo_server: Server, open_wall: OpenWall, demo_database: Path) -> None:
    wall = open_wall(demo_server)
    sizes: list[tuple[int, str]] = []

    def note(response: Response) -> None:
        if "_dash-update-component" in response.url:
            what = (response.request.post_data or "")[:60]
            sizes.append((len(response.body()), what))

    wall.page.on("response", note)
    wall.go()
    wall.open_region(Facts(demo_database).children(COUNTY)[10])
    until = time.monotonic() + 45  # the map is first, the panels ask when it stands
    while len(sizes) < 14 and time.monotonic() < until:
        wall.page.wait_for_timeout(100)
    assert len(sizes) >= 14
    assert max(sizes)[0] <= HEAVIEST, sorted(sizes)[-3:]


def test_a_screen_that_changes_its_size_is_painted_again(wall: Screen) -> None:
    wall.act(lambda: wall.page.set_viewport_size({"width": 2560, "height": 1440}))
    no_scrollbars(wall)
    box = wall.page.locator("#map").bounding_box()
    drawn = wall.page.locator("#map .main-svg").first.bounding_box()
    assert box and drawn and abs(box["width"] - drawn["width"]) < 2 and abs(box["height"] - drawn["height"]) < 2
    wall.shot("grown")


def test_another_host_would_be_seen_and_is_not_there(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server)
    wall.allow("Failed to load resource|net::ERR")
    wall.page.goto("about:blank")  # the wall's own policy refuses before anything is asked
    ask = "() => fetch('http://example.com/x', { mode: 'no-cors' }).then(() => true, () => false)"
    reached = wall.page.evaluate(ask)
    assert reached is False
    assert wall.foreign == ["http://example.com/x"]
    wall.foreign.clear()
