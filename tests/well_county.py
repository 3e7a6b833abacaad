"""A small county without a fault, and every defect that the check must find when it is planted there."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import NamedTuple

from data_access.check import Findings, Severity, check_database
from data_access.database import open_database

TODAY = date(2019, 9, 30)
WELL = """
INSERT INTO region (region_code, parent_code, region_level_code, name_zh, longitude, latitude) VALUES
  ('C', NULL, '3', '县', 114.7, 41.2), ('T', 'C', '4', '乡', NULL, NULL), ('V', 'T', '5', '村', 114.7, 41.2),
  ('W', 'C', '5', '直管村', NULL, NULL);
INSERT INTO region_year (region_code, stat_year, rural_population_count) VALUES ('V', 2018, 800), ('W', 2019, NULL);
INSERT INTO household
  (household_id, region_code, head_person_id, member_count, household_type_code, updated_at, is_valid) VALUES
         ('H1', 'V', 'P1', 2, '1', '2019-09-30 23:59:59', 1), ('H2', 'W', NULL, NULL, '0', NULL, 1),
         ('H3', 'V', NULL, 7, '1', NULL, 0);
INSERT INTO person (household_id, person_id, name_zh, born_on, is_valid)
  VALUES ('H1', 'P1', '李某山', '1950-02-28', 1), ('H1', 'P2', '李某花', NULL, 1), ('H1', 'P3', '李某河', NULL, 0);
INSERT INTO household_cause (household_id, cause_code, is_main) VALUES ('H1', '01', 1), ('H1', '02', 0);
INSERT INTO industry_activity (activity_id, industry_kind_code, name_zh, region_code, operating_status_code, valid_to)
  VALUES ('A', 'SOLAR', '电站', 'V', 'RUNNING', '2040-12-31');
INSERT INTO solar_station (activity_id, capacity_kw) VALUES ('A', 300.5);
INSERT INTO solar_month (activity_id, stat_year, stat_month, generated_kwh) VALUES ('A', 2018, 0, 9), ('A', 2019, 1, 5);
INSERT INTO data_source (source_id, name_zh, source_kind_code) VALUES ('S', '台账', 'LEDGER');
INSERT INTO project (project_id, stat_year, name_zh, region_code, project_category_code)
  SELECT 'P', 2020, '明年的项目', 'C', item_code FROM code_item WHERE list_code = 'PROJECT_CATEGORY' LIMIT 1;
