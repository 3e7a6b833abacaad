"""The shape of a database: which tables, views and columns are there, and of which type."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Date, DateTime, Engine, Numeric, SmallInteger, Table, inspect, types

from data_access.adoption.attached import mapping_of
from data_access.check.findings import Finding, Severity
from data_access.database import columns_by_table, database_errors, table_names, tables_found
from data_access.schema import THEMES, VIEWS, metadata, theme_tables

_KINDS: Final[tuple[tuple[type[Any], str], ...]] = (
    (types.Boolean, "flag"),
    (types.DateTime, "time"),
    (types.Date, "date"),
    (types.Integer, "whole"),
    (types.Numeric, "number"),
    (types.Float, "number"),
    (types.String, "text"),
)
"""Type of the engine -> family; the first that fits, so subclasses stand before their parents."""

_TAKES: Final[dict[str, frozenset[str]]] = {
    "text": frozenset({"text"}),
    "whole": frozenset({"whole"}),
    "number": frozenset({"number", "whole"}),
    "date": frozenset({"date", "time"}),
    "time": frozenset({"time"}),
}
"""Family that the contract asks for -> families of the engine that serve."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What was found of the contract in one database.

    tables    the contract's tables that are there, in the order of the contract -> column -> type of the engine
    keys      table -> columns of the primary key that the engine itself enforces
    names     all tables and views of the database
    dialect   the engine's name
    is_mapped whether it is read through a mapping: then what is missing is missing there
    """

    tables: Mapping[str, Mapping[str, Any]]
    keys: Mapping[str, tuple[str, ...]]
    names: frozenset[str]
    dialect: str
    is_mapped: bool = False

    def fits(self, column: "Column[Any]") -> bool:
        """Whether `column` of the contract is there in a type that queries can work with."""
        there = self.tables.get(column.table.name, {})
        if column.name not in there:
            return False
        if self.dialect == "sqlite":
            return True  # it has no dates, and declares what it likes: there the values decide (rows.py)
        wanted, kind = family(column.type), there[column.name]
        found = family(kind)
        if found is None or found in _TAKES[wanted or "text"]:
            return True
        return wanted == "whole" and isinstance(kind, Numeric) and not kind.scale  # Oracle and DM say NUMBER(10, 0)

    def has(self, table: str, *columns: str) -> bool:
        """Whether the table and all of the columns are there, and of types that queries can work with."""
        known = metadata.tables[table].columns
        return table in self.tables and all(name in known and self.fits(known[name]) for name in columns)

    def columns(self, table: str) -> list["Column[Any]"]:
        """The contract's columns of `table` that are there in a type that serves, in their order."""
        return [column for column in metadata.tables[table].columns if self.fits(column)]


def read_shape(engine: Engine) -> Shape:
    """Read the database's own catalogue; raises the DatabaseError family."""
    names = table_names(engine)
    there = [name for name in metadata.tables if name in names]
    tables = columns_by_table(engine, there)
    if mapping_of(engine) is not None:  # what is mapped has no key that an engine enforces
        return Shape(tables, dict.fromkeys(there, ()), names, engine.dialect.name, is_mapped=True)
    with database_errors(), engine.connect() as connection:
        where, inspector = tables_found(connection), inspect(connection)
        keys = {
            name: tuple(
                column.lower()
                for column in inspector.get_pk_constraint(name, schema=where.get(name))["constrained_columns"]
            )
            for name in there
        }
    return Shape(tables, keys, names, engine.dialect.name)


def shape_findings(shape: Shape) -> Iterator[Finding]:
    """Missing tables, views and columns, broken themes, wrong types."""
    mapped = "mapped." if shape.is_mapped else ""
    absent = {theme.name for theme in THEMES if not any(t.name in shape.tables for t in theme_tables(theme.name))}
    for theme in THEMES:
        tables = theme_tables(theme.name)
        if theme.name in absent and theme.name != "core":
            yield Finding(
                Severity.INFO, tables[0].name, None, "theme_absent", values={"theme": theme.name, "zh": theme.name_zh}
            )
            continue
        if theme.needs in absent:
            yield Finding(
                Severity.ERROR,
                tables[0].name,
                None,
                f"{mapped}theme_needs",
                values={"theme": theme.name, "needs": theme.needs},
            )
        for table in tables:
            if table.name in shape.tables:
                yield from _column_findings(shape, table)
            elif theme.name == "core":
                yield Finding(Severity.ERROR, table.name, None, f"{mapped}table_missing")
            else:
                values: dict[str, object] = {"theme": theme.name}
                yield Finding(Severity.ERROR, table.name, None, f"{mapped}theme_partial", values=values)
    for view in VIEWS:
        theme_name = str(view.info["theme"])
        if view.name not in shape.names and (theme_name not in absent or theme_name == "core"):
            yield Finding(Severity.ERROR, view.name, None, f"{mapped}view_missing")


def _column_findings(shape: Shape, table: Table) -> Iterator[Finding]:
    there = shape.tables[table.name]
    for column in table.columns:
        if column.name not in there:
            yield Finding(Severity.ERROR, table.name, column.name, "column_missing", values={"type": str(column.type)})
            continue
        if shape.fits(column):
            continue
        yield Finding(
            Severity.ERROR,
            table.name,
            column.name,
            "wrong_type",
            values={"type": str(column.type), "found": str(there[column.name])},
        )


def family(kind: Any) -> str | None:
    """The family of a type: text, whole, number, date, time or flag; None = the engine does not say."""
    return next((name for known, name in _KINDS if isinstance(kind, known)), None)


def is_flag(column: "Column[Any]") -> bool:
    """Whether a column of the contract is a flag 0/1."""
    return isinstance(column.type, SmallInteger) and column.name.startswith(("is_", "has_"))


def is_day(column: "Column[Any]") -> bool:
    """Whether a column of the contract is a date or a timestamp."""
    return isinstance(column.type, Date | DateTime)
