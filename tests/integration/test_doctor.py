"""`guatu doctor`: an installation as it should be has nothing to mend, and each thing that is made worse is found."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app import main
from data_access.accounts import open_accounts
from data_access.audit import open_audit
from data_access.doctor import Grade, findings
from data_access.doctor.findings import said
from data_access.messages import messages
from data_access.scope import Role
from data_access.settings import Settings, read_settings


@pytest.fixture
def sound(tmp_path: Path) -> Settings:
    """An installation with nothing to mend."""
    home, backups, database = tmp_path / "home", tmp_path / "backups", tmp_path / "ledger.sqlite"
    backups.mkdir()
    (backups / "today.tar").write_text("x")
    sqlite3.connect(database).close()
    accounts = open_accounts(home)
    for name in ("wang", "li"):
        accounts.add(name, Role.ADMINISTRATOR)
    accounts.add("sun", Role.AUDITOR)
    open_audit(home).record("sign_in", user="wang")
    with sqlite3.connect(home / "accounts.sqlite") as connection:
        connection.execute("UPDATE user SET must_change = 0, totp = 'x'")
    connection.close()
    made = read_settings(
        {
            "GUATU_HOME": str(home),
            "GUATU_DATABASE_URL": f"sqlite:///{database.as_posix()}",
            "GUATU_BACKUPS": str(backups),
            "GUATU_TRUSTED_PROXIES": "127.0.0.1",
        }
    )
    home.chmod(0o700)
    return made


def found(settings: Settings) -> dict[str, Grade]:
    """What is not as it should be, by its key."""
    return {one.key: one.grade for one in findings(settings) if one.grade is not Grade.GOOD}


def without_file_rights(kept: dict[str, Grade]) -> dict[str, Grade]:
    """Who runs the tests as root may write every file."""
    return {key: grade for key, grade in kept.items() if key != "file_writable"}


def test_what_stands_well_is_left_alone(sound: Settings) -> None:
    assert without_file_rights(found(sound)) == {}


def key_for_everybody(settings: Settings) -> Settings:
    (settings.home / "secret.key").chmod(0o644)
    return settings


def log_for_everybody(settings: Settings) -> Settings:
    (settings.home / "audit.sqlite").chmod(0o640)
    return settings


def forged_log(settings: Settings) -> Settings:
    with sqlite3.connect(settings.home / "audit.sqlite") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE record SET user = 'nobody'")
    connection.close()
    return settings


def old_accounts(settings: Settings) -> Settings:
    with sqlite3.connect(settings.home / "accounts.sqlite") as connection:
        connection.execute("UPDATE user SET made_at = 0, must_change = 1 WHERE name = 'sun'")
    connection.close()
    return settings


def one_administrator(settings: Settings) -> Settings:
    open_accounts(settings.home).disable("li")
    return settings


def no_administrator(settings: Settings) -> Settings:
    with sqlite3.connect(settings.home / "accounts.sqlite") as connection:
        connection.execute("UPDATE user SET is_enabled = 0")
    connection.close()
    return settings


def bare_administrator(settings: Settings) -> Settings:
    open_accounts(settings.home).clear_totp("li")
    return settings


def wide_wall(settings: Settings) -> Settings:
    accounts = open_accounts(settings.home)
    accounts.kiosk_bind(accounts.kiosk_add("hall", None), "device")
    return settings


def old_backup(settings: Settings) -> Settings:
    backups = settings.home.parent / "backups"
    (backups / "today.tar").unlink()
    return settings


def undescribed_way(settings: Settings) -> Settings:
    return replace(settings, sign_in=("local", "oidc"))


@pytest.mark.parametrize(
    ("worsen", "keys"),
    [
        (key_for_everybody, {"key": Grade.UNSAFE, "modes_open": Grade.UNSAFE}),
        (log_for_everybody, {"modes_open": Grade.UNSAFE}),
        (forged_log, {"log_broken": Grade.UNSAFE}),
        (old_accounts, {"unused_accounts": Grade.WEAK, "first_passwords": Grade.WEAK}),
        (one_administrator, {"one_administrator": Grade.WEAK}),
        (no_administrator, {"no_administrator": Grade.UNSAFE, "no_auditor": Grade.WEAK}),
        (bare_administrator, {"administrator_without_code": Grade.WEAK}),
        (wide_wall, {"kiosk_without_region": Grade.WEAK}),
        (old_backup, {"backup_none": Grade.UNSAFE}),
        (undescribed_way, {"ways": Grade.UNSAFE}),
        (lambda s: replace(s, host="0.0.0.0"), {"open_beside_proxy": Grade.WEAK}),  # noqa: S104 - what is found
        (lambda s: replace(s, host="10.0.0.1", trusted_proxies=()), {"bare": Grade.UNSAFE}),
        (lambda s: replace(s, trusted_proxies=("0.0.0.0/0",)), {"every_proxy": Grade.UNSAFE}),
        (lambda s: replace(s, idle_minutes=240), {"idle_long": Grade.WEAK}),
        (lambda s: replace(s, is_demo=True), {"demo": Grade.UNSAFE}),
        (lambda s: replace(s, database_url=f"sqlite:///{s.home}/none.sqlite"), {"database": Grade.UNSAFE}),
    ],
)
def test_what_is_made_worse_is_found(
    sound: Settings, worsen: Callable[[Settings], Settings], keys: dict[str, Grade]
) -> None:
    assert without_file_rights(found(worsen(sound))) == keys


def test_it_looks_and_changes_nothing(tmp_path: Path) -> None:
    settings = read_settings({"GUATU_HOME": str(tmp_path / "none"), "GUATU_DATABASE_URL": "sqlite:////none.sqlite"})
    assert "no_accounts" in found(settings)
    assert not (tmp_path / "none").exists()


def test_it_speaks_both_languages_and_its_code_tells_the_grade(
    sound: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in sound.environment.items():
        monkeypatch.setenv(name, value)
    began = time.perf_counter()
    assert main(["doctor"]) == 0
    assert time.perf_counter() - began < 30
    monkeypatch.setenv("GUATU_HOST", "10.0.0.1")
    monkeypatch.delenv("GUATU_TRUSTED_PROXIES")
    capsys.readouterr()
    assert main(["doctor"]) == 1
    assert "10.0.0.1" in capsys.readouterr().out.splitlines()[0], "the worst comes first"
    for one in findings(sound):
        assert said(one, "zh") != said(one, "en")
    assert all(entry["zh"] and entry["en"] for key, entry in messages().items() if key.startswith("doctor."))
