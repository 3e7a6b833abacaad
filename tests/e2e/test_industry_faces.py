"""The panels of reach, meetings, effect and flows in a browser: what their switches do, and that nothing is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.measures import WORDS, over_each_other
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

PANELS = ("industry-reach", "industry-meets", "industry-effect", "industry-flows")
DRAWN = "#industry-flows .panel"


def misfits(wall: Screen) -> dict[str, list[str]]:
    """Text of these panels that is cut off, leaves its box, or lies over other text."""
    words = [word for word in wall.page.evaluate(WORDS) if word["where"] in PANELS]
    assert len(words) > 40
    cut = [word["words"] for word in words if not word["rolls"] and (word["cut"] or word["spills"])]
    over = [word["words"] for word in over_each_other([word for word in words if word["shown"]])]
    return {name: found for name, found in (("cut", cut), ("over", over)) if found}


@pytest.mark.parametrize(
    ("size", "search"), [((1920, 1080), "&meet=household&flow=household"), ((1366, 768), "&lang=en&kind=SOLAR")]
)
def test_every_number_has_its_place(
    demo_server: Server, open_wall: OpenWall, size: tuple[int, int], search: str
) -> None:
    wall = open_wall(demo_server, size)
    wall.go(f"?view=industry&deck=flows{search}")
    expect(wall.page.locator(DRAWN)).to_be_visible()
    assert misfits(wall) == {}


def test_the_switches_write_the_address(unopened: Screen) -> None:
    wall = unopened
    wall.go("?view=industry&deck=flows")
    page = wall.page
    expect(page.locator(".meets-face.of-village")).to_be_visible()
    expect(page.locator(".meets-face.of-household")).to_be_hidden()
    wall.act(lambda: page.click('[data-set="meet=household"]'))
    expect(page.locator(".meets-face.of-household")).to_be_visible()
    expect(page.locator('[data-set="meet=household"]')).to_have_attribute("aria-pressed", "true")
    before = str(page.locator(".flows-number").first.text_content())
    wall.act(lambda: page.click('[data-set="flow=household"]'))
    expect(page.locator(".flows-number").first).not_to_have_text(before)
    assert "meet=household" in wall.search
    assert "flow=household" in wall.search
    page.go_back()
    expect(page.locator(".flows-number").first).to_have_text(before)


def test_an_enlarged_panel_shows_both_units(unopened: Screen) -> None:
    wall = unopened
    wall.go("?view=industry&spotlight=meets")
    for unit in ("village", "household"):
        face = wall.page.locator(f".meets-face.of-{unit}")
        expect(face).to_be_visible()
        heights = face.locator(".meets-bar").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().height)")
        counts = [int(said.replace(",", "")) for said in face.locator(".meets-number").all_inner_texts()]
        for height, count in zip(heights, counts, strict=True):
            assert height == pytest.approx(max(heights) * count / max(counts), abs=5)
    expect(wall.page.locator(".meets-switch")).to_be_hidden()
