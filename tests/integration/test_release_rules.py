"""Rules that one odd table must not upset: missing is not zero, each source has its own day, ended villages live on.

Each test bends the county full of traps by one statement and holds the release against figures worked out by hand.
"""

import math
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects import mysql, postgresql

from data_access.database import open_database
from data_access.duty.lapses import TEAM, VISIT, lapsed_villages
from data_access.households import household_card, household_tiles
from data_access.households.statements import household_ids, officials
from data_access.release import Release, ReleaseStore, build_release
from data_access.scope import WALL
from data_access.settings import Settings
from data_access.tokens import HouseholdTokens
from data_access.values import value_of

TOKENS = HouseholdTokens(b"t" * 32)
DAY = date(2019, 9, 30)
SPLIT = (
    "DELETE FROM region_change",
    "INSERT INTO region_change (from_code, to_code, changed_on, region_change_code, household_count) "
    "VALUES ('V0', 'V1', '2019-01-01', 'SPLIT', 1), ('V0', 'V2', '2019-01-01', 'SPLIT', 3)",
)
LATER = "UPDATE data_load SET as_of_on = '{day}' WHERE load_id = '1'"
LOAD = (
    "INSERT INTO data_load (load_id, source_id, table_name, as_of_on, load_status_code) "
    "VALUES ('9', 'D', '{table}', '{day}', 'OK')"
)


def bent(settings: Settings, *statements: str, today: date | None = None) -> Release:
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as connection:
        for statement in statements:
            connection.execute(statement)
    build_release(settings, today=today)
    return ReleaseStore(settings.releases).current()


def pair(release: Release, indicator: str, code: str, period: int) -> tuple[str, float, float]:
    row = value_of(release, indicator, code, period).iloc[0]
    return str(row["state"]), row["numerator"], row["denominator"]


def test_a_village_that_knows_nothing_of_its_people_has_no_share_of_them(trap_settings: Settings) -> None:
    v1 = "(SELECT household_id FROM household WHERE region_code IN ('V1', 'V0'))"
    release = bent(
        trap_settings,
        f"UPDATE person SET born_on = NULL, labour_ability_code = NULL, student_status_code = NULL "
        f"WHERE household_id IN {v1}",
        f"UPDATE household SET member_count = NULL, poverty_status_code = NULL WHERE household_id IN {v1}",
        f"UPDATE household_year SET member_count = NULL WHERE household_id IN {v1}",
        f"DELETE FROM person_health WHERE household_id IN {v1}",
        "DELETE FROM household_cause WHERE household_id IN ('H1', 'H2')",
    )
    for indicator in ("ELDER_SHARE", "NO_LABOUR_SHARE", "DROPOUT_COUNT", "EXIT_RATE"):
        assert value_of(release, indicator, "V1", 2019)["state"].tolist() == ["missing"], indicator
    for name in ("registered_person_count", "lifted_person_count", "lifted_household_count", "ill_person_count",
                 "elder_person_count", "no_labour_person_count", "dropout_person_count", "age_person_count.A3",
                 "labour_person_count.04", "health_person_count.02", "cause_household_count.08"):  # fmt: skip
        assert release.quantity_state(name, "V1", 2019) == "missing", name
    assert release.quantity("registered_household_count", "V1", 2019) == 3
    assert release.quantity("age_person_count.UNKNOWN", "V1", 2019) == 4
    assert math.isnan(release.quantity("registered_person_count", "V1", 2018))
    assert release.quantity("dropout_person_count", "V5", 2019) == 0, "nobody of school age is a known zero"
    assert release.quantity("cause_household_count.08", "V4", 2019) == 0, "no household, no cause"


@pytest.mark.parametrize(
    ("indicator", "code", "numerator", "denominator"),
    [("ELDER_SHARE", "V1", 1, 3), ("ELDER_SHARE", "C", 2, 5), ("NO_LABOUR_SHARE", "V2", 0, 1)],
)
def test_shares_of_people_are_shares_of_the_known(
    trap_release_once: Release, indicator: str, code: str, numerator: int, denominator: int
) -> None:
    assert pair(trap_release_once, indicator, code, 2019) == ("ok", numerator, denominator)


