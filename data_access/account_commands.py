"""What `guatu user`, `guatu kiosk` and `guatu audit` do; every act is itself recorded in the audit."""

import argparse
import getpass
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as time_of_day
from time import localtime, strftime
from typing import Any

from data_access.accounts import Accounts, Kiosk, User, open_accounts
from data_access.accounts.regions import check_level
from data_access.audit import AuditLog, Record, Verdict, open_audit
from data_access.commands import Report, regions_of
from data_access.errors import AccountError, DatabaseError
from data_access.messages import text
from data_access.region_files import RegionTableError
from data_access.scope import Role
from data_access.secret_key import read_secret_file
from data_access.settings import Settings
from data_access.state import prepare_folders


def users(settings: Settings, told: argparse.Namespace, lang: str) -> Report:
    """Add, list and change accounts; a first password is said once, here. Raises AccountError, UnknownUserError."""
    prepare_folders(settings)
    audit, accounts = open_audit(settings), open_accounts(settings)
    if told.action == "list":
        return Report([_user_row(user, lang) for user in accounts.users()] or [text("cli.user.none", lang)])
    silent: dict[str, Callable[[str], None]] = {
        "disable": accounts.disable,
        "enable": accounts.enable,
        "unlock": accounts.unlock,
        "remove": accounts.remove,
    }
    telling: dict[str, Callable[[], list[str]]] = {
        "add": lambda: _add(accounts, settings, told, lang),
        "change": lambda: _change(accounts, settings, told, lang),
        "reset": lambda: [text("cli.user.password", lang, password=accounts.reset_password(told.name))],
        "totp": lambda: _totp(accounts, told, lang),
    }
    lines: list[str] = []
    if told.action in silent:
        silent[told.action](told.name)
    else:
        lines = telling[told.action]()
    detail = {name: told.__dict__.get(name) for name in ("role", "region") if told.__dict__.get(name)}
    _record(audit, "admin_user", told.name, {"action": told.action, **detail})
    return Report([text(f"cli.user.{told.action}.done", lang, name=told.name), *lines])


def kiosks(settings: Settings, told: argparse.Namespace, lang: str) -> Report:
    """Enrol, list and revoke the walls' own screens."""
    prepare_folders(settings)
    audit, accounts = open_audit(settings), open_accounts(settings)
    if told.action == "list":
        return Report([_kiosk_row(kiosk, lang) for kiosk in accounts.kiosks()] or [text("cli.kiosk.none", lang)])
    lines: list[str] = []
    if told.action == "revoke":
        accounts.kiosk_revoke(told.name)
    else:
        lines = _check_region(settings, Role.WALL, told.region, lang)
        code = accounts.kiosk_add(told.name, told.region)
        where = text("cli.kiosk.where", lang, host=settings.host, port=settings.port)
        lines = [text("cli.kiosk.code", lang, code=code), where, *lines]
    _record(audit, "admin_kiosk", told.name, {"action": told.action, "region": told.__dict__.get("region")})
    return Report([text(f"cli.kiosk.{told.action}.done", lang, name=told.name), *lines])


def audit(settings: Settings, told: argparse.Namespace, lang: str) -> Report:
    """Verify, list or cut the log; exit code 1 when it does not verify."""
    prepare_folders(settings)
    log = open_audit(settings)
    if told.action == "verify":
        found = log.verify(told.seen, [read_secret_file(path) for path in told.earlier_key])
        return Report(_verdict_lines(found, lang), 0 if found.holds else 1)
    if told.action == "prune":
        return Report([text("cli.audit.pruned", lang, count=log.prune(told.days), days=told.days)])
    page = log.search(
        told.user, told.event, told.object, _moment(told.since), _moment(told.until), told.page, failed=told.failed
    )
    _record(log, "audit_read", "", {"user": told.user, "event": told.event, "object": told.object})
    shown = text("cli.audit.page", lang, total=page.total, page=page.page, pages=page.pages)
    return Report([*(_record_row(record) for record in page.records), shown])


def _add(accounts: Accounts, settings: Settings, told: argparse.Namespace, lang: str) -> list[str]:
    role = Role(told.role)
    lines = _check_region(settings, role, told.region, lang)
    password = accounts.add(told.name, role, told.region, told.shown or "")
    return [text("cli.user.password", lang, password=password), *lines]


