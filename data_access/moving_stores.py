"""The lasting stores of one machine are moved, once, into the database that several share: `guatu store move`."""

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from data_access import saved_filters
from data_access.accounts import tables as accounts
from data_access.audit import open_audit
from data_access.audit import tables as audit
from data_access.briefings import tables as briefings
from data_access.commands import Report
from data_access.doors import tables as doors
from data_access.errors import SettingsError, StoreError
from data_access.messages import text as words
from data_access.own_stores import Migration, Place, open_own_store, stands
from data_access.settings import Settings
from data_access.store.transactions import BEGIN

_ROWS: Final = 1000


@dataclass(frozen=True, slots=True)
class _Store:
    """A lasting store: its name, its tables, and how it is made."""

    name: str
    metadata: MetaData
    migrations: Sequence[Migration]

    @property
    def file(self) -> str:
        return f"{self.name}.sqlite"

    def count(self, connection: Connection) -> int:
        """How many rows stand in it."""
        counts = [select(func.count()).select_from(table) for table in self.metadata.sorted_tables]
        return sum(int(connection.execute(asked).scalar_one()) for asked in counts)


_STORES: Final = (
    _Store("accounts", accounts.metadata, accounts.MIGRATIONS),
    _Store("audit", audit.metadata, audit.MIGRATIONS),
    _Store("doors", doors.metadata, doors.MIGRATIONS),
    _Store("saved", saved_filters.metadata, saved_filters.MIGRATIONS),
    _Store("briefings", briefings.metadata, briefings.MIGRATIONS),
)


def lasting_files(home: Path) -> list[str]:
    """The files of lasting stores that stand under `home`, by name."""
    return [store.file for store in _STORES if (home / store.file).is_file()]


def move_stores(settings: Settings, told: argparse.Namespace, lang: str) -> Report:
    """Move each store that has a file here and nothing in the database yet; exit code 1 where one cannot be moved.

    With `told.dry_run` only say what would be. The files stay as they are. Raises SettingsError without GUATU_STORE,
    StoreError for a log that does not verify, before or after.
    """
    if not settings.store_url:
        raise SettingsError("cli.store.no_database")
    done = [_moved(store, settings, is_dry=told.dry_run) for store in _STORES]
    lines = [words(f"cli.store.{key}", lang, name=store.name, rows=f"{rows:,}") for store, (key, rows) in
             zip(_STORES, done, strict=True)]  # fmt: skip
    if "moved" in {key for key, _ in done}:
        lines.append(words("cli.store.files_stay", lang, home=settings.home))
    return Report(lines, int(any(key == "taken" for key, _ in done)))


def _moved(store: _Store, settings: Settings, *, is_dry: bool) -> tuple[str, int]:
    """What became of a store ("none", "would", "moved", "there", "taken"), and of how many rows."""
    if not (settings.home / store.file).is_file():
        return "none", 0
    with ExitStack() as opened:
        source = open_own_store(settings.home, store.file, store.migrations)
        opened.callback(source.dispose)
        try:
            found = _found(store, settings, source)
            if found[0] != "would":
                return found
            _hold(store, settings.home)
            if is_dry:
                return found
            rows = _copied(store, source, open_own_store(settings, store.file, store.migrations))
        except SQLAlchemyError as error:
            raise StoreError("cli.store.failed", name=store.name, reason=type(error).__name__) from error
    _hold(store, settings)
    return "moved", rows


def _found(store: _Store, settings: Settings, source: Engine) -> tuple[str, int]:
    """How it stands before anything is done, and how many rows are here; makes nothing."""
    reading = {BEGIN: "BEGIN"}
    with source.connect().execution_options(**reading) as taken:
        rows = store.count(taken)
        if not stands(settings, store.file):
            return "would", rows
        target = open_own_store(settings, store.file, store.migrations)
        with target.connect().execution_options(**reading) as given:
            if not store.count(given):
                return "would", rows
            return ("there" if _holds(store, taken, given) else "taken"), rows


def _copied(store: _Store, source: Engine, target: Engine) -> int:
    """Copy all rows in one transaction, while nobody writes here or there; returns how many."""
    with source.begin() as taken, target.begin() as given:
        if store.count(given):
            raise StoreError("cli.store.failed", name=store.name, reason="StoreError")
        for table in store.metadata.sorted_tables:
            for some in taken.execute(select(table)).mappings().partitions(_ROWS):
                given.execute(insert(table), [dict(row) for row in some])
            _go_on_counting(table, given)
        return store.count(given)


def _holds(store: _Store, taken: Connection, given: Connection) -> bool:
    """Whether every row of the file was moved once; what is there may have changed and grown since."""
    for table in store.metadata.sorted_tables:
        if table.name in _PASSING:
            continue
        keys = select(*table.primary_key.columns)
        if not {tuple(row) for row in taken.execute(keys)} <= {tuple(row) for row in given.execute(keys)}:
            return False
    return True


_PASSING: Final = frozenset({"session", "attempt", "uncovering"})
"""Tables whose rows end by themselves."""


def _go_on_counting(table: Table, given: Connection) -> None:
    """Numbers that the database gives begin after those that were moved."""
    column = table.autoincrement_column
    if column is None:
        return
    last = given.execute(select(func.max(column))).scalar()
    sequence = given.execute(
        text("SELECT pg_get_serial_sequence(quote_ident(:name), :column)"), {"name": table.name, "column": column.name}
    ).scalar()
    if last is not None and sequence is not None:
        given.execute(text("SELECT setval(CAST(:sequence AS regclass), :last)"), {"sequence": sequence, "last": last})


def _hold(store: _Store, place: Place) -> None:
    """Hold the log to its chain; what does not verify is neither moved nor left unsaid."""
    if store.name == "audit":
        log = open_audit(place)
        if not log.verify().holds:
            raise StoreError("audit.does_not_hold")
        log.close()
