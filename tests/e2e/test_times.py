"""A year is drawn with its own villages, under the names of then; a region that has ended leads to what took over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.settings import read_settings
from tests.e2e.conftest import OpenWall
from tests.e2e.screen import Screen
from tests.e2e.serving import Server, admitted, environment
from tests.history_county import NAMES, make_history_county
from tests.history_outlines import publish_history


@pytest.fixture(scope="module")
def history_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The wall on the county whose regions change, with the outlines of today and of 2016."""
    folder: Path = tmp_path_factory.mktemp("times")
    database = make_history_county(folder / "h.sqlite")
    env = environment(folder / "home", f"sqlite:///{database.as_posix()}")
    publish_history(database, read_settings(env).boundaries, with_past=True)
    session = admitted(env)
    server = Server.start(env, folder / "serve.log")
    server.session = session
    yield server
    assert server.interrupt() == 0, server.said()
    assert "Traceback" not in server.log.read_text("utf-8"), server.said()


def listed(screen: Screen) -> list[str]:
    """The regions of the table twin."""
    rows = "[...document.querySelectorAll('#map-table tr[data-region]')].map(row => row.dataset.region)"
    return sorted(screen.page.evaluate(rows))


def drawn(screen: Screen, map_id: str = "map") -> dict[str, int]:
    """The regions drawn on a map, and in how many rings."""
    rings = f"""Object.fromEntries([...document.querySelectorAll('#{map_id} path[data-region]')]
      .map(path => [path.dataset.region, path.getAttribute('d').split('M').length - 1]))"""
    found: dict[str, int] = screen.page.evaluate(rings)
    return found


def said(screen: Screen, element: str = "map-times") -> str:
    return str(screen.page.evaluate(f"document.getElementById('{element}').textContent"))


def test_a_year_is_drawn_with_the_villages_of_its_time(history_server: Server, open_wall: OpenWall) -> None:
    screen = open_wall(history_server)
    screen.go("?region=T1&period=2019")
    assert (listed(screen), sorted(drawn(screen)), said(screen)) == (["A", "A3"], ["A", "A3"], "")
    screen.act(lambda: screen.page.click("#map-periods [data-period='2016']"), period=2016)
    before = ["A1", "A2", "A3", "A4"]
    assert (listed(screen), sorted(drawn(screen)), said(screen)) == (before, before, "按2016年区划")
    assert NAMES["A4"] in screen.page.inner_text("#map-table")

    screen.open_region("A1")
    assert screen.page.inner_text("#breadcrumb [aria-current]") == NAMES["A1"]
    screen.act(lambda: screen.page.click("#map-periods [data-period='2019']"), region="A", period=2019)
    assert said(screen, "notice") == "“前村”已于2017年并入“前后村”,现显示“前后村”"
    assert listed(screen) == ["A", "A3"]


def test_a_split_village_is_one_outline_and_two_years_stand_on_one_tree(
    history_server: Server, open_wall: OpenWall
) -> None:
    screen = open_wall(history_server)
    screen.go("?region=T2&period=2017")
    assert drawn(screen) == {"B1": 1, "B4": 1}, "the two parts of today make one outline"
    screen.go("?region=T2&period=2018&compare=2016")
    assert sorted(drawn(screen)) == sorted(drawn(screen, "map2")) == ["B2", "B3", "B4", "B5"]
    assert "2016年的数按2018年区划归并" in said(screen, "map2-times")
