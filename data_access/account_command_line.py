"""What `guatu user`, `guatu kiosk`, `guatu audit` and `guatu store` understand."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

from data_access.audit import EVENTS
from data_access.messages import text
from data_access.scope import Role

ROLES: Final = tuple(role.value for role in Role if role is not Role.WALL)
KEPT_DAYS: Final = 365


class Adding(Protocol):
    """Adds a command to the group of its fellows; `key` names its texts."""

    def __call__(self, name: str, group: Any = ..., key: str = ...) -> argparse.ArgumentParser: ...


def add_account_commands(command: Adding, lang: str) -> None:
    """Add the commands about who may sign in, about what was done, and about where both are kept."""
    _users(_actions(command("user")), command, lang)
    _kiosks(_actions(command("kiosk")), command, lang)
    _audit(_actions(command("audit")), command, lang)
    moved = command("move", _actions(command("store")), "store.move")
    moved.add_argument("--dry-run", action="store_true", help=text("cli.store.move.dry_run", lang))


def _users(actions: Any, command: Adding, lang: str) -> None:
    command("list", actions, "user.list")
    for action in ("add", "change", "disable", "enable", "reset", "unlock", "totp", "remove"):
        made = command(action, actions, f"user.{action}")
        made.add_argument("name", metavar="NAME", help=text("cli.user.name", lang))
        if action in ("add", "change"):
            made.add_argument("--role", choices=ROLES, required=action == "add", help=text("cli.user.role", lang))
            made.add_argument("--region", metavar="CODE", help=text(f"cli.user.{action}.region", lang))
            made.add_argument("--shown", metavar="NAME", help=text("cli.user.shown", lang))
        if action == "totp":
            made.add_argument("--code", metavar="DIGITS", help=text("cli.user.totp.code", lang))
            made.add_argument("--clear", action="store_true", help=text("cli.user.totp.clear", lang))


def _kiosks(actions: Any, command: Adding, lang: str) -> None:
    command("list", actions, "kiosk.list")
    for action in ("add", "revoke"):
        made = command(action, actions, f"kiosk.{action}")
        made.add_argument("name", metavar="NAME", help=text("cli.kiosk.name", lang))
        if action == "add":
            made.add_argument("--region", metavar="CODE", help=text("cli.kiosk.region", lang))


def _audit(actions: Any, command: Adding, lang: str) -> None:
    verified = command("verify", actions, "audit.verify")
    verified.add_argument("--seen", type=_seen, metavar="NUMBER:HASH", help=text("cli.audit.verify.seen", lang))
    verified.add_argument(
        "--earlier-key", action="append", type=Path, default=[], metavar="FILE", help=text("cli.audit.earlier", lang)
    )
    listed = command("list", actions, "audit.list")
    listed.add_argument("--user", default="", metavar="NAME", help=text("cli.audit.list.user", lang))
    listed.add_argument("--event", default="", choices=EVENTS, metavar="EVENT", help=", ".join(EVENTS))
    listed.add_argument("--object", default="", metavar="OBJECT", help=text("cli.audit.list.object", lang))
    listed.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help=text("cli.audit.list.since", lang))
    listed.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help=text("cli.audit.list.until", lang))
    listed.add_argument("--page", type=_count, default=1, metavar="N", help=text("cli.audit.list.page", lang))
    listed.add_argument("--failed", action="store_true", help=text("cli.audit.list.failed", lang))
    pruned = command("prune", actions, "audit.prune")
    pruned.add_argument("--days", type=_count, default=KEPT_DAYS, metavar="N", help=text("cli.audit.prune.days", lang))


def _actions(parser: argparse.ArgumentParser) -> Any:
    return parser.add_subparsers(dest="action", metavar="ACTION", required=True)


def _seen(value: str) -> tuple[int, str]:
    number, colon, told = value.partition(":")
    if not colon or not number.isdigit() or len(told) != 64:
        raise argparse.ArgumentTypeError(f"{value!r} is not NUMBER:HASH as guatu audit verify says it")
    return int(number), told.lower()


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no date; write YYYY-MM-DD") from error


def _count(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 10**6:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 to 1000000")
    return int(value)
