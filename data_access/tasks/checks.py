"""What departments say against each other, and doubtful records by rule and department: lists to settle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from data_access.release import Release
from data_access.scope import Scope
from data_access.tree import TOWNSHIP_LEVEL, RegionTree

CONFLICTS: Final = (
    "school_conflict_household_count", "insurance_conflict_household_count", "house_conflict_household_count",
)  # fmt: skip
"""Households of whom one record says what another denies: school register, medical insurance, grade of the house."""

OPEN_ISSUES: Final = "open_issue_count"


@dataclass(frozen=True, slots=True)
class OpenIssues:
    """Doubtful records still open that break one rule and came from one source; since = the oldest of them.

    rule_zh   the rule in words; None of all rules together of which fewer than five records bear the same words: such
              words may tell of the household
    """

    rule_zh: str | None
    department_zh: str | None
    count: int
    since: date | None


@dataclass(frozen=True, slots=True)
class CrossChecks:
    """What is to be settled in a region.

    conflicts   quantity -> households; NaN where nobody checked, or withheld
    open_issues doubtful records still open; NaN where not known
    rules       the same by rule and department, the most first; None where they would tell of a household: below the
                township, and for who may see no more than a village
    """

    conflicts: tuple[tuple[str, float], ...]
    open_issues: float
    rules: tuple[OpenIssues, ...] | None


def cross_checks(scope: Scope, release: Release, code: str, period: int) -> CrossChecks:
    """What is to be settled under the region `code`; of doubtful records only in the year of the data, and of those
    under the region of `scope` alone.

    Raises UnknownRegionError, UnknownPeriodError. Source: the release's conflicts and open_issues.
    """
    region = release.region(code)
    is_told = period == release.as_of.year and release.themes["quality"] and region.level <= TOWNSHIP_LEVEL
    return CrossChecks(
        tuple((name, release.quantity(name, code, period)) for name in CONFLICTS),
        release.quantity(OPEN_ISSUES, code, period),
        _rules(scope, release, code) if is_told else None,
    )


def _rules(scope: Scope, release: Release, code: str) -> tuple[OpenIssues, ...] | None:
    places = _shared(release.tree, code, scope.region_code)
    if any(release.tree.level[place] > TOWNSHIP_LEVEL for place in places):
        return None
    return together([_told(release.open_issues(release.tree.codes[place])) for place in places])


def _shared(tree: RegionTree, code: str, within: str | None) -> tuple[int, ...]:
    """The places of the regions that together are what lies under `code` and under `within`."""
    here = tree.at(code)
    if within is None:
        return (here,)
    if within not in tree.index:
        return ()
    own = tree.index[within]
    if tree.under(code, np.array([own]))[0]:
        return (own,)
    parts = np.array(tree.children_of[code] if tree.is_group[here] else [here])
    inside = parts[tree.under(within, parts)]
    return (here,) if len(inside) == len(parts) else tuple(inside.tolist())


def _told(rows: pd.DataFrame) -> list[OpenIssues]:
    return [
        OpenIssues(
            rule if isinstance(rule, str) else None,
            department if isinstance(department, str) else None,
            int(count),
            None if pd.isna(since) else since.date(),
        )
        for rule, department, count, since in zip(
            rows["rule_zh"], rows["department_zh"], rows["record_count"], rows["since_on"], strict=True
        )
    ]


def together(regions: Sequence[Sequence[OpenIssues]]) -> tuple[OpenIssues, ...]:
    """What several regions have of each rule, the most records first; the rare rules together last.

    A rule is told only where no region can have more of it unsaid: one that has rare rules and not this one may. Then
    its records count among the rare.
    """
    if len(regions) == 1:
        return tuple(regions[0])
    every = [one for region in regions for one in region]
    unsaid = [{_key(one) for one in region} for region in regions if any(one.rule_zh is None for one in region)]
    known = {_key(one) for one in every if one.rule_zh is not None and all(_key(one) in own for own in unsaid)}
    told = [_sum([one for one in every if _key(one) == key], *key) for key in known]
    told.sort(key=lambda one: (-one.count, one.rule_zh or "", one.department_zh or ""))
    rare = [one for one in every if _key(one) not in known]
    return (*told, _sum(rare, None, None)) if rare else tuple(told)


def _key(one: OpenIssues) -> tuple[str | None, str | None]:
    return one.rule_zh, one.department_zh


def _sum(issues: Sequence[OpenIssues], rule: str | None, department: str | None) -> OpenIssues:
    days = [one.since for one in issues if one.since is not None]
    return OpenIssues(rule, department, sum(one.count for one in issues), min(days, default=None))
