"""The signs of the point layers: no two the same, each with its twin in the sheet, each colour a token."""

import re
from pathlib import Path

from layouts.layers import COLOURS, NEUTRAL, SYMBOLS, colour_of, symbol_of
from layouts.theme import tokens

SHEET = (Path(__file__).parents[3] / "assets" / "36-points.css").read_text("utf-8")


def test_each_sign_has_a_shape_of_its_own_in_the_sheet() -> None:
    shapes = dict(re.findall(r"^\.mark-([a-z0-9-]+) \{ (?:clip-path|border-radius): ([^;]+);", SHEET, re.MULTILINE))
    plain = {"square"}  # a mark without a shape
    assert set(shapes) == set(SYMBOLS) - plain
    assert len(set(shapes.values())) == len(shapes)
    assert [symbol_of(place) for place in range(len(SYMBOLS))] == list(SYMBOLS)
    assert symbol_of(len(SYMBOLS), SYMBOLS[:3]) == SYMBOLS[3]


def test_each_colour_is_a_token_and_stands_in_the_sheet() -> None:
    for name in (*COLOURS, NEUTRAL):
        assert name in tokens()
        assert f".ink-{name} {{ color: var(--{name}); }}" in SHEET
    assert colour_of("fungi") == NEUTRAL
