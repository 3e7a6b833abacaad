"""Where the lasting stores stand, and whether any were left behind."""

from collections.abc import Iterator

from data_access.accounts import accounts_stand
from data_access.doctor.findings import Finding, failed, good, unsafe
from data_access.errors import GuatuError
from data_access.moving_stores import lasting_files
from data_access.settings import Settings


def store_findings(settings: Settings) -> Iterator[Finding]:
    """In files or in the database that machines share. Makes nothing."""
    if not settings.store_url:
        yield good("stores_files", home=settings.home)
        return
    try:
        is_there = accounts_stand(settings)
    except GuatuError as error:
        yield failed("stores", error)
        return
    left = lasting_files(settings.home)
    if left and not is_there:
        yield unsafe("stores_left", home=settings.home, files=", ".join(left))
    else:
        yield good("stores_shared")
