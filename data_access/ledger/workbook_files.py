"""Workbooks as they come from offices: what is none is refused with words, before anything of it is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final
from xml.parsers.expat import ExpatError

from data_access.ledger.errors import LedgerError
from data_access.ledger.sheet_stream import Row, SheetPart, WorkbookStream

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"
_MOST_PARTS: Final = 4000
_MOST_BYTES: Final = 4_000_000_000
"""Unpacked; Excel's own largest sheets have about one."""

_MOST_SHARED: Final = 600_000_000
"""Unpacked bytes of the texts that the library keeps in memory."""

_RATIO: Final = 200
_RATIO_FROM: Final = 20_000_000
"""From so many unpacked bytes of one part on, its ratio is asked for: small parts of equal rows pack very well."""

_BROKEN: Final = (zipfile.BadZipFile, zipfile.LargeZipFile, ExpatError, zlib.error, KeyError, ValueError, OSError,
                  EOFError, IndexError, RuntimeError, NotImplementedError, OverflowError)  # fmt: skip
"""What zipfile, zlib and expat raise on a damaged file."""


@contextmanager
def opened_workbook(path: Path) -> Iterator[WorkbookStream]:
    """The workbook at `path`, to be read row by row; raises LedgerError with the mend, also for what is met inside."""
    check_workbook(path)
    with reading(path):
        book = WorkbookStream(path)
    try:
        yield book
    finally:
        book.close()


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say what is raised on a damaged file as LedgerError."""
    try:
        yield
    except LedgerError:
        raise
    except MemoryError as error:
        raise LedgerError("ledger.too_large", file=path.name) from error
    except _BROKEN as error:
        raise LedgerError("ledger.damaged", file=path.name, reason=type(error).__name__) from error


def rows_of(path: Path, book: WorkbookStream, sheet: SheetPart) -> Iterator[tuple[int, Row]]:
    """The rows of one sheet; raises LedgerError where the file is damaged."""
    rows = book.rows(sheet)
    while True:
        with reading(path):
            found = next(rows, None)
        if found is None:
            return
        yield found


def check_workbook(path: Path) -> None:
    """Refuse what is no .xlsx, what is locked with a password, and what would unpack without end."""
    try:
        with path.open("rb") as file:
            start = file.read(1 << 16)
            size = path.stat().st_size
    except OSError as error:
        raise LedgerError("ledger.unreadable", file=str(path)) from error
    if not size:
        raise LedgerError("ledger.empty_file", file=path.name)
    if start.startswith(_OLE):
        raise LedgerError("ledger.password" if _is_locked(path) else "ledger.old_format", file=path.name)
    if not start.startswith(b"PK"):
        is_page = start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"
        raise LedgerError("ledger.web_page" if is_page else "ledger.no_workbook", file=path.name)
    try:
        with zipfile.ZipFile(path) as packed:
            _check_parts(path, packed)
    except (zipfile.BadZipFile, ValueError, EOFError, OSError) as error:
        raise LedgerError("ledger.damaged", file=path.name, reason=type(error).__name__) from error


def _is_locked(path: Path) -> bool:
    """A workbook with a password is a compound file that says so in its directory, which may stand at its end."""
    with path.open("rb") as file:
        before = b""
        while piece := file.read(1 << 20):
            if _ENCRYPTED in before + piece:
                return True
            before = piece[-len(_ENCRYPTED) :]
    return False


def _check_parts(path: Path, packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if "[Content_Types].xml" not in packed.namelist() or not any(p.filename.startswith("xl/") for p in parts):
        raise LedgerError("ledger.no_workbook", file=path.name)
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise LedgerError("ledger.bomb", file=path.name)
    for part in parts:
        name = PurePosixPath(part.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in part.filename:
            raise LedgerError("ledger.part_names", file=path.name)
        if part.flag_bits & 1:
            raise LedgerError("ledger.password", file=path.name)
        if part.file_size > _RATIO_FROM and part.file_size > _RATIO * max(part.compress_size, 1):
            raise LedgerError("ledger.bomb", file=path.name)
        if name.name.lower().startswith("sharedstrings") and part.file_size > _MOST_SHARED:
            raise LedgerError("ledger.too_large", file=path.name)
