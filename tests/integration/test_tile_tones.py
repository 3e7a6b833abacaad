"""What colours the tiles of a village, held against plain SQL; and where dwellings may be shown."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.database import open_database
from data_access.errors import ForbiddenError, UnknownRegionError
from data_access.households.records_village import TONES, TileBy
from data_access.households.tile_tones import dwellings, tile_tones
from data_access.release import Release
from data_access.scope import WALL, Role, Scope
from data_access.settings import Settings
from data_access.tokens import household_tokens

OFFICER = Scope(Role.COUNTY, None, "c")
LEADER = Scope(Role.LEADER, None, "l")
VILLAGE = "990101208202"

ORACLES = {
    TileBy.VISIT: """SELECT CASE WHEN MAX(CASE WHEN date(v.visited_at) <= '2019-09-30' THEN date(v.visited_at) END)
        >= date('2019-09-30', '-90 days') THEN 'visited' ELSE 'late' END
        FROM household_visit v WHERE v.household_id = h.household_id""",
    TileBy.GUARANTEE: """SELECT CASE WHEN COUNT(*) = 0 THEN 'unchecked'
        WHEN SUM(a.is_met = 0 AND (a.resolved_on IS NULL OR a.resolved_on > '2019-09-30')) > 0 THEN 'unmet'
        ELSE 'met' END FROM household_assurance a WHERE a.household_id = h.household_id AND a.stat_year =
        (SELECT MAX(b.stat_year) FROM household_assurance b WHERE b.household_id = a.household_id
        AND b.assurance_code = a.assurance_code AND b.stat_year <= 2019)""",
    TileBy.INDUSTRY: """SELECT CASE WHEN COUNT(*) > 0 THEN 'joined' ELSE 'not_joined' END FROM industry_participation p
        WHERE p.household_id = h.household_id AND p.stat_year = 2019""",
    TileBy.HELPER: """SELECT CASE WHEN COUNT(*) > 0 THEN 'helped' ELSE 'alone' END FROM household_official f
        WHERE f.household_id = h.household_id AND f.official_role_code IN ('HELPER', 'MONITORING_CONTACT')
        AND f.valid_from <= '2019-09-30' AND (f.valid_to IS NULL OR f.valid_to >= '2019-09-30')""",
    TileBy.SIZE: """SELECT CASE WHEN h.member_count IS NULL OR h.member_count < 1 THEN 'unknown'
        WHEN h.member_count = 1 THEN 'one' WHEN h.member_count < 4 THEN 'few' ELSE 'many' END""",
    TileBy.LINE: """SELECT COALESCE(MAX(CASE WHEN i.net_income_yuan / i.member_count < 3218 THEN 'below'
        ELSE 'above' END), 'unknown') FROM household_income i WHERE i.household_id = h.household_id
        AND i.stat_year = 2019 AND i.net_income_yuan IS NOT NULL AND i.member_count > 0""",
    TileBy.MONITORING: """SELECT CASE WHEN COUNT(*) = 0 THEN 'never' WHEN MIN(c.is_eliminated) = 0 THEN 'open'
        ELSE 'closed' END FROM monitoring_case c WHERE c.household_id = h.household_id""",
}


@pytest.fixture(scope="module")
def engine(demo_settings: Settings) -> Iterator[Engine]:
    engine = open_database(demo_settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def known(demo_settings: Settings, demo_release: Release) -> dict[str, Any]:
    return {"tokens": household_tokens(demo_settings.home), "themes": demo_release.themes}


@pytest.mark.parametrize("by", ORACLES)
def test_each_household_is_what_plain_sql_says(
    by: TileBy, engine: Engine, known: dict[str, Any], demo_settings: Settings, demo_release: Release
) -> None:
    path = demo_settings.database_url.removeprefix("sqlite:///")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows = connection.execute(
        f"SELECT h.household_id, ({ORACLES[by]}) FROM household h WHERE h.region_code = ? AND h.is_valid = 1",
        (VILLAGE,),
    ).fetchall()
    connection.close()
    found = tile_tones(engine, OFFICER, VILLAGE, by, demo_release.as_of, **known)
    assert found == {known["tokens"].token(key): tone for key, tone in rows}
    assert set(found.values()) <= set(TONES[by])
    assert len(found) > 100


def test_who_may_colour_by_it(engine: Engine, known: dict[str, Any], demo_release: Release) -> None:
    day = demo_release.as_of
    for scope, by in ((LEADER, TileBy.LINE), (LEADER, TileBy.MONITORING), (WALL, TileBy.GUARANTEE), (WALL, TileBy.LINE),
                      (OFFICER, TileBy.STATUS), (Scope(Role.AUDITOR, None, "a"), TileBy.SIZE)):  # fmt: skip
        with pytest.raises(ForbiddenError):
            tile_tones(engine, scope, VILLAGE, by, day, **known)
    with pytest.raises(UnknownRegionError):
        tile_tones(engine, Scope(Role.TOWNSHIP, "990101100000", "t"), VILLAGE, TileBy.SIZE, day, **known)
    with pytest.raises(ForbiddenError):
        tile_tones(engine, OFFICER, VILLAGE, TileBy.LINE, day, **known | {"themes": {"core": True}})


def test_dwellings_are_exact_for_a_duty_role_alone(
    engine: Engine, known: dict[str, Any], demo_release: Release
) -> None:
    exact = dwellings(engine, OFFICER, VILLAGE, demo_release.as_of, **known)
    rounded = dwellings(engine, LEADER, VILLAGE, demo_release.as_of, **known)
    assert all(home.token for home in exact)
    assert len({(home.longitude, home.latitude) for home in exact}) > len(rounded) > 0
    assert {home.token for home in rounded} == {None}
    assert all(round(home.longitude, 3) == home.longitude for home in rounded)
    for scope in (WALL, Scope(Role.WALL, VILLAGE), Scope(Role.ADMINISTRATOR, None, "a")):
        with pytest.raises(ForbiddenError):
            dwellings(engine, scope, VILLAGE, demo_release.as_of, **known)
