"""A contract database of one county, two townships and three villages, written by hand for the tests of households.

Village A1 has every theme; its first household is ordinary, the others are odd one by one. No code of the product is
used to write it but the contract's own tables.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert

from data_access.contract import create_contract
from data_access.schema import core, industry, livelihood, monitoring, responsibility

AS_OF = date(2019, 9, 30)
COUNTY, TOWN_A, TOWN_B = "990101000000", "990101100000", "990101101000"
A1, A2, B1 = "990101100201", "990101100202", "990101101201"
ORDINARY = "HH99010100000042"
EMPTY = "HH99010100000043"
TWO_HEADS = "HH99010100000044"
NOT_YET_BORN = "HH99010100000045"
BARE = "HH99010100000046"
CANCELLED = "HH99010100000047"
CHILD_HEAD = "HH99010100000048"
THEMES = dict.fromkeys(
    (
        "core",
        "assurance",
        "income",
        "employment",
        "responsibility",
        "measures",
        "industry",
        "monitoring",
        "relocation",
    ),
    True,
)

Rows = list[dict[str, Any]]


def person(household_id: str, number: int, **given: Any) -> dict[str, Any]:
    """One row of person with every column, unknown where not given."""
    row = {column.name: None for column in core.person.columns if column.name != "updated_at"}
    return row | {"household_id": household_id, "person_id": f"{household_id}-{number}", "is_valid": 1} | given


def household(household_id: str, region_code: str = A1, **given: Any) -> dict[str, Any]:
    """One row of household with every column, unknown where not given."""
    row = {column.name: None for column in core.household.columns if column.name != "updated_at"}
    return row | {"household_id": household_id, "region_code": region_code, "household_type_code": "1",
                  "is_valid": 1} | given  # fmt: skip


REGIONS: Rows = [
    {"region_code": COUNTY, "parent_code": None, "region_level_code": "3", "name_zh": "坝上县"},
    {"region_code": TOWN_A, "parent_code": COUNTY, "region_level_code": "4", "name_zh": "柳条沟镇"},
    {"region_code": TOWN_B, "parent_code": COUNTY, "region_level_code": "4", "name_zh": "云沟镇"},
    {"region_code": A1, "parent_code": TOWN_A, "region_level_code": "5", "name_zh": "喜鹊沟村"},
    {"region_code": A2, "parent_code": TOWN_A, "region_level_code": "5", "name_zh": "空空村"},
    {"region_code": B1, "parent_code": TOWN_B, "region_level_code": "5", "name_zh": "喜鹊沟村"},
]

HOUSEHOLDS: Rows = [
    household(ORDINARY, household_attribute_code="05", poverty_status_code="1", identified_year=2014, exited_year=2018,
              member_count=5, head_person_id=f"{ORDINARY}-1", is_living_away=0),
    household(EMPTY, poverty_status_code="0", identified_year=2014, member_count=3),
    household(TWO_HEADS, poverty_status_code="4", exited_year=2016, member_count=2),
    household(NOT_YET_BORN, poverty_status_code="3", member_count=2, head_person_id=f"{NOT_YET_BORN}-1"),
    household(BARE),
    household(CANCELLED, poverty_status_code="0", is_valid=0),
    household(CHILD_HEAD, household_type_code="0", head_person_id=f"{CHILD_HEAD}-1", member_count=1),
    household("HH99010100000099", B1, poverty_status_code="1", member_count=1),
]  # fmt: skip

PERSONS: Rows = [
    person(ORDINARY, 1, name_zh="李某山", born_on=date(1961, 3, 5), relation_code="01", labour_ability_code="05"),
    person(ORDINARY, 2, name_zh="赵某花", born_on=date(1964, 8, 1), relation_code="02", labour_ability_code="01"),
    person(ORDINARY, 3, name_zh="李某", born_on=date(1938, 1, 1), relation_code="11", labour_ability_code="04"),
    person(ORDINARY, 4, name_zh="李某童", born_on=date(2006, 5, 1), relation_code="07", student_status_code="04"),
    person(ORDINARY, 5, name_zh="李某学", born_on=date(2004, 5, 1), relation_code="08", student_status_code="07"),
    person(ORDINARY, 6, name_zh="李某去", born_on=date(1990, 5, 1), relation_code="03", is_valid=0),
    person(TWO_HEADS, 1, name_zh="欧阳中华", born_on=date(1950, 1, 1), relation_code="01"),
    person(TWO_HEADS, 2, name_zh="孙某", born_on=date(1951, 1, 1), relation_code="01"),
    person(NOT_YET_BORN, 1, name_zh="周某来", born_on=date(2090, 1, 1), relation_code="01"),
    person(NOT_YET_BORN, 2, name_zh="周某孙", relation_code="07"),
    person(CHILD_HEAD, 1, name_zh="吴某孤", born_on=date(2010, 1, 1), relation_code="01"),
]

HEALTH: Rows = [
    {"household_id": ORDINARY, "person_id": f"{ORDINARY}-{number}", "health_code": code, "disease_zh": disease}
    for number, code, disease in ((1, "02", "高血压"), (1, "04", None), (2, "01", None), (3, "03", "肺癌"))
]

EMPLOYMENT: Rows = [
    {"household_id": ORDINARY, "person_id": f"{ORDINARY}-1", "stat_year": 2019, "worked_month_count": 12,
     "employment_channel_code": "PUBLIC_POST", "public_post_code": "P1", "work_area_code": "TOWNSHIP"},
    {"household_id": ORDINARY, "person_id": f"{ORDINARY}-2", "stat_year": 2019, "worked_month_count": 10,
     "employment_channel_code": "WORKSHOP", "public_post_code": None, "work_area_code": "TOWNSHIP"},
]  # fmt: skip

ASSURANCES: Rows = [
    {"household_id": ORDINARY, "stat_year": 2019, "assurance_code": code, "is_met": met, "checked_on": day,
     "house_grade_code": grade, "problem_zh": None, "resolved_on": done}
    for code, met, day, grade, done in (
        ("FOOD", 1, date(2019, 9, 3), None, None),
        ("CLOTHING", 1, date(2019, 9, 3), None, None),
        ("EDUCATION", 1, date(2019, 9, 3), None, None),
        ("MEDICAL", 0, date(2019, 9, 3), None, None),
        ("HOUSING", 0, date(2019, 8, 3), "C", date(2019, 9, 1)),
    )
]  # fmt: skip

INCOMES: Rows = [
    {"household_id": ORDINARY, "stat_year": year, "member_count": count, "wage_income_yuan": wage,
     "business_income_yuan": business, "property_income_yuan": own, "transfer_income_yuan": transfer,
     "business_cost_yuan": cost, "net_income_yuan": net}
    for year, count, wage, business, own, transfer, cost, net in (
        (2014, 5, 3000.0, 2000.0, 0.0, 3000.0, 500.0, 7500.0),
        (2015, 5, 5000.0, 3000.0, 0.0, 4000.0, 500.0, 11500.0),
        (2016, 5, 9000.0, 4000.0, 0.0, 5000.0, 1000.0, 17000.0),
        (2017, 5, 12000.0, 5000.0, 1000.0, 6000.0, 1000.0, 23000.0),
        (2018, None, 15000.0, 6000.0, 2000.0, 7000.0, 1000.0, 29000.0),
        (2019, 5, 21600.0, 7200.0, 3000.0, None, 1500.0, 36300.0),
    )
]  # fmt: skip

LINES: Rows = [
    {"policy_line_code": "POVERTY_CURRENT", "region_code": region, "stat_year": year, "amount_yuan": amount}
    for region, year, amount in (
        ("000000000000", 2014, 2800),
        ("000000000000", 2015, 2855),
        ("000000000000", 2016, 2952),
        ("000000000000", 2019, 3218),
        (COUNTY, 2019, 3300),
        (TOWN_B, 2019, 9999),
    )
]

OFFICIALS: Rows = [
    {"official_id": "O1", "name_zh": "王某军", "organisation_id": "G1", "title_zh": "科员", "phone_no": None},
    {"official_id": "O2", "name_zh": "钱某队", "organisation_id": "G1", "title_zh": "副科长", "phone_no": None},
    {"official_id": "O3", "name_zh": "前任某", "organisation_id": "G1", "title_zh": None, "phone_no": None},
]
HOUSEHOLD_OFFICIALS: Rows = [
    {"household_id": ORDINARY, "official_id": who, "official_role_code": "HELPER", "valid_from": start, "valid_to": end}
    for who, start, end in (
        ("O1", date(2018, 1, 1), date(2020, 12, 31)),
        ("O3", date(2016, 1, 1), date(2017, 12, 31)),
    )
]
REGION_OFFICIALS: Rows = [
    {"region_code": A1, "official_id": "O2", "official_role_code": role, "valid_from": date(2018, 3, 1)}
    for role in ("FIRST_SECRETARY", "TEAM_LEADER")
]
VISITS: Rows = [
    {"household_id": ORDINARY, "visited_at": moment, "visit_id": f"V{number}", "official_id": "O1",
     "visit_kind_code": "ROUTINE", "is_on_site": site, "photo_count": photos, "note_zh": None}
    for number, (moment, site, photos) in enumerate([
        (datetime(2019, 8, 27, 10, 0), 1, 3),
        (datetime(2019, 5, 2, 9, 0), 0, 0),
        (datetime(2019, 2, 1, 9, 0), 1, None),
        (datetime(2018, 11, 1, 9, 0), 1, 2),
        (datetime(2020, 1, 1, 9, 0), 1, 2),
    ])
]  # fmt: skip
MEASURES: Rows = [
    {"household_id": ORDINARY, "stat_year": year, "measure_id": f"M{number}", "measure_code": code,
     "measure_item_code": item, "measure_status_code": status, "valid_from": start, "amount_yuan": amount,
     "content_zh": None, "organisation_id": "G1"}
    for number, (year, code, item, status, start, amount) in enumerate([
        (2019, "M45", "M4505", "DOING", date(2018, 1, 1), None),
        (2019, "M40", "M4002", "DONE", date(2019, 3, 2), 1200.0),
        (2018, "M39", "M3908", "DONE", date(2018, 6, 15), 3000.0),
        (2017, "M50", "M5001", "DONE", date(2017, 9, 10), 18000.0),
    ])
]  # fmt: skip
ACTIVITIES: Rows = [
    {
        "activity_id": key,
        "industry_kind_code": kind,
        "name_zh": name,
        "region_code": A1,
        "product_zh": product,
    }
    for key, kind, name, product in (
        ("S1", "SOLAR", "喜鹊沟村光伏电站", None),
        ("W1", "WORKSHOP", "王某军家庭车间", "服装"),
    )
]
PARTICIPATIONS: Rows = [
    {"household_id": ORDINARY, "stat_year": 2019, "activity_id": activity, "participation_mode_code": mode,
     "income_yuan": amount}
    for activity, mode, amount in (("S1", "DIVIDEND", 3000.0), ("W1", "WORK", 9600.0))
]  # fmt: skip
CASES: Rows = [
    {"household_id": ORDINARY, "case_id": "C1", "monitoring_object_code": "1", "identified_on": date(2019, 3, 1),
     "is_eliminated": 0}
]  # fmt: skip
RISKS: Rows = [{"household_id": ORDINARY, "case_id": "C1", "risk_no": 1, "risk_code": "01"}]

CONTENTS: list[tuple[Any, Rows]] = [
    (core.region, REGIONS),
    (core.household, HOUSEHOLDS),
    (core.person, PERSONS),
    (livelihood.household_cause, [{"household_id": ORDINARY, "cause_code": "01", "is_main": 1}]),
    (livelihood.person_health, HEALTH),
    (livelihood.person_employment, EMPLOYMENT),
    (livelihood.household_assurance, ASSURANCES),
    (livelihood.household_income, INCOMES),
    (livelihood.policy_line, LINES),
    (responsibility.organisation, [{"organisation_id": "G1", "name_zh": "县教育体育局"}]),
    (responsibility.official, OFFICIALS),
    (responsibility.household_official, HOUSEHOLD_OFFICIALS),
    (responsibility.region_official, REGION_OFFICIALS),
    (responsibility.household_visit, VISITS),
    (responsibility.household_measure, MEASURES),
    (industry.industry_activity, ACTIVITIES),
    (industry.industry_participation, PARTICIPATIONS),
    (monitoring.monitoring_case, CASES),
    (monitoring.monitoring_risk, RISKS),
    (monitoring.household_relocation, [{"household_id": ORDINARY, "relocation_kind_code": "SCATTERED",
                                        "moved_on": date(2017, 10, 1), "is_occupied": 1}]),
]  # fmt: skip


def write_county(path: Path, contents: list[tuple[Any, Rows]] | None = None) -> Path:
    """Write the county, or other `contents` (table, rows), into a new SQLite file at `path`."""
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    create_contract(engine)
    with engine.begin() as connection:
        for table, rows in contents or CONTENTS:
            connection.execute(insert(table), rows)
    engine.dispose()
    return path
