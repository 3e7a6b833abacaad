"""The list of households before a person: filters, grid, search, map, what is kept and taken; on a desk and a phone."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenWall
from tests.e2e.serving import Server
from tests.e2e.test_accessible import COLOURS

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
NAME = ".ag-row .ag-cell.is-name"
DESK = (1366, 768)


def opened(server: Server, open_wall: OpenWall, search: str = "", size: tuple[int, int] = DESK) -> Page:
    """The list at `search` with its first rows."""
    page = open_wall(server, size).page
    page.goto(f"{server.base}/households/{search}")
    expect(page.locator(NAME, has_text="*").first).to_be_visible(timeout=30_000)
    return page


def total(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator("#list-head .total").inner_text()))


def query(database: Path, sql: str) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return int(connection.execute(sql).fetchone()[0])


def test_filters_are_links_and_the_address_is_the_state(
    demo_server: Server, open_wall: OpenWall, demo_database: Path
) -> None:
    page = opened(demo_server, open_wall)
    assert total(page) == query(demo_database, "SELECT count(*) FROM household WHERE is_valid = 1")
    page.locator('[data-facet="status"] .value', has_text="未脱贫").click()
    poor = query(demo_database, "SELECT count(*) FROM household WHERE is_valid = 1 AND poverty_status_code = '0'")
    expect(page.locator("#list-head .total")).to_have_text(f"{poor:,} 户")
    assert "status=poor" in page.url
    expect(page.locator(".ag-row .ag-cell[col-id=status]").first).to_have_text("未脱贫")
    page.locator('[data-facet="size"] summary').click()
    page.locator('[data-facet="size"] .value', has_text="1 人").first.click()
    both = "SELECT count(*) FROM household WHERE is_valid = 1 AND poverty_status_code = '0' AND member_count = 1"
    expect(page.locator("#list-head .total")).to_have_text(f"{query(demo_database, both):,} 户")
    expect(page.locator('[data-facet="size"]')).to_have_attribute("open", "")
    shared = opened(demo_server, open_wall, page.url.partition("/households/")[2])
    assert total(shared) == query(demo_database, both)
    page.go_back()
    expect(page.locator("#list-head .total")).to_have_text(f"{poor:,} 户")
    page.locator(".chip").first.click()
    expect(page.locator(".chip")).to_have_count(0)


def test_rows_come_as_they_are_scrolled_to_and_in_order(demo_server: Server, open_wall: OpenWall) -> None:
    page = opened(demo_server, open_wall)
    named = "() => [...document.querySelectorAll('.ag-row .is-name')].filter(n => n.textContent.includes('*'))"
    index = f"({named})().map(n => Number(n.closest('.ag-row').getAttribute('row-index')))"
    reached: list[int] = []
    for _ in range(200):
        reached = page.evaluate(index)
        if reached and min(reached) > 10_000:
            break
        page.locator(".ag-body-viewport").evaluate("node => node.scrollTo(0, 800000)")  # once it knows how long it is
        page.wait_for_timeout(150)
    assert min(reached, default=0) > 10_000, "rows from the middle of the list"
    page = opened(demo_server, open_wall, "?status=fallen_back")
    with page.expect_response(lambda answer: "_dash-update-component" in answer.url):
        page.locator('.ag-header-cell[col-id="member_count"]').click()
    expect(page.locator('.ag-row[row-index="0"] [col-id=member_count]')).to_have_text("1")
    told = page.locator(".ag-row [col-id=member_count]").all_inner_texts()
    assert len([one for one in told if one]) > 5
    assert {int(one) for one in told if one} <= {1, 2}, "the smallest come first"


def test_search_finds_and_leads_to_the_card(demo_server: Server, open_wall: OpenWall, demo_database: Path) -> None:
    with closing(sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True)) as connection:
        name, number = connection.execute(
            "SELECT name_zh, household_id FROM person WHERE relation_code = '01' AND born_on < '1980-01-01' "
            "AND is_valid = 1 LIMIT 1 OFFSET 777"
        ).fetchone()
    page = opened(demo_server, open_wall)
    page.fill("#find-words", name)
    first = page.locator("#find-found .found[href^='/household/']").first
    expect(first).to_be_visible()
    assert name not in page.locator("#find-found").inner_text(), "masked"
    assert name not in page.url
    page.fill("#find-words", number)
    expect(page.locator("#find-found .found[href^='/household/']")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    token = str(page.evaluate("document.activeElement.getAttribute('href')"))
    assert re.fullmatch(r"/household/[\w-]{20}", token)
    page.fill("#find-words", "云沟")
    page.locator("#find-found .found[data-go]", has_text="云沟镇").first.click()
    expect(page.locator("#list-head .path b")).to_have_text("云沟镇")
    expect(page.locator("#find-found")).to_be_hidden()


def test_a_row_leads_to_its_card(demo_server: Server, open_wall: OpenWall) -> None:
    page = opened(demo_server, open_wall, "?cause=01")
    with page.expect_navigation(url=re.compile(r"/household/[\w-]{20}$")):
        page.locator(NAME).nth(2).click()


def test_the_map_shows_the_same_and_leads_down(demo_server: Server, open_wall: OpenWall) -> None:
    page = opened(demo_server, open_wall, "?unmet=HOUSING")
    villages = page.locator("#list-map path[data-code]")
    expect(villages.first).to_be_visible()
    assert villages.count() > 300
    said = [one for one in page.locator("#list-map path:not(.class-0) title").all_text_contents() if one]
    assert sum(int(re.findall(r":([\d,]+) 户", one)[0].replace(",", "")) for one in said) == total(page)
    page.locator("#list-map path[data-code]:not(.class-0)").first.dispatch_event("click")
    expect(page.locator("#list-head .path li")).to_have_count(3)
    assert "unmet=HOUSING" in page.url


def test_filters_are_kept_and_a_workbook_is_taken(demo_server: Server, open_wall: OpenWall, tmp_path: Path) -> None:
    page = opened(demo_server, open_wall, "?unmet=WATER")
    page.click("[data-open=saved]")
    page.fill("#saved-form [name=name]", "饮水未达标")
    page.click("#saved-form [type=submit]")
    expect(page.locator("#saved-list a")).to_have_text("饮水未达标")
    page.click("#saved [data-close]")
    page.locator(".chip").click()
    expect(page.locator(".chip")).to_have_count(0)
    page.click("[data-open=saved]")
    page.click("#saved-list a")
    expect(page.locator(".chip b")).to_have_text("饮水安全")
    page.click("[data-open=export]")
    page.fill("#export-form [name=purpose]", "核查饮水安全")
    with page.expect_download() as download:
        page.click("#export-form [type=submit]")
    download.value.save_as(tmp_path / "list.xlsx")
    sheet = load_workbook(tmp_path / "list.xlsx").worksheets[0]
    assert sheet.max_row == total(page) + 1
    assert "核查饮水安全" in str(sheet.cell(2, sheet.max_column).value)


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_everybody_can_use_it(demo_server: Server, open_wall: OpenWall, theme: str) -> None:
    page = opened(demo_server, open_wall, f"?theme={theme}&cause=01&columns=all")
    page.add_style_tag(content="* { background-image: none !important; }")
    every = {"type": "tag", "values": TAGS} if theme == "dark" else {"type": "rule", "values": COLOURS}
    found = Axe().run(page, options={"runOnly": every}).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found] == []


@pytest.mark.parametrize("size", [(390, 844), (820, 1180), (1366, 768), (1920, 1080)])
def test_it_fits(demo_server: Server, open_wall: OpenWall, size: tuple[int, int]) -> None:
    page = opened(demo_server, open_wall, "?status=poor&lang=en", size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if size[0] > 1312:
        assert page.evaluate("document.documentElement.scrollHeight") <= size[1]
    else:
        assert page.locator("#list-facets details.all").get_attribute("open") == (None if size[0] < 832 else "")
