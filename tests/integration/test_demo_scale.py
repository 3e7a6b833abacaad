"""A land of many counties, at a hundredth of its size: exact totals, one contract, one coverage, bounded memory."""

import sqlite3
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.schema import CreateTable

from data_access.check import check_database
from data_access.database import open_database
from data_access.demo.scale import SCALE_OF, Scale, ScaleReport, build_scale, read_scale_land
from data_access.demo.scale.county import county_frames, county_scenarios
from data_access.errors import DatabaseError
from data_access.schema import metadata
from geo.demo.scale import CITY, COUNTIES, ScaleLand, city_plan, grow_scale
from tests.postgres import postgres_programs, postgres_server

PERSONS, VILLAGES, TOWNSHIPS = 1_500, 20, 4
SMALL = Scale("city", "990600000000", PERSONS, 5)


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> ScaleLand:
    """Two counties of two townships each, about."""
    plan = city_plan(counties=2, villages=VILLAGES, townships=TOWNSHIPS, seed=3)
    return grow_scale(plan, tmp_path_factory.mktemp("land"))


@pytest.fixture(scope="module")
def regions(land: ScaleLand) -> pd.DataFrame:
    return read_scale_land(land.tree, land.points)


@pytest.fixture(scope="module")
def built(regions: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ScaleReport]:
    path = tmp_path_factory.mktemp("scale") / "city.sqlite"
    return path, build_scale(f"sqlite:///{path.as_posix()}", SMALL, regions)


def rows_of(path: Path) -> dict[str, int]:
    with sqlite3.connect(path) as connection:
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in sorted(metadata.tables)
        }


def test_the_city_is_as_large_as_it_is_said_to_be() -> None:
    assert (COUNTIES, CITY.townships, CITY.villages, SCALE_OF["city"].persons) == (17, 200, 4_200, 1_000_000)


def test_every_total_is_exact(built: tuple[Path, ScaleReport]) -> None:
    path, report = built
    with sqlite3.connect(path) as connection:
        levels = dict(connection.execute("SELECT region_level_code, count(*) FROM region GROUP BY 1"))
        loose = connection.execute(
            "SELECT count(*) FROM region r LEFT JOIN region p ON p.region_code = r.parent_code "
            "WHERE p.region_code IS NULL"
        ).fetchone()[0]
        said = connection.execute("SELECT sum(member_count) FROM household").fetchone()[0]
    assert levels == {"2": 1, "3": 2, "4": TOWNSHIPS, "5": VILLAGES}
    assert loose == 1
    assert report.row_counts["person"] == said == PERSONS
    held = rows_of(path)
    assert {name: held[name] for name in report.row_counts} == report.row_counts


def test_every_theme_of_the_demo_county_has_rows(built: tuple[Path, ScaleReport], demo_database: Path) -> None:
    held, model = rows_of(built[0]), rows_of(demo_database)
    figures = {"region_figure", "region_indicator"}  # what documents say of the model county alone
    assert {name for name, count in model.items() if count and not held[name]} == figures


def test_each_county_has_works_and_all_are_ranked(built: tuple[Path, ScaleReport]) -> None:
    with sqlite3.connect(built[0]) as connection:
        tasks = connection.execute(
            "SELECT a.ancestor_code, count(*), sum(t.finished_on IS NULL AND t.planned_end_on < '2019-09-30'),"
            " sum(t.organisation_id IS NOT NULL) FROM task t JOIN region_ancestor a ON a.region_code = t.region_code"
            " JOIN region c ON c.region_code = a.ancestor_code AND c.region_level_code = '3' GROUP BY 1"
        ).fetchall()
        steps = connection.execute(
            "SELECT (SELECT count(*) FROM task WHERE task_kind_code = 'STEP') - 5 * (SELECT count(*) FROM project),"
            " (SELECT count(*) FROM task s JOIN task p ON p.task_id = s.parent_task_id AND p.project_id = s.project_id)"
            " - (SELECT count(*) FROM task WHERE task_kind_code = 'STEP')"
        ).fetchone()
        ranked = connection.execute(
            "SELECT r.parent_code, k.held_on, count(*), count(DISTINCT k.region_code), min(k.place_no) FROM ranking k"
            " JOIN region r ON r.region_code = k.region_code WHERE k.ranking_event_code = 'QUARTER_RANK' GROUP BY 1, 2"
        ).fetchall()
        below = dict(connection.execute("SELECT parent_code, count(*) FROM region GROUP BY 1").fetchall())
    assert len(tasks) == 2
    assert all(count > VILLAGES and late and owned for _county, count, late, owned in tasks)
    assert steps == (0, 0)
    assert len(ranked) == 3 * 3
    assert all(rows == codes == below[parent] and first == 1 for parent, _day, rows, codes, first in ranked)


