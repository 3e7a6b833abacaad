"""Tables of regions as offices keep them: CSV in UTF-8 or GB18030, with codes of 6, 9 or 12 digits."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from data_access.errors import GuatuError

REGION_COLUMNS: Final = (
    "region_code",
    "parent_code",
    "region_level_code",
    "region_kind_code",
    "name_zh",
    "longitude",
    "latitude",
)

CROSSWALK_COLUMNS: Final = (
    "from_code",
    "to_code",
    "changed_on",
    "change_code",
    "household_count",
    "population_count",
    "document_zh",
    "from_name",
    "to_name",
)
CHANGE_KINDS: Final = ("RECODE", "MERGE", "SPLIT", "TRANSFER")
"""What became of a region, as the contract's region_change says it."""

_CODE: Final = ("region_code", "code12", "code")
_NAME: Final = ("name_zh", "village_name", "township_name", "county_name", "name")
_UPPER: Final = (
    ("township_code", ("township_name", "township"), "4"),
    ("county_code", ("county_name", "county"), "3"),
    ("city_code", ("city_name", "city"), "2"),
    ("province_code", ("province_name", "province"), "1"),
)
"""Columns that name the regions above a row, nearest first: code, names, level."""

_KINDS: Final = {
    "镇": "TOWN",
    "乡": "TOWNSHIP",
    "民族乡": "ETHNIC_TOWNSHIP",
    "街道": "STREET",
    "街道办事处": "STREET",
    "村": "VILLAGE",
    "村委会": "VILLAGE",
    "行政村": "VILLAGE",
    "村民委员会": "VILLAGE",
    "居委会": "COMMUNITY",
    "社区": "COMMUNITY",
    "居委会/社区": "COMMUNITY",
    "农场": "FARM",
    "县": "COUNTY",
    "县级市": "COUNTY_CITY",
    "市辖区": "DISTRICT",
    "开发区": "DEVELOPMENT_ZONE",
}
_STEPS: Final = ((2, "1"), (4, "2"), (6, "3"), (9, "4"))
"""Digits of a 12-digit code that are not padding -> level."""


class RegionTableError(GuatuError):
    """A table of regions cannot be taken in; nothing has been written."""


def read_region_csv(path: Path) -> pd.DataFrame:
    """The regions of one CSV file, those above its rows included where the file names them.

    Takes region_code | code12 | code; name_zh | village_name | township_name | name; parent_code or the *_code of the
    regions above; region_level_code | level, region_kind_code | kind, longitude, latitude where given. Returns
    REGION_COLUMNS as str (codes padded to 12 digits, NaN where not known), longitude and latitude as float (NaN);
    upper regions first, one row a code. Raises RegionTableError.
    """
    rows = _read_rows(path)
    found: dict[str, dict[str, object]] = {}
    stated: set[str] = set()
    code_column = _first_of(rows[0], _CODE)
    name_column = _first_of(rows[0], _NAME)
    if code_column is None or name_column is None:
        raise RegionTableError("regions.no_columns", file=path.name, columns=", ".join(rows[0]))
    below = {"village_name": "5", "township_name": "4", "county_name": "3"}.get(name_column)
    for number, row in enumerate(rows, start=2):
        code = pad_code(row[code_column])
        if not code or not row[name_column]:
            raise RegionTableError("regions.cell_empty", file=path.name, line=number)
        level = row.get("region_level_code") or row.get("level") or below or level_of(code)
        if level is None:
            raise RegionTableError("regions.no_level", file=path.name, line=number, region=code)
        above = _above(row, code)
        for upper, (upper_name, upper_level, parent) in above.items():
            found.setdefault(upper, _region(upper, parent, upper_level, None, upper_name))
        parent = pad_code(row.get("parent_code", "")) or next(iter(above), None)
        kind = row.get("region_kind_code") or row.get("kind") or None
        own = _region(code, parent, level, kind, row[name_column])
        own["longitude"] = _degrees(row.get("longitude", ""))
        own["latitude"] = _degrees(row.get("latitude", ""))
        if code in stated:
            raise RegionTableError("regions.duplicate", region=code, count=1)
        stated.add(code)
        found[code] = own
    frame = pd.DataFrame(list(found.values()), columns=list(REGION_COLUMNS))
    frame = frame.astype({"longitude": float, "latitude": float})
    return frame.sort_values(["region_level_code", "region_code"], ignore_index=True)


