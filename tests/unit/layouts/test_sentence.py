"""Every number in the sentence is one of the values; what is missing is said."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.indicators import read_catalogue
from layouts.sentences.footer import sentence

INCIDENCE = next(i for i in read_catalogue() if i.code == "POVERTY_INCIDENCE")


def test_highest_lowest_and_the_rest_under_the_line() -> None:
    said = sentence(
        INCIDENCE,
        "坝上县",
        2019,
        2.79,
        [("甲镇", 8.1), ("乙乡", 0.5), ("丙乡", 1.2), ("丁乡", math.nan)],
        4,
        exit_line=2.0,
    )
    assert said.startswith("坝上县2019年贫困发生率2.79%")
    assert "最高甲镇 8.10%" in said
    assert "最低乙乡 0.50%" in said
    assert "2 个低于退出线" in said
    assert "1 个乡镇未上报" in said


def test_nothing_known_is_said_and_never_zero() -> None:
    said = sentence(INCIDENCE, "坝上县", 2019, math.nan, [("甲镇", math.nan)], 4)
    assert "未上报" in said
    assert "0" not in said.replace("2019", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
@given(
    children=st.lists(
        st.tuples(st.sampled_from(["A", "B", "C"]), st.one_of(st.just(math.nan), st.floats(0, 100))), max_size=8
    )
)
def test_the_named_extremes_are_the_extremes(lang: str, children: list[tuple[str, float]]) -> None:
    indicator = replace(INCIDENCE, decimals=2)
    said = sentence(indicator, "X", 2019, 1.0, children, 4, lang)
    known = [v for _, v in children if not math.isnan(v)]
    if known:
        assert f"{max(known):,.2f}%" in said
        assert f"{min(known):,.2f}%" in said
