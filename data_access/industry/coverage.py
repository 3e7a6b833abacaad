"""Industry coverage: villages, households and persons reached, by any choice of kinds, and which kinds meet where."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.industry.kinds import covering_kinds
from data_access.release import Release

PLUS: Final = "+"
MATRIX: Final = {
    "villages": "industry_village_count.{kind}",
    "village_count": "village_count",
    "households": "industry_household_count.{kind}",
    "registered_households": "registered_household_count",
    "activities": "industry_activity_count.{kind}",
}
"""Column of the matrix -> the quantity that it holds."""

SOLAR: Final = "SOLAR"

MOST: Final = 3
"""Numbers of kinds from here on are one class: 3 and more."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of how many are reached; NaN where not known. `percent` is NaN where there is nothing to reach."""

    count: float
    of: float

    @property
    def percent(self) -> float:
        """The share in per cent."""
        return 100 * self.count / self.of if self.of > 0 else math.nan


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a choice of kinds reaches in one region and period; only what operates counts.

    kinds       the covering kinds that were counted
    villages    villages with one activity at least, of the villages
    households  registered households that take part this year (from 2026 also monitored ones), of those due
    persons     members of registered households whose main job is there, of those who worked
    """

    kinds: tuple[str, ...]
    villages: Reach
    households: Reach
    persons: Reach


def coverage(release: Release, code: str, period: int, *, without: Collection[str] = ()) -> Coverage:
    """What all covering kinds but those in `without` reach under the region `code`.

    Raises UnknownRegionError, UnknownPeriodError. Source: industry_coverage of running activities;
    industry_participation of the year; person_employment.activity_id.
    """
    q = release.quantities(code, period)
    kinds = tuple(kind for kind in covering_kinds(release) if kind not in without)
    at, marks = village_marks(release, code, period, kinds)
    villages = Reach(float(marks.any(axis=1).sum()) if len(at) else math.nan, q.get("village_count", math.nan))
    sets = household_sets(release, code, period)
    households = math.nan
    if sets:
        households = float(sum(count for kinds_of, count in sets.items() if set(kinds_of) & set(kinds)))
    due = q.get("industry_due_household_count", math.nan)
    told = [q[name] for kind in kinds if (name := f"industry_worker_count.{kind}") in q]
    persons = Reach(float(sum(told)) if told else math.nan, q.get("employed_person_count", math.nan))
    return Coverage(kinds, villages, Reach(households, due), persons)


def coverage_without_solar(release: Release, code: str, period: int) -> Coverage | None:
    """What all covering kinds but solar reach; None where the release tells of no solar, or of nothing beside it.

    Raises UnknownRegionError, UnknownPeriodError.
    """
    told = [kind for kind in covering_kinds(release) if kind in release.kinds_told]
    return coverage(release, code, period, without=(SOLAR,)) if SOLAR in told and len(told) > 1 else None


def village_marks(
    release: Release, code: str, period: int, kinds: Collection[str]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The villages under the region `code` (positions in the tree, ordered by code), and which `kinds` reach each.

    No village where coverage is not known in `period`. Raises UnknownRegionError, UnknownPeriodError.
    """
    at = np.array(release.tree.villages(code), dtype=np.int64)
    reporting = release.figures("industry_reporting_village_count", period)
    at = at[np.nan_to_num(reporting[at]) > 0] if reporting is not None else at[:0]
    marks = np.zeros((len(at), len(kinds)), dtype=np.bool_)
    for column, kind in enumerate(kinds):
        figures = release.figures(f"industry_village_count.{kind}", period)
        if figures is not None:
            marks[:, column] = np.nan_to_num(figures[at]) > 0
    return at, marks


def household_sets(release: Release, code: str, period: int) -> dict[tuple[str, ...], int]:
    """Set of covering kinds -> households under the region `code` that take part in just these; () in none.

    Empty where nobody tells. Raises UnknownRegionError, UnknownPeriodError.
    """
    sums = release.sums("kind_sets", code, period, ("kinds",), of="household_count")
    return {tuple(kinds.split(PLUS)) if kinds else (): int(count) for (kinds,), count in sums.items()}


