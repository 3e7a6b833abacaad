"""The address is read and written twice, in Python and in the browser: both must mean the same by it."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import urlencode

from layouts.view_state import LANGUAGES, OPTIONS, Choices, ViewState
from tests.e2e.facts import COUNTY
from tests.e2e.screen import Screen

BOTH = """searches => searches.map(search => {
  const state = guatu.read(search, guatu.config);
  return { state, search: guatu.write(state, guatu.config), refused: guatu.refused(search, guatu.config) };
})"""
NONSENSE = ("", "none", "0", "1066", "constructor", "__proto__", "<b>", "大", "a" * 80, "%", "2018 ", "auto")
ITSELF = ("region", "indicator", "period", "household", "compare", "since", "wall", "kind", "trace")
WALLS = ("大屏 1", "East hall (2)", "a·b#c", "x" * 41, " padded ", "a\tb", "<i>")


def _searches(config: dict[str, Any], count: int) -> list[str]:
    """Query strings of every kind, sound and unsound, the same ones in every run."""
    dice = random.Random(20191001)
    sound: dict[str, list[str]] = {
        "region": [COUNTY],
        "indicator": list(config["indicators"]),
        "period": [str(year) for year in config["periods"]],
        "layers": ["none", *config["layerNames"], ",".join(config["layerNames"]), "solar,moon"],
        "lang": list(LANGUAGES),
        "household": ["abc_DEF-123", "a b", "x" * 65],
        "compare": ["auto", "none", COUNTY, *(str(year) for year in config["periods"])],
        "since": ["before", "briefing", "20191001T080000-1a2b3c4d", *(str(year) for year in config["periods"])],
        "wall": list(WALLS),
        "kind": list(config["kinds"]),
        "trace": ["POVERTY_INCIDENCE", "industry_village_count.SOLAR", "a b", "x" * 81],
        **{name: list(values) for name, values in OPTIONS.items()},
    }
    made = []
    for _ in range(count):
        names = dice.sample(sorted(sound), dice.randint(0, 6))
        # a region that only the server can refuse is no difference between the two
        loose = {"region", "compare"}
        said = {
            name: dice.choice(sound[name] if name in loose or dice.random() < 0.7 else list(NONSENSE)) for name in names
        }
        made.append("?" + urlencode(said))
    return made


def test_the_browser_reads_and_writes_the_address_as_python_does(wall: Screen) -> None:
    config = wall.page.evaluate("guatu.config")
    choices = Choices(
        regions={COUNTY},
        indicators=config["indicators"].keys(),
        periods=config["periods"],
        region=config["region"],
        indicator=config["indicator"],
        period=config["period"],
        offered=tuple(config["layerNames"]),
        kinds=config["kinds"],
        indicators_of_views=config["indicatorOf"],
        layers_of_views={view: tuple(layers) for view, layers in config["layersOf"].items()},
        language=config["lang"],
        theme=config["defaults"]["theme"],
    )
    searches = _searches(config, 400)
    refusals = 0
    for search, told in zip(searches, wall.page.evaluate(BOTH, searches), strict=True):
        state = ViewState.from_search(search, choices)
        assert told["search"] == state.to_search(choices), search
        assert bool(told["refused"]) == bool(state.refused), search
        assert tuple(told["state"]["layers"]) == state.layers, search
        for name in (*ITSELF, *OPTIONS):
            assert told["state"][name] == getattr(state, name), (search, name)
        refusals += bool(state.refused)
    assert 50 < refusals < 350
