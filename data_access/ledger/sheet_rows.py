"""One row of a sheet as rows of the contract's tables: every cell read, or the row not taken and said why."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from data_access.ledger.cells import converter, said, text_of
from data_access.ledger.headings import Heading
from data_access.ledger.layouts import GIVEN, PLACE_LEVELS, SETS, Plan
from data_access.ledger.places import Places
from data_access.ledger.rejected import CellError, Rejection, told_value
from data_access.ledger.words import CodeWords
from data_access.schema import code_list_of, metadata

Reads = Callable[[Any], Any]
_SEVERAL: Final = re.compile(r"[,、;|+/ ]+")
_DISABLED: Final = "04"
_DISABILITY: Final = ("disability_type_code", "disability_grade_code")
_MOST_CAUSES: Final = 14
_NOWHERE: Final = -1
"""The place of a heading that the sheet has not."""

_SUM: Final = re.compile(r".{0,12}(?:合计|总计|小计|共计):?")
_SUM_STANDS_IN: Final = 4
"""Cells at the head of a row one of which says that it sums up others."""

_NAMES_ROW: Final = ("household_id", "person_id", "official_id", "region_code")
"""Columns that say whom a row is about: the first that the sheet has."""


@dataclass(frozen=True, slots=True)
class Made:
    """A row of one table; `owner` instead of values says that all rows of that owner were told."""

    table: str
    key: tuple[Any, ...]
    values: Mapping[str, Any]
    is_owner: bool = False


class SheetReader:
    """Turns the rows of one sheet into rows of the contract, by its plan."""

    def __init__(
        self, file: str, sheet: str, plan: Plan, places: Places, words: Callable[[str], CodeWords], year: int | None
    ) -> None:
        self._file, self._sheet, self._plan, self._places, self._year = file, sheet, plan, places, year
        self._words = words
        self._reads: list[tuple[str, list[tuple[str, Heading, Reads]]]] = [
            (name, [(column, heading, self._reader(name, column, heading)) for column, heading in columns.items()])
            for name, columns in plan.columns.items()
        ]
        self._needs_place = any("region_code" in metadata.tables[name].columns for name in plan.columns)
        self._at = Heading(_NOWHERE, "")
        self._column = ""
        named = {c: h for columns in (plan.places, *plan.columns.values()) for c, h in columns.items()}
        self._who = next((named[column] for column in _NAMES_ROW if column in named), self._at)

    def rows(self, number: int, cells: tuple[Any, ...]) -> list[Made] | Rejection:
        """The rows that the sheet's row `number` makes, or why it is not taken."""
        try:
            village = self._village(cells) if self._needs_place else None
            return [made for name, reads in self._reads for made in self._table_rows(name, reads, cells, village)]
        except CellError as error:
            value = _cell(cells, self._at)
            return self.rejection(number, error.code, error.values, told_value(self._column, value))

    def is_sum(self, cells: tuple[Any, ...]) -> bool:
        """Whether the row sums up others: one of its first cells says so, and none says whom the row is about."""
        who = _cell(cells, self._who)
        return (said(who) is None or _is_sum_word(who)) and any(map(_is_sum_word, cells[:_SUM_STANDS_IN]))

    def rejection(
        self, number: int, code: str, values: Mapping[str, object], value: str = "", heading: str | None = None
    ) -> Rejection:
        """A rejection of the row `number` of this sheet."""
        said_heading = self._at.said if heading is None else heading
        return Rejection(self._file, self._sheet, number, said_heading, self._column, value, code, dict(values))

    def _reader(self, table: str, column: str, heading: Heading) -> Reads:
        made = metadata.tables[table].columns[column]
        list_code = code_list_of(made)
        if list_code is None:
            return converter(made, heading.factor)
        words = self._words(list_code)
        if table in SETS:
            return lambda value: _several(words, value)
        return words.item

    def _village(self, cells: tuple[Any, ...]) -> str:
        places = self._plan.places
        self._column = "region_code"
        absent = Heading(_NOWHERE, "region_code")
        self._at = next((places[n] for n in ("region_code", "name_5", "path") if n in places), absent)
        code, path, *names = (
            _cell(cells, places[n]) if n in places else None for n in ("region_code", "path", *PLACE_LEVELS)
        )
        try:
            found = self._places.find(code, path, tuple(names))
        except CellError as error:
            if error.code.startswith(("place_unknown", "place_ambiguous")):
                self._at = next((places[n] for n in ("name_5", "path") if n in places), self._at)
            raise
        if found is None:
            raise CellError("no_village")
        return found

    def _table_rows(
        self, name: str, reads: list[tuple[str, Heading, Reads]], cells: tuple[Any, ...], village: str | None
    ) -> Iterator[Made]:
        values: dict[str, Any] = {}
        for column, heading, read in reads:
            self._at, self._column = heading, column
            values[column] = read(cells[heading.place]) if heading.place < len(cells) else None
        table = metadata.tables[name]
        if "region_code" in table.columns:
            values["region_code"] = village
        if "stat_year" in table.columns and values.get("stat_year") is None and self._year is not None:
            values["stat_year"] = self._year
        for (where, column), given in GIVEN.items():
            if where == name and values.get(column) is None:
                values[column] = given
        if not self._is_about(name, values):
            return
        if name == "monitoring_case" and values.get("case_id") is None:
            values["case_id"] = values.get("identified_on")
        if name in ("household_cause", "person_health", "monitoring_risk"):
            yield from self._set_rows(name, values, cells)
        elif name == "household_assurance" and self._plan.guarantees:
            yield from self._guarantee_rows(values, cells)
        else:
            yield self._checked(name, values)

    def _is_about(self, name: str, values: dict[str, Any]) -> bool:
        """Whether the row says anything of this table: no risk, no case; no helper, no help."""
        if name == "monitoring_case":
            telling: tuple[str, ...] = ("identified_on", "monitoring_object_code", "case_id")
        elif name in ("official", "household_official"):
            telling = ("official_id", "valid_from") if name == "household_official" else ("official_id",)
        elif name in ("person_employment", "person_social_security", "household_income"):
            telling = tuple(c for c in values if c not in ("household_id", "person_id", "stat_year", "member_count"))
        else:
            return True
        return any(values.get(column) is not None for column in telling)

    def _checked(self, name: str, values: Mapping[str, Any]) -> Made:
        table = metadata.tables[name]
        for column in table.columns:
            lacks = not column.nullable and values.get(column.name) is None
            if lacks and (column.server_default is None or column.primary_key):
                self._column = column.name
                self._at = self._plan.columns[name].get(column.name, Heading(_NOWHERE, column.name))
                raise CellError("required")
        return Made(name, tuple(values[column.name] for column in table.primary_key.columns), values)

    def _set_rows(self, name: str, values: dict[str, Any], cells: tuple[Any, ...]) -> Iterator[Made]:
        household = {"household_id": values.get("household_id")}
        rows: list[dict[str, Any]] = []
        if name == "household_cause":
            rows = self._causes(values, cells)
        elif name == "person_health":
            household["person_id"] = values.get("person_id")
            for item in values.get("health_code") or ():
                only = {} if item == _DISABLED else dict.fromkeys(_DISABILITY)
                kept = {k: (v[0] if isinstance(v, tuple) and v else None if isinstance(v, tuple) else v)
                        for k, v in values.items() if k != "health_code"}  # fmt: skip
                rows.append({**kept, **{k: v for k, v in only.items() if k in kept}, "health_code": item})
        else:
            household["case_id"] = values.get("case_id") or self._case(cells)
            items = values.get("risk_code") or ()
            for number, heading in self._plan.risks.items():
                self._at, self._column = heading, "risk_code"
                items = (*items, *((n, i) for n, i in [(number, self._words("RISK").item(_cell(cells, heading)))] if i))
            rows = [{"risk_no": pair[0], "risk_code": pair[1]} if isinstance(pair, tuple)
                    else {"risk_no": number, "risk_code": pair} for number, pair in enumerate(items, 1)]  # fmt: skip
        for row in rows:
            yield self._checked(name, {**row, **household})
        owner = tuple(household.values())
        if None not in owner:
            yield Made(name, owner, {}, is_owner=True)

    def _case(self, cells: tuple[Any, ...]) -> Any:
        heading = self._plan.columns.get("monitoring_case", {}).get("identified_on")
        if heading is None:
            return None
        self._at, self._column = heading, "identified_on"
        return converter(metadata.tables["monitoring_case"].columns["identified_on"])(_cell(cells, heading))

    def _causes(self, values: dict[str, Any], cells: tuple[Any, ...]) -> list[dict[str, Any]]:
        main = values.get("cause_code") or ()
        others: tuple[str, ...] = ()
        if self._plan.others is not None:
            self._at, self._column = self._plan.others, "cause_code"
            others = _several(self._words("CAUSE"), _cell(cells, self._plan.others))
        items = list(dict.fromkeys((*main, *others)))[:_MOST_CAUSES]
        rest = {name: value for name, value in values.items() if name not in ("household_id", "cause_code")}
        return [{**(rest if n == 0 else {}), "cause_code": i, "is_main": int(n == 0)} for n, i in enumerate(items)]

    def _guarantee_rows(self, values: dict[str, Any], cells: tuple[Any, ...]) -> Iterator[Made]:
        flag = converter(metadata.tables["household_assurance"].columns["is_met"])
        for item, heading in self._plan.guarantees.items():
            self._at, self._column = heading, "is_met"
            is_met = flag(_cell(cells, heading))
            if is_met is not None:
                grade = {} if item == "HOUSING" else dict.fromkeys(n for n in ("house_grade_code",) if n in values)
                yield self._checked(
                    "household_assurance", {**values, **grade, "assurance_code": item, "is_met": is_met}
                )


def is_blank(cells: tuple[Any, ...]) -> bool:
    """Whether no cell of the row says anything."""
    return all(cell is None or said(cell) is None for cell in cells)


def _cell(cells: tuple[Any, ...], heading: Heading) -> Any:
    return cells[heading.place] if 0 <= heading.place < len(cells) else None


def _is_sum_word(cell: Any) -> bool:
    told = said(cell)
    return isinstance(told, str) and _SUM.fullmatch("".join(told.split())) is not None


def _several(words: CodeWords, value: Any) -> tuple[str, ...]:
    """The items that one cell names; a word that is one as a whole is not taken apart."""
    told = text_of(value)
    if told is None:
        return ()
    try:
        whole = words.item(told)
    except CellError:
        parts = [part for part in _SEVERAL.split(told) if part]
        if len(parts) < 2:
            raise
        return tuple(dict.fromkeys(item for part in parts if (item := words.item(part)) is not None))
    return () if whole is None else (whole,)
