"""A mapping file read: TOML in, a Mapping out, and every fault of the file at once."""

import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from data_access.adoption.code_rules import read_code_rules
from data_access.adoption.guard import is_name, slips
from data_access.adoption.mapping import CodeRule, ColumnMap, Fault, Mapping, Source, Split
from data_access.adoption.steps import STEPS
from data_access.catalogues import CATALOGUE_FILES
from data_access.errors import MappingError
from data_access.schema import core, metadata

VERSION: Final = 1
_TOP: Final = ("guatu_mapping", "schema", "catalogue", "as_is", "empty", "codes", "table")
_SOURCE: Final = ("from", "schema", "select", "where", "split", "rest", "distinct", "columns")
_COLUMN: Final = ("from", "value", "as", "unknown", "codes", "times")
_SPLIT: Final = ("column", "into", "separators")
SEPARATORS: Final = ",,、;;|"
_CATALOGUES: Final = frozenset(table.name for table in CATALOGUE_FILES.values())

Told = dict[str, Any]


def read_mapping(path: Path) -> Mapping:
    """The mapping in the file `path`; raises MappingError with all that is wrong in it."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingError(str(path), [Fault("", "unreadable", {"reason": error.strerror or ""})]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(str(path), [Fault("", "not_toml", {"reason": str(error)})]) from error
    reader = _Reader(told)
    mapping = reader.mapping(path)
    if reader.faults:
        raise MappingError(str(path), reader.faults)
    return mapping


class _Reader:
    """Reads one file, and gathers what is wrong with it."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self.faults: list[Fault] = []

    def fault(self, place: str, rule: str, **values: object) -> None:
        self.faults.append(Fault(place, rule, values))

    def mapping(self, path: Path) -> Mapping:
        told = self._told
        if told.get("guatu_mapping") != VERSION:
            self.fault("", "version", version=VERSION)
        self._known("", told, _TOP)
        listed = {key: frozenset(self._names(key)) for key in ("catalogue", "as_is", "empty")}
        codes, faults = read_code_rules(told.get("codes", {}), own_items=core.code_item.name not in listed["catalogue"])
        self.faults.extend(faults)
        for name in listed["catalogue"] - _CATALOGUES:
            self.fault(name, "no_catalogue", known=", ".join(sorted(_CATALOGUES)))
        tables: dict[str, tuple[Source, ...]] = dict.fromkeys(listed["empty"], ())
        for name, said in self._tables():
            tables[name] = tuple(self._source(name, source, codes) for source in said)
        for name, sources in tables.items():
            if name in listed["catalogue"] | listed["as_is"] or (name in listed["empty"] and sources):
                self.fault(name, "said_twice")
        return Mapping(path, tables, codes, listed["catalogue"], listed["as_is"])

    def _known(self, place: str, told: Told, known: tuple[str, ...]) -> None:
        for key in told:
            if key not in known:
                self.fault(place, "unknown_key", word=key, known=", ".join(known))

    def _names(self, key: str) -> Iterator[str]:
        told = self._told.get(key, [])
        if not isinstance(told, list):
            self.fault(key, "wants_list")
            return
        yield from (name for name in map(str, told) if self._is_table(name))

    def _is_table(self, name: str) -> bool:
        if name in metadata.tables:
            return True
        self.fault(name, "no_contract_table", near=_near(name, metadata.tables))
        return False

    def _tables(self) -> Iterator[tuple[str, list[Told]]]:
        told = self._told.get("table", {})
        if not isinstance(told, dict):
            self.fault("table", "wants_table")
            return
        for name, sources in told.items():
            many = sources if isinstance(sources, list) else [sources]
            if not all(isinstance(source, dict) for source in many):
                self.fault(name, "wants_table")
            elif self._is_table(name):
                yield name, many

    def _source(self, name: str, told: Told, codes: dict[str, CodeRule]) -> Source:
        self._known(name, told, _SOURCE)
        table, select = told.get("from"), told.get("select")
        if (table is None) == (select is None):
            self.fault(name, "from_or_select")
        if select is not None:
            self._sql(name, str(select), is_select=True)
        if told.get("where") is not None:
            self._sql(name, str(told["where"]))
        rest = told.get("rest", "null")
        if rest not in ("null", "same"):
            self.fault(name, "rest", rest=rest)
        columns = told.get("columns", {})
        if not isinstance(columns, dict):
            self.fault(name, "wants_table")
            columns = {}
        made = {column: found for column, said in columns.items() if (found := self._column(name, column, said, codes))}
        if rest != "same":
            self._required(name, columns)
        schema = told.get("schema", self._told.get("schema"))
        table, schema = _parted(table, schema)
        return Source(
            columns=made, table=table, schema=schema, select=None if select is None else str(select).strip(),
            where=told.get("where"), split=self._split(name, told.get("split")), same_rest=rest == "same",
            distinct=bool(told.get("distinct", False)),
        )  # fmt: skip

    def _required(self, name: str, columns: Told) -> None:
        for column in metadata.tables[name].columns:
            if not column.nullable and column.server_default is None and column.name not in columns:
                self.fault(f"{name}.{column.name}", "required")

    def _split(self, name: str, told: Any) -> Split | None:
        if told is None:
            return None
        if not isinstance(told, dict) or not is_name(str(told.get("column", ""))):
            self.fault(name, "split")
            return None
        self._known(name, told, _SPLIT)
        signs = str(told.get("separators", SEPARATORS))
        if not signs or any(sign.isalnum() or sign in "\"'\\" for sign in signs):
            self.fault(name, "separators", signs=signs)
        return Split(str(told["column"]), str(told.get("into", "part")), signs)

    def _column(self, table: str, column: str, told: Any, codes: dict[str, CodeRule]) -> ColumnMap | None:
        place = f"{table}.{column}"
        if column not in metadata.tables[table].columns:
            self.fault(place, "no_contract_column", near=_near(column, metadata.tables[table].columns.keys()))
            return None
        said: Told = {"from": told} if isinstance(told, str) else told
        if not isinstance(said, dict) or ("from" in said) == ("value" in said):
            self.fault(place, "from_or_value")
            return None
        self._known(place, said, _COLUMN)
        if "from" in said:
            self._sql(place, str(said["from"]))
        steps = said.get("as", [])
        steps = tuple(map(str, steps if isinstance(steps, list) else [steps]))
        for step in steps:
            if step not in STEPS:
                self.fault(place, "no_step", step=step, known=", ".join(STEPS))
        if said.get("codes") is not None and said["codes"] not in codes:
            self.fault(place, "no_code_rule", name=said["codes"], near=_near(str(said["codes"]), codes))
        times = said.get("times")
        if times is not None and (isinstance(times, bool) or not isinstance(times, int | float)):
            self.fault(place, "times")
        unknown = said.get("unknown", [])
        return ColumnMap(
            expression=None if "from" not in said else str(said["from"]).strip(), value=said.get("value"), steps=steps,
            unknown=tuple(unknown if isinstance(unknown, list) else [unknown]), codes=said.get("codes"), times=times,
        )  # fmt: skip

    def _sql(self, place: str, sql: str, *, is_select: bool = False) -> None:
        for rule, values in slips(sql, is_select=is_select):
            self.fault(place, rule, **values)


def _parted(table: Any, schema: Any) -> tuple[str | None, str | None]:
    """`from = "ledger.AC01"` names its schema itself."""
    if table is None:
        return None, None
    before, dot, name = str(table).rpartition(".")
    return (name, before) if dot else (name, None if schema is None else str(schema))


def _near(name: str, known: Any) -> str:
    return ", ".join(get_close_matches(name.lower(), list(known), n=3, cutoff=0.6)) or "-"
