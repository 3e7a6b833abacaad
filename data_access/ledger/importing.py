"""An import of workbooks from end to end: read, held against the contract and the database, written at once or not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import Connection, Engine, inspect, select

from data_access.database import database_errors
from data_access.errors import Sentence
from data_access.ledger.errors import LedgerError
from data_access.ledger.headings import LOOKED_AT, find_headings
from data_access.ledger.layouts import is_known, plan_sheet
from data_access.ledger.links import drop_orphans
from data_access.ledger.places import Places, read_places
from data_access.ledger.rejected import Rejections, column_words, shown_value
from data_access.ledger.sheet_rows import Made, SheetReader, is_blank
from data_access.ledger.sheet_stream import Row
from data_access.ledger.staging import Staging, disk_errors, open_staging
from data_access.ledger.target import check_target, prepare_target
from data_access.ledger.words import CodeWords
from data_access.ledger.workbook_files import opened_workbook, reading, rows_of
from data_access.ledger.writing import Written, write_staged
from data_access.messages import text
from data_access.progress import Progress, silent
from data_access.schema import core

FIRST_ROWS: Final = 5
_EVERY: Final = 500
_MOST_NAMED: Final = 12
_NO_YEAR: Final = "ledger.note.no_year"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be said of a file or sheet; `key` names the sentence."""

    key: str
    values: dict[str, object]

    def sentence(self, lang: str = "zh") -> str:
        """The sentence in `lang`."""
        return text(self.key, lang, **{name: _worded(value, lang) for name, value in self.values.items()})


def _worded(value: object, lang: str) -> object:
    """A table or columns of the contract in words; anything else as it is."""
    if isinstance(value, tuple):
        return text("ledger.between", lang).join(column_words(str(name), lang) for name in value)
    return value