def test_the_check_finds_no_error(built: tuple[Path, ScaleReport]) -> None:
    findings = check_database(open_database(f"sqlite:///{built[0].as_posix()}"), date(2019, 9, 30))
    assert [str(f) for f in findings] == []


def test_links_that_the_load_left_out_hold(built: tuple[Path, ScaleReport]) -> None:
    with sqlite3.connect(built[0]) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_one_county_is_held_at_a_time(built: tuple[Path, ScaleReport], regions: pd.DataFrame) -> None:
    report = built[1]
    counties = list(county_scenarios(SMALL, regions))
    largest = max(scenario.people.persons for scenario, _ in counties)
    assert sum(scenario.people.persons for scenario, _ in counties) == PERSONS
    assert report.most_rows <= 1.25 * largest / PERSONS * sum(report.row_counts.values())


def test_the_same_seed_draws_the_same_county(regions: pd.DataFrame) -> None:
    first, again, other = (
        county_frames(*next(county_scenarios(scale, regions))) for scale in (SMALL, SMALL, replace(SMALL, seed=6))
    )
    for name, frame in first.items():
        pd.testing.assert_frame_equal(frame, again[name], obj=name)
    assert not first["person"].equals(other["person"])


def test_outlines_are_one_coverage_of_all_villages(land: ScaleLand, regions: pd.DataFrame) -> None:
    with zipfile.ZipFile(land.outlines) as packed:
        frame = gpd.read_file(packed.read("city.geojson").decode())
    villages = regions[regions["region_level_code"] == "5"]
    assert sorted(frame["code"]) == sorted(villages["region_code"])
    assert bool(shapely.coverage_is_valid(frame.geometry.to_numpy()))
    areas = regions.set_index("region_code")["area_km2"]
    upper = regions[regions["region_level_code"] != "5"]
    for code in upper["region_code"]:
        below = regions[regions["parent_code"] == code]["region_code"]
        assert areas[code] == pytest.approx(areas[below].sum(), rel=1e-4)


def test_nothing_is_left_of_a_build_that_ends_early(regions: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "city.sqlite"
    path.write_text("the one before")

    def stop(stage: str, done: int, _total: int) -> None:
        if (stage, done) == ("county", 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_scale(f"sqlite:///{path.as_posix()}", SMALL, regions, progress=stop)
    assert [p.name for p in tmp_path.iterdir()] == ["city.sqlite"]
    assert path.read_text() == "the one before"


@pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")
def test_postgres_gets_the_same_rows_or_none(built: tuple[Path, ScaleReport], regions: pd.DataFrame) -> None:
    def stop(stage: str, done: int, _total: int) -> None:
        if (stage, done) == ("index", 1):
            raise KeyboardInterrupt

    with postgres_server() as server:
        url = f"{server}postgres"
        engine = create_engine(url)
        with pytest.raises(KeyboardInterrupt):
            build_scale(url, SMALL, regions, progress=stop)
        assert inspect(engine).get_table_names() == []
        report = build_scale(url, SMALL, regions)
        assert report.row_counts == built[1].row_counts
        with engine.connect() as theirs, sqlite3.connect(built[0]) as ours:
            for question in (
                "SELECT sum(net_income_yuan), count(*) FROM household_income",
                "SELECT min(born_on), max(household_id) FROM person",
                "SELECT count(parent_code) FROM region",
            ):
                left, right = theirs.execute(text(question)).one(), ours.execute(question).fetchone()
                assert [str(value).removesuffix(".00") for value in left] == [
                    str(round(value, 2) if isinstance(value, float) else value).removesuffix(".0") for value in right
                ]
        table = metadata.tables["household_income"]
        links = {key["name"] for key in inspect(engine).get_foreign_keys(table.name)}
        assert links == {link.name for link in table.foreign_key_constraints}
        with pytest.raises(DatabaseError, match="empty"):
            build_scale(url, SMALL, regions)
        engine.dispose()
        assert "FOREIGN KEY" in str(CreateTable(table)), "what is made next in this process has its links as ever"
