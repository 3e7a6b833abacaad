"""`guatu user`, `guatu kiosk`, `guatu audit`, and the start that is refused without a key and an administrator."""

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app import create_asgi, main
from data_access.accounts import open_accounts
from data_access.audit import open_audit
from data_access.errors import SettingsError
from data_access.safe_start import refuse_unsafe_start
from data_access.scope import Role, Scope
from data_access.settings import Settings

Guatu = Callable[..., str]


@pytest.fixture
def home(tmp_path: Path, trap_settings_once: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home beside the county full of traps."""
    monkeypatch.setattr("data_access.accounts.users.hasher", lambda: PasswordHasher(1, 1024, 1))
    for name in [name for name in os.environ if name.startswith("GUATU_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GUATU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GUATU_DATABASE_URL", trap_settings_once.database_url)
    monkeypatch.setenv("GUATU_LANGUAGE", "en")
    return tmp_path / "home"


@pytest.fixture
def guatu(home: Path, capsys: pytest.CaptureFixture[str]) -> Guatu:
    """Runs a command line; returns what it said, on whichever stream; fails when the exit code is another."""

    def run(*line: str, code: int = 0) -> str:
        assert home
        assert main(line) == code, capsys.readouterr()
        said = capsys.readouterr()
        return said.out if code in (0, 1) and said.out else said.err

    return run


def region_of(settings: Settings, level: str) -> str:
    with closing(sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))) as connection:
        row = connection.execute(
            "SELECT region_code FROM region WHERE region_level_code = ? AND valid_to IS NULL", [level]
        ).fetchone()
        return str(row[0])


def test_the_life_of_an_account(guatu: Guatu, home: Path, trap_settings_once: Settings) -> None:
    village, township = region_of(trap_settings_once, "5"), region_of(trap_settings_once, "4")
    said = guatu("user", "add", "Wang", "--role", "village", "--region", village, "--shown", "王某")
    password = re.search(r"one-time password: (\S+)", said)
    assert password is not None
    session = open_accounts(home).sign_in("wang", password[1], "", "1")
    assert session.scope == Scope(Role.VILLAGE, village, "wang")
    assert "one-time password" in guatu("user", "list")
    guatu("user", "change", "wang", "--role", "township", "--region", township)
    assert open_accounts(home).user("wang").region_code == township
    guatu("user", "change", "wang", "--role", "county", "--region", "*")
    assert open_accounts(home).user("wang").region_code is None
    assert "nothing to change" in guatu("user", "change", "wang", code=2)
    guatu("user", "disable", "wang")
    assert open_accounts(home).session(session.token) is None
    assert "disabled" in guatu("user", "list")
    guatu("user", "enable", "wang")
    assert "otpauth://totp/" in guatu("user", "totp", "wang")
    assert "not the name, the password or the code" in guatu("user", "totp", "wang", "--code", "12", code=2)
    guatu("user", "totp", "wang", "--clear")
    assert password[1] not in guatu("user", "reset", "wang")
    guatu("user", "unlock", "wang")
    guatu("user", "remove", "wang")
    assert "no user 'wang'" in guatu("user", "unlock", "wang", code=2)
    done = [record.detail["action"] for record in reversed(open_audit(home).search(event="admin_user").records)]
    assert done == [
        "add", "change", "change", "disable", "enable", "totp", "totp", "reset", "unlock", "remove"
    ]  # fmt: skip
    assert password[1].encode() not in b"".join(p.read_bytes() for p in home.rglob("*") if p.is_file())


def test_a_region_is_held_against_the_database(guatu: Guatu, trap_settings_once: Settings) -> None:
    county = region_of(trap_settings_once, "3")
    for role, wanted in (("township", "township"), ("village", "village")):
        assert f"no {wanted}" in guatu("user", "add", "li", "--role", role, "--region", county, code=2)
    assert "no region 123" in guatu("user", "add", "li", "--role", "county", "--region", "123", code=2)
    assert "need a region" in guatu("user", "add", "li", "--role", "village", code=2)
    assert "there are no accounts" in guatu("user", "list")
    guatu("user", "add", "li", "--role", "leader", "--region", county)


def test_a_region_is_taken_as_said_while_the_database_is_away(
    guatu: Guatu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GUATU_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert "was not checked" in guatu("user", "add", "li", "--role", "village", "--region", "990101101002")


def test_the_life_of_a_kiosk(guatu: Guatu, home: Path) -> None:
    code = re.search(r"enrolment code: (\S+)", guatu("kiosk", "add", "Hall"))
    assert code is not None
    assert "waits for its code" in guatu("kiosk", "list")
    token = open_accounts(home).kiosk_bind(code[1], "it")
    assert "bound" in guatu("kiosk", "list")
    guatu("kiosk", "revoke", "hall")
    assert open_accounts(home).kiosk(token, "it") is None
    assert "no wall named 'hall'" in guatu("kiosk", "revoke", "hall", code=2)


def test_the_audit_from_the_command_line(guatu: Guatu, home: Path) -> None:
    guatu("user", "add", "wang", "--role", "auditor")
    end = re.search(r"(\d+:[0-9a-f]{64})", guatu("audit", "verify"))
    assert end is not None
    listed = guatu("audit", "list", "--event", "admin_user", "--since", "2020-01-01")
    assert "action=add role=auditor" in listed
    assert "1 records, page 1 of 1" in listed
    assert "audit is whole" in guatu("audit", "verify", "--seen", end[1])
    assert "went on to record 99" in guatu("audit", "verify", "--seen", f"99:{'0' * 64}", code=1)
    assert "0 records older" in guatu("audit", "prune")
    assert "180" in guatu("audit", "prune", "--days", "30", code=2)
    old = home / "old.key"
    (home / "secret.key").rename(old)
    guatu("user", "disable", "wang")
    assert "under another key" in guatu("audit", "verify", code=1)
    assert "audit is whole" in guatu("audit", "verify", "--earlier-key", str(old))
    with closing(sqlite3.connect(home / "audit.sqlite")) as connection:
        connection.execute("DROP TRIGGER record_no_update")
        connection.execute("UPDATE record SET user = 'nobody' WHERE seq = 1")
        connection.commit()
    said = guatu("audit", "verify", "--earlier-key", str(old), code=1)
    assert "record 1 was changed" in said
    assert "triggers" in said


# the start


def test_real_data_are_refused_without_a_key_and_an_administrator(
    home: Path, guatu: Guatu, trap_settings_once: Settings
) -> None:
    settings = replace(trap_settings_once, home=home, environment={})
    for start in (refuse_unsafe_start, create_asgi):
        with pytest.raises(SettingsError, match="no key file"):
            start(settings)
    guatu("user", "add", "li", "--role", "county")
    with pytest.raises(SettingsError, match="no administrator"):
        refuse_unsafe_start(settings)
    guatu("user", "add", "wang", "--role", "administrator")
    refuse_unsafe_start(settings)
    with pytest.MonkeyPatch.context() as without:
        without.setattr("data_access.safe_start.find_spec", lambda _: None)
        with pytest.raises(SettingsError, match="pip install redis"):
            refuse_unsafe_start(replace(settings, cache="redis://127.0.0.1/0"))
    for name in ("second", "third"):
        guatu("user", "add", name, "--role", "administrator")
    guatu("user", "disable", "wang")
    refuse_unsafe_start(settings)
    if os.name == "posix":
        (home / "secret.key").chmod(0o644)
        with pytest.raises(SettingsError, match="chmod 600"):
            refuse_unsafe_start(settings)


def test_serve_says_it_in_one_line(guatu: Guatu) -> None:
    said = guatu("serve", "--port", "1", code=2)
    assert len(said.strip().splitlines()) == 1
    assert "guatu user add" in said


@pytest.mark.parametrize("weak", ["changeme", "0" * 64, "guatu-secret-key-0123456789-abcdefghij"])
def test_a_weak_key_is_refused_however_many_administrators(
    home: Path, guatu: Guatu, trap_settings_once: Settings, weak: str
) -> None:
    guatu("user", "add", "wang", "--role", "administrator")
    settings = replace(trap_settings_once, home=home, environment={"GUATU_SECRET_KEY": weak})
    with pytest.raises(SettingsError, match="openssl rand"):
        refuse_unsafe_start(settings)


def test_an_administrator_may_come_by_a_group(home: Path, guatu: Guatu, trap_settings_once: Settings) -> None:
    guatu("user", "list")
    guatu("audit", "verify")
    path = home / "accounts.toml"
    path.write_text('[[groups]]\ngroup = "it"\nrole = "administrator"\nprovider = "proxy"\n', encoding="utf-8")
    path.chmod(0o600)
    settings = replace(trap_settings_once, home=home, environment={}, sign_in=("proxy",))
    refuse_unsafe_start(settings)
    with pytest.raises(SettingsError, match="no administrator"):
        refuse_unsafe_start(replace(settings, sign_in=("local",)))
    with pytest.raises(SettingsError, match=r"\[oidc\]"):
        refuse_unsafe_start(replace(settings, sign_in=("proxy", "oidc")))


def test_a_demo_needs_nothing(home: Path, trap_settings_once: Settings) -> None:
    refuse_unsafe_start(replace(trap_settings_once, home=home, is_demo=True))
    assert not home.exists()
