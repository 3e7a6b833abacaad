"""Rows of industry left out of every figure, by the rule that they break: what is listed under data issues."""

from dataclasses import dataclass

import pandas as pd

from data_access.messages import text
from data_access.release import Release
from data_access.rules import INDUSTRY_RULES


@dataclass(frozen=True, slots=True)
class Doubt:
    """One rule and how many rows under a region break it, in all periods."""

    rule: str
    name: str
    count: int


def doubts(release: Release, code: str, lang: str = "zh") -> tuple[Doubt, ...]:
    """The rules that some row under the region `code` breaks, in the order of `rules.INDUSTRY_RULES`.

    Raises UnknownRegionError.
    """
    rows = release.industry("industry_doubts", code)
    counts = rows.groupby("rule")["count"].sum() if len(rows) else pd.Series(dtype="float64")
    return tuple(
        Doubt(rule, text(f"industry_rule.{rule.lower()}", lang), int(counts[rule]))
        for rule in INDUSTRY_RULES
        if rule in counts.index
    )


def doubt_rows(release: Release, code: str, rule: str | None = None) -> pd.DataFrame:
    """The rows themselves, of one rule or of all: columns as the release's industry_doubts has them.

    rule, region_code, table_name, activity_id and name_zh (missing where a person runs it, or it is about households),
    period, month, field, stated, usual, count. Raises UnknownRegionError.
    """
    rows = release.industry("industry_doubts", code)
    return rows if rule is None else rows[rows["rule"] == rule]
