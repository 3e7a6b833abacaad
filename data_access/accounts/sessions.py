"""Sessions: who is signed in; a token stands in the store as its hash, and rights are read anew every time."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, insert, select, update

from data_access.accounts import tables
from data_access.accounts.records import Session
from data_access.accounts.two_step import TwoStep
from data_access.accounts.users import storable
from data_access.scope import Role, Scope
from data_access.store.transactions import hashed

IDLE_SECONDS: Final = 1800.0
LONGEST_SECONDS: Final = 12 * 3600.0
_LONGEST_TOKEN: Final = 100
_NOTED_SECONDS: Final = 30.0
"""How often it is written down that a session is in use."""


class Sessions(TwoStep):
    """Sessions of users; `idle_seconds` without a request end one, twelve hours end it in any case."""

    def __init__(self, engine: Engine, clock: Callable[[], float], key: bytes, idle_seconds: float) -> None:
        super().__init__(engine, clock, key)
        self._idle = idle_seconds

    def session(self, token: str, *, active: bool = True) -> Session | None:
        """Whose token this is, with the rights that the account has now; None where it is nobody's, or not any more.

        With `active` False this is no use of the session: an open page that asks by itself does not keep it alive.
        """
        if not is_token(token):
            return None
        now, session, user = self._clock(), tables.session, tables.user
        mine = session.c.token_hash == hashed(token)
        with self._reading() as connection:
            row = connection.execute(self._found().where(mine, user.c.is_enabled)).mappings().first()
        if row is None or not self._is_open(row, now):
            return None
        if active and now - row["last_seen"] >= _NOTED_SECONDS:
            with self._writing() as connection:
                connection.execute(update(session).where(mine).values(last_seen=now))
        return _session(row, last_seen=now if active else None)

    def sessions(self) -> list[Session]:
        """All that are open, the one used last first; forgets those that have ended."""
        now, session = self._clock(), tables.session
        with self._writing() as connection:
            connection.execute(delete(session).where(self._has_ended(now)))
            found = connection.execute(self._found().order_by(session.c.last_seen.desc(), session.c.id)).mappings()
            return [_session(row) for row in found]

    def end(self, token: str) -> None:
        """Sign out; nothing happens where the token is nobody's."""
        with self._writing() as connection:
            connection.execute(delete(tables.session).where(tables.session.c.token_hash == hashed(storable(token))))

    def end_session(self, session_id: str) -> bool:
        """End the session of this id, as an administrator does; says whether there was one."""
        mine = tables.session.c.id == storable(session_id)
        with self._writing() as connection:
            return bool(connection.execute(delete(tables.session).where(mine)).rowcount)

    def end_all(self, name: str) -> int:
        """End all sessions of a user; returns how many there were. Raises UnknownUserError."""
        with self._writing() as connection:
            return self._end_sessions(connection, self._row(connection, name)["name"])

    def _begin(self, connection: Connection, row: Mapping[Any, Any], address: str) -> Session:
        """A new session of the user of `row`."""
        now, token = self._clock(), secrets.token_urlsafe(32)
        entry = {
            "id": secrets.token_hex(6), "token_hash": hashed(token), "user": row["name"], "address": address[:60],
            "started": now, "last_seen": now,
        }  # fmt: skip
        connection.execute(delete(tables.session).where(self._has_ended(now)))
        connection.execute(insert(tables.session), [entry])
        self._set(connection, row["name"], {"last_sign_in": now})
        return _session(dict(row) | entry, token=token)

    @staticmethod
    def _found() -> Any:
        session, user = tables.session, tables.user
        told = (user.c.name, user.c.role, user.c.region_code, user.c.shown_name, user.c.provider, user.c.must_change)
        return select(session, *told).join(user, user.c.name == session.c.user)

    def _has_ended(self, now: float) -> Any:
        session = tables.session
        return (session.c.last_seen <= now - self._idle) | (session.c.started <= now - LONGEST_SECONDS)

    def _is_open(self, row: Mapping[Any, Any], now: float) -> bool:
        return bool(now - row["last_seen"] < self._idle and now - row["started"] < LONGEST_SECONDS)


def is_token(token: str) -> bool:
    """Whether it is worth looking up what a browser sent."""
    return 0 < len(token) <= _LONGEST_TOKEN and token.isascii()


def _session(row: Mapping[Any, Any], token: str = "", last_seen: float | None = None) -> Session:
    return Session(
        id=row["id"], scope=Scope(Role(row["role"]), row["region_code"], row["name"]), shown_name=row["shown_name"],
        started=row["started"], last_seen=row["last_seen"] if last_seen is None else last_seen, address=row["address"],
        provider=row["provider"], must_change=bool(row["must_change"]), token=token,
    )  # fmt: skip
