"""A wall that nobody touches shows its scenes in turn; a hand holds it; at night it is dim; its frame moves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.e2e.conftest import OpenWall
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

TOWNSHIP = "990101103000"
SCENES = [
    {"name": "全县", "dwell": 20},
    {"name": "产业", "indicator": "INDUSTRY_HOUSEHOLD_COVERAGE", "dwell": 10},
    {"name": "夜班", "indicator": "HOUSE_VACANCY_RATE", "hours": "20:00-06:00"},
    {"name": "乡镇", "region": TOWNSHIP, "period": 2018, "dwell": 15},
    {"name": "藏", "off": True},
]
DAY = "2026-03-02T10:00:00"
NIGHT = "2026-03-02T23:00:00"

CLOCK = """window.guatu = {}; Object.defineProperty(window.guatu, "clock", { set() {}, get: () => ({
  now: () => Date.now(), text: time => new Date(time).toTimeString().slice(0, 5),
}) });"""
"""The wall goes by the server's clock; here the test is the server's."""


def save(server: Server, body: dict[str, Any]) -> None:
    """Write the scenes as the page does."""
    with urlopen(server.base + "/scenes.json", timeout=20) as response:  # noqa: S310 - always http://127.0.0.1
        tag = response.headers["ETag"]
    request = Request(  # noqa: S310
        server.base + "/scenes.json",
        data=json.dumps(body).encode(),
        method="PUT",
        headers={"If-Match": tag, "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=20) as response:  # noqa: S310
        assert response.status == 200


@pytest.fixture(scope="module")
def rotating(demo_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A wall with four scenes, of which one is for the night."""
    folder = tmp_path_factory.mktemp("rotation")
    server = Server.start({**demo_env, "GUATU_SCENES": str(folder / "scenes.toml")}, folder / "serve.log")
    save(server, {"idle_seconds": 60, "night": {"from": "22:00", "to": "06:00", "dim": 0.6}, "scenes": SCENES})
    yield server
    assert server.interrupt() == 0


@pytest.fixture
def at(rotating: Server, open_wall: OpenWall) -> Callable[..., Screen]:
    """Opens the rotating wall at a time of its clock, which the test then moves."""

    def at(time: str, search: str = "?rotate=on", **options: Any) -> Screen:
        screen = open_wall(rotating, apart=True, **options)
        screen.page.add_init_script(CLOCK)
        screen.page.clock.install(time=time)
        screen.page.goto(f"{rotating.base}/{search}")
        screen.page.wait_for_function("() => window.guatu && window.guatu.painted && window.guatu.scenes()")
        return screen

    return at


def bar(screen: Screen) -> list[str]:
    """Place, name and state as the bar of the rotation says them."""
    screen.page.clock.run_for(1000)
    return [screen.page.text_content(f"#rotation .rotation-{part}") or "" for part in ("place", "name", "state")]


def comes(screen: Screen, name: str, *, within: int, **expected: object) -> int:
    """Let the clock run until the scene `name` stands; the seconds that passed."""
    for second in range(within + 1):
        screen.page.clock.run_for(1000)
        screen.answered()  # what the server answers comes by the real clock
        if screen.page.text_content("#rotation .rotation-name") == name:
            screen.page.wait_for_function(
                "expected => Object.entries(expected).every(([k, v]) => window.guatu.painted[k] === v)", arg=expected
            )
            return second
    raise AssertionError(f"{name} did not come within {within} s, there is {bar(screen)}")


def test_scenes_take_turns_for_their_time(at: Callable[..., Screen]) -> None:
    screen = at(DAY)
    assert comes(screen, "全县", within=3) <= 3
    assert bar(screen)[0] == "1 / 3"  # the night's scene and the hidden one are passed over
    waited = comes(screen, "产业", within=30, indicator="INDUSTRY_HOUSEHOLD_COVERAGE")
    assert 14 <= waited <= 22
    assert "indicator=INDUSTRY_HOUSEHOLD_COVERAGE" in screen.search
    assert "rotate=on" in screen.search
    assert 7 <= comes(screen, "乡镇", within=20, region=TOWNSHIP, period=2018) <= 13
    assert 12 <= comes(screen, "全县", within=25) <= 18
    assert "indicator" not in screen.search


def test_a_change_has_no_empty_frame_and_asks_nothing_twice(at: Callable[..., Screen]) -> None:
    screen = at(DAY)
    comes(screen, "产业", within=30)
    screen.page.wait_for_timeout(300)  # asked ahead by the real clock
    screen.answered()
    screen.page.evaluate(
        """() => { window.empties = 0; new MutationObserver(() => {
             if (!document.querySelector('#map path[data-region]')) window.empties += 1;
           }).observe(document.getElementById('map'), { childList: true, subtree: true }); }"""
    )
    first = len(screen.requests)
    comes(screen, "乡镇", within=20, region=TOWNSHIP)
    asked = [request.url for request in screen.requests[first:]]
    assert not [url for url in asked if f"/{TOWNSHIP}/2018/" in url], asked
    assert screen.page.evaluate("() => window.empties") == 0


