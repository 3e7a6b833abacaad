"""The secret of one installation, from which every key of the product is made; read here and nowhere else.

It stands in `secret.key` under GUATU_HOME (mode 0600), or is given by GUATU_SECRET_KEY, which goes before the file.
"""

import hmac
import os
import re
import secrets
import time
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from data_access.errors import SettingsError

FILE: Final = "secret.key"
VARIABLE: Final = "GUATU_SECRET_KEY"
LEAST_BYTES: Final = 32
_HEX: Final = re.compile(r"[0-9a-f]{64}")
_SAMPLES: Final = ("change", "secret", "sample", "example", "default", "password", "guatu")
_LEAST_SQUEEZED: Final = 34
"""Random bytes do not get smaller; 32 of a pattern do."""
_WAIT_S: Final = 0.05
_TRIES: Final = 20


def secret_key(home: Path, environment: Mapping[str, str] | None = None) -> bytes:
    """The secret of the installation whose own files are under `home`; at least 32 bytes.

    environment   where GUATU_SECRET_KEY is looked up; the process's own when None
    The file is made, random and for this user's eyes only, where neither it nor the variable is there. Raises
    SettingsError when it cannot be made or is damaged, or when the variable is too short or can be guessed.
    """
    given = _given(environment)
    if given is not None:
        return given
    path = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create(path)
        return _read(path)
    except OSError as error:
        raise SettingsError("household.secret_unusable", path=path.name, reason=error.strerror or "") from error


def check_secret_key(home: Path, environment: Mapping[str, str] | None = None) -> None:
    """Hold the secret to what real data need, and make none; raises SettingsError with the mend.

    It must be there, hard to guess, and where it is a file of no other user's eyes.
    """
    if _given(environment) is not None:
        return
    path = home / FILE
    if not path.is_file():
        raise SettingsError("secret.missing", path=str(path))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise SettingsError("secret.open_to_others", path=str(path))
    if is_guessable(_read(path)):
        raise SettingsError("secret.guessable_file", path=str(path))


def read_secret_file(path: Path) -> bytes:
    """The secret in a file such as `secret.key`, perhaps one that was replaced; raises SettingsError."""
    try:
        written = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise SettingsError("household.secret_unusable", path=str(path), reason=error.strerror or "") from error
    if not _HEX.fullmatch(written):
        raise SettingsError("secret.no_key", path=str(path))
    return bytes.fromhex(written)


def derived_key(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose; who learns it learns neither the secret nor the key of another purpose."""
    return hmac.digest(secret, b"guatu key:" + purpose.encode(), sha256)


def is_guessable(secret: bytes) -> bool:
    """Whether a secret is a pattern or a sample rather than random."""
    lowered = secret.lower()
    return len(zlib.compress(secret, 9)) < _LEAST_SQUEEZED or any(word.encode() in lowered for word in _SAMPLES)


def _given(environment: Mapping[str, str] | None) -> bytes | None:
    told = (os.environ if environment is None else environment).get(VARIABLE, "").strip()
    if not told:
        return None
    given = bytes.fromhex(told) if _HEX.fullmatch(told) else told.encode()
    if len(given) < LEAST_BYTES:
        raise SettingsError("secret.short", name=VARIABLE, least=LEAST_BYTES)
    if is_guessable(given):
        raise SettingsError("secret.guessable", name=VARIABLE)
    return given


def _create(path: Path) -> None:
    """Write a new secret unless there is one; of two processes that start together exactly one writes."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(LEAST_BYTES))


def _read(path: Path) -> bytes:
    for _ in range(_TRIES):
        written = path.read_text(encoding="ascii", errors="replace").strip()
        if _HEX.fullmatch(written):
            return bytes.fromhex(written)
        time.sleep(_WAIT_S)  # another process may be writing it at this moment
    raise SettingsError("household.secret_damaged", path=path.name)
