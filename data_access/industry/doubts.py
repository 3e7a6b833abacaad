"""Rows of industry left out of every figure, by the rule that they break: what is listed under data issues."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data_access.messages import text
from data_access.release import Release
from data_access.rules import INDUSTRY_RULES

TABLE_KINDS: Final = {
    "solar_station": "SOLAR",
    "solar_month": "SOLAR",
    "solar_distribution": "SOLAR",
    "tourism_operator": "TOURISM",
    "tourism_month": "TOURISM",
    "workshop": "WORKSHOP",
    "workshop_month": "WORKSHOP",
}
"""Table of the contract -> the one kind that it tells of."""


EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """One rule, how many rows under a region break it in all periods, and what mends them.

    examples   whose rows they are: the first `EXAMPLES` names of activities, of regions where a person runs them
    """

    rule: str
    name: str
    count: int
    mend: str
    examples: tuple[str, ...]


def doubts(release: Release, code: str, lang: str = "zh", *, kind: str | None = None) -> tuple[Doubt, ...]:
    """The rules that some row under the region `code` breaks, in the order of `rules.INDUSTRY_RULES`.

    With `kind` those of rows that are known to be of that kind. Raises UnknownRegionError.
    """
    rows = doubt_rows(release, code, kind=kind)
    counts = rows.groupby("rule")["count"].sum() if len(rows) else pd.Series(dtype="float64")
    return tuple(
        Doubt(
            rule=rule,
            name=text(f"industry_rule.{rule.lower()}", lang),
            count=int(counts[rule]),
            mend=text(f"industry_mend.{rule.lower()}", lang),
            examples=_examples(release, rows[rows["rule"] == rule], lang),
        )
        for rule in INDUSTRY_RULES
        if rule in counts.index
    )


def _examples(release: Release, rows: pd.DataFrame, lang: str) -> tuple[str, ...]:
    named = [
        name if isinstance(name, str) else release.region(str(code)).name(lang)
        for name, code in zip(rows["name_zh"], rows["region_code"], strict=True)
    ]
    return tuple(dict.fromkeys(named))[:EXAMPLES]


def doubt_rows(release: Release, code: str, rule: str | None = None, *, kind: str | None = None) -> pd.DataFrame:
    """The rows themselves, of one rule and kind or of all: columns as the release's industry_doubts has them.

    rule, region_code, table_name, activity_id and name_zh (missing where a person runs it, or it is about households),
    period, month, field, stated, usual, count. Raises UnknownRegionError.
    """
    rows = release.industry("industry_doubts", code)
    if rule is not None:
        rows = rows[rows["rule"] == rule]
    if kind is None or rows.empty:
        return rows
    points = release.activities(code)
    own = dict(zip(points["activity_id"], points["kind"], strict=True))
    kinds = rows["table_name"].map(TABLE_KINDS).fillna(rows["activity_id"].map(own))
    return rows[kinds == kind]
