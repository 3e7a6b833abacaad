"""What departments say against each other, and doubtful records by rule and department: lists to settle."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import Engine, Select, String, bindparam, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.database import database_errors, read_rows
from data_access.households.village import day_of
from data_access.release import Release
from data_access.rules import SMALL_CELL
from data_access.schema import region_ancestor, work
from data_access.scope import Scope
from data_access.tree import TOWNSHIP_LEVEL

CONFLICTS: Final = (
    "school_conflict_household_count", "insurance_conflict_household_count", "house_conflict_household_count",
)  # fmt: skip
"""Households of whom one record says what another denies: school register, medical insurance, grade of the house."""

OPEN_ISSUES: Final = "open_issue_count"
MOST_RULES: Final = 40


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
    rules       the same by rule and department, the most first; None below the township, where they would tell of a
                household
    """

    conflicts: tuple[tuple[str, float], ...]
    open_issues: float
    rules: tuple[OpenIssues, ...] | None


def cross_checks(engine: Engine, scope: Scope, release: Release, code: str, period: int) -> CrossChecks:
    """What is to be settled under the region `code`; of doubtful records only in the year of the data.

    Raises UnknownRegionError, UnknownPeriodError, the DatabaseError family. Source: the release's conflicts;
    data_issue, data_source.
    """
    region = release.region(code)
    is_told = period == release.as_of.year and release.themes["quality"] and region.level <= TOWNSHIP_LEVEL
    return CrossChecks(
        tuple((name, release.quantity(name, code, period)) for name in CONFLICTS),
        release.quantity(OPEN_ISSUES, code, period),
        _rules(engine, scope, release, code) if is_told else None,
    )


def _rules(engine: Engine, scope: Scope, release: Release, code: str) -> tuple[OpenIssues, ...]:
    group = release.group(code)
    asked: dict[str, Any] = {"codes": list(group.members) if group else [code]}
    if scope.region_code is not None:
        asked["scope"] = scope.region_code
    with database_errors(), engine.connect() as connection:
        rows = read_rows(connection, _open(is_scoped=scope.region_code is not None), **asked)
    told = [
        OpenIssues(row["rule_zh"], row["organisation_zh"] or row["source_zh"], int(row["n"]), day_of(row["since_on"]))
        for row in rows
    ]
    rare = [one for one in told if one.rule_zh is None]
    common = [one for one in told if one.rule_zh is not None][:MOST_RULES]
    days = [one.since for one in rare if one.since is not None]
    others = OpenIssues(None, None, sum(one.count for one in rare), min(days, default=None))
    return (*common, others) if rare else tuple(common)


@cache
def _open(*, is_scoped: bool) -> Select[Any]:
    d, s, a = work.data_issue, work.data_source, region_ancestor
    codes: Any = bindparam("codes", expanding=True, type_=String)
    here: list[ColumnElement[bool]] = [d.c.region_code.in_(select(a.c.region_code).where(a.c.ancestor_code.in_(codes)))]
    if is_scoped:
        under = a.c.ancestor_code == bindparam("scope", type_=String)
        here.append(d.c.region_code.in_(select(a.c.region_code).where(under)))
    names = (d.c.rule_code, d.c.rule_zh, s.c.organisation_zh, s.c.name_zh)
    count = func.count()
    return (
        select(
            d.c.rule_code,
            case((count >= SMALL_CELL, d.c.rule_zh)).label("rule_zh"),
            s.c.organisation_zh,
            s.c.name_zh.label("source_zh"),
            count.label("n"),
            func.min(d.c.found_on).label("since_on"),
        )
        .select_from(d.outerjoin(s, s.c.source_id == d.c.source_id))
        .where(d.c.issue_status_code == "OPEN", *here)
        .group_by(*names)
        .order_by(count.desc(), d.c.rule_code)
    )
