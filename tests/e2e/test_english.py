"""`?lang=en` turns every word of the product into English; names of places stay as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
OWN_WORD = {"中文"}  # the button that leads back says so in its own language


@pytest.fixture(scope="module")
def facts(demo_database: Path) -> Facts:
    return Facts(demo_database)


def chinese(wall: Screen, facts: Facts) -> set[str]:
    """Chinese words on the screen that are no name that the database gives in Chinese alone."""
    said = wall.page.evaluate(
        """() => { const words = [document.body.innerText];
             document.querySelectorAll('[aria-label],[title],[alt]').forEach(n =>
               ['aria-label', 'title', 'alt'].forEach(name => words.push(n.getAttribute(name) || '')));
             document.querySelectorAll('svg text, option').forEach(n => words.push(n.textContent));
             return words.join('\\n'); }"""
    )
    names = {n for row in facts.rows("SELECT name_zh, short_name_zh FROM region") for n in row if n}
    names |= {n for (n,) in facts.rows("SELECT name_zh FROM organisation") if n}
    names |= {n for row in facts.rows("SELECT name_zh, product_zh FROM industry_activity") for n in row if n}
    names |= {n for row in facts.rows("SELECT name_zh, title_zh FROM official") for n in row if n}
    names |= {n for (n,) in facts.rows("SELECT name_zh FROM region_indicator WHERE name_en IS NULL") if n}
    letters = "".join(sorted(names, key=len, reverse=True))
    left = said
    for name in sorted(names, key=len, reverse=True):
        left = left.replace(name, " ")
    left = re.sub(r"[\u4e00-\u9fff]\*+[\u4e00-\u9fff]?", " ", left)  # masked names
    return {word for word in CHINESE.findall(left) if word not in OWN_WORD and word not in letters}


def test_the_county_speaks_english(demo_server: Server, open_wall: OpenWall, facts: Facts) -> None:
    wall = open_wall(demo_server)
    wall.go("?lang=en")
    assert wall.page.locator("#wall").get_attribute("lang") == "en"
    wall.shot("county")
    assert chinese(wall, facts) == set()
    wall.open_region(facts.children(COUNTY)[10])
    assert "lang=en" in wall.search
    assert chinese(wall, facts) == set()


def test_village_and_card_speak_english(demo_server: Server, open_wall: OpenWall, facts: Facts) -> None:
    village = facts.village_with(facts.children(COUNTY)[10], 40, 200)
    wall = open_wall(demo_server)
    wall.go(f"?lang=en&region={village}")
    assert chinese(wall, facts) == set()
    wall.act(wall.page.locator("#households [data-household]").first.click)
    expect(wall.page.locator('#card [role="dialog"]')).to_be_visible()
    wall.shot("card")
    assert chinese(wall, facts) == set()


def choose(wall: Screen, language: str) -> None:
    wall.page.locator("#menu summary").click()
    wall.page.locator(f'[data-set="lang={language}"]').click()


def test_the_menu_changes_the_language_and_keeps_the_view(wall: Screen, facts: Facts) -> None:
    township = facts.children(COUNTY)[4]
    wall.open_region(township)
    with wall.page.expect_navigation():
        choose(wall, "en")
    wall.page.wait_for_function("c => window.guatu.painted && window.guatu.painted.region === c", arg=township)
    wall.quiet()
    assert wall.page.locator("#wall").get_attribute("lang") == "en"
    with wall.page.expect_navigation():
        choose(wall, "zh")
    wall.page.wait_for_function("c => window.guatu.painted && window.guatu.painted.region === c", arg=township)
    wall.quiet()
    assert wall.page.locator("#wall").get_attribute("lang") == "zh-CN"
    assert "lang=" not in wall.search
