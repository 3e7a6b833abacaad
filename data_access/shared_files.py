"""What one machine publishes for all: the outlines and the scenes, in the product's own database beside the releases.

The folder of each machine is a copy. What was changed here is given to the others, what was changed there is brought
here; where both were, the one that came first stands.
"""

import logging
import os
import secrets
import tarfile
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from sqlalchemy import Column, Engine, Float, Integer, LargeBinary, MetaData, String, Table, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from data_access.errors import GuatuError, StoreError, said_in_log
from data_access.release.files import replace_patiently
from data_access.settings import Settings
from data_access.store.shared import one_writer, open_shared_store

LOOK_SECONDS: Final = 2.0
AGAIN_SECONDS: Final = 10.0
_PART_BYTES: Final = 4 << 20
_FORGOTTEN_S: Final = 86_400.0
_NOTE: Final = ".shared-"

metadata: Final = MetaData()
published: Final = Table(
    "published",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("edition", String(64), nullable=False),
    Column("upload", String(32), nullable=False),
)
published_part: Final = Table(
    "published_part",
    metadata,
    Column("upload", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

log = logging.getLogger("guatu")


@dataclass(frozen=True, slots=True)
class _Shared:
    """Files of a folder (`whole`: all of them), of which `key`, written last, tells one edition from another."""

    name: str
    folder: Path
    key: str
    whole: bool

    def stamp(self) -> tuple[int, int, int] | None:
        """What changes with the key whenever it is written; None where there is none."""
        try:
            state = (self.folder / self.key).stat()
        except OSError:
            return None
        return state.st_mtime_ns, state.st_size, state.st_ino

    def edition(self) -> str | None:
        """The edition that stands here; None where there is none."""
        try:
            return sha256((self.folder / self.key).read_bytes()).hexdigest()
        except OSError:
            return None

    def files(self) -> list[str]:
        """The names of its files, the key last."""
        others = {path.name for path in self.folder.iterdir() if path.is_file()} if self.whole else set()
        return [*sorted(name for name in others - {self.key} if not name.startswith(".")), self.key]


class SharedFiles:
    """The files of one machine that all have alike; does nothing where no database is shared."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._home = settings.workspace
        self._kinds = [_Shared("boundaries", settings.boundaries, "manifest.json", True)]
        if settings.scenes_path is None:
            self._kinds.append(_Shared("scenes", settings.scenes.parent, settings.scenes.name, False))
        self._seen: dict[str, tuple[tuple[int, int, int] | None, str | None]] = {}
        self._not_before = 0.0
        self._is_lost = False
        self._lock = threading.Lock()

    @cached_property
    def _engine(self) -> Engine:
        return open_shared_store(self._settings, metadata)

    def close(self) -> None:
        """Let go of the database."""
        if "_engine" in self.__dict__:
            self._engine.dispose()

    def look(self) -> None:
        """Give and bring what is new, now and then; what stands here goes on being served where that fails."""
        if not self._settings.store_url or time.monotonic() < self._not_before or not self._lock.acquire(False):
            return
        try:
            self.look_now()
            self._not_before, self._is_lost = time.monotonic() + LOOK_SECONDS, False
        except (GuatuError, OSError) as error:
            if not self._is_lost:
                log.warning("outlines and scenes of the store do not come here: %s", said_in_log(error))
            self._not_before, self._is_lost = time.monotonic() + AGAIN_SECONDS, True
        finally:
            self._lock.release()

    def look_now(self) -> None:
        """The same at once; raises StoreError, OSError."""
        if not self._settings.store_url:
            return
        with _errors(), self._engine.connect() as connection:
            known = {row.name: (row.edition, row.upload) for row in connection.execute(select(published))}
        for kind in self._kinds:
            there, upload = known.get(kind.name, (None, ""))
            here, agreed = self._edition(kind), self._agreed(kind)
            if here == there:
                self._agree(kind, there)
            elif here is not None and agreed == there:
                self._give(kind, here, there)
            elif there is not None:
                self._bring(kind, there, upload)

    def _edition(self, kind: _Shared) -> str | None:
        """The edition that stands here, read when its key was written: that of a province is large."""
        stamp = kind.stamp()
        if self._seen.get(kind.name, ((0, 0, 0), None))[0] != stamp:
            self._seen[kind.name] = (stamp, kind.edition())
        return self._seen[kind.name][1]

    def _agreed(self, kind: _Shared) -> str | None:
        """The edition that last stood here and there alike."""
        try:
            return (self._home / f"{_NOTE}{kind.name}").read_text(encoding="ascii").strip() or None
        except (OSError, ValueError):
            return None

    def _agree(self, kind: _Shared, edition: str | None) -> None:
        if edition is not None and edition != self._agreed(kind):
            (self._home / f"{_NOTE}{kind.name}").write_text(edition + "\n", encoding="ascii")

    def _give(self, kind: _Shared, edition: str, before: str | None) -> None:
        """Let the others have what stands here, unless another machine was first."""
        upload = secrets.token_hex(8)
        with tempfile.TemporaryFile(dir=self._home) as packed:
            _pack(kind, packed)
            if kind.edition() != edition:
                return  # it was changed meanwhile; next time
            packed.seek(0)
            for number, content in enumerate(iter(lambda: packed.read(_PART_BYTES), b"")):
                row = {"upload": upload, "number": number, "at": time.time(), "content": content}
                with _errors(), self._engine.begin() as connection:
                    connection.execute(insert(published_part), [row])
        with _errors(), self._engine.begin() as connection:
            one_writer(connection)
            stood = connection.execute(select(published).where(published.c.name == kind.name)).first()
            if (stood.edition if stood else None) == before:
                connection.execute(delete(published).where(published.c.name == kind.name))
                connection.execute(insert(published), [{"name": kind.name, "edition": edition, "upload": upload}])
                gone = stood.upload if stood else ""
            else:
                gone, edition = upload, ""
            lost = published_part.c.upload.not_in(select(published.c.upload)) & (
                published_part.c.at < time.time() - _FORGOTTEN_S
            )
            connection.execute(delete(published_part).where((published_part.c.upload == gone) | lost))
        self._agree(kind, edition or None)

    def _bring(self, kind: _Shared, edition: str, upload: str) -> None:
        """Put what the others have in the place of what stands here; its key last, so that it is whole or not there."""
        with tempfile.TemporaryFile(dir=self._home) as packed:
            parts = select(published_part.c.content).where(published_part.c.upload == upload)
            with _errors(), self._engine.connect() as connection:
                found = connection.execution_options(yield_per=1).execute(parts.order_by(published_part.c.number))
                for content in found.scalars():
                    packed.write(content)
            packed.seek(0)
            try:
                _unpack(kind, packed)
            except tarfile.TarError as error:
                raise StoreError("store.failed") from error
        self._agree(kind, kind.edition())


def share_files(settings: Settings) -> None:
    """Give the others what was just published here, once; raises StoreError, OSError."""
    files = SharedFiles(settings)
    try:
        files.look_now()
    finally:
        files.close()


def _pack(kind: _Shared, packed: IO[bytes]) -> None:
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in kind.files():
            archive.add(kind.folder / name, arcname=name, recursive=False)


def _unpack(kind: _Shared, packed: IO[bytes]) -> None:
    """Write the files of an archive, each in one step; those of a folder that are not in it go."""
    kind.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = set()
    with tarfile.open(fileobj=packed, mode="r:") as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is None or Path(member.name).name != member.name or member.name.startswith("."):
                raise StoreError("store.failed")
            draft = kind.folder / f".{member.name}-{os.getpid()}-{threading.get_ident()}"
            draft.write_bytes(content.read())
            replace_patiently(draft, kind.folder / member.name)
            names.add(member.name)
    if kind.key not in names:
        raise StoreError("store.failed")
    if kind.whole:
        for path in kind.folder.iterdir():
            if path.is_file() and path.name not in names and not path.name.startswith("."):
                path.unlink(missing_ok=True)


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError("store.unreachable", reason=type(error).__name__) from error
