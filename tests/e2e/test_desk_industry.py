"""The industry view at a desk: axe finds nothing in either theme, and whatever opens is large enough to be hit."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall
from tests.e2e.serving import Server
from tests.e2e.test_accessible import violations

LAPTOP = (1366, 768)
LEAST = 24
SMALL = f"""() => [...document.querySelectorAll('a[href], button, select, summary, [tabindex="0"]')]
  .filter(node => node.checkVisibility({{ checkVisibilityCSS: true }}) && node.getClientRects().length)
  .map(node => [node, node.getBoundingClientRect()])
  .filter(([, box]) => Math.max(box.width, box.height) > 1) // a twin for the keyboard alone is no target of a pointer
  .filter(([node, box]) => Math.min(box.width, box.height) < {LEAST} && getComputedStyle(node).display !== 'inline')
  .map(([node, box]) => `${{node.className}} in ${{node.parentElement.className}}: ${{box.width}} x ${{box.height}}`)"""
FIGURES = "document.querySelectorAll('#wall [data-trace]').length"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_industry_view_breaks_no_rule(demo_server: Server, open_wall: OpenWall, theme: str) -> None:
    desk = open_wall(demo_server, LAPTOP)
    desk.go(f"?view=industry&mode=desk&theme={theme}")
    expect(desk.page.locator("html")).to_have_attribute("data-theme", theme)
    expect(desk.page.locator(".meets-total").first).to_be_visible()
    assert desk.page.evaluate(FIGURES) > 150
    assert desk.page.evaluate(SMALL) == []
    assert violations(desk.page, theme, of_colours=theme != "dark") == []
    desk.shot(theme)


@pytest.mark.parametrize("search", ["kind=SOLAR&lang=en", "kind=WORKSHOP&deck=matrix&solar=off"])
def test_what_opens_is_large_enough_whatever_is_chosen(demo_server: Server, open_wall: OpenWall, search: str) -> None:
    desk = open_wall(demo_server, LAPTOP)
    desk.go(f"?view=industry&mode=desk&{search}")
    expect(desk.page.locator(".kind-tile").first).to_be_visible()
    assert desk.page.evaluate(SMALL) == []


def test_larger_targets_leave_the_words_where_they_were(demo_server: Server, open_wall: OpenWall) -> None:
    """What is added around a figure is taken from the space about it: rows stand no farther apart."""
    desk = open_wall(demo_server, LAPTOP)
    desk.go("?view=industry&mode=desk")
    heights = "n => n.map(x => x.getBoundingClientRect().height)"
    rows = desk.page.locator(".meets-kind, .reach-name").evaluate_all(heights)
    assert len(rows) > 6
    desk.page.add_style_tag(
        content=":is(.meets-total, .reach-of)[data-trace] { padding-block: 0 !important; margin-block: 0 !important }"
    )
    assert desk.page.locator(".meets-kind, .reach-name").evaluate_all(heights) == rows
    assert desk.page.evaluate(SMALL), "without the enlargement they are too small"
