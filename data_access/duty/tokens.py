"""Opaque tokens for officials in addresses: the key of an official never leaves data_access.

A token is the key itself, sealed under this installation's secret: a keyed digest of the key comes first and is at once
the check and what the key is hidden with. So it opens without a search through a million officials, nobody can make
one, one key has one token, and replacing the secret revokes all of them.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from data_access.errors import UnknownOfficialError
from data_access.secret_key import secret_key

_CHECK: Final = 12
LONGEST_KEY: Final = 160
"""Bytes."""
LONGEST_TOKEN: Final = 4 * (-(-(_CHECK + LONGEST_KEY) // 3))
_SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class OfficialTokens:
    """Makes and opens the tokens of one installation; `secret` is never shown."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < _SECRET_BYTES:
            raise ValueError("the secret is too short")

    def token(self, official_id: str) -> str:
        """The official's token: A-Z a-z 0-9 - _, as long as the key asks for. Raises ValueError for an endless key."""
        key = official_id.encode()
        if len(key) > LONGEST_KEY:
            raise ValueError("the key is too long")
        check = self._check(key)
        return base64.urlsafe_b64encode(check + self._hidden(key, check)).rstrip(b"=").decode()

    def official_id(self, token: str) -> str:
        """The key that `token` stands for; raises UnknownOfficialError where this installation did not make it."""
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise UnknownOfficialError("duty.unknown_official")
        try:
            sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise UnknownOfficialError("duty.unknown_official") from None
        check, key = sealed[:_CHECK], self._hidden(sealed[_CHECK:], sealed[:_CHECK])
        if len(check) < _CHECK or not hmac.compare_digest(check, self._check(key)):
            raise UnknownOfficialError("duty.unknown_official")
        return key.decode()

    def opened(self, token: str) -> str | None:
        """The same, None where this installation did not make it: its secret has been replaced since."""
        try:
            return self.official_id(token)
        except UnknownOfficialError:
            return None

    def _check(self, key: bytes) -> bytes:
        return hmac.digest(self.secret, b"official:" + key, sha256)[:_CHECK]

    def _hidden(self, key: bytes, check: bytes) -> bytes:
        """`key` under a stream that only the secret and `check` give; doing it twice gives the key back."""
        blocks = -(-len(key) // 32)
        stream = b"".join(
            hmac.digest(self.secret, b"official-stream:" + bytes([i]) + check, sha256) for i in range(blocks)
        )
        size = len(key)
        return (int.from_bytes(key) ^ int.from_bytes(stream[:size])).to_bytes(size)


@lru_cache(maxsize=8)
def official_tokens(home: Path) -> OfficialTokens:
    """The tokens of the installation whose own files are under `home`.

    Raises SettingsError when there is no secret and none can be made.
    """
    return OfficialTokens(secret_key(home))
