"""The monitoring view: on three screens, from the county to a card, and what came since the last look."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.measures import collisions, cut_rows, faults, no_scrollbars
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

SIZES = ((1366, 768), (1920, 1080), (3840, 1080))
SHOTS = "monitor"
ALWAYS = ("funnel", "cases", "warnings", "insurance")


def test_it_fits_three_screens(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server)
    for width, height in SIZES:
        wall.page.set_viewport_size({"width": width, "height": height})
        wall.go("?view=monitor")
        wall.shot(f"{width}x{height}", SHOTS)
        no_scrollbars(wall)
        assert (width, faults(wall), collisions(wall), cut_rows(wall)) == (width, {}, [], [])
        for panel in ALWAYS:
            expect(wall.page.locator(f".slot-{panel} .panel")).to_be_visible()
        assert wall.page.locator(".of-overview:visible, .of-industry:visible").count() == 0


def test_who_is_at_risk_in_three_clicks(wall: Screen, demo_database: Path) -> None:
    facts = Facts(demo_database)
    wall.act(wall.page.locator('[data-set="view=monitor"]').click)
    wall.quiet()
    (row,) = facts.rows(
        """SELECT v.parent_code, COUNT(DISTINCT c.household_id)
           FROM monitoring_case c JOIN household h USING (household_id) JOIN region v ON v.region_code = h.region_code
           WHERE h.is_valid = 1 AND c.is_eliminated = 0
           GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"""
    )
    first = wall.page.locator("#monitor-cases tr[data-region]").first
    assert first.get_attribute("data-region") == row[0]
    wall.act(first.locator("a").click, region=row[0])
    rows = wall.page.locator("#monitor-cases [data-household]")
    expect(rows).to_have_count(min(row[1], 30))
    assert "*" in rows.first.inner_text(), "names are masked"
    wall.page.locator("#monitor-cases .cases-lists button", has_text="突发严重困难户").click()
    (sudden,) = facts.rows(
        f"""SELECT COUNT(DISTINCT c.household_id) FROM monitoring_case c JOIN household h USING (household_id)
            JOIN region v ON v.region_code = h.region_code WHERE h.is_valid = 1 AND c.is_eliminated = 0
            AND c.monitoring_object_code = '3' AND v.parent_code = '{row[0]}'"""
    )
    expect(rows).to_have_count(sudden[0])
    rows.first.click()
    expect(wall.page.locator('#card [role="dialog"]')).to_be_visible()


def test_what_came_since_this_screen_looked(demo_server: Server, open_wall: OpenWall, demo_database: Path) -> None:
    wall = open_wall(demo_server)
    wall.go("?view=monitor")
    head = wall.page.locator(".look-head")
    raised = "SELECT COUNT(*) FROM monitoring_alert WHERE alert_result_code = 'PENDING' AND raised_on > '{day}'"
    facts = Facts(demo_database)
    (week,) = facts.rows(raised.format(day="2019-09-23"))
    expect(head).to_have_text(f"近 7 日 +{week[0]}")
    looked = "localStorage.setItem('guatu.look', JSON.stringify({ seen: '2019-09-10', before: null }))"
    wall.page.evaluate(looked)
    wall.go(f"?view=monitor&region={COUNTY}")
    (since,) = facts.rows(raised.format(day="2019-09-10"))
    expect(head).to_have_text(f"上次查看(2019-09-10)以来 +{since[0]}")
    counts = wall.page.locator(".look-row:not([hidden]) .look-count").all_inner_texts()
    assert sum(map(int, counts)) == since[0]
