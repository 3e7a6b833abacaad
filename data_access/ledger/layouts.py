"""Which tables of the contract a sheet fills, and from which of its columns.

What a column may be called is known to data_access.adoption; the spellings of exports are added here. A sheet may fill
several tables: that of households has their causes, that of persons their health.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table

from data_access.adoption.names import Names, Sureness, bare, column_names
from data_access.ledger.headings import Heading, spellings
from data_access.schema import metadata

_FILE: Final = Path(__file__).parent.parent / "catalogue" / "ledger_headings.csv"

TABLES: Final = (
    "region_year", "household", "household_year", "person", "household_cause", "person_health",
    "person_social_security", "household_assurance", "household_income", "person_employment", "official",
    "household_official", "monitoring_case", "monitoring_risk",
)  # fmt: skip
"""Tables that workbooks can fill, parents before children."""

GIVEN: Final[Mapping[tuple[str, str], object]] = {
    ("household", "household_type_code"): "1",
    ("household_official", "official_role_code"): "HELPER",
}
"""What a column is where the sheet has none: the national export of households is that of the registered ones."""

SETS: Final[Mapping[str, int]] = {"household_cause": 1, "person_health": 2, "monitoring_risk": 2}
"""Tables whose rows one cell or one row tells all at once -> columns of the key that say whose they are."""

PLACE_LEVELS: Final = ("name_1", "name_2", "name_3", "name_4", "name_5")
_PLACE_NAMES: Final = (*PLACE_LEVELS, "path")
_SHARED: Final = frozenset({
    "household_id", "person_id", "official_id", "case_id", "stat_year", "region_code", "member_count", "phone_no",
    "name_zh", "is_valid", "valid_from", "valid_to", "longitude", "latitude", "source_id", "updated_at",
    "net_income_yuan",
})  # fmt: skip
"""Columns that do not tell a table from another."""

_HOMES: Final = {
    "household_id": "household", "person_id": "person", "official_id": "official", "stat_year": "household_year",
    "case_id": "monitoring_case",
}  # fmt: skip
"""Keys -> the table of which all that they may be called is known."""

_ASIDE: Final = re.compile(r"\([^()]*\)")
_WORD: Final = re.compile(r"[\u4e00-\u9fff]{2,}")
_RISK: Final = re.compile(r"(?:致贫返贫|返贫致贫|致贫/返贫|返贫|致贫)?风险(?:类型)?([1-9一二三四五])")
_OTHER_CAUSES: Final = ("AAC008", "其他致贫原因", "次要致贫原因", "其他原因")
_WIDE: Final = {
    "EDUCATION": re.compile(r"义务教育.*(?:保障|达标)"),
    "MEDICAL": re.compile(r"基本医疗.*(?:保障|达标)(?!.*保险)"),
    "HOUSING": re.compile(r"(?:住房安全.*(?:保障|达标)|住房是否安全|是否住房安全)"),
    "WATER": re.compile(r"(?:饮水安全.*(?:保障|达标)|饮水是否安全|是否解决安全饮用水)"),
    "FOOD": re.compile(r"(?:是否)?不愁吃"),
    "CLOTHING": re.compile(r"(?:是否)?不愁穿"),
}
"""Headings of sheets that have a column for each guarantee."""


@dataclass(slots=True)
class Plan:
    """What is taken of a sheet.

    columns   table -> column -> the heading that it comes from
    places    what names the village: region_code, path, name_1 to name_5 -> heading
    others    further causes of a household; risks, guarantees = one heading each, by number and by item
    unused    headings from which nothing is taken; missing = table -> columns for want of which it is not filled
    has_years whether a column says the year: then a household stands there once a year
    """

    columns: dict[str, dict[str, Heading]] = field(default_factory=dict)
    places: dict[str, Heading] = field(default_factory=dict)
    others: Heading | None = None
    risks: dict[int, Heading] = field(default_factory=dict)
    guarantees: dict[str, Heading] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    missing: dict[str, list[str]] = field(default_factory=dict)
    has_years: bool = False


def is_known(heading: Heading) -> bool:
    """Whether some column of some table may be called so."""
    return any(said in _all_names() for said in map(bare, spellings(heading)))


def plan_sheet(headings: Sequence[Heading], year: int | None) -> Plan:
    """What the sheet fills; `year` is that of its rows where no column says it."""
    plan = Plan(places=_places(headings))
    plan.others = next((h for h in headings if any(s in _OTHER_CAUSES for s in spellings(h))), None)
    plan.risks = _numbered_risks(headings)
    plan.guarantees = {
        item: heading for item, pattern in _WIDE.items() for heading in headings[::-1] if pattern.search(heading.label)
    }
    plan.has_years = "stat_year" in _columns("household_year", headings)
    for name in TABLES:
        _plan_table(plan, name, _columns(name, headings), year)
    used = [h for columns in plan.columns.values() for h in columns.values()] + list(plan.places.values())
    if plan.others is not None and "household_cause" in plan.columns:
        used.append(plan.others)
    if "monitoring_risk" in plan.columns:
        used += plan.risks.values()
    if "household_assurance" in plan.columns:
        used += plan.guarantees.values()
    taken = {heading.place for heading in used}
    plan.unused = [heading.said for heading in headings if heading.place not in taken]
    return plan


def _plan_table(plan: Plan, name: str, columns: dict[str, Heading], year: int | None) -> None:
    table = metadata.tables[name]
    spread = {
        "monitoring_risk": {"risk_no", "case_id"} | ({"risk_code"} if plan.risks else set()),
        "household_assurance": {"assurance_code", "is_met"} if plan.guarantees else set(),
        "household_cause": {"is_main"},
        "monitoring_case": {"case_id"},
    }.get(name, set())
    if not _tells(plan, name, columns):
        return
    lacking = [c for c in _required(table) if c not in columns and (name, c) not in GIVEN and c not in spread]
    if plan.places and "region_code" in lacking:
        lacking.remove("region_code")
    if year is not None and "stat_year" in lacking:
        lacking.remove("stat_year")
    if name == "monitoring_risk" and "monitoring_case" not in plan.columns and "case_id" not in columns:
        lacking.append("case_id")
    if lacking:
        if any(column not in _SHARED for column in columns):
            plan.missing[name] = lacking
        return
    columns.pop("region_code", None)
    plan.columns[name] = columns


def _tells(plan: Plan, name: str, columns: Mapping[str, Heading]) -> bool:
    """Whether the columns are about this table, and not keys and what many tables have alone."""
    telling = {column for column in columns if column not in _SHARED}
    if name == "household":
        alone = bool(telling) or ("member_count" in columns and bool(plan.places))
        return bool(telling - {"poverty_status_code"}) or (alone and not plan.has_years)
    special = {
        "household_year": plan.has_years and bool({"poverty_status_code", "member_count"} & set(columns)),
        "person": bool(telling) or {"person_id", "name_zh"} <= set(columns),
        "household_income": bool(telling) and "person" not in plan.columns,
        "official": {"official_id", "name_zh"} <= set(columns),
        "household_official": "official_id" in columns,
        "monitoring_risk": bool(plan.risks or telling),
        "household_assurance": bool(plan.guarantees or "is_met" in columns),
    }
    return special.get(name, bool(telling))


def _required(table: Table) -> list[str]:
    return [c.name for c in table.columns if not c.nullable and c.server_default is None]


def _columns(table: str, headings: Sequence[Heading]) -> dict[str, Heading]:
    """Column -> heading, the surest pairs first, the left ones before the right ones; no heading stands for two."""
    pairs: list[tuple[int, int, int, str, Heading]] = []
    for position, column in enumerate(metadata.tables[table].columns.keys()):
        if column in ("source_id", "is_main", "risk_no"):
            continue
        for heading in headings:
            sure = _sureness(table, column, heading)
            if sure:
                pairs.append((-sure, position, heading.place, column, heading))
    found: dict[str, Heading] = {}
    taken: set[int] = set()
    for _sure, _position, place, column, heading in sorted(pairs, key=lambda pair: pair[:3]):
        if column not in found and place not in taken:
            found[column] = heading
            taken.add(place)
    return found


def _sureness(table: str, column: str, heading: Heading) -> int:
    """0 = not it; the fuller the spelling that fits, the surer."""
    names = _known_names(table, column)
    for less, said in enumerate(dict.fromkeys(map(bare, spellings(heading)))):
        sure = names.known.get(said)
        if sure is not None and sure >= Sureness.LIKELY:
            return 10 * int(sure) - less
    return 0


@cache
def _known_names(table: str, column: str) -> Names:
    home = _HOMES.get(column, "household" if table == "household_year" else table)
    added = {bare(word) for name in {table, home} for word in _added().get((name, column), ())}
    more = dict.fromkeys(added, Sureness.SURE)
    if table == "region":
        return Names(more)
    known = column_names(table, column).known
    if home != table:
        known = known | column_names(home, column).known
    aside = {bare(word) for part in _ASIDE.findall(metadata.tables[table].columns[column].comment or "")
             for word in _WORD.findall(part)}  # fmt: skip
    return Names({word: sure for word, sure in known.items() if word not in aside} | more)


@cache
def _all_names() -> frozenset[str]:
    known = {bare(word) for words in _added().values() for word in words} | {bare(word) for word in _OTHER_CAUSES}
    for name in TABLES:
        for column in metadata.tables[name].columns.keys():  # noqa: SIM118 - not a mapping: iterating gives columns
            sure = _known_names(name, column).known
            known |= {word for word, found in sure.items() if found >= Sureness.LIKELY}
    return frozenset(known)


@cache
def _added() -> Mapping[tuple[str, str], tuple[str, ...]]:
    with _FILE.open(encoding="utf-8-sig", newline="") as file:
        return {(row["table"], row["column"]): tuple(row["zh"].split()) for row in csv.DictReader(file)}


def _places(headings: Sequence[Heading]) -> dict[str, Heading]:
    found: dict[str, Heading] = {}
    code = _columns("household", headings).get("region_code") or _columns("region_year", headings).get("region_code")
    if code is not None:
        found["region_code"] = code
    for name in _PLACE_NAMES:
        names = _known_names("region", name)
        for heading in headings:
            if code != heading and any(names.known.get(said) for said in map(bare, spellings(heading))):
                found.setdefault(name, heading)
    return found


def _numbered_risks(headings: Sequence[Heading]) -> dict[int, Heading]:
    found: dict[int, Heading] = {}
    for heading in headings:
        told: Any = _RISK.fullmatch(next(iter(spellings(heading)), "").replace("(", "").replace(")", ""))
        if told is not None:
            number = "一二三四五".find(told[1]) + 1 or int(told[1])
            found.setdefault(number, heading)
    return found
