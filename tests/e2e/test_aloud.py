"""The paragraph of a view over the wall: opened by key and by hand, following what is shown, copied, closed by Esc."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY
from tests.e2e.serving import Server

TOWN = "990101106000"


def test_it_opens_follows_is_copied_and_closes(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server, apart=True)
    page = wall.page
    wall.go("")
    band, said = page.locator("#aloud"), page.locator(".aloud-said")
    expect(band).to_be_hidden()
    page.keyboard.press("r")
    expect(band).to_be_visible()
    expect(said).to_contain_text("坝上县贫困发生率为 2.79%")
    assert "aloud=on" in wall.search
    told = demo_server.json("/wall/sentence/now", region=COUNTY, period=2019)["said"]
    assert said.inner_text() == told

    wall.act(lambda: page.evaluate("code => guatu.navigate({ region: code })", TOWN), region=TOWN)
    expect(said).to_contain_text("大青囤镇贫困发生率为")
    wall.act(lambda: page.evaluate("() => guatu.navigate({ view: 'tasks', period: 2018 })"), period=2018)
    expect(said).to_contain_text("大青囤镇的任务超期率没有2018年的数")
    wall.shot("followed")

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-aloud-copy]").click()
    expect(page.locator(".aloud-done")).to_have_text("已复制")
    assert page.evaluate("() => navigator.clipboard.readText()") == said.inner_text()
    page.evaluate("() => Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.locator("[data-aloud-copy]").click()
    expect(page.locator(".aloud-done")).to_have_text("已复制")
    assert page.evaluate("() => getSelection().toString()") == said.inner_text()

    page.keyboard.press("Escape")
    expect(band).to_be_hidden()
    assert "aloud" not in wall.search
    assert wall.painted()["region"] == TOWN  # Esc closed the band and went nowhere
    page.locator(".aloud-open").click()
    expect(band).to_be_visible()
    page.locator(".aloud-close").click()
    expect(band).to_be_hidden()


def test_in_english_and_from_the_command_box(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server)
    wall.go("?lang=en&view=monitor")
    wall.page.keyboard.press("Control+k")
    wall.page.locator(".commands-input").fill("read aloud")
    wall.page.keyboard.press("Enter")
    said = wall.page.locator(".aloud-said")
    expect(said).to_contain_text("By demo data of 2019-09-30, the monitored share of 坝上县 stood at")
    expect(wall.page.locator("dialog[open]")).to_have_count(0)
    box, screen = said.bounding_box(), wall.page.viewport_size
    assert box is not None and screen is not None
    assert box["x"] >= 0 and box["y"] >= 0
    assert box["x"] + box["width"] <= screen["width"] and box["y"] + box["height"] <= screen["height"]
