"""Sessions, the second step, people whom others vouch for, and the walls' own screens."""

import base64
import hmac
import sqlite3
import struct
from contextlib import closing
from hashlib import sha1
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from argon2 import PasswordHasher

from data_access.accounts import Accounts, open_accounts
from data_access.errors import (
    AccountError,
    CodeNeededError,
    DisabledError,
    LockedOutError,
    SettingsError,
    UnknownUserError,
    WrongPasswordError,
)
from data_access.own_stores import Place
from data_access.scope import Role, Scope
from tests.own_places import IN_FILES

KEY = b"k" * 16 + bytes(range(16))
GOOD = "mei-jia-9-jian-shu"
HOME = "10.0.0.7"


class Clock:
    def __init__(self) -> None:
        self.now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are hashed in a moment: how long it takes in earnest is asked where it matters."""
    monkeypatch.setattr("data_access.accounts.users.hasher", lambda: PasswordHasher(1, 1024, 1))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(place: Place, clock: Clock) -> Accounts:
    return open_accounts(place, clock, key=KEY, idle_seconds=1800)


def token_of(accounts: Accounts, name: str = "li") -> str:
    return accounts.admit("oidc", name, "Li", Role.COUNTY, None, HOME).token


def six_digits(secret: str, now: float) -> str:
    """RFC 6238, written down here once more."""
    mac = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(now) // 30), sha1)
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


# sessions


def test_a_session_ends_when_it_is_idle(accounts: Accounts, clock: Clock) -> None:
    token = token_of(accounts)
    for _ in range(4):
        clock.now += 1799
        assert accounts.session(token) is not None
    clock.now += 1800
    assert accounts.session(token) is None
    assert accounts.sessions() == []


def test_a_page_that_asks_by_itself_does_not_keep_it_alive(accounts: Accounts, clock: Clock) -> None:
    token = token_of(accounts)
    for _ in range(29):
        clock.now += 60
        assert accounts.session(token, active=False) is not None
    clock.now += 60
    assert accounts.session(token, active=False) is None


def test_a_session_ends_after_twelve_hours_of_work(accounts: Accounts, clock: Clock) -> None:
    token = token_of(accounts)
    for _ in range(12 * 3 - 1):
        clock.now += 1200
        assert accounts.session(token) is not None
    clock.now += 1200
    assert accounts.session(token) is None


def test_ending_sessions(accounts: Accounts) -> None:
    one, two, three = (token_of(accounts) for _ in range(3))
    other = token_of(accounts, "zhao")
    accounts.end(one)
    assert accounts.session(one) is None
    listed = {session.id: session for session in accounts.sessions()}
    assert len(listed) == 3
    assert all(session.token == "" for session in listed.values())
    mine = accounts.session(two)
    assert mine is not None
    assert accounts.end_session(mine.id)
    assert not accounts.end_session(mine.id)
    assert accounts.end_all("oidc:li") == 1
    assert accounts.session(three) is None
    assert accounts.session(other) is not None
    with pytest.raises(UnknownUserError):
        accounts.end_all("nobody")


@pytest.mark.parametrize("token", ["", "x", "户" * 30, "\ud800", "x" * 10_000, "' OR 1=1 --"])
def test_what_is_no_token(accounts: Accounts, token: str) -> None:
    token_of(accounts)
    assert accounts.session(token) is None
    assert accounts.kiosk(token, "device") is None
    assert not accounts.end_session(token)
    accounts.end(token)
    assert len(accounts.sessions()) == 1


@IN_FILES
def test_the_id_of_a_session_is_no_way_in(accounts: Accounts, tmp_path: Path) -> None:
    token = token_of(accounts)
    with closing(sqlite3.connect(tmp_path / "accounts.sqlite")) as connection:
        kept = connection.execute("SELECT id, token_hash FROM session").fetchone()
    assert accounts.session(token) is not None
    assert [accounts.session(told) for told in kept] == [None, None]


# the second step


def with_code(accounts: Accounts, clock: Clock) -> str:
    accounts.set_password("li", accounts.add("li", Role.COUNTY), GOOD)
    secret, address = accounts.start_totp("li")
    assert parse_qs(urlsplit(address).query)["secret"] == [secret]
    accounts.sign_in("li", GOOD, "", HOME)  # not before it is confirmed
    accounts.confirm_totp("li", six_digits(secret, clock.now))
    clock.now += 60
    return secret


def test_six_digits_are_asked_for_and_good_once(accounts: Accounts, clock: Clock) -> None:
    secret = with_code(accounts, clock)
    assert accounts.user("li").has_totp
    with pytest.raises(CodeNeededError):
        accounts.sign_in("li", GOOD, "", HOME)
    with pytest.raises(WrongPasswordError):
        accounts.sign_in("li", "a guess", six_digits(secret, clock.now), HOME)
    code = six_digits(secret, clock.now)
    assert accounts.sign_in("li", GOOD, f" {code[:3]} {code[3:]} ", HOME)
    with pytest.raises(WrongPasswordError):
        accounts.sign_in("li", GOOD, code, HOME)
    clock.now += 30
    assert accounts.sign_in("li", GOOD, six_digits(secret, clock.now), HOME)


def test_a_clock_may_be_one_step_off_and_no_more(accounts: Accounts, clock: Clock) -> None:
    secret = with_code(accounts, clock)
    for off in (-90, -60, 60, 90):
        with pytest.raises(WrongPasswordError):
            accounts.sign_in("li", GOOD, six_digits(secret, clock.now + off), HOME)
    assert accounts.sign_in("li", GOOD, six_digits(secret, clock.now - 30), HOME)
    assert accounts.sign_in("li", GOOD, six_digits(secret, clock.now + 30), HOME)


def test_guessing_digits_locks_out(accounts: Accounts, clock: Clock) -> None:
    secret = with_code(accounts, clock)
    wrong = f"{(int(six_digits(secret, clock.now)) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises(CodeNeededError):
            accounts.sign_in("li", GOOD, "", HOME)  # asking for the digits is no failure
        with pytest.raises(WrongPasswordError):
            accounts.sign_in("li", GOOD, wrong, HOME)
    with pytest.raises(LockedOutError):
        accounts.sign_in("li", GOOD, six_digits(secret, clock.now), HOME)


def test_a_lost_telephone(accounts: Accounts, clock: Clock, place: Place) -> None:
    with_code(accounts, clock)
    other = open_accounts(place, clock, key=b"another secret of 32 bytes or so")
    with pytest.raises(SettingsError, match="--clear"):
        other.sign_in("li", GOOD, "123456", HOME)
    accounts.clear_totp("li")
    assert accounts.sign_in("li", GOOD, "", HOME)
    with pytest.raises(AccountError):
        accounts.confirm_totp("li", "123456")


# people whom others vouch for


def test_who_is_vouched_for_has_the_role_of_today(accounts: Accounts) -> None:
    first = accounts.admit("ldap", "Li", "李某", Role.TOWNSHIP, "990101101", HOME)
    assert first.scope == Scope(Role.TOWNSHIP, "990101101", "ldap:li")
    accounts.admit("ldap", "LI", "李某", Role.LEADER, None, HOME)
    again = accounts.session(first.token)
    assert again is not None
    assert again.scope == Scope(Role.LEADER, None, "ldap:li")
    assert [user.name for user in accounts.users()] == ["ldap:li"]
    with pytest.raises(WrongPasswordError):
        accounts.sign_in("ldap:li", "", "", HOME)
    with pytest.raises(AccountError):
        accounts.reset_password("ldap:li")
    with pytest.raises(AccountError):
        accounts.start_totp("ldap:li")


def test_a_subject_of_an_identity_provider_is_taken_letter_by_letter(accounts: Accounts) -> None:
    accounts.admit("oidc", "aB", "One", Role.COUNTY, None, HOME)
    with pytest.raises(DisabledError):
        accounts.admit("oidc", "Ab", "Another", Role.ADMINISTRATOR, None, HOME)
    assert [user.shown_name for user in accounts.users()] == ["One"]


@pytest.mark.parametrize("subject", ["", "a b", "a\x00", "x" * 101, "\ud800"])
def test_subjects_that_make_no_sense(accounts: Accounts, subject: str) -> None:
    with pytest.raises(DisabledError):
        accounts.admit("oidc", subject, "One", Role.COUNTY, None, HOME)
    with pytest.raises(DisabledError):
        accounts.admit("local", "li", "One", Role.COUNTY, None, HOME)


# the walls' own screens


def test_a_wall_is_bound_to_its_device(accounts: Accounts, clock: Clock) -> None:
    code = accounts.kiosk_add("Hall", "990101101")
    assert [kiosk.is_waiting for kiosk in accounts.kiosks()] == [True]
    token = accounts.kiosk_bind(code.upper().replace("-", " "), "chromium on the wall")
    session = accounts.kiosk(token, "chromium on the wall")
    assert session is not None
    assert (session.scope, session.is_kiosk) == (Scope(Role.WALL, "990101101", "kiosk:hall"), True)
    assert accounts.kiosk(token, "another browser") is None
    assert accounts.session(token) is None
    with pytest.raises(WrongPasswordError):
        accounts.kiosk_bind(code, "chromium on the wall")
    clock.now += 90 * 86400
    assert accounts.kiosk(token, "chromium on the wall") is not None, "a wall is never idle"
    accounts.kiosk_revoke("HALL")
    assert accounts.kiosk(token, "chromium on the wall") is None
    with pytest.raises(UnknownUserError):
        accounts.kiosk_revoke("hall")


def test_a_code_ends_after_a_quarter_of_an_hour_or_with_the_next(accounts: Accounts, clock: Clock) -> None:
    first = accounts.kiosk_add("hall", None)
    token = accounts.kiosk_bind(accounts.kiosk_add("hall", None), "it")
    with pytest.raises(WrongPasswordError):
        accounts.kiosk_bind(first, "it")
    late = accounts.kiosk_add("hall", None)
    assert accounts.kiosk(token, "it") is None, "the former screen still shows"
    clock.now += 900
    with pytest.raises(WrongPasswordError):
        accounts.kiosk_bind(late, "it")
    assert [(kiosk.is_waiting, kiosk.is_bound) for kiosk in accounts.kiosks()] == [(False, False)]


def test_guessing_enrolment_codes_ends(accounts: Accounts, clock: Clock) -> None:
    code = accounts.kiosk_add("hall", None)
    for guess in range(20):
        with pytest.raises(WrongPasswordError):
            accounts.kiosk_bind(f"aaaa-{guess:04d}", "it")
    with pytest.raises(LockedOutError):
        accounts.kiosk_bind(code, "it")
    clock.now += 900
    assert accounts.kiosk_bind(accounts.kiosk_add("hall", None), "it")


@pytest.mark.parametrize(("name", "region"), [("", None), ("x" * 41, None), ("a\nb", None), ("hall", "99%")])
def test_walls_that_make_no_sense(accounts: Accounts, name: str, region: str | None) -> None:
    with pytest.raises(AccountError):
        accounts.kiosk_add(name, region)
