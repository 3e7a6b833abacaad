"""Two maps on one scale, other ways to cut classes, years that pass by themselves, and the card beside the pointer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts, written
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

PAIR = """() => ['map', 'map2'].map(id => Object.fromEntries(
  [...document.querySelectorAll(`#${id} path[data-region]`)].map(n => [n.dataset.region, n.getAttribute('fill')])))"""
SCALE = """() => [...document.querySelectorAll('#map-legend [data-class]')].map(n => ({
  range: n.querySelector('.legend-range').textContent, count: Number(n.querySelector('.legend-count').textContent),
  colour: n.querySelector('.swatch').style.backgroundColor }))"""


@pytest.fixture(scope="module")
def facts(demo_database: Path) -> Facts:
    return Facts(demo_database)


def values_of(server: Server, region: str, period: int, indicator: str = "POVERTY_INCIDENCE") -> dict[str, float]:
    rows = server.json("/api/v1/values", region=region, indicator=indicator, period=period)["rows"]
    return {row["code"]: row["value"] for row in rows}


def colour_of(wall: Screen, value: float) -> str:
    """The colour that the legend gives to a value, read from its words."""
    for row in wall.page.evaluate(SCALE):
        low, _, high = row["range"].replace("<", "-1e9–").replace("≥", "").replace(",", "").partition("–")
        if float(low) <= round(value, 2) < (float(high) if high else 1e9):
            return str(wall.page.evaluate("c => Object.assign(new Option().style, { color: c }).color", row["colour"]))
    raise AssertionError(f"no class for {value}")


def fits_the_scale(wall: Screen, fills: dict[str, str], values: dict[str, float]) -> None:
    """Every region has the colour of its class in the one legend."""
    style = "c => Object.assign(new Option().style, { color: c }).color"
    assert set(fills) == set(values)
    wrong = {c: v for c, v in values.items() if wall.page.evaluate(style, fills[c]) != colour_of(wall, v)}
    assert wrong == {}


@pytest.mark.parametrize("way", ["policy", "natural"])
def test_two_periods_on_one_scale(demo_server: Server, unopened: Screen, way: str) -> None:
    wall = unopened
    wall.go(f"?compare=2017&breaks={way}")
    now, then = wall.page.evaluate(PAIR)
    fits_the_scale(wall, now, values_of(demo_server, COUNTY, 2019))
    fits_the_scale(wall, then, values_of(demo_server, COUNTY, 2017))
    wall.shot(f"two-periods-{way}")


def test_the_table_says_the_difference(demo_server: Server, wall: Screen) -> None:
    wall.act(wall.page.locator("[data-compare]").click)
    assert "compare=2018" in wall.search
    now, then = (values_of(demo_server, COUNTY, year) for year in (2019, 2018))
    shown = wall.page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('#map-table tr[data-region]')].map(n =>
             [n.dataset.region, n.querySelector('.change').textContent]))"""
    )
    for code, said in shown.items():
        change = round(now[code], 2) - round(then[code], 2)
        assert float(said.replace("−", "-").replace("±", "")) == pytest.approx(change, abs=0.006), (code, said)
    expect(wall.page.locator("#map-head")).to_contain_text("2019")
    wall.act(wall.page.locator("[data-compare-close]").click)
    expect(wall.page.locator("#map2-box")).to_be_hidden()
    assert "compare=none" in wall.search
    expect(wall.page.locator("#map-table td.change").first).to_be_hidden()


def test_a_sister_beside_it_and_the_way_down(demo_server: Server, unopened: Screen, facts: Facts) -> None:
    wall = unopened
    first, second = facts.children(COUNTY)[:2]
    wall.go(f"?region={first}&compare={second}")
    here, there = wall.page.evaluate(PAIR)
    assert sorted(here) == facts.children(first)
    assert sorted(there) == facts.children(second)
    fits_the_scale(wall, there, values_of(demo_server, second, 2019))
    wall.shot("two-townships")
    third = facts.children(COUNTY)[2]
    wall.act(lambda: wall.page.locator("#map2-box select").select_option(third))
    assert sorted(wall.page.evaluate(PAIR)[1]) == facts.children(third)
    village = facts.children(first)[0]
    wall.open_region(village)
    assert "compare" not in wall.search, "a village has other sisters"


def test_one_region_pointed_at_is_marked_on_both_maps(demo_server: Server, unopened: Screen) -> None:
    wall = unopened
    wall.go("?compare=2018&layers=none")
    code = wall.on_map()[7]
    x, y = wall.point_in(code)
    wall.page.mouse.move(x - 3, y)
    wall.page.mouse.move(x, y)
    tip = wall.page.locator("#map-tip")
    expect(tip).to_be_visible()
    said = tip.inner_text()
    now, then = (values_of(demo_server, COUNTY, year)[code] for year in (2019, 2018))
    for word in (written(now, 2, "%")[0], written(then, 2, "%")[0], "个百分点", "年末未脱贫人口", "农村户籍人口"):
        assert word in said, (word, said)
    marked = wall.page.evaluate("""() => ['map', 'map2'].map(id => {
        const d = document.querySelector(`#${id} .map-hovered`).getAttribute('d');
        return [...document.querySelectorAll(`#${id} path[data-region]`)].filter(n => n.getAttribute('d') === d)
          .map(n => n.dataset.region); })""")
    assert marked == [[code], [code]]
    wall.shot("both-marked")


