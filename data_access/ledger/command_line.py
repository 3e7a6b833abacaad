"""What `guatu ledger` understands."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from data_access.messages import text


class Adding(Protocol):
    """Adds a command to the group of its fellows; `key` names its texts."""

    def __call__(self, name: str, group: Any = ..., key: str = ...) -> argparse.ArgumentParser: ...


def add_ledger_command(command: Adding, lang: str) -> None:
    """Add `ledger import`."""
    actions = command("ledger").add_subparsers(dest="action", metavar="ACTION", required=True)
    made = command("import", actions, "ledger.import")
    made.add_argument("files", nargs="+", type=Path, metavar="FILE.xlsx")
    made.add_argument("--database", metavar="URL", help=text("cli.ledger.database", lang))
    made.add_argument("--dry-run", action="store_true", help=text("cli.ledger.dry_run", lang))
    made.add_argument("--report", type=Path, metavar="FILE.xlsx", help=text("cli.ledger.report", lang))
    made.add_argument("--year", type=_year, metavar="Y", help=text("cli.ledger.year", lang))
    made.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help=text("cli.ledger.as_of", lang))


def _year(value: str) -> int:
    if not value.isdigit() or not 1900 <= int(value) <= 2100:
        raise argparse.ArgumentTypeError(f"{value!r} is no year")
    return int(value)


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no date; write YYYY-MM-DD") from error
