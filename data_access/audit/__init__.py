"""Who saw and did what: an append-only log whose records are chained by keyed hashes; in `audit.sqlite` under home."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from data_access.audit.log import LEAST_DAYS, AuditLog, Page
from data_access.audit.records import EVENTS, Record
from data_access.audit.tables import MIGRATIONS
from data_access.audit.verdict import Problem, Verdict
from data_access.own_stores import open_own_store
from data_access.secret_key import secret_key

__all__ = ["EVENTS", "LEAST_DAYS", "AuditLog", "Page", "Problem", "Record", "Verdict", "audit_path", "open_audit"]

FILE: Final = "audit.sqlite"
ANCHOR: Final = "audit.head"


def audit_path(home: Path) -> Path:
    """Where the audit of the installation under `home` stands."""
    return home / FILE


def open_audit(home: Path, clock: Callable[[], float] = time.time, *, key: bytes | None = None) -> AuditLog:
    """The audit under `home`, made (mode 0600) where there is none.

    clock   seconds since 1970
    key     the installation's secret; None = `secret_key(home)`
    Raises StoreError, SettingsError.
    """
    engine = open_own_store(audit_path(home), MIGRATIONS, synchronous="NORMAL")
    durable = open_own_store(audit_path(home), MIGRATIONS, synchronous="FULL")
    return AuditLog(engine, durable, clock, secret_key(home) if key is None else key, home / ANCHOR)