def test_unknown_work_and_unknown_insurance_are_no_zero(trap_settings: Settings) -> None:
    release = bent(
        trap_settings,
        "INSERT INTO person_employment (household_id, person_id, stat_year, is_willing, worked_month_count) "
        "VALUES ('H1', 'P1', 2019, 1, 8), ('H1', 'P2', 2019, 1, NULL), ('H7', 'P7', 2019, NULL, NULL)",
        "INSERT INTO person_social_security (household_id, person_id, has_basic_medical_insurance) "
        "VALUES ('H7', 'P7', NULL), ('H3', 'P5', 1)",
    )
    assert pair(release, "EMPLOYMENT_RATE_WILLING", "V1", 2019) == ("ok", 1, 1)
    assert release.quantity("job_willing_count", "V1", 2019) == 2
    for name in ("job_willing_count", "job_stable_count", "employed_person_count", "medically_insured_person_count"):
        assert release.quantity_state(name, "V5", 2019) == "missing", name


def test_a_department_does_not_move_today(trap_settings: Settings, trap_release_once: Release) -> None:
    release = bent(trap_settings, LOAD.format(table="person_health", day="2020-03-31"))
    assert release.as_of == DAY
    assert release.periods == (2018, 2019)
    assert pair(release, "VISIT_RATE", "C", 2019) == pair(trap_release_once, "VISIT_RATE", "C", 2019)


def test_visits_and_alerts_are_held_against_the_day_of_their_own_source(trap_settings: Settings) -> None:
    release = bent(
        trap_settings,
        LOAD.format(table="household_visit", day="2019-10-05"),
        LOAD.format(table="monitoring_alert", day="2019-10-05").replace("'9'", "'10'"),
    )
    assert release.as_of == DAY
    visited = {code: release.quantity("visited_household_count", code, 2019) for code in ("V1", "V2", "V6")}
    assert visited == {"V1": 0, "V2": 1, "V6": 0}, "H1 was seen 95 days before, H3 on the day"
    assert release.quantity("monitoring_alert_overdue_count", "C", 2019) == 2, "the second was due the day before"
    alerts = release.alerts("C")
    assert alerts[alerts["item_code"] == "INCOME"]["alert_code"].tolist() == ["ALERT_OVERDUE"]
    assert {day.date() for day in alerts[alerts["alert_code"] == "VISIT_OVERDUE"]["on"]} == {date(2019, 10, 5)}


def test_tiles_and_cards_hold_visits_against_the_same_day(trap_settings: Settings) -> None:
    release = bent(trap_settings, LOAD.format(table="household_visit", day="2019-10-05"))
    engine = open_database(trap_settings.database_url)
    late: dict[str, bool | None] = {}
    for village, household in (("V1", "H1"), ("V2", "H3")):
        page = household_tiles(engine, WALL, village, as_of=DAY, tokens=TOKENS, themes=release.themes)
        late[household] = {tile.token: tile.is_overdue for tile in page.tiles}[TOKENS.token(household)]
    assert late == {"H1": True, "H3": False}
    shown = household_card(engine, WALL, "V2", TOKENS.token("H3"), DAY, tokens=TOKENS, themes=release.themes)
    assert shown.last_visit is not None
    assert (shown.last_visit.visited_on, shown.last_visit.is_overdue) == (date(2019, 10, 5), False)
    assert "household.notice.later_visits" not in {notice.key for notice in shown.notices}
    engine.dispose()


def test_the_newest_base_serves_until_this_year_reports(trap_settings: Settings) -> None:
    release = bent(trap_settings, LATER.format(day="2020-02-10"))
    assert release.as_of == date(2020, 2, 10)
    assert pair(release, "MONITORED_SHARE", "V6", 2020) == ("ok", 7, 400)
    assert math.isnan(release.quantity("rural_population_count", "V6", 2020))


def test_who_took_part_is_counted_where_he_lived_then(trap_settings: Settings) -> None:
    release = bent(
        trap_settings,
        "UPDATE household SET region_code = 'V2' WHERE household_id = 'H1'",
        "UPDATE industry_activity SET operating_status_code = 'RUNNING' WHERE activity_id = 'A2'",
        "INSERT INTO industry_participation (household_id, stat_year, activity_id, participation_mode_code) "
        "VALUES ('H1', 2018, 'A2', 'WORK'), ('H7', 2018, 'A2', 'WORK'), ('H1', 2019, 'A2', 'WORK')",
    )
    assert pair(release, "INDUSTRY_HOUSEHOLD_COVERAGE", "V1", 2018) == ("ok", 1, 2)
    assert release.quantity("industry_household_count", "V2", 2018) == 0
    assert release.quantity("industry_household_count.AGRICULTURE", "V5", 2018) == 0, "not on the register of 2018"
    assert release.quantity("industry_household_count", "V2", 2019) == 1


