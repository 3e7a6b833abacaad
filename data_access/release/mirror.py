"""What a machine keeps of the releases that all machines share: the pointers, and the releases that they name."""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from data_access.errors import GuatuError, ReleaseError, said_in_log
from data_access.release.archive import Archive, Known
from data_access.release.files import replace_patiently

LOOK_SECONDS: Final = 0.5
AGAIN_SECONDS: Final = 10.0
"""An archive that does not answer is left alone for so long."""

log = logging.getLogger("guatu")


class Mirror:
    """Keeps `folder` as the archive has it. While that does not answer, what is here goes on being served."""

    def __init__(self, folder: Path, opened: Callable[[], Archive]) -> None:
        self.folder = folder
        self._opened = opened
        self._archive: Archive | None = None
        self._not_before = -1.0
        self._is_lost = False
        self._lock = threading.Lock()

    @property
    def archive(self) -> Archive:
        """The archive itself; raises StoreError."""
        if self._archive is None:
            self._archive = self._opened()
        return self._archive

    def close(self) -> None:
        """Let go of the database; it is opened again where it is needed."""
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def look(self, pointers: tuple[str, ...]) -> None:
        """Bring the pointers, and what they name, up to date; twice a second at most, by one thread at a time."""
        if time.monotonic() < self._not_before or not self._lock.acquire(blocking=self._not_before < 0):
            return
        try:
            self.look_now(pointers)
            self._not_before = time.monotonic() + LOOK_SECONDS
            self._is_lost = False
        except (GuatuError, OSError) as error:
            self._not_before = time.monotonic() + AGAIN_SECONDS
            if not self._is_lost:
                log.warning("the releases of the store do not come here: %s", said_in_log(error))
            self._is_lost = True
        finally:
            self._lock.release()

    def look_now(self, pointers: tuple[str, ...]) -> Known:
        """The same at once; raises StoreError, ReleaseError, OSError."""
        known = self.archive.known()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for pointer in pointers:
            wanted, path = known.pointers.get(pointer), self.folder / pointer
            if wanted is None:
                path.unlink(missing_ok=True)
                continue
            if not (self.folder / wanted).is_dir():
                self.archive.fetch(wanted, self.folder)
            if not path.is_file() or path.read_text(encoding="ascii", errors="replace").strip() != wanted:
                draft = self.folder / f".{pointer}-{threading.get_ident()}"
                draft.write_text(wanted + "\n", encoding="ascii")
                replace_patiently(draft, path)
        return known

    def have(self, release_id: str) -> None:
        """Bring one release here where it is not; raises StoreError, ReleaseError, OSError."""
        if not (self.folder / release_id).is_dir():
            self.archive.fetch(release_id, self.folder)

    def fetched_anew(self, release_id: str) -> bool:
        """Throw away a damaged copy and bring another; whether that was possible."""
        try:
            if release_id not in self.archive.known().names:
                return False
            shutil.rmtree(self.folder / release_id, ignore_errors=True)
            return self.archive.fetch(release_id, self.folder)
        except (GuatuError, OSError) as error:
            log.warning("release not fetched: %s", said_in_log(error))
            return False


def reason_of(error: GuatuError | OSError) -> ReleaseError:
    """An archive that refused, as the failure of writing a release."""
    said = error.message("en") if isinstance(error, GuatuError) else error.strerror or type(error).__name__
    return ReleaseError("release.write", path="GUATU_STORE", reason=said)
