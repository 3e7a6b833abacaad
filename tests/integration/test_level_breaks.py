"""The classes of amounts at every level are counted with the release, and nobody looks for them when it is read.

The oracle is pandas and decimal numbers over the files of the release.
"""

import json
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.errors import UnknownIndicatorError
from data_access.grouped_tree import with_groups
from data_access.history import History, Sheet, counting_tree
from data_access.indicators import Indicator
from data_access.region_groups import RegionGroup
from data_access.release import Release, ReleaseStore, build_release
from data_access.release.level_breaks import breaks_by_level
from data_access.settings import Settings
from data_access.tree import Region, plant
from data_access.values import class_breaks
from tests.history_county import make_history_county
from tests.integration.conftest import settings_for

TWO_DIGITS = Context(prec=2, rounding=ROUND_HALF_EVEN)
LEVELS = range(7)
"""More than there are: of a level without regions the indicator's own hold."""


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("breaks")
    settings = settings_for(make_history_county(folder / "h.sqlite"), folder / "home")
    build_release(settings)
    return settings


@pytest.fixture(params=["county", "groups", "history"])
def settings(request: pytest.FixtureRequest, scenario_settings: Callable[[str], Settings]) -> Settings:
    if request.param == "groups":
        return scenario_settings("taihang")
    found: Settings = request.getfixturevalue("demo_settings" if request.param == "county" else "history")
    return found


@pytest.fixture
def release(settings: Settings) -> Release:
    return ReleaseStore(settings.releases).current()


def _expected(folder: Path) -> dict[tuple[str, int], tuple[float, ...]]:
    """Indicator and level -> bounds, from what the files say of the regions of today, no group among them."""
    level = pd.read_parquet(folder / "regions.parquet").set_index("code")["level"]
    figures = pd.read_parquet(folder / "values.parquet")
    own_level = figures["region_code"].astype(str).map(level)
    found: dict[tuple[str, int], tuple[float, ...]] = {}
    for row in json.loads((folder / "indicators.json").read_text("utf-8"))["indicators"]:
        scaled = figures[f"{row['code']}|n"] * row["scale"]
        for asked in LEVELS:
            found[row["code"], asked] = tuple(row["breaks"])
            told = scaled[(own_level == asked) & np.isfinite(scaled)].sort_values(ignore_index=True)
            if row["denominator"] is None and asked < row["lowest_level"] and len(told):
                fifths = [float(TWO_DIGITS.create_decimal(Decimal(told[len(told) * i // 5]))) for i in range(5)]
                fifths[0] = 0.0 if told[0] >= 0 else float(np.floor(told[0]))
                if len(set(fifths)) > 2:
                    found[row["code"], asked] = tuple(sorted(set(fifths)))
    return found


def test_breaks_are_fifths_of_the_figures_of_a_level(release: Release, settings: Settings) -> None:
    expected = _expected(settings.releases / release.id)
    assert {key: class_breaks(release, *key) for key in expected} == expected
    others = {key for key, breaks in expected.items() if breaks != release.indicators[key[0]].breaks}
    assert {code for code, _ in others} < set(release.indicators)
    if release.tree.size > 100:  # the few regions of the history have no classes of their own
        assert len(others) > 2
    for then in map(release.of, release.periods):
        assert {key: class_breaks(then, *key) for key in others} == {key: expected[key] for key in others}
    with pytest.raises(UnknownIndicatorError):
        class_breaks(release, "NOWHERE", 3)


def test_no_figure_is_looked_at_for_them(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(_release: Release, _indicator: Indicator) -> None:
        raise AssertionError("figures of a whole level")

    monkeypatch.setattr(Release, "pairs", looked)
    monkeypatch.setattr(Release, "figures", looked)
    for code in release.indicators:
        for level in LEVELS:
            class_breaks(release, code, level)


def test_groups_and_regions_of_the_past_are_left_out(demo_release: Release) -> None:
    amount = next(i for i in demo_release.indicators.values() if i.denominator is None and i.lowest_level == 5)
    codes = [f"A{i}" for i in range(5)]
    own = plant([Region("A", None, 3, "", ""), *(Region(code, "A", 4, "", "") for code in codes)])
    group = RegionGroup("@G", "ZONE", "", None, None, None, ("A1", "A2"))
    gone = Region("B", "A", 4, "", "")
    sheet = Sheet(2016, 2016, frozenset(), {"B": 0}, {}, frozenset(), {})
    tree, _ = counting_tree(with_groups(own, [group]), History((gone,), (2016,), (sheet,)))
    assert len(tree) == 8
    figures = np.array([[15.0, 1, 2, 3, 4, 5, 700, 900]]) / amount.scale
    assert breaks_by_level(tree, amount, figures) == {4: (0.0, 2.0, 3.0, 4.0, 5.0)}


def test_debts_begin_below_nothing_and_what_is_alike_has_no_classes_of_its_own(demo_release: Release) -> None:
    amount = next(i for i in demo_release.indicators.values() if i.denominator is None and i.lowest_level == 5)
    tree = plant([Region("A", None, 3, "", ""), *(Region(f"A{i}", "A", 4, "", "") for i in range(6))])
    figures = np.array([[100.0, -25.5, 1234, 1266, 14.5, np.nan, np.inf]]) / amount.scale
    assert breaks_by_level(tree, amount, figures) == {4: (-26.0, 14.0, 1200.0, 1300.0)}
    figures[0, 1:] = figures[0, 1]
    assert breaks_by_level(tree, amount, figures) == {}
    rate = next(i for i in demo_release.indicators.values() if i.denominator is not None)
    assert breaks_by_level(tree, rate, figures) == {}
