"""All villages at once, painted by the figure and by the canvas: the same picture under the same hands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.facts import COUNTY
from tests.e2e.screen import Screen

VILLAGES = 366
CANVAS = "n => { window.guatu.canvasFrom = n; }"
CHOSEN = '.depth [data-set="depth=village"]'

# The colour under the middle of each region's widest row, and the point on the page: asked of the canvas alone.
PIXELS = """codes => {
  const { areas } = window.guatu.mapOf(document.getElementById('map'));
  const canvas = document.querySelector('#map canvas');
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
  const pen = copy.getContext('2d', { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const box = document.getElementById('map').getBoundingClientRect();
  return Object.fromEntries(codes.map(code => {
    const shape = new Path2D(areas.outline(code));
    const b = areas.boxOf(code);
    for (let t = 0; t < 400; t++) {
      const x = b.left - box.left + b.width * ((t * 0.618) % 1), y = b.top - box.top + b.height * ((t * 0.382) % 1);
      const around = [[0, 0], [3, 0], [-3, 0], [0, 3], [0, -3]];
      const inside = around.every(([i, j]) => pen.isPointInPath(shape, x + i, y + j, 'evenodd'));
      if (inside) return [code, { x: box.left + x, y: box.top + y, rgba: [...pen.getImageData(x, y, 1, 1).data] }];
    }
    return [code, null];
  }).filter(([, found]) => found));
}"""


def painter(wall: Screen) -> str:
    return str(wall.page.evaluate("() => window.guatu.mapOf(document.getElementById('map')).areas.constructor.name"))


def all_villages(wall: Screen) -> None:
    wall.act(wall.page.locator(CHOSEN).click)
    assert "depth=village" in wall.search


def rgb(colour: str) -> list[int]:
    return [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]


@pytest.fixture
def drawn(wall: Screen) -> dict[str, str]:
    """The fills of all villages as the figure paints them; afterwards the canvas has painted the same."""
    all_villages(wall)
    assert painter(wall) == "FigureAreas"
    fills = wall.fills()
    assert len(fills) == VILLAGES
    wall.page.evaluate(CANVAS, 100)
    wall.act(lambda: wall.page.evaluate("() => window.guatu.navigate({ depth: 'below' })"))
    assert painter(wall) == "FigureAreas", "22 townships are few"
    all_villages(wall)
    assert painter(wall) == "CanvasAreas"
    assert wall.on_map() == []
    return fills


def test_the_canvas_paints_what_the_figure_paints_and_changes_with_the_indicator(
    wall: Screen, drawn: dict[str, str]
) -> None:
    found = wall.page.evaluate(PIXELS, list(drawn))
    assert len(found) > VILLAGES * 0.8
    wrong = {code: (one["rgba"], drawn[code]) for code, one in found.items() if one["rgba"][:3] != rgb(drawn[code])}
    assert wrong == {}
    assert sum(count for _, count in wall.legend()) == VILLAGES
    wall.shot("villages")

    wall.quiet(all_of_it=True)
    with wall.counting() as made:
        wall.act(wall.page.locator('#map-tabs [data-tabs="overview"] button').nth(2).click)
    assert made == [], "the tabs' indicators are asked for ahead"
    other = wall.page.evaluate(PIXELS, list(drawn))
    assert sum(other[code]["rgba"] != found[code]["rgba"] for code in found) > 50

    # a class by itself: the others step back
    counts = [count for _, count in wall.legend()]
    kept = counts.index(max(counts))
    wall.act(wall.page.locator(f'#map-legend [data-class="{kept}"]').click)
    faded = wall.page.evaluate(PIXELS, list(drawn))
    assert {one["rgba"][3] for one in faded.values()} == {46, 255}
    assert abs(sum(one["rgba"][3] == 255 for one in faded.values()) - counts[kept]) < VILLAGES * 0.2


def test_hands_find_the_village_under_them_and_the_way_back(wall: Screen, drawn: dict[str, str]) -> None:
    found: dict[str, Any] = wall.page.evaluate(PIXELS, list(drawn))
    names = dict(zip(*wall.page.evaluate("() => [window.guatu.shown.codes, window.guatu.shown.names]"), strict=True))
    for code in list(found)[::40]:
        wall.page.mouse.move(found[code]["x"], found[code]["y"])
        wall.page.wait_for_timeout(120)
        assert wall.text("#map-tip strong") == names[code]
        assert wall.page.locator(".map-hovered").first.get_attribute("d")
    code = list(found)[100]
    wall.page.mouse.move(found[code]["x"], found[code]["y"])
    wall.page.wait_for_timeout(150)
    wall.act(lambda: wall.page.mouse.click(found[code]["x"], found[code]["y"]), region=code)
    assert len(wall.breadcrumb()) == 3
    assert wall.breadcrumb()[-1] == names[code]
    assert painter(wall) == "FigureAreas"
    assert wall.page.locator("#map canvas").count() == 0
    wall.act(lambda: wall.page.keyboard.press("Escape"))
    wall.act(lambda: wall.page.keyboard.press("Escape"), region=COUNTY)
    assert painter(wall) == "CanvasAreas", "the address still says all villages"


def test_by_keyboard_in_two_maps_and_in_the_light_theme(wall: Screen, drawn: dict[str, str]) -> None:
    wall.page.locator('.depth [data-set="depth=below"]').focus()
    wall.act(lambda: wall.page.keyboard.press("Enter"))
    wall.page.keyboard.press("Tab")
    wall.act(lambda: wall.page.keyboard.press("Enter"))
    assert painter(wall) == "CanvasAreas"
    wall.act(lambda: wall.page.evaluate("() => window.guatu.navigate({ theme: 'light', compare: '2017' })"))
    assert wall.page.locator("#map canvas, #map2 canvas").count() == 4
    light = wall.page.evaluate(PIXELS, list(drawn))
    fills = {tuple(one["rgba"]) for one in light.values()}
    ramp = wall.page.evaluate("() => [1, 2, 3, 4, 5, 6].map(n => window.guatu.token('ramp-' + n))")
    assert fills <= {(*bytes.fromhex(colour.removeprefix("#")), 255) for colour in ramp}
    row = wall.page.locator("#map-table tr[data-region]").nth(2)
    row.locator("a").focus()
    wall.page.keyboard.press("Tab")
    wall.page.keyboard.press("Shift+Tab")
    assert row.get_attribute("data-region") == wall.page.evaluate(
        "() => document.getElementById('map-tip').dataset.code"
    )
    wall.shot("light-two")


def test_of_many_rows_the_first_stand_and_the_others_can_be_had(unopened: Screen) -> None:
    wall = unopened
    with wall.counting() as made:
        wall.go("?depth=village")
    asked = [request.url.removeprefix(wall.base) for request in made if "/wall/" in request.url]
    assert sum("/wall/under/" in url for url in asked) == len({url for url in asked if "/wall/under/" in url}) >= 2
    assert not any(f"/{COUNTY}/2019/" in url for url in asked if "/wall/values/" in url), "only what is shown"
    more = wall.page.locator(".more-rows")
    assert len(wall.table()) == 200
    assert "166" in more.inner_text() and str(VILLAGES) in more.inner_text()
    first = list(wall.table().items())
    more.click()
    assert list(wall.table().items())[:200] == first
    assert len(wall.table()) == VILLAGES
    assert not more.is_visible()
    values = [float(word.rstrip("%")) for word in wall.table().values() if word[0].isdigit()]
    assert values == sorted(values, reverse=True)
