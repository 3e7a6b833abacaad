"""A county whose every row about people is a canary: each text and number in it is found nowhere else.

    C ─┬─ A township ── A1, A2
       └─ B township ── B1, X1 (moved here by a merger: its code still begins with A's)

Every table of the contract has rows; the columns are filled by their kind, so that a new column is a canary by itself.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Date, DateTime, Numeric, String, Table, create_engine, insert

from data_access.contract import create_contract
from data_access.schema import metadata

COUNTY, TOWN_A, TOWN_B = "990101000000", "990101100000", "990101101000"
A1, A2, B1, X1 = "990101100201", "990101100202", "990101101201", "990101100209"
PARENTS = {COUNTY: None, TOWN_A: COUNTY, TOWN_B: COUNTY, A1: TOWN_A, A2: TOWN_A, B1: TOWN_B, X1: TOWN_B}
NAMES = {COUNTY: "坝上县", TOWN_A: "甲镇", TOWN_B: "乙镇", A1: "甲一村", A2: "甲二村", B1: "乙一村", X1: "乙并村"}
VILLAGES = (A1, A2, B1, X1)
HOUSEHOLDS_EACH = 4
PERSONS_EACH = 3
YEAR = 2019
AS_OF = date(2019, 9, 30)
_LISTS = Path(__file__).parents[2] / "data_access" / "catalogue" / "code_lists.csv"

CHILD = "07"

_NEVER = "name child identity_no phone_no disease_zh key qr_token visit_id measure_id claim_id alert_id issue_id"
NEVER = frozenset(_NEVER.split())
"""Kinds of words that nobody is shown unless one field is uncovered."""


@dataclass(frozen=True, slots=True)
class Word:
    """One canary: what it says, whose it is, and of which kind."""

    said: str
    household_id: str
    village: str
    kind: str


@dataclass(frozen=True, slots=True)
class Home:
    """One household of the county."""

    number: int
    village: str

    @property
    def id(self) -> str:
        return f"ZQHH{self.number:03d}KEY"

    def person_id(self, n: int) -> str:
        return f"ZQPP{self.number:03d}{n}KEY"

    @property
    def letter(self) -> str:
        """The first character of all names of its village: it stays under every mask."""
        return chr(0x9E00 + VILLAGES.index(self.village))

    def name(self, n: int) -> str:
        serial = self.number * PERSONS_EACH + n
        return f"{self.letter}{chr(0x9BC0 + serial)}{chr(0x9C60 + serial)}"

    def identity_no(self, n: int) -> str:
        return f"99010118000101{self.number:03d}{n}"

    def amount(self, at: int) -> float:
        """A number of yuan found once in the county."""
        return 11_003.21 + 1_000 * self.number + 61.37 * at


HOMES = tuple(
    Home(1 + at * HOUSEHOLDS_EACH + n, village) for at, village in enumerate(VILLAGES) for n in range(HOUSEHOLDS_EACH)
)


def under(region: str | None, village: str) -> bool:
    """Whether `village` lies in `region` by the tree; None is the whole county."""
    place: str | None = village
    while place is not None:
        if region in (place, None):
            return True
        place = PARENTS[place]
    return False


@cache
def code_lists() -> dict[str, list[str]]:
    """The items of each code list of the contract, by the name of the column that holds them."""
    found: dict[str, list[str]] = {}
    with _LISTS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            items = found.setdefault(f"{row['list_code'].lower()}_code", [])
            items += [row["item_code"]] if row["item_code"] not in items else []
    return found


_FIXED: dict[str, Any] = {
    "is_valid": 1, "valid_to": None, "stat_year": YEAR, "stat_month": 0, "industry_kind_code": "AGRICULTURE",
    "identified_year": 2014, "exited_year": 2018, "member_count": PERSONS_EACH, "is_eliminated": 0,
    "eliminated_on": None, "fixed_on": None, "poverty_status_code": "1", "household_type_code": "1",
    "official_role_code": "HELPER", "finished_on": None, "source_id": "S1", "as_of_on": AS_OF,
    "load_status_code": "OK", "is_main": 1, "parent_task_id": None, "figure_qualifier_code": None,
    "organisation_id": "G1", "project_id": "PR1", "site_id": "SITE1", "policy_id": "POL1", "insurer_zh": "甲保险",
    "table_name": "household", "class_breaks": None, "good_direction": 1, "crs_code": None,
}  # fmt: skip


def _cell(column: Column[Any], number: int, word: str, amount: float) -> Any:
    """A value for a column by its kind: text that names where it is from, a code of its list, a number found once."""
    name, kind = column.name, column.type
    if name in _FIXED:
        return _FIXED[name]
    if name.endswith("_code"):
        codes = code_lists().get(name, [None if column.nullable else f"C{number}"])
        return codes[number % len(codes)]
    if isinstance(kind, String):
        return f"ZQ{word}{name.removesuffix('_zh')}{number:03d}"
    if isinstance(kind, Date | DateTime):
        return (
            datetime(2019, 8, 1 + number % 27, 9, 0) if isinstance(kind, DateTime) else date(2019, 3, 1 + number % 27)
        )
    if isinstance(kind, Numeric):
        return 114.0 + number / 1000 if name in ("longitude", "latitude") else amount
    return 1 if name.startswith(("is_", "has_")) else 1 + number % 7


def _row(table: Table, number: int, word: str, amount: float = 100.0, **given: Any) -> dict[str, Any]:
    return {c.name: given[c.name] if c.name in given else _cell(c, number, word, amount) for c in table.columns}


def _about_households(table: Table) -> list[dict[str, Any]]:
    """One row a household, or one a person where the table is about persons."""
    rows = []
    for home in HOMES:
        town = PARENTS[home.village]
        linked = {
            "household_id": home.id, "region_code": home.village, "head_person_id": home.person_id(0),
            "official_id": f"O{town}", "activity_id": f"ACT{home.village}", "case_id": "C1", "risk_no": 1,
        }  # fmt: skip
        persons = range(PERSONS_EACH) if table.name.startswith("person") else range(1)
        for n in persons:
            number = home.number * 10 + n
            own = {"person_id": home.person_id(n), **linked}
            if table.name == "person":
                own |= {
                    "name_zh": home.name(n), "identity_no": home.identity_no(n), "phone_no": f"1007766{number:04d}",
                    "born_on": (date(1950, 3, 1), date(1980, 4, 2), date(2012, 5, 3))[n],
                    "relation_code": ("01", "02", CHILD)[n],
                }  # fmt: skip
            if table.name == "household":
                own["phone_no"] = f"1008866{number:04d}"
            for column in table.columns:
                if column.name in ("note_zh", "problem_zh", "content_zh"):
                    own[column.name] = f"ZQ{column.name[:4]}{number:03d} {home.identity_no(0)}"
            at = sorted(metadata.tables).index(table.name)
            row = _row(table, number, table.name, home.amount(at), **own)
            for i, column in enumerate(table.columns):
                if isinstance(column.type, Numeric) and column.name not in ("longitude", "latitude"):
                    row[column.name] = round(home.amount(at) + 7.13 * i, 2)
            rows.append(row)
    return rows


def _about_places(table: Table) -> list[dict[str, Any]]:
    """One row a region for what is about regions, else one row; activities one a village."""
    places = [None] if "region_code" not in table.columns else list(PARENTS)
    rows = []
    for i, place in enumerate(places):
        town = TOWN_A if place is None or under(TOWN_A, place) else TOWN_B
        own: dict[str, Any] = {"region_code": place, "official_id": f"O{town}"}
        keys = [c.name for c in table.primary_key.columns if c.name.endswith("_id") and c.name not in own]
        own |= {key: f"{table.name}-{i}" for key in keys if i or key not in _FIXED}
        rows.append(_row(table, i, f"place{table.name}", **own))
    return rows


def _region_rows(table: Table) -> list[dict[str, Any]]:
    levels = {COUNTY: "3", TOWN_A: "4", TOWN_B: "4"}
    return [
        _row(table, 0, "region", region_code=code, parent_code=parent, region_level_code=levels.get(code, "5"),
             name_zh=NAMES[code], short_name_zh=None, name_en=None, valid_from=None, region_kind_code=None)
        for code, parent in PARENTS.items()
    ]  # fmt: skip


def _activity_rows(table: Table) -> list[dict[str, Any]]:
    return [
        _row(table, i, table.name, activity_id=f"ACT{village}", region_code=village, name_zh=f"{NAMES[village]}合作社",
             operator_zh=f"ZQoperator{i}", business_entity_code="CAPABLE_PERSON", operating_status_code="RUNNING")
        for i, village in enumerate(VILLAGES)
    ]  # fmt: skip


def _official_rows(table: Table) -> list[dict[str, Any]]:
    return [
        _row(table, i, "official", official_id=f"O{town}", name_zh=name, phone_no=f"1009966000{i}", title_zh="科员")
        for i, (town, name) in enumerate(((TOWN_A, "干某甲"), (TOWN_B, "干某乙")))
    ]


_OWN = {"region": _region_rows, "industry_activity": _activity_rows, "official": _official_rows}
_LEFT_OUT = frozenset({"code_item", "region_boundary", "region_change", "region_group", "region_group_member",
                       "industry_kind", "industry_metric", "region_figure", "region_indicator"})  # fmt: skip


@cache
def contents() -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, in an order in which they can be written."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in metadata.sorted_tables:
        if table.name in _LEFT_OUT:
            continue
        if table.name in _OWN:
            found[table.name] = _OWN[table.name](table)
        elif "household_id" in table.columns:
            found[table.name] = _about_households(table)
        elif "activity_id" in table.columns:
            found[table.name] = [
                _row(table, i, table.name, activity_id=f"ACT{village}", region_code=village)
                for i, village in enumerate(VILLAGES)
            ]
        else:
            found[table.name] = _about_places(table)
    found["data_source"] = [_row(metadata.tables["data_source"], 0, "source", source_id="S1", stale_after_day_count=30)]
    found["data_load"] = [_row(metadata.tables["data_load"], 0, "load", load_id="L1")]
    return found


_KINDS = {"name_zh": "name", "household_id": "key", "person_id": "key"}


@cache
def words() -> tuple[Word, ...]:
    """Every canary of the rows about people: texts as they stand, amounts in every way that they could be written."""
    found: dict[str, Word] = {}
    village = {home.id: home.village for home in HOMES}
    for name, rows in contents().items():
        table = metadata.tables[name]
        if "household_id" not in table.columns:
            continue
        for row in rows:
            for column in table.columns:
                value, key = row[column.name], row["household_id"]
                if isinstance(column.type, Numeric) and column.name.endswith("_yuan") and column.name != "line_yuan":
                    for said in (f"{value:.2f}", f"{value:,.2f}", f"{value:,.0f}"):
                        found.setdefault(said, Word(said, key, village[key], "amount"))
                elif isinstance(value, str) and (
                    value.startswith("ZQ") or column.name in ("name_zh", "identity_no", "phone_no")
                ):
                    kind = _KINDS.get(column.name, column.name)
                    kind = "child" if kind == "name" and row.get("relation_code") == CHILD else kind
                    said = value.split(" ")[0]
                    found.setdefault(said, Word(said, key, village[key], kind))
    for home in HOMES:
        found.setdefault(home.letter, Word(home.letter, home.id, home.village, "masked name"))
    return tuple(found.values())


def write(path: Path) -> Path:
    """Write the county into a new SQLite file at `path`."""
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    create_contract(engine)
    with engine.begin() as connection:
        for name, rows in contents().items():
            connection.execute(insert(metadata.tables[name]), rows)
    engine.dispose()
    return path
