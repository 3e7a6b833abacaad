"""Codes on doors: opaque, renewed, revoked; and what the cards behind them say."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.database import open_database
from data_access.doors import Doors, open_doors
from data_access.doors.register import VALID_DAYS
from data_access.errors import ForbiddenError, UnknownHouseholdError, UnknownRegionError
from data_access.households.door_cards import door_card, door_cards
from data_access.own_stores import Place
from data_access.scope import Role, Scope
from data_access.tokens import HouseholdTokens
from tests import desk_county as desk
from tests import household_county as county
from tests.own_places import IN_FILES

TOKENS = HouseholdTokens(b"t" * 32)
HOUSE, OTHER = TOKENS.token(county.ORDINARY), TOKENS.token(county.EMPTY)
DAY = 86_400


class Clock:
    """A clock that a test sets."""

    now = 1_700_000_000.0

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


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = desk.write_county(tmp_path_factory.mktemp("desk") / "desk.sqlite")
    engine = open_database(f"sqlite:///{path.as_posix()}")
    yield engine
    engine.dispose()


@IN_FILES
def test_a_code_stays_and_says_nothing(doors: Doors, tmp_path: Path) -> None:
    codes = doors.codes(county.A1, [HOUSE, OTHER, HOUSE])
    assert doors.codes(county.A1, [HOUSE])[HOUSE] == codes[HOUSE] != codes[OTHER]
    assert (doors.at(codes[HOUSE]).household, doors.at(codes[HOUSE]).village) == (HOUSE, county.A1)
    assert county.ORDINARY not in codes[HOUSE]
    assert HOUSE not in codes[HOUSE]
    path = tmp_path / "doors.sqlite"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert codes[HOUSE].encode() not in b"".join(p.read_bytes() for p in tmp_path.glob("doors.sqlite*"))


@IN_FILES
def test_another_installation_makes_other_codes(doors: Doors, tmp_path: Path) -> None:
    elsewhere = open_doors(tmp_path / "elsewhere")
    assert elsewhere.codes(county.A1, [HOUSE]) != doors.codes(county.A1, [HOUSE])
    elsewhere.close()


@pytest.mark.parametrize("code", ["", "x", "x" * 24, "é" * 24, HOUSE, "../" * 8, "%" * 24])
def test_any_other_code_opens_nothing(doors: Doors, code: str) -> None:
    doors.codes(county.A1, [HOUSE])
    with pytest.raises(UnknownHouseholdError):
        doors.at(code)


def test_a_revoked_code_opens_nothing_and_the_next_differs(doors: Doors) -> None:
    codes = doors.codes(county.A1, [HOUSE, OTHER])
    doors.revoke(HOUSE)
    doors.revoke(TOKENS.token("never printed"))
    with pytest.raises(UnknownHouseholdError):
        doors.at(codes[HOUSE])
    assert doors.at(codes[OTHER]).household == OTHER
    again = doors.codes(county.A1, [HOUSE])[HOUSE]
    assert again != codes[HOUSE]
    assert doors.at(again).household == HOUSE
    with pytest.raises(UnknownHouseholdError):
        doors.at(codes[HOUSE])


def test_a_code_ends_and_is_kept_where_it_is_printed_again(doors: Doors, clock: Clock) -> None:
    code = doors.codes(county.A1, [HOUSE])[HOUSE]
    clock.now += (VALID_DAYS - 300) * DAY
    assert doors.codes(county.A1, [HOUSE])[HOUSE] == code  # renewed in time
    clock.now += (VALID_DAYS - 1) * DAY
    assert doors.at(code).household == HOUSE
    clock.now += 2 * DAY
    with pytest.raises(UnknownHouseholdError):
        doors.at(code)
    assert doors.codes(county.A1, [HOUSE])[HOUSE] != code


def test_whoever_stands_before_the_door_reads_nothing_sensitive(engine: Engine) -> None:
    card = door_card(engine, county.A1, HOUSE, county.AS_OF, tokens=TOKENS, themes=desk.THEMES)
    assert (card.head_name, card.helper_zh, card.helper_phone) == ("李*山", "王某军", None)
    assert [label.code for label in card.measures] == ["M40"]  # M45, help with health, is not said
    told = repr(card)
    assert not [words for words in (*desk.SENSITIVE, *desk.FOR_DUTY, desk.HELPER_PHONE) if words in told]
    with pytest.raises(UnknownHouseholdError):
        door_card(engine, county.B1, HOUSE, county.AS_OF, tokens=TOKENS, themes=desk.THEMES)


def test_a_child_who_is_the_head_is_not_named_at_the_door(engine: Engine) -> None:
    token = TOKENS.token(county.CHILD_HEAD)
    card = door_card(engine, county.A1, token, county.AS_OF, tokens=TOKENS, themes=desk.THEMES)
    assert (card.head_name, card.helper_zh, card.measures) == (None, None, ())


def test_the_printed_cards_of_a_village(engine: Engine) -> None:
    scope = Scope(Role.VILLAGE, county.A1, "cun")
    cards = door_cards(engine, scope, county.A1, county.AS_OF, tokens=TOKENS, themes=desk.THEMES)
    by_token = {card.token: card for card in cards}
    assert len(by_token) == len(cards) == 8  # valid ones, with the household of the village that was merged
    assert by_token[HOUSE].helper_phone == desk.HELPER_PHONE
    assert TOKENS.token(county.CANCELLED) not in by_token
    assert not [words for words in desk.SENSITIVE if words in repr(cards)]
    bare = door_cards(engine, scope, county.A1, county.AS_OF, tokens=TOKENS, themes={"core": True})
    assert {(card.helper_zh, card.measures) for card in bare} == {(None, ())}


def test_only_whose_work_it_is_prints(engine: Engine) -> None:
    known = {"tokens": TOKENS, "themes": desk.THEMES}
    for scope in (Scope(), Scope(Role.LEADER, None, "l"), Scope(Role.AUDITOR, None, "a")):
        with pytest.raises(ForbiddenError):
            door_cards(engine, scope, county.A1, county.AS_OF, **known)  # type: ignore[arg-type]
    with pytest.raises(UnknownRegionError):
        door_cards(engine, Scope(Role.VILLAGE, county.B1, "v"), county.A1, county.AS_OF, **known)  # type: ignore[arg-type]
