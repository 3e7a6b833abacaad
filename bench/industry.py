"""Industry at the size of a city: 5,000 villages and 300,000 households, made up; and of the demo county.

`python -m bench.industry` prints the figures; `measure` and `measure_county` hand them to `make bench`.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import create_engine

from bench.figures import Figure, spread, typical
from data_access.contract import create_contract
from data_access.database import open_database
from data_access.demo import build_demo
from data_access.households.industry import households_by_industry, offices_of_villages
from data_access.industry.coverage import by_number_of_kinds, coverage, intersections
from data_access.industry.effect import effect, strata
from data_access.industry.gaps import villages_without
from data_access.release import Release, ReleaseStore, build_release
from data_access.scope import WALL
from data_access.settings import Settings, read_settings
from data_access.tokens import HouseholdTokens

COUNTIES, TOWNSHIPS, VILLAGES, HOUSEHOLDS = 10, 20, 25, 60
"""Under each other: 10 counties of 20 townships of 25 villages of 60 households."""

KINDS = ("SOLAR", "TOURISM", "WORKSHOP", "AGRICULTURE")
YEAR = 2019
ROUNDS = 25
TOKENS = HouseholdTokens(b"b" * 32)


def measure(folder: Path) -> list[Figure]:
    """Build the city in `folder`, release it, and time what a leader waits for."""
    settings = _city(folder)
    began = time.perf_counter()
    build_release(settings)
    built = Figure("city of 300,000 households: release", time.perf_counter() - began, "s")
    release = ReleaseStore(settings.releases).current()
    engine = open_database(settings.database_url)
    code = release.root.code

    def gap() -> None:
        page = villages_without(release, code, YEAR)
        offices_of_villages(engine, WALL, release, [row.code for row in page.rows])
        households_by_industry(engine, WALL, release, code, tokens=TOKENS)

    def beside_solar() -> None:
        villages_without(release, code, YEAR, without=("SOLAR",), by="uncovered")

    last = households_by_industry(engine, WALL, release, code, tokens=TOKENS).total // 50

    def deep() -> None:
        households_by_industry(engine, WALL, release, code, tokens=TOKENS, page=last)

    figures = [
        built,
        _timed("city: gap list, villages with who answers and first households", gap, 150),
        _timed("city: gap list without solar, most households first", beside_solar, 150),
        _timed(f"city: gap list, last of {last:,} pages of households", deep, 150),
        _timed("city: coverage view", lambda: _coverage_view(release), 150),
        _timed("city: effect panel", lambda: _effect_panel(release), 200),
    ]
    engine.dispose()
    return figures


def measure_county(settings: Settings) -> list[Figure]:
    """The same of the demo county: 366 villages and 37,053 households, whose release is built."""
    release = ReleaseStore(settings.releases).current()
    return [
        _timed("county: coverage view", lambda: _coverage_view(release), 20),
        _timed("county: effect panel of 37,053 households", lambda: _effect_panel(release), 200),
        _timed("county: gap list of villages", lambda: villages_without(release, release.root.code, YEAR), 20),
    ]


def _coverage_view(release: Release) -> None:
    """Coverage with and without solar, what meets where, and villages by number of kinds."""
    code = release.root.code
    coverage(release, code, YEAR)
    coverage(release, code, YEAR, without=("SOLAR",))
    intersections(release, code, YEAR)
    intersections(release, code, YEAR, "household")
    by_number_of_kinds(release, code, YEAR)


def _effect_panel(release: Release) -> None:
    """All kinds of one cause and class, and which causes and classes there are."""
    code = release.root.code
    strata(release, code, YEAR, "TOURISM")
    for kind in (*KINDS, "*"):
        effect(release, code, YEAR, kind)
        effect(release, code, YEAR, kind, cause="01", labour="1")


def _timed(what: str, do: Callable[[], object], limit: float) -> Figure:
    do()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        do()
        times.append((time.perf_counter() - began) * 1000)
    return Figure(what, typical(times), "ms", limit, spread(times))


def _city(folder: Path) -> Settings:
    """A database in which one household in five, and one village in eight, has no industry."""
    path = folder / "city.sqlite"
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    create_contract(engine)
    engine.dispose()
    chance = random.Random(5)
    with sqlite3.connect(path) as connection:
        for table, columns, rows in _rows(chance):
            places = ", ".join("?" for _ in columns.split(","))
            connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)
    return read_settings(
        {"GUATU_HOME": str(folder / "home"), "GUATU_DATABASE_URL": f"sqlite:///{path.as_posix()}"}
    )  # fmt: skip


def _rows(chance: random.Random) -> Iterator[tuple[str, str, list[tuple[object, ...]]]]:
    regions: list[tuple[object, ...]] = [("CITY", None, "2", "城市")]
    activities: list[tuple[object, ...]] = []
    coverage_rows: list[tuple[object, ...]] = []
    households: list[tuple[object, ...]] = []
    persons: list[tuple[object, ...]] = []
    incomes: list[tuple[object, ...]] = []
    causes: list[tuple[object, ...]] = []
    joined: list[tuple[object, ...]] = []
    offices: list[tuple[object, ...]] = []
    helpers: list[tuple[object, ...]] = []
    officials: list[tuple[object, ...]] = [(f"O{n}", f"干部{n}") for n in range(2000)]
    number = 0
    for c in range(COUNTIES):
        county = f"C{c:02}"
        regions.append((county, "CITY", "3", f"县{c}"))
        for t in range(TOWNSHIPS):
            township = f"{county}T{t:02}"
            regions.append((township, county, "4", f"镇{t}"))
            for v in range(VILLAGES):
                village = f"{township}V{v:02}"
                regions.append((village, township, "5", f"村{v}"))
                offices.append((village, f"O{chance.randrange(2000)}", "FIRST_SECRETARY", "2018-01-01"))
                here = [] if v % 8 == 0 else [k for k in KINDS if chance.random() < 0.4] or ["SOLAR"]
                for kind in here:
                    activities.append((f"{village}{kind}", kind, f"{kind}{village}", village, "RUNNING", "COLLECTIVE"))
                    coverage_rows.append((f"{village}{kind}", village, YEAR))
                for _ in range(HOUSEHOLDS):
                    number += 1
                    key = f"H{number:07}"
                    households.append((key, village, f"{key}01", 2, "1", "1"))
                    persons.append((key, f"{key}01", "演示人", "01", chance.choice(("01", "03")), "1960-01-01"))
                    incomes.append((key, YEAR, 2, round(chance.lognormvariate(9.6, 0.5), 2)))
                    causes.append((key, chance.choice(("01", "05", "07", "08")), 1))
                    helpers.append((key, f"O{number % 2000}", "HELPER", "2018-01-01"))
                    if here and chance.random() < 0.9:
                        for kind in chance.sample(here, chance.randint(1, len(here))):
                            joined.append((key, YEAR, f"{village}{kind}", "WORK", 3000))
    loads: list[tuple[object, ...]] = [("L1", "L", "household", f"{YEAR}-09-30", "OK")]
    yield "region", "region_code, parent_code, region_level_code, name_zh", regions
    yield "household", ("household_id, region_code, head_person_id, member_count, household_type_code, "
                        "poverty_status_code"), households  # fmt: skip
    yield "person", "household_id, person_id, name_zh, relation_code, labour_ability_code, born_on", persons
    yield "household_income", "household_id, stat_year, member_count, net_income_yuan", incomes
    yield "household_cause", "household_id, cause_code, is_main", causes
    yield "industry_activity", ("activity_id, industry_kind_code, name_zh, region_code, operating_status_code, "
                                "business_entity_code"), activities  # fmt: skip
    yield "industry_coverage", "activity_id, region_code, stat_year", coverage_rows
    yield "industry_participation", ("household_id, stat_year, activity_id, participation_mode_code, "
                                     "income_yuan"), joined  # fmt: skip
    yield "official", "official_id, name_zh", officials
    yield "region_official", "region_code, official_id, official_role_code, valid_from", offices
    yield "household_official", "household_id, official_id, official_role_code, valid_from", helpers
    yield "data_source", "source_id, name_zh, source_kind_code", [("L", "台账", "LEDGER")]
    yield "data_load", "load_id, source_id, table_name, as_of_on, load_status_code", loads


def main() -> int:
    """Print every figure; 1 when a limit is broken."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "county"
        settings = read_settings({"GUATU_HOME": str(home), "GUATU_DATABASE_URL": f"sqlite:///{home}/demo.sqlite"})
        home.mkdir()
        build_demo(home / "demo.sqlite")
        build_release(settings)
        figures = [*measure_county(settings), *measure(Path(folder))]
    for figure in figures:
        print(figure.row())
    return 1 if any(figure.is_over for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
