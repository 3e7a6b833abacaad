"""The other releases that are kept, seen from the one that is shown: what has changed is told against one of them."""

import threading
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from data_access.release.reading import Release
    from data_access.release.store import ReleaseStore


@dataclass(frozen=True, slots=True)
class Kept:
    """A release that is on disk: its id, when it was built, the day of its data."""

    id: str
    created_at: datetime
    as_of: date


class Earlier(Protocol):
    """What a release can be compared with."""

    def open(self, release_id: str) -> "Release | None":
        """One kept release; None where there is none of this id, or it cannot be read."""
        ...

    def briefed(self) -> str | None:
        """The id of the release of the last briefing: the one that was pinned last and let go; None where none was."""
        ...

    def kept(self) -> tuple[Kept, ...]:
        """The releases on disk, newest first."""
        ...


class NoEarlier:
    """A release that stands by itself."""

    def open(self, release_id: str) -> "Release | None":
        """None."""
        return None

    def briefed(self) -> str | None:
        """None."""
        return None

    def kept(self) -> tuple[Kept, ...]:
        """Nothing."""
        return ()


NO_EARLIER = NoEarlier()


class OfStore:
    """The releases of a store. The one that was compared with last is kept in memory, and only that one."""

    def __init__(self, store: "ReleaseStore") -> None:
        self._store = store
        self._held: Release | None = None
        self._lock = threading.Lock()

    def open(self, release_id: str) -> "Release | None":
        """As `Earlier.open`."""
        with self._lock:
            if self._held is None or self._held.id != release_id:
                self._held = self._store.find(release_id)
            return self._held

    def briefed(self) -> str | None:
        """As `Earlier.briefed`."""
        return self._store.briefed()

    def kept(self) -> tuple[Kept, ...]:
        """As `Earlier.kept`."""
        return self._store.kept()
