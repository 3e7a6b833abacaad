"""The releases of one database on disk: which there are, which is current, which is pinned."""

import contextlib
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from data_access.errors import GuatuError, NoReleaseError, ReleaseError, StoreError, said_in_log
from data_access.release.archive import Archive
from data_access.release.earlier import Kept, OfStore
from data_access.release.files import read_release, replace_patiently
from data_access.release.meta import META_FILE, ReleaseMeta, read_meta
from data_access.release.mirror import Mirror, reason_of
from data_access.release.reading import Release
from data_access.settings import Settings

BUILDING: Final = ".building-"
CURRENT: Final = "current"
PINNED: Final = "pinned"
BRIEFED: Final = "briefed"
"""Names the release of the last briefing."""
POINTERS: Final = (CURRENT, PINNED, BRIEFED)
LOOK_AGAIN_SECONDS: Final = 30.0

Metas = list[ReleaseMeta]
Names = list[str]
Kepts = list[Kept]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Held:
    """What was found for one pointer: a release, or why there is none among the releases `names`; and when."""

    wanted: str
    names: tuple[str, ...]
    found: Release | ReleaseError
    at: float

    def stands_for(self, wanted: str, names: Callable[[], Iterable[str]]) -> bool:
        """It need not be looked for again: where none was intact, until one comes or goes, or half a minute passes."""
        if wanted != self.wanted:
            return False
        if isinstance(self.found, Release):
            return True
        return tuple(names()) == self.names and time.monotonic() - self.at < LOOK_AGAIN_SECONDS


