"""The catalogues that come with the product: rows that fill the catalogue tables of an empty contract."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Integer, Table

from data_access.schema import core, industry

_FOLDER: Final = Path(__file__).parent / "catalogue"

CATALOGUE_FILES: Final[dict[str, Table]] = {
    "code_lists.csv": core.code_item,
    "industry_kinds.csv": industry.industry_kind,
    "industry_metrics.csv": industry.industry_metric,
}
"""File -> the table that it fills, parents before children."""


def read_catalogue(name: str) -> list[dict[str, str]]:
    """All rows of the catalogue file `name` as the file has them, '' where a cell is empty."""
    with (_FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def catalogue_rows(name: str) -> list[dict[str, str | int | None]]:
    """The rows of the catalogue file `name` as its table takes them: its columns only, whole numbers, None if empty."""
    table = CATALOGUE_FILES[name]
    columns = [column for column in table.columns if column.name != "is_active"]
    rows: list[dict[str, str | int | None]] = []
    for line in read_catalogue(name):
        row: dict[str, str | int | None] = {}
        for column in columns:
            cell = line.get(column.name) or None
            row[column.name] = int(cell) if cell is not None and isinstance(column.type, Integer) else cell
        if table is core.code_item:
            row["is_active"] = 1
        rows.append(row)
    return rows


@cache
def code_list_names() -> dict[str, str]:
    """Code list -> its Chinese name, in the order of the file."""
    return {row["list_code"]: row["list_zh"] for row in read_catalogue("code_lists.csv")}


@cache
def code_names() -> dict[str, dict[str, str]]:
    """Code list -> item -> Chinese name, as the catalogue has them (a database may add local items)."""
    names: dict[str, dict[str, str]] = {}
    for row in read_catalogue("code_lists.csv"):
        names.setdefault(row["list_code"], {})[row["item_code"]] = row["name_zh"]
    return names
