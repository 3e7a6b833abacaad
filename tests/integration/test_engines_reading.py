"""What a server does while a release is read: it is changed, it is slow, it goes away; and the release stays whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from data_access.adoption.opening import open_shared
from data_access.check import check_database
from data_access.database import database_errors, open_database, read_frame, read_rows
from data_access.database_session import Reading
from data_access.errors import DatabaseError, DatabaseMissingError
from data_access.release import ReleaseStore, build_release
from data_access.settings import Settings
from tests.engines import SERVERS, SQLITE, Copies, engine_of_this_run

pytestmark = pytest.mark.skipif(engine_of_this_run() != SQLITE, reason="the run itself is on a server")

SLEEP = {"postgresql": "pg_sleep({}) IS NOT NULL", "mariadb": "SLEEP({}) = 0"}
OTHERS = {
    "postgresql": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "mariadb": "SELECT CONCAT('KILL ', id) FROM information_schema.processlist "
    "WHERE db = DATABASE() AND id <> CONNECTION_ID()",
}


@dataclass(frozen=True)
class County:
    """The county full of traps on a server, to be changed at will."""

    engine: str
    settings: Settings

    def change(self, *statements: str) -> None:
        admin = create_engine(self.settings.database_url)
        with admin.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        admin.dispose()

    def end_connections(self) -> None:
        admin = create_engine(self.settings.database_url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for (said,) in connection.execute(text(OTHERS[self.engine])).all():
                if isinstance(said, str):
                    connection.exec_driver_sql(said)
        admin.dispose()

    @property
    def store(self) -> ReleaseStore:
        return ReleaseStore(self.settings.releases)

    def current(self) -> dict[str, str]:
        return dict(self.store.current().meta.files)

    def folders(self) -> list[str]:
        return sorted(path.name for path in self.settings.releases.iterdir() if path.is_dir())


@pytest.fixture(params=SERVERS)
def county(
    request: pytest.FixtureRequest, on_server: Callable[[str], Copies], trap_settings_once: Settings, tmp_path: Path
) -> Iterator[County]:
    engine = str(request.param)
    path = Path(trap_settings_once.database_url.removeprefix("sqlite:///"))
    url = on_server(engine).copy(path)
    yield County(engine, replace(trap_settings_once, home=tmp_path, database_url=url))


def test_a_release_is_of_one_state(county: County) -> None:
    build_release(county.settings)
    before = county.current()
    seen = []

    def change(stage: str, *_: int) -> None:
        seen.append(stage)
        if stage == "release.stage.core":
            county.change(
                "DELETE FROM household_visit",
                "UPDATE household SET is_valid = 0",
                "UPDATE person SET is_valid = 0",
                "UPDATE region SET name_zh = 'x'",
                "DELETE FROM industry_participation",
            )

    build_release(county.settings, progress=change)
    assert "release.stage.core" in seen
    assert county.current() == before
    build_release(county.settings)
    assert county.current() != before


def test_a_server_that_goes_away_leaves_the_release_before(county: County) -> None:
    build_release(county.settings)
    before, folders = county.current(), county.folders()

    def end(stage: str, *_: int) -> None:
        if stage == "release.stage.themes":
            county.end_connections()

    with pytest.raises(DatabaseMissingError) as refused:
        build_release(county.settings, progress=end)
    assert refused.value.key == "database.unreachable"
    assert county.folders() == folders
    assert county.current() == before
    build_release(county.settings)
    assert county.current() == before


def test_a_query_that_takes_too_long_is_stopped_and_said(county: County) -> None:
    build_release(county.settings)
    before, folders = county.current(), county.folders()
    county.change(
        "ALTER TABLE region_year RENAME TO region_year_of_theirs",
        f"CREATE VIEW region_year AS SELECT * FROM region_year_of_theirs WHERE {SLEEP[county.engine].format(2)}",
    )
    with pytest.raises(DatabaseError) as refused:
        build_release(replace(county.settings, build_timeout=1))
    assert refused.value.key == "database.timeout"
    assert county.folders() == folders
    assert county.current() == before


def test_a_page_has_less_time_than_a_release(county: County) -> None:
    settings = replace(county.settings, statement_timeout=1, build_timeout=20)
    asked = f"SELECT 1 AS one FROM (SELECT 1 AS x) t WHERE {SLEEP[county.engine].format(1.6)}"
    for_build, for_page = open_shared(settings, for_build=True), open_shared(settings)
    with for_build.connect() as connection:
        assert len(read_frame(connection, asked)) == 1
    with pytest.raises(DatabaseError) as refused, for_page.connect() as connection:
        read_frame(connection, asked)
    assert refused.value.key == "database.timeout"
    for_build.dispose()
    for_page.dispose()


def test_nothing_is_written_and_codes_are_their_characters(county: County) -> None:
    engine = open_database(county.settings.database_url, reading=Reading(seconds=5))
    with pytest.raises(DatabaseError) as refused, database_errors(), engine.begin() as connection:
        connection.execute(text("UPDATE region SET name_zh = 'x'"))
    assert refused.value.key == "database.read_only"
    with engine.connect() as connection:
        for asked in (
            "SELECT COUNT(*) FROM region WHERE region_code = 'c'",
            "SELECT COUNT(*) FROM (SELECT 'a' AS x) l JOIN (SELECT 'A' AS x) r ON l.x = r.x",
            "SELECT COUNT(*) FROM (SELECT 'e' AS x) l JOIN (SELECT 'é' AS x) r ON l.x = r.x",
        ):
            assert connection.execute(text(asked)).scalar_one() == 0
    engine.dispose()


def test_a_whole_outline_fits(county: County) -> None:
    outline = "9" * 70_000
    county.change(
        "DELETE FROM region_boundary",
        "INSERT INTO region_boundary (region_code, valid_from, crs_code, geojson) "
        f"VALUES ('C', '2019-01-01', 'CGCS2000', '{outline}')",
    )
    engine = open_database(county.settings.database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT geojson FROM region_boundary")).scalar_one() == outline
    engine.dispose()


def test_the_findings_are_those_of_sqlite(county: County, trap_settings_once: Settings) -> None:
    engines = [open_database(each.database_url) for each in (trap_settings_once, county.settings)]
    left, right = (
        {(each.place, each.rule) for each in check_database(engine, date(2019, 9, 30))} for engine in engines
    )
    assert left == right
    for engine in engines:
        engine.dispose()


def test_a_sum_of_whole_numbers_is_one(county: County) -> None:
    """MariaDB adds them up to a DECIMAL, which nothing that asks for a number would take for one."""
    engine = open_database(county.settings.database_url)
    asked = "SELECT SUM(1) AS counted, SUM(CASE WHEN member_count > 1 THEN 1 ELSE 0 END) AS larger FROM household"
    with engine.connect() as connection:
        (found,) = read_rows(connection, text(asked))
    assert {type(value) for value in found.values()} == {int}, found
    engine.dispose()
