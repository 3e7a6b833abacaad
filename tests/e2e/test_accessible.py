"""WCAG 2.2 AA: axe finds nothing, every control is reached and named by keyboard alone, calm eyes are left in peace."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
DESK = (1280, 900)
ENDS = (0, -1)
FLAT = """end => {
  document.querySelectorAll('[data-flat]').forEach(node => node.removeAttribute('data-flat'));
  let sheet = document.getElementById('flat-sheet');
  if (!sheet) { sheet = document.head.appendChild(document.createElement('style')); sheet.id = 'flat-sheet'; }
  const rules = new Map();
  sheet.textContent = '';
  document.querySelectorAll('*').forEach(node => {
    const stops = node.localName !== 'select' && getComputedStyle(node).backgroundImage.match(/gradient/) &&
      getComputedStyle(node).backgroundImage.match(/(?:rgba?|color|oklab|oklch)\\([^()]*\\)/g);
    if (!stops) return;
    const colour = stops.at(end);
    if (!rules.has(colour)) rules.set(colour, rules.size);
    node.dataset.flat = rules.get(colour);
  });
  sheet.textContent = [...rules].map(([colour, n]) =>
    `[data-flat="${n}"] { background-image: none !important; background-color: ${colour} !important; }`).join('\\n');
}"""
"""axe cannot see through gradients: they are made flat, once in the colour of each of their ends."""

PLACE = """const place = node => { const way = [];
    for (let at = node; at && at !== document.body; at = at.parentElement)
      way.unshift(at.id ? '#' + at.id : at.localName + [...at.parentElement.children].indexOf(at));
    return way.join('>'); };"""

CONTROLS = f"""() => {{ {PLACE}
  const shown = node => node.checkVisibility({{ checkVisibilityCSS: true }}) && node.getClientRects().length;
  const nodes = document.querySelectorAll('a[href], button, select, input, textarea, summary, [tabindex="0"]');
  return [...nodes].filter(node => shown(node) && !node.disabled && node.tabIndex >= 0 && !node.closest('[inert]'))
    .map(place);
}}"""

FOCUSED = f"""() => {{ {PLACE}
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {{
    place: place(node),
    what: node.outerHTML.slice(0, 120),
    named: Boolean((node.getAttribute('aria-label') || node.textContent || node.title || '').trim()
      || node.getAttribute('aria-labelledby') || (node.labels && node.labels.length)),
    ringed: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none',
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    uncovered: !at || at === node || node.contains(at) || at.contains(node),
    size: [box.width, box.height],
    inline: style.display === 'inline',
  }};
}}"""


def violations(page: Page, told: str, *, of_colours: bool = False) -> list[str]:
    """What axe finds by the rules of WCAG 2.2 AA, and texts whose contrast it cannot tell.

    Of a page that was looked at in another theme the rules `of_colours` are enough: it has the same elements.
    """
    found: list[str] = []
    every = {"type": "rule", "values": COLOURS} if of_colours else {"type": "tag", "values": TAGS}
    rules: list[dict[str, Any]] = [every, {"type": "rule", "values": ["color-contrast"]}]
    for end, asked in zip(ENDS, rules, strict=True):
        page.evaluate(FLAT, end)
        results = Axe().run(page, options={"runOnly": asked, "resultTypes": ["violations", "incomplete"]}).response
        unclear = [rule for rule in results["incomplete"] if rule["id"] == "color-contrast"]
        nodes = [(rule["id"], node) for rule in results["violations"] for node in rule["nodes"]]
        nodes += [(rule["id"], node) for rule in unclear for node in rule["nodes"] if _is_unseen(node)]
        found += [f"{told}, {end}: {name}: {node['target']} {node['failureSummary'][:200]}" for name, node in nodes]
    return found


def _is_unseen(node: dict[str, Any]) -> bool:
    """A text on a gradient; the arrow of a list is one as well, and is no ground."""
    return "gradient" in str(node["any"]) and not node["html"].startswith("<select")


def village_of(facts: Facts) -> str:
    """A village with a page of tiles."""
    for township in facts.children(COUNTY):
        rows = facts.rows(
            "SELECT region_code, count(*) FROM household WHERE is_valid = 1 AND region_code IN"
            " (SELECT region_code FROM region WHERE parent_code = ?) GROUP BY 1 HAVING count(*) BETWEEN 20 AND 90",
            township,
        )
        if rows:
            return str(rows[0][0])
    raise AssertionError("no such village")


@pytest.fixture(scope="module")
def facts(demo_database: Any) -> Facts:
    return Facts(demo_database)


def test_the_desk_view_breaks_no_rule(demo_server: Server, open_wall: OpenWall, facts: Facts) -> None:
    desk = open_wall(demo_server, DESK)
    found: list[str] = []
    for theme in ("contrast", "light", "dark"):
        desk.go(f"?mode=desk&theme={theme}")
        expect(desk.page.locator("html")).to_have_attribute("data-theme", theme)
        found += violations(desk.page, f"desk {theme}", of_colours=theme != "contrast")
    desk.page.locator("summary").first.click()
    found += violations(desk.page, "desk, menu open")
    desk.go(f"?mode=desk&region={village_of(facts)}&lang=en")
    found += violations(desk.page, "village")
    desk.act(desk.page.locator("#households [data-household]").nth(1).click)
    expect(desk.page.locator('#card [role="dialog"]')).to_be_visible()
    found += violations(desk.page, "card")
    assert found == []


def test_the_wall_breaks_no_rule(wall: Screen) -> None:
    found = violations(wall.page, "wall")
    wall.go("?compare=2018&spotlight=map")
    found += violations(wall.page, "wall, compared, enlarged")
    assert found == []


@pytest.mark.parametrize("path", ["remote", "scenes", "preview"])
def test_the_light_pages_break_no_rule(demo_server: Server, open_wall: OpenWall, path: str) -> None:
    screen = open_wall(demo_server, (390, 844) if path == "remote" else DESK, injects=True)
    found: list[str] = []
    for theme in ("dark", "light", "contrast"):
        screen.page.goto(f"{demo_server.base}/{path}?theme={theme}")
        screen.page.wait_for_load_state("networkidle")
        found += violations(screen.page, f"{path} {theme}", of_colours=theme != "dark")
    assert found == []


def walk(page: Page, most: int = 400) -> list[dict[str, Any]]:
    """Every stop of the Tab key, once round."""
    stops: list[dict[str, Any]] = []
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or any(stop["place"] == other["place"] for other in stops):
            return stops
        stops.append(stop)
    raise AssertionError("Tab does not come round")


@pytest.mark.parametrize("search", ["?mode=desk", ""])
def test_every_control_is_reached_named_and_seen_by_keyboard(
    demo_server: Server, open_wall: OpenWall, search: str
) -> None:
    screen = open_wall(demo_server, DESK if search else (1920, 1080))
    screen.go(search)
    stops = walk(screen.page)
    controls = set(screen.page.evaluate(CONTROLS))
    assert len(controls) > 30
    assert controls <= {stop["place"] for stop in stops}
    assert not [stop["what"] for stop in stops if not stop["named"]], "without a name"
    assert not [stop["what"] for stop in stops if not stop["ringed"]], "without a visible focus"
    assert not [stop["what"] for stop in stops if not (stop["inSight"] and stop["uncovered"])], "out of sight"
    small = [stop for stop in stops if min(stop["size"]) < 24 and not stop["inline"]]
    assert not [(stop["what"], stop["size"]) for stop in small], "smaller than 24 px"


def test_every_region_opens_by_keyboard(demo_server: Server, open_wall: OpenWall, facts: Facts) -> None:
    desk = open_wall(demo_server, DESK)
    desk.go("?mode=desk")
    townships = set(facts.children(COUNTY))
    rows = desk.page.locator("#map-table tr[data-region] a[href]")
    reached = rows.evaluate_all("nodes => nodes.filter(n => n.tabIndex >= 0).map(n => n.closest('tr').dataset.region)")
    assert set(reached) == townships
    assert rows.count() == len(townships)
    first = reached[0]
    rows.first.focus()
    desk.act(lambda: desk.page.keyboard.press("Enter"), region=first)
    assert set(desk.on_map()) == set(facts.children(first))
    desk.act(lambda: desk.page.keyboard.press("Escape"), region=COUNTY)


def test_the_page_has_names_and_landmarks(wall: Screen) -> None:
    tree = wall.page.locator("body").aria_snapshot()
    for role in ("banner", "main", "navigation", "heading"):
        assert role in tree, role
    assert wall.page.locator("h1").count() == 1
    unnamed = wall.page.locator("table").evaluate_all(
        "nodes => nodes.filter(n => !n.caption && !n.getAttribute('aria-label')).map(n => n.outerHTML.slice(0, 90))"
    )
    assert unnamed == []
    assert wall.page.locator("html").get_attribute("lang") == "zh-CN"


def test_calm_eyes_see_no_motion(demo_server: Server, open_wall: OpenWall, facts: Facts) -> None:
    screen = open_wall(demo_server, apart=True)
    screen.page.emulate_media(reduced_motion="reduce")
    screen.go()
    screen.page.evaluate(
        """() => { window.moved = []; const look = () => {
           document.querySelectorAll('.map-ghost').forEach(ghost => window.moved.push(ghost.className));
           document.getAnimations().forEach(one => {
             const time = one.effect && one.effect.getComputedTiming().duration;
             if (one.playState === 'running' && time > 1) window.moved.push(one.effect.target.outerHTML.slice(0, 80));
           }); requestAnimationFrame(look); }; look(); }"""
    )
    township = facts.children(COUNTY)[0]
    screen.open_region(township)
    screen.act(lambda: screen.page.keyboard.press("Escape"), region=COUNTY)
    assert screen.page.evaluate("() => window.moved") == []
