"""Every number opens: each figure on the two views leads to a dialog that says the same figure, and back again."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.e2e.facts import COUNTY
from tests.e2e.screen import Screen

FIGURES = """() => [...document.querySelectorAll("[data-trace]")].filter(node => {
  const box = node.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.width && box.height && top && node.contains(top) && node.closest("#kpi, .panel");
}).map((node, at) => {
  node.dataset.at = at;
  const { trace, traceRegion, tracePeriod } = node.dataset;
  const shown = node.querySelector(".kpi-figure") || node;
  return [at, [trace, traceRegion || "", tracePeriod || ""].join("..").replace(/(\\.\\.)+$/, ""), shown.textContent];
})"""

LARGE = {"万": 1e4, "亿": 1e8, "千": 1e3}


def numbers(said: str) -> list[tuple[float, float]]:
    """Every number in a text, with the half of its last place: what it may be off by."""
    found = []
    for whole, decimals, unit in re.findall(r"(\d[\d,]*)(\.\d+)?\s*((?:[万亿]|千(?!瓦))?)", said):
        times = LARGE.get(unit, 1.0)
        value = float(whole.replace(",", "") + decimals)
        found.append((value * times, 0.501 * times * 10.0 ** -max(len(decimals) - 1, 0)))
    return found


def settled(wall: Screen) -> None:
    """The first change of the address after a page came draws the panels anew: what is marked before would be lost."""
    wall.page.evaluate("() => window.guatu.navigate({ trace: 'POVERTY_INCIDENCE' })")
    expect(wall.page.locator("dialog.trace[open]")).to_be_visible()
    wall.page.keyboard.press("Escape")
    expect(wall.page.locator("dialog.trace[open]")).to_have_count(0)
    wall.quiet()


@pytest.mark.parametrize("search", ["", "?view=industry&solar=without"], ids=["overview", "industry"])
def test_every_figure_opens_the_same_figure(unopened: Screen, search: str) -> None:
    wall = unopened
    wall.go(search)
    settled(wall)
    listed = wall.page.evaluate(FIGURES)
    assert len(listed) > 30
    wrong = []
    for figure, shown in dict.fromkeys((figure, shown) for _, figure, shown in listed):
        wall.page.evaluate("figure => window.guatu.navigate({ trace: figure })", figure)
        name = figure.split("..")[0]
        wall.page.wait_for_function(
            """([name, region]) => {
              const said = document.querySelector("dialog.trace[open] .trace-figure strong");
              return said && said.dataset.figure === "trace." + name && (!region || said.dataset.region === region);
            }""",
            arg=[name, figure.split("..")[1] if ".." in figure else ""],
            timeout=8000,
        )
        said = wall.page.locator("dialog.trace .trace-figure").inner_text()
        expected, told = numbers(shown), numbers(said)
        if expected and not (told and any(abs(told[0][0] - value) <= max(off, told[0][1]) for value, off in expected)):
            wrong.append((figure, shown, said))
    wall.page.keyboard.press("Escape")
    expect(wall.page.locator("dialog.trace[open]")).to_have_count(0)
    assert wrong == []


def test_hands_and_keys_open_and_close_it(wall: Screen) -> None:
    settled(wall)
    dialog = wall.page.locator("dialog.trace[open]")
    card = wall.page.locator("#kpi .kpi").nth(3)
    figure = card.locator("strong").inner_text()
    card.click()
    expect(dialog.locator(".trace-figure strong")).to_have_text(figure)
    assert parse_qs(wall.search)["trace"] == ["POVERTY_INCIDENCE"]
    for part in ("口径", "计算", "公开资料", "来源表", "region_year", "2.79 %"):
        expect(dialog).to_contain_text(part)
    wall.shot("trace")
    wall.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert "trace" not in wall.search
    expect(card.locator(".kpi-figure")).to_be_focused()
    wall.page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    dialog.locator(".trace-close").click()
    expect(dialog).to_have_count(0)
    number = wall.page.locator("#map-table td.number span").first
    code = number.get_attribute("data-trace-region")
    said = number.inner_text()
    number.click()
    expect(dialog.locator(".trace-figure")).to_contain_text(said.rstrip("%"))
    assert parse_qs(wall.search)["trace"] == [f"POVERTY_INCIDENCE..{code}"]
    assert wall.painted()["region"] == COUNTY, "the number opens, only the row leads down"
    wall.page.go_back()
    expect(dialog).to_have_count(0)


def test_a_bar_of_a_chart_opens_its_figure(wall: Screen) -> None:
    settled(wall)
    dialog = wall.page.locator("dialog.trace[open]")
    bar = wall.page.locator("#causes .bars .point path").last.bounding_box()
    assert bar is not None
    wall.page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    expect(dialog).to_be_visible()
    assert parse_qs(wall.search)["trace"][0].endswith("@registered_household_count")
    share = dialog.locator(".trace-figure strong").inner_text()
    assert f"{share}%" in wall.page.locator("#causes").inner_text() + "".join(
        wall.page.locator("#causes svg text").all_text_contents()
    )


def test_rows_are_sorted_followed_and_taken_along(unopened: Screen) -> None:
    wall = unopened
    wall.page.goto(f"{wall.base}/?trace=industry_household_count&region=990101100000")
    dialog = wall.page.locator("dialog.trace[open]")
    expect(dialog).to_be_visible(timeout=30_000)
    values = dialog.locator(".trace-behind table").first.locator("tbody td.number")
    down = [int(said.replace(",", "")) for said in values.all_inner_texts()]
    assert down == sorted(down, reverse=True) and len(down) == 8
    dialog.locator("thead button").last.click()
    assert [int(said.replace(",", "")) for said in values.all_inner_texts()] == down[::-1]
    with wall.page.expect_download() as taken:
        dialog.locator(".trace-excel").click()
    assert taken.value.path().read_bytes()[:2] == b"PK"
    assert taken.value.suggested_filename.endswith(".xlsx")
    village = dialog.locator("tbody a").first
    name, least = village.inner_text(), down[-1]
    village.click()
    expect(dialog.locator(".trace-place")).to_contain_text(name)
    expect(dialog.locator(".trace-figure strong")).to_have_text(str(least))
    households = dialog.locator(".trace-households tbody tr")
    expect(households).to_have_count(min(least, 50))
    households.first.locator("button").click()
    expect(dialog).to_have_count(0)
    expect(wall.page.locator('#card [role="dialog"]')).to_be_visible()


def test_a_figure_that_is_none_is_said(unopened: Screen) -> None:
    wall = unopened
    wall.go("?trace=MAGIC")
    expect(wall.page.locator("#notice")).to_be_visible()
    expect(wall.page.locator("dialog.trace[open]")).to_have_count(0)
    assert "trace" not in wall.search
