"""The file of scenes on disk: read by every wall, written whole or not at all, its last good text kept beside it."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from data_access.errors import GuatuError
from data_access.release.files import replace_patiently
from data_access.scenes.reading import Known, Reading, read_scenes

ABSENT: Final = "absent"
_WAIT_S: Final = 0.05
_PATIENCE_S: Final = 3.0
_FORGOTTEN_S: Final = 30.0


class ScenesError(GuatuError):
    """The file of scenes cannot be written."""


class StaleScenesError(ScenesError):
    """Somebody else has written the file meanwhile."""

    status = 412


@dataclass(frozen=True, slots=True)
class Found:
    """What was found on disk.

    reading   of the file, or where it is no TOML of its last good text; None = there is neither
    source    the text that `reading` is of
    version   hash of the file itself, "absent" where there is none
    broken    the reading of the file where it is no TOML, None where it is
    """

    reading: Reading | None
    source: str | None
    version: str
    broken: Reading | None = None


@dataclass(frozen=True, slots=True)
class SceneFile:
    """The file at `path`; its last good text stands beside it with `.bak` added to the name."""

    path: Path

    @property
    def kept(self) -> Path:
        """Where the last good text is kept."""
        return self.path.with_name(self.path.name + ".bak")

    def find(self, known: Known) -> Found:
        """Read the file; where it is no TOML, its last good text. Raises nothing: what is wrong is in the reading."""
        source = _text(self.path)
        version = scenes_version(self.path)
        if source is None:
            return Found(None, None, version)
        reading = read_scenes(source, known)
        if reading.programme is not None:
            if source != _text(self.kept):
                with contextlib.suppress(OSError):  # a folder that may not be written still serves
                    _replace(self.kept, source)
            return Found(reading, source, version)
        last = _text(self.kept)
        before = None if last is None else read_scenes(last, known)
        good = before is not None and before.programme is not None
        return Found(before if good else None, last if good else None, version, reading)

    def write(self, source: str, version: str) -> None:
        """Put `source` in the place of the file's text, in one step.

        `version` is what the writer saw: raises StaleScenesError when the file is another by now, ScenesError when it
        cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _alone(self.path.with_name(self.path.name + ".lock")):
                if scenes_version(self.path) != version:
                    raise StaleScenesError("scenes.stale")
                _replace(self.path, source)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ScenesError("scenes.write", path=self.path.name, reason=reason) from error


def scenes_version(path: Path) -> str:
    """Hash of the file of scenes at `path`; "absent" where there is none."""
    try:
        return sha256(path.read_bytes()).hexdigest()[:16]
    except OSError:
        return ABSENT


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    except OSError:
        return None


def _replace(path: Path, source: str) -> None:
    draft = path.with_name(f".{path.name}-{os.getpid()}-{time.monotonic_ns()}")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(source)
            file.flush()
            os.fsync(file.fileno())
        replace_patiently(draft, path)
    finally:
        draft.unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the lock among all processes; one that was forgotten by a process that died is taken away."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            os.close(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            break
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - lock.stat().st_mtime > _FORGOTTEN_S:
                    lock.unlink()
                    continue
            if time.monotonic() > until:
                raise
            time.sleep(_WAIT_S)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
