"""A draft of a mapping file, made from the names, comments and types of another database and a look at some values."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Column, Connection, Date, DateTime, Engine, Numeric, types
from sqlalchemy.exc import SQLAlchemyError

from data_access.adoption.dialects import Spoken
from data_access.adoption.guard import is_name
from data_access.adoption.in_process import gbk_text
from data_access.adoption.matching import Match, TheirColumn, best_match, read_tables
from data_access.adoption.names import Sureness
from data_access.adoption.reading import SEPARATORS, VERSION
from data_access.catalogues import CATALOGUE_FILES
from data_access.check.shape import family, is_flag
from data_access.database import database_errors
from data_access.messages import text
from data_access.schema import THEMES, code_list_of, core, metadata

_LOOKED_AT: Final = 200
"""Values of a column that are looked at to tell how its text is written; none is kept or said."""

_GIVEN: Final = {("household_cause", "is_main"): 1, ("household_official", "official_role_code"): "HELPER"}
"""What a column is where there is none: the national tables have one column for the main cause, and helpers alone."""

_NEVER_EMPTY: Final = frozenset({core.region.name, core.household.name})
"""Tables without whose rows nothing can be shown: where they come from must be found."""

_ROWS_A_KEY: Final = 1.05
"""More rows than this for each key, and the table is one of something else; a few that stand twice are mistakes."""

_WORDS: Final = {Sureness.SURE: "sure", Sureness.LIKELY: "likely", Sureness.GUESS: "guess"}


@dataclass(slots=True)
class Draft:
    """The lines of a mapping file, and how many columns are sure, likely, guessed, open."""

    lines: list[str]
    counts: dict[str, int]


@dataclass(slots=True)
class _Page:
    """What is being written."""

    connection: Connection
    spoken: Spoken
    schema: str | None
    lang: str
    lists: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def say(self, key: str, **values: object) -> str:
        return text(f"adoption.draft.{key}", self.lang, **values)


def draft_mapping(engine: Engine, schema: str | None, lang: str) -> Draft:
    """A mapping for the database behind `engine`, to be gone through by a person. Raises the DatabaseError family."""
    theirs = read_tables(engine, schema)
    catalogue = {table.name for table in CATALOGUE_FILES.values()}
    found = {name: best_match(name, theirs) for name in metadata.tables if name not in catalogue}
    matches = [match for match in found.values() if match is not None]
    with database_errors(), engine.connect() as connection:
        page = _Page(connection, Spoken(engine.dialect), schema, lang)
        tables = [line for match in matches for line in _table_lines(page, match)]
    used = {match.theirs.name for match in matches}
    lines = [f"# {page.say('head')}", f"guatu_mapping = {VERSION}"]
    lines += [f"schema = {_quoted(schema)}"] if schema else []
    themes = _themes(match.table for match in matches)
    listed = sorted(name for name in catalogue if metadata.tables[name].info["theme"] in themes)
    lines.append(f"catalogue = {json.dumps(listed)}")
    absent = [name for name, match in found.items() if match is None]
    empty = [name for name in absent if metadata.tables[name].info["theme"] in themes and name not in _NEVER_EMPTY]
    lines += [f"empty = {json.dumps(empty)}  # {page.say('empty')}"] if empty else []
    lines.append(f"# {page.say('tables_left', tables=_listed(each.name for each in theirs if each.name not in used))}")
    lines.append(f"# {page.say('absent', tables=_listed(name for name in absent if name not in empty))}")
    lines += ["", "[codes]", *(f'{name.lower()} = {{ list = "{name}" }}' for name in sorted(page.lists))]
    counts = {name: page.counts[name] for name in ("sure", "likely", "guessed", "open")}
    return Draft([*lines, *tables], counts)


def _table_lines(page: _Page, match: Match) -> Iterator[str]:
    split = _split_of(page, match)
    yield from ("", f"[table.{match.table}]", f"from = {_quoted(match.theirs.name)}")
    if split is None and _repeats_its_key(page, match):
        there = " AND ".join(f"{page.spoken.column(name)} IS NOT NULL" for name in _key(match))
        yield from ("distinct = true", f"where = {_quoted(there)}")
    if split is not None:
        yield f"split = {{ column = {_quoted(split)} }}"
    yield f"[table.{match.table}.columns]"
    for column in metadata.tables[match.table].columns:
        found = match.columns.get(column.name)
        if found is not None:
            other, sure = found
            page.counts["guessed" if sure is Sureness.GUESS else _WORDS[sure]] += 1
            said = _column_line(page, match, column, other, is_split=other.name == split)
            comment = f" {' '.join(other.comment.split())}" if other.comment else ""
            yield f"{column.name} = {said}  # {page.say(_WORDS[sure])}{comment}"
        elif (match.table, column.name) in _GIVEN:
            given = json.dumps(_GIVEN[match.table, column.name])
            yield f"{column.name} = {{ value = {given} }}  # {page.say('given')}"
        elif column.server_default is None:
            page.counts["open"] += 1
            yield f'# {column.name} = ""  # {page.say("open" if column.nullable else "required_open")}'
    unused = [
        each.name for each in match.theirs.columns if each.name not in {o.name for o, _ in match.columns.values()}
    ]
    if unused:
        yield f"# {page.say('unused', columns=_listed(unused))}"


def _column_line(page: _Page, match: Match, column: "Column[Any]", other: TheirColumn, *, is_split: bool) -> str:
    written = other.name if is_name(other.name) else page.spoken.column(other.name)
    name = _quoted("part" if is_split else written)
    list_code = code_list_of(column)
    steps = _steps(page, match.theirs.name, column, other)
    parts = [f"from = {name}"]
    if steps:
        parts.append(f"as = {_quoted(steps[0])}" if len(steps) == 1 else f"as = {json.dumps(steps)}")
    if list_code is not None:
        page.lists.add(list_code)
        parts.append(f'codes = "{list_code.lower()}"')
    return name if len(parts) == 1 else "{ " + ", ".join(parts) + " }"


def _steps(page: _Page, table: str, column: "Column[Any]", other: TheirColumn) -> list[str]:
    """The transform that the two types, and the look of the values, ask for."""
    kind = family(other.kind)
    if family(column.type) == "text":
        if isinstance(other.kind, types.LargeBinary):
            return ["gbk_bytes"]
        step = "text" if kind in ("whole", "number") else _writing(_values(page, table, other.name))
        return [step] if step else []
    step, served = next(said for asks, said in _BY_TYPE if asks(column))
    return [] if kind in served else [step]


_BY_TYPE: Final[tuple[tuple[Callable[["Column[Any]"], bool], tuple[str, tuple[str, ...]]], ...]] = (
    (is_flag, ("flag", ("whole",))),
    (lambda column: isinstance(column.type, DateTime), ("moment", ("time",))),
    (lambda column: isinstance(column.type, Date), ("day", ("date", "time"))),
    (lambda column: column.name.endswith("_year"), ("year", ("whole",))),
    (lambda column: isinstance(column.type, Numeric), ("number", ("whole", "number"))),
    (lambda _: True, ("whole", ("whole",))),
)
"""What the contract asks for -> the transform, and the families of theirs that need none; the first that fits."""


def _writing(values: Sequence[object] | None) -> str:
    """The transform that the text of some values asks for; None = they cannot even be read as text."""
    if values is None or any(isinstance(value, bytes) for value in values):
        return "gbk_bytes"
    for value in values:
        regained = gbk_text(value)
        if regained != value and any("\u4e00" <= sign <= "\u9fff" for sign in str(regained)):
            return "gbk_text"
    return ""


def _split_of(page: _Page, match: Match) -> str | None:
    """The column of codes in the key that holds several in one text."""
    for column in metadata.tables[match.table].primary_key.columns:
        found = match.columns.get(column.name)
        if found is None or code_list_of(column) is None or not is_name(found[0].name):
            continue
        values = _values(page, match.theirs.name, found[0].name) or []
        if any(sign in str(value).strip(SEPARATORS + " ") for value in values for sign in SEPARATORS):
            return found[0].name
    return None


def _repeats_its_key(page: _Page, match: Match) -> bool:
    """Whether the source has many rows for one key, as a table of who helps whom has for each helper."""
    key = metadata.tables[match.table].primary_key.columns.keys()
    theirs = [page.spoken.name(name) for name in _key(match)]
    if not theirs or any(name not in match.columns and (match.table, name) not in _GIVEN for name in key):
        return False
    there = " AND ".join(f"{name} IS NOT NULL" for name in theirs)
    each = f"SELECT COUNT(*) AS n FROM {page.spoken.table(match.theirs.name, page.schema)} WHERE {there}"
    asked = f"SELECT COUNT(*), SUM(n) FROM ({each} GROUP BY {', '.join(theirs)}) g"
    keys, rows = page.connection.exec_driver_sql(asked).one()
    return bool(keys) and rows > keys * _ROWS_A_KEY


def _key(match: Match) -> list[str]:
    """Their columns that are the key of the contract's table."""
    key = metadata.tables[match.table].primary_key.columns.keys()
    return [match.columns[name][0].name for name in key if name in match.columns]


def _themes(tables: Iterable[str]) -> set[str]:
    """The themes of the tables and those on which they stand; the core always."""
    found = {"core", *(str(metadata.tables[name].info["theme"]) for name in tables)}
    return found | {theme.needs for theme in THEMES if theme.name in found and theme.needs}


def _values(page: _Page, table: str, column: str) -> Sequence[object] | None:
    name = page.spoken.name(column)
    statement = (
        f"SELECT {name} FROM {page.spoken.table(table, page.schema)} WHERE {name} IS NOT NULL LIMIT {_LOOKED_AT}"
    )
    try:
        return [value for (value,) in page.connection.exec_driver_sql(statement)]
    except SQLAlchemyError:  # SQLite: bytes of GBK in a column of text
        return None


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "-"
