"""Villages without any industry, from the release: the list that a leader asks for first."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from data_access.industry.coverage import village_marks
from data_access.industry.kinds import covering_kinds
from data_access.release import Release
from data_access.tree import TOWNSHIP_LEVEL


@dataclass(frozen=True, slots=True)
class GapVillage:
    """One village that no covering kind reaches; figures NaN where not known.

    township_code, township_zh   the township above it, or what stands in its place
    registered_households, uncovered_households   registered households, and those of them in no industry
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


def villages_without(
    release: Release, code: str, period: int, *, without: Collection[str] = (), page: int = 0, page_size: int = 50
) -> GapPage:
    """Villages under the region `code` that no covering kind reaches, those in `without` left aside.

    `page` counts from 0 and falls back to the last that exists. Empty where coverage is not known in `period`.
    Raises UnknownRegionError, UnknownPeriodError, ValueError. Source: as `coverage.coverage`.
    """
    if page_size < 1:
        raise ValueError(page_size)
    kinds = [kind for kind in covering_kinds(release) if kind not in without]
    at, marks = village_marks(release, code, period, kinds)
    gap = at[~marks.any(axis=1)]
    regions = release.tree.regions
    order = sorted(gap.tolist(), key=lambda i: (regions[i].is_registered_poor is not True, regions[i].code))
    page = max(0, min(page, -(-len(order) // page_size) - 1))
    shown = order[page * page_size : (page + 1) * page_size]
    households = uncovered_by_village(release, period)
    registered = release.figures("registered_household_count", period)
    above = release.tree.ancestor_at_most(TOWNSHIP_LEVEL) if shown else np.zeros(0, dtype=np.int64)
    return GapPage(
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


def uncovered_by_village(release: Release, period: int) -> "np.typing.NDArray[np.float64]":
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
