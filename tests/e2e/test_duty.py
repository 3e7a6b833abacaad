"""The duty view: filled on every screen, and from a gap of duty to the village, the household and the official."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.measures import collisions, cut_rows, faults, no_scrollbars
from tests.e2e.screen import Screen

SIZES = ((1366, 768), (3840, 1080), (1080, 1920))
SHOTS = "duty"


def test_every_panel_is_filled_and_fits(unopened: Screen) -> None:
    wall = unopened
    for size in SIZES:
        wall.page.set_viewport_size({"width": size[0], "height": size[1]})
        wall.go("?view=duty" + ("&lang=en" if size == SIZES[1] else ""))
        wall.shot(f"{size[0]}x{size[1]}", SHOTS)
        no_scrollbars(wall)
        assert (size, faults(wall), collisions(wall), cut_rows(wall)) == (size, {}, [], [])
        for name in ("chain", "visits", "teams", "silent"):
            expect(wall.page.locator(f".slot-{name} .panel")).to_be_visible()
    wall.quiet()


def test_from_a_lapse_to_the_village_the_card_and_who_answers(unopened: Screen) -> None:
    wall = unopened
    wall.page.set_viewport_size({"width": 1920, "height": 1080})
    wall.go("?view=duty")
    panel = wall.page.locator(".panel-silent")
    for lapse in ("team", "helper", "visit"):
        wall.act(panel.locator(f'[data-set="lapse={lapse}"]').click)
        expect(panel.locator(f'[data-set="lapse={lapse}"]')).to_have_attribute("aria-pressed", "true")
    village = str(panel.locator("tbody tr[data-region]").first.get_attribute("data-region"))
    wall.act(panel.locator("tbody [data-go]").first.click)
    assert f"region={village}" in wall.search
    expect(wall.page.locator("#households [data-household]").first).to_be_visible()
    wall.go(f"?view=duty&region={village[:9]}000")
    name = panel.locator("[data-household]").first
    expect(name).to_have_text(re.compile(r"\*|监测户"))
    wall.act(name.click)
    expect(wall.page.locator(".card-answering")).to_contain_text("帮扶责任人")
    wall.go("?view=duty")
    wall.page.locator(".panel-chain .chain-who a").first.click()
    expect(wall.page.locator(".official-head h1")).to_be_visible()
    expect(wall.page.locator(".official tbody tr").first).to_be_visible()


def test_a_year_without_visits_says_so(unopened: Screen) -> None:
    wall = unopened
    wall.go("?view=duty&period=2018")
    for name in ("chain", "loads", "teams", "visits", "silent"):
        expect(wall.page.locator(f".slot-{name} .not-connected")).to_have_text("该年未上报")
