"""The mapping as CREATE VIEW statements, for a database administrator who would rather have views than a setting."""

from collections.abc import Iterator

from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from data_access.adoption.attached import mapped_names
from data_access.adoption.dialects import Spoken
from data_access.adoption.mapping import Fault, Mapping
from data_access.adoption.selects import table_select, view_select
from data_access.adoption.steps import StepUnknownError
from data_access.errors import DatabaseError, MappingError
from data_access.schema import VIEWS, metadata


def view_statements(mapping: Mapping, dialect: Dialect) -> Iterator[str]:
    """One CREATE VIEW a table of the mapping, then the contract's own views; raises MappingError.

    A view whose name a table of theirs has cannot stand beside it: make the views in a schema of their own.
    """
    spoken, faults, made = Spoken(dialect), [], []
    for name in metadata.tables:
        if name not in mapping.tables and name not in mapping.catalogue:
            continue
        try:
            made.append(f"CREATE VIEW {name} AS\n{table_select(mapping, name, spoken)};")
        except StepUnknownError as error:
            faults.append(Fault(name, "step_view", {"step": str(error), "engine": dialect.name}))
    if faults:
        raise MappingError(str(mapping.path), faults)
    yield from made
    for view in VIEWS:
        if view.name in mapped_names(mapping) and view.name not in mapping.as_is:
            yield f"CREATE VIEW {view.name} AS\n{view_select(view.name)};"


def dialect_of(url: str) -> Dialect:
    """The dialect of the engine that `url` names, without a connection; raises DatabaseError.

    In MySQL the database of `url` is where their tables are looked for.
    """
    try:
        parsed = make_url(url)
        dialect: Dialect = parsed.get_dialect()()
    except (ArgumentError, NoSuchModuleError) as error:
        raise DatabaseError("database.address") from error
    if dialect.name in ("mysql", "mariadb"):
        dialect.default_schema_name = parsed.database
    return dialect