@dataclass(slots=True)
class SheetSeen:
    """One sheet that was read: rows with something in them, rows taken, and its first rows with names covered.

    tables     that it fills -> columns of the contract that it says
    headings   of the first rows; a number of a person stands in none of them
    """

    file: str
    sheet: str
    rows: int = 0
    taken: int = 0
    tables: dict[str, list[str]] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    first: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class LedgerImport:
    """What an import did, or with `is_dry` would do."""

    is_dry: bool
    sheets: list[SheetSeen] = field(default_factory=list)
    tables: dict[str, Written] = field(default_factory=dict)
    rejected: Rejections = field(default_factory=Rejections)
    notes: list[Sentence] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows of all sheets that say something."""
        return sum(sheet.rows for sheet in self.sheets)


def import_ledger(
    engine: Engine,
    files: Sequence[Path],
    *,
    year: int | None = None,
    as_of: date | None = None,
    is_dry: bool = False,
    progress: Progress = silent,
) -> LedgerImport:
    """Write the rows of `files` into the database behind `engine`, all in one transaction or none.

    year   of rows whose sheet has no column of years; as_of = day of the data, today when None
    A row with a cell that cannot be read is not taken as a whole and stands in `rejected`; a row that is there already
    is updated by its key. Raises LedgerError (a file that is no workbook, nothing recognised, a database of others,
    a full disk) and the DatabaseError family; then nothing has been written.
    """
    done = LedgerImport(is_dry)
    with TemporaryDirectory(prefix="guatu-ledger-", ignore_cleanup_errors=True) as folder:
        with engine.connect() as connection:
            check_target(connection)
            places, words = read_places(connection), _words(connection)
        with open_staging(Path(folder)) as staging:
            for path in files:
                _read_file(path, staging, places, words, year, done, progress)
            if not done.sheets:
                lack_year = [str(n.values["file"]) for n in done.notes if isinstance(n, Note) and n.key == _NO_YEAR]
                if lack_year:
                    raise LedgerError("ledger.no_year", files="、".join(dict.fromkeys(lack_year)))
                raise LedgerError("ledger.nothing", files="、".join(path.name for path in files))
            _write(engine, staging, done, as_of or date.today(), progress)
    return done


def _write(engine: Engine, staging: Staging, done: LedgerImport, day: date, progress: Progress) -> None:
    # the check reads, and holds nobody up; only the writing itself is a transaction that others wait for
    with engine.connect() as connection:
        there = _tables_there(connection)
        with disk_errors():
            drop_orphans(connection, staging, done.rejected, there)
    with database_errors(), engine.connect() as connection, connection.begin() as transaction:
        if not done.is_dry:
            if connection.dialect.name == "sqlite":  # else a large import locks readers out long before it is committed
                connection.exec_driver_sql("PRAGMA cache_spill = OFF")
            prepare_target(connection)
            there = _tables_there(connection)
        done.tables = write_staged(connection, staging, there, as_of=day, is_dry=done.is_dry, progress=progress)
        if done.is_dry or not any(w.added + w.changed + w.removed for w in done.tables.values()):
            transaction.rollback()


def _tables_there(connection: Connection) -> frozenset[str]:
    with database_errors():
        return frozenset(inspect(connection).get_table_names())


def _words(connection: Connection) -> Callable[[str], CodeWords]:
    """The words of each code list, those that the database has of its own included."""
    local: dict[str, dict[str, str]] = {}
    item = core.code_item.c
    if "code_item" in _tables_there(connection):
        with database_errors():
            for list_code, code, name in connection.execute(select(item.list_code, item.item_code, item.name_zh)):
                local.setdefault(list_code, {})[code] = name
    return cache(lambda list_code: CodeWords(list_code, local.get(list_code, {})))


def _read_file(
    path: Path, staging: Staging, places: Places, words: Callable[[str], CodeWords], year: int | None,
    done: LedgerImport, progress: Progress,
) -> None:  # fmt: skip
    with opened_workbook(path) as book:
        for sheet in book.sheets:
            if not sheet.is_visible:
                done.notes.append(Note("ledger.note.hidden", {"file": path.name, "sheet": sheet.title}))
                continue
            with reading(path):
                guess = book.guessed_rows(sheet)
            rows = rows_of(path, book, sheet)
            _read_sheet(path.name, sheet.title, rows, guess, staging, places, words, year, done, progress)


def _read_sheet(
    file: str, title: str, rows: Iterator[tuple[int, Row]], guess: int, staging: Staging, places: Places,
    words: Callable[[str], CodeWords], year: int | None, done: LedgerImport, progress: Progress,
) -> None:  # fmt: skip
    head = [(number, cells) for number, cells in islice(rows, LOOKED_AT) if not is_blank(cells)]
    if not head:
        return
    found = find_headings([cells for _number, cells in head], is_known)
    plan = plan_sheet(found.headings, year) if found is not None else None
    if found is None or plan is None or not plan.columns:
        lacks = tuple(dict.fromkeys(c for columns in (plan.missing if plan else {}).values() for c in columns))
        lacks_year = plan is not None and ["stat_year"] in plan.missing.values()
        key = _NO_YEAR if lacks_year else "ledger.note.no_key" if lacks else "ledger.note.no_headings"
        done.notes.append(Note(key, {"file": file, "sheet": title, "columns": lacks}))
        return
    if plan.unused:
        shown = "、".join(plan.unused[:_MOST_NAMED]) + ("…" if len(plan.unused) > _MOST_NAMED else "")
        done.notes.append(
            Note("ledger.note.unused", {"file": file, "sheet": title, "count": len(plan.unused), "columns": shown})
        )
    for table, columns in plan.missing.items():
        values: dict[str, object] = {"file": file, "sheet": title, "table": (table,), "columns": tuple(columns)}
        done.notes.append(Note("ledger.note.missing", values))
    used = sorted({h for c in plan.columns.values() for h in c.values()}, key=lambda heading: heading.place)
    seen = SheetSeen(
        file, title, tables={t: list(c) for t, c in plan.columns.items()}, headings=[heading.said for heading in used]
    )
    done.sheets.append(seen)
    names = {h.place: (table, column) for table, c in plan.columns.items() for column, h in c.items()}
    reader = SheetReader(file, title, plan, places, words, year)
    sums = 0
    for number, cells in chain(head[found.first_row - 1 :], rows):
        if number % _EVERY == 0:
            progress("ledger.progress.read", number, max(guess, number + 1))
        if is_blank(cells):
            continue
        if reader.is_sum(cells):
            sums += 1
            continue
        seen.rows += 1
        if len(seen.first) < FIRST_ROWS:
            seen.first.append([shown_value(*names[h.place], _at(cells, h.place)) for h in used])
        made = reader.rows(number, cells)
        if isinstance(made, list):
            twice = _stage(staging, made, file, title, number)
            if twice is None:
                seen.taken += 1
                continue
            made = reader.rejection(number, "twice", {"row": twice}, heading="")
        done.rejected.add(made)
    if sums:
        done.notes.append(Note("ledger.note.sums", {"file": file, "sheet": title, "count": sums}))
    progress("ledger.progress.read", 1, 1)


def _stage(staging: Staging, made: list[Made], file: str, sheet: str, number: int) -> int | None:
    """Let the rows wait; the row with the same key that says otherwise, where there is one."""
    for row in made:
        if row.is_owner:
            staging.own(row.table, row.key)
            continue
        found = staging.add(row.table, row.key, row.values, file, sheet, number)
        if found is not None:
            return found
    return None


def _at(cells: tuple[Any, ...], place: int) -> Any:
    return cells[place] if place < len(cells) else None