def test_a_touch_holds_the_wall_and_it_goes_on_alone(at: Callable[..., Screen]) -> None:
    screen = at(DAY)
    comes(screen, "全县", within=3)
    screen.page.mouse.click(5, 5)
    assert re.search(r"已暂停 · (59|60) 秒后继续", bar(screen)[2])
    screen.page.clock.run_for(40_000)
    assert bar(screen)[1] == "全县"
    screen.page.keyboard.press("Shift")  # another touch begins the wait anew
    screen.page.clock.run_for(50_000)
    assert bar(screen)[1] == "全县"
    screen.page.clock.run_for(12_000)
    assert bar(screen)[2] == ""
    comes(screen, "产业", within=25)


def test_a_hand_leads_elsewhere_and_the_next_scene_comes_later(at: Callable[..., Screen]) -> None:
    screen = at(DAY)
    comes(screen, "全县", within=3)
    screen.page.evaluate("() => window.guatu.navigate({ region: '990101101000' })")
    screen.page.clock.run_for(30_000)
    assert "region=990101101000" in screen.search
    assert bar(screen)[:2] == ["", ""]  # no scene's name stands beside a picture that is not its own
    comes(screen, "产业", within=45)


def test_a_presenters_keys_and_the_buttons(at: Callable[..., Screen]) -> None:
    screen = at(DAY)
    comes(screen, "全县", within=3)
    screen.page.keyboard.press("PageDown")
    comes(screen, "产业", within=2)
    screen.page.keyboard.press("PageUp")
    comes(screen, "全县", within=2)
    assert "秒后继续" in bar(screen)[2]
    screen.page.keyboard.press(" ")  # held: goes on
    assert bar(screen)[2] == ""
    screen.page.keyboard.press(" ")
    assert bar(screen)[2] == "已暂停"
    screen.page.clock.run_for(300_000)
    assert bar(screen)[1:] == ["全县", "已暂停"]
    screen.page.reload()  # a stop outlasts a reload
    screen.page.wait_for_function("() => window.guatu && window.guatu.painted && window.guatu.scenes()")
    assert bar(screen)[1:] == ["全县", "已暂停"]
    button = screen.page.locator("[data-rotation=pause]")
    assert button.get_attribute("aria-label") == "继续轮播"
    button.click()
    assert bar(screen)[2] == ""
    assert button.get_attribute("aria-label") == "暂停轮播"
    screen.page.locator("[data-rotation=next]").click()
    comes(screen, "产业", within=2)
    for box in (node.bounding_box() for node in screen.page.locator("[data-rotation]").all()):
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


def test_a_reload_finds_its_scene_again(at: Callable[..., Screen]) -> None:
    screen = at(DAY, "?indicator=INDUSTRY_HOUSEHOLD_COVERAGE&rotate=on")
    assert bar(screen)[:2] == ["2 / 3", "产业"]
    comes(screen, "乡镇", within=20)


def test_without_rotate_nothing_moves(at: Callable[..., Screen]) -> None:
    screen = at(DAY, "")
    screen.page.clock.run_for(300_000)
    assert screen.search == ""
    assert screen.page.locator("#rotation").is_hidden()
    screen.page.evaluate("() => window.guatu.navigate({ rotate: 'on' })")
    comes(screen, "产业", within=40)


def test_the_remotes_commands(at: Callable[..., Screen]) -> None:
    screen = at(DAY)
    comes(screen, "全县", within=3)

    def tell(command: str, n: int | None = None) -> None:
        screen.page.evaluate(
            "detail => window.dispatchEvent(new CustomEvent('guatu:scene', { detail }))", {"command": command, "n": n}
        )

    tell("show", 4)
    comes(screen, "乡镇", within=2)
    tell("previous")
    comes(screen, "产业", within=2)
    tell("pause")
    assert bar(screen)[2] == "已暂停"
    tell("resume")
    assert bar(screen)[2] == ""


def test_a_new_file_is_taken_without_a_reload(
    at: Callable[..., Screen], rotating: Server, request: pytest.FixtureRequest
) -> None:
    screen = at(DAY)
    comes(screen, "全县", within=3)
    night = {"from": "22:00", "to": "06:00", "dim": 0.6}
    request.addfinalizer(lambda: save(rotating, {"idle_seconds": 60, "night": night, "scenes": SCENES}))
    save(rotating, {"idle_seconds": 60, "scenes": [{"name": "新", "indicator": "VISIT_RATE"}]})
    screen.page.evaluate("() => window.dispatchEvent(new CustomEvent('guatu:version', { detail: {} }))")
    comes(screen, "新", within=25, indicator="VISIT_RATE")
    screen.page.clock.run_for(60_000)
    assert bar(screen)[:2] == ["1 / 1", "新"]


