"""Signing in by LDAP: against ldap3's own imitation of a directory, which binds, searches and compares passwords."""

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ldap3 import MOCK_SYNC, OFFLINE_SLAPD_2_4, Connection, Server

from data_access.accounts import Accounts, Session, open_accounts
from data_access.accounts.ldap import Directory, sign_in_by_directory
from data_access.accounts.ways import GroupRole, LdapWay, SignInWays
from data_access.errors import DirectoryError, DisabledError, LockedOutError, WrongPasswordError
from data_access.scope import Role, Scope

PEOPLE = "ou=people,dc=county,dc=example"
GROUPS = "ou=groups,dc=county,dc=example"
KEY = b"k" * 16 + bytes(range(16))
WAYS = SignInWays(
    groups=(
        GroupRole("wall-{region}", Role.TOWNSHIP),
        GroupRole(f"cn=office,{GROUPS}", Role.COUNTY),
        GroupRole("auditors", Role.AUDITOR, provider="oidc"),
    )
)
BY_NAME = LdapWay("ldaps://directory.example", user_dn=f"uid={{name}},{PEOPLE}", group_base=GROUPS)
BY_SEARCH = LdapWay("ldaps://directory.example", base=PEOPLE, bind_dn=f"cn=reader,{PEOPLE}", bind_password="reads only")


def entries() -> dict[str, dict[str, Any]]:
    def person(uid: str, *groups: str) -> dict[str, Any]:
        return {
            "objectClass": "person", "uid": uid, "displayName": f"{uid} 某", "userPassword": f"{uid}'s own",
            "memberOf": list(groups),
        }  # fmt: skip

    return {
        f"cn=reader,{PEOPLE}": {"objectClass": "person", "cn": "reader", "userPassword": "reads only"},
        f"uid=li,{PEOPLE}": person("li", f"cn=wall-990101101,{GROUPS}"),
        f"uid=wang,{PEOPLE}": person("wang", f"cn=office,{GROUPS}"),
        f"uid=zhao,{PEOPLE}": person("zhao", f"cn=auditors,{GROUPS}"),
        f"uid=twin,{PEOPLE}": person("twin"),
        f"cn=another twin,{PEOPLE}": person("twin"),
        f"cn=wall-7,{GROUPS}": {"objectClass": "groupOfNames", "member": [f"uid=twin,{PEOPLE}"]},
    }


def directory(way: LdapWay) -> Directory:
    """A directory that answers out of memory; its entries are those above."""
    made = Directory(way, MOCK_SYNC)
    made.client.server = Server("imitation", get_info=OFFLINE_SLAPD_2_4)
    filler = Connection(made.client.server, client_strategy=MOCK_SYNC)
    for dn, attributes in entries().items():
        filler.strategy.add_entry(dn, attributes)
    return made


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return open_accounts(tmp_path, key=KEY)


def sign_in(accounts: Accounts, name: str, password: str, way: LdapWay = BY_NAME) -> Session:
    return sign_in_by_directory(accounts, directory(way), WAYS, name, password, "10.0.0.1")


@pytest.mark.parametrize("way", [BY_NAME, BY_SEARCH])
def test_groups_give_role_and_region(accounts: Accounts, way: LdapWay) -> None:
    session = sign_in(accounts, "LI", "li's own", way)
    assert (session.scope, session.shown_name, session.must_change) == (
        Scope(Role.TOWNSHIP, "990101101", "ldap:li"), "li 某", False,
    )  # fmt: skip
    assert sign_in(accounts, "wang", "wang's own", way).scope == Scope(Role.COUNTY, None, "ldap:wang")
    assert accounts.session(session.token) is not None


def test_groups_that_only_name_their_members_are_found_too(accounts: Accounts) -> None:
    assert sign_in(accounts, "twin", "twin's own").scope == Scope(Role.TOWNSHIP, "7", "ldap:twin")


@pytest.mark.parametrize("way", [BY_NAME, BY_SEARCH])
@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("li", "wang's own"),
        ("li", ""),
        ("", "li's own"),
        ("nobody", "x"),
        ("*", "li's own"),
        ("l*", "li's own"),
        ("li)(uid=*", "li's own"),
        ("li,ou=people", "li's own"),
        ("x" * 5000, "y"),
    ],
)
def test_what_is_no_name_and_password(accounts: Accounts, way: LdapWay, name: str, password: str) -> None:
    with pytest.raises(WrongPasswordError):
        sign_in(accounts, name, password, way)
    assert accounts.users() == []


def test_two_of_one_name_are_nobody(accounts: Accounts) -> None:
    with pytest.raises(WrongPasswordError):
        sign_in(accounts, "twin", "twin's own", BY_SEARCH)


def test_a_group_of_another_provider_gives_nothing(accounts: Accounts) -> None:
    with pytest.raises(DisabledError):
        sign_in(accounts, "zhao", "zhao's own")


def test_failures_lock_out_and_another_account_does_not(accounts: Accounts) -> None:
    for _ in range(5):
        with pytest.raises(WrongPasswordError):
            sign_in(accounts, "li", "a guess")
    with pytest.raises(LockedOutError):
        sign_in(accounts, "li", "li's own")
    assert sign_in(accounts, "wang", "wang's own").scope.role is Role.COUNTY


def test_who_is_disabled_here_stays_out(accounts: Accounts) -> None:
    token = sign_in(accounts, "li", "li's own").token
    accounts.disable("ldap:li")
    assert accounts.session(token) is None
    with pytest.raises(DisabledError):
        sign_in(accounts, "li", "li's own")


def test_a_directory_that_refuses_the_reader_is_said(accounts: Accounts) -> None:
    with pytest.raises(DirectoryError):
        sign_in(accounts, "li", "li's own", replace(BY_SEARCH, bind_password="wrong"))


def test_a_directory_that_does_not_answer_is_no_failure_of_the_person(accounts: Accounts) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        silent = Directory(LdapWay(f"ldap://127.0.0.1:{nobody.getsockname()[1]}", user_dn="uid={name}"))
        for _ in range(6):
            with pytest.raises(DirectoryError):
                sign_in_by_directory(accounts, silent, WAYS, "li", "li's own", "10.0.0.1")
    assert sign_in(accounts, "li", "li's own").scope.region_code == "990101101"
