"""The classes that an amount has at each level: counted with the release, for a reader would go through all figures."""

from typing import Final

import numpy as np

from data_access.indicators import Indicator, quantile_breaks
from data_access.release.pairs import Floats
from data_access.tree import RegionTree

LEAST_CLASSES: Final = 3
"""Where a level's own figures give fewer, its regions are too few or too alike to be told apart by them."""

Breaks = tuple[float, ...]


def breaks_by_level(tree: RegionTree, indicator: Indicator, figures: Floats) -> dict[int, Breaks]:
    """Level -> lower bounds of the colour classes, where these are others than the indicator's own.

    `figures` are its numerators (periods x regions of `tree`, which may be the counting tree). A rate has the same at
    every level; an amount grows with the region, so that above its lowest level its bounds are fifths of the level's
    own values over all periods, at two significant digits. Neither groups nor regions of the past are asked.
    """
    if indicator.denominator is not None:
        return {}
    found: dict[int, Breaks] = {}
    for level in np.unique(tree.level[tree.stands]).tolist():
        if level < indicator.lowest_level:
            values = figures[:, tree.stands & np.equal(tree.level, level)] * indicator.scale
            breaks = quantile_breaks(values[np.isfinite(values)].tolist())
            if len(breaks) >= LEAST_CLASSES:
                found[level] = breaks
    return found