def _change(accounts: Accounts, settings: Settings, told: argparse.Namespace, lang: str) -> list[str]:
    if told.role is None and told.region is None and told.shown is None:
        raise AccountError("cli.user.change.nothing")
    before = accounts.user(told.name)
    role = Role(told.role) if told.role else before.role
    region = before.region_code if told.region is None else None if told.region in ("", "*") else told.region
    lines = _check_region(settings, role, region, lang)
    accounts.change(told.name, role, region, told.shown)
    return lines


def _totp(accounts: Accounts, told: argparse.Namespace, lang: str) -> list[str]:
    if told.clear:
        accounts.clear_totp(told.name)
        return [text("cli.user.totp.cleared", lang)]
    if told.code:
        accounts.confirm_totp(told.name, told.code)
        return [text("cli.user.totp.confirmed", lang)]
    secret, address = accounts.start_totp(told.name)
    return [text("cli.user.totp.started", lang, secret=secret, address=address, name=told.name)]


def _check_region(settings: Settings, role: Role, code: str | None, lang: str) -> list[str]:
    """Hold the code against the database's regions; a line to say so where they cannot be read just now."""
    if code is None:
        return []
    try:
        regions = regions_of(settings).set_index("region_code")
    except (DatabaseError, RegionTableError):
        return [text("cli.user.region_unchecked", lang, code=code)]
    if code not in regions.index:
        check_level(role, code, None)
    row = regions.loc[code]
    check_level(role, code, int(str(row["region_level_code"])), str(row["name_zh"]), lang)
    return []


def _record(log: AuditLog, event: str, name: str, detail: dict[str, Any]) -> None:
    try:
        who = getpass.getuser()
    except (OSError, KeyError):
        who = "?"
    log.record(event, user=f"cli:{who.casefold()}", object=name.strip().casefold(), detail=detail)


def _user_row(user: User, lang: str) -> str:
    marks = [
        text(f"cli.user.mark.{name}", lang)
        for name, holds in (
            ("disabled", not user.is_enabled), ("locked", user.is_locked), ("must_change", user.must_change),
            ("totp", user.has_totp),
        )
        if holds
    ]  # fmt: skip
    return text(
        "cli.user.row", lang, name=user.name, shown=user.shown_name, role=text(f"role.{user.role}", lang),
        region=user.region_code or text("cli.user.everywhere", lang), provider=user.provider,
        last=_time(user.last_sign_in), marks=" ".join(marks),
    ).rstrip()  # fmt: skip


def _kiosk_row(kiosk: Kiosk, lang: str) -> str:
    state = "bound" if kiosk.is_bound else "waiting" if kiosk.is_waiting else "expired"
    region = kiosk.region_code or text("cli.user.everywhere", lang)
    said = text(f"cli.kiosk.state.{state}", lang)
    return text("cli.kiosk.row", lang, name=kiosk.name, region=region, state=said, last=_time(kiosk.last_seen))


def _verdict_lines(found: Verdict, lang: str) -> list[str]:
    lines = [text(f"audit.problem.{problem.kind}", lang, seq=problem.seq) for problem in found.problems]
    if found.unverified:
        lines.append(text("audit.unverified", lang, count=found.unverified))
    end = f"{found.last}:{found.last_hash}"
    key = "audit.holds" if found.holds else "audit.fails"
    return [*lines, text(key, lang, records=found.records, first=found.first, last=found.last, end=end)]


def _record_row(record: Record) -> str:
    detail = " ".join(f"{name}={value}" for name, value in record.detail.items())
    parts = [
        str(record.seq), _time(record.at), record.event, record.user or "-", record.role or "-", record.address or "-",
        record.object or "-", record.result, detail,
    ]  # fmt: skip
    return "  ".join(parts).rstrip()


def _time(seconds: float | None) -> str:
    return "-" if seconds is None else strftime("%Y-%m-%d %H:%M:%S", localtime(seconds))


def _moment(day: date | None) -> float | None:
    return None if day is None else datetime.combine(day, time_of_day()).timestamp()
