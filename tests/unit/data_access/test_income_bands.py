"""What a distribution of incomes may show: no small cell, and none that a sum gives back."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from data_access.industry.effect import _quantile
from data_access.release.industry.bands import EDGES, hidden_cells
from data_access.rules import SMALL_CELL

Ints = NDArray[np.int64]


@st.composite
def tables(draw: st.DrawFn) -> Ints:
    """Counts with and without (2 x strata x bands), the first stratum the sum of the others."""
    strata, bands = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    cells = draw(st.lists(st.integers(0, 12), min_size=2 * strata * bands, max_size=2 * strata * bands))
    own = np.array(cells, dtype=np.int64).reshape(2, strata, bands)
    return np.concatenate([own.sum(axis=1, keepdims=True), own], axis=1)


@settings(max_examples=200, deadline=None)
@given(tables())
def test_no_small_cell_is_shown_and_no_sum_gives_one_back(both: Ints) -> None:
    hidden = hidden_cells(both)
    shown = both[:, ~hidden]
    assert not ((shown > 0) & (shown < SMALL_CELL)).any()
    total = both.sum(axis=0)
    for axis in (0, 1):
        for line in range(hidden.shape[axis]):
            where = (line, slice(None)) if axis == 0 else (slice(None), line)
            told = hidden[where] & (total[where] > 0)
            if not told.any() or not (~hidden[where] & (total[where] > 0)).any():
                continue  # nothing hidden, or nothing shown beside it
            assert told.sum() >= 2
            for side in both:
                rest = side[where][told].sum()
                assert rest == 0 or rest >= SMALL_CELL


def test_large_cells_stay() -> None:
    both = np.full((2, 3, 4), 50, dtype=np.int64)
    both[:, 0] = both[:, 1:].sum(axis=1)
    assert not hidden_cells(both).any()


def test_the_median_lies_within_its_band() -> None:
    counts = np.zeros(len(EDGES) + 1)
    counts[4], counts[5] = 40, 60  # 4,000 to 5,000 and 5,000 to 6,000
    assert _quantile(counts, 0.4) == 5000
    assert _quantile(counts, 0.5) == pytest.approx(5200)
    assert _quantile(counts, 0.2) == 4500


def test_few_households_have_no_quantile_and_the_open_band_no_end() -> None:
    counts = np.zeros(len(EDGES) + 1)
    counts[2] = 29
    assert math.isnan(_quantile(counts, 0.5))
    counts[2], counts[-1] = 0, 100
    assert _quantile(counts, 0.5) == math.inf
