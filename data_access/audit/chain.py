"""The chain of the audit: each record carries a keyed hash over itself and the hash before it.

Who has the file but not the installation's secret cannot change, drop, add or reorder a record so that the chain holds.
"""

import hmac
import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from data_access.secret_key import derived_key

BEGINNING: Final = "0" * 64
"""What stands before the first record."""

LINKED: Final = ("seq", "at", "user", "role", "session", "address", "event", "object", "detail", "result", "key_id")
"""The columns of a record that its hash is over, in this order; `detail` as the text that is stored."""


class Chain:
    """Hashes under one key; `key_id` tells keys apart and tells nothing of the key."""

    def __init__(self, secret: bytes) -> None:
        self._key = derived_key(secret, "audit chain")
        self.key_id: Final = hmac.digest(self._key, b"key id", sha256).hex()[:16]

    def link(self, previous: str, values: Sequence[Any]) -> str:
        """The hash of the record whose LINKED columns are `values`, after the one whose hash is `previous`."""
        return self._mac(["record", previous, *values])

    def seal(self, kind: str, *values: str | int) -> str:
        """A keyed hash over a note about the chain: where it ends, where it was cut."""
        return self._mac([kind, self.key_id, *values])

    def _mac(self, values: list[Any]) -> str:
        told = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
        return hmac.digest(self._key, told.encode(), sha256).hex()


def same(one: str, other: str) -> bool:
    """Whether two hashes are the same."""
    return hmac.compare_digest(one.encode(), other.encode())
