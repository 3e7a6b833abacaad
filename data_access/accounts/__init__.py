"""Who may sign in, and as what: users, their sessions, and the walls' own screens; in the store `accounts`."""

import time
from collections.abc import Callable
from typing import Final

from data_access.accounts.kiosks import Kiosks
from data_access.accounts.records import Kiosk, Person, Session, User
from data_access.accounts.sessions import IDLE_SECONDS
from data_access.accounts.tables import MIGRATIONS
from data_access.own_stores import Place, home_of, open_own_store, stands
from data_access.secret_key import secret_key

__all__ = ["Accounts", "Kiosk", "Person", "Session", "User", "accounts_stand", "open_accounts"]

FILE: Final = "accounts.sqlite"


class Accounts(Kiosks):
    """The accounts of one installation; every method is one or two short transactions, safe between processes.

    Raises StoreError when the file fails. Its parts: users, two_step, sessions, signing_in, kiosks, attempts.
    """


def accounts_stand(place: Place) -> bool:
    """Whether the installation has accounts; makes none. Raises StoreError where that cannot be told."""
    return stands(place, FILE)


def open_accounts(
    place: Place,
    clock: Callable[[], float] = time.time,
    *,
    idle_seconds: float = IDLE_SECONDS,
    key: bytes | None = None,
) -> Accounts:
    """The accounts of the installation, made where there are none.

    place         settings, or a folder
    clock         seconds since 1970
    idle_seconds  how long a session lives without a request
    key           the installation's secret; None = that of `secret_key`
    Raises StoreError, SettingsError.
    """
    engine = open_own_store(place, FILE, MIGRATIONS)
    return Accounts(engine, clock, secret_key(home_of(place)) if key is None else key, idle_seconds)
