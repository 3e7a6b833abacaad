"""`guatu map check`: what a mapping says, held against the database it is for, before the contract check sees a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from data_access.adoption.attached import mapping_of, spoken_by
from data_access.adoption.dialects import Spoken
from data_access.adoption.guard import is_name
from data_access.adoption.lost import lost_faults
from data_access.adoption.mapping import ColumnMap, Fault, Source
from data_access.adoption.selects import column_expression, raw_expression, source_rows
from data_access.adoption.steps import StepUnknownError
from data_access.database import database_errors
from data_access.progress import Progress, silent
from data_access.schema import metadata

NEAR: Final = 0.6


@dataclass(frozen=True, slots=True)
class _Theirs:
    """What stands in the database: tables and views by schema, columns by table."""

    engine: Engine

    def tables(self, schema: str | None) -> list[str]:
        inspector = inspect(self.engine)
        return [*inspector.get_table_names(schema=schema), *inspector.get_view_names(schema=schema)]

    def columns(self, table: str, schema: str | None) -> list[str]:
        return [str(column["name"]) for column in inspect(self.engine).get_columns(table, schema=schema)]


def check_mapping(engine: Engine, *, losses: bool = True, progress: Progress = silent) -> list[Fault]:
    """Everything in which the mapping attached to `engine` does not fit the database: unknown tables and columns,
    expressions that fail, values that no transform can read, codes that no rule maps, with their counts.

    Without `losses` no row is read: the values and codes are left alone. No value of a row is said but codes, and
    those only where they are short and few. Raises the DatabaseError family.
    """
    mapping = mapping_of(engine)
    if mapping is None:
        return []
    spoken, theirs = spoken_by(engine), _Theirs(engine)
    faults: list[Fault] = []
    sources = [(name, source) for name, many in mapping.tables.items() for source in many]
    with database_errors(), engine.connect() as connection:
        there = {name.lower() for name in theirs.tables(None)}
        faults.extend(Fault(name, "as_is_missing") for name in sorted(mapping.as_is) if name not in there)
        for done, (name, source) in enumerate(sources):
            progress("check", done, len(sources))
            found = list(_name_faults(name, source, theirs, spoken))
            if not found:
                found = list(_source_faults(connection, name, source, spoken))
            if not found:
                found = list(_expression_faults(connection, mapping, name, source, spoken))
            if losses and not found:
                found = list(lost_faults(connection, mapping, name, source, spoken))
            faults.extend(found)
    progress("check", len(sources), len(sources))
    return faults


def _name_faults(name: str, source: Source, theirs: _Theirs, spoken: Spoken) -> Iterator[Fault]:
    """A table or columns that are not there; a SELECT is left to the engine."""
    if source.table is None:
        return
    tables = theirs.tables(source.schema)
    if source.table not in tables:
        yield Fault(name, "no_table", {"table": source.table, "near": _near(source.table, tables)})
        return
    columns = theirs.columns(source.table, source.schema)
    own = {source.split.into} if source.split is not None else set()
    if source.split is not None and source.split.column not in columns:
        yield Fault(name, "no_column", _missing(source.split.column, source.table, columns))
    for column, found in source.columns.items():
        asked = found.expression or ""
        if is_name(asked) and asked not in columns and asked not in own:
            yield Fault(f"{name}.{column}", "no_column", _missing(asked, source.table, columns))
        elif not is_name(asked) and asked in columns:  # as an expression it would be taken apart: "INCOME(YUAN)"
            values = {"column": asked, "table": source.table, "written": spoken.column(asked)}
            yield Fault(f"{name}.{column}", "name_unquoted", values)
    if source.same_rest:
        for rest in [column.name for column in metadata.tables[name].columns]:
            if rest not in source.columns and rest not in [column.lower() for column in columns]:
                yield Fault(f"{name}.{rest}", "no_column", _missing(rest, source.table, columns))


def _missing(column: str, table: str, columns: list[str]) -> Mapping[str, object]:
    return {"column": column, "table": table, "near": _near(column, columns)}


def _near(name: str, known: list[str]) -> str:
    by_lower = {each.lower(): each for each in known}
    found = get_close_matches(name.lower(), list(by_lower), n=3, cutoff=NEAR)
    return ", ".join(by_lower[each] for each in found) or "-"


def _source_faults(connection: Connection, name: str, source: Source, spoken: Spoken) -> Iterator[Fault]:
    reason = failure(connection, f"SELECT 1{source_rows(source, spoken)}")
    if reason:
        yield Fault(name, "source_fails", {"reason": reason})


def _expression_faults(
    connection: Connection, mapping: Any, name: str, source: Source, spoken: Spoken
) -> Iterator[Fault]:
    """Which expression the engine refuses: first as the file has it, then with its transforms."""
    rows = source_rows(source, spoken)
    for column in metadata.tables[name].columns:
        found: ColumnMap | None = source.columns.get(column.name)
        if found is None or found.expression is None:
            continue
        place = f"{name}.{column.name}"
        reason = failure(connection, f"SELECT {raw_expression(found, spoken)}{rows}")
        if reason:
            yield Fault(place, "expression_fails", {"expression": found.expression, "reason": reason})
            continue
        try:
            made = column_expression(mapping, source, column, spoken)
        except StepUnknownError as error:
            yield Fault(place, "step_engine", {"step": str(error), "engine": spoken.dialect.name})
            continue
        reason = failure(connection, f"SELECT {made}{rows}")
        if reason:
            yield Fault(place, "step_fails", {"steps": ", ".join(found.steps) or "codes", "reason": reason})


def failure(connection: Connection, statement: str) -> str:
    """What the engine says against a statement whose rows are not asked for; "" = nothing.

    No row is read, so that no value of one can stand in what it says.
    """
    doubled = connection.dialect.paramstyle in ("format", "pyformat")
    asked = f"SELECT * FROM ({statement}) asked WHERE 1 = 0"
    try:
        with connection.begin_nested() if connection.in_transaction() else connection.begin():
            connection.exec_driver_sql(asked.replace("%", "%%") if doubled else asked).fetchall()
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or type(error).__name__)
        return said.strip().splitlines()[0]
    return ""
