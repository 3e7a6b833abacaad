"""A story told: from the speaker's click on the next scene to the scene painted on the wall.

`python -m bench.story http://127.0.0.1:8050` measures a wall that is served, of whatever size: it makes a briefing of
its own there, tells it, and removes it.
"""

from __future__ import annotations

import shutil
import sys
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from bench.figures import Figure, conditions, spread, typical
from tests.e2e.conftest import ARGUMENTS, BROWSERS

WALL: Final = "bench"
SCENES: Final = ("overview", "monitor", "duty", "tasks", "ranking", "industry")
LIMIT: Final = 400.0

MAKE: Final = """async views => {
  const post = async (address, body) => {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  };
  const { id } = await post("/briefings.json", { title: "bench" });
  for (const view of views) await post(`/briefings/${id}/scenes`, { search: `?view=${view}`, name: "", notes: "" });
  return id;
}"""

DROP: Final = """id => fetch(`/briefings/${id}/act`,
  { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ act: "drop" }) })"""

# Waits on the wall for a view whose map and panels all say something; resolves with the time of the second frame after.
WAIT: Final = """view => { window.stood = new Promise((done, fail) => {
  const begun = Date.now();
  const says = node => !node.getClientRects().length || /\\S/.test(node.textContent);
  const stands = () => guatu.state().view === view && guatu.told === guatu.wanted
    && document.documentElement.dataset.view === view && document.querySelector("#map path[data-region]")
    && [...document.querySelectorAll(".side .slot")].every(says);
  const look = () => {
    if (stands()) requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
    else if (Date.now() - begun > 30000) fail(new Error(`${view} does not come`));
    else requestAnimationFrame(look);
  };
  look();
}); }"""

NEXT: Final = "() => { const begun = Date.now(); document.getElementById('next').click(); return begun; }"


def measure(browser: Browser, base: str) -> list[Figure]:
    """Each scene for the first time on a wall, and once more."""
    wall, desk = (browser.new_page(viewport={"width": 1920, "height": 1080}, bypass_csp=True) for _ in range(2))
    wall.goto(f"{base}/?wall={WALL}")
    wall.wait_for_function("() => window.guatu && guatu.painted && guatu.told === guatu.wanted")
    desk.goto(f"{base}/briefings")
    story = desk.evaluate(MAKE, SCENES)
    try:
        times = _told(wall, desk, f"{base}/briefings/{story}/tell")
    finally:
        desk.evaluate(DROP, story)
        wall.close()
        desk.close()
    rows = [
        Figure(f"story: the step to {view}", typical(took), "ms", LIMIT, _said(took)) for view, took in times.items()
    ]
    every = [took for each in times.values() for took in each]
    return [*rows, Figure("story: a step", typical(every), "ms", LIMIT, spread(every))]


def _told(wall: Page, desk: Page, address: str) -> dict[str, list[float]]:
    desk.goto(address)
    desk.locator("[name=wall]").select_option(WALL)
    desk.locator("#show-code").click()
    desk.locator("[name=code]").fill(wall.locator(".pair-digits").inner_text())
    desk.locator("#pairing [type=submit]").click()
    wall.wait_for_function("() => guatu.state().view === 'overview'")
    times: dict[str, list[float]] = {}
    for turn in range(2):
        for view in SCENES[1:]:
            wall.wait_for_timeout(1500)
            wall.evaluate(WAIT, view)
            begun = float(desk.evaluate(NEXT))
            times.setdefault(view, []).append(_arrived(wall) - begun)
        if turn == 0:
            _back(wall, desk)
    return times


def _arrived(wall: Page) -> float:
    found: Any = wall.evaluate("() => window.stood")
    return float(found)


def _back(wall: Page, desk: Page) -> None:
    """To the first scene again."""
    for _ in SCENES[1:]:
        desk.locator("#previous").click()
        wall.wait_for_timeout(600)
    wall.wait_for_function("view => guatu.state().view === view", arg=SCENES[0])


def _said(took: list[float]) -> str:
    return f"first {took[0]:.0f}, again {took[-1]:.0f}"


def main() -> int:
    """Print every figure; 1 when a limit is broken."""
    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        figures = measure(browser, sys.argv[1])
        browser.close()
    for figure in figures:
        print(figure.row())
    print(conditions())
    return 1 if any(figure.is_over for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
