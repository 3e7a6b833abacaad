"""What an import found, as a file in its folder: plain values with the keys of sentences, said when they are shown."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from data_access.errors import GuatuError
from data_access.ledger.importing import LedgerImport, Note
from data_access.ledger.rejected import Rejection, column_words
from data_access.messages import text

_FIELDS: Final = {
    "--crs": "imports.crs", "--meridian": "imports.meridian", "--encoding": "imports.encoding",
    "--code": "imports.code_field", "--name": "imports.name_field", "--year": "imports.year",
    "--no-offset": "imports.offset.none", "--gcj02": "imports.offset.gcj02",
}  # fmt: skip
"""Options of the commands -> what the page calls the same."""

_SHOWN: Final = 50
"""Rejected rows that the page shows; the report has them all."""


def plain_result(done: LedgerImport) -> dict[str, Any]:
    """What an import of workbooks found, as JSON can hold it; no name or number of a person in clear."""
    reasons = done.rejected.by_code.most_common()
    return {
        "rows": done.rows,
        "taken": sum(sheet.taken for sheet in done.sheets),
        "sheets": [asdict(sheet) for sheet in done.sheets],
        "tables": {name: asdict(written) for name, written in done.tables.items()},
        "notes": [{"key": n.key, "values": n.values} for n in done.notes if isinstance(n, Note)],
        "rejected": done.rejected.count,
        "reasons": [(_plain(done.rejected.first[code]), count) for code, count in reasons],
        "first_rejected": [_plain(one) for one in done.rejected.kept[:_SHOWN]],
    }


def said_result(plain: dict[str, Any], lang: str) -> dict[str, Any]:
    """The same in the words of `lang`, for the page."""
    between = text("ledger.between", lang)
    rejected = [Rejection(**one) for one in plain["first_rejected"]]
    return {
        **plain,
        "sheets": [
            {**sheet, "words": between.join(column_words(name, lang) for name in sheet["tables"])}
            for sheet in plain["sheets"]
        ],
        "tables": [(column_words(name, lang), counts) for name, counts in plain["tables"].items()],
        "notes": [
            on_page(Note(note["key"], _again(note["values"])).sentence(lang), lang) for note in plain["notes"]
        ],
        "reasons": [(on_page(Rejection(**one).reason(lang), lang), count) for one, count in plain.get("reasons", ())],
        "first_rejected": [
            {"place": (one.file, one.sheet, one.row), "heading": one.column_name(lang), "value": one.value,
             "reason": on_page(one.reason(lang), lang), "mend": on_page(one.mend(lang), lang)}
            for one in rejected
        ],
        "changes": sum(c["added"] + c["changed"] + c["removed"] for c in plain["tables"].values()),
    }  # fmt: skip


def keep(path: Path, content: bytes | dict[str, Any]) -> None:
    """Write a file that nobody else may read."""
    told = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False, default=str).encode()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(told)


@contextmanager
def release_errors_kept(path: Path) -> Iterator[None]:
    """Keep with the result why no release could be built: the data is in whether or not."""
    try:
        yield
    except GuatuError as error:
        keep(path, {**kept_result(path), "release_error": {"key": error.key, "values": error.values}})


def said_sentence(key: str, values: dict[str, Any], lang: str) -> str:
    """A sentence that was kept by its key; of one that this version does not know, its key."""
    try:
        return text(key, lang, **values)
    except (KeyError, IndexError, ValueError, TypeError):
        return text("imports.broken", lang, kind=key)


def on_page(sentence: str, lang: str) -> str:
    """The same sentence where there is no command line: an option is called by the name of its field on the page."""
    for option, key in _FIELDS.items():
        sentence = re.sub(rf"(?<![\w-]){option}(?![\w-])", text("imports.quoted", lang, name=text(key, lang)), sentence)
    return sentence


def kept_result(path: Path) -> dict[str, Any]:
    """What was kept; nothing where there is no such file, or half of one."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _plain(one: Rejection) -> dict[str, Any]:
    return {**asdict(one), "values": dict(one.values)}


def _again(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
