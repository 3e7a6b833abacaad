"""Failures to sign in, counted by the name that was typed: the sixth try within a while is not even looked at.

A name without an account is counted like one that has: being locked out tells nothing of who is known here.
"""

from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from data_access.accounts import tables
from data_access.errors import LockedOutError
from data_access.store.transactions import Transactions, hashed

MOST_TRIES: Final = 5
LOCKED_SECONDS: Final = 900.0
_MOST_NAMES: Final = 20_000


class Attempts(Transactions):
    """Tries of each name; `claim` one before anything is compared, `forgive` them once it was right."""

    def claim(self, name: str, most: int = MOST_TRIES) -> int:
        """Count a try before it is made, so that many at once are no way around; returns how many are left after it.

        Raises LockedOutError when none is left. Tries are forgotten 15 minutes after the last one that was made.
        """
        now, key = self._clock(), hashed(name)
        attempt = tables.attempt
        with self._writing() as connection:
            connection.execute(delete(attempt).where(attempt.c.until <= now))
            row = connection.execute(select(attempt).where(attempt.c.name_hash == key)).mappings().first()
            tries = row["tries"] if row else 0
            if row is None:
                self._make_room(connection)
                connection.execute(insert(attempt), [{"name_hash": key, "tries": 1, "until": now + LOCKED_SECONDS}])
            elif tries < most:
                mine = attempt.c.name_hash == key
                connection.execute(update(attempt).where(mine).values(tries=tries + 1, until=now + LOCKED_SECONDS))
        if row is not None and tries >= most:
            raise LockedOutError("accounts.locked_out", minutes=max(1, round((row["until"] - now) / 60)))
        return most - tries - 1

    def forgive(self, name: str) -> None:
        """Forget the tries of a name."""
        with self._writing() as connection:
            connection.execute(delete(tables.attempt).where(tables.attempt.c.name_hash == hashed(name)))

    def unclaim(self, name: str) -> None:
        """The last try was no failure, but no success either."""
        attempt = tables.attempt
        mine = attempt.c.name_hash == hashed(name)
        with self._writing() as connection:
            connection.execute(update(attempt).where(mine, attempt.c.tries > 0).values(tries=attempt.c.tries - 1))

    def _locked(self, connection: Connection) -> frozenset[str]:
        """Hashes of the names that are locked out."""
        attempt = tables.attempt
        found = select(attempt.c.name_hash).where(attempt.c.tries >= MOST_TRIES, attempt.c.until > self._clock())
        return frozenset(connection.execute(found).scalars())

    @staticmethod
    def _make_room(connection: Connection) -> None:
        """Forget the oldest of very many names, which only guessing makes."""
        attempt = tables.attempt
        if int(connection.execute(select(func.count()).select_from(attempt)).scalar() or 0) >= _MOST_NAMES:
            oldest = select(attempt.c.name_hash).order_by(attempt.c.until).limit(_MOST_NAMES // 10)
            connection.execute(delete(attempt).where(attempt.c.name_hash.in_(oldest)))
