"""Quantile and natural breaks against plain numpy: equal counts, and the least spread of all ways to cut."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.class_breaks import CLASSES, MADE, cut
from data_access.indicators import read_catalogue

RATE = next(indicator for indicator in read_catalogue() if indicator.code == "POVERTY_INCIDENCE")

figures = st.lists(st.none() | st.floats(0, 50, allow_nan=False).map(lambda v: round(v, 2)), max_size=24)


def counts(values: list[float], breaks: tuple[float, ...]) -> list[int]:
    """How many values each left-closed class holds."""
    at = np.searchsorted(np.array(breaks), np.array(values), side="right") - 1
    return [int((at == k).sum()) for k in range(len(breaks))]


def spread(values: list[float], breaks: tuple[float, ...]) -> float:
    """The sum over the classes of squared distances to the class's mean."""
    at = np.searchsorted(np.array(breaks), np.array(values), side="right") - 1
    groups = [np.array(values)[at == k] for k in range(len(breaks))]
    return float(sum(((group - group.mean()) ** 2).sum() for group in groups if len(group)))


@pytest.mark.parametrize("way", MADE)
@settings(deadline=None)  # the first one waits for the library
@given(values=figures)
def test_every_figure_has_a_class_and_every_class_a_figure(way: str, values: list[float | None]) -> None:
    breaks = cut(values, RATE, way)
    known = [value for value in values if value is not None]
    assert list(breaks) == sorted(set(breaks))
    assert 1 <= len(breaks) <= CLASSES
    if not known:
        assert breaks == (0.0,)
        return
    assert breaks[0] == min(known)
    assert min(counts(known, breaks)) > 0
    assert len(breaks) >= min(CLASSES, len(set(known))) or way == "quantile"
    assert all(f"{bound:.2f}" in {f"{value:.2f}" for value in known} for bound in breaks)


def test_quantiles_hold_equally_many() -> None:
    values = [float(value) for value in np.random.default_rng(7).permutation(np.arange(25) ** 2)]
    assert counts(values, cut(values, RATE, "quantile")) == [5, 5, 5, 5, 5]


def test_quantiles_follow_numpy() -> None:
    values = np.random.default_rng(11).gamma(2, 3, 200).round(2)
    edges = np.quantile(values, [0.2, 0.4, 0.6, 0.8])
    expected = [values.min(), *(values[values > edge].min() for edge in edges)]
    assert list(cut(values.tolist(), RATE, "quantile")) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(6))
def test_natural_breaks_are_the_best_of_all_cuts(seed: int) -> None:
    values = sorted({float(value) for value in np.random.default_rng(seed).gamma(2, 4, 14).round(2)})
    best = min(spread(values, (values[0], *bounds)) for bounds in combinations(values[1:], CLASSES - 1))
    assert spread(values, cut(values, RATE, "natural")) == pytest.approx(best)


def test_bounds_have_the_decimals_of_the_indicator() -> None:
    whole = next(i for i in read_catalogue() if i.decimals == 0)
    values = [value / 3 for value in range(40)]
    assert all(bound == round(bound) for way in MADE for bound in cut(values, whole, way))


def test_many_figures_are_thinned_and_keep_their_ends() -> None:
    values = np.random.default_rng(3).gamma(2, 3, 3000).round(2).tolist()
    breaks = cut(values, RATE, "natural")
    assert breaks[0] == min(values) and len(breaks) == CLASSES and min(counts(values, breaks)) > 0


def test_another_way_is_an_error() -> None:
    with pytest.raises(ValueError, match="guess"):
        cut([1.0, 2.0], RATE, "guess")
