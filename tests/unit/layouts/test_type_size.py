"""The type grows with the distance as WALL.md measures it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.errors import SettingsError
from data_access.settings import PIXEL_PITCH_MM, read_settings
from layouts.type_size import type_size, type_style


def test_no_distance_asks_for_nothing() -> None:
    assert type_style(type_size(0, PIXEL_PITCH_MM)) == ""


@given(distance=st.floats(0.5, 100), pitch=st.floats(0.1, 10))
def test_a_label_is_four_thousandths_of_the_distance_high(distance: float, pitch: float) -> None:
    size = type_size(distance, pitch)
    figure_mm = size.legible * 0.73 * pitch  # the height of a figure in the product's typeface
    character_mm = size.comfortable * 0.92 * pitch
    assert figure_mm >= 0.004 * distance * 1000 - 0.01 * pitch
    assert character_mm >= 0.006 * distance * 1000 - 0.01 * pitch
    assert size.comfortable > size.legible


def test_an_led_wall_of_1_25_mm_read_from_five_metres() -> None:
    size = type_size(5, 1.25)
    assert (size.legible, size.comfortable) == (21.92, 26.09)
    assert type_style(size) == "--type-legible:21.92px;--type-comfortable:26.09px"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GUATU_VIEWING_DISTANCE", "far"),
        ("GUATU_VIEWING_DISTANCE", "-1"),
        ("GUATU_PIXEL_PITCH", "0"),
        ("GUATU_PIXEL_PITCH", "nan"),
    ],
)
def test_a_distance_that_is_none_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as said:
        read_settings({name: value})
    assert name in said.value.message("zh")


def test_the_settings_are_read() -> None:
    settings = read_settings({"GUATU_VIEWING_DISTANCE": "4.5", "GUATU_PIXEL_PITCH": "1.25"})
    assert (settings.viewing_distance, settings.pixel_pitch) == (4.5, 1.25)
    assert read_settings({}).pixel_pitch == PIXEL_PITCH_MM
