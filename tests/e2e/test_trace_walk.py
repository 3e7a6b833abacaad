"""Every number on a panel opens: a walk over all text of both views finds none that leads nowhere."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.screen import Screen
from tests.e2e.test_trace import numbers

WALK = """allowed => {
  const found = [];
  const shown = node => node.getClientRects().length && node.checkVisibility({ checkVisibilityCSS: true });
  document.querySelectorAll(".panel, #kpi, #sentence").forEach(panel => {
    const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const said = node.textContent.trim(), holder = node.parentElement;
      if (!/[0-9]/.test(said) || !shown(holder) || holder.closest("[data-trace]")) continue;
      const point = holder.closest("g.trace");
      const drawn = point && point.__data__ && point.__data__[0] && point.__data__[0].trace;
      const figures = drawn && Array.isArray(drawn.customdata) ? drawn.customdata : [null];
      if (figures.every(figure => typeof figure === "string")) continue;
      if (allowed.some(selector => holder.closest(selector))) continue;
      found.push([panel.className, holder.localName, holder.getAttribute("class"), said].join(" | "));
    }
  });
  return [...new Set(found)];
}"""

ALLOWED = {
    ".kpi-note:not([data-trace])": "the line under which a county leaves poverty, which policy sets",
    ".panel-unit, .kind-block-head > .kind-note, thead th, caption": "the year or day that figures are of",
    ".alert-date": "the day of an alert",
    ".xtick, .ytick, .effect-tick": "ticks of an axis",
    ".reach-class, .effect-labour, .meets-short": "names of classes: 1 kind, 2 able members",
    ".kind-alert > button": "the name of a rule (under 80 % of the median)",
    ".effect-note, .flows-note": "how many rows of the picture are left out, being too small",
    ".gaps-pager": "which page of a list",
    ".gaps-households tbody": "rows about households: how many they are opens, and each its card",
    ".kind-stations": "the particulars of one station in a list; how many there are opens",
    ".standing-rank, .standing-moved, .standing-near, .bump-name, .balance .ranking-chip": "places, and what is chosen",
    ".standing-notes": "which place is the first, and the year that is compared with",
    ".standing-issues": "problems named and mended: the score beside them opens the row that tells of them",
    ".balance-name": "the year of a bar",
    ".look, .is-until": "days of alerts, and how many came since this screen looked last, which it alone knows",
    ".line-row, .line-own": "lines that policy sets",
    ".burden-legend, .burden-missing, .burden .annotation": "classes of cells, whose numbers are told to nobody; lines",
    ".line-chart": "lines that policy sets",
    ".insurance-head > b": "the year of a policy",
    ".monitor-earlier, .monitor-none": "the year asked for, and the one that has figures",
    ".kpi-label, .funnel-said": "a term in days: decided within 15 days",
    ".cases .gaps-rows tr:has([data-household])": "rows about households: how many they are opens, and each its card",
    ".tasks-pager, .tasks-note": "which page or part of a list",
    ".late-row": "a late task of the list: its days, its day; how many they are opens",
    ".works-months": "ticks of an axis",
    ".duty-label, .load-class, .visit-class": "names of classes: 30 days, 4 or 5 households",
    ".duty-pager": "which page of a list",
    ".loads .duty-list": "helpers read live by name; each opens the card on which the households stand",
    ".silent-households tbody": "rows about households: how many they are opens, and each its card",
    ".checks-row:not(.is-conflict)": "doubtful records by rule, read live; how many they are opens",
}
"""Where digits open nothing -> why."""

SAME = """async known => {
  const state = guatu.state();
  const seen = new Map();
  document.querySelectorAll(".panel [data-trace], #kpi [data-trace]").forEach(node => {
    const { trace, traceRegion, tracePeriod } = node.dataset;
    const shown = (node.querySelector(".kpi-figure") || node).textContent || node.getAttribute("aria-label");
    if (node.matches(".kind-made")) return;  // how the figure above it is made
    const asked = [trace, traceRegion || state.region, tracePeriod || state.period, shown];
    if (!known.includes(asked.join("|"))) seen.set(asked.join("|"), asked);
  });
  const ask = async ([trace, region, period, shown]) => {
    const parts = [guatu.config.release, trace, region, period, state.lang].map(encodeURIComponent);
    const found = await (await fetch(guatu.config.base + "wall/trace/" + parts.join("/"))).json();
    const said = found.unknown ? "unknown" : found.value + " " + found.unit;
    return [[trace, region, period, shown].join("|"), trace, shown, said];
  };
  return Promise.all([...seen.values()].map(ask));
}"""

VIEWS = (
    "",
    "?compare=2018",
    "?view=industry&deck=gaps",
    "?view=industry&deck=matrix&kind=SOLAR",
    "?view=industry&deck=flows&kind=TOURISM",
    "?view=industry&deck=flows&kind=WORKSHOP&flow=household",
    "?view=industry&deck=belts&kind=AGRICULTURE",
    "?view=industry&kind=ECOMMERCE&solar=without&deck=gaps",
    "?view=industry&spotlight=effect",
    "?view=industry&spotlight=gaps&solar=without",
    "?view=industry&spotlight=kind&kind=SOLAR",
    "?view=ranking&since=2016",
    "?view=ranking&rank=score",
    "?view=ranking&rank=announced",
    "?view=monitor",
    "?view=monitor&spotlight=cases&region=990101210000",
    "?view=tasks",
    "?view=duty",
    "?view=duty&lapse=team&spotlight=silent",
)


def differs(shown: str, said: str) -> bool:
    """Whether the first number of what a figure opens is none of those that it shows."""
    expected, told = numbers(shown.partition(":")[2] if re.match(r"\d+:", shown) else shown), numbers(said)
    return bool(expected) and not (
        told and any(abs(told[0][0] - value) <= max(off, told[0][1]) for value, off in expected)
    )


def test_every_number_of_both_views_opens_itself(wall: Screen) -> None:
    lost: list[str] = []
    wrong: list[tuple[str, str, str]] = []
    opened: set[tuple[str, str]] = set()
    known: set[str] = set()  # what another view has opened already
    for search in VIEWS:
        if search:
            wall.go(search)
        expect(wall.page.locator(".panel").first).to_be_visible()
        wall.page.wait_for_timeout(200)  # points of charts are listed a little after the charts
        lost += [f"{search} {said}" for said in wall.page.evaluate(WALK, list(ALLOWED))]
        for key, figure, shown, said in wall.page.evaluate(SAME, list(known)):
            known.add(key)
            opened.add((figure, shown))
            if said == "unknown" or differs(shown, said):
                wrong.append((figure, shown, said))
    print(f"{len(opened)} figures open; not traced: {lost}")
    assert lost == []
    assert wrong == []
    assert len(opened) > 300


def test_points_of_charts_are_reached_by_keyboard(wall: Screen) -> None:
    wall.page.evaluate("() => window.guatu.navigate({ trace: 'POVERTY_INCIDENCE' })")
    dialog = wall.page.locator("dialog.trace[open]")
    expect(dialog).to_be_visible()
    wall.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    wall.quiet()
    points = wall.page.locator("#causes .chart-point")
    expect(points.first).to_be_attached()
    assert points.evaluate_all("nodes => nodes.filter(node => node.tabIndex === 0).length") == 1, "one stop of Tab"
    points.first.focus()
    expect(points.first).to_be_in_viewport()
    wall.page.keyboard.press("ArrowRight")
    expect(points.nth(1)).to_be_focused()
    said = points.nth(1).get_attribute("aria-label") or ""
    wall.page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    share = re.search(r"[\d.]+%", said)
    assert share is not None
    expect(dialog.locator(".trace-figure")).to_contain_text(share[0].rstrip("%"))
    wall.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(points.nth(1)).to_be_focused()
