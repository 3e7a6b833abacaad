"""How an engine writes names, texts, types and nothing: the few words in which the dialects differ."""

import sqlite3
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Date, DateTime, Integer, Numeric
from sqlalchemy.engine import Dialect

from data_access.schema import VIEWS, metadata

_FAMILIES: Final = {
    "sqlite": "sqlite",
    "postgresql": "postgresql",
    "kingbase": "postgresql",
    "opengauss": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
}
_TEXT: Final = {"sqlite": "TEXT", "postgresql": "TEXT", "mysql": "CHAR", "other": "VARCHAR(4000)"}
_CONTRACT_NAMES: Final = frozenset((*metadata.tables, *(view.name for view in VIEWS)))


@dataclass(frozen=True, slots=True)
class Spoken:
    """One engine's SQL. `family` is sqlite, postgresql, mysql, or other: then only what is standard is written.

    calls   the connection has the functions of data_access.adoption.in_process (SQLite alone, and not in views)
    """

    dialect: Dialect
    calls: bool = False

    @property
    def family(self) -> str:
        """Which of the families the engine belongs to."""
        return _FAMILIES.get(self.dialect.name, "other")

    @property
    def folds(self) -> str:
        """What keeps a common table expression open to the planner, where it would otherwise be computed whole."""
        server = getattr(self.dialect, "server_version_info", None) or (0,)
        opens = self.family == "sqlite" and sqlite3.sqlite_version_info >= (3, 35)
        return "NOT MATERIALIZED " if opens or (self.dialect.name == "postgresql" and server >= (12,)) else ""

    def name(self, identifier: str) -> str:
        """A name of theirs, quoted where it must be."""
        return str(self.dialect.identifier_preparer.quote(identifier))

    def column(self, name: str) -> str:
        """A column of theirs, behind the name that the rows of a source have: SQLite takes a quoted name that it does
        not know for a text."""
        return f"t.{self.name(name)}"

    def table(self, name: str, schema: str | None) -> str:
        """A table of theirs; one that is called as a table of the contract gets its schema, to be told from it.

        In MySQL each does, for views stand in a database of their own.
        """
        if schema is None and (name.lower() in _CONTRACT_NAMES or self.family == "mysql"):
            schema = "main" if self.family == "sqlite" else self.dialect.default_schema_name
        return f"{self.name(schema)}.{self.name(name)}" if schema else self.name(name)

    def as_text(self, sql: str) -> str:
        """The value as text without blanks around it."""
        return f"TRIM(CAST({sql} AS {_TEXT[self.family]}))"

    def literal(self, value: str | int | float | None) -> str:
        """A value as it is written in a statement."""
        if value is None:
            return "NULL"
        if isinstance(value, str):
            said = value.replace("'", "''")
            return "'" + (said.replace("\\", "\\\\") if self.family == "mysql" else said) + "'"
        return repr(int(value) if isinstance(value, bool) else value)

    def nothing(self, column: "Column[Any]") -> str:
        """NULL of the type of a column of the contract, so that a column without any value has one."""
        if self.family == "sqlite":
            return "NULL"
        kind = str(column.type.compile(self.dialect))
        if self.family == "mysql":
            kinds = ((Integer, "SIGNED"), (Numeric, kind), (DateTime, "DATETIME"), (Date, "DATE"))
            kind = next((said for known, said in kinds if isinstance(column.type, known)), "CHAR")
            kind = kind.replace("NUMERIC", "DECIMAL")
        return f"CAST(NULL AS {kind})"
