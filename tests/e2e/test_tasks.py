"""The battle map on the wall: it fits, its lists turn, and a household without a guarantee is two clicks away."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.measures import collisions, cut_rows, faults, no_scrollbars
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

SIZES = ((1366, 768), (1920, 1080), (3840, 1080))
PANELS = ("advance", "works", "money", "late", "unmet", "checks")
TOWN = """
SELECT v.parent_code, v.region_code FROM household_assurance a JOIN household h USING (household_id)
JOIN region v ON v.region_code = h.region_code
WHERE a.stat_year = 2019 AND a.is_met = 0 AND a.resolved_on IS NULL AND a.assurance_code = 'HOUSING' LIMIT 1
"""
LATE = """
SELECT COUNT(*) FROM task WHERE finished_on IS NULL AND task_status_code IN ('TODO', 'DOING')
AND planned_end_on < '2019-09-30'
"""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_it_fits_every_screen(demo_server: Server, open_wall: OpenWall, size: tuple[int, int]) -> None:
    wall = open_wall(demo_server, size)
    wall.go("?view=tasks")
    for name in PANELS:
        expect(wall.page.locator(f".slot-{name} .panel")).to_be_visible()
        assert wall.page.locator(f".slot-{name} .not-connected").count() == 0, name
    wall.shot("x".join(map(str, size)), "tasks")
    no_scrollbars(wall)
    assert (faults(wall), collisions(wall), cut_rows(wall)) == ({}, [], [])
    assert [said for said, _ in wall.legend()][:3] == ["按期 < 5", "有风险 5–15", "超期 ≥ 15"]


def test_from_the_county_to_the_card_of_a_household(unopened: Screen, demo_database: Path) -> None:
    wall = unopened
    with sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True) as connection:
        town, _ = connection.execute(TOWN).fetchone()
        (late,) = connection.execute(LATE).fetchone()
    wall.go("?view=tasks")
    expect(wall.page.locator('[data-figure="late.total"]')).to_have_text(re.compile(rf"^{late} "))
    rows = wall.page.locator(".late-row")
    first = rows.first.get_attribute("data-task")
    days = [int(said) for said in rows.locator("[data-days]").all_inner_texts()]
    assert days == sorted(days, reverse=True) and days[-1] > 0
    wall.page.locator("#tasks-late .tasks-turn").last.click()
    expect(wall.page.locator("#tasks-late .tasks-pager span")).to_contain_text("2 / ")
    assert rows.first.get_attribute("data-task") != first
    wall.act(wall.page.locator(f'.advance-row[data-region="{town}"] a').click, region=town)
    household = wall.page.locator("#tasks-unmet [data-household]").first
    expect(household).to_be_visible()
    household.click()
    expect(wall.page.locator("#card .card-frame, #card [role=dialog], #card > *").first).to_be_visible()
    assert "household=" in wall.page.url and re.search(r"某|\*", wall.text("#card"))
