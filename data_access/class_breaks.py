"""Other ways to cut classes than policy's: bounds made from the figures that are shown, by mapclassify."""

import warnings
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from data_access.indicators import Indicator
from data_access.release import Release
from data_access.value_columns import value_columns

POLICY: Final = "policy"
QUANTILE: Final = "quantile"
NATURAL: Final = "natural"
MADE: Final = (QUANTILE, NATURAL)
"""The ways that cut by the figures themselves; policy's bounds come with the values."""

CLASSES: Final = 5
MOST: Final = 200
"""Figures that Fisher and Jenks are given at most: their time grows with the square."""


def breaks_of(places: Sequence[tuple[Release, Sequence[str], int]], way: str) -> dict[str, list[float]]:
    """Lower bounds of the classes of every indicator, by indicator code, over all `places` together.

    Each place is (release with the regions of its year, codes of the regions drawn, period): two maps side by side are
    cut by one set of bounds. Raises UnknownRegionError, UnknownPeriodError. Source: `value_columns`, the figures as
    they are shown.
    """
    columns = [value_columns(release, codes, period) for release, codes, period in places]
    known = {code: release.indicators[code] for release, _, _ in places for found in columns for code in found}
    return {
        code: list(cut((v for found in columns if code in found for v in found[code].values), indicator, way))
        for code, indicator in known.items()
    }


def cut(values: Iterable[float | None], indicator: Indicator, way: str) -> tuple[float, ...]:
    """Lower bounds of at most CLASSES classes of `values`, ascending; each is a figure that stands in its class.

    quantile: equally many figures a class; natural: Fisher and Jenks, the least spread within the classes. Figures are
    rounded to the indicator's decimals first, so that what the legend says is what sorts; None is left out; fewer
    distinct figures than classes give fewer classes; no figure gives (0,). For natural breaks more than MOST are
    thinned evenly. Raises ValueError for another way.
    """
    if way not in MADE:
        raise ValueError(way)
    known = np.array([round(value, indicator.decimals) for value in values if value is not None], dtype=np.float64)
    distinct = np.unique(known)
    if len(distinct) <= CLASSES:
        return tuple(distinct.tolist()) or (0.0,)
    from mapclassify import FisherJenks, Quantiles  # noqa: PLC0415 - two seconds and sklearn, only when it is asked for

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it is slow without numba: some hundred figures are none
        bins = Quantiles(known, k=CLASSES).bins if way == QUANTILE else FisherJenks(_thinned(known), k=CLASSES).bins
    sorts = np.searchsorted(bins, distinct, side="left")
    return tuple(float(distinct[sorts == k].min()) for k in np.unique(sorts))


def _thinned(known: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """At most MOST of the figures, evenly spaced in their order, the least and the largest among them."""
    ordered = np.sort(known)
    return ordered[np.linspace(0, len(ordered) - 1, min(len(ordered), MOST)).round().astype(np.int64)]
