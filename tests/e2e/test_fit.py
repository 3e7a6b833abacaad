"""The wall fits its screen: nothing scrolls, nothing is cut off, nothing is too small to read; and it stays light."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Response, expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.measures import faults, no_scrollbars, words_on
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

HEAVIEST = 16_000  # bytes of one answer to a callback, with a margin above the 8 KB that bench/ watches


@pytest.fixture(scope="module")
def village(demo_database: Path) -> str:
    facts = Facts(demo_database)
    return facts.village_with(facts.children(COUNTY)[10], 60, 240)


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
    assert (said, faults(wall)) == ({}, {})


def test_the_measure_sees_what_does_not_fit(wall: Screen) -> None:
    cut = ".tab { width: 2rem !important; min-width: 0; overflow: hidden; text-overflow: clip }"
    wall.page.add_style_tag(content=f"{cut} .title {{ margin-left: 200vw }}")
    wall.quiet()
    assert set(faults(wall)) >= {"outside the screen", "cut off", "over the edge of its box"}


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
