"""What a mapping loses: values that a transform cannot read, and codes that no rule maps, with their counts."""

import re
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from data_access.adoption.dialects import Spoken
from data_access.adoption.mapping import ColumnMap, Fault, Mapping, Source
from data_access.adoption.selects import column_expression, raw_expression, source_rows, stepped_expression
from data_access.schema import metadata

MOST_SHOWN: Final = 20
FEWEST_SHOWN: Final = 3
"""A value that fewer rows have is counted and not said: it may be a person's."""

_MOST_DISTINCT: Final = 60
_LONGEST_CODE: Final = 16
_NUMBER: Final = re.compile(r"\d{7,}")


def lost_faults(connection: Connection, mapping: Mapping, name: str, source: Source, spoken: Spoken) -> Iterator[Fault]:
    """Counts of one source, made by the database in one pass; codes with what they are."""
    asked = [
        (column, found)
        for column in metadata.tables[name].columns
        if (found := source.columns.get(column.name)) is not None
        and found.expression is not None
        and not found.is_plain
    ]
    if not asked:
        return
    rows = source_rows(source, spoken)
    lost = [_lost(mapping, source, column, found, spoken) for column, found in asked]
    sums = ", ".join(f"SUM(CASE WHEN {each} THEN 1 ELSE 0 END)" for each in lost)
    try:
        with connection.begin_nested():
            counts = _asked(connection, f"SELECT {sums}{rows}")[0]
    except SQLAlchemyError as error:  # what it says may hold a value of a row
        yield Fault(name, "rows_fail", {"kind": type(getattr(error, "orig", None) or error).__name__})
        return
    for (column, found), condition, count in zip(asked, lost, counts, strict=True):
        if not count:
            continue
        place = f"{name}.{column.name}"
        values: dict[str, object] = {"count": int(count), "from": found.expression}
        if found.codes is None:
            yield Fault(place, "lost", {**values, "steps": ", ".join(found.steps)})
        else:
            yield _codes_fault(connection, place, values, found, condition, rows, spoken, mapping)


def _lost(mapping: Mapping, source: Source, column: Any, found: ColumnMap, spoken: Spoken) -> str:
    """Something stands there, and nothing comes of it, though no rule says that it means nothing."""
    raw = raw_expression(found, spoken)
    said = raw if "gbk_bytes" in found.steps else spoken.as_text(raw)
    nothing = [value for value in found.unknown if isinstance(value, str)]
    if found.codes is not None:
        nothing += [theirs for theirs, item in mapping.codes[found.codes].items.items() if item is None]
    there = f"{raw} IS NOT NULL"
    if "gbk_bytes" not in found.steps:
        there += f" AND {said} <> ''"
        if nothing:
            there += f" AND {said} NOT IN ({', '.join(spoken.literal(value) for value in nothing)})"
    return f"{there} AND {column_expression(mapping, source, column, spoken)} IS NULL"


def _codes_fault(
    connection: Connection, place: str, values: dict[str, object], found: ColumnMap, condition: str, rows: str,
    spoken: Spoken, mapping: Mapping,
) -> Fault:  # fmt: skip
    said = spoken.as_text(stepped_expression(found, spoken))
    inner = f"SELECT {said} AS code, CASE WHEN {condition} THEN 1 ELSE 0 END AS is_lost{rows}"
    counted = "SELECT code, COUNT(*) AS n FROM (" + inner + ") c WHERE is_lost = 1 GROUP BY code ORDER BY n DESC, code"
    codes = _asked(connection, counted)
    rule = mapping.codes[found.codes or ""]
    values |= {"distinct": len(codes), "rule": rule.name, "list": rule.list_code}
    if len(codes) > _MOST_DISTINCT or any(not _is_code(str(code)) for code, _ in codes):
        return Fault(place, "not_codes", values)  # a column of names taken for one of codes must not be printed
    shown = ", ".join(f"{code} ({int(count):,})" for code, count in codes[:MOST_SHOWN] if count >= FEWEST_SHOWN)
    return Fault(place, "unmapped", {**values, "codes": shown or "-"})


def _is_code(value: str) -> bool:
    return len(value) <= _LONGEST_CODE and _NUMBER.search(value) is None


def _asked(connection: Connection, statement: str) -> list[Any]:
    doubled = connection.dialect.paramstyle in ("format", "pyformat")
    return list(connection.exec_driver_sql(statement.replace("%", "%%") if doubled else statement).fetchall())
