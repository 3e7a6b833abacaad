"""The duty view against plain SQL on the file it was read from, and a small county of bad input."""

import math
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.database import open_database
from data_access.duty.figures import LOADS, TEAMS, VISITS, chain, figures_of
from data_access.duty.headlines import duty_headlines
from data_access.duty.lapsed import lapsed_households
from data_access.duty.lapses import lapsed_villages
from data_access.duty.officials import heaviest_helpers, led_path, officials_of_regions
from data_access.duty.records import LapsedHousehold
from data_access.duty.tokens import OfficialTokens, official_tokens
from data_access.errors import UnknownRegionError
from data_access.release import Release, ReleaseStore, build_release
from data_access.scope import WALL, Role, Scope
from data_access.settings import Settings
from data_access.tokens import HouseholdTokens
from data_access.tree import WHOLE
from tests.integration.conftest import make_trap_county

TODAY, YEAR = "2019-09-30", 2019
KEY = b"k" * 32
TOKENS, OFFICIALS = HouseholdTokens(KEY), OfficialTokens(KEY)
UNDER = "(SELECT region_code FROM region_ancestor WHERE ancestor_code = :region)"
HELD = f"valid_from <= '{TODAY}' AND (valid_to IS NULL OR valid_to >= '{TODAY}')"
DUE = f"""SELECT l.household_id AS id, l.region_code AS village, m.household_id IS NOT NULL AS monitored,
  CAST(julianday('{TODAY}') - julianday(substr(max(l.last_visited_at), 1, 10)) AS INTEGER) AS days
  FROM household_last_visit l LEFT JOIN (SELECT DISTINCT household_id FROM open_monitoring_case) m USING (household_id)
  WHERE l.region_code IN {UNDER} AND (l.household_type_code = '1' OR m.household_id IS NOT NULL) GROUP BY 1, 2, 3"""
LATE = "(days IS NULL OR days > 90 OR (monitored AND days > 30))"
HELPED = f"""SELECT f.official_id AS o, COUNT(DISTINCT f.household_id) AS n FROM household_official f JOIN household h
  USING (household_id) WHERE h.is_valid = 1 AND h.household_type_code = '1' AND f.official_role_code = 'HELPER'
  AND f.{HELD.replace("valid_to", "f.valid_to").replace("f.f.", "f.")} AND h.region_code IN {UNDER} GROUP BY 1"""
TEAM = f"""SELECT r.region_code AS v, COUNT(DISTINCT f.official_id) AS members,
  COUNT(DISTINCT CASE WHEN f.official_role_code = 'FIRST_SECRETARY' THEN f.official_id END) AS first,
  COUNT(DISTINCT CASE WHEN d.village_day_count < d.required_day_count THEN d.official_id END) AS short
  FROM region r LEFT JOIN region_official f ON f.region_code = r.region_code AND f.official_role_code IN
  ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER') AND f.valid_from <= '{TODAY}'
  AND (f.valid_to IS NULL OR f.valid_to >= '{TODAY}')
  LEFT JOIN official_attendance d ON d.region_code = f.region_code AND d.official_id = f.official_id
  AND d.stat_year = {YEAR} WHERE r.region_level_code = '5' AND (r.valid_to IS NULL OR r.valid_to >= '{TODAY}')
  AND r.region_code IN {UNDER} GROUP BY 1"""
