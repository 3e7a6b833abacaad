"""Belts on the wall of a city: a group opens like a region, its members are drawn and summed, its rows show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from data_access.settings import Settings
from tests.e2e.conftest import OpenWall
from tests.e2e.screen import Screen
from tests.e2e.serving import Server, environment

BELT = "@BELT_SHED"
MEMBERS = 8


@pytest.fixture(scope="module")
def city(scenario_settings: Callable[[str], Settings], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    env = environment(scenario_settings("taihang").home, GUATU_DEMO="taihang")
    server = Server.start(env, tmp_path_factory.mktemp("belts") / "serve.log")
    yield server
    assert server.interrupt() == 0, server.said()


@pytest.fixture
def wall(city: Server, open_wall: OpenWall) -> Screen:
    screen = open_wall(city)
    screen.go("?view=industry&deck=belts")
    return screen


def drawn(wall: Screen) -> list[str]:
    found: list[str] = wall.page.evaluate(
        "[...document.querySelectorAll('#map path[data-region]')].map(n => n.dataset.region)"
    )
    return sorted(found)


def test_a_row_opens_its_group_and_a_member_opens_itself(wall: Screen, city: Server) -> None:
    rows = wall.page.locator("[data-belt]")
    expect(rows).to_have_count(6)
    row = wall.page.locator(f'[data-belt="{BELT}"]')
    wall.act(row.locator("a").click, region=BELT)
    assert "region=%40BELT_SHED" in wall.search
    members = city.json("/api/v1/regions", parent=BELT)["regions"]
    assert drawn(wall) == sorted(member["code"] for member in members)
    assert len(members) == MEMBERS
    expect(wall.page.locator("#breadcrumb li")).to_have_count(3)
    expect(row.locator("a")).to_have_attribute("aria-current", "page")
    own = city.json("/api/v1/values", region=BELT, indicator="POVERTY_INCIDENCE", period=2016, level="self")["rows"][0]
    assert f"{own['value']:.2f}%" in wall.page.evaluate("guatu.shown.sentences.POVERTY_INCIDENCE")
    wall.shot("belt")
    town = next(member for member in members if member["level"] == 4)
    wall.act(lambda: wall.page.evaluate("code => guatu.open(code)", town["code"]), region=town["code"])
    assert wall.page.locator("#breadcrumb li a").all_inner_texts()[1] != "设施菌菜产业带", "the tree's own way"
    wall.page.go_back()
    wall.page.wait_for_function("() => guatu.painted.region === '@BELT_SHED'")
    wall.act(lambda: wall.page.keyboard.press("Escape"), region="990500000000")


def test_an_address_of_a_group_stands_by_itself_and_a_wrong_one_falls_back(wall: Screen) -> None:
    wall.go(f"?region={BELT.replace('@', '%40')}", region=BELT)
    assert len(drawn(wall)) == MEMBERS
    wall.go("?region=%40NOBODY", region="990500000000")
    assert "region" not in wall.search


def test_the_map_shows_a_group_while_a_hand_is_on_its_row(wall: Screen) -> None:
    row = wall.page.locator(f'[data-belt="{BELT}"]')
    veil = "((document.querySelector('#map .map-group')?.getAttribute('d') || '').split('M').length - 1)"
    row.hover()
    wall.page.wait_for_function(f"() => {veil} > {MEMBERS}")
    wall.shot("belt-shown")
    wall.page.mouse.move(900, 500)
    wall.page.wait_for_function(f"() => {veil} === 0")
    row.locator("a").focus()
    wall.page.wait_for_function(f"() => {veil} > {MEMBERS}")


def test_the_tip_names_a_point_its_kind_and_its_size(wall: Screen) -> None:
    point = wall.page.locator("#map path.point").first
    point.hover(force=True)
    said = wall.page.locator("#map-tip .tip-marker")
    expect(said).to_contain_text("光伏扶贫电站 · 装机容量")
    expect(said).to_contain_text("千瓦")
    sizes = wall.page.evaluate(
        "[...document.querySelectorAll('#map path.point')].map(n => n.getBoundingClientRect().width)"
    )
    assert max(sizes) > 2 * min(sizes), "a plant is no roof"
    expect(wall.page.locator("#map-legend .legend-size")).to_have_count(3)


def test_what_a_row_opens_is_there_before_it_is_clicked(wall: Screen) -> None:
    """Values, outlines and points of each group in sight are asked ahead, so that its first opening waits for none."""
    wall.quiet(all_of_it=True)
    belts = wall.page.locator("[data-belt]").evaluate_all("nodes => nodes.map(n => n.dataset.belt)")
    assert len(belts) == 6
    for belt in belts:
        with wall.counting() as asked:
            wall.act(lambda belt=belt: wall.page.evaluate("code => guatu.open(code)", belt), region=belt)
        own = f"/{quote(belt, safe='')}/2016/"  # its other years are asked for once it is open
        assert [request.url for request in asked if own in request.url and "/wall/" in request.url] == []
        wall.act(wall.page.go_back, region="990500000000")


def test_the_ghost_of_a_crowded_map_is_one_bitmap_of_its_areas(wall: Screen) -> None:
    """A copy of thousands of elements would be painted once more, and larger with each step of the movement."""
    wall.go("?view=industry&deck=belts&layers=solar,tourism,agriculture,ecommerce,handicraft")
    count = "document.querySelectorAll('#map path.point').length"
    assert wall.page.evaluate(count) > 4000
    ghosts = wall.page.evaluate(
        """async code => { const found = [];
             const map = document.getElementById("map");
             const box = map.getBoundingClientRect();
             /* a point well inside each area, and the area's colour */
             const wanted = Array.from(map.querySelectorAll(".choroplethlayer path"), path => {
               const at = path.getBoundingClientRect();
               const back = path.getScreenCTM().inverse();
               for (let i = 1; i < 20; i += 1) for (let j = 1; j < 20; j += 1) {
                 const [x, y] = [at.left + i * at.width / 20, at.top + j * at.height / 20];
                 const inside = (dx, dy) => path.isPointInFill(new DOMPoint(x + dx, y + dy).matrixTransform(back));
                 if ([[0, 0], [9, 0], [-9, 0], [0, 9], [0, -9]].every(step => inside(...step))
                     && !path.classList.contains("not-reported"))
                   return [x - box.left, y - box.top, getComputedStyle(path).fill];
               }
               return null;
             }).filter(Boolean);
             const watch = new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => {
               if (!node.classList || !node.classList.contains("map-ghost")) return;
               const pen = Object.assign(document.createElement("canvas"), { width: node.width, height: node.height })
                 .getContext("2d");
               pen.drawImage(node, 0, 0);
               const { data } = pen.getImageData(0, 0, node.width, node.height);
               found.push([node.tagName, wanted.map(([x, y, fill]) => {
                 const k = node.width / box.width;
                 const [r, g, b] = data.slice(4 * (Math.round(y * k) * node.width + Math.round(x * k)));
                 return [`rgb(${r}, ${g}, ${b})`, fill];
               })]); })));
             watch.observe(map.parentElement, { childList: true });
             guatu.open(code);
             while (guatu.painted.region !== code) await new Promise(resolve => setTimeout(resolve, 10));
             return found; }""",
        BELT,
    )
    assert len(ghosts) == 1, "the picture before goes along"
    tag, colours = ghosts[0]
    assert tag == "CANVAS"
    assert len(colours) >= 7, "the regions are on it"
    inner = sum(seen != fill for seen, fill in colours)
    assert inner <= len(colours) // 3, f"other colours than the areas have: {colours}"  # a border inside may lie there
    assert wall.page.evaluate(count) > 500


def test_a_wall_that_ended_on_a_group_comes_back_to_it(city: Server, open_wall: OpenWall) -> None:
    screen = open_wall(city, apart=True)
    screen.allow("favicon")  # of a page that is not ours to dress
    screen.page.goto(f"{city.base}/healthz")
    screen.page.evaluate("view => localStorage.setItem('guatu.view', view)", f"?region={quote(BELT, safe='')}")
    screen.page.goto(f"{city.base}/")
    screen.page.wait_for_function("code => window.guatu && guatu.painted && guatu.painted.region === code", arg=BELT)
    assert len(drawn(screen)) == MEMBERS
