"""Who may drive a wall: the code that it shows, the tokens that the code was exchanged for, and their leases."""

import hmac
import secrets
from typing import Any, Final, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from data_access.errors import CodeGoneError, CodeWrongError, NotPairedError, TooSoonError, UnknownWallError
from data_access.store import tables
from data_access.store.transactions import WatchedTransactions, hashed

CODE_SECONDS: Final = 90.0
MOST_TRIES: Final = 5
WAIT_AFTER_GUESSING: Final = 60.0
WAIT_BETWEEN_CODES: Final = 2.0
PAIRED_SECONDS: Final = 12 * 3600.0

Right = Literal["remote", "screen"]


class Pairings(WatchedTransactions):
    """Codes and tokens; a token stands in the store as its hash. Raises StoreError when the file fails."""

    def ask_code(self, name: str) -> None:
        """Have the wall show a code; one that it shows already stays. Raises UnknownWallError, TooSoonError."""
        now = self._clock()
        code = tables.code
        with self._writing() as connection:
            self._connected(connection, name, now)
            row = connection.execute(select(code).where(code.c.name == name)).mappings().first()
            if row is not None:
                if row["digits"] is not None and row["until"] > now:
                    return
                if row["not_before"] > now:
                    raise TooSoonError("live.too_soon", seconds=_whole_seconds(row["not_before"] - now))
            fresh = {
                "digits": f"{secrets.randbelow(10**6):06d}",
                "until": now + CODE_SECONDS,
                "tries": 0,
                "not_before": now + WAIT_BETWEEN_CODES,
            }
            connection.execute(delete(code).where(code.c.name == name))
            connection.execute(insert(code), [fresh | {"name": name}])

    def pair(self, name: str, digits: str) -> str:
        """Exchange the code on the wall for a token; raises CodeWrongError, CodeGoneError.

        The fifth wrong try makes the code void, and the wall shows no other for a minute.
        """
        now = self._clock()
        code = tables.code
        wrong: CodeWrongError | None = None
        with self._writing() as connection:
            row = connection.execute(select(code).where(code.c.name == name)).mappings().first()
            if row is None or row["digits"] is None or row["until"] <= now:
                raise CodeGoneError("live.code_gone")
            if hmac.compare_digest(row["digits"].encode(), digits.encode()):
                token = secrets.token_urlsafe(32)
                connection.execute(update(code).where(code.c.name == name).values(digits=None))
                entry = {"token_hash": hashed(token), "name": name, "until": now + PAIRED_SECONDS}
                connection.execute(insert(tables.pairing), [entry])
                return token
            left = MOST_TRIES - row["tries"] - 1
            values: dict[str, Any] = {"tries": row["tries"] + 1}
            if left <= 0:
                values |= {"digits": None, "not_before": now + WAIT_AFTER_GUESSING}
            connection.execute(update(code).where(code.c.name == name).values(**values))
            wrong = CodeWrongError("live.code_wrong", left=max(left, 0))
        raise wrong

    def unpair(self, name: str, token: str) -> None:
        """Give a pairing back; raises NotPairedError when it is none."""
        self.right(name, token, "remote")
        with self._writing() as connection:
            connection.execute(delete(tables.pairing).where(tables.pairing.c.token_hash == hashed(token)))

    def revoke(self, name: str) -> int:
        """End all pairings of a wall; returns how many there were."""
        with self._writing() as connection:
            done = connection.execute(delete(tables.pairing).where(tables.pairing.c.name == name))
            connection.execute(update(tables.code).where(tables.code.c.name == name).values(digits=None))
            return int(done.rowcount)

    def pairings(self) -> dict[str, int]:
        """How many remotes are paired with each wall."""
        pairing = tables.pairing
        counted = select(pairing.c.name, func.count()).where(pairing.c.until > self._clock()).group_by(pairing.c.name)
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(counted)}

    def right(self, name: str, token: str, *wanted: Right) -> Right:
        """With which of the rights `wanted` the token may speak for the wall; a remote's lease begins anew.

        Raises NotPairedError when with none.
        """
        now, digest = self._clock(), hashed(token)
        with self._reading() as connection:
            until = self._lease(connection, "remote", name, digest, now)
            if until is None or "remote" not in wanted:
                if "screen" in wanted and self._lease(connection, "screen", name, digest, now) is not None:
                    return "screen"
                raise NotPairedError("live.not_paired")
        if until - now < PAIRED_SECONDS - 600:  # once in ten minutes is often enough
            with self._writing() as connection:
                pairing = tables.pairing
                mine = pairing.c.token_hash == digest
                connection.execute(update(pairing).where(mine).values(until=now + PAIRED_SECONDS))
        return "remote"

    def is_remote(self, token: str) -> bool:
        """Whether the token is paired with any wall."""
        pairing = tables.pairing
        mine = select(pairing.c.name).where(pairing.c.token_hash == hashed(token), pairing.c.until > self._clock())
        with self._reading() as connection:
            return connection.execute(mine).first() is not None

    def _connected(self, connection: Connection, name: str, now: float) -> None:
        screen = tables.screen
        if (
            connection.execute(select(screen.c.name).where(screen.c.name == name, screen.c.until >= now)).first()
            is None
        ):
            raise UnknownWallError("live.no_wall", name=name)

    @staticmethod
    def _lease(connection: Connection, right: Right, name: str, digest: str, now: float) -> float | None:
        table = tables.pairing if right == "remote" else tables.screen
        mine = select(table.c.until).where(table.c.token_hash == digest, table.c.name == name, table.c.until > now)
        until = connection.execute(mine).scalar()
        return None if until is None else float(until)


def _whole_seconds(seconds: float) -> int:
    return max(1, int(seconds + 0.999))
