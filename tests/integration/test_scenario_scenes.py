"""Each demo scenario tells its published story in scenes: all of them show something, and a page opens on the first."""

import csv
import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs

import pytest

from app import create_app
from callbacks.kind_words import told_kinds
from callbacks.layers import layers_of
from callbacks.scene_list import opened, told_by_demo
from callbacks.view import choices_under
from data_access.release import Release, ReleaseStore
from data_access.scenes import Scene
from data_access.settings import DEMO_SCENARIOS, Settings
from layouts.view_state import Choices, ViewState
from tests.signing_in import signed_in

FOLDER = Path(__file__).parents[2] / "data_access" / "demo"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?: ?[万亿])?")
TIMES = {"万": 10_000, "亿": 100_000_000}


class Story(NamedTuple):
    """A scenario as it is served."""

    settings: Settings
    release: Release
    choices: Choices
    scenes: tuple[Scene, ...]


@pytest.fixture(params=DEMO_SCENARIOS, scope="module")
def story(
    request: pytest.FixtureRequest, scenario_settings: Callable[[str], Settings], demo_settings: Settings
) -> Story:
    name = request.param
    settings = replace(demo_settings, is_demo=True) if name == "bashang" else scenario_settings(name)
    assert settings.demo == name
    release = ReleaseStore(settings.releases).current()
    choices = choices_under(settings, release)
    told = told_by_demo(settings, choices)
    assert told is not None
    assert [fault.sentence("en") for fault in told.faults] == []
    assert told.programme is not None
    return Story(settings, release, choices, told.programme.scenes)


def test_it_is_a_short_programme_with_names(story: Story) -> None:
    assert 4 <= len(story.scenes) <= 7
    for lang in ("name", "name_en"):
        names = [getattr(scene, lang) for scene in story.scenes]
        assert all(names)
        assert len(set(names)) == len(names)


def test_every_scene_shows_figures(story: Story) -> None:
    release, choices = story.release, story.choices
    kinds = dict(told_kinds(release, release.latest_period, "zh"))
    for scene in story.scenes:
        indicator = scene.indicator or choices.indicator_of(scene.view)
        period = scene.period or choices.period
        children = [child.code for child in release.children(scene.region or choices.region)]
        known = [code for code in children if not math.isnan(release.value(indicator, code, period))]
        assert known, (scene.name, indicator, period)
        assert scene.kind in kinds, scene.name
        assert scene.view == "industry" or scene.kind == "ALL"
        assert set(scene.layers or ()) <= set(layers_of(release)), scene.name
        assert scene.deck != "belts" or release.groups, scene.name


def test_every_number_in_a_name_is_a_published_total(story: Story) -> None:
    with (FOLDER / f"{story.settings.demo}_targets.csv").open(encoding="utf-8", newline="") as stream:
        published = {float(row["value"]) for row in csv.DictReader(stream)}
    for name in (name for scene in story.scenes for name in (scene.name, scene.name_en)):
        for written in NUMBER.findall(name):
            digits = written.rstrip(" 万亿").replace(",", "")
            number = round(float(digits) * TIMES.get(written[-1], 1), 6)
            assert number in published or number in story.release.periods, (name, written)


def test_a_page_opens_on_the_first_scene(story: Story) -> None:
    client = signed_in(create_app(story.settings))
    first = client.get("/scenes.json").get_json()["scenes"][0]["search"]
    assert client.get("/wall/config").get_json()["opening"] == first
    assert (first == "") == (story.settings.demo == "bashang")
    asked = {search: _asked_first(client.get(f"/{search}").text) for search in ("", first, "?lang=en&rotate=on")}
    assert asked[""] == asked[first]
    assert [address.replace("/en", "/zh") for address in asked["?lang=en&rotate=on"]] == asked[""]


def _asked_first(page: str) -> list[str]:
    found = re.search(r'id="first-requests" type="application/json">(.*?)</script>', page)
    assert found
    asked: list[str] = json.loads(found[1])
    return asked


def test_an_address_that_says_what_it_shows_is_not_replaced(story: Story) -> None:
    for search in ("?view=overview", "?lang=en&kind=JOBS", f"?region={story.choices.region}", "?period=2016&wall=a"):
        assert opened(search, story.settings, story.choices) == search
    own = opened("?lang=en&wall=%E5%8E%85", story.settings, story.choices)
    view = ViewState.from_search(own, story.choices)
    assert (view.language, view.wall, view.refused) == ("en", "厅", ())
    told = opened("", story.settings, story.choices)
    assert ViewState.from_search(told, story.choices) == replace(view, language="zh", wall=None)
    assert parse_qs(told).get("view", ["overview"]) == [story.scenes[0].view]
