"""Villages where a duty lapsed, from the release: households not visited, without a helper, teams not in place."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.release import Release
from data_access.tree import TOWNSHIP_LEVEL

VISIT: Final = "visit"
HELPER: Final = "helper"
TEAM: Final = "team"
FIGURE_OF: Final = {
    VISIT: ("visit_overdue_household_count", "visit_due_household_count"),
    HELPER: ("no_helper_household_count", "registered_household_count"),
    TEAM: ("team_lacking_village_count", "village_count"),
}
"""What lapsed -> the quantity that counts it, and the whole it is of."""

PAGE_SIZE: Final = 30


@dataclass(frozen=True, slots=True)
class LapsedVillage:
    """One village; figures NaN where not known.

    lapsed, of         households that the duty was not done for, of how many; of a team 1 of 1
    has_team, has_first_secretary, short   of the team: whether there is one, and how many have too few days
    """

    code: str
    name_zh: str
    township_zh: str
    lapsed: float
    of: float
    has_team: bool
    has_first_secretary: bool
    short: float


@dataclass(frozen=True, slots=True)
class LapsePage:
    """One page of the villages where most lapsed first; `total` villages, `lapsed` of `of` in all of them."""

    lapse: str
    rows: tuple[LapsedVillage, ...]
    total: int
    lapsed: float
    of: float
    page: int
    page_size: int


def lapsed_villages(release: Release, code: str, period: int, lapse: str, *, page: int = 0) -> LapsePage:
    """Villages under the region `code` where the duty `lapse` (visit, helper, team) was not done, the most first.

    Of teams those without one come first, then those without a first secretary, then by how many have too few days;
    equal ones by code. `page` counts from 0 and falls back to the last that exists. Empty in other years than that of
    the data. Raises UnknownRegionError, UnknownPeriodError, KeyError. Source: the quantities of `FIGURE_OF`.
    """
    figure, whole = FIGURE_OF[lapse]
    at = np.array(release.tree.villages(code), dtype=np.int64)
    counts = _known(release, figure, period)[at]
    at = at[np.nan_to_num(counts) > 0]
    team, first = (_known(release, f"{name}_village_count", period) for name in ("team", "first_secretary"))
    short = _known(release, "team_short_official_count", period)
    lapsed, of = _known(release, figure, period), _known(release, whole, period)
    # the villages come by code, and the order keeps that of equal ones
    by_team = (-np.nan_to_num(short[at]), first[at] > 0, team[at] > 0)
    order = np.lexsort(by_team if lapse == TEAM else (-lapsed[at],))
    page = max(0, min(page, -(-len(order) // PAGE_SIZE) - 1))
    above = release.tree.ancestor_at_most(TOWNSHIP_LEVEL)
    rows = []
    for i in at[order][page * PAGE_SIZE : (page + 1) * PAGE_SIZE]:
        region = release.tree.regions[i]
        rows.append(
            LapsedVillage(
                code=region.code,
                name_zh=region.name_zh,
                township_zh=release.tree.regions[above[i]].name_zh if above[i] >= 0 else region.name_zh,
                lapsed=float(lapsed[i]),
                of=float(of[i]),
                has_team=bool(team[i] > 0),
                has_first_secretary=bool(first[i] > 0),
                short=float(short[i]),
            )
        )
    told, of_all = (release.quantity(name, code, period) for name in (figure, whole))
    return LapsePage(lapse, tuple(rows), len(at), told, of_all, page, PAGE_SIZE)


def _known(release: Release, name: str, period: int) -> NDArray[np.float64]:
    """The figures of all regions, NaN where not known."""
    figures = release.figures(name, period)
    return np.full(len(release.tree), np.nan) if figures is None else figures
