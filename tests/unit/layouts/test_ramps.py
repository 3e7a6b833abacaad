"""Every ramp of every theme can be seen, rises evenly, and stays apart for eyes that miss one kind of cone."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from layouts.theme import RAMP_STEPS, THEMES, colour, ink_on, ramp

Floats = NDArray[np.float64]

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB
SIGHT: dict[str, Floats] = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])

NEIGHBOURS_APART = 7.0  # CIEDE2000; about 1 is the least that a trained eye sees between two fields that touch
KINDS_APART = 10.0  # colours that name things stand apart by more, though each has its own mark as well
GROUNDS = ("ground", "surface")


def linear(value: str) -> Floats:
    part = np.array([int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def luminance(value: str) -> float:
    return float(TO_XYZ[1] @ linear(value))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(value: str, sight: str) -> Floats:
    seen = np.clip(SIGHT[sight] @ linear(value), 0, 1)
    ratio = TO_XYZ @ seen / WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: Floats, other: Floats) -> float:
    """Sharma, Wu, Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    if c1 * c2 == 0:
        h = h1 + h2
    else:
        h = (h1 + h2) / 2 if abs(h1 - h2) <= 180 else (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(h - 30))
        + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6))
        - 0.20 * np.cos(np.radians(4 * h - 63))
    )
    s_l = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    turned = -np.sin(np.radians(60 * np.exp(-(((h - 275) / 25) ** 2)))) * 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    dl, dc, dh = (l2 - l1) / s_l, (c2 - c1) / s_c, hue / s_h
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + turned * dc * dh))


def apart(one: str, other: str, sight: str) -> float:
    return ciede2000(lab(one, sight), lab(other, sight))


@pytest.mark.parametrize(
    ("one", "other", "expected"),  # rows 1, 7, 17 and 25 of the published test data
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_measure_is_the_published_one(one: tuple[float, ...], other: tuple[float, ...], expected: float) -> None:
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("classes", range(1, RAMP_STEPS + 1))
def test_every_class_stands_three_to_one_on_the_ground(theme: str, classes: int) -> None:
    assert min(contrast(step, colour(ground, theme)) for step in ramp(classes, theme) for ground in GROUNDS) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("classes", range(2, RAMP_STEPS + 1))
@pytest.mark.parametrize("sight", SIGHT)
def test_a_ramp_goes_one_way_and_neighbours_stay_apart(theme: str, classes: int, sight: str) -> None:
    steps = ramp(classes, theme)
    lights = [float(lab(step, sight)[0]) for step in steps]
    away = 1 if luminance(colour("ground", theme)) < 0.5 else -1  # more lies farther from the ground
    assert all(away * (b - a) > 4 for a, b in pairwise(lights)), lights
    assert min(apart(a, b, sight) for a, b in pairwise(steps)) >= NEIGHBOURS_APART


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_what_has_changed_is_seen_and_both_ends_stay_apart(theme: str, sight: str) -> None:
    steps = [colour(f"shift-{k}", theme) for k in range(1, 6)]
    assert min(contrast(step, colour(ground, theme)) for step in steps for ground in GROUNDS) >= 3
    assert min(apart(a, b, sight) for a, b in pairwise(steps)) >= NEIGHBOURS_APART
    assert apart(steps[0], steps[-1], sight) >= KINDS_APART
    assert apart(steps[1], steps[3], sight) >= KINDS_APART


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(
    "names",
    [
        ("solar", "tourism", "workshop"),
        ("good", "warn", "bad"),
        ("purple", "good", "solar", "primary"),
        ("primary", "accent"),
    ],
    ids="-".join,
)
def test_colours_that_name_things_stay_apart(theme: str, sight: str, names: tuple[str, ...]) -> None:
    pairs = {f"{a} {b}": apart(colour(a, theme), colour(b, theme), sight) for a, b in combinations(names, 2)}
    assert {pair: round(apart, 1) for pair, apart in pairs.items() if apart < KINDS_APART} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_not_reported_is_no_class(theme: str) -> None:
    assert min(apart(colour("missing", theme), step, "all cones") for step in ramp(6, theme)) >= NEIGHBOURS_APART


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["ground", "ground-glow", "surface", "surface-2", "surface-raised"])
def test_words_stand_out(theme: str, ground: str) -> None:
    where = colour(ground, theme)
    assert min(contrast(colour(ink, theme), where) for ink in ("text", "text-muted", "accent")) >= 7
    figures = ("good", "warn", "bad", "solar", "tourism", "workshop")
    assert min(contrast(colour(ink, theme), where) for ink in figures) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_marks_and_their_words_stand_out(theme: str) -> None:
    ink = colour("text-on-mark", theme)
    on_marks = [contrast(ink, colour(mark, theme)) for mark in ("good", "warn", "bad", "primary")]
    assert min([*on_marks, contrast(colour("text-on-accent", theme), colour("accent", theme))]) >= 4.5
    lines = ("primary", "primary-strong", "line-strong", "solar", "tourism", "workshop", "agriculture", "missing-line")
    assert min(contrast(colour(line, theme), colour(g, theme)) for line in lines for g in GROUNDS) >= 3
    on_steps = [
        max(contrast(colour(ink, theme), step) for ink in ("text-on-light", "text-on-dark")) for step in ramp(6, theme)
    ]
    assert min(on_steps) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_ink_of_each_step_is_the_one_that_reads_best(theme: str) -> None:
    for place, step in enumerate(ramp(6, theme), 1):
        said = colour(f"ink-{place}", theme).removeprefix("var(--").removesuffix(")")
        assert colour(said, theme) == ink_on(step, theme)
