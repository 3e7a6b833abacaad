"""Files of the page that do not change while their address stands: read once, compressed once, kept in the home."""

import gzip
import mimetypes
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from os import getpid
from pathlib import Path
from threading import Lock, Thread, get_ident
from typing import Final

import brotli

PACKED_TYPES: Final = frozenset({"text/javascript", "text/css", "image/svg+xml", "application/json"})
"""What is worth compressing; fonts and pictures are compressed already."""

BEST: Final = {"br": 11, "gzip": 9}
QUICK: Final = {"br": 4, "gzip": 6}
_KEPT_COPIES: Final = 120


@dataclass(slots=True)
class StaticFile:
    """The content of one address: its bytes, their hash and type, and the compressed copies made so far."""

    content: bytes
    digest: str
    content_type: str
    packed: dict[str, bytes] = field(default_factory=dict)

    @property
    def is_packed(self) -> bool:
        """Whether this type of file gains by compression."""
        return self.content_type.partition(";")[0] in PACKED_TYPES


class StaticFiles:
    """Files on disk as they are sent; `copies` is the folder of the compressed ones, made when it is needed."""

    def __init__(self, copies: Path) -> None:
        self._copies = copies
        self._held: dict[tuple[Path, ...], tuple[list[tuple[int, int]], StaticFile]] = {}
        self._waiting: list[StaticFile] = []
        self._lock = Lock()
        self._worker: Thread | None = None

    def file(self, *paths: Path) -> StaticFile:
        """One file, or several as one, read again when they have changed; raises OSError for one that is not there."""
        stamps = [(found.st_mtime_ns, found.st_size) for found in (path.stat() for path in paths)]
        held = self._held.get(paths)
        if held is not None and held[0] == stamps:
            return held[1]
        made = _read(paths)
        self._held[paths] = (stamps, made)
        return made

    def body(self, file: StaticFile, encodings: Sequence[str]) -> tuple[bytes, str | None]:
        """The bytes to send to a browser that accepts `encodings`, and the encoding used.

        The best compression takes seconds: the first browser gets a quick one while a thread makes the best.
        """
        encoding = next((name for name in BEST if name in encodings), None) if file.is_packed else None
        if encoding is None:
            return file.content, None
        body = file.packed.get(encoding)
        if body is None:
            body = self._copy(file, encoding)
            if body is None:
                body = _compress(file.content, encoding, QUICK)
                self._later(file)
            file.packed[encoding] = body
        return body, encoding

    def _copy(self, file: StaticFile, encoding: str) -> bytes | None:
        with suppress(OSError):
            return self._place(file, encoding).read_bytes()
        return None

    def _place(self, file: StaticFile, encoding: str) -> Path:
        return self._copies / f"{file.digest}.{encoding}"

    def _later(self, file: StaticFile) -> None:
        with self._lock:
            self._waiting.append(file)
            if self._worker is None:
                self._worker = Thread(target=self._work, name="compress", daemon=True)
                self._worker.start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._worker = None
                    return
                file = self._waiting.pop(0)
            for encoding in BEST:
                made = self._copy(file, encoding) or _compress(file.content, encoding, BEST)
                file.packed[encoding] = made
                with suppress(OSError):  # a home that cannot be written to costs seconds at the next start, no more
                    self._keep(self._place(file, encoding), made)

    def _keep(self, place: Path, body: bytes) -> None:
        if place.exists():
            return
        self._copies.mkdir(parents=True, exist_ok=True)
        written = place.with_name(f"{place.name}.{getpid()}-{get_ident()}.part")
        written.write_bytes(body)
        written.replace(place)
        kept = sorted(self._copies.glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in kept[_KEPT_COPIES:]:
            old.unlink(missing_ok=True)


def packed_once(content: bytes, encodings: Sequence[str]) -> tuple[bytes, str | None]:
    """`content` compressed in a millisecond or two, for an answer that is not sent again."""
    encoding = next((name for name in BEST if name in encodings), None)
    return (content, None) if encoding is None else (_compress(content, encoding, QUICK), encoding)


def _read(paths: Sequence[Path]) -> StaticFile:
    parts = [path.read_bytes() for path in paths]
    suffix = paths[0].suffix
    if len(parts) == 1:
        content = parts[0]
    else:
        mark = b"/* %s */\n"
        ends = b"\n;\n" if suffix == ".js" else b"\n"
        content = b"".join(mark % path.name.encode() + part + ends for path, part in zip(paths, parts, strict=True))
    file = StaticFile(content, sha256(content).hexdigest(), _type(suffix))
    beside = paths[0].with_name(f"{paths[0].name}.br")
    if len(parts) == 1 and beside.exists():
        file.packed["br"] = beside.read_bytes()  # a test holds it to what it is a copy of
    return file


def _type(suffix: str) -> str:
    if suffix in (".js", ".css"):
        return "text/javascript; charset=utf-8" if suffix == ".js" else "text/css; charset=utf-8"
    return mimetypes.types_map.get(suffix, "application/octet-stream")


def _compress(content: bytes, encoding: str, how: dict[str, int]) -> bytes:
    if encoding == "br":
        packed: bytes = brotli.compress(content, quality=how["br"], mode=brotli.MODE_TEXT)
        return packed
    return gzip.compress(content, how["gzip"], mtime=0)
