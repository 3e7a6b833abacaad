"""The ranking view on the wall: filled at every size, its rows lead down, its map shows what has changed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.facts import COUNTY
from tests.e2e.screen import Screen

PANELS = ("standing", "bump", "balance", "multiples")
SIZES = {(1366, 768): PANELS, (1920, 1080): PANELS, (3840, 1080): PANELS}
OUTSIDE = """names => names.flatMap(name => {
  const slot = document.querySelector(".slot-" + name);
  const body = slot.querySelector(".panel-body").getBoundingClientRect();
  const inside = [...slot.querySelectorAll(".panel-body *")].filter(node => node.getClientRects().length
    && !node.closest(".standing-rows, .multiples-grid, .chart-points, .js-plotly-plot"));
  return inside.map(node => [name, node.className, node.getBoundingClientRect()])
    .filter(([, , box]) => box.right > body.right + 1 || box.bottom > body.bottom + 1 || box.left < body.left - 1)
    .map(([panel, kind]) => panel + " " + kind);
})"""


def rows(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.locator(".standing-row").evaluate_all(
        """nodes => nodes.map(n => ({ code: n.dataset.region, place: Number(n.dataset.place),
                                      value: n.querySelector(".standing-value").textContent }))"""
    )
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_panel_is_filled_and_stays_inside(unopened: Screen, size: tuple[int, int]) -> None:
    unopened.page.set_viewport_size({"width": size[0], "height": size[1]})
    unopened.go("?view=ranking&since=2016")
    expect(unopened.page.locator(".standing-row")).to_have_count(18)
    for name in SIZES[size]:
        expect(unopened.page.locator(f".slot-{name} .panel")).to_be_visible()
    assert unopened.page.evaluate(OUTSIDE, list(SIZES[size])) == []
    unopened.shot(f"ranking-{size[0]}")


def test_a_row_leads_down_and_its_figure_opens(unopened: Screen) -> None:
    unopened.go("?view=ranking")
    told = rows(unopened.page)
    assert [row["place"] for row in told] == sorted(row["place"] for row in told)
    values = [float(row["value"].rstrip("%")) for row in told]
    assert values == sorted(values), "the lowest incidence is the first"
    unopened.page.locator(".standing-value").first.click()
    expect(unopened.page.locator("dialog.trace[open] .trace-figure")).to_contain_text(told[0]["value"].rstrip("%"))
    unopened.page.keyboard.press("Escape")
    unopened.quiet()
    last = told[-1]["code"]
    unopened.act(unopened.page.locator(f'.standing-row[data-region="{last}"] button').click, region=last)
    expect(unopened.page.locator(f'.standing-row[data-region="{last}"]')).to_have_count(0)
    assert len(rows(unopened.page)) > 5, "its villages are ranked"


def test_the_map_shows_what_has_changed_and_says_how_much(unopened: Screen) -> None:
    unopened.go("?view=ranking&since=2016")
    unopened.act(unopened.page.locator('[data-set="difference=on"]').click)
    assert "difference=on" in unopened.search
    texts = unopened.page.evaluate("guatu.firstPicture.column.values.map((_, i) => guatu.firstPicture.column.text(i))")
    assert len(texts) == 18
    assert all(re.fullmatch(r"[+−±][\d,]+\.\d\d", said) for said in texts)
    expect(unopened.page.locator("#sentence")).to_contain_text("较2016年")
    fills = set(unopened.page.evaluate("guatu.firstPicture.column.fills"))
    tones = unopened.page.evaluate("[1, 2, 3, 4, 5].map(k => guatu.token('shift-' + k))")
    assert fills <= set(tones)
    unopened.shot("ranking-change")
    unopened.act(unopened.page.locator('[data-set="since=briefing"]').click)
    expect(unopened.page.locator(".balance")).to_contain_text("还没有汇报过")
    assert unopened.page.evaluate("guatu.firstPicture.column.sentence") is None, (
        "without an earlier side it shows values"
    )
    unopened.act(lambda: unopened.page.evaluate("guatu.navigate({ view: 'overview' })"), region=COUNTY)
    assert unopened.page.evaluate("guatu.firstPicture.column.trace") is None, "other views show values"
