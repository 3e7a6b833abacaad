"""When the server or a file fails, the last good picture stays and the screen says what is the matter."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
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
    expect(wall.page.locator("#notice:visible, #map-empty:visible").first).to_be_visible(timeout=10_000)
    wall.shot("failed")
    assert wall.on_map() or wall.page.locator("#map-empty").is_visible(), "an empty frame without a word"
    wall.page.unroute("**/boundaries/*")
    wall.act(lambda: wall.page.keyboard.press("Escape"), region=COUNTY)
    wall.open_region(township)
    assert len(wall.on_map()) > 5, "a file that failed once is asked for again"


def test_a_lost_server_is_said_the_picture_stays_and_what_failed_is_mended_when_it_is_back(
    demo_env: dict[str, str], open_wall: OpenWall, demo_database: Path, tmp_path: Path
) -> None:
    port = free_port()
    server = Server.start(demo_env, tmp_path / "serve.log", port=port)
    wall = open_wall(server, apart=True)
    wall.allow(FAILED)
    without_prefetch(wall)
    wall.go()
    fresh = wall.page.locator("#freshness")
    expect(fresh).to_have_attribute("data-state", "good", timeout=60_000)
    before = wall.picture()
    server.kill()
    expect(fresh).to_have_attribute("data-state", "bad", timeout=60_000)
    assert "失去连接" in fresh.inner_text()
    band = wall.page.locator(".lost-band")
    expect(band).to_contain_text("未收到服务器消息")
    assert re.search(r"自 \d\d:\d\d 起", band.inner_text()), band.inner_text()
    after = wall.picture()
    assert {key: after[key] for key in ("fills", "table", "sentence", "kpi")} == {
        key: before[key] for key in ("fills", "table", "sentence", "kpi")
    }
    wall.shot("lost")
    wall.page.locator('#map-tabs [data-tabs="overview"] [data-indicator="INCOME_PER_PERSON"]').click()
    wall.page.wait_for_function("() => window.guatu.painted.indicator === 'INCOME_PER_PERSON'")
    township = Facts(demo_database).children(COUNTY)[8]
    wall.click_region(township)
    wall.page.wait_for_function("code => location.search.includes(code)", arg=township)
    assert wall.painted()["region"] == COUNTY, "the last picture stays"
    again = Server.start(demo_env, tmp_path / "serve.log", port=port)
    try:
        expect(fresh).to_have_attribute("data-state", "good", timeout=60_000)
        expect(band).to_have_count(0)
        wall.page.wait_for_function("code => guatu.painted.region === code", arg=township, timeout=60_000)
        wall.quiet()
        other = open_wall(again, name="opened-afterwards", apart=True)
        other.go(f"?{wall.search}", region=township)
        assert wall.picture() == other.picture(), "map and panels are as if nothing had been"
    finally:
        assert again.interrupt() == 0


def test_a_network_that_is_gone_for_an_hour_and_a_clock_that_jumps(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server, apart=True)
    wall.allow(FAILED + r"|ERR_INTERNET_DISCONNECTED|ERR_NETWORK")
    wall.page.clock.install()
    wall.go()
    fresh, band = wall.page.locator("#freshness"), wall.page.locator(".lost-band")
    expect(fresh).to_have_attribute("data-state", "good", timeout=60_000)
    before, said = wall.picture(), fresh.inner_text()
    wall.page.context.set_offline(True)
    wall.page.clock.fast_forward("01:00:00")  # an hour of silence, or a laptop that slept
    wall.page.clock.run_for(40_000)
    expect(band).to_be_visible()
    time = re.search(r"\d\d:\d\d", said)
    assert time and time.group() in band.inner_text(), "since when: the last word of the server, by its own clock"
    assert wall.picture()["fills"] == before["fills"]
    wall.page.context.set_offline(False)
    wall.page.clock.run_for(40_000)
    expect(band).to_have_count(0, timeout=30_000)
    shown = re.search(r"\d\d:\d\d", fresh.inner_text())
    now = datetime.now().astimezone()
    near = {(now + timedelta(minutes=minutes)).strftime("%H:%M") for minutes in (-2, -1, 0, 1)}
    assert shown and shown.group() in near, "the time is the server's, whatever the browser's clock says"
    wall.quiet()
    assert wall.picture()["fills"] == before["fills"]
