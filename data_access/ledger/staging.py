"""Where rows wait until all files are read: a private SQLite file, so that memory stays bounded and order is free."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data_access.ledger.errors import LedgerError
from data_access.ledger.layouts import SETS, TABLES

_TABLES: Final = """
CREATE TABLE origin (id INTEGER PRIMARY KEY, file TEXT, sheet TEXT);
CREATE TABLE staged (tbl INTEGER, key TEXT, payload TEXT, origin INTEGER, row INTEGER, PRIMARY KEY (tbl, key))
  WITHOUT ROWID;
CREATE TABLE owner (tbl INTEGER, key TEXT, PRIMARY KEY (tbl, key)) WITHOUT ROWID;
"""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Staged:
    """A row that waits: its key, its values (those of the key included), and where it comes from."""

    key: tuple[Any, ...]
    values: dict[str, Any]
    file: str
    sheet: str
    row: int


class Staging:
    """Rows of several files by table and key. The same row twice is one row; rows of one key that say different
    columns are one row as well."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._origins: dict[tuple[str, str], int] = {}

    def add(self, table: str, key: tuple[Any, ...], values: Values, file: str, sheet: str, row: int) -> int | None:
        """Let a row wait; the number of the row with the same key that says otherwise, where there is one."""
        number, told = TABLES.index(table), _told(key)
        payload = _told(values)
        added = self._db.execute(
            "INSERT OR IGNORE INTO staged VALUES (?, ?, ?, ?, ?)",
            (number, told, payload, self._origin(file, sheet), row),
        )
        if added.rowcount:
            return None
        found = self._db.execute("SELECT payload, row FROM staged WHERE tbl = ? AND key = ?", (number, told)).fetchone()
        if found[0] == payload:
            return None
        before = json.loads(found[0])
        if any(before.get(n) is not None and v is not None and before[n] != v for n, v in values.items()):
            return int(found[1])
        merged = {
            **before,
            **{name: value for name, value in values.items() if value is not None or name not in before},
        }
        self._db.execute("UPDATE staged SET payload = ? WHERE tbl = ? AND key = ?", (_told(merged), number, told))
        return None

    def own(self, table: str, owner: tuple[Any, ...]) -> None:
        """Say that all rows of `owner` in a table of SETS are told, were there none."""
        self._db.execute("INSERT OR IGNORE INTO owner VALUES (?, ?)", (TABLES.index(table), _told(owner)))

    def owners(self, table: str) -> set[str]:
        """Keys, as text, of those of whom all rows are told."""
        asked = "SELECT key FROM owner WHERE tbl = ?"
        return {key for (key,) in self._db.execute(asked, (TABLES.index(table),))} if table in SETS else set()

    def count(self, table: str) -> int:
        """Rows that wait for `table`."""
        asked = self._db.execute("SELECT COUNT(*) FROM staged WHERE tbl = ?", (TABLES.index(table),))
        return int(asked.fetchone()[0])

    def has(self, table: str, key: tuple[Any, ...]) -> bool:
        """Whether a row of this key waits."""
        asked = self._db.execute("SELECT 1 FROM staged WHERE tbl = ? AND key = ?", (TABLES.index(table), _told(key)))
        return asked.fetchone() is not None

    def rows(self, table: str) -> Iterator[Staged]:
        """The rows that wait for `table`, in the order of their keys."""
        asked = (
            "SELECT key, payload, file, sheet, row FROM staged JOIN origin ON origin.id = origin WHERE tbl = ? "
            "ORDER BY key"
        )
        for key, payload, file, sheet, row in self._db.execute(asked, (TABLES.index(table),)):
            yield Staged(tuple(json.loads(key)), json.loads(payload), file, sheet, row)

    def remove(self, table: str, keys: list[tuple[Any, ...]]) -> None:
        """Take back rows, and what is said of theirs."""
        told = [(TABLES.index(table), _told(key)) for key in keys]
        self._db.executemany("DELETE FROM staged WHERE tbl = ? AND key = ?", told)

    def _origin(self, file: str, sheet: str) -> int:
        if (file, sheet) not in self._origins:
            self._origins[file, sheet] = len(self._origins)
            self._db.execute("INSERT INTO origin VALUES (?, ?, ?)", (self._origins[file, sheet], file, sheet))
        return self._origins[file, sheet]


@contextmanager
def open_staging(folder: Path) -> Iterator[Staging]:
    """A staging in a file of `folder`, which is gone afterwards; raises LedgerError where the disk is full."""
    path = folder / "staging.sqlite"
    with disk_errors():
        path.touch(mode=0o600)
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_TABLES)
            connection.execute("BEGIN")
            yield Staging(connection)
        finally:
            connection.close()
            path.unlink(missing_ok=True)


@contextmanager
def disk_errors() -> Iterator[None]:
    """Say of a disk that cannot take the rows, that it cannot."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        raise LedgerError("ledger.disk") from error
    except OSError as error:
        raise LedgerError("ledger.disk") from error


def key_text(key: tuple[Any, ...]) -> str:
    """A key as the staging compares keys."""
    return _told(key)


def _told(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
