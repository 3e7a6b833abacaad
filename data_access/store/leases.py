"""What only one process may do at a time: it holds a lease, says so again and again, and loses it by silence."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import delete, insert, select, update

from data_access.errors import StoreError
from data_access.store.tables import lease
from data_access.store.transactions import WatchedTransactions

LEASE_SECONDS: Final = 30.0
"""A holder that says nothing for so long is taken for dead, as after kill -9 or a power cut."""

BUILDING: Final = "release"
log = logging.getLogger("guatu")


class Held:
    """A lease while it is held; `is_lost` once another process may have taken it."""

    def __init__(self) -> None:
        self.is_lost = False


class Leases(WatchedTransactions):
    """Leases by name. Clocks of machines that share them may differ by less than the lease lasts."""

    def take(self, name: str, holder: str, seconds: float = LEASE_SECONDS) -> bool:
        """Take the lease, or say again that one holds it; False where another process does."""
        now = self._clock()
        with self._writing() as connection:
            row = connection.execute(select(lease).where(lease.c.name == name)).mappings().first()
            if row is not None and row["holder"] != holder and row["until"] > now:
                return False
            values = {"holder": holder, "until": now + seconds}
            if row is None:
                connection.execute(insert(lease), [{"name": name, **values}])
            else:
                connection.execute(update(lease).where(lease.c.name == name).values(**values))
        return True

    def give_up(self, name: str, holder: str) -> None:
        """Let others have it."""
        with self._writing() as connection:
            connection.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))

    def holder(self, name: str) -> str | None:
        """Which process holds it now: its machine and number; None where nobody does."""
        with self._reading() as connection:
            row = connection.execute(select(lease).where(lease.c.name == name)).mappings().first()
        return str(row["holder"]) if row is not None and row["until"] > self._clock() else None

    @contextmanager
    def held(self, name: str, seconds: float = LEASE_SECONDS) -> Iterator[Held | None]:
        """Hold the lease for as long as the block lasts; None where another process holds it."""
        me = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        if not self.take(name, me, seconds):
            yield None
            return
        held, ended = Held(), threading.Event()
        beating = threading.Thread(
            target=self._beat, args=(name, me, seconds, held, ended), name=f"lease {name}", daemon=True
        )
        beating.start()
        try:
            yield held
        finally:
            ended.set()
            beating.join(seconds)
            try:
                self.give_up(name, me)
            except StoreError as error:  # it ends by itself
                log.warning("lease not given up: %s", error.key)

    def _beat(self, name: str, me: str, seconds: float, held: Held, ended: threading.Event) -> None:
        missed = 0
        while not ended.wait(seconds / 4):
            try:
                held.is_lost = not self.take(name, me, seconds)
                missed = 0
            except StoreError:
                missed += 1
                held.is_lost = missed >= 4
            if held.is_lost:
                return
