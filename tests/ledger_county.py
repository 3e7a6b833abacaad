"""A county of three villages for imports of ledgers, and workbooks made by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook

from data_access.database import open_database
from data_access.ledger.importing import LedgerImport, import_ledger
from data_access.regions import import_regions

REGIONS = [
    ("130700000000", None, "2", "张市"),
    ("130722000000", "130700000000", "3", "张县"),
    ("130722101000", "130722000000", "4", "公会镇"),
    ("130722201000", "130722000000", "4", "台路沟乡"),
    ("130722101201", "130722101000", "5", "大西湾村民委员会"),
    ("130722101202", "130722101000", "5", "杨家村"),
    ("130722201201", "130722201000", "5", "杨家村"),
]
HEADINGS = ["户编号", "乡镇", "行政村", "村代码", "家庭人口数", "脱贫状态", "识别年度", "主要致贫原因", "联系电话"]
GOOD = ["H0000000001", "公会镇", "大西湾村", None, 3, "未脱贫", 2014, "因病", "13800001234"]


def village_county(folder: Path) -> Path:
    """A county of three villages, two of one name, as `guatu regions import` makes it."""
    path = folder / "county.sqlite"
    columns = ["region_code", "parent_code", "region_level_code", "name_zh"]
    engine = open_database(f"sqlite:///{path}", read_only=False)
    import_regions(engine, pd.DataFrame(REGIONS, columns=columns))
    engine.dispose()
    return path


def book(path: Path, *rows: list[Any], more: Callable[[Workbook], object] | None = None) -> Path:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if more is not None:
        more(made)
    made.save(path)
    return path


def taken_in(county: Path, *files: Path, **how: Any) -> LedgerImport:
    engine = open_database(f"sqlite:///{county}", read_only=False)
    try:
        return import_ledger(engine, files, **how)
    finally:
        engine.dispose()


def asked(county: Path, sql: str) -> list[Any]:
    connection = sqlite3.connect(county)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found
