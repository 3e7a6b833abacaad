"""The wall on every screen, in every theme: a picture of each to be looked at, and what of it can be measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import OpenWall
from tests.e2e.facts import COUNTY, Facts
from tests.e2e.measures import collisions, faults, fills, no_scrollbars, words_on
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

SIZES = (
    (1366, 768), (1920, 1080), (2560, 1080), (3840, 2160), (7680, 2160), (5760, 1080), (4864, 1294), (6656, 1792),
    (1080, 1920), (2160, 3840),
)  # fmt: skip
THEMES = ("dark", "light", "contrast")
EVERY_THEME = ((1920, 1080), (5760, 1080), (1080, 1920))
"""The themes differ in colours, not in what has room: each is looked at in three shapes."""

SHOTS = "screens"
RESIZED_MS = 300
"""More than the wall waits before it takes a size as the last one."""


def name_of(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def rem(wall: Screen) -> float:
    return float(wall.page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)"))


@pytest.mark.parametrize("size", SIZES, ids=name_of)
def test_every_screen_is_filled_and_the_themes_fit(
    demo_server: Server, open_wall: OpenWall, size: tuple[int, int]
) -> None:
    wall = open_wall(demo_server, size)
    for theme in THEMES if size in EVERY_THEME else THEMES[:1]:
        if theme == THEMES[0]:
            wall.go()
        else:
            wall.act(lambda: wall.page.evaluate("theme => guatu.navigate({ theme })", theme))  # noqa: B023
            wall.quiet()
        wall.shot(f"{name_of(size)}-{theme}", SHOTS)
        assert wall.page.evaluate("() => document.documentElement.dataset.theme") == theme
        no_scrollbars(wall)
        assert (theme, faults(wall), collisions(wall)) == (theme, {}, [])
    full = fills(wall)
    assert full["map"] >= 0.85
    assert full["parts"] >= 0.9, "an empty area"
    if size[0] / size[1] < 1.8 and size[0] > size[1]:
        assert full["stage"] >= 0.54  # of the area within the margins, gaps included; of the screen's main row 55 %


@pytest.mark.parametrize("size", [(7680, 2160), (5760, 1080), (1080, 1920)], ids=name_of)
def test_a_village_leaves_no_room_empty(
    demo_server: Server, open_wall: OpenWall, demo_database: Path, size: tuple[int, int]
) -> None:
    facts = Facts(demo_database)
    wall = open_wall(demo_server, size)
    wall.go(f"?region={facts.village_with(facts.children(COUNTY)[10], 60, 240)}")
    wall.shot(f"{name_of(size)}-village", SHOTS)
    assert (faults(wall), collisions(wall)) == ({}, [])
    assert fills(wall)["parts"] >= 0.9


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (5760, 1080), (1080, 1920)], ids=name_of)
def test_english_fits_as_well(demo_server: Server, open_wall: OpenWall, size: tuple[int, int]) -> None:
    wall = open_wall(demo_server, size)
    wall.go("?lang=en")
    wall.shot(f"{name_of(size)}-en", SHOTS)
    no_scrollbars(wall)
    assert (faults(wall), collisions(wall)) == ({}, [])


def test_text_on_a_laptop_is_twelve_pixels(demo_server: Server, open_wall: OpenWall) -> None:
    wall = open_wall(demo_server, (1366, 768))
    wall.go()
    assert min(word["size"] for word in words_on(wall)) >= 12


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (5760, 1080)], ids=name_of)
def test_larger_type_leaves_room_for_fewer_panels(
    demo_server: Server, open_wall: OpenWall, size: tuple[int, int]
) -> None:
    wall = open_wall(demo_server, size)
    wall.go()
    usual = rem(wall)
    counts = [len(words_on(wall))]
    for times in (1.25, 1.6, 1.9):
        wall.page.evaluate(
            """px => { document.documentElement.style.setProperty('--type-legible', px + 'px');
                       window.dispatchEvent(new Event('resize')); }""",
            usual * times,
        )
        wall.page.wait_for_timeout(RESIZED_MS)
        wall.quiet()
        wall.shot(f"{name_of(size)}-type-{times}", SHOTS)
        assert rem(wall) == pytest.approx(usual * times, abs=0.5)  # upright it ends at 36 rem across
        no_scrollbars(wall)
        assert (times, faults(wall), collisions(wall)) == (times, {}, [])
        assert fills(wall)["map"] >= 0.8
        counts.append(len(words_on(wall)))
    assert counts[-1] < counts[0]


def test_a_panel_is_enlarged_and_put_back(wall: Screen) -> None:
    for panel, place in (
        ("causes", ".slot-causes"),
        ("kpi", ".slot-kpi"),
        ("matrix", ".slot-matrix"),
        ("map", ".stage"),
    ):
        wall.page.evaluate("spotlight => guatu.navigate({ spotlight })", panel)
        wall.page.wait_for_timeout(200)
        wall.quiet()
        wall.shot(f"spotlight-{panel}", SHOTS)
        box = wall.page.locator(place).bounding_box()
        assert box and box["width"] > 1800 and box["height"] > 900, panel
        assert min(word["size"] for word in words_on(wall) if word["where"] == panel) >= 16
        wall.page.keyboard.press("Escape")
        wall.page.wait_for_timeout(200)
        assert "spotlight" not in wall.search
    wall.page.locator(".panel-causes").hover()
    wall.page.locator(".panel-causes .enlarge").click()
    assert "spotlight=causes" in wall.search


def test_a_blank_wall_shows_nothing_and_lights_up(wall: Screen) -> None:
    wall.page.evaluate("() => guatu.navigate({ blank: 'on' })")
    assert words_on(wall) == []
    wall.shot("blank", SHOTS)
    wall.page.keyboard.press("a")
    assert len(words_on(wall)) > 40


@pytest.mark.parametrize("width", [1280, 768, 320])
def test_the_desk_flows_down_to_a_phone(demo_server: Server, open_wall: OpenWall, width: int) -> None:
    wall = open_wall(demo_server, (width, 800))
    wall.go("?mode=desk")
    wall.shot(f"desk-{width}", SHOTS, full_page=True)
    told = wall.page.evaluate(
        """() => ({ wide: document.documentElement.scrollWidth - innerWidth,
             type: parseFloat(getComputedStyle(document.documentElement).fontSize),
             map: document.querySelector('.maps').getBoundingClientRect().height / innerHeight,
             small: [...document.querySelectorAll('#wall :is(button, select, summary, a)')]
               .filter(n => n.getClientRects().length).map(n => [n.textContent, n.getBoundingClientRect()])
               .filter(([, b]) => Math.min(b.height, b.width) < 23.9).map(([w, b]) => [w, b.width, b.height]) })"""
    )
    assert told["wide"] <= 0, "it scrolls sideways"
    assert (told["type"], told["map"] >= 0.6, told["small"]) == (16, True, [])
    cut = {kind: found for kind, found in faults(wall).items() if kind in ("cut off", "over each other")}
    assert cut == {}


def test_the_measures_see_what_collides(wall: Screen) -> None:
    wall.page.add_style_tag(
        content=".slot-causes { margin-right: -6rem } .kpi-unit { position: relative; left: -4rem }"
    )
    wall.quiet()
    assert "over each other" in faults(wall)
    assert collisions(wall) != []