def test_a_wide_wall_compares_by_itself(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server, (5760, 1080))
    wall.go()
    now, then = wall.page.evaluate(PAIR)
    assert sorted(now) == sorted(then) != []
    expect(wall.page.locator("#map2-box select")).to_have_value("2018")
    wall.act(lambda: wall.page.locator('[data-period="2014"]').click(), period=2014)
    expect(wall.page.locator("#map2-box")).to_be_hidden()
    wall.shot("no-earlier-year")


def test_the_keyboard_has_the_same_card(wall: Screen) -> None:
    wall.tab_to("#map-table tr[data-region] a")
    code = wall.page.evaluate("() => document.activeElement.closest('tr').dataset.region")
    tip = wall.page.locator("#map-tip")
    expect(tip).to_be_visible()
    assert wall.table()[code] in tip.inner_text()
    box, area = tip.bounding_box(), wall.page.locator(".maps").bounding_box()
    assert box and area and box["x"] >= area["x"] - 1 and box["x"] + box["width"] <= area["x"] + area["width"] + 1
    assert wall.page.evaluate("() => document.querySelector('#map .map-hovered').getAttribute('d').length") > 20
    wall.shot("card-by-keyboard")
    wall.page.locator("#map-tabs button").first.focus()
    expect(tip).to_be_hidden()


def test_classes_can_be_cut_in_other_ways(demo_server: Server, wall: Screen) -> None:
    policy = wall.page.evaluate(SCALE)
    values = values_of(demo_server, COUNTY, 2019)
    for way in ("quantile", "natural"):
        wall.act(lambda way=way: wall.page.locator("#map-legend select").select_option(way))  # type: ignore[misc]
        assert f"breaks={way}" in wall.search
        scale = wall.page.evaluate(SCALE)
        assert scale != policy
        assert sum(row["count"] for row in scale) == len(values) and min(row["count"] for row in scale) > 0
        if way == "quantile":
            assert max(row["count"] for row in scale) - min(row["count"] for row in scale) <= 1
        fits_the_scale(wall, wall.page.evaluate(PAIR)[0], values)
        wall.quiet(all_of_it=True)
        with wall.counting() as made:
            wall.act(lambda: wall.page.locator('[data-indicator="HOUSE_VACANCY_RATE"]').click())
        assert made == [], "a change of indicator asks nothing"
        wall.act(lambda: wall.page.locator('[data-tabs="overview"] [data-indicator="POVERTY_INCIDENCE"]').click())
    wall.act(lambda: wall.page.locator("#map-legend select").select_option("policy"))
    assert wall.page.evaluate(SCALE) == policy and "breaks" not in wall.search


def test_all_undoes_the_choice_of_a_class(wall: Screen) -> None:
    before = wall.fills()
    undo = wall.page.locator("#map-legend .legend-all")
    expect(undo).to_be_hidden()
    wall.act(wall.page.locator("#map-legend [data-class]").nth(2).click)
    expect(undo).to_be_visible()
    wall.act(undo.click)
    expect(undo).to_be_hidden()
    assert wall.page.locator("#map path.is-left-out").count() == 0
    assert wall.fills() == before


def test_the_years_pass_and_a_hand_stops_them(wall: Screen) -> None:
    play = wall.page.locator("[data-play]")
    wall.page.evaluate(
        "() => { window.years = []; addEventListener('guatu:painted', e => years.push(e.detail.period)); }"
    )
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    wall.page.wait_for_function("() => years.length >= 3", timeout=15_000)
    assert wall.page.evaluate("() => years.slice(0, 3)") == [2014, 2015, 2016]
    wall.page.mouse.click(5, 5)
    expect(play).to_have_attribute("aria-pressed", "false")
    wall.quiet()  # a year that was on its way may still come
    passed = wall.page.evaluate("() => years.length")
    wall.page.wait_for_timeout(2200)
    assert wall.page.evaluate("() => years.length") == passed, "it goes on after a hand"
    wall.go("?period=2018")
    wall.page.locator("[data-period='2018']").focus()
    wall.page.keyboard.press("Space")
    expect(play).to_have_attribute("aria-pressed", "true")
    wall.page.wait_for_function("() => guatu.painted.period === 2019", timeout=15_000)
    expect(play).to_have_attribute("aria-pressed", "false", timeout=10_000)
    assert wall.page.evaluate("() => guatu.painted.period") == 2019, "it stops at the newest"
