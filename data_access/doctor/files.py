"""The installation's own files: the key, who may read them, whether there is room, whether there is a copy."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data_access.doctor.findings import Finding, failed, good, unsafe, weak
from data_access.errors import SettingsError
from data_access.secret_key import check_secret_key
from data_access.settings import Settings

PRIVATE: Final = ("secret.key", "accounts.sqlite", "audit.sqlite", "audit.head", "accounts.toml", "doors.sqlite")
"""What nobody but the product's own account may read."""

LEAST_FREE_BYTES: Final = 1_000_000_000
BACKUP_DAYS: Final = 8
BACKUPS: Final = "GUATU_BACKUPS"
_DAY_S: Final = 86_400


def file_findings(settings: Settings) -> Iterator[Finding]:
    """Key, modes, room on the disk, the newest backup."""
    try:
        check_secret_key(settings.home, settings.environment)
        yield good("key")
    except SettingsError as error:
        yield failed("key", error)
    yield _modes(settings)
    yield from _room(settings.home)
    yield _backup(settings)


def _modes(settings: Settings) -> Finding:
    """Whether others on this machine may read what is private."""
    if os.name != "posix":
        return weak("modes_unknown", home=settings.home)
    looked = [settings.home / name for name in PRIVATE]
    people = settings.workspace / "people"
    looked += [people, *people.rglob("*")] if people.is_dir() else []
    open_ones = [path.name for path in looked if path.exists() and path.stat().st_mode & 0o077]
    if settings.home.is_dir() and settings.home.stat().st_mode & 0o002:
        return unsafe("home_open", home=settings.home)
    if open_ones:
        return unsafe("modes_open", files=", ".join(sorted(open_ones)), home=settings.home)
    return good("modes")


def _room(home: Path) -> Iterator[Finding]:
    if home.is_dir():
        free = shutil.disk_usage(home).free
        told = {"free": f"{free / 1e9:.1f}"}
        yield weak("room_little", **told) if free < LEAST_FREE_BYTES else good("room", **told)


def _backup(settings: Settings) -> Finding:
    """The age of the newest file in the folder of backups, which the settings name."""
    told = settings.environment.get(BACKUPS, "").strip()
    if not told:
        return weak("backup_unknown", name=BACKUPS)
    folder = Path(told)
    ages = [time.time() - path.stat().st_mtime for path in folder.glob("*")] if folder.is_dir() else []
    if not ages:
        return unsafe("backup_none", folder=folder)
    days = int(min(ages) // _DAY_S)
    return unsafe("backup_old", days=days, folder=folder) if days >= BACKUP_DAYS else good("backup", days=days)
