"""The codes on the doors, and how often masked fields were shown: in the store `doors`, never emptied."""

import time
from collections.abc import Callable
from typing import Final

from data_access.doors.register import MOST_UNCOVERED, Door, Doors
from data_access.doors.tables import MIGRATIONS
from data_access.own_stores import Place, home_of, open_own_store
from data_access.secret_key import derived_key, secret_key

__all__ = ["MOST_UNCOVERED", "Door", "Doors", "open_doors"]

FILE: Final = "doors.sqlite"


def open_doors(place: Place, clock: Callable[[], float] = time.time) -> Doors:
    """The doors of the installation (settings, or a folder); raises StoreError, SettingsError (no usable secret)."""
    engine = open_own_store(place, FILE, MIGRATIONS)
    return Doors(engine, clock, derived_key(secret_key(home_of(place)), "doors"))
