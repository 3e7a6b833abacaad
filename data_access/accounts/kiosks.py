"""Kiosks: a wall's own screen, enrolled once with a code and bound to its device; masked and read-only."""

import hmac
import secrets
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from data_access.accounts import tables
from data_access.accounts.passwords import enrolment_code, plain_code
from data_access.accounts.records import Kiosk, Session
from data_access.accounts.sessions import is_token
from data_access.accounts.signing_in import SignIns
from data_access.accounts.users import checked_region, storable, user_name
from data_access.errors import AccountError, UnknownUserError, WrongPasswordError
from data_access.scope import Role, Scope
from data_access.store.transactions import hashed

CODE_SECONDS: Final = 900.0
MOST_GUESSES: Final = 20
"""Wrong codes within a quarter of an hour, of everybody together, after which none is looked at for another."""
_GUESSES: Final = "kiosk enrolment"
_NOTED_SECONDS: Final = 60.0
_MOST_NAME: Final = 40


class Kiosks(SignIns):
    """Walls that show without anybody being signed in. They never go idle; they are revoked."""

    def kiosk_add(self, name: str, region_code: str | None) -> str:
        """An enrolment code for the wall `name`, good once within 15 minutes; a screen that was bound is not any more.

        `region_code` None: the wall shows the whole database. Raises AccountError.
        """
        kept = _kiosk_name(name)
        region = checked_region(Role.WALL, region_code)
        code, now, kiosk = enrolment_code(), self._clock(), tables.kiosk
        row = {
            "name": kept, "region_code": region, "made_at": now,
            "code_hash": hashed(plain_code(code)), "code_until": now + CODE_SECONDS,
            "token_hash": None, "device_hash": None, "bound_at": None, "last_seen": None,
        }  # fmt: skip
        with self._writing() as connection:
            connection.execute(delete(kiosk).where(kiosk.c.name == kept))
            connection.execute(insert(kiosk), [row])
        return code

    def kiosk_bind(self, code: str, device: str) -> str:
        """Exchange an enrolment code for the token of the screen `device`, and of no other.

        device  what the browser tells of itself; must stay the same as long as the screen is bound
        Raises WrongPasswordError, LockedOutError after very many guesses.
        """
        left = self.claim(_GUESSES, MOST_GUESSES)
        now, token, kiosk = self._clock(), secrets.token_urlsafe(32), tables.kiosk
        values = {
            "code_hash": None, "token_hash": hashed(token), "device_hash": hashed(storable(device)), "bound_at": now,
            "last_seen": now,
        }  # fmt: skip
        with self._writing() as connection:
            mine = kiosk.c.code_hash == hashed(plain_code(code[:40])), kiosk.c.code_until > now
            bound = connection.execute(update(kiosk).where(*mine).values(**values)).rowcount
        if not bound:
            raise WrongPasswordError("accounts.wrong_kiosk_code", left=left)
        self.forgive(_GUESSES)
        return token

    def kiosk(self, token: str, device: str) -> Session | None:
        """The wall whose token this is, on the device that it is bound to; None where it is not."""
        if not is_token(token):
            return None
        now, kiosk = self._clock(), tables.kiosk
        mine = kiosk.c.token_hash == hashed(token)
        with self._reading() as connection:
            row = connection.execute(select(kiosk).where(mine)).mappings().first()
        if row is None or not hmac.compare_digest(row["device_hash"], hashed(storable(device))):
            return None
        if now - row["last_seen"] >= _NOTED_SECONDS:
            with self._writing() as connection:
                connection.execute(update(kiosk).where(mine).values(last_seen=now))
        name = f"kiosk:{row['name']}"
        return Session(
            id=hashed(f"kiosk id {row['token_hash']}")[:12], scope=Scope(Role.WALL, row["region_code"], name),
            shown_name=row["name"], started=row["bound_at"], last_seen=now, provider="kiosk", is_kiosk=True,
        )  # fmt: skip

    def kiosk_revoke(self, name: str) -> None:
        """The wall `name` shows nothing any more; raises UnknownUserError."""
        kiosk = tables.kiosk
        with self._writing() as connection:
            if not connection.execute(delete(kiosk).where(kiosk.c.name == user_name(name))).rowcount:
                raise UnknownUserError("accounts.unknown_kiosk", name=name[:_MOST_NAME])

    def kiosks(self) -> list[Kiosk]:
        """All walls that were enrolled, by name."""
        now = self._clock()
        with self._reading() as connection:
            found = connection.execute(select(tables.kiosk).order_by("name")).mappings()
            return [_kiosk(row, now) for row in found]


def _kiosk_name(name: str) -> str:
    kept = user_name(name)
    if not 0 < len(kept) <= _MOST_NAME or not kept.isprintable():
        raise AccountError("accounts.bad_kiosk_name")
    return kept


def _kiosk(row: Mapping[Any, Any], now: float) -> Kiosk:
    return Kiosk(
        name=row["name"], region_code=row["region_code"], is_bound=row["token_hash"] is not None,
        is_waiting=row["code_hash"] is not None and row["code_until"] > now, made_at=row["made_at"],
        bound_at=row["bound_at"], last_seen=row["last_seen"],
    )  # fmt: skip
