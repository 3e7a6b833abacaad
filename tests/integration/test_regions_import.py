"""Regions and figures come into a database of one's own whole, or not at all."""

import sqlite3
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.check import check_database
from data_access.database import open_database, present_themes
from data_access.errors import ContractError
from data_access.region_files import REGION_COLUMNS, RegionTableError
from data_access.regions import FIGURE_COLUMNS, RegionImport, import_regions, read_tree

TODAY = date(2022, 3, 1)
TABLE = pd.DataFrame(
    [
        ("V1", "T1", "5", "VILLAGE", "一村", 5.1, 44.5),
        ("C", None, "3", None, "县", None, None),
        ("T1", "C", "4", "TOWN", "一镇", 5.0, 44.6),
        ("V2", "C", "5", None, "直管村", None, None),
    ],
    columns=list(REGION_COLUMNS),
)
FIGURES = pd.DataFrame(
    [("V1", "POPULATION", 2021, 812.0, None, "人", "人口"), ("V2", "POPULATION", 2021, None, None, "人", "人口")],
    columns=list(FIGURE_COLUMNS),
).astype({"numerator": float, "denominator": float})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "wall.sqlite"


@pytest.fixture
def writer(path: Path) -> Engine:
    return open_database(f"sqlite:///{path}", read_only=False)


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(statement).fetchall()
    connection.close()
    return found


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


def test_an_empty_database_gets_the_contract_and_the_regions(path: Path, writer: Engine) -> None:
    report = import_regions(writer, TABLE, figures=FIGURES, today=TODAY)
    assert report == RegionImport(created=True, added=4, changed=0, kept=0, figures=1, missing=1)
    assert rows(path, "SELECT region_code, parent_code, longitude FROM region ORDER BY region_code") == [
        ("C", None, None),
        ("T1", "C", 5),
        ("V1", "T1", 5.1),
        ("V2", "C", None),
    ]
    assert rows(path, "SELECT region_code, stat_year, stat_month, numerator, denominator FROM region_figure") == [
        ("V1", 2021, 0, 812, None)
    ]
    assert rows(path, "SELECT unit_zh, name_zh FROM region_indicator") == [("人", "人口")]
    loads = rows(path, "SELECT table_name, as_of_on, row_count, load_status_code FROM data_load ORDER BY table_name")
    assert loads == [("region", "2022-03-01", 4, "OK"), ("region_figure", "2022-03-01", 1, "OK")]
    reader = open_database(f"sqlite:///{path}")
    assert check_database(reader, date.today()).errors == ()
    assert [name for name, there in present_themes(reader).items() if there] == ["core", "figures", "quality"]
    tree = read_tree(reader)
    assert tree["region_code"].tolist() == ["C", "T1", "V1", "V2"]
    assert tree["parent_code"].tolist() == [None, "C", "T1", "C"]


def test_the_same_again_changes_no_region(path: Path, writer: Engine) -> None:
    import_regions(writer, TABLE, today=TODAY)
    report = import_regions(writer, TABLE, today=TODAY)
    assert (report.created, report.added, report.changed, report.kept) == (False, 0, 0, 4)
    assert rows(path, "SELECT COUNT(*) FROM region") == [(4,)]


def test_a_difference_needs_replace(path: Path, writer: Engine) -> None:
    import_regions(writer, TABLE, figures=FIGURES, today=TODAY)
    before = dump(path)
    other = TABLE.assign(name_zh=["新村", "县", "一镇", "直管村"])
    with pytest.raises(RegionTableError) as refused:
        import_regions(writer, other, today=TODAY)
    assert "--replace" in str(refused.value)
    assert dump(path) == before
    report = import_regions(writer, other, replace=True, today=TODAY)
    assert (report.changed, report.kept) == (1, 3)
    assert rows(path, "SELECT name_zh, longitude, region_kind_code FROM region WHERE region_code = 'V1'") == [
        ("新村", 5.1, "VILLAGE")
    ]


def test_figures_are_not_overwritten_unasked(path: Path, writer: Engine) -> None:
    import_regions(writer, TABLE, figures=FIGURES, today=TODAY)
    higher = FIGURES.assign(numerator=[900.0, 20.0])
    with pytest.raises(RegionTableError):
        import_regions(writer, TABLE, figures=higher, today=TODAY)
    import_regions(writer, TABLE, figures=higher, replace=True, today=TODAY)
    assert rows(path, "SELECT region_code, numerator FROM region_figure ORDER BY region_code") == [
        ("V1", 900),
        ("V2", 20),
    ]


def test_more_regions_hang_on_those_that_are_there(path: Path, writer: Engine) -> None:
    import_regions(writer, TABLE, today=TODAY)
    more = pd.DataFrame([("V3", "T1", "5", None, "三村", None, None)], columns=list(REGION_COLUMNS))
    assert import_regions(writer, more, today=TODAY).added == 1


@pytest.mark.parametrize(
    ("column", "row", "value"),
    [
        ("parent_code", 0, "X"),
        ("parent_code", 2, "V1"),
        ("region_level_code", 0, "4"),
        ("region_level_code", 0, "7"),
        ("region_code", 0, "T1"),
        ("name_zh", 0, None),
    ],
)
def test_what_is_no_tree_leaves_nothing(path: Path, writer: Engine, column: str, row: int, value: str | None) -> None:
    bad = TABLE.copy()
    bad.loc[row, column] = value
    with pytest.raises(RegionTableError):
        import_regions(writer, bad, figures=FIGURES, today=TODAY)
    assert rows(path, "SELECT name FROM sqlite_master") == []


def test_a_figure_of_no_region_leaves_nothing(path: Path, writer: Engine) -> None:
    with pytest.raises(RegionTableError):
        import_regions(writer, TABLE, figures=FIGURES.assign(region_code=["V1", "V9"]), today=TODAY)
    assert rows(path, "SELECT name FROM sqlite_master") == []


def test_another_system_s_database_is_left_alone(path: Path, writer: Engine) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE payroll (id INTEGER)")
    connection.close()
    with pytest.raises(ContractError):
        import_regions(writer, TABLE, today=TODAY)
    assert rows(path, "SELECT name FROM sqlite_master") == [("payroll",)]
