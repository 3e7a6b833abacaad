"""Signing in: with a password of our own, or vouched for by a directory or an identity provider."""

import re
from typing import Any, Final

from sqlalchemy import insert, select

from data_access.accounts import tables
from data_access.accounts.passwords import verified
from data_access.accounts.records import LOCAL, Session
from data_access.accounts.sessions import Sessions
from data_access.accounts.users import checked_region, user_name
from data_access.errors import CodeNeededError, DisabledError, WrongPasswordError
from data_access.scope import Role

PROVIDERS: Final = ("oidc", "ldap", "proxy")
_SUBJECT: Final = re.compile(r"[^\s\x00-\x1f\x7f\ud800-\udfff]{1,100}")


def external_name(provider: str, subject: str) -> str:
    """The name of the account of somebody for whom `provider` vouches; directories hold A and a for the same."""
    return f"{provider}:{user_name(subject)}"


class SignIns(Sessions):
    """The ways in. What is wrong with a name and password is told to those only who know the password."""

    def sign_in(self, name: str, password: str, code: str, address: str) -> Session:
        """A session for who knows the password, and the six digits where the account asks for them (`code`, else "").

        Takes the same time for a name that is not known. Raises LockedOutError (five failures: 15 minutes),
        WrongPasswordError, CodeNeededError, DisabledError.
        """
        typed, decoy = user_name(name), self._decoy
        left = self.claim(typed)
        with self._reading() as connection:
            row = connection.execute(select(tables.user).where(tables.user.c.name == typed)).mappings().first()
        kept = row["password_hash"] if row is not None and row["provider"] == LOCAL else None
        right = verified(self._argon, kept or decoy, password) and kept is not None
        if row is None or not right:
            raise WrongPasswordError("accounts.wrong_password", left=left)
        if not row["is_enabled"]:
            self.forgive(typed)
            raise DisabledError("accounts.disabled")
        if row["totp"] is not None:
            if not code.strip():
                self.unclaim(typed)
                raise CodeNeededError("accounts.code_needed")
            if not self._spend_code(row, code):
                raise WrongPasswordError("accounts.wrong_code", left=left)
        self.forgive(typed)
        return self._let_in(row, address)

    def admit(
        self, provider: str, subject: str, shown_name: str, role: Role, region_code: str | None, address: str
    ) -> Session:
        """A session for whom `provider` vouches, in the role that the groups there give; notes the user when new.

        Raises DisabledError for one that was disabled here, and for a subject that is no name.
        """
        if provider not in PROVIDERS or not _SUBJECT.fullmatch(subject):
            raise DisabledError("accounts.not_admitted")
        subject = subject if provider == "oidc" else user_name(subject)
        user, name = tables.user, external_name(provider, subject)
        values: dict[str, Any] = {
            "shown_name": "".join(c for c in shown_name if c.isprintable()).strip()[:60] or subject[:60],
            "role": role.value,
            "region_code": checked_region(role, region_code),
        }
        with self._writing() as connection:
            mine = select(user).where(user.c.provider == provider, user.c.subject == subject)
            row = connection.execute(mine).mappings().first()
            if row is None:
                if connection.execute(select(user.c.name).where(user.c.name == name)).first() is not None:
                    raise DisabledError("accounts.not_admitted")
                new = {
                    "name": name, "provider": provider, "subject": subject,
                    "is_enabled": True, "password_hash": None, "password_at": None, "must_change": False,
                    "totp": None, "totp_pending": None, "totp_step": 0, "made_at": self._clock(), "last_sign_in": None,
                }  # fmt: skip
                connection.execute(insert(user), [new | values])
            elif row["is_enabled"]:
                self._set(connection, row["name"], values)
            row = connection.execute(mine).mappings().one()
        if not row["is_enabled"]:
            raise DisabledError("accounts.disabled")
        return self._let_in(row, address)

    def _let_in(self, row: Any, address: str) -> Session:
        """Begin the session, unless the account was disabled or got another password since it was looked at."""
        user = tables.user
        same = (
            user.c.name == row["name"],
            user.c.is_enabled,
            user.c.password_hash.is_not_distinct_from(row["password_hash"]),
        )
        with self._writing() as connection:
            fresh = connection.execute(select(user).where(*same)).mappings().first()
            if fresh is None:
                raise WrongPasswordError("accounts.wrong_password", left=0)
            return self._begin(connection, fresh, address)
