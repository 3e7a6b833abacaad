"""The audit log: one short transaction a record, safe between processes; it is read, verified and cut here alone."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, insert, select

from data_access.audit import tables
from data_access.audit.anchor import write_anchor
from data_access.audit.chain import BEGINNING, LINKED, Chain
from data_access.audit.guards import deleting
from data_access.audit.records import EAGER, EVENTS, Record, told_detail, told_values
from data_access.audit.verdict import Verdict, verdict
from data_access.errors import SettingsError, StoreError
from data_access.store.transactions import Transactions, store_errors

LEAST_DAYS: Final = 180
"""How long a record is kept at the least."""
PAGE_ROWS: Final = 50
_DAY_MS: Final = 86_400_000
_log = logging.getLogger("guatu")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of records, newest first: `page` of `pages`, from 1; `total` records are found."""

    records: tuple[Record, ...]
    total: int
    page: int
    pages: int


class AuditLog(Transactions):
    """The log of one installation. Raises StoreError when the file fails: what cannot be recorded must not be shown."""

    def __init__(
        self, engine: Engine, durable: Engine, clock: Callable[[], float], secret: bytes, anchor: Path
    ) -> None:
        """`durable` is the same file as `engine`, but waits at each record until the disk has it."""
        super().__init__(engine, clock)
        self._durable = durable
        self._chain = Chain(secret)
        self._anchor = anchor
        self._turn = Lock()  # threads wait in line here; at the file they would sleep and miss their turn

    def record(
        self, event: str, *, user: str = "", role: str = "", session: str = "", address: str = "", object: str = "",
        detail: Mapping[str, Any] | None = None, result: str = "ok",
    ) -> int:  # fmt: skip
        """Record one act, with the fields of `Record`; returns its number. ValueError for an unknown event.

        What is frequent (EAGER) is not waited for until the disk has it: a power cut, and no less, may lose the last
        of them, which `verify` then says.
        """
        if event not in EVENTS:
            raise ValueError(f"{event} is no event of the audit")
        values = told_values(
            user=user, role=role, session=session, address=address, object=object, result=result
        )  # fmt: skip
        values |= {"event": event, "detail": told_detail(detail)}
        engine = self._engine if event in EAGER else self._durable
        with self._turn:
            with store_errors(), engine.begin() as connection:
                seq, last = self._append(connection, values)
            self._note_end(seq, last)
        return seq

    def join(self) -> None:
        """Come to a log that other machines write too: note how far it goes, where nothing was noted here yet."""
        if self._engine.dialect.name != "postgresql":
            return
        with self._reading() as connection:
            head = connection.execute(select(tables.head)).mappings().first()
        self._anchor.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if head is None:
            return
        if head["key_id"] != self._chain.key_id:
            _log.warning("the audit was last written under another secret: all machines need the same")
        if not self._anchor.exists():
            self._note_end(head["seq"], head["hash"])

    def verify(self, seen: tuple[int, str] | None = None, earlier: Sequence[bytes] = ()) -> Verdict:
        """Hold the whole log against its chain, its head and its anchor.

        seen     the number and hash of the last record as they were noted elsewhere once: finds a log that was put
                 back as a whole to an older copy of itself, which nothing inside it can tell
        earlier  secrets that were the installation's before the present one
        """
        chains = [self._chain, *map(Chain, earlier)]
        with self._reading() as connection:
            return verdict(connection, chains, self._anchor, seen)

    def search(
        self, user: str = "", event: str = "", object: str = "", since: float | None = None,
        until: float | None = None, page: int = 1, *, failed: bool = False, rows: int = PAGE_ROWS,
    ) -> Page:  # fmt: skip
        """Records of one user, event and object ("" = any), from `since` to before `until` (seconds since 1970).

        `failed`: only what did not go well. A page beyond the last is the last.
        """
        record = tables.record
        wanted = told_values(user=user.casefold(), object=object) | {"event": event}
        chosen: list[Any] = [record.c[name] == value for name, value in wanted.items() if value]
        chosen += [record.c.at >= round(since * 1000)] if since is not None else []
        chosen += [record.c.at < round(until * 1000)] if until is not None else []
        chosen += [record.c.result != "ok"] if failed else []
        with self._reading() as connection:
            total = int(connection.execute(select(func.count()).select_from(record).where(*chosen)).scalar() or 0)
            pages = max(1, -(-total // rows))
            page = min(max(page, 1), pages)
            found = select(record).where(*chosen).order_by(record.c.seq.desc()).limit(rows).offset((page - 1) * rows)
            records = tuple(_record(row) for row in connection.execute(found).mappings())
        return Page(records, total, page, pages)

    def prune(self, days: int) -> int:
        """Delete what is older than `days` (180 or more), leaving a checkpoint with which the rest still verifies.

        Returns how many records were deleted; the deletion is itself recorded. Raises SettingsError for fewer days,
        StoreError for a log that does not verify: what is wrong must be looked at before it is gone.
        """
        if days < LEAST_DAYS:
            raise SettingsError("audit.too_few_days", least=LEAST_DAYS)
        record, checkpoint = tables.record, tables.checkpoint
        with self._writing() as connection:
            if verdict(connection, [self._chain], self._anchor).problems:
                raise StoreError("audit.does_not_hold")
            now = round(self._clock() * 1000)
            kept = select(func.min(record.c.seq)).where(record.c.at >= now - days * _DAY_MS)
            end = select(func.max(record.c.seq))
            first = connection.execute(kept).scalar() or int(connection.execute(end).scalar() or 0)
            gone = connection.execute(select(func.count()).where(record.c.seq < first)).scalar() or 0
            if gone:
                last = connection.execute(select(record.c.hash).where(record.c.seq == first - 1)).scalar_one()
                seal = self._chain.seal("checkpoint", first - 1, last, now)
                row = {"seq": first - 1, "hash": last, "at": now, "key_id": self._chain.key_id, "seal": seal}
                with deleting(connection):
                    connection.execute(record.delete().where(record.c.seq < first))
                connection.execute(insert(checkpoint), [row])
        if gone:
            self.record("audit_pruned", detail={"days": days, "records": gone})
        return int(gone)

    def _append(self, connection: Connection, values: Mapping[str, str]) -> tuple[int, str]:
        record, head, chain = tables.record, tables.head, self._chain
        before = connection.execute(select(head)).mappings().first()
        seq, previous = (before["seq"] + 1, before["hash"]) if before else (1, BEGINNING)
        row: dict[str, Any] = dict(values) | {"seq": seq, "at": round(self._clock() * 1000), "key_id": chain.key_id}
        last = chain.link(previous, [row[name] for name in LINKED])
        connection.execute(insert(record), [row | {"previous": previous, "hash": last}])
        since = before["since"] if before and before["key_id"] == chain.key_id else seq
        note = {"seq": seq, "hash": last, "since": since, "key_id": chain.key_id}
        note |= {"one": 1, "seal": chain.seal("head", seq, last, since)}
        connection.execute(head.delete())
        connection.execute(insert(head), [note])
        return seq, last

    def _note_end(self, seq: int, last: str) -> None:
        try:
            write_anchor(self._anchor, self._chain, seq, last)
        except OSError as error:
            raise StoreError("own_store.unusable", path=str(self._anchor)) from error


def _record(row: Mapping[Any, Any]) -> Record:
    values = {name: row[name] for name in ("seq", "user", "role", "session", "address", "event", "object", "result")}
    return Record(at=row["at"] / 1000, detail=json.loads(row["detail"]), **values)
