"""The dossier of a household: whole for a duty role, masked for a leader, and what bad data does to it."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from data_access.database import open_database
from data_access.errors import ForbiddenError, UnknownHouseholdError, UnknownRegionError
from data_access.households import household_card
from data_access.households.dossier import household_dossier
from data_access.households.records import LineSide
from data_access.households.records_dossier import Dossier
from data_access.households.whereabouts import village_of
from data_access.scope import WALL, Role, Scope
from data_access.tokens import HouseholdTokens
from tests import desk_county as desk
from tests import household_county as county

TOKENS = HouseholdTokens(b"t" * 32)
COUNTY = Scope(Role.COUNTY, None, "gao")
TOWNSHIP = Scope(Role.TOWNSHIP, county.TOWN_A, "xiang")
VILLAGE = Scope(Role.VILLAGE, county.A1, "cun")
LEADER = Scope(Role.LEADER, None, "ling")
HIDDEN_COLUMNS = ("identity_no", "phone_no", "note_zh", "problem_zh", "content_zh", "employer_zh", "wage_yuan",
                  "village_group_zh", "address_zh", "paid_yuan", "alert_kind_code")  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = desk.write_county(tmp_path_factory.mktemp("desk") / "desk.sqlite")
    engine = open_database(f"sqlite:///{Path(path).as_posix()}")
    yield engine
    engine.dispose()


def dossier(
    engine: Engine, household_id: str = county.ORDINARY, scope: Scope = COUNTY, village: str = county.A1
) -> Dossier:
    return household_dossier(
        engine, scope, village, TOKENS.token(household_id), county.AS_OF, tokens=TOKENS, themes=desk.THEMES
    )


def said(found: Dossier) -> str:
    """All that leaves data_access, as one text."""
    return repr(asdict(found))


@pytest.mark.parametrize("scope", [COUNTY, TOWNSHIP, VILLAGE, LEADER])
def test_nobody_is_told_what_is_masked(engine: Engine, scope: Scope) -> None:
    told = said(dossier(engine, scope=scope))
    assert "李*山" in told
    assert not [words for words in desk.SENSITIVE if words in told]
    assert "李某童" not in told
    assert "李*童" not in told  # a child is counted, not named


def test_a_leader_sees_as_the_wall_does(engine: Engine) -> None:
    found = dossier(engine, scope=LEADER)
    card = household_card(
        engine, WALL, county.A1, TOKENS.token(county.ORDINARY), county.AS_OF, tokens=TOKENS, themes=desk.THEMES
    )
    assert found.card == card
    assert not [words for words in desk.FOR_DUTY if words in said(found)]
    assert (found.contacts, found.alerts, found.is_duty) == (None, (), False)
    assert found.insurance is not None
    assert found.insurance.claims == ()
    assert all(m.key is None and m.identity is None and m.phone is None for m in found.members)
    assert all(year.net.yuan is None and year.net.band is not None for year in found.incomes)
    assert {cause.note_zh for cause in found.causes} == {None}


def test_for_a_leader_no_hidden_column_is_even_asked_for(engine: Engine) -> None:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        dossier(engine, scope=LEADER)
        for_leader = " ".join(asked)
        asked.clear()
        dossier(engine)
        for_duty = " ".join(asked)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert not [column for column in HIDDEN_COLUMNS if column in for_leader]
    assert [column for column in HIDDEN_COLUMNS if column in for_duty] == list(HIDDEN_COLUMNS)
    assert "disease_zh" not in for_duty


def test_the_whole_card_for_whose_work_it_is(engine: Engine) -> None:
    found = dossier(engine)
    assert found.contacts is not None
    assert (found.contacts.group_zh, found.contacts.phone, found.contacts.has_address) == ("三组", "138****1111", True)
    head, spouse, *_ = found.members
    assert (head.identity, head.phone, head.is_identity_wrong) == ("110101********0019", "139****2222", True)
    assert head.education is not None
    assert (head.education.zh, head.is_insured, head.has_pension) == ("小学", True, True)
    assert (spouse.wage.yuan, spouse.employer_zh, spouse.worked_months) == (16432.0, desk.EMPLOYER, 10)
    assert [(cause.cause.zh, cause.is_main, cause.note_zh) for cause in found.causes] == [
        ("因病", True, "冬季咳喘,电话***"), ("因学", False, None),
    ]  # fmt: skip
    latest = found.incomes[-1]
    assert (latest.stat_year, latest.net.yuan, latest.per_person.yuan) == (2019, 36300.0, 7260.0)
    assert (latest.parts["D"].yuan, latest.parts["D"].band) == (None, None)  # not reported stays not reported
    assert found.incomes[0].side is LineSide.BELOW
    assert [(one.stat_year, one.activity_zh, one.income.yuan) for one in found.joined] == [
        (2019, "喜******站", 3000.0), (2019, "王*****间", 9600.0),
    ]  # fmt: skip
    assert [(m.content_zh, m.given_to and m.given_to.zh) for m in found.measures if m.content_zh] == [
        (desk.CONTENT, "户主")
    ]
    assert [m.stat_year for m in found.measures] == [2019, 2019, 2018, 2017]
    assert [check.problem_zh for check in found.problems if check.problem_zh] == [desk.PROBLEM]
    assert [visit.note_zh for visit in found.visits][:1] == [desk.VISIT_NOTE]
    assert found.card.last_visit is not None
    assert found.card.last_visit.visit_count == len(found.visits)
    assert [(issue.rule_zh, issue.found_on) for issue in found.issues] == [("教育局有2名学生***", date(2019, 6, 1))]
    assert found.insurance is not None
    assert (found.insurance.basic_count, found.insurance.pension_count, found.insurance.doctor_count) == (3, 2, None)
    assert [(claim.paid.low, claim.paid.high) for claim in found.insurance.claims if claim.paid] == [(5000, 6000)]
    assert found.housing.grade is not None
    assert found.housing.grade.code == "C"


def test_each_step_of_a_case_with_the_days_it_took(engine: Engine) -> None:
    now, before = dossier(engine).cases
    assert [(step.name, step.days) for step in now.steps] == [
        ("found", None), ("decided", 25), ("helped", 10), ("eliminated", None),
    ]  # fmt: skip
    assert [risk.zh for risk in now.risks] == ["因病", "因务工就业不稳"]
    assert now.income_per_person.yuan == 2469.0
    assert [step.days for step in before.steps] == [None, -31, None, None]  # dates that contradict each other
    assert before.elimination is not None
    (alert,) = dossier(engine).alerts
    assert alert.is_late(county.AS_OF)
    assert (alert.amount.yuan, alert.concerns and alert.concerns.zh) == (21345.0, "户主")


@pytest.mark.parametrize(
    "household_id", [county.EMPTY, county.TWO_HEADS, county.NOT_YET_BORN, county.BARE, county.CHILD_HEAD, desk.NULLS]
)
@pytest.mark.parametrize("scope", [COUNTY, LEADER])
def test_bad_data_opens_and_nothing_is_invented(engine: Engine, household_id: str, scope: Scope) -> None:
    found = dossier(engine, household_id, scope)
    assert (found.incomes, found.cases, found.alerts, found.visits, found.measures) == ((), (), (), (), ())
    assert all(member.identity is None and member.is_identity_wrong is None for member in found.members)
    keys = {notice.key.rpartition(".")[2] for notice in found.notices}
    expected = {
        county.EMPTY: "no_members", county.TWO_HEADS: "several_heads", county.NOT_YET_BORN: "impossible_birth",
        county.BARE: "no_members", desk.NULLS: "unknown_status",
    }.get(household_id)  # fmt: skip
    assert expected is None or expected in keys


def test_a_household_keeps_its_code_when_its_village_is_merged(engine: Engine) -> None:
    token = TOKENS.token(desk.MOVED)
    known: dict[str, Any] = {"tokens": TOKENS, "as_of": county.AS_OF, "has_changes": True}
    assert village_of(engine, COUNTY, token, **known) == county.A1
    assert dossier(engine, desk.MOVED).card.place.name_zh == "喜鹊沟村"
    with pytest.raises(UnknownHouseholdError):
        village_of(engine, COUNTY, "x" * 20, **known)
    with pytest.raises(UnknownHouseholdError):
        village_of(engine, Scope(Role.TOWNSHIP, county.TOWN_B, "x"), token, **known)
    with pytest.raises(ForbiddenError):
        village_of(engine, Scope(Role.AUDITOR, None, "x"), token, **known)


def test_rows_end_where_the_scope_ends(engine: Engine) -> None:
    assert dossier(engine, scope=TOWNSHIP).card.head_name == "李*山"
    for scope in (Scope(Role.TOWNSHIP, county.TOWN_B, "x"), Scope(Role.VILLAGE, county.A2, "x")):
        with pytest.raises(UnknownRegionError):
            dossier(engine, scope=scope)
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(ForbiddenError):
            dossier(engine, scope=Scope(role, None, "x"))
    with pytest.raises(UnknownHouseholdError):
        dossier(engine, county.CANCELLED)
