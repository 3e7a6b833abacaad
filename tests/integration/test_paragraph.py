"""The indicator in the paragraph of a view, against the table of values: numbers as they are shown, the best and the
worst by an own sort, nobody named whose value is withheld, and in words what is missing or cannot be compared."""

from __future__ import annotations

import math
import re
from copy import copy
from dataclasses import replace

import pandas as pd
import pytest

from data_access.indicators import Indicator
from data_access.release import Release
from data_access.settings import Settings
from data_access.values import value_of, values_by_region
from layouts.view_state import VIEWS
from tests.paragraphs import COUNTY, plain, said, shown, some_regions

LEVELS = "(?:乡镇|村|区县|市州)"
SILENT = {"未上报": "missing", "因人数少不公布": "withheld", "没有可计量的对象": "none", "不统计这一项": "not_offered"}


def named(group: str) -> tuple[list[str], int]:
    """Names as they are said, and how many there are of them."""
    found = re.fullmatch(r"(.*)等 (\d+) 个", group)
    names = (found[1] if found else group).split("、")
    return names, int(found[2]) if found else len(names)


def hold(group: str, of: pd.Series, which: float) -> None:
    """The names of a group are those, and the first of those, that have this value."""
    names, count = named(group)
    holders = of.index[of == which].tolist()
    assert count == len(holders)
    assert set(names) <= set(holders)
    assert len(names) == min(count, 3)


def by_name(release: Release, indicator: Indicator, code: str, period: int) -> tuple[pd.Series, pd.Series]:
    """Value as shown and state of each region below, by name."""
    rows = values_by_region(release, indicator.code, code, period).set_index("name")
    values = rows["value"].map(lambda v: math.nan if math.isnan(v) else plain(shown(v, indicator.decimals)))
    return values, rows["state"]


def check_indicator(release: Release, settings: Settings, indicator: Indicator, code: str, period: int) -> None:
    words = said(release, settings, code, period, indicator=indicator.code)
    own = value_of(release, indicator.code, code, period).iloc[0]
    head, *rest = words.split("。")
    if own["state"] != "ok":
        assert {"missing": "", "withheld": "不公布", "none": "没有计入", "not_offered": "不统计到"}[
            own["state"]
        ] in head
        assert not re.search(r"为 [\d—]", head)
        is_told = period in release.indicator_periods(indicator.code)
        assert own["state"] != "missing" or ("未上报" in head if is_told else f"没有{period}年的数" in head)
    else:
        value = shown(own["value"], indicator.decimals)
        assert f"为 {value}{indicator.unit}" in head, words
        check_change(release, indicator, code, period, head, plain(value))
    if not release.children(code):
        return
    values, states = by_name(release, indicator, code, period)
    known = values.dropna()
    below = rest[0]
    extremes = re.search(
        r"最(好|高)的是(.*?)\((?:均为 )?([\d,.\-]+).*最(?:差|低)的是(.*?)\((?:均为 )?([\d,.\-]+)", below
    )
    assert (extremes is not None) == (known.nunique() > 1), words
    if extremes is not None:
        top = known.min() if indicator.good_direction < 0 else known.max()
        bottom = known.max() if indicator.good_direction < 0 else known.min()
        assert (extremes[1] == "好") == (indicator.good_direction != 0)
        assert (plain(extremes[3]), plain(extremes[5])) == (top, bottom), words
        hold(extremes[2], known, top)
        hold(extremes[4], known, bottom)
        assert int(re.search(rf"(\d+) 个{LEVELS}中", below)[1]) == len(known)  # type: ignore[index]
    if len(known):
        level = "乡镇" if code == COUNTY else "村"
        silent = {(level, state): count for state, count in states[states != "ok"].value_counts().items()}
        if level != "村" and own["state"] == "ok" and own["expected"] > own["reported"]:
            silent["村", "missing"] = own["expected"] - own["reported"]
        told = re.findall(rf"(?:另有 |、)([\d,]+) 个({LEVELS})({'|'.join(SILENT)})", below)
        assert {(of, SILENT[why]): plain(count) for count, of, why in told} == silent, words
    for name in states.index[states == "withheld"]:
        assert name not in words


def check_change(release: Release, indicator: Indicator, code: str, period: int, head: str, value: float) -> None:
    before = [year for year in release.periods if year < period]
    then = value_of(release, indicator.code, code, before[-1]).iloc[0]["value"] if before else math.nan
    if math.isnan(then):
        assert re.search("无此数|没有可比的前期数据", head), head
        return
    changed = value - plain(shown(then, indicator.decimals))
    found = re.search(r"(上升|下降|增加|减少) ([\d,.]+)|持平", head)
    assert found is not None, head
    told = 0.0 if found[0] == "持平" else plain(found[2]) * (1 if found[1] in "上升增加" else -1)
    assert told == pytest.approx(changed, abs=1e-9)


@pytest.mark.parametrize("at", range(4))
def test_every_indicator_of_every_kind_of_region(demo_release: Release, demo_settings: Settings, at: int) -> None:
    code = some_regions(demo_release)[at]
    for indicator in demo_release.indicators.values():
        check_indicator(demo_release, demo_settings, indicator, code, 2019)
    if at == 0:
        for period in demo_release.periods[:-1]:
            check_indicator(demo_release, demo_settings, demo_release.indicators["POVERTY_INCIDENCE"], code, period)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_view_is_three_to_five_whole_sentences(demo_release: Release, demo_settings: Settings, lang: str) -> None:
    for code in some_regions(demo_release):
        for view in VIEWS:
            for rank in ("indicator", "score") if view == "ranking" else ("indicator",):
                words = said(demo_release, demo_settings, code, 2019, lang, view=view, rank=rank)
                count = words.count("。") if lang == "zh" else len(re.findall(r"\.(?= |$)", words))
                assert 3 <= count <= 5, words
                assert "nan" not in words and "—" not in words and "{" not in words and "\n" not in words
                assert words.endswith("。" if lang == "zh" else ".")


def test_a_county_of_traps_says_what_is_missing(trap_release_once: Release, trap_settings_once: Settings) -> None:
    release = trap_release_once
    for code in ("C", "T2", "V4"):
        for indicator in release.indicators.values():
            words = said(release, trap_settings_once, code, 2019, indicator=indicator.code)
            assert "nan" not in words and "—" not in words, words
            assert not words.startswith("按截至2019年9月30日的演示数据")
    assert "1 个村未上报" in said(release, trap_settings_once, "T2", 2019)
    assert "不作比较" in said(release, trap_settings_once, "C", 2019, indicator="VISIT_RATE")


def test_the_first_year_is_compared_with_nothing(demo_release: Release, demo_settings: Settings) -> None:
    first = next(i for i in demo_release.indicators if demo_release.value(i, COUNTY, demo_release.periods[0]) >= 0)
    words = said(demo_release, demo_settings, COUNTY, demo_release.periods[0], indicator=first)
    assert "没有可比的前期数据" in words


def test_an_incidence_is_not_compared_over_the_end_of_its_era(demo_release: Release, demo_settings: Settings) -> None:
    moved = copy(demo_release)
    moved.meta = replace(demo_release.meta, periods=tuple(year + 2 for year in demo_release.periods))
    moved._row = {period: row for row, period in enumerate(moved.meta.periods)}
    moved.today = moved
    moved.indicator_periods = lambda _code: moved.periods  # type: ignore[method-assign]
    words = said(moved, demo_settings, COUNTY, 2021)
    assert "2021年起口径调整,不与2020年比较" in words
    assert "上升" not in words and "下降" not in words
