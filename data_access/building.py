"""One process builds and the others wait for it: the builder is elected by a lease in the product's own store."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from data_access.errors import ReleaseError
from data_access.progress import Progress
from data_access.settings import Settings
from data_access.store import open_leases
from data_access.store.leases import BUILDING, LEASE_SECONDS

if TYPE_CHECKING:
    from data_access.release import ReleaseMeta

LOOK_SECONDS: Final = 0.5
_GRAIN: Final = timedelta(seconds=1)
"""A release tells its time in whole seconds."""


def build_once(
    settings: Settings,
    progress: Progress | None = None,
    *,
    waiting: Callable[[str], None] = lambda _holder: None,
    lease_seconds: float = LEASE_SECONDS,
    within: timedelta = timedelta(0),
) -> "tuple[ReleaseMeta, bool]":
    """A release of the data as they are now, and whether this process built it.

    While another process builds, this one waits; `waiting` is called once with that process's name. What the other has
    begun after this was asked for is as good; what it began before may lack rows that were written since, so then this
    one builds in its turn. With `within` a release is as good that any machine began to build so long ago: the timers
    of several do not go off at once. A builder that was killed is replaced once its lease has ended. Raises as
    `build_release`, and StoreError.
    """
    from data_access.release import build_release  # noqa: PLC0415 - Parquet is not needed to wait

    asked, has_waited = datetime.now(), False
    leases = open_leases(settings)
    try:
        while True:
            with leases.held(BUILDING, lease_seconds) as held:
                if held is not None:
                    found = _begun_since(settings, asked - within) if has_waited or within else None
                    if found is not None:
                        return found, False
                    return build_release(settings, progress=progress, may_publish=lambda: not held.is_lost), True
            holder = leases.holder(BUILDING)
            if not has_waited and holder is not None:
                waiting(holder.rpartition(":")[0])
            has_waited = True
            time.sleep(LOOK_SECONDS)
    finally:
        leases.close()


def _begun_since(settings: Settings, asked: datetime) -> "ReleaseMeta | None":
    """The newest release, where its reading began after `asked`."""
    from data_access.release import open_releases  # noqa: PLC0415 - as above

    releases = open_releases(settings)
    try:
        newest = releases.newest()
    except ReleaseError:
        return None
    finally:
        releases.close()
    began = newest.created_at - timedelta(seconds=newest.built_in_seconds)
    return newest if began >= asked - _GRAIN else None
