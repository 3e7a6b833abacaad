"""The anchor: beside the database a small file that says how far the log went, so that its end cannot be cut off.

It is written after each record, over itself and without a rename, so it may lag behind by what a power cut took; it is
never ahead of an honest log.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data_access.audit.chain import Chain, same

_BYTES: Final = 320


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last record that was noted, and the key under which it was."""

    seq: int
    hash: str
    key_id: str
    seal: str

    def is_sealed(self, chain: Chain) -> bool:
        """Whether its seal is one of `chain`."""
        return same(self.seal, chain.seal("anchor", self.seq, self.hash))


def write_anchor(path: Path, chain: Chain, seq: int, last: str) -> None:
    """Note that the log goes as far as `seq`; raises OSError."""
    told = {"seq": seq, "hash": last, "key_id": chain.key_id, "seal": chain.seal("anchor", seq, last)}
    line = json.dumps(told).encode().ljust(_BYTES - 1) + b"\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


def read_anchor(path: Path) -> Anchor | None:
    """What was noted; None where there is no such file, or nothing that can be read."""
    try:
        told = json.loads(path.read_text(encoding="ascii"))
        return Anchor(int(told["seq"]), str(told["hash"]), str(told["key_id"]), str(told["seal"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