@pytest.mark.parametrize(("ended", "wanted"), [("NULL", 1), ("'2018-03-01'", 1), ("'2017-12-31'", 0)])
def test_what_stands_still_today_counted_while_it_ran(trap_settings: Settings, ended: str, wanted: int) -> None:
    release = bent(
        trap_settings,
        "INSERT INTO industry_coverage (activity_id, region_code, stat_year) VALUES ('A2', 'V3', 2018)",
        f"UPDATE industry_activity SET valid_to = {ended} WHERE activity_id = 'A2'",
    )
    assert release.quantity("industry_village_count", "V3", 2018) == wanted
    assert release.quantity("industry_village_count", "V3", 2019) == 0


INCOMES = (
    "INSERT INTO household_income (household_id, stat_year, member_count, net_income_yuan) VALUES "
    "('H1', 2019, 3, 6000), ('H3', 2019, 4, 16000), ('H7', 2019, 6, 30000), ('H8', 2019, 2, 2000)",
    "INSERT INTO policy_line (policy_line_code, region_code, stat_year, amount_yuan) "
    "VALUES ('POVERTY_CURRENT', '000000000000', 2019, 3000), ('MONITORING_INCOME', 'T2', 2019, 6000)",
)


def test_each_region_has_its_own_line(trap_settings: Settings) -> None:
    release = bent(trap_settings, *INCOMES)
    found = {code: pair(release, "BELOW_LINE_SHARE", code, 2019)[1:] for code in ("V1", "V2", "V5", "C")}
    assert found == {"V1": (2, 2), "V2": (0, 1), "V5": (1, 1), "C": (3, 4)}, "H8 is of the village that V1 took over"


def test_a_line_of_the_township_reaches_the_village_that_passed_to_it(trap_settings: Settings) -> None:
    release = bent(
        trap_settings, *INCOMES, "UPDATE policy_line SET amount_yuan = 900 WHERE region_code = '000000000000'",
        "UPDATE region_change SET to_code = 'V5' WHERE from_code = 'V0'",
    )  # fmt: skip
    assert pair(release, "BELOW_LINE_SHARE", "V5", 2019) == ("ok", 2, 2)
    assert pair(release, "BELOW_LINE_SHARE", "V1", 2019) == ("ok", 0, 1)


def test_from_2026_monitored_households_count_on_both_sides(trap_settings: Settings) -> None:
    release = bent(
        trap_settings,
        LATER.format(day="2026-06-30"),
        "UPDATE industry_activity SET operating_status_code = 'RUNNING' WHERE activity_id = 'A2'",
        "INSERT INTO industry_participation (household_id, stat_year, activity_id, participation_mode_code) "
        "VALUES ('H9', 2026, 'A2', 'WORK'), ('H10', 2026, 'A2', 'WORK')",
        today=date(2026, 7, 1),
    )
    assert pair(release, "INDUSTRY_HOUSEHOLD_COVERAGE", "V6", 2026) == ("ok", 2, 2)


MOVED = (
    "DELETE FROM region_official WHERE region_code = 'V1'",
    "INSERT INTO region_official (region_code, official_id, official_role_code, valid_from) "
    "VALUES ('V0', 'O2', 'TEAM_LEADER', '2018-01-01')",
    "INSERT INTO household_official (household_id, official_id, official_role_code, valid_from) "
    "VALUES ('H8', 'O5', 'HELPER', '2018-01-01')",
    "UPDATE industry_activity SET region_code = 'V0' WHERE activity_id = 'A2'",
    "UPDATE monitoring_alert SET household_id = 'H8' WHERE household_id = 'H2'",
    "UPDATE monitoring_alert SET household_id = 'H8', alert_id = '2' WHERE household_id = 'H1'",
)


def test_what_is_on_record_of_an_ended_village_is_its_successors(trap_settings: Settings) -> None:
    release = bent(trap_settings, *MOVED)
    assert release.quantity("team_village_count", "V1", 2019) == 1
    assert release.quantity("helper_official_count", "V1", 2019) == 3
    assert release.quantity("helper_official_count", "C", 2019) == 4
    alerts = release.alerts("C")
    assert alerts[alerts["item_code"] == "INCOME"]["region_code"].tolist() == ["V1"]
    assert "V1" not in alerts[alerts["item_code"] == "MEDICAL"]["region_code"].tolist(), "health"
    assert len(alerts[alerts["item_code"] == "MEDICAL"]) == 1
    assert release.activities("V1", "AGRICULTURE")["region_code"].tolist() == ["V1"]


