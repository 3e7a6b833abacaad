"""A browser that is started anew: where it comes back to, and what it may keep for a time without its server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.e2e.facts import COUNTY, Facts
from tests.e2e.serving import Server, free_port

CARD = '#card [role="dialog"]'
KEPT = """async () => { const cache = await caches.open("guatu-1"), found = [];
  for (const key of await cache.keys()) { const answer = await cache.match(key);
    found.push([new URL(key.url).pathname + new URL(key.url).search, answer.url, await answer.text()]); }
  return found; }"""


RESTORED_MS = 700
"""More than the wall waits before it goes back to where it was."""


def is_told(answer: Response) -> bool:
    """Whether a wall has told the server what it shows."""
    return bool(re.search("/live/walls/.*/view", answer.url))


@pytest.fixture
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile in which a service worker may live."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1920, "height": 1080}, bypass_csp=True)
    yield context
    context.close()


def until_kept(page: Page, least: set[str]) -> list[list[str]]:
    """All that the worker keeps, once it keeps at least this."""
    kept: list[list[str]] = []
    for _ in range(200):
        kept = page.evaluate(KEPT)
        if least <= {path.split("?")[0] for path, _, _ in kept}:
            return kept
        page.wait_for_timeout(150)
    raise AssertionError(f"kept are only {[path for path, _, _ in kept]}")


def opened(profile: BrowserContext, address: str) -> Page:
    page = profile.new_page()
    page.goto(address)
    page.wait_for_function("() => window.guatu && window.guatu.painted", timeout=45_000)
    return page


def test_a_wall_comes_up_again_while_its_server_is_away_and_keeps_nothing_about_people(
    demo_env: dict[str, str], profile: BrowserContext, demo_database: Path, tmp_path: Path
) -> None:
    facts = Facts(demo_database)
    township = facts.children(COUNTY)[3]
    village = facts.village_with(township, 20, 200)
    port = free_port()
    server = Server.start(demo_env, tmp_path / "serve.log", port=port)
    page = opened(profile, f"{server.base}/?region={village}")
    page.wait_for_function("() => navigator.serviceWorker.controller", timeout=30_000)
    until_kept(page, {"/kept/"})
    page.locator("#households [data-household]").first.click()
    expect(page.locator(CARD)).to_be_visible()
    household = page.evaluate("() => guatu.state().household")
    name = page.locator("#households [data-household]").first.inner_text().split("\n")[0]
    page.reload()  # with the worker, and with a household in the address
    expect(page.locator(CARD)).to_be_visible()
    page.goto(f"{server.base}/?region={township}")
    page.wait_for_function("code => window.guatu && guatu.painted && guatu.painted.region === code", arg=township)
    expect(page.locator("#kpi strong").first).to_be_visible()
    kept = until_kept(page, {"/kept/", "/kept/_dash-layout", "/kept/kpi.children"})
    for path, url, body in kept:
        assert household not in path + url + body, path
        assert name not in body, path
        assert not any(word in path for word in ("household", "card")), path
    figures = page.locator("#kpi").inner_text()
    page.close()

    server.kill()
    alone = opened(profile, f"{server.base}/?region={township}")
    expect(alone.locator(".lost-band")).to_be_visible(timeout=30_000)
    expect(alone.locator("#map path[data-region]").first).to_be_visible()
    expect(alone.locator("#kpi strong").first).to_be_visible()
    assert alone.locator("#kpi").inner_text() == figures
    again = Server.start(demo_env, tmp_path / "serve.log", port=port)
    try:
        expect(alone.locator(".lost-band")).to_have_count(0, timeout=60_000)
        # what is kept never stands before what the server says
        alone.evaluate(
            """async () => { const cache = await caches.open("guatu-1");
                 const stale = () => new Response("stale", { headers: { "Content-Type": "text/html" } });
                 for (const key of await cache.keys()) await cache.put(key, stale()); }"""
        )
        alone.reload()
        alone.wait_for_function("() => window.guatu && window.guatu.painted", timeout=45_000)
        expect(alone.locator("#kpi strong").first).to_be_visible()
        assert alone.locator("#kpi").inner_text() == figures
    finally:
        alone.close()
        assert again.interrupt() == 0


def test_a_browser_that_ended_without_a_word_comes_back_to_its_place(
    demo_server: Server, profile: BrowserContext, demo_database: Path
) -> None:
    facts = Facts(demo_database)
    township = facts.children(COUNTY)[5]
    page = opened(profile, f"{demo_server.base}/")
    page.evaluate("code => guatu.navigate({ region: code, period: 2017 })", township)
    page.wait_for_function("code => guatu.painted.region === code", arg=township)
    left = page.evaluate("() => localStorage.getItem('guatu.view')")
    assert township in left
    page.close()  # a window that is closed says goodbye
    page = opened(profile, f"{demo_server.base}/")
    page.wait_for_timeout(RESTORED_MS)
    assert page.evaluate("() => guatu.painted.region") == COUNTY
    page.goto("about:blank")
    page.goto(f"{demo_server.base}/healthz")
    page.evaluate("view => localStorage.setItem('guatu.view', view)", left)  # as a crash leaves it
    page.goto(f"{demo_server.base}/")
    page.wait_for_function("code => window.guatu && guatu.painted && guatu.painted.region === code", arg=township)
    assert page.evaluate("() => guatu.painted.period") == 2017
    page.goto(f"{demo_server.base}/healthz")
    page.evaluate("view => localStorage.setItem('guatu.view', view)", left)
    said = opened(profile, f"{demo_server.base}/?period=2016")
    said.wait_for_timeout(RESTORED_MS)
    assert said.evaluate("() => [guatu.painted.region, guatu.painted.period]") == [COUNTY, 2016], (
        "the address says more"
    )


def test_a_wall_with_a_name_comes_back_to_what_it_showed(
    demo_server: Server, profile: BrowserContext, demo_database: Path
) -> None:
    township = Facts(demo_database).children(COUNTY)[6]
    address = f"{demo_server.base}/?wall={quote('回来 1')}"
    with profile.expect_event("response", is_told):
        page = opened(profile, address)
    with page.expect_response(lambda answer: is_told(answer) and township in str(answer.request.post_data)):
        page.evaluate("code => guatu.navigate({ region: code, indicator: 'INCOME_PER_PERSON' })", township)
        page.wait_for_function("code => guatu.painted.region === code", arg=township)
    page.close()
    page = opened(profile, address)
    page.wait_for_function("code => guatu.painted.region === code", arg=township)
    assert page.evaluate("() => guatu.painted.indicator") == "INCOME_PER_PERSON"
