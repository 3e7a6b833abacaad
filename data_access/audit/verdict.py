"""Whether the audit is whole: every record is hashed anew, and the end is held against the head and the anchor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any, Final

from sqlalchemy import Connection, select

from data_access.audit import tables
from data_access.audit.anchor import Anchor, read_anchor
from data_access.audit.chain import BEGINNING, LINKED, Chain, same
from data_access.audit.guards import guards_stand

MOST_PROBLEMS: Final = 20
_TRIES: Final = 3
_WAIT_S: Final = 0.01

Note = tuple[int, str]
"""The number and the hash of a record."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written.

    kind   "changed": the record is not what it was; "missing": records before this one are gone; "moved": it does not
           follow the one before it; "cut_off": the log went on to this record once; "added": it was not written by the
           product; "head", "anchor", "checkpoint": that note is gone or forged; "guards": the database would let
           records be changed
    seq    at which record
    """

    kind: str
    seq: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `AuditLog.verify` found.

    records     how many stand there; `first` and `last` their numbers, `last_hash` to be noted elsewhere
    unverified  how many of them say that they were written under a secret that is not known: an earlier one has to be
                named, or they are forged
    problems    the first 20
    """

    records: int
    first: int
    last: int
    last_hash: str
    unverified: int
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        """Whether every record is proven to be what it was."""
        return not self.problems and not self.unverified


def verdict(connection: Connection, chains: Sequence[Chain], anchor: Path, seen: Note | None = None) -> Verdict:
    """Verify in one consistent read; `chains`: of the present secret, then of earlier ones."""
    return _Reading(connection, chains).run(_noted(anchor, chains), seen)


def _noted(anchor: Path, chains: Sequence[Chain]) -> Anchor | None:
    """The anchor, read before anything else, so that it is not ahead of what is read then.

    Asked again where it makes no sense: at this moment another process may be writing it.
    """
    noted = read_anchor(anchor)
    for _ in range(_TRIES):
        if noted is not None and any(chain.key_id == noted.key_id and noted.is_sealed(chain) for chain in chains):
            break
        sleep(_WAIT_S)
        noted = read_anchor(anchor)
    return noted


class _Reading:
    def __init__(self, connection: Connection, chains: Sequence[Chain]) -> None:
        self._connection = connection
        self._present = chains[0].key_id
        self._chains = {chain.key_id: chain for chain in chains}
        self._problems: list[Problem] = []
        self._unverified = 0

    def run(self, noted: Anchor | None, seen: Note | None) -> Verdict:
        head = self._connection.execute(select(tables.head)).mappings().first()
        point = tables.checkpoint
        newest = select(point).order_by(point.c.seq.desc()).limit(1)
        cut = self._connection.execute(newest).mappings().first()
        begin: Note = (cut["seq"], cut["hash"]) if cut else (0, BEGINNING)
        wanted = {note[0] for note in ((noted.seq, "") if noted else None, seen) if note}
        met, count = self._walk(begin, head, wanted)
        end = max(met.items())
        if cut is not None:
            self._hold_seal("checkpoint", cut, cut["seq"], cut["hash"], cut["at"])
        self._hold_head(head, end)
        self._hold_anchor(noted, met, end)
        if seen is not None and seen[0] >= begin[0]:
            self._hold_note(seen, met, end)
        self._hold_guards()
        return Verdict(count, begin[0] + 1, *end, self._unverified, tuple(self._problems[:MOST_PROBLEMS]))

    def _walk(self, begin: Note, head: Mapping[Any, Any] | None, wanted: set[int]) -> tuple[dict[int, str], int]:
        """Hash every record anew; returns the hashes of the wanted ones, the first and last, and how many it were."""
        met, count, (seq, previous) = dict([begin]), 0, begin
        columns = [tables.record.c[name] for name in (*LINKED, "previous", "hash")]
        rows = select(*columns).order_by(tables.record.c.seq).execution_options(yield_per=2000)
        since = head["since"] if head is not None and head["key_id"] == self._present else None
        for row in self._connection.execute(rows):
            *values, before, own = row
            chain = self._chains.get(values[-1])
            if values[0] != seq + 1:
                self._say("missing", values[0])
            elif not same(before, previous):
                self._say("moved", values[0])
            if chain is None and since is not None and values[0] >= since:
                self._say("changed", values[0])
            elif chain is None:
                self._unverified += 1
            elif not same(chain.link(before, values), own):
                self._say("changed", values[0])
            seq, previous, count = values[0], own, count + 1
            if seq in wanted:
                met[seq] = own
        met[seq] = previous
        return met, count

    def _hold_seal(self, kind: str, note: Mapping[Any, Any], *values: str | int) -> None:
        """A seal under a key that nobody knows is believed only where such records stand beside it."""
        chain = self._chains.get(note["key_id"])
        forged = not self._unverified if chain is None else not same(chain.seal(kind, *values), note["seal"])
        if forged:
            self._say(kind, note["seq"])

    def _hold_head(self, head: Mapping[Any, Any] | None, end: Note) -> None:
        if head is None:
            if end[0]:
                self._say("head", end[0])
            return
        self._hold_seal("head", head, head["seq"], head["hash"], head["since"])
        self._hold_note((head["seq"], head["hash"]), {end[0]: end[1]}, end)
        if head["seq"] < end[0]:
            self._say("added", head["seq"] + 1)

    def _hold_anchor(self, noted: Anchor | None, met: Mapping[int, str], end: Note) -> None:
        if noted is None:
            if end[0]:
                self._say("anchor", end[0])
            return
        values = {"key_id": noted.key_id, "seal": noted.seal, "seq": noted.seq}
        self._hold_seal("anchor", values, noted.seq, noted.hash)
        self._hold_note((noted.seq, noted.hash), met, end)

    def _hold_note(self, note: Note, met: Mapping[int, str], end: Note) -> None:
        """Hold a record against what was noted of it."""
        if note[0] > end[0]:
            self._say("cut_off", note[0])
        elif note[0] in met and not same(met[note[0]], note[1]):
            self._say("changed", note[0])

    def _hold_guards(self) -> None:
        if not guards_stand(self._connection):
            self._say("guards", 0)

    def _say(self, kind: str, seq: int) -> None:
        self._problems.append(Problem(kind, seq))
