"""The indexes of one database on disk: the newest is read, one of the release that is shown is built beside it."""

import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data_access.errors import GuatuError, ReleaseError, system_reason
from data_access.household_index.build import build_index
from data_access.household_index.reading import HouseholdIndex, newest_folder
from data_access.release import Release
from data_access.settings import Settings
from data_access.tokens import household_tokens

FOLDER: Final = "people"
PROGRESS: Final = ".progress.json"
LOCK: Final = ".lock"
_STALE_SECONDS: Final = 900.0
_TRY_AGAIN_SECONDS: Final = 60.0

log = logging.getLogger("guatu")


class IndexMissingError(ReleaseError):
    """There is no index of the households yet; one is being built."""


@dataclass(frozen=True, slots=True)
class Building:
    """How far an index is that is being built: key of a message, steps done and their number."""

    stage: str
    done: int
    total: int


class IndexStore:
    """The folder `people` of one database's workspace; safe for several threads and processes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.folder = settings.workspace / FOLDER
        self._held: HouseholdIndex | None = None
        self._held_path: Path | None = None
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._not_before = 0.0

    def current(self) -> HouseholdIndex:
        """The newest index that is whole; raises IndexMissingError where there is none yet."""
        paths = newest_folder(self.folder)
        with self._lock:
            for path in paths:
                if path == self._held_path and self._held is not None:
                    return self._held
                try:
                    self._held = HouseholdIndex(path, household_tokens(self._settings.home))
                    self._held_path = path
                except ReleaseError as error:
                    log.warning("index passed over: %s", error.key)
                else:
                    return self._held
        raise IndexMissingError("households.no_index")

    def current_for(self, release: Release) -> HouseholdIndex:
        """The newest index; one for `release` is begun in the background where that is of another."""
        try:
            found = self.current()
        except IndexMissingError:
            self.begin(release)
            raise
        if found.meta.release_id != release.id:
            self.begin(release)
        return found

    def ready_for(self, release: Release) -> HouseholdIndex | None:
        """As `current_for`; None while there is none."""
        try:
            return self.current_for(release)
        except IndexMissingError:
            return None

    def is_for(self, release: Release) -> bool:
        """Whether the newest index is of this release."""
        with suppress(IndexMissingError):
            return self.current().meta.release_id == release.id
        return False

    def building(self) -> Building | None:
        """How far a build is, whichever process does it; None where none goes on."""
        try:
            path = self.folder / PROGRESS
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                return None
            said = json.loads(path.read_text(encoding="ascii"))
            return Building(str(said["stage"]), int(said["done"]), int(said["total"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def begin(self, release: Release) -> None:
        """Build in the background, unless one goes on or has failed a moment ago."""
        with self._lock:
            if (self._worker is not None and self._worker.is_alive()) or time.monotonic() < self._not_before:
                return
            self._not_before = time.monotonic() + _TRY_AGAIN_SECONDS
            self._worker = threading.Thread(target=self._try, args=(release,), name="index", daemon=True)
            self._worker.start()

    def _try(self, release: Release) -> None:
        try:
            self.build(release)
        except GuatuError as error:
            log.warning("index not built: %s", error.key)

    def build(self, release: Release, told: Callable[[str, int, int], None] | None = None) -> bool:
        """Build the index of `release` and drop those before; False where another process is at it.

        Raises the DatabaseError family, ReleaseError.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._claim():
            return False

        def say(stage: str, done: int, total: int) -> None:
            self._write_progress(stage, done, total)
            if told is not None:
                told(stage, done, total)

        try:
            tokens = household_tokens(self._settings.home)
            made = build_index(self._settings, self.folder, release, tokens, say)
            for old in newest_folder(self.folder):
                if old != made:
                    shutil.rmtree(old, ignore_errors=True)
        finally:
            for name in (PROGRESS, LOCK):
                (self.folder / name).unlink(missing_ok=True)
        return True

    def wait(self, seconds: float) -> None:
        """Wait for the build that this process has begun, if any."""
        worker = self._worker
        if worker is not None:
            worker.join(seconds)

    def _claim(self) -> bool:
        """Take the lock; one that a killed process left is taken over when nothing was said for long."""
        path = self.folder / LOCK
        with suppress(OSError):
            progress = self.folder / PROGRESS
            newest = max((one.stat().st_mtime for one in (path, progress) if one.exists()), default=time.time())
            if time.time() - newest > _STALE_SECONDS:
                path.unlink(missing_ok=True)
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            return False
        except OSError as error:
            raise ReleaseError("release.write", path=str(self.folder), reason=system_reason(error)) from error
        return True

    def _write_progress(self, stage: str, done: int, total: int) -> None:
        with suppress(OSError):
            path = self.folder / PROGRESS
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump({"stage": stage, "done": done, "total": total}, file)
