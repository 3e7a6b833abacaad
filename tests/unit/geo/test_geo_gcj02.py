"""The offsets of web maps: the forward formula against published pairs, the inverse, and how they are told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gcj02 import OFFSETS, displacement, from_offset, to_bd09, to_gcj02

CHINA = st.tuples(st.floats(73.5, 134.5), st.floats(18.5, 53.5))


def test_the_formulas_give_what_others_give() -> None:
    """Tian'anmen as the usual converters of coordinates print it."""
    true = np.array([[116.404, 39.915]])
    assert to_gcj02(true)[0] == pytest.approx([116.41024449916938, 39.91640428150164], abs=1e-9)
    assert to_bd09(true)[0] == pytest.approx([116.41662724378733, 39.922699552216216], abs=1e-9)


@settings(max_examples=150)
@given(CHINA, st.sampled_from(sorted(OFFSETS)))
def test_there_and_back_is_the_same_place(place: tuple[float, float], kind: str) -> None:
    true = np.array([place])
    there = OFFSETS[kind](true)
    assert np.abs(there - true).max() > 1e-4
    assert np.abs(from_offset(there, kind) - true).max() < 1e-8
    assert np.abs(OFFSETS[kind](from_offset(true, kind)) - true).max() < 1e-8


def test_abroad_nothing_is_offset() -> None:
    paris = np.array([[2.35, 48.86]])
    assert (to_gcj02(paris) == paris).all()


def scattered(count: int, metres: float) -> tuple[np.ndarray, np.ndarray]:
    """Points of a county, and the same as another drew them, so many metres off at random."""
    rng = np.random.default_rng(7)
    points = np.column_stack([rng.uniform(114.1, 115.2, count), rng.uniform(40.9, 41.5, count)])
    return points, points + rng.normal(0, metres / 111_195, points.shape)


@pytest.mark.parametrize(("count", "metres"), [(3, 20), (20, 100), (366, 800)])
@pytest.mark.parametrize("kind", ["none", "gcj02", "bd09", "reversed"])
def test_an_offset_is_told_through_the_scatter_of_two_drawings(kind: str, count: int, metres: float) -> None:
    reference, drawn = scattered(count, metres)
    if kind in OFFSETS:
        drawn = OFFSETS[kind](drawn)
    elif kind == "reversed":
        drawn = from_offset(drawn, "gcj02")
    seen = displacement(drawn, reference)
    assert seen.kind == kind
    assert seen.count == count


def test_what_is_neither_is_not_called_one() -> None:
    reference, drawn = scattered(50, 10)
    assert displacement(drawn + np.array([0.0, 0.02]), reference).kind == "other"
    assert displacement(drawn + np.array([-0.003, 0.0]), reference).kind == "other"
    old_datum = displacement(drawn + np.array([80 / 83_700, 0.0]), reference)
    assert (old_datum.kind, round(old_datum.metres, -1)) == ("other", 80), "as far as Beijing 1954 lies off"
    reference, drawn = scattered(5, 5000)
    assert displacement(drawn, reference).kind == "unclear"
