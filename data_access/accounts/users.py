"""Users: who may sign in, as what, and for which region; their passwords."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data_access.accounts import tables
from data_access.accounts.attempts import Attempts
from data_access.accounts.passwords import check_password, hasher, kept_password, one_time_password, verified
from data_access.accounts.records import LOCAL, User
from data_access.errors import AccountError, UnknownUserError, WrongPasswordError
from data_access.scope import Role, Scope
from data_access.store.transactions import hashed, store_errors

_NAME: Final = re.compile(r"[\w.@-]{2,40}")
_REGION: Final = re.compile(r"[A-Za-z0-9_-]{1,20}")


def user_name(typed: str) -> str:
    """A name as it is kept, however it was typed: full width or half width, upper case or lower."""
    return storable(unicodedata.normalize("NFKC", typed[:200]).strip().casefold())


def storable(told: str) -> str:
    """A text from a request as a file takes it: halves of characters become question marks."""
    return told.encode("utf-8", "replace").decode()


class Users(Attempts):
    """Everything about accounts but the signing in. Raises StoreError when the file fails."""

    def __init__(self, engine: Engine, clock: Callable[[], float], key: bytes) -> None:
        super().__init__(engine, clock)
        self._argon = hasher()
        self._key = key

    @cached_property
    def _decoy(self) -> str:
        """What is compared for a name that nobody has, so that it takes as long."""
        return kept_password(self._argon, one_time_password())

    def add(self, name: str, role: Role, region_code: str | None = None, shown_name: str = "") -> str:
        """A new account; returns the one-time password, which its owner must change at the first sign-in.

        Raises AccountError for a name that is taken or makes no sense, and for a local role without a region.
        """
        kept = user_name(name)
        if not _NAME.fullmatch(kept):
            raise AccountError("accounts.bad_name")
        password = one_time_password()
        row = {
            "name": kept, "provider": LOCAL, "subject": kept, "shown_name": _shown(shown_name) or name.strip(),
            "role": role.value, "region_code": checked_region(role, region_code), "is_enabled": True,
            "password_hash": kept_password(self._argon, password), "password_at": None, "must_change": True,
            "totp": None, "totp_pending": None, "totp_step": 0, "made_at": self._clock(), "last_sign_in": None,
        }  # fmt: skip
        try:
            with store_errors(), self._engine.begin() as connection:
                taken = connection.execute(select(tables.user.c.name).where(tables.user.c.name == kept)).first()
                if taken is None:
                    connection.execute(insert(tables.user), [row])
        except IntegrityError as error:  # pragma: no cover - the transaction is alone
            raise AccountError("accounts.name_taken", name=kept) from error
        if taken is not None:
            raise AccountError("accounts.name_taken", name=kept)
        self.forgive(kept)
        return password

    def users(self) -> list[User]:
        """All accounts, by name."""
        with self._reading() as connection:
            locked = self._locked(connection)
            return [_user(row, locked) for row in connection.execute(select(tables.user).order_by("name")).mappings()]

    def user(self, name: str) -> User:
        """One account; raises UnknownUserError."""
        with self._reading() as connection:
            return _user(self._row(connection, name), self._locked(connection))

    def is_known(self, name: str) -> bool:
        """Whether there is such an account; what else is typed into the field of the name may be a password."""
        with self._reading() as connection:
            return connection.execute(_mine(name)).first() is not None

    def change(
        self,
        name: str,
        role: Role | None = None,
        region_code: str | None = "",
        shown_name: str | None = None,
    ) -> User:
        """Change what is given; it holds from the next request on.

        region_code   None means the whole database, "" what it was before

        Raises UnknownUserError; AccountError for a local role without a region and for the last administrator.
        """
        with self._writing() as connection:
            row = self._row(connection, name)
            new = role or Role(row["role"])
            region = row["region_code"] if region_code == "" else region_code
            values: dict[str, Any] = {"role": new.value, "region_code": checked_region(new, region)}
            if shown_name is not None:
                values["shown_name"] = _shown(shown_name) or row["name"]
            if new is not Role.ADMINISTRATOR:
                self._keep_an_administrator(connection, row)
            self._set(connection, row["name"], values)
        return self.user(name)

    def disable(self, name: str) -> None:
        """Let nobody in as this user from now on, and end what is open; AccountError for the last administrator."""
        with self._writing() as connection:
            row = self._row(connection, name)
            self._keep_an_administrator(connection, row)
            self._set(connection, row["name"], {"is_enabled": False})
            self._end_sessions(connection, row["name"])

    def enable(self, name: str) -> None:
        """Let this user in again."""
        with self._writing() as connection:
            self._set(connection, self._row(connection, name)["name"], {"is_enabled": True})

    def remove(self, name: str) -> None:
        """Delete the account and its sessions; the audit keeps the name. AccountError for the last administrator.

        Who is vouched for by another provider comes back with the next sign-in there: disable such a one instead.
        """
        with self._writing() as connection:
            row = self._row(connection, name)
            self._keep_an_administrator(connection, row)
            self._end_sessions(connection, row["name"])
            connection.execute(delete(tables.user).where(tables.user.c.name == row["name"]))

    def unlock(self, name: str) -> None:
        """Forget the failures that lock this user out."""
        self.forgive(self.user(name).name)

    def reset_password(self, name: str) -> str:
        """A new one-time password, returned; ends what is open. AccountError where another provider keeps it."""
        password = one_time_password()
        values = {"password_hash": kept_password(self._argon, password), "password_at": None, "must_change": True}
        with self._writing() as connection:
            row = self._local(connection, name)
            self._set(connection, row["name"], values)
            self._end_sessions(connection, row["name"])
        self.forgive(row["name"])
        return password

    def set_password(self, name: str, old: str, new: str, keep: str = "") -> None:
        """Exchange the password; ends all sessions of the user but the one whose id is `keep`.

        Raises WrongPasswordError (a wrong old one counts as a failure), LockedOutError, AccountError for a poor one.
        """
        with self._reading() as connection:
            row = self._local(connection, name)
        left = self.claim(row["name"])
        if not verified(self._argon, row["password_hash"], old):
            raise WrongPasswordError("accounts.wrong_old_password", left=left)
        self.forgive(row["name"])
        check_password(new, row["name"], old)
        kept = kept_password(self._argon, new)
        with self._writing() as connection:
            mine = (tables.user.c.name == row["name"], tables.user.c.password_hash == row["password_hash"])
            values = {"password_hash": kept, "password_at": self._clock(), "must_change": False}
            if not connection.execute(update(tables.user).where(*mine).values(**values)).rowcount:
                raise WrongPasswordError("accounts.wrong_old_password", left=left)
            self._end_sessions(connection, row["name"], keep)

    def has_administrator(self) -> bool:
        """Whether an enabled local administrator is there, who can let in all others."""
        with self._reading() as connection:
            return self._administrators(connection) > 0

    # for the other parts of the store

    @staticmethod
    def _row(connection: Connection, name: str) -> Mapping[Any, Any]:
        row = connection.execute(_mine(name)).mappings().first()
        if row is None:
            raise UnknownUserError("accounts.unknown_user", name=name[:40])
        return row

    def _local(self, connection: Connection, name: str) -> Mapping[Any, Any]:
        row = self._row(connection, name)
        if row["provider"] != LOCAL or row["password_hash"] is None:
            raise AccountError("accounts.password_elsewhere", provider=row["provider"])
        return row

    @staticmethod
    def _set(connection: Connection, name: str, values: Mapping[str, Any]) -> None:
        connection.execute(update(tables.user).where(tables.user.c.name == name).values(**values))

    @staticmethod
    def _end_sessions(connection: Connection, name: str, keep: str = "") -> int:
        session = tables.session
        return int(connection.execute(delete(session).where(session.c.user == name, session.c.id != keep)).rowcount)

    @staticmethod
    def _administrators(connection: Connection) -> int:
        user = tables.user
        whole = user.c.role == Role.ADMINISTRATOR.value, user.c.is_enabled, user.c.provider == LOCAL
        return int(connection.execute(select(func.count()).select_from(user).where(*whole)).scalar() or 0)

    def _keep_an_administrator(self, connection: Connection, row: Mapping[Any, Any]) -> None:
        is_one = row["role"] == Role.ADMINISTRATOR.value and row["is_enabled"] and row["provider"] == LOCAL
        if is_one and self._administrators(connection) <= 1:
            raise AccountError("accounts.last_administrator")


def checked_region(role: Role, region_code: str | None) -> str | None:
    """The region of an account as it is kept; raises AccountError for a malformed code or a local role without one."""
    code = (region_code or "").strip() or None
    if code is not None and not _REGION.fullmatch(code):
        raise AccountError("accounts.bad_region")
    try:
        Scope(role, code)
    except ValueError as error:
        raise AccountError("accounts.region_needed") from error
    return code


def _mine(name: str) -> Any:
    return select(tables.user).where(tables.user.c.name == user_name(name))


def _shown(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", name) if c.isprintable()).strip()[:60]


def _user(row: Mapping[Any, Any], locked: frozenset[str]) -> User:
    return User(
        name=row["name"], shown_name=row["shown_name"], role=Role(row["role"]), region_code=row["region_code"],
        provider=row["provider"], is_enabled=bool(row["is_enabled"]), is_locked=hashed(row["name"]) in locked,
        must_change=bool(row["must_change"]), has_totp=row["totp"] is not None, made_at=row["made_at"],
        password_at=row["password_at"], last_sign_in=row["last_sign_in"],
    )  # fmt: skip
