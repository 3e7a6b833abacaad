"""The codes on the doors, and how often masked fields were shown: in `doors.sqlite` under home, 0600, never emptied."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from data_access.doors.register import MOST_UNCOVERED, Door, Doors
from data_access.doors.tables import MIGRATIONS
from data_access.own_stores import open_own_store
from data_access.secret_key import derived_key, secret_key

__all__ = ["MOST_UNCOVERED", "Door", "Doors", "open_doors"]

FILE: Final = "doors.sqlite"


def open_doors(home: Path, clock: Callable[[], float] = time.time) -> Doors:
    """The doors of the installation under `home`; raises StoreError, SettingsError (no usable secret)."""
    engine = open_own_store(home / FILE, MIGRATIONS)
    return Doors(engine, clock, derived_key(secret_key(home), "doors"))
