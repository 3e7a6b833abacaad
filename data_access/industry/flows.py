"""From kinds of industry over the ways of joining them to the parts of household income: the bands of a Sankey."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from data_access.industry.facets import facet_table
from data_access.industry.kinds import covering_kinds, kind_names
from data_access.industry.rows import rows_of
from data_access.release import Release
from data_access.rules import JOIN_INCOME, OTHER_INCOME

ANY = "*"


@dataclass(frozen=True, slots=True)
class Link:
    """One band of the Sankey: registered households and what they earned, yuan.

    A household that joins in two ways is in two links; `Flows.household_count` holds each once.
    """

    source: str
    target: str
    household_count: float
    income_yuan: float


@dataclass(frozen=True, slots=True)
class Flows:
    """Two stages of links, and the totals that they must be held against.

    joining        kind -> way of joining (PARTICIPATION_MODE)
    earning        way of joining -> part of household income (INCOME_ITEM, or OTHER)
    household_count, income_yuan   all covering kinds together, each household once; NaN where not known, the income
                   also where some of it is not told
    kind_households                kind -> households that join it, each once
    """

    joining: tuple[Link, ...]
    earning: tuple[Link, ...]
    household_count: float
    income_yuan: float
    kind_households: dict[str, float]


def flows(release: Release, code: str, period: int) -> Flows:
    """How registered households under the region `code` join industry, and what that brings them.

    Only what operates counts. Raises UnknownRegionError, UnknownPeriodError. Source: industry_participation.
    """
    measures = ("household_count", "income_yuan")
    joining: list[Link] = []
    for kind in covering_kinds(release):
        table = facet_table(release, code, period, kind, "join", measures)
        joining += [Link(kind, str(row["item"]), *_figures(row)) for row in rows_of(table)]
    together = facet_table(release, code, period, ANY, "join", measures)
    earning = tuple(
        Link(str(row["item"]), JOIN_INCOME.get(str(row["item"]), OTHER_INCOME), *_figures(row))
        for row in rows_of(together)
    )
    households = release.quantity("industry_household_count", code, period)
    income = float(together["income_yuan"].sum(skipna=False)) if earning else math.nan
    of_kind = {
        link.source: release.quantity(f"industry_household_count.{link.source}", code, period) for link in joining
    }
    return Flows(tuple(joining), earning, households, income, of_kind)


def flow_names(release: Release, period: int, lang: str = "zh") -> dict[str, dict[str, str]]:
    """Names of the ends of the links: "kind", "way", "part" -> code -> name; kinds as they are said in `period`."""
    lists = {"way": "PARTICIPATION_MODE", "part": "INCOME_ITEM"}
    named = {
        end: {item: release.code_name(code_list, item, lang) for item in release.items(code_list)}
        for end, code_list in lists.items()
    }
    return {"kind": kind_names(release, period, lang), **named}


def _figures(row: Mapping[str, object]) -> tuple[float, float]:
    return float(str(row["household_count"])), float(str(row["income_yuan"]))
