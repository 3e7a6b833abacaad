"""Counting households one by one: the statements that count regions, each household standing as a region of its own.

What a release counts of a village is the sum of what these count of its households, since the very same statements are
asked: a table of households is seen with the household in the place of its village, and any table about households
with those of the villages alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from sqlalchemy import ColumnClause, Connection, FromClause, Select, Table, case, false, literal, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from data_access.industry.kinds import covering_kinds
from data_access.quantities import (
    Placement,
    Survey,
    Tray,
    count_assurance,
    count_employment,
    count_incomes,
    count_monitoring,
    count_persons,
    count_population,
    count_responsibility,
    count_work,
)
from data_access.quantities.registry import quantity_named
from data_access.quantities.soundness import doubt_rows
from data_access.quantities.taking_part import TakingPart, count_assisted_workers, count_households, count_workers
from data_access.release import Release
from data_access.rules import ACTIVITY_KIND
from data_access.schema import core, livelihood, region_ancestor
from data_access.tree import Region, plant

HOUSEHOLD: Final = "household/"
"""What the code of a household begins with, so that it is never that of a region."""

ELSEWHERE: Final = "elsewhere"
"""The code of a household that lives in another region, or did then."""

LINES: Final = livelihood.policy_line.name
BY_TAKING_PART: Final = ("industry_", "workshop_", "watched_")
"""How the names of quantities begin that are counted of who takes part in industry, whatever their theme."""

WITH_ITEMS: Final = (
    "AGE_BAND", "ASSURANCE", "CAUSE", "ELIMINATION_MODE", "EMPLOYMENT_CHANNEL", "HEALTH", "INSURED_GROUP",
    "LABOUR_ABILITY", "MONITORING_OBJECT", "RELOCATION_KIND", "RISK",
)  # fmt: skip

_COUNTED_BY: Final = {
    "assurance": count_assurance,
    "income": count_incomes,
    "employment": count_employment,
    "responsibility": count_responsibility,
    "monitoring": count_monitoring,
    "measures": count_monitoring,
    "insurance": count_work,
    "relocation": count_work,
}
"""Theme of a quantity -> what counts it, where that is not `count_population`."""


@dataclass(frozen=True)
class HouseholdSurvey(Survey):
    """A counting of the households on record in the villages `codes`, each as a region under the first of them."""

    codes: Collection[str] = field(default=())

    def ask(self, statement: Select[Any]) -> pd.DataFrame:
        """The rows of one statement, made one of households; none of one that is not about households."""
        return super().ask(of_households(statement, self.codes))


def of_households(statement: Select[Any], codes: Collection[str]) -> Select[Any]:
    """`statement` asked of the households of the villages `codes`; what tells of places alone finds nothing."""
    tables = {str(node.name): node for node in iterate(statement) if isinstance(node, Table)}
    if not any("household_id" in table.c for table in tables.values()):
        tells_of_places = any("region_code" in table.c and table.name != LINES for table in tables.values())
        return statement.where(false()) if tells_of_places else statement
    seen = {name: _narrowed(table, codes) for name, table in tables.items()}

    def replaced(node: Any, **_: object) -> Any:
        if isinstance(node, Table):
            return seen.get(str(node.name))
        if isinstance(node, ColumnClause) and isinstance(node.table, Table):
            found = seen.get(str(node.table.name))
            return None if found is None else found.c[node.name]
        return None

    made: Any = replacement_traverse(statement, {}, replaced)  # type: ignore[call-overload]
    return cast("Select[Any]", made)


def _narrowed(table: Table, codes: Collection[str]) -> FromClause | None:
    """The table with the rows of the households alone, a household in the place of the region where it lives."""
    h, y = core.household, core.household_year
    here = sorted(codes)
    if table.name == region_ancestor.name:
        code = (literal(HOUSEHOLD) + h.c.household_id).label("region_code")
        above = region_ancestor.join(h, h.c.region_code == region_ancestor.c.region_code)
        others = [column for column in region_ancestor.c if column.name != "region_code"]
        return select(code, *others).select_from(above).where(h.c.region_code.in_(here)).subquery(table.name)
    if "household_id" not in table.c:
        return None
    mine = select(h.c.household_id).where(h.c.region_code.in_(here))
    mine_then = select(y.c.household_id).where(y.c.region_code.in_(here))
    whose = table.c.household_id.in_(mine.union(mine_then).scalar_subquery())
    columns: list[ColumnElement[Any]] = list(table.c)
    if table.name in (h.name, y.name):
        own = case((table.c.region_code.in_(here), literal(HOUSEHOLD) + table.c.household_id), else_=ELSEWHERE)
        columns = [own.label("region_code") if c.name == "region_code" else c for c in table.c]
    return select(*columns).where(whose).subquery(table.name)


def survey_of(
    connection: Connection,
    release: Release,
    code: str,
    period: int,
    villages: Collection[str],
    households: Collection[str],
) -> HouseholdSurvey:
    """A survey of the `households` on record in one of the `villages` (or ended ones), all of them under `code`."""
    above = release.ancestors(code)
    each = [Region(HOUSEHOLD + key, code, above[-1].level + 1, "", "") for key in sorted(households)]
    periods = tuple(sorted({period, release.as_of.year}))
    tray = Tray(plant([*above, *each]), periods, Placement())
    items = {name: release.items(name) for name in WITH_ITEMS}
    # the rows that break a rule are left out: to ask for it, one must be known
    doubts = [doubt_rows(ACTIVITY_KIND, "industry_activity", pd.DataFrame({"region_code": [None]}))]
    days = release.meta.table_days
    return HouseholdSurvey(connection, tray, release.as_of, release.themes, items, days, doubts, villages)


def count_quantity(survey: HouseholdSurvey, release: Release, name: str) -> TakingPart | None:
    """Count the quantity `name`, and what it takes, of each household of the survey.

    Hands on who takes part in what, where that is what is counted.
    """
    count_population(survey)
    count_persons(survey)
    base, theme = name.partition(".")[0], quantity_named(name).theme
    if base.startswith(BY_TAKING_PART):
        _as_recorded(survey, release)
        kinds = kinds_of(release)
        covering = frozenset(covering_kinds(release))
        taking = count_households(survey, kinds, covering)
        count_workers(survey, kinds, covering)
        count_assisted_workers(survey)
        return taking
    if theme in _COUNTED_BY:
        _COUNTED_BY[theme](survey)
    return None


def kinds_of(release: Release) -> tuple[str, ...]:
    """All kinds of industry, in the order of the catalogue."""
    return tuple(release.industry_kinds["kind"].astype(str))


def _as_recorded(survey: HouseholdSurvey, release: Release) -> None:
    """A year of which any village has the record of its households is on record here too, with none of them."""
    for period in survey.tray.periods:
        nobody = survey.tray.take("registered_household_count", period) is None
        if nobody and release.figures("registered_household_count", period) is not None:
            survey.tray.put("registered_household_count", period, np.full(len(survey.tray.tree), np.nan))


def counts_of(survey: HouseholdSurvey, name: str, period: int) -> dict[str, float]:
    """What is counted of each household, by its key; those of whom nothing is counted are left out."""
    figures = survey.tray.take(name, period)
    return {} if figures is None else by_key(dict(zip(survey.tray.tree.codes, figures.tolist(), strict=True)))


def by_key(counted: Mapping[str, float]) -> dict[str, float]:
    """The households among the regions, by their keys, of whom anything is counted."""
    return {code.removeprefix(HOUSEHOLD): n for code, n in counted.items() if code.startswith(HOUSEHOLD) and n > 0}
