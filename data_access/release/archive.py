"""Releases in the product's own PostgreSQL database: files by their hash, and the pointers that all machines follow."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy import Column, ForeignKey, LargeBinary, MetaData, String, Table, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from data_access.errors import ReleaseError, StoreError
from data_access.release.meta import META_FILE
from data_access.settings import Settings
from data_access.store.shared import one_writer, open_shared_store

FETCHING: Final = ".fetching-"
metadata: Final = MetaData()

release_file: Final = Table(
    "release_file",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
release_part: Final = Table(
    "release_part",
    metadata,
    Column("release_id", String(60), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("hash", String(64), ForeignKey("release_file.hash"), nullable=False),
)
release_pointer: Final = Table(
    "release_pointer",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("release_id", String(60), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive says: pointer -> release, and the ids of all releases, newest first."""

    pointers: dict[str, str]
    names: tuple[str, ...]


class Archive:
    """The releases of one shared database, for every machine. Raises StoreError when the database does not answer."""

    def __init__(self, settings: Settings) -> None:
        self._engine = open_shared_store(settings, metadata)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def known(self) -> Known:
        """The pointers and the releases as they stand now."""
        with _errors(), self._engine.connect() as connection:
            pointers = {row.name: row.release_id for row in connection.execute(select(release_pointer))}
            found = connection.execute(select(release_part.c.release_id).where(release_part.c.name == META_FILE))
            return Known(pointers, tuple(sorted((row[0] for row in found), reverse=True)))

    def add(self, folder: Path, pointer: str, keep: int) -> None:
        """Take in the release in `folder`, let `pointer` name it, and forget the oldest beyond `keep`; all or nothing.

        Raises OSError for a file that cannot be read.
        """
        parts = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")}
        hashes = {name: sha256(content).hexdigest() for name, content in parts.items()}
        with _errors(), self._engine.begin() as connection:
            one_writer(connection)
            held = set(connection.execute(select(release_file.c.hash)).scalars())
            fresh = {hashes[name]: content for name, content in parts.items() if hashes[name] not in held}
            for key, content in fresh.items():
                connection.execute(insert(release_file), [{"hash": key, "content": content}])
            connection.execute(delete(release_part).where(release_part.c.release_id == folder.name))
            rows = [{"release_id": folder.name, "name": name, "hash": key} for name, key in hashes.items()]
            connection.execute(insert(release_part), rows)
            connection.execute(delete(release_pointer).where(release_pointer.c.name == pointer))
            connection.execute(insert(release_pointer), [{"name": pointer, "release_id": folder.name}])
            kept = {row[0] for row in connection.execute(select(release_pointer.c.release_id))}
            names = connection.execute(select(release_part.c.release_id).distinct()).scalars()
            others = sorted(set(names) - kept, reverse=True)
            gone = others[max(0, keep - 1) :]
            if gone:
                connection.execute(delete(release_part).where(release_part.c.release_id.in_(gone)))
                used = select(release_part.c.hash)
                connection.execute(delete(release_file).where(release_file.c.hash.not_in(used)))

    def point(self, pointer: str, release_id: str | None) -> None:
        """Let a pointer name a release, or nothing."""
        with _errors(), self._engine.begin() as connection:
            one_writer(connection)
            connection.execute(delete(release_pointer).where(release_pointer.c.name == pointer))
            if release_id is not None:
                connection.execute(insert(release_pointer), [{"name": pointer, "release_id": release_id}])

    def fetch(self, release_id: str, folder: Path) -> bool:
        """Bring a release into `folder`, whole or not at all; False where the archive has none of this id.

        Every file is held to the hash that the release itself states. Raises ReleaseError, OSError.
        """
        with _errors(), self._engine.connect() as connection:
            asked = select(release_part.c.name, release_file.c.content).join(release_file)
            found = {
                name: bytes(content)
                for name, content in connection.execute(asked.where(release_part.c.release_id == release_id))
            }
        if META_FILE not in found:
            return False
        _check(release_id, found)
        draft = folder / f"{FETCHING}{release_id}"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            draft.mkdir(parents=True)
            for name, content in found.items():
                (draft / name).write_bytes(content)
            draft.replace(folder / release_id)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        return True


def _check(release_id: str, found: dict[str, bytes]) -> None:
    """Hold what came to what the release says of itself; raises ReleaseError."""
    try:
        stated: dict[str, str] = json.loads(found[META_FILE])["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseError("release.damaged", id=release_id, file=META_FILE) from error
    for name, key in stated.items():
        if name not in found or "/" in name or sha256(found[name]).hexdigest() != key:
            raise ReleaseError("release.damaged", id=release_id, file=name)
    if set(found) - set(stated) - {META_FILE}:
        raise ReleaseError("release.damaged", id=release_id, file=META_FILE)


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError("store.unreachable", reason=type(error).__name__) from error
