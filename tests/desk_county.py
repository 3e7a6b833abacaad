"""The county of the tests of households with all that a desk may see: numbers, notes, alerts, doubts, dwellings.

Every text that somebody must not see holds a word of its own, so that a test can look for it in whatever is answered.
"""

from datetime import date
from pathlib import Path
from typing import Any

from data_access.schema import geography, livelihood, monitoring, work
from tests import household_county as county
from tests.household_county import A1, ORDINARY, Rows

NULLS = "HH99010100000050"
"""A household of whom nothing is told but that it is there, with a member of whom nothing is told either."""

OLD_VILLAGE, MOVED = "990101100299", "HH99010100000051"
"""A village that was merged into A1, and a household that keeps its code."""

THEMES = county.THEMES | dict.fromkeys(("quality", "insurance", "boundaries"), True)

IDENTITY, CHILD_IDENTITY = "110101196103050019", "990101200605011239"
FULL_NAME, CHILD_NAME = "李某山", "李某童"
PHONE, MEMBER_PHONE, HELPER_PHONE = "13800001111", "13900002222", "10100003333"
ADDRESS = "喜鹊沟村三组旱柳树下七号"
DISEASE, EMPLOYER = "高血压", "县服装一厂"
NOTE, VISIT_NOTE, CONTENT, PROBLEM = "冬季咳喘", "存款用完", "轮椅一台", "药费太高"
IN_NOTE = "13700004444"
SENSITIVE = (
    IDENTITY, CHILD_IDENTITY, FULL_NAME, "赵某花", CHILD_NAME, PHONE, MEMBER_PHONE, ADDRESS, DISEASE, "肺癌", IN_NOTE,
)  # fmt: skip
"""What stands on no page for anybody before it is uncovered, and much of it never."""

FOR_DUTY = (EMPLOYER, NOTE, VISIT_NOTE, CONTENT, PROBLEM, "三组", "36,300")
"""What a duty role alone is shown."""


def _with(rows: Rows, key: str, value: str, **more: Any) -> Rows:
    """The rows, with `more` in those whose `key` is `value`; every row has the same columns."""
    blank = dict.fromkeys(more)
    return [blank | row | (more if row[key] == value else {}) for row in rows]


