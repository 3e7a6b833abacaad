"""Villages without any industry, from the release: the list that a leader asks for first."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.industry.composed import HOUSEHOLDS, composed_by_village, composition
from data_access.industry.coverage import village_marks
from data_access.industry.kinds import covering_kinds
from data_access.release import Release
from data_access.tree import TOWNSHIP_LEVEL

ORDERS: Final = ("poor", "name", "township", "registered", "uncovered")
"""What the list can be ordered by: poor villages first, names, townships by code, the largest figures first."""


@dataclass(frozen=True, slots=True)
class GapVillage:
    """One village that no covering kind reaches; figures NaN where not known.

    township_code, township_zh   the township above it, or what stands in its place
    registered_households, uncovered_households   registered households, and those due in none of the kinds counted
    """

    code: str
    name_zh: str
    township_code: str
    township_zh: str
    is_registered_poor: bool | None
    registered_households: float
    uncovered_households: float


@dataclass(frozen=True, slots=True)
class GapPage:
    """One page of the list: poor villages first, then by code; `total` villages of `village_count`."""

    rows: tuple[GapVillage, ...]
    total: int
    village_count: int
    page: int
    page_size: int
    by: str
    down: bool


def villages_without(
    release: Release,
    code: str,
    period: int,
    *,
    without: Collection[str] = (),
    page: int = 0,
    page_size: int = 50,
    by: str = "poor",
    down: bool = False,
) -> GapPage:
    """Villages under the region `code` that no covering kind reaches, those in `without` left aside.

    Ordered by one of `ORDERS`, `down` the other way round; `page` counts from 0 and falls back to the last that exists.
    Empty where coverage is not known in `period`. Raises UnknownRegionError, UnknownPeriodError, ValueError.
    Source: as `coverage.coverage`.
    """
    if page_size < 1:
        raise ValueError(page_size)
    kinds = [kind for kind in covering_kinds(release) if kind not in without]
    at, marks = village_marks(release, code, period, kinds)
    gap = at[~marks.any(axis=1)]
    regions = release.tree.regions
    households = _uncovered(release, code, period, without) if without else uncovered_by_village(release, period)
    registered = release.figures("registered_household_count", period)
    above = release.tree.ancestor_at_most(TOWNSHIP_LEVEL) if len(gap) else np.zeros(0, dtype=np.int64)
    keys: dict[str, Callable[[int], object]] = {
        "poor": lambda i: regions[i].is_registered_poor is not True,
        "name": lambda i: regions[i].name_zh,
        "township": lambda i: regions[above[i]].code if above[i] >= 0 else regions[i].code,
        "registered": lambda i: -_or_none(registered, i),
        "uncovered": lambda i: -_or_none(households, i),
    }
    order = sorted(gap.tolist(), key=lambda i: regions[i].code)
    order.sort(key=keys[by], reverse=down)  # type: ignore[arg-type]
    page = max(0, min(page, -(-len(order) // page_size) - 1))
    shown = order[page * page_size : (page + 1) * page_size]
    return GapPage(
        by=by,
        down=down,
        rows=tuple(
            GapVillage(
                code=regions[i].code,
                name_zh=regions[i].name_zh,
                township_code=regions[above[i]].code if above[i] >= 0 else regions[i].code,
                township_zh=regions[above[i]].name_zh if above[i] >= 0 else regions[i].name_zh,
                is_registered_poor=regions[i].is_registered_poor,
                registered_households=np.nan if registered is None else float(registered[i]),
                uncovered_households=float(households[i]),
            )
            for i in shown
        ),
        total=len(order),
        village_count=len(at),
        page=page,
        page_size=page_size,
    )


def _uncovered(release: Release, code: str, period: int, without: Collection[str]) -> NDArray[np.float64]:
    """Households due that no covering kind but those in `without` reaches, by region in the order of the tree."""
    found = np.full(len(release.tree), np.nan)
    made = composition(release, f"{HOUSEHOLDS}@0!{'-'.join(without)}")
    if made is not None:
        at = np.array(release.tree.villages(code), dtype=np.int64)
        found[at] = composed_by_village(release, made, code, period)
    return found


def _or_none(figures: NDArray[np.float64] | None, at: int) -> float:
    """A figure, or less than any where it is not known."""
    return -1.0 if figures is None or not np.isfinite(figures[at]) else float(figures[at])


def uncovered_by_village(release: Release, period: int) -> NDArray[np.float64]:
    """Households due that take part in no covering kind, by region in the order of the tree; NaN where not known.

    Raises UnknownPeriodError.
    """
    found = np.full(len(release.tree), np.nan)
    due, taking = (release.figures(f"industry_{name}household_count", period) for name in ("due_", ""))
    if due is None or taking is None:
        return found
    known = np.isfinite(due) & np.isfinite(taking)
    found[known] = np.maximum(due[known] - taking[known], 0)
    return found
