"""Passwords: what is taken as one, how it is kept, and how a first one is made."""

import re
import secrets
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data_access.errors import AccountError

LEAST: Final = 10
MOST: Final = 200
_LEAST_DIFFERENT: Final = 5
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Characters that nobody takes for another when a password is read out."""

COMMON: Final = frozenset(
    {
        "1234567890", "0123456789", "0987654321", "9876543210", "12345678910", "123456789a", "a123456789", "1234567891",
        "qwertyuiop", "qwerty12345", "qwerty123456", "1qaz2wsx3edc", "1q2w3e4r5t", "1q2w3e4r5t6y", "q1w2e3r4t5",
        "password12", "password123", "password1234", "passw0rd123", "p@ssw0rd123", "p@ssword123", "admin12345",
        "admin123456", "administrator", "administrator1", "woaini1314", "woaini520", "woaini1314520", "5201314520",
        "abcdefghij", "abc1234567", "abcd123456", "abc123456789", "asdfghjkl123", "zxcvbnm123", "iloveyou123",
        "welcome123", "welcome1234", "letmein123", "changeme123", "qazwsxedc123", "1357924680", "1122334455",
        "5845201314", "7758521521", "147258369a", "a1b2c3d4e5", "aa12345678", "aa123456789", "abcd1234567",
        "xiangcun123", "zhenxing123", "fupin12345", "fupinban123", "tuopin2020", "tuopin123456", "guatu12345",
    }
)  # fmt: skip


def hasher() -> PasswordHasher:
    """argon2id with 32 MiB and three passes: about a tenth of a second, and eight at once fit into any server."""
    return PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)


def verified(argon: PasswordHasher, kept: str, password: str) -> bool:
    """Whether `password` is the one that `kept` was made of; takes the same time either way."""
    try:
        return argon.verify(kept, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def kept_password(argon: PasswordHasher, password: str) -> str:
    """What is stored of a password."""
    return argon.hash(_bytes(password))


def _bytes(password: str) -> bytes:
    """Any text that a request may hold, half of a character included; no longer than it may be."""
    return password[: MOST + 1].encode("utf-8", "surrogatepass")


def check_password(password: str, name: str, old: str | None = None) -> None:
    """Refuse a password that can be guessed; raises AccountError with the reason.

    At least 10 characters, of five kinds; without the user's name; none of those that everybody tries; not the old one.
    """
    lowered = password.casefold()
    bare = re.split("[@:]", name)[-1] if ":" in name else name.split("@", maxsplit=1)[0]
    if len(password) < LEAST:
        raise AccountError("accounts.password_short", least=LEAST)
    if len(password) > MOST:
        raise AccountError("accounts.password_long", most=MOST)
    if len(bare) > 2 and bare.casefold() in lowered:
        raise AccountError("accounts.password_is_name")
    if lowered in COMMON or len(set(lowered)) < _LEAST_DIFFERENT:
        raise AccountError("accounts.password_common")
    if password == old:
        raise AccountError("accounts.password_same")


def one_time_password() -> str:
    """A first password for somebody who changes it at once: four groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def enrolment_code() -> str:
    """A code to be typed on a wall within minutes: two groups of four, 39 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(2))


def plain_code(code: str) -> str:
    """An enrolment code as it was made, however it was typed."""
    return re.sub("[^a-z0-9]", "", unicodedata.normalize("NFKC", code[:40]).lower())
