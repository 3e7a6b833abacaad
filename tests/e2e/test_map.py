"""The map and all that the browser paints with it: indicators, years, layers, classes, what was not reported."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.facts import COUNTY, Facts, written
from tests.e2e.screen import Screen
from tests.e2e.serving import Server

MISSING = "未上报"
ABSENT = ("不公开", "无此项", "本级不提供")  # why a region has no value, other than silence


@pytest.fixture(scope="module")
def township(demo_database: Path) -> str:
    return Facts(demo_database).children(COUNTY)[0]


def choose(wall: Screen, indicator: str) -> None:
    """Choose an indicator by its tab, or in the list of the others."""
    tab = wall.page.locator(f'#map-tabs [data-tabs="overview"] button[data-indicator="{indicator}"]')
    more = wall.page.locator("#map-tabs select")
    wall.act(tab.click if tab.count() else lambda: more.select_option(indicator), indicator=indicator)


def in_api(server: Server, indicator: str, region: str, period: int) -> dict[str, object]:
    said = server.json("/api/v1/values", region=region, indicator=indicator, period=period)
    return {row["code"]: row["value"] for row in said["rows"]} | {"": said["unit"]}


def decimals_of(wall: Screen, indicator: str) -> int:
    return int(wall.page.evaluate("code => window.guatu.config.indicators[code].decimals", indicator))


def offered(wall: Screen) -> list[str]:
    """Each indicator once; the tabs of the overview first, those of other views stand hidden beside them."""
    return list(
        wall.page.evaluate(
            """() => {
                 const all = (part) => [...document.querySelectorAll('#map-tabs ' + part)];
                 const tabs = all('[data-tabs="overview"] button').map(n => n.dataset.indicator);
                 return [...new Set([...tabs, ...all('option').map(n => n.value).filter(Boolean)])];
               }"""
        )
    )


@pytest.mark.parametrize("level", ["county", "township"])
def test_a_change_of_indicator_asks_nothing_and_changes_everything(
    wall: Screen, demo_server: Server, township: str, level: str
) -> None:
    region = COUNTY if level == "county" else township
    if region != COUNTY:
        wall.open_region(region)
    wall.quiet(all_of_it=True)
    seen = set()
    for indicator in offered(wall)[1:]:
        with wall.counting() as made:
            choose(wall, indicator)
        assert made == [], f"{indicator}: {[request.url for request in made]}"
        api = in_api(demo_server, indicator, region, 2019)
        unit = str(api.pop(""))
        decimals = decimals_of(wall, indicator)
        shown = wall.table()
        absent = {code: word for code, word in shown.items() if not any(letter.isdigit() for letter in word)}
        assert set(absent) == {code for code, value in api.items() if value is None}, indicator
        assert set(absent.values()) <= {*ABSENT, MISSING}, indicator
        wrong = {
            code: (word, api[code])
            for code, word in shown.items()
            if code not in absent and word not in written(float(api[code]), decimals, unit)  # type: ignore[arg-type]
        }
        assert wrong == {}, indicator
        legend = wall.legend()
        assert sum(count for _, count in legend) == len(shown), indicator
        said = {word: count for word, count in legend if word in (MISSING, *ABSENT) and count}
        assert said == dict(Counter(absent.values())), indicator
        hatched = wall.page.locator("#map path[data-region].not-reported")
        missing = sorted(code for code, word in absent.items() if word == MISSING)
        assert sorted(hatched.evaluate_all("n => n.map(x => x.dataset.region)")) == missing, indicator
        name = wall.page.evaluate("code => window.guatu.config.indicators[code].name", indicator)
        assert name in wall.text("#map-legend")
        assert name in wall.text(".panel-ranking")
        if len(absent) < len(shown):
            largest = max(api, key=lambda code: api[code] if api[code] is not None else float("-inf"))  # type: ignore[arg-type,return-value]
            label = [word for word in wall.labels().split("|") if shown[largest] in word]
            assert label or len(shown) > 5, f"{indicator}: no label carries {shown[largest]}"
        seen.add((wall.text("#sentence"), tuple(shown.values())))
    assert len(seen) > 0.7 * (len(offered(wall)) - 1), "most indicators look the same"
    wall.shot("last-indicator")


def test_the_sentence_names_what_the_table_shows(wall: Screen) -> None:
    for indicator in offered(wall)[:6]:
        if wall.painted()["indicator"] != indicator:
            choose(wall, indicator)
        sentence = wall.text("#sentence")
        shown = [word for word in wall.table().values() if word != MISSING]
        assert any(word.rstrip("%‰") in sentence for word in (shown[0], shown[-1])), (indicator, sentence)


def test_the_ranking_is_sorted_and_sorts_by_name(wall: Screen, demo_server: Server) -> None:
    api = in_api(demo_server, "POVERTY_INCIDENCE", COUNTY, 2019)
    api.pop("")
    assert list(wall.table()) == sorted(api, key=lambda code: (-api[code], code))  # type: ignore[operator]
    wall.page.locator("#map-table thead button").first.click()
    assert list(wall.table()) == sorted(api)


def test_the_years(wall: Screen, demo_server: Server) -> None:
    years = wall.page.locator("#map-periods [data-period]").evaluate_all("n => n.map(x => Number(x.dataset.period))")
    held = demo_server.json("/readyz")["periods"]
    assert years == held[-len(years) :], "the strip ends with the latest year and leaves none out"
    assert len(years) >= 6
    pictures = set()
    for year in reversed(years):
        if year != wall.painted()["period"]:
            wall.act(lambda year=year: wall.page.locator(f'[data-period="{year}"]').click(), period=year)  # type: ignore[misc]
        pressed = wall.page.locator("#map-periods [aria-pressed=true]")
        assert pressed.evaluate_all("n => n.map(x => x.dataset.period)") == [str(year)]
        api = in_api(demo_server, "POVERTY_INCIDENCE", COUNTY, year)
        unit = str(api.pop(""))
        shown = wall.table()
        assert set(shown) == set(api)
        for code, value in api.items():
            assert shown[code] in ([MISSING] if value is None else written(float(value), 2, unit)), (year, code, value)  # type: ignore[arg-type]
        pictures.add(tuple(sorted(wall.fills().items())))
    wall.shot("first-year")
    assert len(pictures) > 3


def test_what_was_not_reported_is_hatched_and_never_the_lowest_class(wall: Screen, demo_server: Server) -> None:
    found = None
    for indicator in offered(wall):
        for period in reversed(demo_server.json("/readyz")["periods"]):
            values = in_api(demo_server, indicator, COUNTY, period)
            values.pop("")
            gaps = [code for code, value in values.items() if value is None]
            if gaps and len(gaps) < len(values):
                found = (indicator, period, gaps)
                break
        if found:
            break
    if found is None:
        for indicator in offered(wall):
            for township in wall.on_map():
                values = in_api(demo_server, indicator, township, 2019)
                values.pop("")
                gaps = [code for code, value in values.items() if value is None]
                if gaps and len(gaps) < len(values):
                    found = (indicator, 2019, gaps)
                    wall.go(f"?region={township}", region=township)
                    break
            if found:
                break
    assert found, "the demo county has no gap anywhere"
    indicator, period, gaps = found
    wall.go(f"?{wall.search}&indicator={indicator}&period={period}", indicator=indicator, period=period)
    fills = wall.fills()
    colours = {fills[code] for code in gaps}
    assert len(colours) == 1
    swatches = wall.page.locator("#map-legend [data-class] .swatch")
    assert colours.isdisjoint(swatches.evaluate_all("n => n.map(x => getComputedStyle(x).backgroundColor)"))
    patterned = wall.page.locator("#map path.not-reported").evaluate_all(
        "n => n.every(x => getComputedStyle(x).fill.includes('url(') || getComputedStyle(x).strokeDasharray !== 'none')"
    )
    wall.shot("not-reported")
    assert patterned, "not reported differs by colour alone"


def test_layers_switch_on_and_off(wall: Screen) -> None:
    count = "() => document.querySelectorAll('#map path.point').length"
    before = wall.page.evaluate(count)
    assert before > 100, "the solar stations are on at first"
    names = wall.page.locator("#map-layers > [data-layer]").evaluate_all("n => n.map(x => x.dataset.layer)")
    assert names == ["solar", "tourism", "workshop"]
    rest = wall.page.locator("#map-layers .layers-sheet [data-layer]").evaluate_all("n => n.map(x => x.dataset.layer)")
    assert rest == ["agriculture", "ecommerce", "ecology"], "every other kind that stands somewhere is in the sheet"
    for name in names:
        button = wall.page.locator(f'#map-layers [data-layer="{name}"]')
        was, points = button.get_attribute("aria-pressed"), wall.page.evaluate(count)
        wall.act(button.click)
        assert button.get_attribute("aria-pressed") == ("false" if was == "true" else "true")
        now = wall.page.evaluate(count)
        assert (now < points) if was == "true" else (now > points), name
    assert "layers=tourism,workshop" in wall.search
    wall.shot("tourism-and-workshops")
    for name in names[1:]:
        wall.act(wall.page.locator(f'#map-layers [data-layer="{name}"]').click)
    assert wall.page.evaluate(count) == 0
    assert "layers=none" in wall.search


def test_a_class_of_the_legend_filters_the_map(wall: Screen) -> None:
    classes = wall.page.locator("#map-legend [data-class]")
    at = next(k for k, (_, count) in enumerate(wall.legend()) if 0 < count < 18)
    count = wall.legend()[at][1]
    before = wall.fills()
    look = """() => Object.fromEntries([...document.querySelectorAll('#map path[data-region]')].map(n =>
              [n.dataset.region, ['fill', 'opacity', 'fill-opacity'].map(k => getComputedStyle(n)[k]).join()]))"""
    first = wall.page.evaluate(look)
    wall.act(classes.nth(at).click)
    expect(classes.nth(at)).to_have_attribute("aria-pressed", "true")
    now = wall.page.evaluate(look)
    assert sum(now[code] == first[code] for code in first) == count, (
        "exactly the regions of this class stay as they are"
    )
    wall.shot("filtered")
    wall.act(classes.nth(at).click)
    assert wall.fills() == before


def test_hovering_tells_name_value_and_both_numbers(wall: Screen, demo_server: Server) -> None:
    rows = demo_server.json("/api/v1/values", region=COUNTY, indicator="POVERTY_INCIDENCE", period=2019)["rows"]
    row = rows[4]
    x, y = wall.point_in(row["code"])
    wall.page.mouse.move(x - 5, y - 5)
    wall.page.mouse.move(x, y)
    tip = wall.page.locator("#map-tip")
    expect(tip).to_be_visible()
    said = tip.inner_text()
    for word in (*written(row["value"], 2, "%")[:1], f"{row['numerator']:,}", f"{row['denominator']:,}"):
        assert word in said, (word, said)


def test_borders_are_drawn_whole_in_pieces_and_in_whole_points(wall: Screen) -> None:
    """What a change of indicator costs hangs on both: a long path is walked through for every tile that it touches, and
    a line between one and two points wide takes many times as long as one of a point."""
    lines, drawn, widths = wall.page.evaluate(
        """async () => {
             const name = guatu.shown.boundaries.lines;
             const said = await (await fetch(guatu.config.base + "boundaries/" + name)).json();
             const style = (what) => [...document.querySelectorAll(what)].map(n => getComputedStyle(n).strokeWidth);
             return [said.features[0].geometry.coordinates.length,
               [...document.querySelectorAll("#map path.js-line")].map(n => n.getAttribute("d").split("M").length - 1),
               [...new Set(style("#map path[data-region]"))]];
           }"""
    )
    assert sum(drawn) == lines > 100
    assert 20 <= len(drawn) <= 60
    assert widths == ["1px"]
    wall.page.set_viewport_size({"width": 3840, "height": 2160})
    wall.quiet()
    wall.page.wait_for_function(
        "() => getComputedStyle(document.querySelector('#map path[data-region]')).strokeWidth === '3px'"
    )


def test_a_click_on_a_figure_shows_its_definition(wall: Screen) -> None:
    figures = wall.page.locator("#kpi .kpi-figure[data-trace]")
    dialog = wall.page.locator("dialog.trace[open]")
    assert figures.count() == 6
    for at in range(figures.count()):
        figures.nth(at).click()
        expect(dialog).to_be_visible()
        for part in ("口径", "计算", "来源表", "2019-0"):
            expect(dialog).to_contain_text(part)
        wall.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    assert wall.painted()["region"] == COUNTY
