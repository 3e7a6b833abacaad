"""The industry view: on every screen, by every control, without asking for what the other view shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Request, expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.measures import collisions, faults, no_scrollbars
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

SIZES = ((1366, 768), (1920, 1080), (5760, 1080), (7680, 2160), (1080, 1920))
IN_ENGLISH = SIZES[:3]
PANELS = ("reach", "meets", "effect", "kind", "gaps", "flows", "belts")
SHOTS = "industry"
OVERVIEW = {"causes", "structure", "progress", "coverage"}


def name_of(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def drawn_by(requests: list[Request]) -> set[str]:
    """The containers that callbacks were asked to draw."""
    asked = [json.loads(r.post_data or "{}") for r in requests if "_dash-update-component" in r.url]
    return {str(body.get("output", "")).partition(".")[0] for body in asked}


@pytest.fixture(scope="module")
def village(demo_database: Path) -> str:
    facts = Facts(demo_database)
    return facts.village_with(facts.children(COUNTY)[10], 60, 240)


@pytest.mark.parametrize("size", SIZES, ids=name_of)
def test_it_fits_every_screen(demo_server: Server, open_wall: OpenWall, size: tuple[int, int]) -> None:
    wall = open_wall(demo_server, size)
    wall.go("?view=industry")
    for theme in ("dark", "light", "contrast") if size == (1920, 1080) else ("dark",):
        if theme != "dark":
            wall.act(lambda: wall.page.evaluate("theme => guatu.navigate({ theme })", theme))  # noqa: B023
        wall.shot(f"{name_of(size)}-{theme}", SHOTS)
        no_scrollbars(wall)
        assert (theme, faults(wall), collisions(wall)) == (theme, {}, [])
    for slot in ("kind", "reach"):
        expect(wall.page.locator(f".slot-{slot} .panel")).to_be_visible()
    assert wall.page.locator(".of-overview:visible").count() == 0
    if size in IN_ENGLISH:
        wall.go("?view=industry&lang=en")
        wall.shot(f"{name_of(size)}-en", SHOTS)
        no_scrollbars(wall)
        assert ("en", faults(wall), collisions(wall)) == ("en", {}, [])


def test_a_village_shows_its_households_beside_the_map(demo_server: Server, open_wall: OpenWall, village: str) -> None:
    wall = open_wall(demo_server)
    for size, beside in (((1920, 1080), set()), ((1080, 1920), set()), ((5760, 1080), {"reach", "meets", "kind"})):
        wall.page.set_viewport_size({"width": size[0], "height": size[1]})
        wall.go(f"?view=industry&region={village}")
        wall.shot(f"{name_of(size)}-village", SHOTS)
        no_scrollbars(wall)
        assert (size, faults(wall), collisions(wall)) == (size, {}, [])
        for place in (".stage", ".households-slot"):
            box = wall.page.locator(place).bounding_box()
            assert box and box["width"] * box["height"] > 0.2 * size[0] * size[1], (size, place)
        assert {name for name in PANELS if wall.page.locator(f".slot-{name}").is_visible()} == beside


def test_on_the_desk_every_panel_has_a_height(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server, (1280, 800))
    wall.go("?view=industry&mode=desk")
    for name in (*PANELS, "matrix"):
        box = wall.page.locator(f".panel.slot-{name}, .slot-{name} > .panel").bounding_box()
        assert box and box["width"] >= 280 and box["height"] >= 180, name
    assert set(faults(wall)) <= {"outside the screen"}, "a page that scrolls"


def test_each_view_asks_for_its_own_panels(wall: Screen, demo_database: Path) -> None:
    before = len(wall.requests)
    wall.act(wall.page.locator('[data-set="view=industry"]').click)
    wall.quiet()
    assert "view=industry" in wall.search
    asked = drawn_by(wall.requests[before:])
    assert {"industry-reach", "industry-kind", "industry-gaps", "kpi"} <= asked
    assert not asked & OVERVIEW
    township = Facts(demo_database).children(COUNTY)[10]
    before = len(wall.requests)
    wall.act(lambda: wall.page.evaluate("code => guatu.open(code)", township), region=township)
    wall.quiet()
    asked = drawn_by(wall.requests[before:])
    assert "industry-reach" in asked
    assert not asked & OVERVIEW
    before = len(wall.requests)
    wall.act(wall.page.locator('[data-set="view=overview"]').click)
    wall.quiet()
    asked = drawn_by(wall.requests[before:])
    assert asked >= OVERVIEW, "they had not heard of the township"
    assert not {name for name in asked if name.startswith("industry")}


def test_the_deck_turns_without_asking(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server)
    wall.go("?view=industry")
    wall.quiet()
    before = len(wall.requests)
    for name in ("flows", "belts", "gaps"):
        wall.page.locator(f'[data-set="deck={name}"]').click()
        expect(wall.page.locator(f".deck > .slot-{name}")).to_be_visible()
        assert wall.page.locator(".deck > .slot:visible").count() == 1
        wall.quiet()
        wall.shot(f"deck-{name}", SHOTS)
        assert faults(wall) == {}
    assert drawn_by(wall.requests[before:]) == set()
    wall.page.locator('[data-set="deck=matrix"]').click()
    expect(wall.page.locator("#matrix table")).to_be_visible()
    wall.page.locator('[data-set="deck=ranking"]').click()
    expect(wall.page.locator("#map-table table")).to_be_visible()


def test_every_panel_enlarges(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server)
    wall.go("?view=industry")
    for panel in PANELS:
        wall.page.evaluate("spotlight => guatu.navigate({ spotlight })", panel)
        wall.page.wait_for_function("panel => document.documentElement.dataset.spotlight === panel", arg=panel)
        wall.page.wait_for_timeout(250)
        wall.shot(f"enlarged-{panel}", SHOTS)
        box = wall.page.locator(f".slot-{panel}").bounding_box()
        assert box and box["width"] > 1500 and box["height"] > 800
        no_scrollbars(wall)
        assert (panel, faults(wall, least=12)) == (panel, {})


def test_which_villages_have_no_industry_in_two_clicks(wall: Screen, demo_database: Path) -> None:
    wall.act(wall.page.locator('[data-set="view=industry"]').click)
    wall.quiet()
    wall.page.locator('[data-set="solar=without"]').click()
    wall.quiet()
    said = wall.page.locator(".slot-gaps").inner_text()
    without = Facts(demo_database).rows(
        """SELECT COUNT(*) FROM region WHERE region_level_code = '5' AND valid_to IS NULL AND region_code NOT IN (
             SELECT c.region_code FROM industry_coverage c JOIN industry_activity a USING (activity_id)
             JOIN industry_kind k USING (industry_kind_code)
             WHERE c.stat_year = 2019 AND k.is_covering = 1 AND a.industry_kind_code <> 'SOLAR'
               AND a.operating_status_code IN ('RUNNING', 'WATCHED'))"""
    )[0][0]
    assert f"{without:,}" in said