ORACLE = {
    "visit_due_household_count": f"SELECT COUNT(*) FROM ({DUE})",
    "visit_overdue_household_count": f"SELECT COUNT(*) FROM ({DUE}) WHERE {LATE}",
    "visit_due_monitored_household_count": f"SELECT COUNT(*) FROM ({DUE}) WHERE monitored",
    "visit_overdue_monitored_household_count": f"SELECT COUNT(*) FROM ({DUE}) WHERE monitored AND {LATE}",
    "visit_due_other_household_count": f"SELECT COUNT(*) FROM ({DUE}) WHERE NOT monitored",
    "visit_overdue_other_household_count": f"SELECT COUNT(*) FROM ({DUE}) WHERE NOT monitored AND {LATE}",
    "visit_within_30_household_count": f"SELECT COUNT(*) FROM ({DUE}) WHERE days <= 30",
    "visit_within_60_household_count": f"SELECT COUNT(*) FROM ({DUE}) WHERE days BETWEEN 31 AND 60",
    "visit_within_90_household_count": f"SELECT COUNT(*) FROM ({DUE}) WHERE days BETWEEN 61 AND 90",
    "visit_silent_household_count": f"SELECT COUNT(*) FROM ({DUE}) WHERE days IS NULL OR days > 90",
    "helper_official_count": f"SELECT COUNT(*) FROM ({HELPED})",
    "helper_most_household_count": f"SELECT MAX(n) FROM ({HELPED})",
    "load_to_3_official_count": f"SELECT COUNT(*) FROM ({HELPED}) WHERE n <= 3",
    "load_4_to_5_official_count": f"SELECT COUNT(*) FROM ({HELPED}) WHERE n IN (4, 5)",
    "load_6_to_8_official_count": f"SELECT COUNT(*) FROM ({HELPED}) WHERE n BETWEEN 6 AND 8",
    "load_9_to_12_official_count": f"SELECT COUNT(*) FROM ({HELPED}) WHERE n BETWEEN 9 AND 12",
    "load_over_12_official_count": f"SELECT COUNT(*) FROM ({HELPED}) WHERE n > 12",
    "no_helper_household_count": f"""SELECT COUNT(*) FROM household h WHERE is_valid = 1 AND household_type_code = '1'
      AND region_code IN {UNDER} AND NOT EXISTS (SELECT 1 FROM household_official f WHERE {HELD}
      AND f.household_id = h.household_id AND official_role_code = 'HELPER')""",
    "team_village_count": f"SELECT COUNT(*) FROM ({TEAM}) WHERE members > 0",
    "first_secretary_village_count": f"SELECT COUNT(*) FROM ({TEAM}) WHERE first > 0",
    "team_short_official_count": f"SELECT SUM(short) FROM ({TEAM})",
    "team_short_village_count": f"SELECT COUNT(*) FROM ({TEAM}) WHERE short > 0",
    "team_lacking_village_count": f"SELECT COUNT(*) FROM ({TEAM}) WHERE first = 0 OR short > 0",
}
BENT = (
    "INSERT INTO official_attendance (region_code, official_id, stat_year, village_day_count, required_day_count) "
    "VALUES ('V1', 'O1', 2019, 100, 165), ('V1', 'O2', 2019, 170, 165), ('V2', 'O1', 2019, NULL, 165), "
    "('V3', 'O3', 2019, 5, 165), ('V1', 'O2', 2018, 1, 165)",
    "INSERT INTO region_official (region_code, official_id, official_role_code, valid_from) VALUES "
    "('V1', 'O1', 'TEAM_LEADER', '2018-01-01'), ('T1', 'O4', 'COUNTY_LEADER', '2018-01-01'), "
    "('V1', 'O5', 'TOWNSHIP_CADRE', '2018-01-01'), ('V4', 'O5', 'TOWNSHIP_CADRE', '2019-10-01')",
)

Ask = Callable[[str, str], list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def ask(demo_database: Path) -> Iterator[Ask]:
    """Rows of a question about a region, asked of the file itself."""
    connection = sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True)
    yield lambda sql, region: connection.execute(sql, {"region": region}).fetchall()
    connection.close()


