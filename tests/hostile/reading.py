"""What stands in an answer, however it is written: escaped, packed, in a workbook, in a PDF, in a database file."""

from __future__ import annotations

import gzip
import html
import re
import sqlite3
import zlib
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

_ESCAPE = re.compile(r"\\+u([0-9a-fA-F]{4})")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_TO_UNICODE = re.compile(rb"<([0-9A-Fa-f]{4})>\s+<([0-9A-Fa-f]{4})>\s*(?:<([0-9A-Fa-f]{4})>)?")
_SHOWN = re.compile(rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]+>", re.DOTALL)
_OCTAL = re.compile(rb"\\([0-7]{1,3}|[nrtbf()\\])")
_LONE = re.compile(r"[\u9e00-\u9e1f](?![*某\u9bc0-\u9c5f])")
"""A household's letter (county.py) that begins neither a masked name nor a whole one."""

_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def plain(body: bytes) -> str:
    """All that can be read in `body`; a gzip is opened, a workbook and a PDF are taken apart."""
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    if body[:4] == b"PK\x03\x04":
        return _of_zip(body)
    if body[:5] == b"%PDF-":
        return _of_pdf(body)
    if body[:16] == b"SQLite format 3\x00":
        return body.decode("utf-8", "replace")
    return unescaped(body.decode("utf-8", "replace"))


def unescaped(text: str) -> str:
    r"""`text`, and what it says once \uXXXX, &entities; and %XX are read."""
    said = _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text) if "\\u" in text else text
    said = html.unescape(said) if "&" in said else said
    return f"{said}\n{unquote(said)}" if "%" in said else said


def of_folder(folder: Path) -> dict[str, str]:
    """Every file under `folder` by its path, as it can be read."""
    return {path.relative_to(folder).as_posix(): _of_file(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def _of_file(path: Path) -> str:
    if path.suffix == ".parquet":
        from pyarrow import parquet  # noqa: PLC0415 - slow, and only here

        table = parquet.read_table(path)
        return "\n".join(str(value) for column in table.columns for value in column.to_pylist())
    if path.suffix == ".sqlite":
        with sqlite3.connect(path) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = [str(row) for name in names for row in connection.execute(f'SELECT * FROM "{name}"')]
        connection.close()
        return "\n".join([*rows, _of_pages(path)])
    if path.suffix.startswith(".sqlite-"):
        return _of_pages(path)
    body = path.read_bytes()
    return plain(body) + (body[-(len(body) // 4 * 4) :].decode("utf-32-le", "replace") if path.suffix == ".npy" else "")


def _of_pages(path: Path) -> str:
    """The raw pages of a store: what was deleted stands there too. Times and checksums are any bytes at all, so three
    of them may look like the letter of a household: there it counts only as it begins a masked name."""
    return _LONE.sub("", path.read_bytes().decode("utf-8", "replace"))


def _of_zip(body: bytes) -> str:
    try:
        with ZipFile(BytesIO(body)) as packed:
            return "\n".join(plain(packed.read(name)) for name in packed.namelist())
    except BadZipFile:
        return ""


def _of_pdf(body: bytes) -> str:
    """The words of a PDF: its streams unpacked, glyph numbers turned into characters by the maps that it carries."""
    streams = [_inflated(found) for found in _STREAM.findall(body)]
    glyphs: dict[int, str] = {}
    for stream in streams:
        if b"beginbf" in stream:
            for first, second, third in _TO_UNICODE.findall(stream):
                start, end = int(first, 16), int(second, 16) if third else int(first, 16)
                target = int(third or second, 16)
                glyphs.update({start + i: chr(target + i) for i in range(min(end - start, 0xFFFF) + 1)})
    said = [_drawn(stream, glyphs) for stream in streams if b" Tj" in stream or b" TJ" in stream]
    return "\n".join([*said, body.decode("latin-1")])


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return packed


def _drawn(stream: bytes, glyphs: dict[int, str]) -> str:
    lines = []
    for part in _SHOWN.findall(stream):
        raw = bytes.fromhex(part[1:-1].decode()) if part[:1] == b"<" else _OCTAL.sub(_octet, part[1:-1])
        pairs = [int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw) - 1, 2)]
        lines.append("".join(glyphs.get(pair, "") for pair in pairs))
    return "".join(lines) + "\n" + "\n".join(lines)


def _octet(found: re.Match[bytes]) -> bytes:
    said = found.group(1)
    return bytes([int(said, 8) & 255]) if said.isdigit() else _NAMED.get(said, said)
