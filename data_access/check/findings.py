"""What a check found, as rows, as a frame and as a table for the terminal."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd
from sqlalchemy import Column

from data_access.messages import text

COLUMNS = ("severity", "table", "column", "rule", "count", "example", "sentence")


class Severity(StrEnum):
    """How much a finding weighs: an error makes `guatu check` fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure from the contract.

    rule     names its sentence: `check.<rule>` in the message catalogue
    count    rows that break the rule; 1 for a table or column as a whole
    example  a region code or an unknown code; None wherever it could point to a household or a person
    """

    severity: Severity
    table: str
    column: str | None
    rule: str
    count: int = 1
    example: str | None = None
    values: dict[str, object] = field(default_factory=dict)

    def sentence(self, lang: str = "zh") -> str:
        """What is wrong and how to mend it."""
        said = text(f"check.{self.rule}", lang, table=self.table, column=self.column or "", **self.values)
        return said if self.example is None else said + text("check.example", lang, example=self.example)

    @property
    def place(self) -> str:
        """The table, or table.column."""
        return f"{self.table}.{self.column}" if self.column else self.table


class Findings:
    """All findings of one check, errors first, then by table in the order of the contract."""

    def __init__(self, found: Iterable[Finding]) -> None:
        self._rows = tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that make the check fail."""
        return tuple(row for row in self._rows if row.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that a person should look at."""
        return tuple(row for row in self._rows if row.severity is Severity.WARNING)

    def as_frame(self, lang: str = "zh") -> pd.DataFrame:
        """One row a finding: severity, table, column (None = the table), rule, count, example, sentence."""
        rows = [
            (str(row.severity), row.table, row.column, row.rule, row.count, row.example, row.sentence(lang))
            for row in self._rows
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def as_lines(self, lang: str = "zh") -> list[str]:
        """A table for the terminal: severity, place, count, sentence, in columns; then a line that sums up."""
        cells = [
            (text(f"check.severity.{row.severity}", lang), row.place, f"{row.count:,}", row.sentence(lang))
            for row in self._rows
        ]
        widths = [max((_width(cell[i]) for cell in cells), default=0) for i in range(3)]
        lines = [
            f"{_pad(kind, widths[0])}  {_pad(place, widths[1])}  {count.rjust(widths[2])}  {sentence}"
            for kind, place, count, sentence in cells
        ]
        if self.errors or self.warnings:
            lines.append(text("check.sum", lang, errors=len(self.errors), warnings=len(self.warnings)))
        else:
            lines.append(text("check.none", lang))
        return lines


def may_show(column: "Column[object]") -> bool:
    """Whether a value of `column` may stand in a finding: no row about a person, and no column marked PII."""
    cluster = str(column.table.info["cluster"])
    if cluster != "reference" or column.table.name in ("official", "data_issue"):
        return False
    return "PII" not in (column.comment or "") and not column.name.endswith(
        ("person_id", "household_id", "official_id")
    )


def _width(cell: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in cell)


def _pad(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))