class ReleaseStore:
    """The folder of the releases of one database.

    `current()` gives the pinned release, else the newest; it is read once and kept until the pointer moves. A release
    that is damaged is passed over, `skipped` says why, and the newest intact one is used.
    """

    def __init__(self, folder: Path, keep: int = 6, mirror: Mirror | None = None) -> None:
        self.folder = folder
        self._mirror = mirror
        self.keep = keep
        self.skipped: dict[str, str] = {}
        self._held: Held | None = None
        self._said: dict[str, str | None] = {}
        self._earlier = OfStore(self)
        self._lock = threading.Lock()

    def current(self) -> Release:
        """The release to show; raises NoReleaseError when there is none, ReleaseError when none is intact."""
        if self._mirror is not None:
            self._mirror.look(POINTERS)
        wanted = self.pinned() or self._pointer(CURRENT) or next(iter(self._names()), None)
        if wanted is None:
            raise NoReleaseError("release.none")
        held = self._held
        if held is None or not held.stands_for(wanted, self._names):
            with self._lock:
                held = self._held
                if held is None or not held.stands_for(wanted, self._names):
                    held = self._held = self._look(wanted)
        if isinstance(held.found, ReleaseError):
            raise type(held.found)(held.found.key, **held.found.values)
        return held.found

    def current_or_reason(self) -> tuple[Release | None, ReleaseError | None]:
        """The release to show and None, or None and the reason why there is none: for pages that say so."""
        try:
            return self.current(), None
        except ReleaseError as error:
            return None, error

    def list(self) -> Metas:
        """Descriptions of all releases, newest first; one whose description is damaged is left out."""
        self._have_all()
        found: Metas = []
        for name in self._names():
            try:
                found.append(read_meta(self.folder / name))
            except (OSError, ValueError, KeyError, TypeError) as error:
                self.skipped[name] = type(error).__name__
                _log.warning("release %s has no readable description", name)
        return found

    def newest(self) -> ReleaseMeta:
        """The description of the release that was published last, whichever is pinned; raises ReleaseError."""
        if self._mirror is not None:
            self._mirror.look(POINTERS)
        name = self._pointer(CURRENT)
        if name is None:
            raise NoReleaseError("release.none")
        return self.show(name)

    def show(self, release_id: str) -> ReleaseMeta:
        """The description of one release; raises ReleaseError when there is none or it is damaged."""
        self._check(release_id)
        try:
            return read_meta(self.folder / release_id)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ReleaseError("release.damaged", id=release_id, file=META_FILE) from error

    def open(self, release_id: str) -> Release:
        """Read one release, whichever is current; raises ReleaseError when there is none or it is damaged."""
        self._check(release_id)
        release = read_release(self.folder / release_id)
        release.stand_among(self._earlier)
        return release

    def pinned(self) -> str | None:
        """Id of the pinned release; None when none is."""
        return self._pointer(PINNED)

    def briefed(self) -> str | None:
        """Id of the release that was pinned last and let go, that of the last briefing; None when none was."""
        return self._pointer(BRIEFED)

    def kept(self) -> tuple[Kept, ...]:
        """The releases that are here, newest first; without asking the machines that share them."""
        found: Kepts = []
        for name in self._names():
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                meta = read_meta(self.folder / name)
                found.append(Kept(meta.id, meta.created_at, meta.as_of))
        return tuple(found)

    def find(self, release_id: str) -> Release | None:
        """Read one of the releases that are here, to compare with; None where it is not, or not intact."""
        try:
            return self._read_one(release_id) if release_id in self._names() else None
        except ReleaseError as error:
            _log.warning("not compared with: %s", error)
            return None

    def pin(self, release_id: str) -> ReleaseMeta:
        """Hold on to one release, whatever is built after it; raises ReleaseError when it is missing or damaged."""
        meta = self.open(release_id).meta
        self._tell(lambda archive: archive.point(PINNED, release_id))
        self._point(PINNED, release_id)
        return meta

    def unpin(self) -> None:
        """Show the newest release again; what was pinned was that of the last briefing."""
        ended = self.pinned()
        if ended is not None and ended in self._names():
            self._tell(lambda archive: archive.point(BRIEFED, ended))
            self._point(BRIEFED, ended)
        self._tell(lambda archive: archive.point(PINNED, None))
        try:
            (self.folder / PINNED).unlink(missing_ok=True)
        except OSError as error:
            raise self._refused(error) from error

    def publish(self, release_id: str) -> None:
        """Make a release that stands whole in the folder the current one, and drop the oldest beyond `keep`.

        Where machines share the releases, it is theirs first. Raises OSError, ReleaseError.
        """
        self._tell(lambda archive: archive.add(self.folder / release_id, CURRENT, self.keep))
        self._replace(CURRENT, release_id)
        kept = {release_id, self.pinned(), self.briefed()}
        others = [name for name in self._names() if name not in kept]
        for name in others[max(0, self.keep - 1) :]:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _tell(self, do: Callable[[Archive], None]) -> None:
        if self._mirror is None:
            return
        try:
            do(self._mirror.archive)
        except (StoreError, OSError) as error:
            raise reason_of(error) from error

    def _look(self, wanted: str) -> "Held":
        names = tuple(self._names())
        try:
            return Held(wanted, names, self._read(wanted), time.monotonic())
        except ReleaseError as error:
            return Held(wanted, names, error, time.monotonic())

    def _read(self, wanted: str) -> Release:
        """The wanted release, or where it is damaged or gone the newest that is intact."""
        names = self._names()
        if not names:
            raise NoReleaseError("release.none")
        order = [wanted, *(name for name in names if name != wanted)]
        reasons: Names = []
        for name in order:
            try:
                release = self._read_one(name)
            except ReleaseError as error:
                self.skipped[name] = str(error)
                reasons.append(str(error))
                _log.warning("passed over: %s", error)
            else:
                self.skipped.pop(name, None)
                release.stand_among(self._earlier)
                return release
        raise ReleaseError("release.all_damaged", reasons="; ".join(reasons[:3]))

    def _read_one(self, name: str) -> Release:
        """One release; a copy that was damaged here is fetched again where it came from."""
        try:
            return read_release(self.folder / name)
        except ReleaseError as error:
            is_old = error.key == "release.old_format"
            if is_old or self._mirror is None or not self._mirror.fetched_anew(name):
                raise
        return read_release(self.folder / name)

    def _names(self) -> Names:
        if not self.folder.is_dir():
            return []
        return sorted(
            (p.name for p in self.folder.iterdir() if p.is_dir() and not p.name.startswith(".")), reverse=True
        )

    def is_pointed_at(self, release_id: str) -> bool:
        """Whether it is the current release or the pinned one."""
        return release_id in (self._pointer(CURRENT), self._pointer(PINNED))

    def close(self) -> None:
        """Let go of what machines share."""
        if self._mirror is not None:
            self._mirror.close()

    def _have_all(self) -> None:
        """Bring every release here that other machines have built."""
        if self._mirror is None:
            return
        try:
            for name in self._mirror.look_now(POINTERS).names:
                self._mirror.have(name)
        except (GuatuError, OSError) as error:
            _log.warning("the releases of the store do not come here: %s", said_in_log(error))

    def _check(self, release_id: str) -> None:
        if self._mirror is not None and release_id not in self._names():
            self._have_all()
        if release_id not in self._names():
            raise ReleaseError("release.unknown", id=release_id[:60])

    def _pointer(self, name: str) -> str | None:
        """What a pointer says; where it cannot be read just now, what it said before."""
        try:
            said = (self.folder / name).read_text(encoding="ascii", errors="replace").strip() or None
        except (FileNotFoundError, NotADirectoryError):
            said = None
        except OSError as error:
            if name in self._said:
                return self._said[name]
            raise ReleaseError("release.damaged", id=name, file=error.strerror or type(error).__name__) from error
        self._said[name] = said
        return said

    def _point(self, name: str, release_id: str) -> None:
        try:
            self._replace(name, release_id)
        except OSError as error:
            raise self._refused(error) from error

    def _replace(self, name: str, release_id: str) -> None:
        draft = self.folder / f".{name}-{os.getpid()}-{threading.get_ident()}"
        try:
            draft.write_text(release_id + "\n", encoding="ascii")
            replace_patiently(draft, self.folder / name)
        except OSError:
            draft.unlink(missing_ok=True)
            raise

    def _refused(self, error: OSError) -> ReleaseError:
        return ReleaseError("release.write", path=str(self.folder), reason=error.strerror or type(error).__name__)


def open_releases(settings: Settings) -> ReleaseStore:
    """The releases of these settings: in the workspace, and where a database of the product's own is named, in that."""
    folder = settings.releases
    mirror = Mirror(folder, partial(Archive, settings)) if settings.store_url else None
    return ReleaseStore(folder, keep=settings.keep_releases, mirror=mirror)
