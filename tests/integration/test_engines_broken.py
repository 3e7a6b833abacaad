"""One row in a hundred is broken: the release is built, the whole rows count, and `guatu check` names the others."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data_access.check import check_database
from data_access.database import open_database
from data_access.errors import ContractError
from data_access.release import Release, ReleaseStore, build_release
from data_access.settings import Settings
from tests.engines import SERVERS, SQLITE, Copies, engine_of_this_run

pytestmark = pytest.mark.skipif(engine_of_this_run() != SQLITE, reason="the run itself is on a server")

HUNDREDTH = "rowid % 100 = 7"
BREAKS = (
    f"UPDATE household SET region_code = '999999999999', member_count = -3 WHERE {HUNDREDTH}",
    "UPDATE household SET poverty_status_code = 'ZZ ', household_attribute_code = '', is_valid = 1 "
    "WHERE rowid % 100 = 8",
    "UPDATE household SET head_person_id = 'nobody', member_count = NULL, household_type_code = '?' "
    "WHERE rowid % 100 = 9",
    f"UPDATE person SET born_on = '2190-01-01', labour_ability_code = '早', gender_code = NULL WHERE {HUNDREDTH}",
    "UPDATE person SET born_on = NULL, relation_code = 'x''y', identity_no = '%' WHERE rowid % 100 = 8",
    f"UPDATE household_income SET net_income_yuan = -999999, member_count = 0 WHERE {HUNDREDTH}",
    f"UPDATE household_visit SET visited_at = '2188-05-05 00:00:00', official_id = 'gone' WHERE {HUNDREDTH}",
    f"UPDATE industry_participation SET activity_id = 'gone' WHERE {HUNDREDTH}",
    f"UPDATE household_official SET valid_from = '2019-09-09', valid_to = '2001-01-01' WHERE {HUNDREDTH}",
)


@pytest.fixture(scope="module")
def broken(scenario_settings: Callable[[str], Settings], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A demo county in SQLite of which one row in a hundred is broken."""
    sound = scenario_settings("qilian")
    path = tmp_path_factory.mktemp("broken") / "broken.sqlite"
    shutil.copyfile(sound.database_url.removeprefix("sqlite:///"), path)
    with closing(sqlite3.connect(path)) as connection, connection:
        changed = [connection.execute(statement).rowcount for statement in BREAKS]
    assert sum(changed) > 20
    return replace(sound, home=path.parent, database_url=f"sqlite:///{path.as_posix()}", is_demo=False)


@pytest.fixture(scope="module", params=[SQLITE, *SERVERS])
def served(request: pytest.FixtureRequest, broken: Settings, on_server: Callable[[str], Copies]) -> Settings:
    if request.param == SQLITE:
        return broken
    url = on_server(str(request.param)).url_of(Path(broken.database_url.removeprefix("sqlite:///")))
    return replace(broken, database_url=url)


def test_the_release_is_built(served: Settings, scenario_settings: Callable[[str], Settings]) -> None:
    sound = ReleaseStore(scenario_settings("qilian").releases).current()
    build_release(served)
    release = ReleaseStore(served.releases).current()
    whole, left = _counted(sound, "household_count"), _counted(release, "household_count")
    assert 0.95 * whole <= left < whole
    assert 0.9 * _counted(sound, "registered_person_count") <= _counted(release, "registered_person_count")
    engine = open_database(served.database_url)
    rules = {each.rule for each in check_database(engine, date(2019, 12, 31))}
    engine.dispose()
    assert {"unknown_code", "negative"} & rules and len(rules) > 3, rules


def _counted(release: Release, name: str) -> float:
    return release.quantity(name, release.root.code, release.as_of.year)


def test_a_date_that_is_none_is_said_and_the_release_before_stays(broken: Settings, tmp_path: Path) -> None:
    """Only SQLite holds one."""
    path = tmp_path / "dates.sqlite"
    shutil.copyfile(broken.database_url.removeprefix("sqlite:///"), path)
    settings = replace(broken, home=tmp_path, database_url=f"sqlite:///{path.as_posix()}")
    build_release(settings)
    before = ReleaseStore(settings.releases).current().id
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE region SET valid_to = '31.12.2019' WHERE rowid % 50 = 7")
        connection.execute("UPDATE person SET born_on = '19.5.61' WHERE rowid % 100 = 3")
    with pytest.raises(ContractError) as refused:
        build_release(settings)
    assert refused.value.key == "database.bad_date"
    assert ReleaseStore(settings.releases).current().id == before
    engine = open_database(settings.database_url)
    found = {(each.place, each.rule) for each in check_database(engine, date(2019, 12, 31))}
    engine.dispose()
    assert {("region.valid_to", "not_a_date"), ("person.born_on", "not_a_date")} <= found
