"""The list of gaps: without solar, in another order, page by page, down to the households and out as a workbook."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.screen import Screen

GAPS = """
SELECT v.region_code, p.name_zh FROM region v JOIN region p ON p.region_code = v.parent_code
WHERE v.region_level_code = '5' AND NOT EXISTS (
  SELECT 1 FROM industry_coverage c JOIN industry_activity a ON a.activity_id = c.activity_id
  JOIN industry_kind k USING (industry_kind_code)
  WHERE c.region_code = v.region_code AND c.stat_year = 2019 AND k.is_covering = 1 AND industry_kind_code <> 'SOLAR'
    AND a.operating_status_code IN ('RUNNING', 'WATCHED'))
"""


def test_gaps_are_listed_sorted_turned_and_followed(unopened: Screen, demo_database: Path) -> None:
    wall = unopened
    with sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True) as connection:
        gaps = dict(connection.execute(GAPS).fetchall())
    panel = wall.page.locator("#industry-gaps")
    wall.go("?view=industry")
    expect(panel).to_contain_text("没有空白村")
    expect(panel).to_contain_text(f"{len(gaps)} 个村没有其他产业")
    panel.locator('[data-set="solar=without"]').click()
    expect(panel.locator(".panel-unit")).to_have_text(f"{len(gaps)} / 366")
    rows = panel.locator(".gaps-rows tbody tr")
    expect(rows).to_have_count(50)
    listed = {rows.nth(0).locator("a").get_attribute("data-go")}
    panel.locator("thead .is-uncovered button").click()
    expect(panel.locator("thead .is-uncovered")).to_have_attribute("aria-sort", "ascending")
    figures = [int(said.replace(",", "")) for said in panel.locator("td.is-uncovered").all_inner_texts()]
    assert figures == sorted(figures, reverse=True), "the most households first"
    for page in (2, 3):
        panel.locator(".gaps-pager button").last.click()
        expect(panel.locator(".gaps-pager span")).to_have_text(f"{page} / 3")
        listed |= {row.get_attribute("data-go") for row in panel.locator(".gaps-rows tbody a").all()}
    expect(rows).to_have_count(len(gaps) - 100)
    assert listed <= set(gaps)
    wall.shot("gaps")
    with wall.page.expect_download() as taken:
        panel.locator(".gaps-excel").click()
    assert taken.value.path().read_bytes()[:2] == b"PK"
    link = panel.locator(".gaps-rows tbody a").first
    village = link.get_attribute("data-go")
    wall.act(link.click, region=village)


def test_in_a_township_the_households_are_listed(unopened: Screen) -> None:
    wall = unopened
    wall.go("?view=industry&solar=without&region=990101100000")
    households = wall.page.locator("#industry-gaps .gaps-households")
    expect(households.locator("tbody tr")).to_have_count(50)
    households.locator(".gaps-pager button").last.click()
    expect(households.locator(".gaps-pager span")).to_contain_text("2 / ")
    households.locator("tbody button").first.click()
    expect(wall.page.locator('#card [role="dialog"]')).to_be_visible()
