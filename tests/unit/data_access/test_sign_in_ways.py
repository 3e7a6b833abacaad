"""`accounts.toml`: what may stand in it, and which role the groups of a person give."""

import os
from pathlib import Path

import pytest

from data_access.accounts.ways import GroupRole, ProxyWay, SignInWays, read_sign_in_ways
from data_access.errors import SettingsError
from data_access.scope import Role

LDAP = '[ldap]\nurl = "ldaps://d.example"\nuser_dn = "uid={name},dc=x"\n'
OIDC = '[oidc]\nissuer = "https://id.example"\nclient_id = "guatu"\nclient_secret = "hush"\n'
GROUPS = '[[groups]]\ngroup = "office"\nrole = "county"\nregion = "990101"\n'


def read(folder: Path, told: str, *wanted: str) -> SignInWays:
    path = folder / "accounts.toml"
    path.write_text(told, encoding="utf-8")
    path.chmod(0o600)
    return read_sign_in_ways(folder, wanted)


def test_no_file_is_an_empty_one(tmp_path: Path) -> None:
    assert read_sign_in_ways(tmp_path, ["local"]) == SignInWays()


def test_everything_that_may_stand_there(tmp_path: Path) -> None:
    ways = read(tmp_path, LDAP + OIDC + '[proxy]\nuser_header = "X-User"\n' + GROUPS, "ldap", "oidc", "proxy", "local")
    assert ways.ldap is not None
    assert ways.oidc is not None
    assert (ways.ldap.url, ways.oidc.client_id, ways.oidc.subject_claim) == ("ldaps://d.example", "guatu", "sub")
    assert ways.proxy == ProxyWay("X-User")
    assert ways.role_of("ldap", ["others", "office"]) == (Role.COUNTY, "990101")
    assert "hush" not in repr(ways)


def test_the_first_rule_that_fits_gives_the_role() -> None:
    ways = SignInWays(
        groups=(
            GroupRole("auditors", Role.AUDITOR, provider="oidc"),
            GroupRole("village-{region}", Role.VILLAGE),
            GroupRole("all", Role.LEADER, "990101"),
        )
    )
    assert ways.role_of("oidc", ["all", "auditors"]) == (Role.AUDITOR, None)
    assert ways.role_of("ldap", ["all", "auditors"]) == (Role.LEADER, "990101")
    assert ways.role_of("ldap", ["all", "village-990101101002"]) == (Role.VILLAGE, "990101101002")
    for nothing in (
        [],
        ["village-"],
        ["village-a b"],
        ["village-%"],
        ["xvillage-1"],
        ["all "],
        ["village-{region}x y"],
    ):
        assert ways.role_of("ldap", nothing) is None


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("[ldap", "local"),
        ("[saml]\nx = 1", "local"),
        (LDAP + 'pasword = "x"\n', "local"),
        (LDAP.replace("ldaps", "ldap"), "local"),
        (LDAP.replace("ldaps", "http"), "local"),
        (LDAP.replace("uid={name},", ""), "local"),
        (LDAP + 'base = "dc=x"\n', "local"),
        (LDAP + "start_tls = 1\n", "local"),
        (OIDC.replace("https", "http"), "local"),
        (OIDC.replace('client_id = "guatu"\n', ""), "local"),
        (OIDC.replace('"guatu"', '""'), "local"),
        (GROUPS, "ldap"),
        (LDAP, "ldap"),
        (LDAP + GROUPS.replace('role = "county"', 'role = "county"\nprovider = "oidc"'), "ldap"),
        ("", "proxy"),
        (GROUPS.replace('"county"', '"wall"'), "local"),
        (GROUPS.replace('"county"', '"boss"'), "local"),
        (GROUPS.replace('"county"', '"village"').replace('region = "990101"\n', ""), "local"),
        (GROUPS.replace('"office"', "7"), "local"),
        ('groups = "office"', "local"),
        ("oidc = 7", "local"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, told: str, wanted: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, told, wanted)
    assert "accounts.toml" in str(refused.value)
    assert "\n" not in refused.value.message("zh")


def test_a_directory_on_this_machine_may_be_without_tls(tmp_path: Path) -> None:
    assert read(tmp_path, LDAP.replace("ldaps://d.example", "ldap://127.0.0.1:3890")).ldap
    assert read(tmp_path, LDAP.replace("ldaps", "ldap") + "start_tls = true\n").ldap


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_file_with_a_secret_is_for_its_owner_only(tmp_path: Path) -> None:
    read(tmp_path, OIDC)
    (tmp_path / "accounts.toml").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        read_sign_in_ways(tmp_path)