def merge_region_tables(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Several tables as one; a region that stands in several is taken where it says most.

    Returns and orders as `read_region_csv`. Raises RegionTableError when two tables contradict each other.
    """
    merged: dict[str, dict[str, object]] = {}
    for table in tables:
        for row in table.to_dict("records"):
            code = str(row["region_code"])
            known = merged.get(code)
            own: dict[str, object] = {str(k): (None if pd.isna(v) else v) for k, v in row.items()}
            if known is None:
                merged[code] = own
                continue
            for column in ("name_zh", "region_level_code", "parent_code"):
                if known[column] is not None and own[column] is not None and known[column] != own[column]:
                    raise RegionTableError(
                        "regions.contradiction", region=code, column=column, one=known[column], other=own[column]
                    )
            merged[code] = {column: known[column] if known[column] is not None else own[column] for column in known}
    frame = pd.DataFrame(list(merged.values()), columns=list(REGION_COLUMNS))
    frame = frame.astype({"longitude": float, "latitude": float})
    return frame.sort_values(["region_level_code", "region_code"], ignore_index=True)


def read_crosswalk_csv(path: Path) -> pd.DataFrame:
    """Codes that changed, as one CSV file says: a row for each old code and each code that took over from it.

    Takes from_code, to_code, changed_on (YYYY-MM-DD, may be empty), change_code | region_change_code of CHANGE_KINDS;
    household_count, population_count, document_zh, from_name, to_name where given. Returns CROSSWALK_COLUMNS in the
    order of the file: codes as str (padded to 12 digits), changed_on as date or None, counts as int or None, texts as
    str, "" where missing. Raises RegionTableError.
    """
    rows = _read_rows(path)
    kind_column = _first_of(rows[0], ("change_code", "region_change_code"))
    if "from_code" not in rows[0] or "to_code" not in rows[0] or kind_column is None:
        raise RegionTableError("regions.crosswalk_columns", file=path.name, columns=", ".join(rows[0]))
    found: list[tuple[object, ...]] = []
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, start=2):
        old, new, kind = pad_code(row["from_code"]), pad_code(row["to_code"]), row[kind_column].upper()
        if not old or not new or old == new or (old, new) in seen or kind not in CHANGE_KINDS:
            raise RegionTableError(
                "regions.crosswalk_row", file=path.name, line=number, kinds=", ".join(CHANGE_KINDS),
                row=f"{row['from_code']}, {row['to_code']}, {row[kind_column]}"[:80],
            )  # fmt: skip
        seen.add((old, new))
        counts = [_whole_number(row.get(name, ""), path, number) for name in ("household_count", "population_count")]
        texts = [row.get(name, "") for name in ("document_zh", "from_name", "to_name")]
        found.append((old, new, _day(row.get("changed_on", ""), path, number), kind, *counts, *texts))
    return pd.DataFrame(found, columns=list(CROSSWALK_COLUMNS), dtype=object)


def _day(cell: str, path: Path, line: int) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError as error:
        raise RegionTableError("regions.crosswalk_day", file=path.name, line=line, value=cell[:40]) from error


def _whole_number(cell: str, path: Path, line: int) -> int | None:
    if cell and not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
        raise RegionTableError("regions.crosswalk_count", file=path.name, line=line, value=cell[:40])
    return int(cell) if cell else None


def pad_code(code: str) -> str | None:
    """A division code of 2, 4, 6 or 9 digits padded to 12; any other code as it is; None for ''."""
    code = code.strip()
    return code.ljust(12, "0") if code.isdigit() and len(code) in (2, 4, 6, 9) else code or None


def level_of(code: str) -> str | None:
    """The level that the padding of a 12-digit division code tells; None for any other code."""
    if len(code) != 12 or not code.isdigit():
        return None
    return next((level for digits, level in _STEPS if not code[digits:].strip("0")), "5")


def _read_rows(path: Path) -> list[dict[str, str]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RegionTableError("regions.unreadable", file=str(path)) from error
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            content = raw.decode("gb18030")  # what offices save from Excel
        except UnicodeDecodeError as error:
            raise RegionTableError("regions.encoding", file=path.name) from error
    if "\x00" in content:
        raise RegionTableError("regions.encoding", file=path.name)
    header = content.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(content), delimiter=delimiter)
    rows = [
        {str(key).strip().lower(): (value or "").strip() for key, value in row.items() if isinstance(value, str | None)}
        for row in reader
    ]
    if not rows:
        raise RegionTableError("regions.no_rows", file=path.name)
    return rows


def _first_of(row: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in row), None)


def _above(row: Mapping[str, str], code: str) -> dict[str, tuple[str, str, str | None]]:
    """The regions above a row as its columns name them, nearest first: code -> (name, level, parent)."""
    named: list[tuple[str, str, str]] = []
    for code_column, name_columns, level in _UPPER:
        upper = pad_code(row.get(code_column, ""))
        name = next((row[column] for column in name_columns if row.get(column)), None)
        if upper and name and upper != code:
            named.append((upper, name, level))
    above: dict[str, tuple[str, str, str | None]] = {}
    for position, (upper, name, level) in enumerate(named):
        above[upper] = (name, level, named[position + 1][0] if position + 1 < len(named) else None)
    return above


def _region(code: str, parent: str | None, level: str, kind: str | None, name: str) -> dict[str, object]:
    return {
        "region_code": code,
        "parent_code": parent,
        "region_level_code": level,
        "region_kind_code": _kind_of(kind, name),
        "name_zh": name,
        "longitude": None,
        "latitude": None,
    }


def _kind_of(kind: str | None, name: str) -> str | None:
    if kind is None or kind.isascii():
        return kind
    if kind.startswith("开发区/农场"):
        return "FARM" if name.endswith("场") else "DEVELOPMENT_ZONE"
    return _KINDS.get(kind)


def _degrees(cell: str) -> float | None:
    try:
        return float(cell) if cell else None
    except ValueError as error:
        raise RegionTableError("regions.not_degrees", value=cell) from error