"""


def run(path: Path, script: str) -> None:
    """Run a script of SQL on the database."""
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()


def findings(path: Path) -> Findings:
    """What the check says of the database."""
    return check_database(open_database(f"sqlite:///{path}"), TODAY)


def without_key(table: str) -> str:
    """A script that makes `table` again without any constraint, as an export does."""
    return (
        f"PRAGMA legacy_alter_table = ON; CREATE TABLE loose AS SELECT * FROM {table}; DROP TABLE {table};"
        f"ALTER TABLE loose RENAME TO {table};"
    )


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class Defect(NamedTuple):
    """What a script breaks: the finding that must follow, with how many rows and which one is named."""

    severity: Severity
    rule: str
    place: str
    count: int
    example: str | None
    script: str


# fmt: off
DEFECTS = [
    Defect(ERROR, "view_missing", "region_ancestor", 1, None, "DROP VIEW region_ancestor"),
    Defect(ERROR, "view_missing", "household_last_visit", 1, None, "DROP VIEW household_last_visit"),
    Defect(ERROR, "table_missing", "region_year", 1, None, "DROP TABLE region_year"),
    Defect(ERROR, "theme_partial", "task", 1, None, "DROP TABLE task"),
    Defect(INFO, "theme_absent", "project", 1, None, "DROP TABLE task; DROP TABLE project"),
    Defect(INFO, "theme_absent", "ranking", 1, None, "DROP TABLE ranking"),
    Defect(ERROR, "column_missing", "person.labour_ability_code", 1, None,
           "ALTER TABLE person DROP COLUMN labour_ability_code"),
    Defect(ERROR, "column_missing", "region.name_zh", 1, None, "ALTER TABLE region RENAME COLUMN name_zh TO mingcheng"),
    Defect(WARNING, "table_empty", "household", 1, None, "DELETE FROM household"),
    Defect(ERROR, "null", "region_year.stat_year", 2, None,
           without_key("region_year") + "UPDATE region_year SET stat_year = NULL"),
    Defect(WARNING, "empty_text", "region.short_name_zh", 4, None, "UPDATE region SET short_name_zh = ''"),
    Defect(ERROR, "unknown_code", "region.region_kind_code", 4, "KASTEEL",
           "UPDATE region SET region_kind_code = 'KASTEEL'"),
    Defect(ERROR, "unknown_code", "household.poverty_status_code", 3, None,
           "UPDATE household SET poverty_status_code = '9'"),
    Defect(ERROR, "unknown_code", "person.gender_code", 3, None, "UPDATE person SET gender_code = '李某山'"),
    Defect(ERROR, "unknown_list", "household_cause.cause_code", 2, None,
           "DELETE FROM code_item WHERE list_code = 'CAUSE'"),
    Defect(ERROR, "not_a_flag", "household.is_valid", 1, None,
           "UPDATE household SET is_valid = 2 WHERE household_id = 'H3'"),
    Defect(ERROR, "negative", "region_year.rural_population_count", 2, None,
           "UPDATE region_year SET rural_population_count = -1"),
    Defect(ERROR, "negative", "solar_station.capacity_kw", 1, None, "UPDATE solar_station SET capacity_kw = -0.5"),
    Defect(ERROR, "not_a_month", "solar_month.stat_month", 2, None, "UPDATE solar_month SET stat_month = 13"),
    Defect(ERROR, "year_out_of_range", "region_year.stat_year", 2, None, "UPDATE region_year SET stat_year = 2020"),
    Defect(ERROR, "year_out_of_range", "household.exited_year", 3, None, "UPDATE household SET exited_year = 0"),
    Defect(ERROR, "not_degrees", "region.longitude", 4, None, "UPDATE region SET longitude = 12345678.0"),
    Defect(ERROR, "in_the_future", "person.born_on", 1, None,
           "UPDATE person SET born_on = '2019-10-01' WHERE person_id = 'P1'"),
    Defect(ERROR, "in_the_future", "household.updated_at", 3, None,
           "UPDATE household SET updated_at = '2019-10-01 00:00:00'"),
    Defect(ERROR, "end_of_time", "industry_activity.valid_to", 1, None,
           "UPDATE industry_activity SET valid_to = '9999-12-31'"),
    Defect(WARNING, "ends_before_it_begins", "industry_activity.valid_to", 1, None,
           "UPDATE industry_activity SET valid_from = '2041-01-01'"),
    Defect(ERROR, "not_a_date", "person.born_on", 1, None,
           "UPDATE person SET born_on = '1950-02-30' WHERE person_id = 'P1'"),
    Defect(ERROR, "not_a_date", "person.born_on", 1, None,
           "UPDATE person SET born_on = 19500228 WHERE person_id = 'P1'"),
    Defect(ERROR, "not_a_date", "household.updated_at", 1, None,
           "UPDATE household SET updated_at = '30.09.2019' WHERE household_id = 'H1'"),
    Defect(ERROR, "stored_type", "region_year.rural_population_count", 2, None,
           "UPDATE region_year SET rural_population_count = 'many'"),
    Defect(ERROR, "stored_type", "region.name_en", 4, None,
           without_key("region") + "ALTER TABLE region DROP COLUMN name_en; "
           "ALTER TABLE region ADD COLUMN name_en; "
           "UPDATE region SET name_en = 7"),
    Defect(ERROR, "orphan", "region.parent_code", 1, "X",
           "UPDATE region SET parent_code = 'X' WHERE region_code = 'T'"),
    Defect(ERROR, "orphan", "household.region_code", 1, None,
           "UPDATE household SET region_code = 'X' WHERE household_id = 'H2'"),
    Defect(ERROR, "orphan", "person_health.person_id", 1, None,
           "DELETE FROM person; "
           "INSERT INTO person_health (household_id, person_id, health_code) VALUES ('H1', 'P1', '02')"),
    Defect(ERROR, "orphan", "industry_activity.industry_kind_code", 1, "GOLD",
           "UPDATE industry_activity SET industry_kind_code = 'GOLD'"),
    Defect(WARNING, "unknown_source", "region.source_id", 4, None, "UPDATE region SET source_id = 'nobody'"),
    Defect(ERROR, "repeated_key", "region.region_code", 2, "V",
           without_key("region") + "INSERT INTO region SELECT * FROM region WHERE region_code IN ('V', 'W')"),
    Defect(ERROR, "repeated_key", "person.household_id", 3, None,
           without_key("person") + "INSERT INTO person SELECT * FROM person"),
    Defect(ERROR, "person_twice", "person.person_id", 1, None,
           "UPDATE person SET household_id = 'H2', person_id = 'P1' WHERE person_id = 'P2'"),
    Defect(ERROR, "year_beside_months", "solar_month.stat_month", 1, None,
           "INSERT INTO solar_month (activity_id, stat_year, stat_month) VALUES ('A', 2018, 6)"),
    Defect(ERROR, "household_not_in_village", "household.region_code", 1, None,
           "UPDATE household SET region_code = 'T' WHERE household_id = 'H1'"),
    Defect(WARNING, "unknown_head", "household.head_person_id", 1, None,
           "UPDATE household SET head_person_id = 'P9' WHERE household_id = 'H2'"),
    Defect(WARNING, "member_count_differs", "household.member_count", 1, None,
           "UPDATE household SET member_count = 3 WHERE household_id = 'H1'"),
    Defect(ERROR, "main_cause", "household_cause.is_main", 1, None, "UPDATE household_cause SET is_main = 1"),
    Defect(ERROR, "main_cause", "household_cause.is_main", 1, None, "UPDATE household_cause SET is_main = 0"),
    Defect(ERROR, "circle", "region.parent_code", 2, "T",
           "UPDATE region SET parent_code = 'V' WHERE region_code = 'T'"),
    Defect(ERROR, "no_root", "region.parent_code", 1, None,
           "UPDATE region SET parent_code = 'C' WHERE region_code = 'C'"),
    Defect(ERROR, "level_order", "region.region_level_code", 1, "V",
           "UPDATE region SET region_level_code = '4' WHERE region_code = 'V'"),
    Defect(WARNING, "year_above_village", "region_year.region_code", 1, "T",
           "INSERT INTO region_year (region_code, stat_year) VALUES ('T', 2019)"),
    Defect(ERROR, "nested_member", "region_group_member.region_code", 1, "V",
           "INSERT INTO region_group (region_group_code, region_group_kind_code, name_zh)"
           " VALUES ('B', 'BELT', '产业带');"
           "INSERT INTO region_group_member (region_group_code, region_code)"
           " VALUES ('B', 'T'), ('B', 'V'), ('B', 'W')"),
    Defect(ERROR, "group_code", "region_group.region_group_code", 1, "B~2",
           "INSERT INTO region_group (region_group_code, region_group_kind_code, name_zh)"
           " VALUES ('B1', 'BELT', '产业带'), ('B~2', 'BELT', '产业带')"),
]
# fmt: on
