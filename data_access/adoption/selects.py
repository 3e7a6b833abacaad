"""A table of the contract as a SELECT over what the mapping names, in the SQL of one engine."""

from typing import Any, Final

from sqlalchemy import Column, Table

from data_access.adoption.dialects import Spoken
from data_access.adoption.guard import is_name
from data_access.adoption.mapping import CodeRule, ColumnMap, Mapping, Source, Split
from data_access.adoption.steps import apply_step
from data_access.catalogues import CATALOGUE_FILES, catalogue_rows
from data_access.schema import VIEW_DDL, metadata

NO_ROWS: Final = " FROM (SELECT 1 AS one) t WHERE 1 = 0"


def table_select(mapping: Mapping, name: str, spoken: Spoken) -> str:
    """The rows of the contract's table `name`, all of its columns in their order; raises StepUnknownError."""
    table = metadata.tables[name]
    if name in mapping.catalogue:
        return _catalogue_select(table, spoken)
    parts = [_source_select(mapping, source, table, spoken) for source in mapping.tables[name]]
    if parts:
        return "\nUNION ALL\n".join(parts)
    return "SELECT " + ", ".join(f"{spoken.nothing(c)} AS {c.name}" for c in table.columns) + NO_ROWS


def view_select(name: str) -> str:
    """The rows of a view of the contract, over its tables."""
    return VIEW_DDL[name].partition(" AS\n")[2].strip()


def source_rows(source: Source, spoken: Spoken, beside: str = "") -> str:
    """FROM and WHERE of one source; its rows are called t, and `beside` is joined to them."""
    rows = f"({source.select})" if source.select is not None else spoken.table(source.table or "", source.schema)
    if source.split is not None:
        rows = f"(SELECT t.*, {_pieces(source.split, rows, spoken)})"
    return f" FROM {rows} t{beside}" + (f" WHERE {source.where}" if source.where else "")


def column_expression(mapping: Mapping, source: Source, column: "Column[Any]", spoken: Spoken) -> str:
    """One column of the contract, made of a row of the source."""
    found = source.columns.get(column.name)
    if found is None:
        return _unnamed(source, column, spoken)
    if found.expression is None:
        return spoken.literal(found.value)
    sql = stepped_expression(found, spoken)
    if found.codes is not None:
        sql = _coded(mapping.codes[found.codes], sql, spoken)
    if found.times is not None:
        times = f"{sql} * {spoken.literal(found.times)}"
        sql = f"ROUND({times}, 4)" if spoken.family == "sqlite" else times  # its decimals are floats
    return sql


def stepped_expression(found: ColumnMap, spoken: Spoken) -> str:
    """Their expression behind the transforms, and without what stands for "not known"; not yet a code of ours."""
    sql = raw_expression(found, spoken)
    unknown = [spoken.literal(value) for value in found.unknown if isinstance(value, str)]
    if unknown:  # before the transforms: 9999-12-31 is a day to them
        sql = f"CASE WHEN {spoken.as_text(sql)} NOT IN ({', '.join(unknown)}) THEN {sql} END"
    for step in found.steps:
        sql = apply_step(step, sql, spoken)
    for value in found.unknown:
        sql = sql if isinstance(value, str) else f"NULLIF({sql}, {spoken.literal(value)})"
    return sql


def raw_expression(found: ColumnMap, spoken: Spoken) -> str:
    """Their expression as the file has it; a bare name is quoted as the engine quotes."""
    expression = found.expression or ""
    return spoken.column(expression) if is_name(expression) else f"({expression})"