def test_at_night_the_wall_is_dim_until_it_is_touched(at: Callable[..., Screen]) -> None:
    screen = at(NIGHT)
    screen.page.clock.run_for(6000)
    screen.page.wait_for_function(
        """() => { const veil = getComputedStyle(document.documentElement, '::after');
             return veil.visibility === 'visible' && veil.opacity === '0.6'; }"""
    )
    comes(screen, "夜班", within=45, indicator="HOUSE_VACANCY_RATE")
    screen.page.keyboard.press("Shift")
    assert screen.page.evaluate("() => document.documentElement.hasAttribute('data-night')") is False
    screen.page.clock.run_for(70_000)
    assert screen.page.evaluate("() => document.documentElement.hasAttribute('data-night')") is True


def test_by_day_it_is_not(at: Callable[..., Screen]) -> None:
    screen = at(DAY)
    screen.page.clock.run_for(6000)
    assert screen.page.evaluate("() => getComputedStyle(document.documentElement, '::after').visibility") == "hidden"


def test_the_frame_moves_by_a_few_pixels_and_makes_no_scrollbar(at: Callable[..., Screen]) -> None:
    screen = at(DAY, "")
    screen.page.emulate_media(reduced_motion="reduce")
    seen = set()
    for _ in range(8):
        screen.page.clock.run_for(600_000)
        screen.page.wait_for_timeout(60)
        x, y, fits = screen.page.evaluate(
            """() => {
              const box = document.getElementById('wall').getBoundingClientRect(), page = document.documentElement;
              return [Math.round(box.x), Math.round(box.y), getComputedStyle(document.body).overflow === 'hidden' &&
                page.clientWidth === innerWidth && page.clientHeight === innerHeight];
            }"""
        )
        assert fits
        assert max(abs(x), abs(y)) <= 4
        seen.add((x, y))
    assert len(seen) >= 4


def test_the_page_of_the_scenes(rotating: Server, open_wall: OpenWall, request: pytest.FixtureRequest) -> None:
    night = {"from": "22:00", "to": "06:00", "dim": 0.6}
    request.addfinalizer(lambda: save(rotating, {"idle_seconds": 60, "night": night, "scenes": SCENES}))
    screen = open_wall(rotating, (1280, 900), apart=True)
    page = screen.page
    page.goto(f"{rotating.base}/scenes")
    page.wait_for_selector("[data-row='4']")
    names = "() => [...document.querySelectorAll('input.name')].map(node => node.value)"
    page.locator("[data-row='1'] [data-field=name]").focus()
    page.keyboard.press("Alt+ArrowUp")  # by keys, and the focus goes along
    assert page.evaluate(names) == ["产业", "全县", "夜班", "乡镇", "藏"]
    assert page.evaluate("() => document.activeElement.value") == "产业"
    page.locator("[data-row='4'] [data-field=remove]").click()
    page.locator("#add").click()
    page.keyboard.type("当前")
    page.locator("[data-field=paste]").fill(f"http://wall/?region={TOWNSHIP}&indicator=VISIT_RATE&wall=x&household=abc")
    page.locator("[data-field=paste]").press("Enter")
    page.locator("[data-row='0'] [data-field=dwell]").fill("1")
    screen.allow("400")
    page.locator("#save").click()
    page.wait_for_selector(".wrong")
    assert page.evaluate("() => document.activeElement.dataset.field") == "dwell"
    page.locator("[data-row='0'] [data-field=dwell]").fill("33")
    page.keyboard.press("Control+s")
    page.wait_for_function("() => document.getElementById('state').textContent.includes('已保存')")
    told = rotating.json("/scenes.json")
    assert [(one["name"], one["dwell"]) for one in told["scenes"]] == [
        ("产业", 33), ("全县", 20), ("夜班", 20), ("乡镇", 15), ("当前", 20),
    ]  # fmt: skip
    assert told["scenes"][-1]["search"] == f"?region={TOWNSHIP}&indicator=VISIT_RATE"
    save(rotating, {"scenes": [{"name": "他人"}]})  # somebody else meanwhile
    page.locator("[data-row='0'] [data-field=name]").fill("我的")
    screen.allow("412")
    page.locator("#save").click()
    page.wait_for_function("() => document.getElementById('state').textContent.includes('别人')")
    assert [one["name"] for one in rotating.json("/scenes.json")["scenes"]] == ["他人"]
    page.locator("#reload").click()
    page.wait_for_function(f"() => ({names})().join() === '他人'")
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_every_screen_holds_the_bar_whole(at: Callable[..., Screen]) -> None:
    for size in ((1366, 768), (3840, 2160)):
        screen = at(DAY, size=size)
        comes(screen, "全县", within=3)
        box = screen.page.locator("#rotation").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
