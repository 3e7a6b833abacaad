"""The tokens of the stylesheet hold what WALL.md asks of them."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from layouts.theme import RAMP_STEPS, colour, ramp, tokens

ASSETS = Path(__file__).parents[3] / "assets"


def luminance(colour_value: str) -> float:
    parts = [int(colour_value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["ground", "ground-glow", "surface", "surface-2", "surface-raised"])
@pytest.mark.parametrize("ink", ["text", "text-muted", "accent"])
def test_text_stands_seven_to_one(ink: str, ground: str) -> None:
    assert contrast(colour(ink), colour(ground)) >= 7


def test_the_ramp_starts_at_three_to_one_and_rises() -> None:
    steps = ramp(RAMP_STEPS)
    lights = [luminance(step) for step in steps]
    assert contrast(steps[0], colour("ground")) >= 3
    assert lights == sorted(lights)
    assert all(contrast(a, b) > 1.15 for a, b in pairwise(steps))


@pytest.mark.parametrize("classes", range(1, 7))
def test_a_shorter_ramp_is_made_of_the_same_colours(classes: int) -> None:
    assert len(ramp(classes)) == classes
    assert set(ramp(classes)) <= set(ramp(RAMP_STEPS))


def test_every_variable_that_a_stylesheet_uses_is_a_token_or_its_own() -> None:
    for sheet in ASSETS.glob("*.css"):
        rules = sheet.read_text(encoding="utf-8")
        own = set(re.findall(r"--([a-z0-9-]+):", rules))
        used = set(re.findall(r"var\(--([a-z0-9-]+)", rules))
        assert used <= set(tokens()) | own, sheet.name


def test_no_stylesheet_but_the_tokens_writes_a_colour() -> None:
    for sheet in ASSETS.glob("*.css"):
        if sheet.name != "00-tokens.css":
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\")", sheet.read_text(encoding="utf-8")), sheet.name
