"""Opaque household tokens for the URL and the QR code: the key of a household never leaves data_access.

A token is an HMAC of the key under this installation's secret. It is resolved within one village by computing the
tokens of that village's households, so there is no store to leak; replacing the secret revokes all tokens at once.
"""

import base64
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from data_access.secret_key import secret_key

TOKEN_LENGTH: Final = 20
_SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class HouseholdTokens:
    """Makes and resolves the tokens of one installation; `secret` is never shown."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < _SECRET_BYTES:
            raise ValueError("the secret is too short")

    def token(self, household_id: str) -> str:
        """The household's token: 20 characters of A-Z a-z 0-9 - _."""
        digest = hmac.digest(self.secret, b"household:" + household_id.encode(), sha256)
        return base64.urlsafe_b64encode(digest[:15]).decode()

    def household_id(self, token: str, household_ids: Iterable[str]) -> str | None:
        """The one of `household_ids` that `token` stands for; None when it is none of them."""
        if len(token) != TOKEN_LENGTH or not token.isascii():
            return None
        found = None
        for household_id in household_ids:  # every one is compared: the time taken tells nothing
            if hmac.compare_digest(self.token(household_id), token):
                found = household_id
        return found


@lru_cache(maxsize=8)
def household_tokens(home: Path) -> HouseholdTokens:
    """The tokens of the installation whose own files are under `home`.

    Raises SettingsError when there is no secret and none can be made.
    """
    return HouseholdTokens(secret_key(home))
