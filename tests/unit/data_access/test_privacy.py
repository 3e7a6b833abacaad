"""Masks: what stays, what goes, and that no number survives any of them. The oracles are written out by hand."""

import math
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.privacy import (
    Band,
    age_band,
    age_on,
    masked_identity_no,
    masked_name,
    masked_phone_no,
    money_band,
    rounded_shares,
    scanned_text,
)

AS_OF = date(2019, 9, 30)
letters = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("欧阳中华", "欧**华"),
        ("阿卜杜拉·买买提", "阿******提"),
        ("张", "*"),
        (" 张 三 ", "张*"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_names(name: str | None, masked: str | None) -> None:
    assert masked_name(name) == masked


@given(st.text(letters, min_size=3, max_size=30))
def test_a_name_keeps_its_ends_and_its_length_only(name: str) -> None:
    masked = masked_name(name)
    assert masked is not None
    assert (masked[0], masked[-1], len(masked)) == (name[0], name[-1], len(name))
    assert set(masked[1:-1]) == {"*"}


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("990101180001011234", "990101********1234"),
        ("99010118000101123X", "990101********123X"),
        ("990101800101123", "990101******123"),
        ("99010118000101123441", "990101**************"),
        ("9901011800010112344112", "990101****************"),
        ("A1234567", "********"),
        (None, None),
    ],
)
def test_identity_numbers(number: str | None, masked: str | None) -> None:
    assert masked_identity_no(number) == masked


@given(st.from_regex(r"[0-9]{6}[0-9]{8}[0-9]{3}[0-9X]", fullmatch=True))
def test_the_birth_date_never_shows(number: str) -> None:
    masked = masked_identity_no(number)
    assert masked is not None
    assert masked[6:14] == "********"
    assert len(masked) == 18


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812341234", "138****1234"),
        ("0313-5221234", "************"),
        ("13812341234/13912341234", "*" * 23),
        ("", None),
        (None, None),
    ],
)
def test_phones(number: str | None, masked: str | None) -> None:
    assert masked_phone_no(number) == masked


@given(st.text(max_size=20), st.from_regex(r"[0-9]{11}|[0-9]{15}|[0-9]{18}|[0-9]{17}X|[0-9]{19}", fullmatch=True),
       st.text(max_size=20))  # fmt: skip
def test_no_long_number_survives_in_a_text(before: str, number: str, after: str) -> None:
    scanned = scanned_text(before + number + after) or ""
    assert number not in scanned
    assert re.search(r"[0-9]{11}", scanned) is None


@pytest.mark.parametrize(
    "words",
    ["138 1234 1234", "138-1234-1234", "990101 18000101 1234", "990101-18000101-123X", "13812341234"],
)
def test_numbers_in_groups_and_in_full_width_are_found(words: str) -> None:
    assert scanned_text(f"联系{words}。") == "联系***。"


def test_ordinary_figures_stay() -> None:
    said = "2019-08-27 核实,自付 6,208 元,第 3 批 20190827 号"
    assert scanned_text(said) == said


@pytest.mark.parametrize(
    ("born_on", "code", "is_minor"),
    [
        (date(2019, 9, 30), "A0", True),
        (date(2005, 10, 1), "A0", True),
        (date(2005, 9, 30), "A0", False),
        (date(2003, 9, 30), "A1", False),
        (date(1959, 10, 1), "A1", False),
        (date(1959, 9, 30), "A2", False),
        (date(1949, 9, 30), "A3", False),
        (date(1899, 9, 30), "A3", False),
    ],
)
def test_age_bands(born_on: date, code: str, is_minor: bool) -> None:
    band = age_band(born_on, AS_OF)
    assert band is not None
    assert (band.code, band.is_minor) == (code, is_minor)


@pytest.mark.parametrize("born_on", [None, date(2090, 1, 1), date(2019, 10, 1), date(1800, 1, 1)])
def test_impossible_births_have_no_band(born_on: date | None) -> None:
    assert age_band(born_on, AS_OF) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=AS_OF))
def test_age_counts_birthdays(born_on: date) -> None:
    if (born_on.month, born_on.day) == (2, 29):
        return
    expected = AS_OF.year - born_on.year
    if born_on.replace(year=AS_OF.year) > AS_OF:
        expected -= 1
    assert age_on(born_on, AS_OF) == expected


@pytest.mark.parametrize(
    ("amount", "band"),
    [
        (0, Band(0, 0)),
        (0.01, Band(0, 1000)),
        (999.99, Band(0, 1000)),
        (3218, Band(3000, 4000)),
        (6000, Band(6000, 8000)),
        (8940, Band(8000, 10000)),
        (26820, Band(25000, 30000)),
        (55_000, Band(50_000, 60_000)),
        (100_000, Band(100_000, None)),
        (-1, Band(None, 0)),
        (None, None),
        (math.nan, None),
    ],
)
def test_money_bands(amount: float | None, band: Band | None) -> None:
    assert money_band(amount) == band


@given(st.floats(min_value=0.01, max_value=99_999.99))
def test_a_band_holds_its_amount_and_hides_it(amount: float) -> None:
    band = money_band(amount)
    assert band is not None
    assert band.low is not None
    assert band.high is not None
    assert band.low <= amount < band.high
    assert band.high - band.low >= 1000


@given(st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=6))
def test_shares_are_steps_of_five_that_add_up(parts: list[float]) -> None:
    shares = rounded_shares(parts)
    assert all(share % 5 == 0 for share in shares)
    assert sum(shares) == (100 if sum(parts) > 0 else 0)
    for part, share in zip(parts, shares, strict=True):
        if sum(parts) > 0:
            assert abs(part / sum(parts) * 100 - share) <= 5.0001
