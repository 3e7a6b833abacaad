"""A county of six villages in which every row is a trap; the expected figures are worked out by hand in the tests.

    C county ── T1 township ── V1, V2, V3 (V0 ended, merged into V1)
             ├─ T2 township ── V4 (its yearly report is missing), V5
             └─ V6 village directly under the county (a level is skipped)
Day of the data: 2019-09-30.
"""

from datetime import date, datetime
from typing import Any


def _region(code: str, parent: str | None, level: str, **more: Any) -> dict[str, Any]:
    return {"region_code": code, "parent_code": parent, "region_level_code": level, "name_zh": f"区{code}", **more}


def _household(number: int, village: str, members: int | None, status: str | None, **more: Any) -> dict[str, Any]:
    return {
        "household_id": f"H{number}", "region_code": village, "member_count": members, "household_type_code": "1",
        "poverty_status_code": status, "is_valid": 1, **more,
    }  # fmt: skip


def _person(household: int, number: int, born: date | None, labour: str | None, **more: Any) -> dict[str, Any]:
    return {
        "household_id": f"H{household}", "person_id": f"P{number}", "born_on": born, "labour_ability_code": labour,
        "is_valid": 1, **more,
    }  # fmt: skip


def _official(number: int, household: int, **more: Any) -> dict[str, Any]:
    return {
        "household_id": f"H{household}", "official_id": f"O{number}", "official_role_code": "HELPER",
        "valid_from": date(2018, 1, 1), **more,
    }  # fmt: skip


def _team(village: str, official: int, role: str = "TEAM_MEMBER", **more: Any) -> dict[str, Any]:
    return {
        "region_code": village, "official_id": f"O{official}", "official_role_code": role,
        "valid_from": date(2018, 1, 1), **more,
    }  # fmt: skip


