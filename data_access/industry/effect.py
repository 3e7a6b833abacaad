"""Incomes of households with and without a kind of industry, like held against like: an association, never a cause."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.release import Release
from data_access.release.industry.bands import ANY, EDGES
from data_access.rules import SMALL_CELL

Floats = NDArray[np.float64]

QUANTILES: Final = (0.1, 0.25, 0.5, 0.75, 0.9)
FEWEST: Final = 6 * SMALL_CELL
"""Of fewer households no quantile is told."""

NEEDED: Final = ("industry", "income", "assurance")
"""The themes that it takes."""

OK: Final = "ok"
MISSING: Final = "missing"
WITHHELD: Final = "withheld"


@dataclass(frozen=True, slots=True)
class Side:
    """Households with the kind, or without it.

    counts      households in each band, NaN where withheld
    count       sum of the counts shown
    shares      counts in per cent of that sum
    quantiles   `QUANTILES` of net income per member, yuan, rounded to 100; estimated within the bands; NaN where too
                few are shown, infinite in the last, open band
    """

    counts: tuple[float, ...]
    count: int
    shares: tuple[float, ...]
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """Net income per member of registered households, yuan, with and without one kind.

    region       whose households they are: the region asked for, or the county above a township or village
    cause        main cause (code list CAUSE, "?" where none is on record), `*` for all together
    labour       "0", "1", "2" members able to work ("2": and more), "?" unknown, `*` for all together
    edges        upper ends of the bands; the last band is open
    state        "ok"; "missing" where nobody tells; "withheld" where all that is known is too little to be shown
    withheld_bands   bands of which something is not shown
    """

    region: str
    period: int
    kind: str
    cause: str
    labour: str
    edges: tuple[int, ...]
    with_kind: Side
    without_kind: Side
    state: str
    withheld_bands: int


def effect(release: Release, code: str, period: int, kind: str = ANY, *, cause: str = ANY, labour: str = ANY) -> Effect:
    """Distributions of income with and without `kind` (`*` = any covering kind), of one cause and labour class.

    Above the county, and of a group of counties, it is the sum of what the counties show.
    Raises UnknownRegionError, UnknownPeriodError.
    Source: the release's income_bands (household_income, industry_participation, household_cause, person).
    """
    region = _told_for(release, code, period)
    rows = release.industry("income_bands", region, period)
    rows = rows[(rows["kind"] == kind) & (rows["cause"] == cause) & (rows["labour"] == labour)]
    band = rows["band"].to_numpy(dtype=np.int64)
    hidden = np.zeros(len(EDGES) + 1, dtype=np.bool_)
    sides = []
    for column in ("with_kind", "without_kind"):
        values = rows[column].to_numpy(dtype=np.float64)
        shown = np.isfinite(values)
        hidden |= np.bincount(band[~shown], minlength=len(EDGES) + 1) > 0
        sides.append(np.bincount(band[shown], values[shown], minlength=len(EDGES) + 1).astype(np.float64))
    known = sides[0].sum() + sides[1].sum() > 0
    return Effect(
        region=region,
        period=period,
        kind=kind,
        cause=cause,
        labour=labour,
        edges=EDGES,
        with_kind=_side(sides[0], hidden),
        without_kind=_side(sides[1], hidden),
        state=OK if known else MISSING if rows.empty else WITHHELD,
        withheld_bands=int(hidden.sum()),
    )


def effects(release: Release, code: str, period: int, kind: str = ANY, *, most: int) -> tuple[Effect, ...]:
    """All households together, then each cause and labour class of which both sides are told, at most `most` of them.

    Classes in which one side has fewer than `FEWEST` households are left out: they have no quantiles.
    Raises UnknownRegionError, UnknownPeriodError.
    """
    told = [row for row in strata(release, code, period, kind) if row[:2] != (ANY, ANY) and min(row[2:]) >= FEWEST]
    rows = [(ANY, ANY), *((cause, labour) for cause, labour, _, _ in told[:most])]
    return tuple(effect(release, code, period, kind, cause=cause, labour=labour) for cause, labour in rows)


def cause_names(release: Release, lang: str = "zh") -> dict[str, str]:
    """Main cause -> its name."""
    return {cause: release.code_name("CAUSE", cause, lang) for cause in release.items("CAUSE")}


def told_above(release: Release, code: str, told_of: str, lang: str = "zh") -> str | None:
    """The name of the region `told_of` whose incomes are told, where it is not the one asked for."""
    return None if told_of == code else release.region(told_of).name(lang)


def withheld_strata(release: Release, code: str, period: int, kind: str = ANY) -> int:
    """How many causes and labour classes have households on record, and too few of them to be told by `effects`.

    Raises UnknownRegionError, UnknownPeriodError.
    """
    rows = release.industry("income_bands", _told_for(release, code, period), period)
    rows = rows[(rows["kind"] == kind) & (rows["cause"] != ANY)]
    told = [row for row in strata(release, code, period, kind) if row[0] != ANY and min(row[2:]) >= FEWEST]
    return len(rows[["cause", "labour"]].drop_duplicates()) - len(told)


def strata(release: Release, code: str, period: int, kind: str = ANY) -> list[tuple[str, str, int, int]]:
    """The causes and labour classes of which both sides are shown: (cause, labour, households with, without), most with
    the kind first. Raises UnknownRegionError, UnknownPeriodError."""
    rows = release.industry("income_bands", _told_for(release, code, period), period)
    rows = rows[(rows["kind"] == kind) & np.isfinite(rows["with_kind"].to_numpy(dtype=np.float64))]
    sums = rows.groupby(["cause", "labour"], observed=True)[["with_kind", "without_kind"]].sum()
    found = [
        (str(cause), str(labour), int(with_kind), int(without))
        for (cause, labour), with_kind, without in zip(sums.index, sums["with_kind"], sums["without_kind"], strict=True)
        if with_kind and without
    ]
    return sorted(found, key=lambda row: (-row[2], row[0], row[1]))


def _told_for(release: Release, code: str, period: int) -> str:
    """The region whose incomes are told when `code` is asked for: itself, or the nearest above that has any.

    Of a group itself only where they are told of each member: else it would be a part of it, unsaid.
    """
    group = release.group(code)
    if group and not all(len(release.industry("income_bands", member, period)) for member in group.members):
        code = str(release.region(code).parent_code)
    for region in reversed(release.ancestors(code)):
        if len(release.industry("income_bands", region.code, period)):
            return region.code
    return code


def _side(counts: Floats, hidden: NDArray[np.bool_]) -> Side:
    total = counts.sum()
    shown = np.where(hidden & (counts == 0), np.nan, counts)
    shares = 100 * shown / total if total else np.full(len(counts), np.nan)
    return Side(
        counts=tuple(shown.tolist()),
        count=int(total),
        shares=tuple(shares.tolist()),
        quantiles=tuple(_quantile(counts, q) for q in QUANTILES),
    )


def _quantile(counts: Floats, q: float) -> float:
    """The income under which the share `q` lies, households spread evenly within their band."""
    total = counts.sum()
    if total < FEWEST:
        return math.nan
    rank, up_to = q * total, np.cumsum(counts)
    band = int(np.searchsorted(up_to, rank))
    if band >= len(EDGES):
        return math.inf
    low = 0 if band == 0 else EDGES[band - 1]
    before = up_to[band - 1] if band else 0.0
    return float(round((low + (EDGES[band] - low) * (rank - before) / counts[band]) / 100) * 100)
