"""When the server or a file fails, the last good picture stays and the screen says what is the matter."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Route, expect

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.screen import Screen
from tests.e2e.serving import Server, free_port

FAILED = r"Failed to load resource|ERR_CONNECTION|ERR_FAILED|Failed to fetch|Callback failed"


def without_prefetch(wall: Screen) -> None:
    """The browser asks nothing ahead, so that a click has to wait for its files."""
    wall.page.add_init_script("window.requestIdleCallback = () => 0;")


def release(held: list[Route]) -> None:
    for route in held:
        route.continue_()


def test_a_slow_boundary_file_leaves_the_old_picture_until_it_is_there(
    demo_server: Server, open_wall: OpenWall, demo_database: Path
) -> None:
    wall = open_wall(demo_server, apart=True)
    without_prefetch(wall)
    wall.go()
    first, second = Facts(demo_database).children(COUNTY)[10:12]
    before = wall.on_map()
    held: list[Route] = []
    arrived: list[bool] = []

    def hold(route: Route) -> None:
        if arrived:
            route.continue_()
        else:
            held.append(route)

    wall.page.route("**/boundaries/*", hold)
    wall.click_region(first)
    wall.page.wait_for_function("code => location.search.includes(code)", arg=first)
    wall.page.wait_for_timeout(800)
    assert held, "the township's outlines are asked for"
    assert wall.on_map() == before, "an empty frame is shown"
    assert wall.painted()["region"] == COUNTY
    wall.shot("waiting")
    arrived.append(True)
    wall.act(lambda: release(held), region=first)
    assert len(wall.on_map()) > 5
    assert second not in wall.on_map()


def test_a_failed_boundary_file_leaves_the_old_picture_or_says_so(
    demo_server: Server, open_wall: OpenWall, demo_database: Path
) -> None:
    wall = open_wall(demo_server, apart=True)
    wall.allow(FAILED)
    without_prefetch(wall)
    wall.go()
    township = Facts(demo_database).children(COUNTY)[10]
    wall.page.route("**/boundaries/*", lambda route: route.fulfill(status=500, body="broken"))
    wall.click_region(township)
    wall.page.wait_for_timeout(1500)
    wall.shot("failed")
    said = wall.page.locator("#notice").is_visible() or wall.page.locator("#map-empty").is_visible()
    assert said, "nothing tells why"
    assert wall.on_map() or wall.page.locator("#map-empty").is_visible(), "an empty frame without a word"
    wall.page.unroute("**/boundaries/*")
    wall.act(lambda: wall.page.keyboard.press("Escape"), region=COUNTY)
    wall.open_region(township)
    assert len(wall.on_map()) > 5, "a file that failed once is asked for again"


def test_a_lost_server_is_said_and_the_picture_stays(
    demo_env: dict[str, str], open_wall: OpenWall, tmp_path: Path
) -> None:
    port = free_port()
    server = Server.start(demo_env, tmp_path / "serve.log", port=port)
    wall = open_wall(server, apart=True)
    wall.allow(FAILED)
    wall.go()
    fresh = wall.page.locator("#freshness")
    expect(fresh).to_have_attribute("data-state", "good", timeout=60_000)
    before = wall.picture()
    server.kill()
    expect(fresh).to_have_attribute("data-state", "bad", timeout=60_000)
    assert "失去连接" in fresh.inner_text()
    after = wall.picture()
    assert {key: after[key] for key in ("fills", "table", "sentence", "kpi")} == {
        key: before[key] for key in ("fills", "table", "sentence", "kpi")
    }
    wall.shot("lost")
    wall.page.locator('#map-tabs [data-indicator="INCOME_PER_PERSON"]').click()
    wall.page.wait_for_function("() => window.guatu.painted.indicator === 'INCOME_PER_PERSON'")
    again = Server.start(demo_env, tmp_path / "serve.log", port=port)
    try:
        expect(fresh).to_have_attribute("data-state", "good", timeout=60_000)
    finally:
        assert again.interrupt() == 0
