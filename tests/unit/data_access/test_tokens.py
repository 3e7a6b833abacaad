"""Household tokens: opaque, stable for one installation, other for another; the secret is made once and kept close."""

import os
import re
import stat
from pathlib import Path

import pytest

from data_access.errors import SettingsError
from data_access.tokens import HouseholdTokens, household_tokens

IDS = [f"HH{number:014d}" for number in range(400)]
TOKENS = HouseholdTokens(b"a" * 32)


def test_a_token_is_twenty_url_safe_characters_that_tell_nothing() -> None:
    tokens = [TOKENS.token(key) for key in IDS]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{20}", token) for token in tokens)
    assert len(set(tokens)) == len(IDS)
    assert not any(key in token or key[-4:] in token for key, token in zip(IDS[:50], tokens[:50], strict=True))


def test_a_token_stands_for_one_household_of_the_village_only() -> None:
    assert TOKENS.household_id(TOKENS.token(IDS[7]), IDS) == IDS[7]
    assert TOKENS.household_id(TOKENS.token(IDS[7]), IDS[8:]) is None
    assert TOKENS.household_id(IDS[7], IDS) is None
    assert TOKENS.household_id("户" * 20, IDS) is None
    assert TOKENS.household_id("", IDS) is None


def test_another_secret_gives_other_tokens() -> None:
    assert HouseholdTokens(b"b" * 32).token(IDS[0]) != TOKENS.token(IDS[0])


def test_the_secret_is_never_printed() -> None:
    assert "aaaa" not in repr(TOKENS)


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = household_tokens(home)
    household_tokens.cache_clear()
    assert household_tokens(home) == first
    if os.name == "posix":
        assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600


def test_a_damaged_secret_is_refused_and_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data_access.secret_key._WAIT_S", 0)
    (tmp_path / "secret.key").write_text("abc", encoding="ascii")
    with pytest.raises(SettingsError, match="damaged"):
        household_tokens(tmp_path)
    assert (tmp_path / "secret.key").read_text(encoding="ascii") == "abc"


def test_a_home_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises(SettingsError, match="GUATU_HOME"):
        household_tokens(tmp_path / "file")