def contents() -> list[tuple[Any, Rows]]:
    """Everything of the county of households, and the rest."""
    rows = {table.name: list(found) for table, found in county.CONTENTS}
    tables = {table.name: table for table, _ in county.CONTENTS}
    rows["region"] = [
        *(row | {"valid_to": None} for row in rows["region"]),
        {"region_code": OLD_VILLAGE, "parent_code": county.TOWN_A, "region_level_code": "5", "name_zh": "旧村",
         "valid_to": date(2018, 12, 31)},
    ]  # fmt: skip
    rows["household"] = [
        *_with(rows["household"], "household_id", ORDINARY, address_zh=ADDRESS, phone_no=PHONE,
               village_group_zh="三组", longitude=114.123456, latitude=41.654321, identification_standard_code="01"),
        county.household(NULLS, household_type_code="1"),
        county.household(MOVED, OLD_VILLAGE, poverty_status_code="1", member_count=1),
    ]  # fmt: skip
    people = rows["person"]
    people = _with(people, "person_id", f"{ORDINARY}-1", identity_no=IDENTITY, phone_no=MEMBER_PHONE,
                   education_code="02")  # fmt: skip
    people = _with(people, "person_id", f"{ORDINARY}-2", identity_no="99010119640801002X")
    people = _with(people, "person_id", f"{ORDINARY}-4", identity_no=CHILD_IDENTITY)
    rows["person"] = [*people, county.person(NULLS, 1)]
    rows["person_employment"] = _with(
        rows["person_employment"], "person_id", f"{ORDINARY}-2", employer_zh=EMPLOYER, wage_yuan=16432.0
    )
    rows["household_cause"] = [
        {"household_id": ORDINARY, "cause_code": "01", "is_main": 1, "note_zh": f"{NOTE},电话{IN_NOTE}"},
        {"household_id": ORDINARY, "cause_code": "03", "is_main": 0, "note_zh": None},
    ]
    rows["household_assurance"] = _with(rows["household_assurance"], "assurance_code", "MEDICAL", problem_zh=PROBLEM)
    rows["household_visit"] = _with(rows["household_visit"], "visit_id", "V0", note_zh=VISIT_NOTE)
    rows["household_measure"] = _with(
        rows["household_measure"], "measure_id", "M0", content_zh=CONTENT, person_id=f"{ORDINARY}-1"
    )
    rows["official"] = _with(rows["official"], "official_id", "O1", phone_no=HELPER_PHONE)
    rows["monitoring_case"] = [
        {"household_id": ORDINARY, "case_id": "C1", "monitoring_object_code": "1", "identified_on": date(2019, 3, 1),
         "found_on": date(2019, 2, 4), "assisted_on": date(2019, 3, 11), "eliminated_on": None, "is_eliminated": 0,
         "net_income_yuan": 12345.0, "member_count": 5, "line_yuan": 4500.0, "found_channel_code": "DEPT",
         "elimination_mode_code": None},
        {"household_id": ORDINARY, "case_id": "C0", "monitoring_object_code": "2", "identified_on": date(2016, 5, 1),
         "found_on": date(2016, 6, 1), "assisted_on": None, "eliminated_on": date(2017, 5, 1), "is_eliminated": 1,
         "net_income_yuan": None, "member_count": 5, "line_yuan": None, "found_channel_code": None,
         "elimination_mode_code": "HELP"},
    ]  # fmt: skip
    rows["monitoring_risk"].append({"household_id": ORDINARY, "case_id": "C1", "risk_no": 2, "risk_code": "07"})
    more: list[tuple[Any, Rows]] = [
        (monitoring.monitoring_alert, [
            {"household_id": ORDINARY, "alert_id": "L1", "person_id": f"{ORDINARY}-1", "alert_kind_code": "MEDICAL",
             "department_code": "MEDICAL_INSURANCE", "raised_on": date(2019, 2, 4), "amount_yuan": 21345.0,
             "line_yuan": 20000.0, "due_on": date(2019, 2, 20), "checked_on": None, "alert_result_code": "PENDING"}]),
        (monitoring.insurance_policy, [{"policy_id": "P1", "region_code": county.COUNTY, "stat_year": 2019}]),
        (monitoring.insurance_claim, [
            {"household_id": ORDINARY, "claim_id": "K1", "policy_id": "P1", "cause_code": "01",
             "insured_group_code": "UNSTABLE", "paid_on": date(2019, 5, 1), "paid_yuan": 5432.0}]),
        (livelihood.person_social_security, [
            {"household_id": ORDINARY, "person_id": f"{ORDINARY}-{number}", "has_basic_medical_insurance": basic,
             "has_pension_insurance": pension, "is_minimum_living_allowance": 0}
            for number, basic, pension in ((1, 1, 1), (2, 1, 0), (3, 0, 1), (4, 1, None))]),
        (work.data_issue, [
            {"issue_id": "I1", "rule_code": "R1", "rule_zh": f"教育局有2名学生{IN_NOTE}", "region_code": A1,
             "household_id": ORDINARY, "found_on": date(2019, 6, 1), "issue_status_code": "OPEN"},
            {"issue_id": "I2", "rule_code": "R1", "rule_zh": "别户的疑点", "region_code": A1,
             "household_id": county.EMPTY, "found_on": date(2019, 6, 1), "issue_status_code": "OPEN"}]),
        (geography.region_change, [
            {"from_code": OLD_VILLAGE, "to_code": A1, "changed_on": date(2019, 1, 1), "region_change_code": "MERGE"}]),
    ]  # fmt: skip
    return [(tables[name], found) for name, found in rows.items()] + more


def write_county(path: Path) -> Path:
    """Write the county into a new SQLite file at `path`."""
    return county.write_county(path, contents())
