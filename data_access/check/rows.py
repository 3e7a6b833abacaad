"""Rules that one row alone can break: one pass over each table counts all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import Column as SqlColumn
from sqlalchemy import ColumnElement, Connection, and_, case, cast, func, literal_column, not_, or_, select, types

from data_access.check.findings import Finding, Severity, may_show
from data_access.check.shape import Shape, family, is_day, is_flag
from data_access.schema import code_list_of, core, metadata

_MAY_LIE_AHEAD: Final = frozenset({"valid_from", "valid_to", "due_on", "planned_start_on", "planned_end_on"})
"""Dates that are plans: departments deliver planned ends, a measure may begin next month."""

_PLANS: Final = frozenset({"project", "policy_line", "insurance_policy", "region_figure"})
"""Tables whose stat_year may lie ahead: money planned, lines announced, targets quoted."""

_FIRST_YEAR: Final = 1900

_NEVER_NEGATIVE: Final = ("_count", "_kw", "_kwh")

CodeItems = dict[str, tuple[str, ...]]
"""Code list -> its items."""

_STORED: Final = {"text": ("text",), "whole": ("integer",), "number": ("integer", "real"), "date": ("text",)}


@dataclass(frozen=True, slots=True)
class _Test:
    """One rule on one column: the rows where `broken` holds are counted."""

    severity: Severity
    column: "SqlColumn[Any]"
    rule: str
    broken: ColumnElement[bool]
    values: dict[str, object] = field(default_factory=dict)
    example: bool = False


def row_findings(connection: Connection, shape: Shape, name: str, items: CodeItems, today: date) -> Iterator[Finding]:
    """NULLs, unknown codes, flags, signs, periods, dates and stored types of the table `name`, in one query."""
    tests = [test for column in shape.columns(name) for test in _tests(column, shape, items, today)]
    tests.extend(_order_tests(shape, name))
    table = metadata.tables[name]
    counted: list[ColumnElement[Any]] = []
    for test in tests:
        counted.append(func.sum(case((test.broken, 1), else_=0)))
        counted.append(func.min(case((test.broken, test.column))) if test.example else literal_column("NULL"))
    if not counted:
        return
    found = connection.execute(select(*counted).select_from(table)).one()
    for position, test in enumerate(tests):
        count = int(found[2 * position] or 0)
        if count:
            sample = found[2 * position + 1]
            yield Finding(
                test.severity,
                name,
                test.column.name,
                test.rule,
                count,
                None if sample is None else str(sample)[:40],
                test.values,
            )


def code_items(connection: Connection, shape: Shape) -> CodeItems:
    """Code list -> its items, as this database has them; empty when it has no such table."""
    if not shape.has("code_item", "list_code", "item_code"):
        return {}
    items: dict[str, list[str]] = {}
    for list_code, item in connection.execute(select(core.code_item.c.list_code, core.code_item.c.item_code)):
        items.setdefault(str(list_code), []).append(str(item))
    return {list_code: tuple(codes) for list_code, codes in items.items()}


def _tests(column: "SqlColumn[Any]", shape: Shape, items: CodeItems, today: date) -> Iterator[_Test]:
    shows = may_show(column)
    if not column.nullable:
        yield _Test(Severity.ERROR, column, "null", column.is_(None))
    if shape.dialect == "sqlite":
        yield from _stored_tests(column)
    if family(column.type) == "text":
        yield _Test(Severity.WARNING, column, "empty_text", column == "")
    list_code = code_list_of(column)
    if list_code is not None and items:
        known = items.get(list_code, ())
        broken = and_(column.is_not(None), column.not_in(known)) if known else column.is_not(None)
        rule = "unknown_code" if known else "unknown_list"
        yield _Test(Severity.ERROR, column, rule, broken, {"list": list_code}, example=shows)
    if is_flag(column):
        yield _Test(Severity.ERROR, column, "not_a_flag", column.not_in((0, 1)))
    elif column.name.endswith(_NEVER_NEGATIVE):
        yield _Test(Severity.ERROR, column, "negative", column < 0)
    elif column.name == "stat_month":
        yield _Test(Severity.ERROR, column, "not_a_month", not_(column.between(0, 12)))
    elif column.name.endswith("_year"):
        last = today.year + 20 if column.name == "stat_year" and column.table.name in _PLANS else today.year
        broken = not_(column.between(_FIRST_YEAR, last))
        yield _Test(Severity.ERROR, column, "year_out_of_range", broken, {"low": _FIRST_YEAR, "high": last})
    elif column.name in ("longitude", "latitude"):
        most = 180 if column.name == "longitude" else 90
        yield _Test(Severity.ERROR, column, "not_degrees", not_(column.between(-most, most)), {"most": most})
    elif is_day(column) and column.name not in _MAY_LIE_AHEAD:
        yield _Test(Severity.ERROR, column, "in_the_future", _after(column, today), {"today": today.isoformat()})
    elif column.name == "valid_to":
        never = _after(column, date(today.year + 100, 1, 1))
        yield _Test(Severity.ERROR, column, "end_of_time", never)


def _after(column: "SqlColumn[Any]", day: date) -> ColumnElement[bool]:
    """Later than the last second of `day`."""
    if isinstance(column.type, types.DateTime):
        return column > datetime.combine(day, time(23, 59, 59, 999999))
    return column > day


def _stored_tests(column: "SqlColumn[Any]") -> Iterator[_Test]:
    """SQLite stores any value anywhere: ask the values themselves."""
    if is_day(column):
        # with a modifier SQLite counts 30 February on into March; without one it takes it as it stands
        raw = cast(column, types.String)
        whole = func.date(raw, "+0 days") if isinstance(column.type, types.Date) else func.datetime(raw, "+0 days")
        shown = raw if isinstance(column.type, types.Date) else func.substr(raw, 1, 19)
        broken = and_(column.is_not(None), or_(func.typeof(column) != "text", whole.is_distinct_from(shown)))
        yield _Test(Severity.ERROR, column, "not_a_date", broken)
        return
    stored = _STORED[family(column.type) or "text"]
    broken = and_(column.is_not(None), func.typeof(column).not_in(stored))
    yield _Test(Severity.ERROR, column, "stored_type", broken, {"type": str(column.type)})


def _order_tests(shape: Shape, name: str) -> Iterator[_Test]:
    if shape.has(name, "valid_from", "valid_to"):
        table = metadata.tables[name]
        yield _Test(Severity.WARNING, table.c.valid_to, "ends_before_it_begins", table.c.valid_to < table.c.valid_from)