def _source_select(mapping: Mapping, source: Source, table: Table, spoken: Spoken) -> str:
    made = {c.name: column_expression(mapping, source, c, spoken) for c in table.columns}
    if source.distinct or source.split is not None:
        return f"SELECT DISTINCT {_listed(made)}{source_rows(source, spoken)}"
    worked_out = [name for name, found in source.columns.items() if found.expression is not None and not found.is_plain]
    if spoken.family != "postgresql" or not worked_out:
        return f"SELECT {_listed(made)}{source_rows(source, spoken)}"
    # PostgreSQL would put the expression wherever the statement names the column, and work it out each time; behind
    # OFFSET it does so once a row, and the plain columns beside it still reach the indexes
    once = _listed({f"guatu_{name}": made[name] for name in worked_out})
    made |= {name: f"guatu_{name}" for name in worked_out}
    return f"SELECT {_listed(made)}{source_rows(source, spoken, f' CROSS JOIN LATERAL (SELECT {once} OFFSET 0) once')}"


def _listed(made: dict[str, str]) -> str:
    return ", ".join(f"{expression} AS {name}" for name, expression in made.items())


def _unnamed(source: Source, column: "Column[Any]", spoken: Spoken) -> str:
    if source.same_rest:
        return f"t.{spoken.name(column.name)}"
    default = getattr(column.server_default, "arg", None)
    return str(default) if default is not None else spoken.nothing(column)


def _coded(rule: CodeRule, sql: str, spoken: Spoken) -> str:
    """Simple CASE: the engine works their value out once, however many branches there are."""
    branches = " ".join(
        f"WHEN {spoken.literal(theirs)} THEN {spoken.literal(item)}" for theirs, item in rule.items.items()
    )
    said = spoken.as_text(sql)
    if rule.other is None:
        return f"CASE {said} {branches} END"
    other = f"CASE {said} {branches} ELSE {spoken.literal(rule.other)} END"
    return f"CASE WHEN {sql} IS NOT NULL AND {said} <> '' THEN {other} END"


def _pieces(split: Split, rows: str, spoken: Spoken) -> str:
    into, column = spoken.name(split.into), spoken.name(split.column)
    if spoken.family == "postgresql":
        signs = "".join(f"\\{sign}" if sign in "]\\^-" else sign for sign in split.separators)
        cut = f"REGEXP_SPLIT_TO_TABLE(CAST(t.{column} AS TEXT), {spoken.literal(f'[{signs}]')}) AS p(piece)"
        return f"TRIM(p.piece) AS {into} FROM {rows} t CROSS JOIN LATERAL {cut} WHERE TRIM(p.piece) <> ''"
    quoted = f"JSON_QUOTE(CAST(t.{column} AS {'CHAR' if spoken.family == 'mysql' else 'TEXT'}))"
    first, *others = list(split.separators)
    for sign in others:
        quoted = f"REPLACE({quoted}, {spoken.literal(sign)}, {spoken.literal(first)})"
    quoted = f"REPLACE({quoted}, {spoken.literal(first)}, '\",\"')"
    if spoken.family == "mysql":
        listed = f"JSON_TABLE(CONCAT('[', {quoted}, ']'), '$[*]' COLUMNS (piece VARCHAR(300) PATH '$')) AS p"
        return f"TRIM(p.piece) AS {into} FROM {rows} t JOIN {listed} WHERE TRIM(p.piece) <> ''"
    listed = f"JSON_EACH('[' || {quoted} || ']') p"
    return f"TRIM(p.value) AS {into} FROM {rows} t JOIN {listed} WHERE TRIM(p.value) <> ''"


def _catalogue_select(table: Table, spoken: Spoken) -> str:
    file = next(file for file, filled in CATALOGUE_FILES.items() if filled is table)
    names = [column.name for column in table.columns]
    rows = [[spoken.literal(row.get(name)) for name in names] for row in catalogue_rows(file)]
    if spoken.family in ("sqlite", "postgresql"):
        values = ", ".join(f"({', '.join(row)})" for row in rows)
        renamed = ", ".join(f"column{at} AS {name}" for at, name in enumerate(names, 1))
        return f"SELECT {renamed} FROM (VALUES {values}) t"
    named = [", ".join(f"{value} AS {name}" for value, name in zip(row, names, strict=True)) for row in rows]
    return " UNION ALL ".join(f"SELECT {row}" for row in named)
