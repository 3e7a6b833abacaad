"""Uncovering one field: for whose work it is, with a reason, recorded before it is read, twenty an hour."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Engine, event

from data_access.database import open_database
from data_access.doors import MOST_UNCOVERED, Doors, open_doors
from data_access.errors import (
    ForbiddenError,
    GuatuError,
    StoreError,
    TooOftenError,
    UncoverError,
    UnknownHouseholdError,
    UnknownRegionError,
)
from data_access.households.dossier import household_dossier, member_key
from data_access.households.uncovered import uncover
from data_access.own_stores import Place
from data_access.scope import WALL, Role, Scope
from data_access.tokens import HouseholdTokens
from tests import desk_county as desk
from tests import household_county as county

TOKENS = HouseholdTokens(b"t" * 32)
COUNTY = Scope(Role.COUNTY, None, "gao")


def key(number: int, household_id: str = county.ORDINARY) -> str:
    return member_key(TOKENS, household_id, f"{household_id}-{number}")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = desk.write_county(tmp_path_factory.mktemp("desk") / "desk.sqlite")
    engine = open_database(f"sqlite:///{path.as_posix()}")
    yield engine
    engine.dispose()


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def doors(place: Place, clock: Clock) -> Iterator[Doors]:
    found = open_doors(place, clock)
    yield found
    found.close()


class Log:
    """What was recorded."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, Mapping[str, Any]]] = []

    def __call__(self, result: str, detail: Mapping[str, Any]) -> None:
        self.lines.append((result, detail))

    @property
    def results(self) -> list[str]:
        return [result for result, _ in self.lines]


def asked(engine: Engine, doors: Doors, log: Log, scope: Scope = COUNTY, **more: Any) -> str | None:
    told: dict[str, Any] = {
        "field": "phone_no", "member": "", "reason": "visit", "words": "", "household": county.ORDINARY,
        "village": county.A1,
    } | more  # fmt: skip
    token, village = TOKENS.token(told.pop("household")), told.pop("village")
    return uncover(
        engine, scope, village, token, county.AS_OF, **told,
        tokens=TOKENS, themes=desk.THEMES, doors=doors, record=log,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "member", "value"),
    [
        ("phone_no", "", desk.PHONE),
        ("address", "", desk.ADDRESS),
        ("name", key(1), desk.FULL_NAME),
        ("identity_no", key(1), desk.IDENTITY),
        ("phone_no", key(1), desk.MEMBER_PHONE),
        ("phone_no", key(2), None),
    ],
)
def test_one_field_is_told_and_recorded(
    engine: Engine, doors: Doors, field: str, member: str, value: str | None
) -> None:
    log = Log()
    assert asked(engine, doors, log, field=field, member=member, words="核对 13812345678") == value
    assert log.lines == [("ok", {"field": field, "member": bool(member), "reason": "visit", "words": "核对 ***"})]


@pytest.mark.parametrize("scope", [WALL, Scope(Role.LEADER, None, "l"), Scope(Role.AUDITOR, None, "a"),
                                   Scope(Role.ADMINISTRATOR, None, "d")])  # fmt: skip
def test_nobody_else_is_told(engine: Engine, doors: Doors, scope: Scope) -> None:
    log = Log()
    with pytest.raises(ForbiddenError):
        asked(engine, doors, log, scope)
    assert log.results == ["forbidden"]


@pytest.mark.parametrize(
    "more",
    [
        {"field": "disease_zh"}, {"field": "name"}, {"field": "identity_no"}, {"field": ""}, {"reason": ""},
        {"reason": "curious"}, {"reason": "other"}, {"reason": "other", "words": " "}, {"words": "x" * 201},
        {"field": "address", "member": key(1)},
    ],
)  # fmt: skip
def test_a_field_and_a_reason_are_needed(engine: Engine, doors: Doors, more: dict[str, Any]) -> None:
    with pytest.raises(UncoverError):
        asked(engine, doors, Log(), **more)


@pytest.mark.parametrize(
    ("member", "household"),
    [
        (key(4), county.ORDINARY),  # 13 years old
        (key(6), county.ORDINARY),  # moved out
        (key(1, county.TWO_HEADS), county.ORDINARY),
        (key(1, county.CHILD_HEAD), county.CHILD_HEAD),
        (key(2, county.NOT_YET_BORN), county.NOT_YET_BORN),  # a grandchild of unknown age
        (key(1, desk.NULLS), desk.NULLS),
        ("x" * 20, county.ORDINARY),
        (TOKENS.token(county.ORDINARY), county.ORDINARY),
    ],
)
def test_a_child_is_never_told_of(engine: Engine, doors: Doors, member: str, household: str) -> None:
    log = Log()
    with pytest.raises(UncoverError, match="no such field"):
        asked(engine, doors, log, field="name", member=member, household=household)
    assert log.results == ["unknown"]


def test_only_members_with_a_key_on_the_page_can_be_asked_for(engine: Engine, doors: Doors) -> None:
    """What the page offers is what may be asked, neither more nor less."""
    found = household_dossier(
        engine, COUNTY, county.A1, TOKENS.token(county.ORDINARY), county.AS_OF, tokens=TOKENS, themes=desk.THEMES
    )
    offered = {member.key for member in found.members}
    told = set()
    for number in range(1, 7):
        try:
            asked(engine, doors, Log(), field="name", member=key(number))
            told.add(key(number))
        except UncoverError:
            pass
    assert told == offered


def test_a_household_out_of_scope_is_unknown_and_recorded(engine: Engine, doors: Doors) -> None:
    log = Log()
    with pytest.raises(UnknownRegionError):
        asked(engine, doors, log, Scope(Role.TOWNSHIP, county.TOWN_B, "x"))
    with pytest.raises(UnknownHouseholdError):
        asked(engine, doors, log, household="nobody")
    assert log.results == ["unknown", "unknown"]


def test_twenty_an_hour_each(engine: Engine, doors: Doors, clock: Clock) -> None:
    log = Log()
    for _ in range(MOST_UNCOVERED):
        assert asked(engine, doors, log) == desk.PHONE
        clock.now += 60
    with pytest.raises(TooOftenError) as refused:
        asked(engine, doors, log)
    assert refused.value.values["minutes"] == 40
    assert log.results == ["ok"] * MOST_UNCOVERED + ["too_often"]
    assert asked(engine, doors, log, Scope(Role.VILLAGE, county.A1, "another")) == desk.PHONE
    clock.now += 40 * 60 + 1
    assert asked(engine, doors, log) == desk.PHONE


def test_what_cannot_be_recorded_is_not_even_read(engine: Engine, doors: Doors) -> None:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    def broken(_result: str, _detail: Mapping[str, Any]) -> None:
        raise StoreError("store.failed")

    event.listen(engine, "before_cursor_execute", note)
    try:
        with pytest.raises(GuatuError):
            asked(engine, doors, broken, field="address")  # type: ignore[arg-type]
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert statements
    assert not [statement for statement in statements if "address_zh" in statement]
