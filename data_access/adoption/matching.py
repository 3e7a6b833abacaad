"""Which table and columns of another database look like a table of the contract, by their names and comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine, inspect

from data_access.adoption.names import Names, Sureness, column_names, table_names_of
from data_access.database import database_errors
from data_access.schema import metadata

_OF_THE_ROW: Final = frozenset({"source_id", "updated_at", "name_en", "sort_no", "valid_from", "valid_to"})
"""Columns that many tables have, whatever they are about."""

_NAMED: Final = 12
"""What the table's own name weighs, beside its columns of 1, 4 or 9 each."""


@dataclass(frozen=True, slots=True)
class TheirColumn:
    """A column as the database describes it."""

    name: str
    kind: Any
    comment: str | None


@dataclass(frozen=True, slots=True)
class TheirTable:
    """A table or view as the database describes it."""

    name: str
    comment: str | None
    columns: tuple[TheirColumn, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A table of the contract, the table of theirs that looks like it, and its columns -> theirs, how sure."""

    table: str
    theirs: TheirTable
    columns: dict[str, tuple[TheirColumn, Sureness]]
    score: int


def read_tables(engine: Engine, schema: str | None) -> list[TheirTable]:
    """Every table and view with its columns and comments; no row. Raises the DatabaseError family."""
    with database_errors():
        inspector = inspect(engine)
        names = sorted({*inspector.get_table_names(schema=schema), *inspector.get_view_names(schema=schema)})
        return [
            TheirTable(name, _comment(inspector, name, schema), _columns(inspector.get_columns(name, schema=schema)))
            for name in names
            if not name.startswith(("sqlite_", "pg_"))
        ]


def best_match(table: str, theirs: Sequence[TheirTable]) -> Match | None:
    """The table that looks most like the contract's `table`; None where none has its key and says something more, or
    is called as surely as can be."""
    found = [match for each in theirs if (match := _match(table, each)) is not None]
    return max(found, key=lambda match: (match.score, match.theirs.name), default=None)


def _match(table: str, theirs: TheirTable) -> Match | None:
    named = table_names_of(table).match(theirs.name, theirs.comment)
    columns = _assigned(table, theirs)
    key = {column.name for column in metadata.tables[table].primary_key.columns}
    telling = [
        name for name, (_, sure) in columns.items()
        if sure >= Sureness.LIKELY and name not in _OF_THE_ROW and (name not in key or name.endswith("_code"))
    ]  # fmt: skip
    whole_key = key <= set(columns)
    linked = named is Sureness.SURE and len(key & set(columns)) > 1  # a table of links may be all key
    if not (telling or linked) or not (whole_key or (named is not None and named >= Sureness.LIKELY)):
        return None
    if named is None and len(columns) < 3 and all(columns[name][1] < Sureness.SURE for name in telling):
        return None
    score = (
        sum(sure**2 for _, sure in columns.values()) + (_NAMED if named is not None else 0) + (3 if whole_key else 0)
    )
    return Match(table, theirs, columns, score)


def _assigned(table: str, theirs: TheirTable) -> dict[str, tuple[TheirColumn, Sureness]]:
    """The surest pairs first; no column of theirs stands for two."""
    pairs = []
    for position, column in enumerate(metadata.tables[table].columns.keys()):
        names: Names = column_names(table, column)
        for other in theirs.columns:
            sure = names.match(other.name, other.comment)
            if sure is not None:
                pairs.append((-sure, position, column, other))
    found: dict[str, tuple[TheirColumn, Sureness]] = {}
    taken: set[str] = set()
    for minus_sure, _, column, other in sorted(pairs, key=lambda pair: pair[:2]):
        if column not in found and other.name not in taken:
            found[column] = (other, Sureness(-minus_sure))
            taken.add(other.name)
    return found


def _columns(told: Sequence[Any]) -> tuple[TheirColumn, ...]:
    return tuple(TheirColumn(str(each["name"]), each["type"], each.get("comment")) for each in told)


def _comment(inspector: Any, name: str, schema: str | None) -> str | None:
    try:
        return inspector.get_table_comment(name, schema=schema).get("text")  # type: ignore[no-any-return]
    except NotImplementedError:  # SQLite has none
        return None
