"""Accounts: who gets in and who does not, what is kept of a password, and that a change of rights holds at once."""

import os
import stat
import threading
import time
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from data_access.accounts import Accounts, open_accounts
from data_access.errors import (
    AccountError,
    DisabledError,
    LockedOutError,
    SignInError,
    StoreError,
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
    return open_accounts(place, clock, key=KEY)


def settled(accounts: Accounts, name: str = "wang", role: Role = Role.COUNTY, region: str | None = None) -> str:
    """An account whose owner has changed the first password to GOOD."""
    accounts.set_password(name, accounts.add(name, role, region), GOOD)
    return name


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_the_first_password_opens_the_door_once_to_change_it(accounts: Accounts) -> None:
    first = accounts.add("Wáng", Role.TOWNSHIP, "990101101", "王某")
    session = accounts.sign_in("WÁNG", first, "", HOME)
    assert session.must_change
    assert session.scope == Scope(Role.TOWNSHIP, "990101101", "wáng")
    accounts.set_password("wáng", first, GOOD, keep=session.id)
    kept = accounts.session(session.token)
    assert kept is not None
    assert not kept.must_change
    with pytest.raises(WrongPasswordError):
        accounts.sign_in("wáng", first, "", HOME)
    assert accounts.sign_in("wáng", GOOD, "", HOME).shown_name == "王某"


@IN_FILES
def test_nothing_in_clear_is_kept(accounts: Accounts, tmp_path: Path) -> None:
    first = accounts.add("wang", Role.COUNTY)
    accounts.set_password("wang", first, GOOD)
    token = accounts.sign_in("wang", GOOD, "", HOME).token
    secret, _ = accounts.start_totp("wang")
    stored = everything(tmp_path)
    for told in (first, GOOD, token, secret):
        assert told.encode() not in stored
    assert b"$argon2id$" in stored
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["wang", "nobody", "", "王" * 300, "wang\x00", "\ud800"])
def test_five_failures_lock_out_and_tell_nothing_of_who_is_known(accounts: Accounts, clock: Clock, name: str) -> None:
    settled(accounts)
    said = []
    for _ in range(5):
        with pytest.raises(WrongPasswordError) as refused:
            accounts.sign_in(name, "a guess", "", HOME)
        said.append(str(refused.value))
        clock.now += 1
    assert len(set(said)) == 5
    assert "4 tries left" in said[0]
    with pytest.raises(LockedOutError) as locked:
        accounts.sign_in(name, GOOD, "", HOME)
    assert "15 min" in str(locked.value)
    clock.now += 15 * 60 - 2
    with pytest.raises(LockedOutError):
        accounts.sign_in(name, GOOD, "", HOME)
    clock.now += 2
    if name == "wang":
        assert accounts.sign_in(name, GOOD, "", HOME)
    else:
        with pytest.raises(WrongPasswordError):
            accounts.sign_in(name, GOOD, "", HOME)


def test_a_known_and_an_unknown_name_are_told_the_same(accounts: Accounts) -> None:
    settled(accounts)
    said = []
    for name in ("wang", "nobody"):
        with pytest.raises(WrongPasswordError) as refused:
            accounts.sign_in(name, "a guess", "", HOME)
        said.append((str(refused.value), refused.value.status))
    assert said[0] == said[1]


def test_an_unknown_name_takes_as_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    accounts = open_accounts(tmp_path, key=KEY)
    settled(accounts)

    def seconds(name: str) -> float:
        accounts.forgive(name)
        began = time.perf_counter()
        with pytest.raises(WrongPasswordError):
            accounts.sign_in(name, "a guess", "", HOME)
        return time.perf_counter() - began

    seconds("warming up")
    known, unknown = (min(seconds(name) for _ in range(5)) for name in ("wang", "nobody"))
    assert 0.5 < known / unknown < 2
    assert unknown > 0.01, "no password was compared at all"


def test_a_right_password_forgives_and_an_administrator_unlocks(accounts: Accounts) -> None:
    settled(accounts)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongPasswordError):
                accounts.sign_in("wang", "a guess", "", HOME)
        accounts.sign_in("wang", GOOD, "", HOME)
    for _ in range(5):
        with pytest.raises(WrongPasswordError):
            accounts.sign_in("wang", "a guess", "", HOME)
    assert accounts.user("wang").is_locked
    accounts.unlock("wang")
    assert not accounts.user("wang").is_locked
    assert accounts.sign_in("wang", GOOD, "", HOME)


def test_many_at_once_are_no_way_around_the_lock(accounts: Accounts) -> None:
    settled(accounts)
    ends: list[type[SignInError]] = []

    def guess() -> None:
        try:
            accounts.sign_in("wang", "a guess", "", HOME)
        except SignInError as error:
            ends.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends, key=str) == [LockedOutError] * 7 + [WrongPasswordError] * 5


