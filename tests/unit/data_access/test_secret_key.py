"""The installation's secret: made once, kept close, refused where it can be guessed."""

import os
import secrets
import stat
from pathlib import Path

import pytest

from data_access.errors import SettingsError
from data_access.secret_key import check_secret_key, derived_key, is_guessable, read_secret_file, secret_key

STRONG = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def test_the_secret_is_made_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = secret_key(home, {})
    assert len(first) == 32
    assert secret_key(home, {}) == first == read_secret_file(home / "secret.key")
    if os.name == "posix":
        assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600


def test_the_variable_goes_before_the_file_and_a_moved_key_stays_the_same(tmp_path: Path) -> None:
    made = secret_key(tmp_path, {})
    assert secret_key(tmp_path, {"GUATU_SECRET_KEY": STRONG}) == bytes.fromhex(STRONG)
    moved = (tmp_path / "secret.key").read_text(encoding="ascii")
    assert secret_key(tmp_path / "elsewhere", {"GUATU_SECRET_KEY": f" {moved}\n"}) == made
    assert not (tmp_path / "elsewhere").exists()


def test_the_process_itself_is_asked_when_no_environment_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUATU_SECRET_KEY", STRONG)
    assert secret_key(tmp_path) == bytes.fromhex(STRONG)


@pytest.mark.parametrize(
    "weak",
    [
        "short", "x" * 31, "x" * 200, "0" * 64, "ab" * 40, "0123456789abcdef" * 4, "1234567890" * 5,
        "this-is-a-SECRET-key-do-not-use-it-9127", "change-me-please-8f7d6s5a4g3h2j1k9l0z",
        "your-example-key-6b1f0c9d8e7a5f4b3c2d1e0f",
    ],
)  # fmt: skip
def test_a_weak_key_is_refused(tmp_path: Path, weak: str) -> None:
    for ask in (secret_key, check_secret_key):
        with pytest.raises(SettingsError, match="openssl rand"):
            ask(tmp_path, {"GUATU_SECRET_KEY": weak})


def test_random_keys_pass(tmp_path: Path) -> None:
    for _ in range(200):
        assert not is_guessable(secrets.token_bytes(32))
        check_secret_key(tmp_path, {"GUATU_SECRET_KEY": secrets.token_hex(32)})


def test_what_real_data_ask_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="guatu user add"):
        check_secret_key(tmp_path, {})
    assert not (tmp_path / "secret.key").exists(), "a check makes nothing"
    secret_key(tmp_path, {})
    check_secret_key(tmp_path, {})
    path = tmp_path / "secret.key"
    if os.name == "posix":
        path.chmod(0o640)
        with pytest.raises(SettingsError, match="chmod 600"):
            check_secret_key(tmp_path, {})
        path.chmod(0o600)
    path.write_text("ab" * 32, encoding="ascii")
    with pytest.raises(SettingsError, match="not random"):
        check_secret_key(tmp_path, {})


def test_a_file_that_holds_no_key(tmp_path: Path) -> None:
    (tmp_path / "old.key").write_text("not a key", encoding="ascii")
    with pytest.raises(SettingsError, match="holds no key"):
        read_secret_file(tmp_path / "old.key")
    with pytest.raises(SettingsError, match="permissions"):
        read_secret_file(tmp_path / "none.key")


def test_keys_for_different_purposes_have_nothing_in_common() -> None:
    secret = bytes.fromhex(STRONG)
    keys = {derived_key(secret, purpose) for purpose in ("audit chain", "totp", "tails")}
    assert len(keys) == 3
    assert secret not in keys
    assert derived_key(secret, "totp") == derived_key(secret, "totp") != derived_key(b"o" * 32, "totp")
