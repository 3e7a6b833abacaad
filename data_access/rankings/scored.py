"""The regions under one in the order of a weighted score.

Each indicator is brought to 0-100 among the regions ranked, 100 the best; the score is their weighted mean. One that
nobody reports, or that is not connected, is left out and its weight with it; a region that lacks one of the others has
no score, and no place.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from data_access.changes.baseline import Baseline
from data_access.indicators import Indicator
from data_access.rankings.margins import Lever, unit_of
from data_access.rankings.places import Standings, field_of, ranks
from data_access.rankings.score_file import Score
from data_access.rankings.standings import figures_of, place_all
from data_access.release import Region, Release
from data_access.values import MISSING, OK

DECIMALS: Final = 1


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """One part as it went into the score: the indicator, its share of the whole in percent, and whether it counts."""

    code: str
    name: str
    share: float
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """Places by a score, and what it was made of.

    comparable   the earlier side is made of the same indicators; else nothing is said of movement
    """

    standings: Standings
    parts: tuple[ScoredPart, ...]
    comparable: bool


@dataclass(frozen=True, slots=True)
class Points:
    """What one indicator brings to one region: its value, the points 0-100 for it, and its share in percent."""

    code: str
    value: float
    points: float
    share: float


@dataclass(frozen=True, slots=True)
class _Made:
    values: list[float]
    states: list[str]
    levers: list[tuple[Lever, ...]]
    points: list[tuple[Points, ...]]
    counted: tuple[str, ...]


def scored(release: Release, score: Score, code: str, period: int, before: Baseline | None, lang: str = "zh") -> Scored:
    """The places of the regions below `code` by `score`; raises UnknownRegionError, UnknownPeriodError."""
    regions = field_of(release, code)
    now = _made(release, score, regions, period)
    then = None if before is None else _made(before.release, score, regions, before.period)
    comparable = then is not None and bool(now.counted) and then.counted == now.counted
    found = place_all(
        [(region.code, region.name(lang)) for region in regions],
        [round(value, DECIMALS) if not math.isnan(value) else value for value in now.values],
        now.states,
        direction=1,
        before=[round(v, DECIMALS) if not math.isnan(v) else v for v in then.values] if comparable and then else None,
        exact=now.values,
        levers=now.levers,
    )
    total = sum(part.weight for part in score.parts if part.indicator in now.counted)
    parts = tuple(
        ScoredPart(
            part.indicator,
            release.indicators[part.indicator].name(period, lang) if part.indicator in release.indicators else "",
            100 * part.weight / total if part.indicator in now.counted else math.nan,
            part.indicator in now.counted,
        )
        for part in score.parts
    )
    return Scored(found, parts, comparable)


def points_of(release: Release, score: Score, code: str, period: int) -> Mapping[str, tuple[Points, ...]]:
    """What each region of the field of `code` has for each indicator that counts; raises as `scored`."""
    regions = field_of(release, code)
    made = _made(release, score, regions, period)
    return {region.code: points for region, points in zip(regions, made.points, strict=True)}


def scored_courses(
    release: Release, score: Score, code: str, periods: Sequence[int]
) -> Mapping[str, tuple[tuple[float, int | None], ...]]:
    """As `standings.courses`, of a score: years whose score is made of other indicators than the last have none."""
    regions = field_of(release, code)
    made = [_made(release, score, regions, period) for period in periods]
    counted = made[-1].counted if made else ()
    years = [
        [round(v, DECIMALS) if not math.isnan(v) and year.counted == counted else math.nan for v in year.values]
        for year in made
    ]
    placed = [ranks(values, 1) for values in years]
    return {
        region.code: tuple((values[i], own[i]) for values, own in zip(years, placed, strict=True))
        for i, region in enumerate(regions)
    }


def _made(release: Release, score: Score, regions: Sequence[Region], period: int) -> _Made:
    frames: dict[str, pd.DataFrame] = {}
    for part in score.parts:
        if part.indicator in release.indicators:
            frame = figures_of(release, release.indicator(part.indicator), regions, period)
            if (frame["state"] == OK).any():
                frames[part.indicator] = frame
    if not frames:
        none: tuple[Any, ...] = ()
        return _Made(
            [math.nan] * len(regions), [MISSING] * len(regions), [none] * len(regions), [none] * len(regions), ()
        )
    weights = {part.indicator: part.weight for part in score.parts if part.indicator in frames}
    total = sum(weights.values())
    sums = np.zeros(len(regions))
    levers: list[list[Lever]] = [[] for _ in regions]
    points: list[list[Points]] = [[] for _ in regions]
    states = [OK] * len(regions)
    for name, frame in frames.items():
        indicator, share = release.indicator(name), weights[name] / total
        values = frame["value"].to_numpy(dtype=np.float64)
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        width = high - low
        scaled = np.where(np.isnan(values), np.nan, 100.0) if width == 0 else 100 * (values - low) / width
        if width and indicator.good_direction < 0:
            scaled = 100 - scaled
        sums += share * scaled
        for i, (state, denominator) in enumerate(zip(frame["state"], frame["denominator"], strict=True)):
            states[i] = states[i] if state == OK or states[i] != OK else str(state)
            points[i].append(Points(name, float(values[i]), float(scaled[i]), 100 * share))
            if width:
                levers[i].append(_lever(indicator, denominator, share * 100 / width))
    told = [tuple(each) for each in levers], [tuple(each) for each in points]
    return _Made([float(v) for v in sums], states, *told, tuple(frames))


def _lever(indicator: Indicator, denominator: float, weight: float) -> Lever:
    step = abs(indicator.scale) * weight
    if indicator.denominator is not None:
        step = step / denominator if denominator > 0 else math.nan
    return Lever(unit_of(indicator.numerator), step)
