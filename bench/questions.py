"""The leader's questions in the browser: from the click on each to its answer painted, and a key of the command box.

`python -m bench.questions http://127.0.0.1:8050` measures a wall that is served, of whatever size.
"""

from __future__ import annotations

import shutil
import sys
from typing import Final
from urllib.parse import parse_qs

from playwright.sync_api import Browser, Page, sync_playwright

from bench.figures import Figure, conditions, spread, typical
from data_access.questions.catalogue import questions
from tests.e2e.conftest import ARGUMENTS, BROWSERS

ROUNDS: Final = 3
LIMIT: Final = 300.0
KEY_LIMIT: Final = 50.0
TYPED: Final = ("wuchanye", "无产业", "yun", "光伏", "zzc")

BOX: Final = "dialog.commands[open]"

# From the click to the second frame after what is asked for stands with words in it.
ASKED: Final = """([number, place]) => new Promise((done, fail) => {
  const option = document.querySelector(`dialog.commands[open] [data-question="${number}"]`);
  const begun = performance.now();
  const says = node => node.getClientRects().length && /\\S/.test(node.textContent);
  const shown = () => [...document.querySelectorAll(place)].some(says);
  const look = () => {
    if (shown()) requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
    else if (performance.now() - begun > 30000) fail(new Error(`no answer to ${number}`));
    else requestAnimationFrame(look);
  };
  option.click();
  look();
})"""

# What each key costs: finding, listing, and the layout that it forces.
KEYS: Final = """words => {
  const input = document.querySelector("dialog.commands[open] input");
  return [...words].map((_letter, i) => {
    input.value = words.slice(0, i + 1);
    const begun = performance.now();
    input.dispatchEvent(new Event("input"));
    document.querySelector(".commands-list").getBoundingClientRect();
    return performance.now() - begun;
  });
}"""


def place_of(search: str) -> str:
    """Where the answer of a question stands."""
    said = parse_qs(search)
    if "ask" in said:
        return "dialog.answer[open] .answer-body"
    if "trace" in said:
        return "dialog.trace[open] .trace-figure"
    if "spotlight" in said:
        return f".panel-{said['spotlight'][-1]} .panel-body"
    return f"html[data-view={said.get('view', ['overview'])[-1]}] #map-table tr[data-region]"


def measure(browser: Browser, base: str) -> list[Figure]:
    """Each question from a wall that has just been opened, and the keys of the command box."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080}, bypass_csp=True)
    figures = [_timed(page, base, q.number, place_of(q.search)) for q in questions()]
    _open(page, base)
    keys = [took for words in TYPED for took in page.evaluate(KEYS, words)]
    page.close()
    return [*figures, Figure("command box: a key", typical(keys), "ms", KEY_LIMIT, spread(keys))]


def _timed(page: Page, base: str, number: int, place: str) -> Figure:
    times = []
    for _ in range(ROUNDS):
        _open(page, base)
        times.append(float(page.evaluate(ASKED, [number, place])))
    return Figure(f"question {number}: from the click to its answer", typical(times), "ms", LIMIT, spread(times))


def _open(page: Page, base: str) -> None:
    """The wall's home with the command box over it."""
    page.goto(base)
    page.wait_for_function("() => window.guatu && window.guatu.painted && window.guatu.told === window.guatu.wanted")
    page.wait_for_timeout(1500)
    page.keyboard.press("Control+k")
    page.wait_for_selector(f"{BOX} [data-question]")


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
