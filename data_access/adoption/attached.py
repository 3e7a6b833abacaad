"""A mapping at work: every statement that the product sends reads the contract's tables through it.

The tables that a statement names are put in front of it as common table expressions, so that in it `household` means
the mapped SELECT. That holds for every statement alike, made by SQLAlchemy or written by hand, needs no right to
create anything, and writes nothing, not even a temporary view. The expressions are marked not to be materialised: the
planner merges them into the statement and uses the indexes of the tables beneath.
"""

import re
from collections.abc import Mapping as MappingOf
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.types import NullType, Numeric

from data_access.adoption.dialects import Spoken
from data_access.adoption.in_process import FUNCTIONS
from data_access.adoption.mapping import Fault, Mapping
from data_access.adoption.selects import table_select, view_select
from data_access.adoption.steps import StepUnknownError
from data_access.errors import MappingError
from data_access.schema import VIEW_DDL, VIEWS, metadata

_OPTION: Final = "guatu_mapping"
_WORD: Final = re.compile(r"\w+")
_READS: Final = re.compile(r"\s*(?:with(?P<recursive>\s+recursive)?\s|select\s|\()", re.I)
_KEPT: Final = 512
"""Statements whose rewriting is kept: the product has some hundred."""


_ANSWERS: Final = 64


def attach_mapping(engine: Engine, mapping: Mapping) -> None:
    """From now on every statement of `engine` reads the contract's tables through `mapping`.

    The first statement raises MappingError where a transform has no SQL in this engine.
    """
    expressions: dict[str, str] = {}

    @lru_cache(maxsize=_KEPT)
    def rewritten(statement: str) -> str:
        if not expressions:  # only now: the engine learns its version and default schema when it first connects
            expressions.update(_expressions(engine, mapping))
        return _with_tables(statement, expressions)

    def before(_c: object, _k: object, statement: str, parameters: Any, _x: object, _m: bool) -> tuple[str, Any]:
        return rewritten(statement), parameters

    event.listen(engine, "before_cursor_execute", before, retval=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _give_functions)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _without_jit)
    engine.update_execution_options(**{_OPTION: mapping})


def mapping_of(engine: Engine) -> Mapping | None:
    """The mapping through which `engine` reads, None where it reads the contract's own tables."""
    found = engine.get_execution_options().get(_OPTION)
    return found if isinstance(found, Mapping) else None


def mapped_names(mapping: Mapping) -> frozenset[str]:
    """The contract's tables and views that can be read through the mapping."""
    views = {view.name for view in VIEWS if _tables_under(view.name) <= mapping.present}
    return mapping.present | views


def mapped_columns(engine: Engine, table: str) -> MappingOf[str, Any]:
    """Column -> its type as the engine works it out of the mapping; NullType where the engine does not say."""
    names = [column.name for column in metadata.tables[table].columns]
    if engine.dialect.name != "postgresql":
        return {name: NullType() for name in names}
    asked = ", ".join(f"CAST(pg_typeof(t.{name}) AS TEXT)" for name in names)
    statement = f"SELECT {asked} FROM (SELECT 1 AS one) o LEFT JOIN (SELECT * FROM {table}) t ON FALSE"
    with engine.connect() as connection:
        found = connection.execute(text(statement)).one()
    known = engine.dialect.ischema_names  # type: ignore[attr-defined]
    return {name: _type(known.get(kind, NullType)()) for name, kind in zip(names, found, strict=True)}


def _type(kind: Any) -> Any:
    # an expression has no scale: it may hold fractions, and `whole` says where it must not
    return Numeric(38, 6) if isinstance(kind, Numeric) and type(kind).__name__ == "NUMERIC" else kind


def _give_functions(connection: Any, _record: object) -> None:
    """SQLite asks the same of one row as often as a statement names the column: a few answers are kept, for as long as
    the connection is open."""
    for name, function in FUNCTIONS.items():
        connection.create_function(name, 1, lru_cache(maxsize=_ANSWERS)(function), deterministic=True)


def _without_jit(connection: Any, _record: object) -> None:
    """The expressions of a mapping are long: compiling them takes longer than what they are asked for."""
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
    connection.commit()


def prepare_counting(connection: Connection) -> None:
    """For a transaction that reads whole tables. Without a mapping, and but for PostgreSQL, this does nothing.

    PostgreSQL has no statistics of a mapped column and takes a condition on one for nearly always false: it would walk
    a whole table once for each row of another.
    """
    if connection.dialect.name != "postgresql" or mapping_of(connection.engine) is None:
        return
    connection.exec_driver_sql("SET LOCAL enable_nestloop = off")
    if (connection.dialect.server_version_info or (0,)) >= (14,):
        connection.exec_driver_sql("SET LOCAL enable_memoize = off")  # it keeps rows that never come again


def spoken_by(engine: Engine) -> Spoken:
    """The SQL that `engine` takes from the product's own connections."""
    return Spoken(engine.dialect, calls=engine.dialect.name == "sqlite")


def _expressions(engine: Engine, mapping: Mapping) -> dict[str, str]:
    """Table or view -> its common table expression, tables before the views that read them."""
    spoken, found, faults = spoken_by(engine), {}, []
    doubled = engine.dialect.paramstyle in ("format", "pyformat")
    names = [name for name in metadata.tables if name in mapping.tables or name in mapping.catalogue]
    for name in (*names, *(view.name for view in VIEWS if view.name in mapped_names(mapping))):
        try:
            select = view_select(name) if name in VIEW_DDL else table_select(mapping, name, spoken)
        except StepUnknownError as error:
            faults.append(Fault(name, "step_engine", {"step": str(error), "engine": engine.dialect.name}))
            continue
        said = f"{name} AS {spoken.folds}({select})"
        found[name] = said.replace("%", "%%") if doubled else said
    if faults:
        raise MappingError(str(mapping.path), faults)
    return found


@lru_cache(maxsize=16)
def _tables_under(view: str) -> frozenset[str]:
    return frozenset(_WORD.findall(VIEW_DDL[view])) & frozenset(metadata.tables)


def _with_tables(statement: str, expressions: MappingOf[str, str]) -> str:
    """The statement with those of the expressions in front of it that it names, itself or through a view."""
    begins = _READS.match(statement)
    if begins is None:
        return statement
    named = set(_WORD.findall(statement))
    for view in named & set(VIEW_DDL):
        named |= _tables_under(view)
    parts = [said for name, said in expressions.items() if name in named]
    if not parts:
        return statement
    own = statement.lstrip()
    if own[:4].lower() != "with":
        return "WITH " + ",\n".join(parts) + "\n" + own
    recursive = "RECURSIVE " if begins["recursive"] else ""
    rest = statement[begins.end() :]
    return f"WITH {recursive}" + ",\n".join(parts) + ",\n" + rest