def test_a_disabled_user_is_told_so_only_with_the_right_password(accounts: Accounts) -> None:
    settled(accounts)
    token = accounts.sign_in("wang", GOOD, "", HOME).token
    accounts.disable("wang")
    assert accounts.session(token) is None
    with pytest.raises(WrongPasswordError):
        accounts.sign_in("wang", "a guess", "", HOME)
    with pytest.raises(DisabledError):
        accounts.sign_in("wang", GOOD, "", HOME)
    accounts.enable("wang")
    assert accounts.session(token) is None, "an old session came back"
    assert accounts.sign_in("wang", GOOD, "", HOME)


def test_a_change_of_rights_holds_in_sessions_that_are_open(accounts: Accounts) -> None:
    settled(accounts)
    token = accounts.sign_in("wang", GOOD, "", HOME).token
    accounts.change("wang", role=Role.TOWNSHIP, region_code="990101101")
    found = accounts.session(token)
    assert found is not None
    assert found.scope == Scope(Role.TOWNSHIP, "990101101", "wang")
    accounts.change("wang", shown_name="王某\n")
    assert accounts.user("wang").region_code == "990101101", "a region was lost on the way"
    assert accounts.user("wang").shown_name == "王某"
    accounts.remove("wang")
    assert accounts.session(token) is None
    with pytest.raises(UnknownUserError):
        accounts.user("wang")


def test_a_new_password_ends_all_other_sessions(accounts: Accounts) -> None:
    settled(accounts)
    mine, other = (accounts.sign_in("wang", GOOD, "", HOME) for _ in range(2))
    accounts.set_password("wang", GOOD, GOOD + "!", keep=mine.id)
    assert accounts.session(mine.token) is not None
    assert accounts.session(other.token) is None
    accounts.reset_password("wang")
    assert accounts.session(mine.token) is None


def test_the_last_administrator_stays(accounts: Accounts) -> None:
    assert not accounts.has_administrator()
    settled(accounts, "root", Role.ADMINISTRATOR)
    assert accounts.has_administrator()
    for act in (
        lambda: accounts.disable("root"), lambda: accounts.remove("root"),
        lambda: accounts.change("root", role=Role.AUDITOR),
    ):  # fmt: skip
        with pytest.raises(AccountError, match="last administrator"):
            act()
    accounts.admit("oidc", "someone", "Someone", Role.ADMINISTRATOR, None, HOME)
    with pytest.raises(AccountError, match="last administrator"):
        accounts.disable("root")
    accounts.add("second", Role.ADMINISTRATOR)
    accounts.disable("root")
    assert accounts.has_administrator()


@pytest.mark.parametrize("name", ["", "a", "x" * 41, "wang li", "oidc:wang", "<b>", "a/b", "wang\n2"])
def test_names_that_make_no_sense(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountError):
        accounts.add(name, Role.COUNTY)


def test_a_name_is_taken_however_it_is_written(accounts: Accounts) -> None:
    accounts.add("Wang", Role.COUNTY)
    for name in ("wang", "WANG", " wang ", "ｗａｎｇ"):
        with pytest.raises(AccountError, match="taken"):
            accounts.add(name, Role.COUNTY)


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.VILLAGE])
def test_local_roles_need_a_region(accounts: Accounts, role: Role) -> None:
    for region in (None, "", " ", "99%", "a b", "x" * 21):
        with pytest.raises(AccountError):
            accounts.add("li", role, region)
    settled(accounts)
    with pytest.raises(AccountError):
        accounts.change("wang", role=role)


@pytest.mark.parametrize(
    "password",
    ["", "short", "123456789", "1234567890", "aaaaaaaaaaaa", "Password123", "my-WANG-password", "x1y2" * 51, GOOD],
)
def test_poor_passwords_are_refused(accounts: Accounts, password: str) -> None:
    settled(accounts)
    with pytest.raises(AccountError):
        accounts.set_password("wang", GOOD, password)
    assert accounts.sign_in("wang", GOOD, "", HOME)


def test_guessing_the_old_password_locks_out_too(accounts: Accounts) -> None:
    settled(accounts)
    for _ in range(5):
        with pytest.raises(WrongPasswordError):
            accounts.set_password("wang", "a guess", "another-one-77")
    with pytest.raises(LockedOutError):
        accounts.set_password("wang", GOOD, "another-one-77")


def test_two_processes_share_the_accounts(accounts: Accounts, place: Place, clock: Clock) -> None:
    settled(accounts)
    other = open_accounts(place, clock, key=KEY)
    token = accounts.sign_in("wang", GOOD, "", HOME).token
    assert other.session(token) is not None
    other.disable("wang")
    assert accounts.session(token) is None


def test_a_damaged_store_is_never_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "accounts.sqlite"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="backup"):
        open_accounts(tmp_path, key=KEY)
    assert path.read_bytes().startswith(b"no database")
