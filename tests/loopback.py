"""What servers that tests start of their own have in common: a free port, and a folder that another user may own."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of one's own is made in it
_ROOM: Final = 4 << 30


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def folder_of(user: str, *, in_memory: bool = True) -> Iterator[tuple[Path, list[str]]]:
    """A folder that is removed at the end, and what to put in front of a command that works in it.

    Database servers refuse to run as root: then the folder is that of `user`, and so are the commands. It lies in
    memory where there is room, but for what would fill it.
    """
    memory = _MEMORY if in_memory and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None
    folder = Path(tempfile.mkdtemp(prefix=f"guatu-{user}-", dir=memory))
    own: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, user, user)
        own = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
    try:
        yield folder, own
    finally:
        shutil.rmtree(folder, ignore_errors=True)
