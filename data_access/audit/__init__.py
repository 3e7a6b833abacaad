"""Who saw and did what: an append-only log whose records are chained by keyed hashes; in the store `audit`."""

import time
from collections.abc import Callable
from typing import Final

from data_access.audit.log import LEAST_DAYS, AuditLog, Page
from data_access.audit.records import EVENTS, Record
from data_access.audit.tables import MIGRATIONS
from data_access.audit.verdict import Problem, Verdict
from data_access.own_stores import Place, home_of, open_own_store, stands
from data_access.secret_key import secret_key

__all__ = ["EVENTS", "LEAST_DAYS", "AuditLog", "Page", "Problem", "Record", "Verdict", "audit_stands", "open_audit"]

FILE: Final = "audit.sqlite"
ANCHOR: Final = "audit.head"


def audit_stands(place: Place) -> bool:
    """Whether the installation has a log; makes none. Raises StoreError where that cannot be told."""
    return stands(place, FILE)


def open_audit(place: Place, clock: Callable[[], float] = time.time, *, key: bytes | None = None) -> AuditLog:
    """The audit of the installation, made where there is none.

    place   settings, or a folder
    clock   seconds since 1970
    key     the installation's secret; None = that of `secret_key`
    A machine that comes to the log of others notes at its first look how far it goes. Raises StoreError, SettingsError.
    """
    home = home_of(place)
    engine = open_own_store(place, FILE, MIGRATIONS, synchronous="NORMAL")
    durable = open_own_store(place, FILE, MIGRATIONS, synchronous="FULL")
    log = AuditLog(engine, durable, clock, secret_key(home) if key is None else key, home / ANCHOR)
    log.join()
    return log