@pytest.fixture(scope="module")
def engine(demo_settings: Settings) -> Iterator[Engine]:
    opened = open_database(demo_settings.database_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def places(demo_release: Release) -> dict[str, str]:
    """The county, the township with most households not visited, and its worst village."""
    worst = lapsed_villages(demo_release, demo_release.root.code, YEAR, "visit").rows[0].code
    return {"village": worst, "township": demo_release.ancestors(worst)[-2].code, "county": demo_release.root.code}


@pytest.fixture(scope="module")
def bent(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The county full of traps with days, leaders, a doubled office and one that begins tomorrow."""
    settings = make_trap_county(tmp_path_factory.mktemp("duty"))
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as connection:
        for statement in BENT:
            connection.execute(statement)
    connection.close()
    build_release(settings)
    return ReleaseStore(settings.releases).current()


@pytest.mark.parametrize("level", ["county", "township", "village"])
def test_every_figure_is_what_plain_sql_counts(
    level: str, demo_release: Release, ask: Ask, places: dict[str, str]
) -> None:
    told = figures_of(demo_release, places[level], YEAR, (*LOADS, *TEAMS, *VISITS))
    wrong = {}
    for name, sql in ORACLE.items():
        wanted = ask(sql, places[level])[0][0]
        if told[name] != float(str(wanted or 0)):
            wrong[name] = (told[name], wanted)
    assert not wrong


def test_days_of_teams_are_summed_once_a_member(demo_release: Release, ask: Ask, places: dict[str, str]) -> None:
    sql = f"SELECT COUNT(*), SUM(village_day_count), SUM(required_day_count) FROM official_attendance WHERE stat_year = {YEAR} AND region_code IN {UNDER}"  # noqa: E501
    for code in places.values():
        told = figures_of(demo_release, code, YEAR, TEAMS)
        wanted = ask(sql, code)[0]
        assert wanted == tuple(
            told[name] for name in ("team_day_official_count", "team_village_day_count", "team_required_day_count")
        )


def test_the_villages_listed_are_those_of_the_question(demo_release: Release, ask: Ask, places: dict[str, str]) -> None:
    county = places["county"]
    late = Counter(str(row[0]) for row in ask(f"SELECT village FROM ({DUE}) WHERE {LATE}", county))
    lacking = {str(row[0]) for row in ask(f"SELECT v FROM ({TEAM}) WHERE first = 0 OR short > 0", county)}
    for lapse, wanted in (("visit", dict(late)), ("team", dict.fromkeys(lacking, 1))):
        first = lapsed_villages(demo_release, county, YEAR, lapse)
        pages = -(-first.total // first.page_size)
        rows = [row for at in range(pages) for row in lapsed_villages(demo_release, county, YEAR, lapse, page=at).rows]
        assert {row.code: row.lapsed for row in rows} == wanted
        assert len(rows) == first.total == len(wanted)
        if lapse == "visit":
            places_of = [(-row.lapsed, row.code) for row in rows]
            assert places_of == sorted(places_of)
            assert len(set(wanted.values())) < len(rows), "no two alike: their order by code is not tested"
    assert lapsed_villages(demo_release, county, YEAR, "visit", page=10**5).page == -(-len(late) // 30) - 1


def test_the_households_listed_are_those_of_the_question(
    demo_release: Release, engine: Engine, ask: Ask, places: dict[str, str]
) -> None:
    township = places["township"]
    wanted = {
        TOKENS.token(str(row[0])): row[1:]
        for row in ask(f"SELECT id, days, monitored FROM ({DUE}) WHERE {LATE}", township)
    }
    found: list[LapsedHousehold] = []
    for at in range(-(-len(wanted) // 30)):
        page = lapsed_households(
            engine, WALL, demo_release, township, "visit", period=YEAR, tokens=TOKENS, officials=OFFICIALS, page=at
        )
        assert page is not None
        assert page.total == len(wanted)
        found += page.rows
    assert {row.token: row.day_count for row in found} == {token: days for token, (days, _) in wanted.items()}
    names = {
        str(row[0])
        for row in ask(
            f"SELECT name_zh FROM person p JOIN household h USING (household_id) WHERE region_code IN {UNDER}", township
        )
    }
    assert not {row.head_name for row in found} & names
    for row in found:
        assert row.is_monthly == bool(wanted[row.token][1] and row.day_count is not None and row.day_count <= 90)
        assert row.head_name is None or not row.is_monthly, "the name would tell that the household is monitored"


def test_households_are_not_listed_above_the_township_nor_outside_the_scope(
    demo_release: Release, engine: Engine, places: dict[str, str]
) -> None:
    asked = {"period": YEAR, "tokens": TOKENS, "officials": OFFICIALS}
    assert lapsed_households(engine, WALL, demo_release, places["county"], "visit", **asked) is None  # type: ignore[arg-type]
    assert lapsed_households(engine, WALL, demo_release, places["township"], "team", **asked) is None  # type: ignore[arg-type]
    earlier = asked | {"period": 2018}
    assert lapsed_households(engine, WALL, demo_release, places["village"], "visit", **earlier) is None  # type: ignore[arg-type]
    other = next(one.code for one in demo_release.children(places["county"]) if one.code != places["township"])
    with pytest.raises(UnknownRegionError):
        lapsed_households(engine, Scope(Role.TOWNSHIP, other), demo_release, places["village"], "visit", **asked)  # type: ignore[arg-type]


def test_the_heaviest_helpers_are_those_of_the_question(
    demo_release: Release, demo_settings: Settings, engine: Engine, ask: Ask, places: dict[str, str]
) -> None:
    tokens = official_tokens(demo_settings.home)
    for code in places.values():
        found = heaviest_helpers(engine, WALL, demo_release, code, period=YEAR, tokens=tokens)
        wanted = ask(f"{HELPED} ORDER BY n DESC, o LIMIT 20", code)
        assert [(tokens.official_id(one.official.token), one.household_count) for one in found] == wanted
    assert heaviest_helpers(engine, WALL, demo_release, places["county"], period=2018, tokens=tokens) == ()
    other = heaviest_helpers(engine, WALL, demo_release, places["county"], period=YEAR, tokens=OFFICIALS)
    assert other == (), "the secret was replaced since the release was made"


def test_who_answers_is_in_office_and_in_scope(demo_release: Release, engine: Engine, places: dict[str, str]) -> None:
    path = led_path(demo_release, WALL, places["village"])
    assert [region.level for region in path] == [3, 4, 5]
    codes = [region.code for region in path]
    found = officials_of_regions(engine, WALL, demo_release, codes, tokens=OFFICIALS)
    roles = [found[code][0].role_code for code in codes]
    assert roles == ["CITY_LEADER", "COUNTY_LEADER", "TOWNSHIP_CADRE"]
    assert len({one.token for one in found[codes[2]]}) == len(found[codes[2]]), "who holds two offices is named once"
    first = officials_of_regions(engine, WALL, demo_release, codes, tokens=OFFICIALS, most=1)
    assert first == {code: officials[:1] for code, officials in found.items()}
    local = Scope(Role.TOWNSHIP, codes[1])
    assert led_path(demo_release, local, codes[2]) == path[1:]
    assert set(officials_of_regions(engine, local, demo_release, codes, tokens=OFFICIALS)) == set(codes[1:])
    assert officials_of_regions(engine, Scope(Role.AUDITOR), demo_release, codes, tokens=OFFICIALS) == {}


def test_the_chain_and_the_headlines_add_up(demo_release: Release, places: dict[str, str]) -> None:
    links = chain(demo_release, places["county"], YEAR)
    assert [(link.level, link.led, link.whole) for link in links] == [
        (3, 1, 1), (4, 18, 18), (5, 366, 366), (6, 37053, 37053),
    ]  # fmt: skip
    told = {headline.key: headline.value for headline in duty_headlines(demo_release, places["county"], YEAR)}
    assert told["duty_silent"] == demo_release.quantity("visit_overdue_household_count", places["county"], YEAR)
    assert told["duty_visited"] == demo_release.value("VISIT_RATE", places["county"], YEAR)
    earlier = duty_headlines(demo_release, places["county"], 2018)
    assert all(math.isnan(headline.value) for headline in earlier), "what is not known of a year is no zero"


def test_bad_input_is_counted_for_what_it_is(bent: Release) -> None:
    def told(code: str, *names: str) -> list[float]:
        return [bent.quantity(name, code, YEAR) for name in names]

    days = ("team_day_official_count", "team_short_official_count", "team_village_day_count", "team_required_day_count")
    assert told("V1", *days) == [2, 1, 270, 330], "an office held twice counts once; last year's days do not"
    assert told("V2", "team_day_official_count", "team_short_official_count") == [0, 0], "no days reported is not short"
    assert math.isnan(bent.quantity("team_day_official_count", "V3", YEAR)), "the days of who has left are nobody's"
    assert told("C", "helper_official_count", "helper_most_household_count", "load_to_3_official_count") == [3, 2, 3]
    assert told("V1", "helper_official_count", "helper_most_household_count") == [2, 1]
    assert told("C", "no_helper_household_count") == [5]
    assert told("C", "visit_due_household_count", "visit_overdue_household_count", *VISITS[-4:]) == [9, 8, 0, 1, 1, 7]
    assert told("C", "visit_due_monitored_household_count", "visit_overdue_monitored_household_count") == [1, 1]
    assert told("C", "led_county_count", "county_count", "led_township_count", "led_village_count") == [0, 1, 1, 1]
    villages = bent.quantity("village_count", "C", YEAR)
    assert told("C", "first_secretary_village_count", "team_lacking_village_count") == [1, villages]
    states = [(row.has_team, row.has_first_secretary) for row in lapsed_villages(bent, "C", YEAR, "team").rows]
    assert states == [*[(False, False)] * (int(villages) - 2), (True, False), (True, True)], "the worst first"
    assert WHOLE not in {row.code for row in lapsed_villages(bent, "C", YEAR, "visit").rows}
    assert date(YEAR, 9, 30) == bent.as_of
