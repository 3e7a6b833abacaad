"""Region codes: padded, cut to the division, or left alone."""

import pytest

from geo.errors import GeoError
from geo.region_codes import looks_chinese, region_code


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("130722", "130722000000"),
        (130722.0, "130722000000"),
        ("130722100", "130722100000"),
        ("130722100001", "130722100001"),
        ("1307221000010000001", "130722100001"),
        (" 26001 ", "26001"),
        ("FARM-7.a", "FARM-7.a"),
        ("", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_a_code_is_padded_cut_or_left_alone(given: object, wanted: str | None) -> None:
    assert region_code(given) == wanted


def test_without_padding_short_codes_stay_short() -> None:
    assert region_code("130722", padded=False) == "130722"


@pytest.mark.parametrize("bad", ["../etc", "a b", "x" * 65, "a/b", "<b>"])
def test_what_is_no_code_is_refused(bad: str) -> None:
    with pytest.raises(GeoError) as caught:
        region_code(bad)
    assert caught.value.code == "bad_region_code"


def test_only_division_codes_look_chinese() -> None:
    assert looks_chinese(["130722", "130722100000"])
    assert not looks_chinese(["26001", "130722"])
    assert not looks_chinese([])
