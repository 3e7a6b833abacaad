"""A county's ledger written out as the national system exports it, and taken in again: the wall says the same."""

from __future__ import annotations

import math
import sqlite3
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data_access.database import open_database
from data_access.ledger.importing import LedgerImport, import_ledger
from data_access.release import Release, ReleaseStore, build_release
from data_access.settings import Settings
from tests.ledger_workbooks import DATA_DAY, regions_alone, small_county, write_workbooks

EVERY = 250
FAMILIES = {
    "village_count",
    "rural_population_count",
    "registered_household_count",
    "registered_person_count",
    "poor_household_count",
    "poor_person_count",
    "lifted_household_count",
    "lifted_person_count",
    "cause_household_count",
    "health_person_count",
    "labour_person_count",
    "age_person_count",
    "assurance_household_count",
    "assured_household_count",
    "unmet_household_count",
    "net_income_yuan",
    "income_person_count",
    "gross_income_yuan",
    "medically_insured_person_count",
    "helper_household_count",
}
"""Quantities that the workbooks carry everything for."""

TABLES = {
    "household": "region_code, member_count, household_type_code, poverty_status_code, exited_year, address_zh",
    "household_year": "region_code, member_count, poverty_status_code",
    "person": "name_zh, gender_code, identity_no, born_on, relation_code, ethnicity_code, is_valid",
    "household_cause": "is_main",
    "person_health": "health_code",
    "person_social_security": "has_basic_medical_insurance, is_minimum_living_allowance",
    "household_assurance": "is_met, checked_on, house_grade_code, problem_zh, resolved_on",
    "household_income": "net_income_yuan, wage_income_yuan, business_cost_yuan, member_count",
    "region_year": "rural_population_count, poor_population_count, collective_income_yuan",
}


@pytest.fixture(scope="module")
def folder(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ledger")
    small_county(demo_database, made / "small.sqlite", EVERY)
    (made / "books").mkdir()
    write_workbooks(made / "small.sqlite", made / "books")
    regions_alone(made / "small.sqlite", made / "own.sqlite")
    return made


@pytest.fixture(scope="module")
def first(folder: Path) -> LedgerImport:
    taken_in(folder, is_dry=True)
    return taken_in(folder)


def taken_in(folder: Path, *, is_dry: bool = False) -> LedgerImport:
    engine = open_database(f"sqlite:///{folder / 'own.sqlite'}", read_only=False)
    try:
        return import_ledger(engine, sorted((folder / "books").glob("*.xlsx")), as_of=DATA_DAY, is_dry=is_dry)
    finally:
        engine.dispose()


def released(folder: Path, name: str) -> Release:
    settings = Settings(home=folder / name, database_url=f"sqlite:///{folder / name}.sqlite")
    settings.home.mkdir()
    build_release(settings)
    return ReleaseStore(settings.releases).current()


def test_every_row_stands_as_it_stood(folder: Path, first: LedgerImport) -> None:
    assert first.rejected.count == 0, [one.reason("en") for one in first.rejected.kept[:5]]
    with sqlite3.connect(folder / "own.sqlite") as own:
        own.execute("ATTACH ? AS demo", (str(folder / "small.sqlite"),))
        for table, columns in TABLES.items():
            key = ", ".join(row[1] for row in own.execute(f"PRAGMA table_info({table})") if row[5])
            counts = [own.execute(f"SELECT COUNT(*) FROM {side}.{table}").fetchone()[0] for side in ("main", "demo")]
            assert counts[0] == counts[1] > 0, table
            asked = f"SELECT {key}, {columns} FROM"
            left = own.execute(f"{asked} demo.{table} EXCEPT {asked} main.{table} LIMIT 3").fetchall()
            assert not left, (table, left)
    own.close()


def test_the_release_says_the_same(folder: Path, first: LedgerImport) -> None:
    demo, own = released(folder, "small"), released(folder, "own")
    regions = [demo.root.code, *(region.code for region in demo.children(demo.root.code))]
    seen = set()
    for name in [each for each in demo.quantity_names if each.split(".")[0] in FAMILIES]:
        for period in (2016, 2018, 2019):
            for code in regions:
                wanted, found = demo.quantity(name, code, period), own.quantity(name, code, period)
                assert found == pytest.approx(wanted, nan_ok=True), (name, code, period)
                seen |= set() if math.isnan(wanted) else {name.split(".")[0]}
    assert seen >= FAMILIES
    with sqlite3.connect(folder / "small.sqlite") as oracle:
        income = oracle.execute("SELECT SUM(net_income_yuan) FROM household_income WHERE stat_year = 2018").fetchone()
        homes = oracle.execute("SELECT COUNT(*) FROM household WHERE household_type_code = '1' AND is_valid = 1")
        assert own.quantity("registered_household_count", own.root.code, 2019) == homes.fetchone()[0]
    oracle.close()
    assert own.quantity("net_income_yuan", own.root.code, 2018) == pytest.approx(income[0], rel=0.02)


def test_the_same_files_change_nothing_and_a_corrected_one_its_rows(folder: Path, first: LedgerImport) -> None:
    before = (folder / "own.sqlite").read_bytes()
    again = taken_in(folder)
    assert {(w.added, w.changed, w.removed) for w in again.tables.values()} == {(0, 0, 0)}
    assert (folder / "own.sqlite").read_bytes() == before
    path = folder / "books" / "人员信息AB01.xlsx"
    original = path.read_bytes()
    book = load_workbook(path)
    page = book.worksheets[0]
    page.cell(5, 3).value, page.cell(5, 11).value = "改名者", "患有大病"
    book.save(path)
    changed = taken_in(folder).tables
    assert (changed["person"].changed, changed["person"].added) == (1, 0)
    health = changed["person_health"]
    assert health.added == 1 or health.same == sum((health.added, health.same))
    assert health.added == health.removed or health.removed <= 1
    with sqlite3.connect(folder / "own.sqlite") as own:
        person = own.execute("SELECT household_id, person_id FROM person WHERE name_zh = '改名者'").fetchall()
        assert len(person) == 1
        told = own.execute(
            "SELECT health_code FROM person_health WHERE household_id = ? AND person_id = ?", person[0]
        ).fetchall()
        assert told == [("03",)]
    own.close()
    path.write_bytes(original)
