"""Who can come in: administrators, accounts that nobody uses, walls, and whether the log is whole."""

import time
from collections.abc import Iterator
from typing import Final

from data_access.accounts import Accounts, accounts_stand, open_accounts
from data_access.accounts.ways import read_sign_in_ways
from data_access.audit import audit_stands, open_audit
from data_access.doctor.findings import Finding, failed, good, unsafe, weak
from data_access.errors import GuatuError
from data_access.scope import Role
from data_access.settings import Settings

UNUSED_DAYS: Final = 90
FIRST_PASSWORD_DAYS: Final = 7
_DAY_S: Final = 86_400
_MOST_NAMED: Final = 8


def people_findings(settings: Settings) -> Iterator[Finding]:
    """Ways of signing in, administrators, stale accounts, walls, the log. Makes no file that is not there."""
    try:
        read_sign_in_ways(settings.home, settings.sign_in)
        yield good("ways", ways=", ".join(settings.sign_in))
    except GuatuError as error:
        yield failed("ways", error)
    try:
        if not accounts_stand(settings):
            yield unsafe("no_accounts")
            return
        accounts = open_accounts(settings)
        yield from _users(accounts)
        yield from _kiosks(accounts)
    except GuatuError as error:
        yield failed("accounts", error)
    yield from _log(settings)


def _users(accounts: Accounts) -> Iterator[Finding]:
    now, users = time.time(), [user for user in accounts.users() if user.is_enabled]
    chiefs = [user for user in users if user.role is Role.ADMINISTRATOR]
    if not accounts.has_administrator():
        yield unsafe("no_administrator")
    elif len(chiefs) == 1:
        yield weak("one_administrator", name=chiefs[0].name)
    else:
        yield good("administrators", count=len(chiefs))
    bare = [user.name for user in chiefs if user.provider == "local" and not user.has_totp]
    if bare:
        yield weak("administrator_without_code", names=_named(bare))
    if not any(user.role is Role.AUDITOR for user in users):
        yield weak("no_auditor")
    unused = [user.name for user in users if now - (user.last_sign_in or user.made_at) > UNUSED_DAYS * _DAY_S]
    if unused:
        yield weak("unused_accounts", names=_named(unused), days=UNUSED_DAYS)
    waiting = [
        user.name for user in users if user.must_change and now - user.made_at > FIRST_PASSWORD_DAYS * _DAY_S
    ]  # fmt: skip
    if waiting:
        yield weak("first_passwords", names=_named(waiting), days=FIRST_PASSWORD_DAYS)


def _kiosks(accounts: Accounts) -> Iterator[Finding]:
    kiosks = accounts.kiosks()
    whole = [kiosk.name for kiosk in kiosks if kiosk.region_code is None and kiosk.is_bound]
    if whole:
        yield weak("kiosk_without_region", names=_named(whole))
    silent = [
        kiosk.name for kiosk in kiosks if kiosk.is_bound and time.time() - (kiosk.last_seen or 0) > UNUSED_DAYS * _DAY_S
    ]
    if silent:
        yield weak("kiosk_silent", names=_named(silent), days=UNUSED_DAYS)
    if kiosks and not whole and not silent:
        yield good("kiosks", count=len(kiosks))


def _log(settings: Settings) -> Iterator[Finding]:
    try:
        if not audit_stands(settings):
            yield weak("no_log")
            return
        verdict = open_audit(settings).verify()
    except GuatuError as error:
        yield failed("log", error)
        return
    if verdict.holds:
        yield good("log", count=f"{verdict.records:,}")
    elif not verdict.problems:
        yield unsafe("log_other_key", count=f"{verdict.unverified:,}")
    else:
        yield unsafe("log_broken", seq=verdict.problems[0].seq)


def _named(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
