"""Who may sign in, and as what: users, their sessions, and the walls' own screens; in `accounts.sqlite` under home."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from data_access.accounts.kiosks import Kiosks
from data_access.accounts.records import Kiosk, Person, Session, User
from data_access.accounts.sessions import IDLE_SECONDS
from data_access.accounts.tables import MIGRATIONS
from data_access.own_stores import open_own_store
from data_access.secret_key import secret_key

__all__ = ["Accounts", "Kiosk", "Person", "Session", "User", "accounts_path", "open_accounts"]

FILE: Final = "accounts.sqlite"


class Accounts(Kiosks):
    """The accounts of one installation; every method is one or two short transactions, safe between processes.

    Raises StoreError when the file fails. Its parts: users, two_step, sessions, signing_in, kiosks, attempts.
    """


def accounts_path(home: Path) -> Path:
    """Where the accounts of the installation under `home` stand."""
    return home / FILE


def open_accounts(
    home: Path, clock: Callable[[], float] = time.time, *, idle_seconds: float = IDLE_SECONDS, key: bytes | None = None
) -> Accounts:
    """The accounts under `home`, made (mode 0600) where there are none.

    clock         seconds since 1970
    idle_seconds  how long a session lives without a request
    key           the installation's secret; None = `secret_key(home)`
    Raises StoreError, SettingsError.
    """
    engine = open_own_store(accounts_path(home), MIGRATIONS)
    return Accounts(engine, clock, secret_key(home) if key is None else key, idle_seconds)
