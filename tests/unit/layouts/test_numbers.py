"""How amounts are written: the unit follows the amount, in each language, and what is not known is no zero."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.numbers import Said, counted, energy, money, power


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        (0, "0 元", "0 yuan"),
        (9_999.4, "9,999 元", "9,999 yuan"),
        (9_999.6, "1.00 万元", "10,000 yuan"),
        (12_340, "1.23 万元", "12,340 yuan"),
        (147_000, "14.70 万元", "147 k yuan"),
        (9_999_000, "999.90 万元", "10.0 M yuan"),
        (19_673_000, "1,967 万元", "19.7 M yuan"),
        (99_994_000, "9,999 万元", "100.0 M yuan"),
        (99_995_000, "1.00 亿元", "100.0 M yuan"),
        (160_000_000, "1.60 亿元", "160.0 M yuan"),
        (-160_000_000, "-1.60 亿元", "-160.0 M yuan"),
    ],
)
def test_money_turns_to_larger_units(yuan: float, zh: str, en: str) -> None:
    assert str(money(yuan, "zh")) == zh
    assert str(money(yuan, "en")) == en


def test_capacity_electricity_and_counts() -> None:
    assert [str(power(605_000, lang)) for lang in ("zh", "en")] == ["60.5 万千瓦", "605.0 MW"]
    assert [str(power(390, lang)) for lang in ("zh", "en")] == ["390 千瓦", "390 kW"]
    assert [str(energy(739_993_258, lang)) for lang in ("zh", "en")] == ["7.40 亿千瓦时", "740.0 GWh"]
    assert [str(counted(1_360_000, "人次", lang)) for lang in ("zh", "en")] == ["136.0 万人次", "1.36 M 人次"]
    assert counted(291_356, "人次", "zh") == Said("291,356", "人次")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_not_known_is_no_zero(lang: str) -> None:
    for written in (money(math.nan, lang), power(math.nan, lang), energy(math.nan, lang), counted(math.nan, "x", lang)):
        assert str(written) == "—"


UNITS = {
    "元": 1, "万元": 10_000, "亿元": 100_000_000, "yuan": 1, "k yuan": 1_000, "M yuan": 1_000_000,
}  # fmt: skip


@given(st.floats(0, 9e11), st.sampled_from(["zh", "en"]))
def test_money_can_be_read_back(yuan: float, lang: str) -> None:
    said = money(yuan, lang)
    read = float(said.number.replace(",", "")) * UNITS[said.unit]
    assert abs(read - yuan) <= max(0.5, 0.006 * yuan)
    assert len(said.number.replace(",", "").partition(".")[0]) <= 6
