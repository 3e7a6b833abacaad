"""Which code stands on which door, until when; and the count of masked fields that a user had shown."""

import base64
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from data_access.doors.tables import door, uncovering
from data_access.errors import TooOftenError, UnknownHouseholdError
from data_access.store.transactions import Transactions, hashed

CODE_LENGTH: Final = 24
VALID_DAYS: Final = 3 * 366
"""A code that was printed this long ago opens nothing any more: the card is printed anew with the year's."""

MOST_UNCOVERED: Final = 20
_HOUR_MS: Final = 3_600_000
_DAY_MS: Final = 86_400_000
_MOST_AT_ONCE: Final = 400


@dataclass(frozen=True, slots=True)
class Door:
    """What a valid code stands for: the household's token, and its village when the code was made."""

    household: str
    village: str


class Doors(Transactions):
    """The codes and counts of one installation; raises StoreError when the file fails."""

    def __init__(self, engine: Engine, clock: Callable[[], float], key: bytes) -> None:
        super().__init__(engine, clock)
        self._key = key

    def codes(self, village: str, households: Iterable[str]) -> dict[str, str]:
        """The code of each household token, made where there is none or where it will end within half its time."""
        wanted = list(dict.fromkeys(households))
        with self._reading() as connection:
            known = _known(connection, wanted)
        if any(self._is_old(known.get(household)) for household in wanted):
            with self._writing() as connection:  # another process may have made some meanwhile
                known = self._made(connection, village, wanted)
        return {household: self._code(household, known[household][0]) for household in wanted}

    def at(self, code: str) -> Door:
        """What `code` stands for; raises UnknownHouseholdError for one that is unknown, revoked or over."""
        if len(code) == CODE_LENGTH and code.isascii():
            asked = select(door).where(door.c.code_hash == hashed(code), door.c.ends_at > self._now())
            with self._reading() as connection:
                row = connection.execute(asked).mappings().first()
            if row is not None and hmac.compare_digest(self._code(row["household"], row["version"]), code):
                return Door(row["household"], row["village"])
        raise UnknownHouseholdError("door.unknown")

    def revoke(self, household: str) -> None:
        """Let the code on this household's door open nothing any more; the next one that is made differs."""
        with self._writing() as connection:
            known = _known(connection, [household])
            if household in known:
                version = known[household][0] + 1
                row = {"version": version, "code_hash": hashed(self._code(household, version)), "ends_at": 0}
                connection.execute(update(door).where(door.c.household == household).values(**row))

    def count_uncovering(self, user: str) -> int:
        """Count one field that `user` is about to be shown; returns how many that makes within the hour.

        Raises TooOftenError where MOST_UNCOVERED were shown already: it is counted before it is shown, so that two
        requests at once cannot both be the last one.
        """
        now = self._now()
        mine = uncovering.c.user == user
        with self._writing() as connection:
            connection.execute(delete(uncovering).where(uncovering.c.at <= now - _HOUR_MS))
            told = connection.execute(select(func.count(), func.min(uncovering.c.at)).where(mine)).one()
            count, first = int(told[0]), int(told[1] or now)
            if count < MOST_UNCOVERED:
                connection.execute(insert(uncovering), [{"user": user, "at": now}])
                return count + 1
        minutes = max(1, -(-(first + _HOUR_MS - now) // 60_000))
        raise TooOftenError("uncover.too_often", limit=MOST_UNCOVERED, minutes=minutes)

    def _is_old(self, known: tuple[int, int] | None) -> bool:
        return known is None or known[1] - self._now() < VALID_DAYS * _DAY_MS // 2

    def _made(self, connection: Connection, village: str, wanted: list[str]) -> dict[str, tuple[int, int]]:
        """Version and end of each code, those made anew that need it."""
        known, now = _known(connection, wanted), self._now()
        ends_at = now + VALID_DAYS * _DAY_MS
        for household in wanted:
            version, before = known.get(household, (1, 0))
            if not self._is_old(known.get(household)):
                continue
            version += 0 < before <= now
            row = {
                "household": household, "village": village, "version": version,
                "code_hash": hashed(self._code(household, version)), "made_at": now, "ends_at": ends_at,
            }  # fmt: skip
            connection.execute(delete(door).where(door.c.household == household))
            connection.execute(insert(door), [row])
            known[household] = (version, ends_at)
        return known

    def _now(self) -> int:
        return round(self._clock() * 1000)

    def _code(self, household: str, version: int) -> str:
        digest = hmac.digest(self._key, f"{version}:{household}".encode(), sha256)
        return base64.urlsafe_b64encode(digest[:18]).decode()


def _known(connection: Connection, households: list[str]) -> dict[str, tuple[int, int]]:
    """Version and end of the codes that there are."""
    found: dict[str, tuple[int, int]] = {}
    for start in range(0, len(households), _MOST_AT_ONCE):
        some = households[start : start + _MOST_AT_ONCE]
        asked = select(door.c.household, door.c.version, door.c.ends_at).where(door.c.household.in_(some))
        found |= {str(row[0]): (int(row[1]), int(row[2])) for row in connection.execute(asked)}
    return found
