"""Filters of the household list that a user keeps under a name, in the store `saved`; never a household."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, Float, MetaData, String, Table, delete, func, insert, select

from data_access.errors import ForbiddenError
from data_access.own_stores import Migration, Place, open_own_store
from data_access.store.transactions import Transactions

FILE: Final = "saved.sqlite"
MOST: Final = 50
"""So many filters a user may keep."""

LONGEST_NAME: Final = 40
LONGEST_SEARCH: Final = 2000

metadata: Final = MetaData()
_saved: Final = Table(
    "saved_filter",
    metadata,
    Column("user", String(200), primary_key=True),
    Column("name", String(LONGEST_NAME), primary_key=True),
    Column("search", String(LONGEST_SEARCH), nullable=False),
    Column("saved_at", Float, nullable=False),
)


def _first(connection: Connection) -> None:
    metadata.create_all(connection)


MIGRATIONS: Final[tuple[Migration, ...]] = (_first,)


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A query string of the list under its name."""

    name: str
    search: str


class SavedFilters(Transactions):
    """The kept filters, each its user's own; raises StoreError where the file fails."""

    def of(self, user: str) -> tuple[SavedFilter, ...]:
        """The filters of one user by name."""
        statement = select(_saved.c.name, _saved.c.search).where(_saved.c.user == user).order_by(_saved.c.name)
        with self._reading() as connection:
            return tuple(SavedFilter(name, search) for name, search in connection.execute(statement))

    def keep(self, user: str, name: str, search: str) -> None:
        """Keep a filter; one of the same name is replaced. Raises ForbiddenError for more than fifty, ValueError."""
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME or len(search) > LONGEST_SEARCH:
            raise ValueError("name or search of no use")
        with self._writing() as connection:
            connection.execute(delete(_saved).where(_saved.c.user == user, _saved.c.name == name))
            count = connection.execute(select(func.count()).where(_saved.c.user == user)).scalar_one()
            if count >= MOST:
                raise ForbiddenError("households.saved_most", most=MOST)
            row = {"user": user, "name": name, "search": search, "saved_at": self._clock()}
            connection.execute(insert(_saved), [row])

    def drop(self, user: str, name: str) -> None:
        """Forget a filter of this user."""
        with self._writing() as connection:
            connection.execute(delete(_saved).where(_saved.c.user == user, _saved.c.name == name))


def open_saved_filters(place: Place, clock: Callable[[], float] = time.time) -> SavedFilters:
    """The store of the installation (settings, or a folder), made where there is none; raises StoreError."""
    return SavedFilters(open_own_store(place, FILE, MIGRATIONS, synchronous="NORMAL"), clock)
