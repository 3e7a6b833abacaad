"""The income lines that were set for a region, year by year: from the database, never a constant."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data_access.release import Release
from data_access.rules import INCOME_LINES, NATIONAL


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a region: period -> yuan per person and year, where one is set; `setters` who set each.

    A setter is the code of a region, or `NATIONAL`.
    """

    code: str
    name: str
    yuan: Mapping[int, float]
    setters: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line that a region under the one asked for set for itself."""

    region: str
    name: str
    line: str
    yuan: float


def lines_of(release: Release, code: str, lang: str = "zh") -> tuple[Line, ...]:
    """The lines of `INCOME_LINES` in their order, each of the nearest region at or above `code` that set it in a year.

    Raises UnknownRegionError. Source: policy_line; insurance_policy for a guarantee line that no notice sets.
    """
    path = (*(region.code for region in reversed(release.ancestors(code))), NATIONAL)
    rows = release.policy_lines
    rows = rows[rows["set_by"].isin(path)]
    found = []
    for line in INCOME_LINES:
        yuan: dict[int, float] = {}
        setters: dict[int, str] = {}
        for setter in reversed(path):  # the nearest comes last and stays
            own = rows[(rows["line"] == line) & (rows["set_by"] == setter)]
            for period, amount in zip(own["period"].tolist(), own["amount_yuan"].tolist(), strict=True):
                yuan[period], setters[period] = float(amount), setter
        found.append(Line(line, release.code_name("POLICY_LINE", line, lang), yuan, setters))
    return tuple(found)


def own_lines(release: Release, code: str, period: int, lang: str = "zh") -> tuple[OwnLine, ...]:
    """The lines that regions under `code`, itself left out, set for themselves in the year, by region and line.

    Raises UnknownRegionError. Source: as `lines_of`.
    """
    rows = release.policy_lines
    rows = rows[(rows["period"] == period) & (rows["set_by"] != code)]
    return tuple(sorted(_under(release, code, rows, lang), key=lambda own: (own.region, INCOME_LINES.index(own.line))))


def _under(release: Release, code: str, rows: pd.DataFrame, lang: str) -> list[OwnLine]:
    found = []
    for region, line, amount in rows[["set_by", "line", "amount_yuan"]].to_numpy().tolist():
        if region in release.tree.index and code in (above.code for above in release.ancestors(region)):
            name = release.region(region).name(lang)
            found.append(OwnLine(region, name, line, float(amount)))
    return found
