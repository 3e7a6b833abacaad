"""A demo scenario opens on the scene that tells its story; an address that says what it shows is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWall, demo_home
from tests.e2e.serving import Server, environment

PAINTS = "window.paints = []; addEventListener('guatu:painted', () => paints.push({ ...guatu.painted }));"


@pytest.fixture(scope="module")
def qilian(scenario_database: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The smallest scenario, as its users serve it for the first time: nothing stands but its database."""
    folder = tmp_path_factory.mktemp("qilian")
    home = demo_home(scenario_database("qilian"), folder / "home")
    server = Server.start(environment(home, GUATU_DEMO="qilian"), folder / "serve.log")
    yield server
    assert server.interrupt() == 0, server.said()
    assert "Traceback" not in server.log.read_text("utf-8"), server.said()


def said(search: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(search).items()}


def test_the_story_is_the_first_thing_painted_and_painted_once(qilian: Server, open_wall: OpenWall) -> None:
    wall = open_wall(qilian, apart=True)
    wall.page.add_init_script(PAINTS)
    wall.go("?lang=zh")
    assert {"view": "industry", "kind": "PAIRING"}.items() <= said(wall.search).items()
    expect(wall.page.locator("html")).to_have_attribute("data-view", "industry")
    told = re.sub(r"\s", "", wall.text(".slot-kind"))
    for figure in ("757", "2,674", "7,848"):
        assert figure in told
    assert len(wall.page.evaluate("() => window.paints")) == 1
    wall.shot("opening")

    wall.act(lambda: wall.page.locator('[data-set="view=overview"]').click())
    usual = "() => guatu.navigate({ kind: 'ALL', layers: guatu.config.layersOf.overview })"
    wall.act(lambda: wall.page.evaluate(usual))
    assert said(wall.search) == {"view": "overview"}, "the plain view has an address of its own where another opens"
    wall.page.reload()
    wall.page.wait_for_function("() => window.guatu && window.guatu.painted")
    assert wall.painted()["indicator"] == "POVERTY_INCIDENCE", "what was chosen is not replaced by the opening"


def test_the_scenes_of_the_scenario_take_turns(qilian: Server, open_wall: OpenWall) -> None:
    wall = open_wall(qilian, apart=True)
    wall.go("?rotate=on&lang=en")
    place, name = wall.page.locator(".rotation-place"), wall.page.locator(".rotation-name")
    expect(place).to_have_text("1 / 6")
    expect(name).to_contain_text("757 capable people")
    wall.act(lambda: wall.page.locator("[data-rotation=next]").click(), indicator="POVERTY_INCIDENCE")
    expect(place).to_have_text("2 / 6")
    wall.act(
        lambda: wall.page.locator("[data-rotation=next]").click(), indicator="INDUSTRY_VILLAGE_COVERAGE.AGRICULTURE"
    )
    assert said(wall.search).items() >= {"kind": "AGRICULTURE", "view": "industry", "deck": "flows"}.items()
    wall.act(lambda: wall.page.locator("[data-rotation=previous]").click(), indicator="POVERTY_INCIDENCE")
    assert "kind" not in said(wall.search)
