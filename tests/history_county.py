"""A county whose regions change every year; the figures of each year are written in the codes of that year.

    2016                2017-07-01            2018-03-01, 06-01               2019-01-01
    T1: A1 A2 A3 A4     A1+A2 -> A (merge)    A4 -> B5 under T2 (transfer)
    T2: B1 B4                                 B1 -> B2 (60), B3 (40) (split)
    T3: D1 D2                                                                 T3 -> T4, D1 -> E1, D2 -> E2 (recode)
Day of the data: 2020-06-30.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import create_engine, insert

from data_access.contract import create_contract
from data_access.schema import metadata

YEARS: Final = (2016, 2017, 2018, 2019, 2020)
MERGED, SPLIT, MOVED, RECODED = date(2017, 7, 1), date(2018, 3, 1), date(2018, 6, 1), date(2019, 1, 1)
NAMES: Final = {
    "C": "新河县", "T1": "上河乡", "T2": "下河乡", "T3": "东山乡", "T4": "东山镇", "A1": "前村", "A2": "后村",
    "A": "前后村",
    "A3": "柳村", "A4": "桥头村", "B1": "大湾村", "B2": "上湾村", "B3": "下湾村", "B4": "石村", "B5": "桥头新村",
    "D1": "东村", "D2": "西村", "E1": "东社区", "E2": "西社区",
}  # fmt: skip
PARENTS: Final = {"C": None, "T1": "C", "T2": "C", "T3": "C", "T4": "C", "A1": "T1", "A2": "T1", "A": "T1", "A3": "T1",
                  "A4": "T1", "B1": "T2", "B2": "T2", "B3": "T2", "B4": "T2", "B5": "T2", "D1": "T3", "D2": "T3",
                  "E1": "T4", "E2": "T4"}  # fmt: skip
BEGAN: Final = {"A": MERGED, "B2": SPLIT, "B3": SPLIT, "B5": MOVED, "T4": RECODED, "E1": RECODED, "E2": RECODED}
ENDED: Final = {"A1": MERGED, "A2": MERGED, "B1": SPLIT, "A4": MOVED, "T3": RECODED, "D1": RECODED, "D2": RECODED}
CHANGES: Final = (
    ("A1", "A", MERGED, "MERGE", 30), ("A2", "A", MERGED, "MERGE", 10), ("B1", "B2", SPLIT, "SPLIT", 60),
    ("B1", "B3", SPLIT, "SPLIT", 40), ("A4", "B5", MOVED, "TRANSFER", None), ("T3", "T4", RECODED, "RECODE", None),
    ("D1", "E1", RECODED, "RECODE", None), ("D2", "E2", RECODED, "RECODE", None),
)  # fmt: skip
PEOPLE: Final = {"A1": 300, "A2": 100, "A": 400, "A3": 200, "A4": 150, "B1": 500, "B2": 290, "B3": 210, "B4": 120,
                 "B5": 150, "D1": 80, "D2": 90, "E1": 80, "E2": 90}  # fmt: skip


def stood(year: int) -> list[str]:
    """The villages at the end of a year."""
    day = min(date(year, 12, 31), date(2020, 6, 30))
    return [c for c in PEOPLE if BEGAN.get(c, date.min) <= day < ENDED.get(c, date.max)]


def poor(code: str, year: int) -> int:
    """How many persons of a village are poor in a year: some of its people, fewer each year."""
    return PEOPLE[code] * (2021 - year) // 20


def rows() -> dict[str, list[dict[str, Any]]]:
    """The rows of the county, by table."""
    regions = [
        {
            "region_code": code, "parent_code": PARENTS[code], "name_zh": name,
            "region_level_code": "3" if code == "C" else "4" if code[0] == "T" else "5",
            "valid_from": BEGAN.get(code), "valid_to": _before(ENDED[code]) if code in ENDED else None,
        }
        for code, name in NAMES.items()
    ]  # fmt: skip
    reports = [
        {
            "region_code": code,
            "stat_year": year,
            "rural_population_count": PEOPLE[code],
            "poor_population_count": poor(code, year),
        }
        for year in YEARS
        for code in stood(year)
    ]
    changes = [
        {"from_code": a, "to_code": b, "changed_on": on, "region_change_code": kind, "household_count": count}
        for a, b, on, kind, count in CHANGES
    ]
    load = {"load_id": "1", "source_id": "L", "table_name": "household", "as_of_on": date(2020, 6, 30),
            "load_status_code": "OK", "finished_at": datetime(2020, 7, 1)}  # fmt: skip
    return {
        "region": sorted(regions, key=lambda row: row["region_level_code"]),
        "region_change": changes,
        "region_year": reports,
        "data_source": [{"source_id": "L", "name_zh": "台账", "source_kind_code": "LEDGER"}],
        "data_load": [load],
    }


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def make_history_county(path: Path, more: dict[str, list[dict[str, Any]]] | None = None) -> Path:
    """Write the county's database, with `more` rows by table, to `path`."""
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    create_contract(engine)
    with engine.begin() as connection:
        for table, found in {**rows(), **(more or {})}.items():
            keys = sorted({key for row in found for key in row})
            connection.execute(insert(metadata.tables[table]), [{k: row.get(k) for k in keys} for row in found])
    engine.dispose()
    return path
