"""A briefing from the first kept view to its end: prepared at a desk, told on a wall, left and come back to."""

from __future__ import annotations

from secrets import token_hex
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

HALL = "汇报厅"
TITLE = f"过堂会 {token_hex(3)}"


def keep(wall: Screen, notes: str, *, title: str = "") -> None:
    """Keep what the wall shows, in a new briefing of that title or in the one that is offered."""
    wall.page.locator("#menu > summary").click()
    wall.page.locator("[data-keep]").click()
    dialog = wall.page.locator("dialog.keep")
    if title:
        dialog.locator("[name=briefing]").select_option("")
        dialog.locator("[name=title]").fill(title)
    dialog.locator("[name=notes]").fill(notes)
    dialog.locator("[type=submit]").click()
    expect(dialog).not_to_be_visible()
    expect(wall.page.locator("#notice")).to_be_visible()


@pytest.mark.timed  # it holds the release of all walls of the run
def test_a_briefing_is_kept_told_left_and_ended(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server, apart=True)
    wall.go(f"?view=industry&wall={quote(HALL)}")
    keep(wall, "先看产业", title=TITLE)
    wall.act(lambda: wall.page.evaluate("() => guatu.navigate({ view: 'overview' })"))
    keep(wall, "再看致贫原因")

    desk = open_wall(demo_server, name="desk", apart=True)
    page = desk.page
    page.goto(f"{demo_server.base}/briefings")
    page.locator(".briefing", has_text=TITLE).locator("h2 a").click()
    notes = page.locator("#scenes textarea")
    expect(notes).to_have_count(2)
    assert [notes.nth(i).input_value() for i in range(2)] == ["先看产业", "再看致贫原因"]
    page.locator("#scenes input").nth(0).fill("产业一张图")
    page.locator("#form [type=submit]").click()
    expect(page.locator("#state")).to_have_attribute("data-state", "good")
    desk.shot("prepared")

    page.locator(".top .is-first").click()
    expect(page.locator("#now-name")).to_have_text("产业一张图")
    page.locator("[name=wall]").select_option(HALL)
    page.locator("#show-code").click()
    shown = wall.page.locator(".pair-digits")
    expect(shown).to_be_visible()
    page.locator("[name=code]").fill(shown.inner_text())
    page.locator("#pairing [type=submit]").click()
    wall.page.wait_for_function("() => guatu.state().view === 'industry'")
    page.locator("#start").click()
    expect(page.locator("#held")).to_have_attribute("data-state", "live")
    said = wall.page.evaluate("() => fetch('/wall/config').then((a) => a.json()).then((c) => c.frame.status)")
    wall.page.wait_for_function(
        "said => said.every((fact) => document.querySelector('.status').textContent.includes(fact))", arg=said
    )
    wall.shot("held")

    page.locator("#next").click()
    wall.page.wait_for_function("() => guatu.state().view === 'overview'")
    wall.page.evaluate("() => guatu.navigate({ spotlight: 'structure' })")
    expect(page.locator("#detour")).to_be_visible()
    page.locator("#note [value=task]").check()
    page.locator("#note [name=said]").fill("核实两户")
    page.locator("#note [name=who]").fill("民政局")
    page.locator("#note [name=until]").fill("2020-01-01")
    page.locator("#note [type=submit]").click()
    expect(page.locator("#noted .is-late")).to_have_text("2020-01-01")
    desk.shot("telling")
    page.locator("#now-name").click()
    page.keyboard.press("b")
    wall.page.wait_for_function("() => guatu.state().spotlight === 'none'")
    expect(page.locator("#detour")).to_be_hidden()

    page.locator("#end").click()
    page.locator("#end").click()
    expect(page.locator("#held")).to_have_attribute("data-state", "ended")
    page.goto(f"{demo_server.base}/briefings?lang=en&theme=light")
    expect(page.locator(".briefing", has_text=TITLE).locator(".state")).to_have_attribute("data-state", "ended")
    desk.shot("list")
