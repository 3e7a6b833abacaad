"""The panels of the industry view as pure functions: what they say, and where things stand."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from data_access.industry.coverage import Coverage, Reach
from data_access.industry.effect import Effect, Side
from data_access.industry.flows import Flows, Link
from layouts.figures.flow_bands import MOST, REST, Bands, Node, bands, ribbons, slots
from layouts.figures.income_split import columns, income_split, place
from layouts.panels.industry_effect import effect_panel
from layouts.panels.industry_flows import flows_panel
from layouts.panels.industry_meets import Meeting, closest_pair, columns_of, meets_panel, totals_of
from layouts.panels.industry_reach import reach_panel

NAMES = {"SOLAR": "光伏扶贫", "TOURISM": "旅游扶贫", "FUNGI": "食用菌"}
NUMBERS = {"village": {"0": 3, "1": 2, "2": 4, "3+": 1}, "household": {"0": 40, "1": 30, "2": 20, "3+": 10}}


def parts(component: object, class_name: str) -> Iterator[Component]:
    """The elements of a component that have a class, in the order of the page."""
    if isinstance(component, (list, tuple)):
        for each in component:
            yield from parts(each, class_name)
    elif isinstance(component, Component):
        if class_name in str(getattr(component, "className", "")).split():
            yield component
        yield from parts(getattr(component, "children", None), class_name)


def said(component: object) -> str:
    """The text of a component."""
    if isinstance(component, (list, tuple)):
        return "".join(said(each) for each in component)
    if isinstance(component, Component):
        return said(getattr(component, "children", None))
    return "" if component is None else str(component)


def prop(component: Component, name: str) -> Any:
    return getattr(component, name, None)


def sets(*rows: tuple[tuple[str, ...], int]) -> pd.DataFrame:
    return pd.DataFrame({"kinds": pd.Series([k for k, _ in rows], dtype=object), "count": [n for _, n in rows]})


def covered(villages: float, households: float, persons: float) -> Coverage:
    return Coverage(("SOLAR", "TOURISM"), Reach(villages, 10), Reach(households, 100), Reach(persons, 50))


# reach


def test_reach_says_both_at_once_and_traces_each() -> None:
    drawn = reach_panel(covered(10, 60, 5), covered(7, 20, 5), NUMBERS, "zh", connected=True, in_village=False)
    cells = [said(cell) for cell in parts(drawn, "reach-figure")]
    assert cells == ["100%10", "70.0%7", "60.0%60", "20.0%20", "10.0%5", "10.0%5"]
    figures = [prop(cell, "data-trace") for cell in parts(drawn, "reach-figure")]
    assert figures[:2] == ["industry_village_count", "industry_village_count!SOLAR"]
    assert [said(count) for count in parts(drawn, "reach-count")] == ["3", "2", "4", "1", "40", "30", "20", "10"]
    bars = [[prop(part, "style")["--share"] for part in parts(bar, "reach-part")] for bar in parts(drawn, "reach-bar")]
    assert bars[0] == ["70.00%", "30.00%"]
    assert bars[1] == ["70.00%"]
    assert bars[-1] == ["40.00%", "30.00%", "20.00%", "10.00%"]


def test_reach_of_a_village_speaks_of_households_only() -> None:
    drawn = reach_panel(covered(1, 60, 5), covered(1, 20, 5), NUMBERS, "zh", connected=True, in_village=True)
    assert [said(cell) for cell in parts(drawn, "reach-figure")] == ["60.0%60", "20.0%20"]
    assert len(list(parts(drawn, "reach-count"))) == 4


def test_reach_that_nobody_tells_is_no_zero() -> None:
    unknown = Coverage((), Reach(math.nan, math.nan), Reach(math.nan, 100), Reach(math.nan, math.nan))
    silent = reach_panel(unknown, None, {}, "zh", connected=True, in_village=False)
    assert "未上报" in said(silent)
    partly = replace(unknown, villages=Reach(5, 10))
    drawn = reach_panel(partly, None, {"village": {}, "household": {}}, "zh", connected=True, in_village=False)
    assert [said(cell) for cell in parts(drawn, "reach-figure")] == ["50.0%5", "——", "——"]
    assert len(list(parts(drawn, "is-unknown"))) == 2
    absent = reach_panel(unknown, None, {}, "zh", connected=False, in_village=False)
    assert "未接入" in said(absent)


# meets


def test_columns_hold_all_and_merge_the_small() -> None:
    rows = sets(*(((kind,), 100 - at) for at, kind in enumerate("ABCDEFGHIJKL")))
    found = columns_of(rows, 7)
    assert len(found) == 8
    assert found[-1] == Meeting((), sum(100 - at for at in range(7, 12)), 5)
    assert sum(meeting.count for meeting in found) == rows["count"].sum()
    assert len(columns_of(rows.head(8), 7)) == 8
    assert columns_of(rows.head(8), 7)[-1] == Meeting(("H",), 93)


@given(st.lists(st.integers(1, 1000), max_size=30), st.integers(1, 12))
def test_no_column_is_lost(counts: list[int], most: int) -> None:
    rows = sets(*(((f"K{at}",), count) for at, count in enumerate(sorted(counts, reverse=True))))
    found = columns_of(rows, most)
    assert sum(meeting.count for meeting in found) == sum(counts)
    assert len(found) <= most + 1


def test_totals_and_the_closest_pair() -> None:
    rows = sets(
        (("SOLAR",), 50), (("SOLAR", "TOURISM"), 9), (("SOLAR", "FUNGI"), 20), (("SOLAR", "TOURISM", "FUNGI"), 2)
    )
    assert totals_of(rows) == {"SOLAR": 81, "FUNGI": 22, "TOURISM": 11}
    assert closest_pair(rows) == ("SOLAR", "FUNGI", 22, 50)
    assert closest_pair(rows, "TOURISM") == ("TOURISM", "SOLAR", 11, 0)
    assert closest_pair(sets((("SOLAR",), 5), ((), 2))) is None


def test_meets_draws_each_set_and_says_what_a_leader_can_say() -> None:
    rows = {"village": sets((("SOLAR",), 50), (("SOLAR", "TOURISM"), 9), ((), 4), (("FUNGI",), 1))}
    drawn = meets_panel(rows, NAMES, "zh", chosen_unit="village", kind="ALL", with_solar=True, connected=True)
    columns = list(parts(drawn, "meets-number"))
    assert [said(column) for column in columns] == ["50", "9", "4", "1"]
    assert [prop(column, "data-trace") for column in columns] == [
        "industry_village_count@SOLAR", "industry_village_count@SOLAR-TOURISM", "industry_village_count@0",
        "industry_village_count@FUNGI",
    ]  # fmt: skip
    assert [said(name) for name in parts(drawn, "meets-name")] == ["光伏扶贫", "旅游扶贫", "食用菌"]
    inside = ["is-in" in str(prop(dot, "className")) for dot in parts(drawn, "meets-dot")]
    assert inside == [True, True, False, False, False, True, False, False, False, False, False, True]
    assert "9 个村同时有光伏扶贫和旅游扶贫" in said(drawn)
    assert not list(parts(drawn, "meets-switch"))
    heights = [prop(bar, "style")["--share"] for bar in parts(drawn, "meets-bar")]
    assert heights == ["1.0000", "0.1800", "0.0800", "0.0200"]


def test_meets_without_solar_says_so_in_every_trace() -> None:
    rows = {unit: sets(((), 4), (("TOURISM", "FUNGI"), 1)) for unit in ("village", "household")}
    drawn = meets_panel(rows, NAMES, "en", chosen_unit="household", kind="FUNGI", with_solar=False, connected=True)
    assert all(str(prop(each, "data-trace")).endswith("!SOLAR") for each in parts(drawn, "meets-number"))
    assert "without solar" in said(drawn)
    chosen = [prop(face, "className") for face in parts(drawn, "meets-face")]
    assert ["is-chosen" in name for name in chosen] == [False, True]
    assert [said(name) for name in parts(drawn, "is-marked")] == ["食用菌1", "食用菌1"]


# effect

EDGES = (1000, 2000, 30000)


def side(shares: tuple[float, ...], count: int = 100) -> Side:
    return Side(shares, count, shares, (500.0, 900.0, 1500.0, 1900.0, 25000.0))


def test_steps_have_the_area_of_their_shares() -> None:
    edges = (1000, 4000, 20000, 25000, 30000)
    steps = columns(edges, (10.0, 30.0, 40.0, 15.0, 4.0, 1.0))
    widths = [right - left for left, right, _ in steps]
    areas = [width * density for width, (_, _, density) in zip(widths, steps, strict=True)]
    assert [round(area / sum(areas), 6) for area in areas] == [0.1, 0.3, 0.4, 0.2]
    assert all(right == pytest.approx(left) for (_, right, _), (left, _, _) in pairwise(steps))
    assert steps[-1][1] == 1.0
    assert place(20_000) < place(math.inf) == 1.0


def test_withheld_bands_are_dashed_and_never_drawn_as_none() -> None:
    nan = math.nan
    drawn = income_split(side((50.0, 50.0, nan, nan)), side((50.0, 25.0, nan, 25.0)), EDGES, "solar", "dark")
    svg = unquote(drawn.partition(",")[2])
    dashed = [path.partition('d="')[2] for path in svg.split("<path") if "stroke-dasharray" in path]
    assert [line.count("M") for line in dashed] == [2, 1]
    assert svg.count('opacity=".42"') == 2


def strata(cause: str, labour: str, count: int = 100) -> Effect:
    return Effect("C", 2019, "SOLAR", cause, labour, EDGES, side((50.0, 50.0, 0.0, 0.0), count),
                  side((25.0, 25.0, 50.0, 0.0)), "ok", 0)  # fmt: skip


def test_effect_names_its_strata_and_claims_no_cause() -> None:
    rows = [strata("*", "*"), strata("01", "0"), strata("?", "?")]
    drawn = effect_panel(rows, 3, {"01": "因病"}, "zh", "dark", kind_name="光伏扶贫", region=None, connected=True)
    assert [said(cause) for cause in parts(drawn, "effect-cause")] == ["全部户", "因病", "主因不详"]
    assert [said(labour) for labour in parts(drawn, "effect-labour")] == ["无劳力", "劳力不详"]
    assert "相关,不等于因果" in said(drawn)
    assert "3 组" in said(drawn)
    assert "平均" not in said(drawn)
    alts = [prop(image, "alt") for image in parts(drawn, "effect-split")]
    assert "有:中位数 1,500 元,中间一半 900 至 1,900;无:" in alts[0]


def test_effect_that_is_withheld_or_missing_says_so() -> None:
    empty = Side((math.nan,) * 4, 0, (math.nan,) * 4, (math.nan,) * 5)
    for state, words in (("withheld", "不予显示"), ("missing", "未上报")):
        rows = [Effect("C", 2019, "*", "*", "*", EDGES, empty, empty, state, 4)]
        drawn = effect_panel(rows, 0, {}, "zh", "dark", kind_name=None, region=None, connected=True)
        assert words in said(drawn)
    assert "未接入" in said(effect_panel([], 0, {}, "zh", "dark", kind_name=None, region=None, connected=False))


# flows

FLOWS = Flows(
    joining=(
        Link("SOLAR", "POST", 60, 900_000), Link("SOLAR", "DIVIDEND", 50, 500_000),
        Link("FUNGI", "DIVIDEND", 9, 300_000), Link("TOURISM", "SALES", 3, 900),
        Link("OTHER", "SALES", 2, 800), Link("OTHER", "WORK", 1, math.nan),
    ),
    earning=(
        Link("POST", "A", 60, 900_000), Link("DIVIDEND", "C", 55, 800_000), Link("SALES", "B", 5, 1_700),
        Link("WORK", "A", 1, math.nan),
    ),
    household_count=100,
    income_yuan=math.nan,
    kind_households={"SOLAR": 80, "FUNGI": 9, "TOURISM": 3, "OTHER": 3},
)  # fmt: skip


def node(found: Bands, stage: int, code: str) -> Node:
    return next(each for each in found.nodes if (each.stage, each.code) == (stage, code))


def test_small_kinds_are_gathered_and_nothing_is_lost() -> None:
    found = bands(FLOWS, "yuan")
    assert [each.code for each in found.nodes if each.stage == 0] == ["SOLAR", "FUNGI", REST]
    assert node(found, 0, REST).size == 1_700
    assert found.untold == 2
    for stage in (0, 1):
        passed = sum(size for source, _, size in found.links if found.nodes[source].stage == stage)
        assert passed == 1_701_700


def test_a_household_in_two_ways_is_told_once_and_drawn_twice() -> None:
    found = bands(FLOWS, "household")
    solar = node(found, 0, "SOLAR")
    assert (solar.size, solar.told) == (110, 80)
    dividend = node(found, 1, "DIVIDEND")
    assert (dividend.size, dividend.told) == (59, 55)


@given(st.lists(st.floats(0.5, 1e9), min_size=1, max_size=14), st.lists(st.floats(0.5, 1e9), min_size=1, max_size=5))
def test_every_node_has_room_of_its_own(kinds: list[float], ways: list[float]) -> None:
    joining = tuple(Link(f"K{at}", f"W{at % len(ways)}", 1, size) for at, size in enumerate(kinds))
    earning = tuple(Link(f"W{at}", "A", 1, size) for at, size in enumerate(ways))
    found = bands(Flows(joining, earning, 1, 1, {}), "yuan")
    places, scale = slots(found)
    for stage in (0, 1, 2):
        own = [(each, slot) for each, slot in zip(found.nodes, places, strict=True) if each.stage == stage]
        assert 1 <= len(own) <= MOST
        assert sum(slot.room for _, slot in own) == pytest.approx(100)
        for each, slot in own:
            assert slot.bar == pytest.approx(scale * each.size)
            assert slot.bar_top >= slot.top - 1e-9
            assert slot.bar_top + slot.bar <= slot.top + slot.room + 1e-9
            assert slot.room >= min(11.5, 95 / len(own)) - 1e-9


def test_bands_leave_and_arrive_inside_their_nodes() -> None:
    found = bands(FLOWS, "yuan")
    svg = unquote(ribbons(found, 0, "dark").partition(",")[2])
    assert svg.count("<path") == sum(found.nodes[source].stage == 0 for source, _, _ in found.links)


def test_flows_panel_says_names_numbers_and_what_is_twice() -> None:
    names = {"kind": NAMES, "way": {"POST": "公益岗位"}, "part": {"A": "工资性收入"}}
    drawn = flows_panel(FLOWS, names, "yuan", "zh", "dark", connected=True)
    labels = [said(label) for label in parts(drawn, "flows-label")]
    assert [label.removesuffix("万元") for label in labels] == [
        "光伏扶贫140", "食用菌30", "其他产业0.2", "公益岗位90", "分红80", "产销对接0.2",
        "工资性90", "财产性80", "经营性0.2",
    ]  # fmt: skip
    assert "2 条" in said(drawn)
    assert "各条都计" in said(drawn)
    traces = [prop(number, "data-trace") for number in parts(drawn, "flows-number")]
    assert traces[:3] == [f"industry_income_yuan.{kinds}" for kinds in ("SOLAR", "FUNGI", "OTHER-TOURISM")]
    assert "未接入" in said(
        flows_panel(Flows((), (), math.nan, math.nan, {}), names, "yuan", "zh", "dark", connected=False)
    )
