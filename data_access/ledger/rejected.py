"""Rows that were not taken: where they stand, why, and how to mend them; also as a workbook for who keeps the file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from data_access.messages import messages, text
from data_access.privacy import masked_identity_no, masked_name, masked_phone_no, scanned_text
from data_access.schema import metadata
from data_access.spreadsheet import Sheet, workbook

MOST_REPORTED: Final = 100_000
"""Rows of the report; all are counted."""

_LONGEST: Final = 60
_COVERED: Final = "***"
_PLAIN: Final = frozenset({"region_code", "stat_year"})
"""Columns whose long numbers name no person."""


class CellError(Exception):
    """A cell says nothing that its column can take; `code` names the sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row that was not taken.

    row      as the spreadsheet counts them, from 1
    heading  of the column, as the file has it, else the name in the contract; "" where the whole row is meant
    column   of the contract, "" where the whole row is meant
    value    as the report may say it: names, identity and telephone numbers are covered
    code     names the reason and its mend in the catalogue (`ledger.reason.<code>`, `ledger.mend.<code>`)
    """

    file: str
    sheet: str
    row: int
    heading: str
    column: str
    value: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def column_name(self, lang: str) -> str:
        """The column as the file has it, else as a person calls it; "" where the whole row is meant."""
        return column_words(self.heading, lang)

    def reason(self, lang: str) -> str:
        """Why the row was not taken."""
        return text(f"ledger.reason.{self.code}", lang, **self.values)

    def mend(self, lang: str) -> str:
        """What to do about it."""
        return text(f"ledger.mend.{self.code}", lang, **self.values)


def column_words(name: str, lang: str) -> str:
    """A table or a column of the contract as a person calls it; its own name where the catalogue has no word."""
    key = f"ledger.named.{name}"
    return text(key, lang) if key in messages() else name


class Rejections:
    """All rows that were not taken: each counted, so many kept for the report, and of each reason the first."""

    def __init__(self) -> None:
        self.kept: list[Rejection] = []
        self.count = 0
        self.by_code: Counter[str] = Counter()
        self.first: dict[str, Rejection] = {}

    def add(self, one: Rejection) -> None:
        """Count it, and keep it while there is room."""
        self.count += 1
        self.by_code[one.code] += 1
        self.first.setdefault(one.code, one)
        if len(self.kept) < MOST_REPORTED:
            self.kept.append(one)


def told_value(column: str, value: object) -> str:
    """The value as a report may say it."""
    said = "" if value is None else " ".join(str(value).split())[:_LONGEST]
    if column.endswith("name_zh"):
        return masked_name(said) or ""
    if column == "identity_no":
        return masked_identity_no(said) or ""
    if column == "phone_no":
        return masked_phone_no(said) or ""
    if column in _PLAIN:
        return said
    if column.endswith("_id") and len(said) > 8:
        return "*" * (len(said) - 4) + said[-4:]
    return scanned_text(said) or ""


def shown_value(table: str, column: str, value: object) -> str:
    """The value as the page shows the first rows: what is sensitive about a person is covered, of a birth its year."""
    told = told_value(column, value)
    comment = metadata.tables[table].columns[column].comment or ""
    if not told or column in ("identity_no", "phone_no", "name_zh"):
        return told
    if column == "born_on":
        return told[:4] if told[:4].isdigit() and not told.isdigit() else _COVERED
    return _COVERED if "PII" in comment else told


def report_workbook(rejected: Sequence[Rejection], lang: str) -> bytes:
    """The rows that were not taken as one .xlsx, in the order of the files."""
    names = ("file", "sheet", "row", "column", "value", "reason", "mend")
    rows = [
        (one.file, one.sheet, one.row, one.column_name(lang), one.value, one.reason(lang), one.mend(lang))
        for one in rejected
    ]
    headings = tuple(text(f"ledger.report.{name}", lang) for name in names)
    return workbook([Sheet(text("ledger.report.title", lang), headings, rows)])
