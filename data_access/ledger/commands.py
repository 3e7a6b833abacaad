"""What `guatu ledger import` does: workbooks in, lines and a report of the rows that were not taken out."""

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from data_access.ledger.errors import LedgerError
from data_access.ledger.importing import LedgerImport, import_ledger
from data_access.ledger.rejected import column_words, report_workbook
from data_access.ledger.target import opened_target
from data_access.messages import text
from data_access.progress import Progress
from data_access.settings import Settings

_SHOWN: Final = 8


def run_ledger(told: argparse.Namespace, settings: Settings, lang: str, progress: Progress) -> tuple[list[str], int]:
    """Import the workbooks; the lines to say, and 1 where some row was not taken, else 0."""
    with opened_target(settings, told.database) as engine:
        done = import_ledger(
            engine, told.files, year=told.year, as_of=told.as_of, is_dry=told.dry_run, progress=progress
        )
    lines = said_lines(done, lang)
    if done.rejected.count:
        path = told.report or Path(f"guatu-rejected-{datetime.now():%Y%m%d-%H%M%S}.xlsx")
        write_report(done, path, lang)
        lines.append(text("ledger.said.report", lang, path=path))
    if not done.is_dry and any(w.added + w.changed + w.removed for w in done.tables.values()):
        lines.append(text("ledger.said.refresh", lang))
    return lines, 1 if done.rejected.count else 0


def said_lines(done: LedgerImport, lang: str) -> list[str]:
    """What was seen and done, sheet by sheet and table by table, and why rows were not taken."""
    lines = [note.sentence(lang) for note in done.notes]
    lines += [
        text("ledger.said.sheet", lang, file=s.file, sheet=s.sheet, rows=f"{s.rows:,}", taken=f"{s.taken:,}",
             tables=text("ledger.between", lang).join(column_words(name, lang) for name in s.tables))
        for s in done.sheets
    ]  # fmt: skip
    key = "ledger.said.would" if done.is_dry else "ledger.said.table"
    for name, w in done.tables.items():
        line = text(key, lang, table=column_words(name, lang), added=f"{w.added:,}", changed=f"{w.changed:,}",
                    same=f"{w.same:,}")  # fmt: skip
        lines.append(line + (text("ledger.said.removed", lang, removed=f"{w.removed:,}") if w.removed else ""))
    lines += reason_lines(done, lang)
    return lines


def reason_lines(done: LedgerImport, lang: str) -> list[str]:
    """How many rows were not taken for which reason, the most frequent first, each with one place."""
    lines = [text("ledger.said.rejected", lang, count=f"{done.rejected.count:,}")] if done.rejected.count else []
    for code, count in done.rejected.by_code.most_common(_SHOWN):
        one = done.rejected.first[code]
        place = text("ledger.said.place", lang, file=one.file, sheet=one.sheet, row=one.row,
                     heading=one.column_name(lang)).rstrip()  # fmt: skip
        lines.append(text("ledger.said.reason", lang, count=f"{count:,}", reason=one.reason(lang), place=place))
    return lines


def write_report(done: LedgerImport, path: Path, lang: str) -> None:
    """The rows that were not taken as a workbook for its owner's eyes; raises LedgerError."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(report_workbook(done.rejected.kept, lang))
    except OSError as error:
        raise LedgerError("ledger.report_path", path=str(path)) from error