def village_sets(release: Release, code: str, period: int) -> dict[tuple[str, ...], int]:
    """Set of covering kinds -> villages under the region `code` that just these reach; () where none does."""
    kinds = covering_kinds(release)
    _, marks = village_marks(release, code, period, kinds)
    if not len(marks):
        return {}
    weights = 1 << np.arange(len(kinds), dtype=np.int64)
    masks, counts = np.unique(marks @ weights, return_counts=True)
    return {
        tuple(kind for place, kind in enumerate(kinds) if mask >> place & 1): int(count)
        for mask, count in zip(masks.tolist(), counts.tolist(), strict=True)
    }


def intersections(
    release: Release, code: str, period: int, unit: str = "village", *, without: Collection[str] = ()
) -> pd.DataFrame:
    """Which kinds meet in the same villages, or households (`unit`): what an UpSet plot is drawn from.

    Returns one row a set of kinds that occurs, most first: kinds (tuple of codes, () for none), kind_count (int64),
    count (int64). The counts add up to all villages, or all households due; a kind's own total is the sum over the
    sets with it, so that nothing is counted twice unseen. Kinds in `without` are not seen at all.
    Raises UnknownRegionError, UnknownPeriodError, ValueError.
    """
    if unit not in ("village", "household"):
        raise ValueError(unit)
    sets: dict[tuple[str, ...], int] = {}
    for kinds, count in (village_sets if unit == "village" else household_sets)(release, code, period).items():
        left = tuple(kind for kind in kinds if kind not in without)
        sets[left] = sets.get(left, 0) + count
    order = sorted(sets.items(), key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(
        {
            "kinds": pd.Series([kinds for kinds, _ in order], dtype=object),
            "kind_count": pd.Series([len(kinds) for kinds, _ in order], dtype="int64"),
            "count": pd.Series([count for _, count in order], dtype="int64"),
        }
    )


def by_number_of_kinds(release: Release, code: str, period: int, unit: str = "village") -> dict[str, int]:
    """Villages, or households, by the number of covering kinds that reach them: "0", "1", "2", "3+"; empty where
    nobody tells. Raises UnknownRegionError, UnknownPeriodError, ValueError."""
    rows = intersections(release, code, period, unit)
    if rows.empty:
        return {}
    found = {str(number): 0 for number in range(MOST)} | {f"{MOST}+": 0}
    for number, count in zip(rows["kind_count"], rows["count"], strict=True):
        found[str(number) if number < MOST else f"{MOST}+"] += int(count)
    return found


def township_by_kind(release: Release, code: str, period: int) -> pd.DataFrame:
    """Regions directly under `code` by kind of industry: the heat map that drills like the map.

    Returns one row a region and covering kind, by code and the order of the catalogue: code, name_zh, kind, villages
    reached, village_count, households, registered_households, activities (float64; NaN where not known).
    Raises UnknownRegionError, UnknownPeriodError.
    """
    release.tree.at(code)
    at = np.array(release.tree.children_of.get(code, ()), dtype=np.int64)
    kinds = covering_kinds(release)
    regions = [release.tree.regions[i] for i in at for _ in kinds]
    columns: dict[str, object] = {
        "code": pd.Series([region.code for region in regions], dtype=object),
        "name_zh": pd.Series([region.name_zh for region in regions], dtype=object),
        "kind": pd.Series(list(kinds) * len(at), dtype=object),
    }
    for column, name in MATRIX.items():
        found = [release.figures(name.format(kind=kind), period) for kind in kinds]
        values = np.array([np.full(len(at), np.nan) if f is None else f[at] for f in found]).reshape(
            len(kinds), len(at)
        )
        columns[column] = np.where(np.isfinite(values), values, np.nan).T.ravel()
    return pd.DataFrame(columns)