ROWS: dict[str, list[dict[str, Any]]] = {
    "region": [
        _region("C", None, "3"),
        _region("T1", "C", "4"),
        _region("T2", "C", "4"),
        _region("V0", "T1", "5", valid_to=date(2018, 12, 31), is_registered_poor=1, exited_year=2017),
        _region("V1", "T1", "5", is_registered_poor=1, exited_year=2018),
        _region("V2", "T1", "5", is_registered_poor=1),
        _region("V3", "T1", "5", is_registered_poor=0),
        _region("V4", "T2", "5"),
        _region("V5", "T2", "5", is_registered_poor=1, exited_year=2019),
        _region("V6", "C", "5", is_registered_poor=0),
    ],
    "region_change": [
        {"from_code": "V0", "to_code": "V1", "changed_on": date(2019, 1, 1), "region_change_code": "MERGE"},
    ],
    "region_year": [
        # 2018 is told in the codes of that year: V0 still stood
        {"region_code": "V0", "stat_year": 2018, "rural_population_count": 100, "poor_population_count": 4},
        {"region_code": "V1", "stat_year": 2018, "rural_population_count": 200, "poor_population_count": 6},
        # numerator without denominator, and the other way about: neither village may count
        {"region_code": "V1", "stat_year": 2019, "rural_population_count": 1000, "poor_population_count": 10},
        {"region_code": "V2", "stat_year": 2019, "rural_population_count": None, "poor_population_count": 50},
        {"region_code": "V3", "stat_year": 2019, "rural_population_count": 500, "poor_population_count": None},
        {"region_code": "V5", "stat_year": 2019, "rural_population_count": 100, "poor_population_count": 9},
        {"region_code": "V6", "stat_year": 2019, "rural_population_count": 400, "poor_population_count": 0},
    ],
    "household": [
        _household(1, "V1", 3, "1"),
        _household(2, "V1", 2, "0"),
        _household(3, "V2", 4, "3"),  # fallen back: not lifted
        _household(4, "V2", None, "4"),  # members not known
        _household(5, "V3", 5, "9"),  # a status that is in no list
        _household(6, "V4", 1, "1", is_valid=0),  # cancelled: counted nowhere
        _household(7, "V5", 6, "4"),
        _household(8, "V0", 2, "1"),  # still in the code of the village that ended
        _household(9, "V6", 7, None, household_type_code="0"),  # a general household, monitored
        _household(10, "V6", 1, "1"),
    ],
    "household_year": [
        {"household_id": "H1", "stat_year": 2018, "region_code": "V1", "member_count": 3, "poverty_status_code": "0"},
        {"household_id": "H8", "stat_year": 2018, "region_code": "V0", "member_count": 2, "poverty_status_code": "1"},
        {"household_id": "H6", "stat_year": 2018, "region_code": "V4", "member_count": 1, "poverty_status_code": "1"},
    ],
    "person": [
        _person(1, 1, date(1959, 9, 30), "04"),  # 60 today
        _person(1, 2, date(1959, 10, 1), "01"),  # 60 tomorrow
        _person(1, 3, date(2010, 5, 1), "04", student_status_code="01"),  # of school age, not at school
        _person(2, 4, None, None),  # nothing known
        _person(3, 5, date(1940, 1, 1), "77"),  # a labour code that is in no list
        _person(3, 6, date(2090, 1, 1), "01"),  # not born yet
        _person(7, 7, date(1990, 1, 1), "02"),
        _person(7, 8, date(1950, 1, 1), "03", is_valid=0),  # died
        _person(6, 9, date(1950, 1, 1), "03"),  # of a cancelled household
        _person(9, 10, date(1950, 1, 1), "03"),  # of a general household
    ],
    "household_cause": [
        {"household_id": "H1", "cause_code": "01", "is_main": 1},
        {"household_id": "H1", "cause_code": "08", "is_main": 0},
        {"household_id": "H2", "cause_code": "07", "is_main": 1},
        {"household_id": "H3", "cause_code": "XX", "is_main": 1},
        {"household_id": "H6", "cause_code": "01", "is_main": 1},
    ],
    "person_health": [
        {"household_id": "H1", "person_id": "P1", "health_code": "02"},
        {"household_id": "H1", "person_id": "P1", "health_code": "03"},  # two illnesses, one person
        {"household_id": "H1", "person_id": "P2", "health_code": "01"},
        {"household_id": "H7", "person_id": "P7", "health_code": "04"},
    ],
    "official": [{"official_id": f"O{n}", "name_zh": f"干部{n}"} for n in range(1, 6)],
    "household_official": [
        _official(1, 1),
        _official(1, 3),  # the same helper in another village
        _official(2, 1),
        _official(3, 7, valid_to=date(2019, 12, 31)),  # a planned end: still in office
        _official(4, 10, valid_to=date(2019, 9, 29)),  # gone since yesterday
        _official(5, 6),  # of a cancelled household
    ],
    "region_official": [
        _team("V1", 1),
        _team("V2", 1),  # one team, two villages
        _team("V1", 2, "FIRST_SECRETARY"),
        _team("V3", 3, valid_to=date(2019, 1, 1)),
        _team("V4", 4, "VILLAGE_SECRETARY"),
    ],
    "household_visit": [
        {"household_id": "H1", "visited_at": datetime(2019, 7, 2), "visit_id": "1"},  # the 90th day before
        {"household_id": "H2", "visited_at": datetime(2019, 7, 1, 23, 59), "visit_id": "2"},  # a minute too early
        {"household_id": "H9", "visited_at": datetime(2019, 8, 1), "visit_id": "3"},  # monitored: 30 days count
        {"household_id": "H3", "visited_at": datetime(2019, 10, 5), "visit_id": "4"},  # after the day of the data
    ],
    "monitoring_case": [
        {
            "household_id": "H9", "case_id": "1", "member_count": 7, "identified_on": date(2019, 3, 1),
            "found_on": date(2019, 2, 14), "is_eliminated": 0, "monitoring_object_code": "2",
        },
        {
            "household_id": "H3", "case_id": "1", "member_count": 4, "identified_on": date(2018, 3, 18),
            "found_on": date(2018, 3, 1), "is_eliminated": 1, "elimination_mode_code": "NATURAL",
        },
        {
            "household_id": "H7", "case_id": "1", "member_count": 6, "identified_on": date(2018, 5, 1),
            "is_eliminated": 1, "elimination_mode_code": "HELP",
        },
    ],
    "monitoring_alert": [
        {
            "household_id": "H1", "alert_id": "1", "alert_kind_code": "MEDICAL", "department_code": "01",
            "raised_on": date(2019, 8, 1), "due_on": date(2019, 8, 15), "alert_result_code": "PENDING",
        },
        {
            "household_id": "H2", "alert_id": "1", "alert_kind_code": "INCOME", "department_code": "01",
            "raised_on": date(2019, 9, 20), "due_on": date(2019, 10, 4), "alert_result_code": "PENDING",
        },
    ],
    "industry_activity": [
        {
            "activity_id": "A1", "industry_kind_code": "SOLAR", "name_zh": "一号电站", "region_code": "T1",
            "operating_status_code": "RUNNING", "industry_subkind_code": "SOLAR_JOINT",
        },
        {
            "activity_id": "A2", "industry_kind_code": "AGRICULTURE", "name_zh": "停产的场", "region_code": "V3",
            "operating_status_code": "STOPPED",
        },
        {
            "activity_id": "A3", "industry_kind_code": "CAPABLE_PERSON", "name_zh": "王某能", "region_code": "V5",
            "operating_status_code": "RUNNING", "business_entity_code": "CAPABLE_PERSON",
        },
    ],
    "industry_coverage": [
        {"activity_id": "A1", "region_code": "V1", "stat_year": 2019, "received_yuan": 30000},
        {"activity_id": "A1", "region_code": "V2", "stat_year": 2019, "received_yuan": None},
        {"activity_id": "A2", "region_code": "V3", "stat_year": 2019, "received_yuan": None},
        {"activity_id": "A3", "region_code": "V5", "stat_year": 2019, "received_yuan": None},
    ],
    "solar_station": [{"activity_id": "A1", "capacity_kw": 300}],
    "solar_month": [
        {"activity_id": "A1", "stat_year": 2018, "stat_month": 0, "generated_kwh": 300000},
        {"activity_id": "A1", "stat_year": 2019, "stat_month": 1, "generated_kwh": 20000},
        {"activity_id": "A1", "stat_year": 2019, "stat_month": 2, "generated_kwh": 10000},
    ],
    "data_source": [
        {"source_id": "L", "name_zh": "台账", "source_kind_code": "LEDGER", "stale_after_day_count": 30},
        {"source_id": "D", "name_zh": "部门", "source_kind_code": "DEPARTMENT", "stale_after_day_count": 30},
    ],
    "data_load": [
        {
            "load_id": "1", "source_id": "L", "table_name": "household", "as_of_on": date(2019, 9, 30),
            "load_status_code": "OK",
        },
        {
            "load_id": "2", "source_id": "D", "table_name": "person_health", "as_of_on": date(2019, 6, 30),
            "load_status_code": "PARTIAL",
        },
        {
            "load_id": "3", "source_id": "D", "table_name": "person_health", "as_of_on": date(2019, 12, 31),
            "load_status_code": "FAILED",
        },
    ],
}  # fmt: skip
