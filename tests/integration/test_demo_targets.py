# ruff: noqa: E501 - the SQL stands whole.
"""Every published figure of the demo county, counted again from its database by plain SQL that shares no code with it."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

TARGETS = Path(__file__).parents[2] / "data_access" / "demo" / "bashang_targets.csv"

AS_OF = "2019-09-30"
IN_OFFICE = f"valid_from <= '{AS_OF}' AND (valid_to IS NULL OR valid_to >= '{AS_OF}')"
REGISTERED = "household_type_code = '1' AND is_valid = 1"
VILLAGE = "region_level_code = '5'"
CHRONIC = "SELECT person_id FROM person_health WHERE health_code = '02'"
MAJOR = "SELECT person_id FROM person_health WHERE health_code = '03'"
LOADS = (
    "SELECT COUNT(DISTINCT household_id) AS n FROM household_official"
    f" WHERE official_role_code = 'HELPER' AND {IN_OFFICE} GROUP BY official_id"
)
SOLAR = (
    "industry_coverage c JOIN industry_activity a ON a.activity_id = c.activity_id AND a.industry_kind_code = 'SOLAR'"
)
TOURISM = (
    "industry_coverage c JOIN industry_activity a ON a.activity_id = c.activity_id AND a.industry_kind_code = 'TOURISM'"
    " JOIN region r ON r.region_code = c.region_code WHERE c.stat_year = 2019"
)
FARMING = (
    "industry_participation p JOIN industry_activity a ON a.activity_id = p.activity_id"
    " AND a.industry_kind_code = 'AGRICULTURE' JOIN household h ON h.household_id = p.household_id"
    " JOIN region r ON r.region_code = h.region_code WHERE p.stat_year = 2019"
)
WILLING = "person_employment WHERE stat_year = 2018 AND is_willing = 1"
HOUSES = "region_year y JOIN region r ON r.region_code = y.region_code WHERE y.stat_year = 2019 AND y.house_count > 0"
SHOPS = "industry_activity a JOIN region r ON r.region_code = a.region_code WHERE a.industry_kind_code = 'WORKSHOP'"


def aged(years: int) -> str:
    return f"SELECT 100.0 * SUM(born_on <= DATE('{AS_OF}', '-{years} years')) / COUNT(*) FROM person WHERE is_valid = 1"


def quoted(code: str) -> str:
    return f"SELECT quoted_value FROM region_figure WHERE region_indicator_code = '{code}' AND quoted_value IS NOT NULL"


SQL = {
    "townships": "SELECT COUNT(*) FROM region WHERE region_level_code = '4'",
    "villages": f"SELECT COUNT(*) FROM region WHERE {VILLAGE}",
    "poor_villages": f"SELECT COUNT(*) FROM region WHERE {VILLAGE} AND is_registered_poor = 1",
    "non_poor_villages": f"SELECT COUNT(*) FROM region WHERE {VILLAGE} AND is_registered_poor = 0",
    "registered_households": f"SELECT COUNT(*) FROM household WHERE {REGISTERED}",
    "registered_persons": "SELECT COUNT(*) FROM person JOIN household USING (household_id) WHERE person.is_valid = 1 AND household.household_type_code = '1'",
    "share_aged_60_percent": aged(60),
    "share_aged_70_percent": aged(70),
    "persons_without_labour": "SELECT COUNT(*) FROM person WHERE labour_ability_code IN ('03', '04')",
    "primary_or_less_percent": "SELECT 100.0 * SUM(COALESCE(education_code IN ('01', '02'), student_status_code IN ('01', '02', '03')))"
    " / COUNT(*) FROM person",
    "cause_07_09_persons": "SELECT SUM(member_count) FROM household JOIN household_cause USING (household_id)"
    " WHERE is_main = 1 AND cause_code IN ('07', '09')",
    "major_illness_households": "SELECT COUNT(DISTINCT household_id) FROM person_health WHERE health_code = '03'",
    "major_illness_persons": "SELECT COUNT(DISTINCT person_id) FROM person_health WHERE health_code = '03'",
    "chronic_illness_households": "SELECT COUNT(DISTINCT household_id) FROM person_health WHERE health_code = '02'",
    "chronic_illness_persons": "SELECT COUNT(DISTINCT person_id) FROM person_health WHERE health_code = '02'",
    "persons_in_both_groups": f"SELECT COUNT(*) FROM ({CHRONIC} INTERSECT {MAJOR})",
    "helpers": f"SELECT COUNT(*) FROM ({LOADS})",
    "fewest_households_of_a_helper": f"SELECT MIN(n) FROM ({LOADS})",
    "most_households_of_a_helper": f"SELECT MAX(n) FROM ({LOADS})",
    "work_teams": "SELECT COUNT(DISTINCT region_code) FROM region_official"
    f" WHERE official_role_code IN ('FIRST_SECRETARY', 'TEAM_LEADER', 'TEAM_MEMBER') AND {IN_OFFICE}",
    "solar_village_stations": "SELECT COUNT(*) FROM industry_activity WHERE industry_subkind_code = 'SOLAR_VILLAGE'",
    "solar_central_stations": "SELECT COUNT(*) FROM industry_activity WHERE industry_subkind_code = 'SOLAR_CENTRAL'",
    "solar_commercial_stations": "SELECT COUNT(*) FROM industry_activity WHERE industry_subkind_code = 'SOLAR_COMMERCIAL'",
    "solar_capacity_kw": "SELECT SUM(capacity_kw) FROM solar_station",
    "solar_yuan_2019": f"SELECT SUM(received_yuan) FROM {SOLAR} WHERE stat_year = 2019",
    "solar_villages_2019": f"SELECT COUNT(DISTINCT c.region_code) FROM {SOLAR} WHERE stat_year = 2019 AND received_yuan > 0",
    "solar_poor_villages": f"SELECT COUNT(DISTINCT c.region_code) FROM {SOLAR} JOIN region r ON r.region_code = c.region_code"
    " WHERE stat_year = 2019 AND received_yuan > 0 AND r.is_registered_poor = 1",
    "solar_other_villages": f"SELECT COUNT(DISTINCT c.region_code) FROM {SOLAR} JOIN region r ON r.region_code = c.region_code"
    " WHERE stat_year = 2019 AND received_yuan > 0 AND r.is_registered_poor = 0",
    "tourism_townships": f"SELECT COUNT(DISTINCT r.parent_code) FROM {TOURISM}",
    "tourism_villages": f"SELECT COUNT(DISTINCT c.region_code) FROM {TOURISM}",
    "tourism_households": "SELECT COUNT(DISTINCT household_id) FROM industry_participation p JOIN industry_activity a"
    " USING (activity_id) WHERE a.industry_kind_code = 'TOURISM' AND p.stat_year = 2019",
    "farming_households": f"SELECT COUNT(DISTINCT p.household_id) FROM {FARMING}",
    "farming_villages": f"SELECT COUNT(DISTINCT h.region_code) FROM {FARMING}",
    "farming_households_outside_poor_villages": f"SELECT COUNT(*) FROM {FARMING} AND r.is_registered_poor = 0",
    "jobs_2018_willing": f"SELECT COUNT(*) FROM {WILLING}",
    "jobs_2018_given": f"SELECT COUNT(*) FROM {WILLING} AND worked_month_count > 0",
    "jobs_2018_stable": f"SELECT COUNT(*) FROM {WILLING} AND worked_month_count >= 6",
    "hollow_villages": f"SELECT COUNT(*) FROM {HOUSES} AND vacant_house_count * 2 >= house_count",
    "hollow_poor_villages": f"SELECT COUNT(*) FROM {HOUSES} AND vacant_house_count * 2 >= house_count AND is_registered_poor = 1",
    "half_hollow_villages": f"SELECT COUNT(*) FROM {HOUSES} AND vacant_house_count * 2 < house_count"
    " AND vacant_house_count * 10 >= house_count * 3",
    "lived_in_villages": f"SELECT COUNT(*) FROM {HOUSES} AND vacant_house_count * 10 < house_count * 3",
    "workshops": f"SELECT COUNT(*) FROM {SHOPS}",
    "workshop_townships": f"SELECT COUNT(DISTINCT r.parent_code) FROM {SHOPS}",
    "workshop_villages": f"SELECT COUNT(DISTINCT r.region_code) FROM {SHOPS} AND r.is_registered_poor = 1",
    "poor_persons_2013": quoted("POOR_PERSONS_2013"),
    "poor_villages_2013": quoted("POOR_VILLAGES_2013"),
    "incidence_2019_percent": "SELECT 100.0 * SUM(poor_population_count) / SUM(rural_population_count)"
    " FROM region_year WHERE stat_year = 2019",
    "poor_persons_2019": "SELECT SUM(member_count) FROM household WHERE poverty_status_code IN ('0', '3')",
    "target_out_2019": quoted("EXIT_TARGET"),
    "target_left_2019": quoted("LEFT_TARGET"),
    "target_incidence_2019_percent": quoted("INCIDENCE_TARGET"),
    "rural_population_2019": "SELECT SUM(rural_population_count) FROM region_year WHERE stat_year = 2019",
    "quoted_share_no_labour_percent": quoted("SHARE_NO_LABOUR"),
    "quoted_share_skill_funds_percent": quoted("SHARE_SKILL_FUNDS"),
    "quoted_share_ill_percent": quoted("SHARE_ILL"),
}


@pytest.fixture(scope="module")
def database(demo_database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{demo_database.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def targets() -> list[dict[str, str]]:
    with TARGETS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_target_is_counted() -> None:
    assert {row["item"] for row in targets()} == set(SQL)


@pytest.mark.parametrize("target", targets(), ids=lambda row: row["item"])
def test_target(database: sqlite3.Connection, target: dict[str, str]) -> None:
    (found,) = database.execute(SQL[target["item"]]).fetchone()
    digits = len(target["value"].partition(".")[2])
    assert (round(found, digits) if target["precision"] == "rounded" else found) == float(target["value"])


# Each of these counts rows that must not exist.
FORBIDDEN = {
    "a job before the age of 16": "SELECT COUNT(*) FROM person_employment e JOIN person p USING (household_id, person_id)"
    " WHERE e.worked_month_count > 0 AND p.born_on > DATE(e.stat_year || '-12-31', '-16 years')",
    "a job without ability to work": "SELECT COUNT(*) FROM person_employment e JOIN person p USING (household_id, person_id)"
    " WHERE e.worked_month_count > 0 AND p.labour_ability_code IN ('03', '04')",
    "more months than the year has had": "SELECT COUNT(*) FROM person_employment"
    " WHERE worked_month_count > 12 OR (stat_year = 2019 AND worked_month_count > 9)",
    "not exactly one head": "SELECT COUNT(*) FROM household h WHERE (SELECT COUNT(*) FROM person p WHERE"
    " p.household_id = h.household_id AND p.relation_code = '01' AND p.person_id = h.head_person_id) <> 1"
    " OR (SELECT COUNT(*) FROM person p WHERE p.household_id = h.household_id AND p.relation_code = '01') <> 1",
    "more than one spouse": "SELECT COUNT(*) FROM (SELECT household_id FROM person WHERE relation_code = '02'"
    " GROUP BY household_id HAVING COUNT(*) > 1)",
    "a spouse of the same gender": "SELECT COUNT(*) FROM person s JOIN person h USING (household_id)"
    " WHERE s.relation_code = '02' AND h.relation_code = '01' AND s.gender_code = h.gender_code",
    "a child older than the head less 16 years": "SELECT COUNT(*) FROM person c JOIN person h USING (household_id)"
    " WHERE h.relation_code = '01' AND c.relation_code IN ('03', '04') AND c.born_on < DATE(h.born_on, '+16 years')",
    "a parent younger than the head plus 16 years": "SELECT COUNT(*) FROM person f JOIN person h USING (household_id)"
    " WHERE h.relation_code = '01' AND f.relation_code IN ('11', '12') AND f.born_on > DATE(h.born_on, '-16 years')",
    "members that are not member_count": "SELECT COUNT(*) FROM household h WHERE member_count <>"
    " (SELECT COUNT(*) FROM person p WHERE p.household_id = h.household_id AND p.is_valid = 1)",
    "schooling and a place at school": "SELECT COUNT(*) FROM person"
    " WHERE (education_code IS NULL) = (student_status_code IS NULL)",
    "ill and healthy": "SELECT COUNT(*) FROM person_health s JOIN person_health i USING (household_id, person_id)"
    " WHERE s.health_code = '01' AND i.health_code <> '01'",
    "a person without a state of health": "SELECT COUNT(*) FROM person p WHERE NOT EXISTS"
    " (SELECT 1 FROM person_health s WHERE s.household_id = p.household_id AND s.person_id = p.person_id)",
    "not exactly one main cause": "SELECT COUNT(*) FROM household h WHERE"
    " (SELECT COUNT(*) FROM household_cause c WHERE c.household_id = h.household_id AND c.is_main = 1) <> 1",
    "today's status unlike that of 2019": "SELECT COUNT(*) FROM household h JOIN household_year y USING (household_id)"
    " WHERE y.stat_year = 2019 AND (y.poverty_status_code <> h.poverty_status_code OR y.member_count <> h.member_count)",
    "village's poor unlike its households'": "SELECT COUNT(*) FROM region_year r LEFT JOIN (SELECT region_code,"
    " stat_year, SUM(member_count) AS n FROM household_year WHERE poverty_status_code IN ('0', '3')"
    " GROUP BY region_code, stat_year) y ON y.region_code = r.region_code AND y.stat_year = r.stat_year"
    " WHERE r.poor_population_count <> COALESCE(y.n, 0)",
    "lifted in another year than the rows say": "SELECT COUNT(*) FROM household h JOIN household_year y USING (household_id)"
    " WHERE h.exited_year IS NOT NULL AND (y.stat_year >= h.exited_year) <> (y.poverty_status_code IN ('1', '4'))",
    "a village lifted at 2 % and more": "SELECT COUNT(*) FROM region r JOIN region_year y ON y.region_code = r.region_code"
    " AND y.stat_year = r.exited_year WHERE y.poor_population_count * 100 >= y.rural_population_count * 2",
    "net income that does not add up": "SELECT COUNT(*) FROM household_income WHERE ABS(wage_income_yuan + business_income_yuan"
    " + property_income_yuan + transfer_income_yuan - business_cost_yuan - net_income_yuan) > 0.01",
    "wages above the wage income": "SELECT COUNT(*) FROM (SELECT household_id, stat_year, SUM(wage_yuan) AS w"
    " FROM person_employment GROUP BY household_id, stat_year) JOIN household_income USING (household_id, stat_year)"
    " WHERE w > wage_income_yuan + 1",
    "dividends above the property income": "SELECT COUNT(*) FROM (SELECT household_id, stat_year, SUM(income_yuan) AS d"
    " FROM industry_participation WHERE participation_mode_code IN ('DIVIDEND', 'LAND_RENT') GROUP BY household_id, stat_year)"
    " JOIN household_income USING (household_id, stat_year) WHERE d > property_income_yuan + 1",
    "a total of the year beside its months": "SELECT COUNT(*) FROM industry_figure z JOIN industry_figure m USING"
    " (activity_id, industry_metric_code, stat_year) WHERE z.stat_month = 0 AND m.stat_month > 0",
    "a household outside what its activity reaches": "SELECT COUNT(*) FROM industry_participation p JOIN household h"
    " USING (household_id) JOIN industry_activity a USING (activity_id) WHERE a.industry_kind_code <> 'WORKSHOP' AND NOT EXISTS"
    " (SELECT 1 FROM industry_coverage c WHERE c.activity_id = p.activity_id AND c.region_code = h.region_code"
    " AND c.stat_year = p.stat_year)",
    "solar money that the village did not get": "SELECT COUNT(*) FROM solar_distribution d JOIN (SELECT region_code, stat_year,"
    " SUM(received_yuan) AS got FROM industry_coverage WHERE received_yuan IS NOT NULL GROUP BY region_code, stat_year) g"
    " USING (region_code, stat_year) WHERE post_yuan + work_yuan + relief_yuan + other_yuan <> got OR other_yuan < 0",
    "solar money to households unlike the village's account": "SELECT COUNT(*) FROM solar_distribution d JOIN (SELECT"
    " h.region_code, p.stat_year, SUM(p.income_yuan) AS paid, COUNT(DISTINCT p.household_id) AS n FROM industry_participation p"
    " JOIN household h USING (household_id) JOIN industry_activity a USING (activity_id) WHERE a.industry_kind_code = 'SOLAR'"
    " GROUP BY h.region_code, p.stat_year) s USING (region_code, stat_year)"
    " WHERE s.paid <> post_yuan + work_yuan + relief_yuan OR s.n <> d.household_count",
    "fewer workers than assisted workers": "SELECT COUNT(*) FROM workshop_month WHERE assisted_worker_count > worker_count",
    "a name without 某": "SELECT COUNT(*) FROM (SELECT name_zh FROM person UNION ALL SELECT name_zh FROM official)"
    " WHERE name_zh NOT LIKE '_某_'",
    "an identity number that could be somebody's": "SELECT COUNT(*) FROM person WHERE identity_no NOT LIKE '9901011800%'"
    " OR LENGTH(identity_no) <> 18",
    "a phone that could ring": "SELECT COUNT(*) FROM (SELECT phone_no FROM person UNION ALL SELECT phone_no FROM household"
    " UNION ALL SELECT phone_no FROM official) WHERE phone_no NOT LIKE '100________'",
    "a source that does not say it is a demonstration": "SELECT COUNT(*) FROM data_source WHERE name_zh NOT LIKE '%演示%'",
    "a source that is not listed": "SELECT COUNT(*) FROM household WHERE source_id NOT IN (SELECT source_id FROM data_source)",
    "a visit after the day of the data": f"SELECT COUNT(*) FROM household_visit WHERE visited_at > '{AS_OF} 23:59:59'",
    "a case eliminated before it was identified": "SELECT COUNT(*) FROM monitoring_case"
    " WHERE eliminated_on < identified_on OR identified_on < found_on OR (is_eliminated = 1) <> (eliminated_on IS NOT NULL)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_of_the_kind(database: sqlite3.Connection, what: str) -> None:
    assert database.execute(FORBIDDEN[what]).fetchone() == (0,), what


def test_identity_numbers_fail_their_check_digit(database: sqlite3.Connection) -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    numbers = [row[0] for row in database.execute("SELECT identity_no FROM person")]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        due = "10X98765432"[sum(w * int(d) for w, d in zip(weights, number[:17], strict=True)) % 11]
        assert number[17] != due


def test_most_households_named_ill_have_someone_ill(database: sqlite3.Connection) -> None:
    named, doubtful = database.execute(
        "SELECT COUNT(*), SUM(NOT EXISTS (SELECT 1 FROM person_health s WHERE s.household_id = c.household_id"
        " AND s.health_code IN ('02', '03'))) FROM household_cause c WHERE is_main = 1 AND cause_code = '01'"
    ).fetchone()
    (issues,) = database.execute("SELECT COUNT(*) FROM data_issue WHERE rule_code = 'CAUSE_ILL_HEALTHY'").fetchone()
    assert 0 < doubtful < 0.03 * named
    assert issues == doubtful


def test_poverty_falls_every_year_and_is_spread_unevenly(database: sqlite3.Connection) -> None:
    poor = [n for (n,) in database.execute("SELECT SUM(poor_population_count) FROM region_year GROUP BY stat_year")]
    assert len(poor) == 6
    assert all(later < earlier for earlier, later in pairwise(poor))
    rates = [
        rate
        for (rate,) in database.execute(
            "SELECT 100.0 * SUM(y.poor_population_count) / SUM(y.rural_population_count) FROM region_year y"
            " JOIN region r ON r.region_code = y.region_code WHERE y.stat_year = 2019 GROUP BY r.parent_code"
        )
    ]
    assert len(rates) == 18
    assert min(rates) < 0.8
    assert 5 < max(rates) < 10


def test_lifted_households_are_above_the_line_of_the_year(database: sqlite3.Connection) -> None:
    above, all_lifted = database.execute(
        "SELECT SUM(i.net_income_yuan >= 3747 * i.member_count), COUNT(*) FROM household_income i JOIN household h"
        " USING (household_id) WHERE i.stat_year = 2019 AND h.poverty_status_code IN ('1', '4')"
    ).fetchone()
    assert 0 < all_lifted - above < 0.005 * all_lifted
    poor_above, poor = database.execute(
        "SELECT SUM(i.net_income_yuan >= 3747 * i.member_count), COUNT(*) FROM household_income i JOIN household h"
        " USING (household_id) WHERE i.stat_year = 2019 AND h.poverty_status_code IN ('0', '3')"
    ).fetchone()
    assert poor_above < 0.01 * poor


def test_names_repeat_across_townships_but_not_within(database: sqlite3.Connection) -> None:
    rows = database.execute("SELECT name_zh, parent_code FROM region WHERE region_level_code = '5'").fetchall()
    assert len(set(rows)) == len(rows)
    assert len({name for name, _ in rows}) < len(rows)
