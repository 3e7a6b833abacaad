"""The regions under one in the order of an indicator, with what moved, what is equal and what is within a handful."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from data_access.changes.baseline import Baseline
from data_access.indicators import Indicator
from data_access.rankings.margins import Lever, margin, unit_of
from data_access.rankings.places import Place, Standings, compared_ranks, field_of, ranks
from data_access.release import Region, Release
from data_access.values import MISSING, OK, measured


def standings(
    release: Release, indicator_code: str, code: str, period: int, before: Baseline | None, lang: str = "zh"
) -> Standings:
    """The places of the regions below `code` by one indicator, the best first.

    What is equal as it is shown shares a place. Movement is told among the regions that have a value on both sides.
    Raises UnknownIndicatorError, UnknownRegionError, UnknownPeriodError. Source: the release's pairs.
    """
    indicator, regions = release.indicator(indicator_code), field_of(release, code)
    now = _figures(release, indicator, regions, period)
    then = None
    if before is not None and indicator_code in before.release.indicators:
        then = _figures(before.release, indicator, regions, before.period).shown
    levers = [_levers(indicator, denominator) for denominator in now.denominator]
    return place_all(
        [(region.code, region.name(lang)) for region in regions],
        now.shown,
        now.state,
        direction=indicator.good_direction,
        before=then,
        exact=now.value,
        levers=levers,
    )


def place_all(
    regions: Sequence[tuple[str, str]],
    values: Sequence[float],
    states: Sequence[str],
    *,
    direction: int,
    before: Sequence[float] | None = None,
    exact: Sequence[float] | None = None,
    levers: Sequence[Sequence[Lever]] = (),
) -> Standings:
    """Places of regions (code and name) by their values as they are shown.

    `before` are the values to compare with; `exact` the values before they were rounded, and `levers` what moves them:
    without these nothing is said of handfuls.
    """
    own = ranks(values, direction)
    now, then = compared_ranks(values, before, direction) if before is not None else (None, None)
    order = sorted(range(len(regions)), key=lambda i: (own[i] or len(regions) + 1, regions[i][0]))
    places: list[Place] = []
    for n, i in enumerate(order):
        near = None
        if exact is not None and levers and n and own[i] is not None and own[i] != own[order[n - 1]]:
            k = order[n - 1]
            near = margin(exact[i] - exact[k], levers[i], levers[k], regions[k][1])
        places.append(
            Place(
                code=regions[i][0],
                name=regions[i][1],
                rank=own[i],
                is_shared=own[i] is not None and own.count(own[i]) > 1,
                value=values[i],
                state=states[i],
                before=then[i] if then is not None else None,
                now=now[i] if now is not None else None,
                margin=near,
            )
        )
    ranked = sum(place.rank is not None for place in places)
    return Standings(tuple(places), ranked, 0 if then is None else sum(rank is not None for rank in then))


def figures_of(release: Release, indicator: Indicator, regions: Sequence[Region], period: int) -> pd.DataFrame:
    """One indicator of some regions: value, shown (as it is written on the screen), denominator, state, in their order.

    A region that the release does not have is "missing" in it. Raises UnknownPeriodError.
    """
    found = _figures(release, indicator, regions, period)
    return pd.DataFrame(
        {"value": found.value, "denominator": found.denominator, "state": found.state, "shown": found.shown},
        index=pd.Index([region.code for region in regions], dtype=object),
    )


class _Figures(NamedTuple):
    """The columns of `figures_of`: a frame for each of many years takes ten times as long to make."""

    value: list[float]
    denominator: list[float]
    state: list[str]
    shown: list[float]


def _figures(release: Release, indicator: Indicator, regions: Sequence[Region], period: int) -> _Figures:
    row, index = release.period_row(period), release.tree.index
    at = np.array([index.get(region.code, -1) for region in regions], dtype=np.int64)
    found = measured(release, indicator, np.maximum(at, 0), row)
    state = [MISSING if place < 0 else str(one) for place, one in zip(at.tolist(), found.state, strict=True)]
    value = [one if said == OK else math.nan for one, said in zip(found.value.tolist(), state, strict=True)]
    denominator = np.where(at < 0, math.nan, found.denominator).tolist()
    return _Figures(value, denominator, state, [float(f"{one:.{indicator.decimals}f}") for one in value])


def _levers(indicator: Indicator, denominator: float) -> tuple[Lever, ...]:
    """One unit more in the numerator moves a rate by its share of the denominator, and an amount by itself."""
    step = indicator.scale if indicator.denominator is None else math.nan
    if indicator.denominator is not None and denominator > 0:
        step = abs(indicator.scale) / denominator
    return (Lever(unit_of(indicator.numerator), step),)


def courses(
    release: Release, indicator_code: str, code: str, periods: Sequence[int]
) -> Mapping[str, tuple[tuple[float, int | None], ...]]:
    """Region -> its value as shown and its rank in each of `periods`; NaN and None where it has none.

    Raises as `standings`. Each year is ranked among those that reported it.
    """
    indicator, regions = release.indicator(indicator_code), field_of(release, code)
    years = [_figures(release, indicator, regions, period).shown for period in periods]
    placed = [ranks(values, indicator.good_direction) for values in years]
    return {
        region.code: tuple((values[i], own[i]) for values, own in zip(years, placed, strict=True))
        for i, region in enumerate(regions)
    }
