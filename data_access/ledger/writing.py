"""What waits, held against what stands: new rows are added, changed ones updated by key, equal ones left alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Column, Connection, Date, DateTime, Table, bindparam, delete, insert, select, tuple_, update

from data_access.database import database_errors
from data_access.ledger.layouts import SETS, TABLES
from data_access.ledger.staging import Staged, Staging, key_text
from data_access.ledger.target import SOURCE_ID
from data_access.progress import Progress
from data_access.schema import metadata, work

_BATCH: Final = 500


@dataclass(slots=True)
class Written:
    """What became of the rows of one table."""

    added: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0


def write_staged(
    connection: Connection, staging: Staging, there: frozenset[str], *, as_of: date, is_dry: bool, progress: Progress
) -> dict[str, Written]:
    """Table -> what became of its rows; with `is_dry` what would. Inside the caller's transaction.

    A column that the sheet has is written also where its cell is blank; a column that it has not is left as it stands.
    Raises the DatabaseError family.
    """
    now = datetime.now().replace(microsecond=0)
    counts = {name: staging.count(name) for name in TABLES}
    total, done = sum(counts.values()), 0
    found: dict[str, Written] = {}
    with database_errors():
        for name in [n for n in TABLES if counts[n] or staging.owners(n)]:
            table = metadata.tables[name]
            written = found[name] = Written()
            for batch in _batches(staging.rows(name)):
                progress("ledger.progress.write", done, total)
                done += len(batch)
                _write_batch(connection, table, batch, written, now, is_there=name in there, is_dry=is_dry)
            if name in SETS and name in there:
                _remove_rest(connection, staging, table, written, is_dry=is_dry)
            if not is_dry and written.added + written.changed + written.removed:
                _write_load(connection, name, as_of, now, written)
    progress("ledger.progress.write", max(total, 1), max(total, 1))
    return found


def _batches(rows: Iterable[Staged]) -> Iterator[list[Staged]]:
    each = iter(rows)
    while batch := list(islice(each, _BATCH)):
        yield batch


def _write_batch(
    connection: Connection, table: Table, batch: list[Staged], written: Written, now: datetime,
    *, is_there: bool, is_dry: bool,
) -> None:  # fmt: skip
    known = _standing(connection, table, [row.key for row in batch]) if is_there else {}
    added: list[dict[str, Any]] = []
    changed: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    for row in batch:
        values = {name: _typed(table.columns[name], value) for name, value in row.values.items()}
        old = known.get(row.key)
        if old is None:
            added.append(_new_row(table, values, now))
        elif differing := {n: v for n, v in values.items() if not _equal(v, _given(table, n, old[n]))}:
            kept = {n: v for n, v in differing.items() if v is not None or table.columns[n].nullable}
            if kept:
                changed.append((row.key, kept))
    written.added += len(added)
    written.changed += len(changed)
    written.same += len(batch) - len(added) - len(changed)
    if is_dry:
        return
    if added:
        connection.execute(insert(table), added)
    key = list(table.primary_key.columns)
    for told, values in changed:
        stamped = {**values, "source_id": SOURCE_ID, **({"updated_at": now} if "updated_at" not in values else {})}
        fitting = {name: value for name, value in stamped.items() if name in table.columns}
        where = [column == bindparam(f"key_{column.name}") for column in key]
        asked = {f"key_{c.name}": _typed(c, v) for c, v in zip(key, told, strict=True)}
        connection.execute(update(table).where(*where).values(**fitting), asked)


def _standing(connection: Connection, table: Table, keys: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], Any]:
    """The rows that stand under these keys, by the key as the staging writes it."""
    first = next(iter(table.primary_key.columns))
    asked = sorted({_typed(first, key[0]) for key in keys})
    rows = connection.execute(select(table).where(first.in_(asked))).mappings()
    names = [column.name for column in table.primary_key.columns]
    return {tuple(_plain(row[name]) for name in names): row for row in rows}


def _new_row(table: Table, values: dict[str, Any], now: datetime) -> dict[str, Any]:
    row: dict[str, Any] = {column.name: values.get(column.name) for column in table.columns}
    for column in table.columns:
        if row[column.name] is None and not column.nullable and column.server_default is not None:
            row[column.name] = int(str(column.server_default.arg)) if hasattr(column.server_default, "arg") else 1
    if "source_id" in row:
        row["source_id"] = SOURCE_ID
    if "updated_at" in row and row["updated_at"] is None:
        row["updated_at"] = now
    return row


def _remove_rest(connection: Connection, staging: Staging, table: Table, written: Written, *, is_dry: bool) -> None:
    """Rows that stand of somebody all of whose rows the files tell, and that the files do not tell, are no more."""
    key = list(table.primary_key.columns)
    owner = key[: SETS[table.name]]
    owners = staging.owners(table.name)
    gone: list[tuple[Any, ...]] = []
    for row in connection.execute(select(*key)):
        told = tuple(_plain(value) for value in row)
        if key_text(told[: len(owner)]) in owners and not staging.has(table.name, told):
            gone.append(tuple(row))
    written.removed = len(gone)
    for start in range(0, 0 if is_dry else len(gone), _BATCH):
        connection.execute(delete(table).where(tuple_(*key).in_(gone[start : start + _BATCH])))


def _typed(column: "Column[Any]", value: Any) -> Any:
    if isinstance(value, str) and isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


def _given(table: Table, name: str, value: Any) -> Any:
    """The standing value in the type that the contract says: SQLite gives what was written."""
    return _typed(table.columns[name], value)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(float(one) - float(other)) < 1e-6
    return bool(one == other)


def _write_load(connection: Connection, table: str, day: date, started: datetime, written: Written) -> None:
    connection.execute(
        insert(work.data_load),
        [
            {
                "load_id": uuid4().hex,
                "source_id": SOURCE_ID,
                "table_name": table,
                "as_of_on": day,
                "started_at": started,
                "finished_at": datetime.now().replace(microsecond=0),
                "row_count": written.added + written.changed,
                "load_status_code": "OK",
            }
        ],
    )
