"""The page of one household before a person: one field for a minute, a village's tiles, paper, a phone, the door."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenWall
from tests.e2e.serving import Server

VILLAGE = "990101208202"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
DESK, PHONE = (1366, 768), (390, 844)


def opened(server: Server, open_wall: OpenWall, size: tuple[int, int] = DESK, search: str = "") -> Page:
    """The page of the village's first household that is below the line, by way of its tiles."""
    page = open_wall(server, size).page
    page.goto(f"{server.base}/village/{VILLAGE}?by=line{search}")
    page.locator(".tile.by-line-below").first.click()
    expect(page.locator(".dossier h1")).to_be_visible()
    page.wait_for_load_state()  # what is asked of it before its sheets are there, no person ever sees
    return page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_one_field_is_shown_for_a_minute(demo_server: Server, open_wall: OpenWall, demo_database: Path) -> None:
    page = open_wall(demo_server, DESK, apart=True).page
    page.clock.install()
    page.goto(f"{demo_server.base}/village/{VILLAGE}?by=line")
    page.locator(".tile.by-line-below").first.click()
    cell = page.locator(".part-members tbody tr").first.locator("td").nth(8).locator(".covered")
    value, button = cell.locator(".covered-value"), cell.locator("button")
    masked = value.inner_text()
    assert re.fullmatch(r"\d{6}\*{8}[\dX]{4}", masked)
    button.click()
    expect(page.locator("#uncover")).to_be_visible()
    page.locator("#uncover select").select_option("other")
    page.locator("#uncover .is-first").click()
    expect(page.locator("#uncover [role=alert]")).to_contain_text("须说明")
    page.locator("#uncover input").fill("核对台账")
    page.locator("#uncover .is-first").click()
    expect(page.locator("#uncover")).to_be_hidden()
    expect(button).to_have_text("60 秒")
    shown = value.inner_text()
    with closing(sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True)) as connection:
        known = connection.execute("SELECT count(*) FROM person WHERE identity_no = ?", (shown,)).fetchone()[0]
    assert known == 1
    assert (shown[:6], shown[-4:]) == (masked[:6], masked[-4:])
    page.clock.fast_forward(61_000)
    expect(value).to_have_text(masked)
    expect(button).to_have_text("显示")
    assert shown not in page.content()
    stored = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, location.href])")
    assert shown not in stored


def test_paper_holds_the_masked_card_on_one_sheet(demo_server: Server, open_wall: OpenWall) -> None:
    page = opened(demo_server, open_wall)
    made = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    page.emulate_media(media="print")
    expect(page.locator(".uncover").first).to_be_hidden()
    expect(page.locator(".head")).to_be_hidden()


def test_a_phone_and_every_theme_fit(demo_server: Server, open_wall: OpenWall) -> None:
    for size, search in ((PHONE, "&theme=light"), (PHONE, "&lang=en"), (DESK, "&theme=contrast&lang=en")):
        page = opened(demo_server, open_wall, size, search)
        assert fits(page), (size, search)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert not found.response["violations"], found.generate_report()


def test_what_stands_behind_the_door(demo_server: Server, open_wall: OpenWall) -> None:
    screen = open_wall(demo_server, PHONE)
    screen.page.goto(f"{demo_server.base}/village/{VILLAGE}")
    screen.page.locator(".tile").first.click()
    source = screen.page.locator(".qr").get_attribute("src") or ""
    assert source.startswith("data:image/svg+xml")
    screen.allowed.append("404")
    screen.page.goto(f"{demo_server.base}/h/{'x' * 24}")
    expect(screen.page.locator("[role=alert]")).to_contain_text("失效")
    assert fits(screen.page)


def test_the_tiles_on_the_wall_take_another_colour(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server)
    wall.go(f"?region={VILLAGE}")
    expect(wall.page.locator("#households .tile").first).to_be_visible()
    total = wall.page.locator("#households .tile").count()
    wall.act(wall.page.locator("#households .tiles-by", has_text="走访").click)
    expect(wall.page.locator("#households .tile-visit-visited").first).to_be_visible()
    assert "tiles=visit" in wall.page.url
    told = wall.page.locator("#households .tiles-legend b").all_inner_texts()
    assert sum(int(words.replace(",", "")) for words in told) == total
    wall.shot("tiles-by-visit")
