"""The second step of signing in: six digits of an authenticator app, each good for one time only."""

import base64
import hmac
import unicodedata
from typing import Any, Final

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import update

from data_access.accounts import tables
from data_access.accounts.users import Users
from data_access.errors import AccountError, SettingsError, WrongPasswordError
from data_access.secret_key import derived_key

ISSUER: Final = "Guatu"
_STEP_SECONDS: Final = 30


class TwoStep(Users):
    """One-time codes; their secrets are encrypted under the installation's secret."""

    def start_totp(self, name: str) -> tuple[str, str]:
        """A new secret, and its otpauth address for a QR code; it counts once `confirm_totp` has seen a code of it."""
        secret = pyotp.random_base32()
        with self._writing() as connection:
            row = self._local(connection, name)
            self._set(connection, row["name"], {"totp_pending": self._fernet().encrypt(secret.encode()).decode()})
        return secret, pyotp.TOTP(secret).provisioning_uri(name=row["name"], issuer_name=ISSUER)

    def confirm_totp(self, name: str, code: str) -> None:
        """From now on this user signs in with a code besides; AccountError where none was started.

        Raises WrongPasswordError, LockedOutError besides.
        """
        with self._reading() as connection:
            row = self._local(connection, name)
        if row["totp_pending"] is None:
            raise AccountError("accounts.no_totp_started")
        left = self.claim(row["name"])
        step = self._step(row["totp_pending"], code, 0)
        if step is None:
            raise WrongPasswordError("accounts.wrong_code", left=left)
        self.forgive(row["name"])
        with self._writing() as connection:
            values = {"totp": row["totp_pending"], "totp_pending": None, "totp_step": step}
            self._set(connection, row["name"], values)

    def clear_totp(self, name: str) -> None:
        """Let this user in without a code again, such as after a lost telephone."""
        with self._writing() as connection:
            values = {"totp": None, "totp_pending": None, "totp_step": 0}
            self._set(connection, self._row(connection, name)["name"], values)

    def _spend_code(self, row: Any, code: str) -> bool:
        """Whether `code` is right at this moment and was not used before; of two at once, one may use it."""
        step = self._step(row["totp"], code, row["totp_step"])
        if step is None:
            return False
        mine = (tables.user.c.name == row["name"], tables.user.c.totp_step < step)
        with self._writing() as connection:
            return bool(connection.execute(update(tables.user).where(*mine).values(totp_step=step)).rowcount)

    def _step(self, kept: str, code: str, last: int) -> int | None:
        """The time step after `last` whose code this is; a clock may be one step off. None where it is none."""
        digits = "".join(c for c in unicodedata.normalize("NFKC", code[:20]) if c in "0123456789")
        totp = pyotp.TOTP(self._open(kept))
        now = int(self._clock()) // _STEP_SECONDS
        found = None
        for step in (now - 1, now, now + 1):
            if hmac.compare_digest(totp.at(step * _STEP_SECONDS).encode(), digits.encode()) and step > last:
                found = step
        return found

    def _open(self, kept: str) -> str:
        try:
            return self._fernet().decrypt(kept.encode()).decode()
        except InvalidToken as error:
            raise SettingsError("accounts.totp_other_key") from error

    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(derived_key(self._key, "totp")))