def test_tiles_and_cards_open_in_the_village_that_took_over(trap_settings: Settings) -> None:
    release = bent(trap_settings, *MOVED)
    engine = open_database(trap_settings.database_url)
    page = household_tiles(engine, WALL, "V1", as_of=DAY, tokens=TOKENS, themes=release.themes)
    assert page.total == release.quantity("registered_household_count", "V1", 2019) == 3
    shown = household_card(
        engine, WALL, "V1", TOKENS.token("H8"), DAY, tokens=TOKENS, themes=release.themes
    )  # fmt: skip
    assert shown.member_count == 2
    assert [official.name_zh for official in shown.team] == ["干部2"], "the team came over with the village"
    alone = household_tiles(engine, WALL, "V1", as_of=DAY, tokens=TOKENS, themes={"core": True})
    assert alone.total == 2, "without the theme boundaries no change is known"
    engine.dispose()


def test_a_village_that_was_split_is_shown_in_no_successor(trap_settings: Settings) -> None:
    release = bent(trap_settings, *SPLIT)
    engine = open_database(trap_settings.database_url)
    for village in ("V1", "V2"):
        page = household_tiles(engine, WALL, village, as_of=DAY, tokens=TOKENS, themes=release.themes)
        assert page.total == 2, village
    engine.dispose()


@pytest.mark.parametrize("dialect", [postgresql.dialect(), mysql.dialect()], ids=["postgresql", "mysql"])
def test_the_way_back_through_changes_is_no_part_of_a_question_about_households(dialect: Dialect) -> None:
    for statement in (household_ids(), officials()):
        assert "RECURSIVE" not in str(statement.compile(dialect=dialect))


def test_a_split_makes_no_fraction_of_a_village_or_a_household(trap_settings: Settings) -> None:
    release = bent(
        trap_settings,
        *SPLIT,
        "INSERT INTO industry_coverage (activity_id, region_code, stat_year) VALUES ('A1', 'V0', 2018)",
        "INSERT INTO region_official (region_code, official_id, official_role_code, valid_from) "
        "VALUES ('V0', 'O2', 'TEAM_LEADER', '2018-01-01')",
    )
    for name in ("industry_village_count", "industry_village_count.SOLAR"):
        assert [release.quantity(name, code, 2018) for code in ("V1", "V2", "C")] == [1, 1, 2], name
    assert [release.quantity("team_village_count", code, 2019) for code in ("V1", "V2")] == [1, 1]
    shared = {
        "rural_population_count": (225, 75), "poor_person_count": (7, 3), "registered_household_count": (1, 1),
    }  # fmt: skip
    for name, wanted in shared.items():
        assert tuple(release.quantity(name, code, 2018) for code in ("V1", "V2")) == wanted, name
    assert [release.quantity("registered_household_count", code, 2019) for code in ("V1", "V2")] == [2, 3]


def test_of_what_nobody_feeds_nothing_is_said(trap_settings: Settings) -> None:
    """No visit, no team and no attendance in the whole ledger: nobody reports them, which is not that nobody came."""
    tables = ("household_visit", "official_attendance", "region_official")
    release = bent(trap_settings, *(f"DELETE FROM {table}" for table in tables))
    untold = {"visit_due_household_count", "visited_household_count", "team_village_count", "led_village_count",
              "team_lacking_village_count"}  # fmt: skip
    assert not untold & set(release.quantity_names)
    assert not release.alerts(release.root.code)["alert_code"].str.startswith("VISIT").any()
    assert release.quantity("helper_household_count", release.root.code, 2019) >= 0, "helpers are told of"
    for lapse in (VISIT, TEAM):
        page = lapsed_villages(release, release.root.code, 2019, lapse)
        assert (page.total, page.rows, math.isnan(page.lapsed)) == (0, (), True)


def test_codes_without_a_place_are_counted_once(trap_settings: Settings) -> None:
    release = bent(
        trap_settings,
        "PRAGMA foreign_keys = OFF",
        "UPDATE household SET region_code = 'NOWHERE' WHERE household_id IN ('H1', 'H2')",
        "UPDATE household SET region_code = 'ELSEWHERE' WHERE household_id = 'H3'",
    )
    assert release.meta.counts["unplaced_regions"] == 2


def test_rules_have_one_home() -> None:
    """The team roles and the nation's code are written down once outside the demo and the contract."""
    package = Path(__file__).parents[2] / "data_access"
    files = [f for room in ("", "quantities", "households", "release") for f in (package / room).glob("*.py")]
    for word in ('"TEAM_LEADER"', '"000000000000"', '"POVERTY_CURRENT"'):
        homes = [file.name for file in files if word in file.read_text(encoding="utf-8")]
        assert homes == ["rules.py"], (word, homes)
