"""Files of an import as a browser sends them: streamed to the folder of the job, under names that lead nowhere else."""

import os
import re
import unicodedata
from contextlib import ExitStack
from pathlib import Path, PureWindowsPath
from typing import IO, Any, Final

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.formparser import parse_form_data

from callbacks.forms import FormError
from callbacks.live.uploads import MOST_BYTES
from data_access.ledger.choices import form_errors
from data_access.ledger.errors import LedgerError

MOST_FILES: Final = 40
_MOST_PARTS: Final = MOST_FILES + 20
_MOST_FIELDS: Final = 500_000
"""Bytes of what is no file; the parser counts with them the piece of a file that it has in hand."""

_LONGEST: Final = 100
_PLAIN: Final = re.compile(r"[^\w\u3400-\u9fff.()\-+ ]")


def receive_files(folder: Path) -> dict[str, str]:
    """Take the files of the present request into `folder`; the other fields of the form.

    Raises FormError for what is no such form, LedgerError for no file and for a full disk.
    """
    taken: list[IO[bytes]] = []

    def stream(*_told: Any, **_values: Any) -> IO[bytes]:
        if len(taken) >= MOST_FILES:
            raise FormError("imports.too_many", most=MOST_FILES)
        taken.append(open(folder / f"part-{len(taken)}", "x+b", opener=_for_us_alone))  # noqa: SIM115 - closed below
        return taken[-1]

    with form_errors(FormError("gate.bad_form")), ExitStack() as stack:
        stack.callback(lambda: [file.close() for file in taken])
        _rest, form, files = parse_form_data(
            request.environ, stream_factory=stream, max_form_memory_size=_MOST_FIELDS, max_content_length=MOST_BYTES,
            max_form_parts=_MOST_PARTS, silent=False,
        )  # fmt: skip
        names = [_kept(file, folder, number) for number, (_field, file) in enumerate(files.items(multi=True))]
    if not any(names):
        raise LedgerError("imports.no_files")
    return {name: value[:_LONGEST] for name, value in form.items() if "\x00" not in value}


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _kept(file: FileStorage, folder: Path, number: int) -> str:
    """Give a file its own name, or throw it away where it is empty and nameless: a field that was left open."""
    stream: Any = file.stream
    path = Path(stream.name)
    stream.close()
    name = safe_name(file.filename or "")
    if not name:
        path.unlink()
        return ""
    wanted = folder / name
    if wanted.exists():
        wanted = folder / f"{wanted.stem}-{number}{wanted.suffix}"
    path.rename(wanted)
    return name


def safe_name(told: str) -> str:
    """The last part of a name without signs that mean something to a file system; "" where nothing is left."""
    name = PureWindowsPath(unicodedata.normalize("NFC", told)).name.strip()
    bare = _PLAIN.sub("_", name).strip(". ")
    stem, dot, suffix = bare.rpartition(".")
    if not dot:
        return bare[:_LONGEST]
    return f"{stem[: _LONGEST - 12]}.{suffix[:11]}"
