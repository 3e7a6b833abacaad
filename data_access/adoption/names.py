"""What a column of the contract may be called elsewhere: the national field, Chinese, its first letters, English."""

import csv
import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column

from data_access.catalogues import code_list_names, read_catalogue
from data_access.schema import code_list_of, metadata

_FILE: Final = Path(__file__).parent.parent / "catalogue" / "national_fields.csv"
_NATIONAL: Final = re.compile(r"\b(?:A[A-Z]{2}\d{3}|100A\d{2,3})\b")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]{2,}")
_BARE: Final = re.compile(r"[\W_]+")


class Sureness(IntEnum):
    """How sure a match of names is."""

    GUESS = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Names:
    """Names without case, blanks and underscores -> how sure they are."""

    known: dict[str, Sureness]

    def match(self, name: str, comment: str | None) -> Sureness | None:
        """How sure it is that a column (or table) of this name and comment is meant; None = it is not."""
        found = [self.known.get(bare(name))]
        for word in _CHINESE.findall(comment or "")[:1]:  # "姓名(户主)" is about the name
            found.append(self.known.get(bare(word)))
        return max((sure for sure in found if sure is not None), default=None)


def bare(name: str) -> str:
    """The name as names are compared."""
    return _BARE.sub("", name).lower()


@cache
def column_names(table: str, column: str) -> Names:
    """All that a column of the contract may be called."""
    made = metadata.tables[table].columns[column]
    row = _rows().get((table, column), {})
    national = [*row.get("national", "").split(), *_NATIONAL.findall(made.comment or ""), *_listed_fields(made)]
    chinese = [*row.get("zh", "").split(), *_said_names(made)]
    list_code = code_list_of(made)
    chinese += [code_list_names()[list_code]] if list_code in code_list_names() else []
    return Names(_known(national, chinese, [column, *row.get("en", "").split()]))


def _said_names(column: "Column[Any]") -> list[str]:
    """The Chinese names in the comment of a column; of a code it rather names what may stand in it."""
    words = _CHINESE.findall((column.comment or "").split(";")[0])
    return [] if column.name.endswith("_code") and len(words) > 1 else words


@cache
def table_names_of(table: str) -> Names:
    """All that a table of the contract may be called."""
    row = _rows().get((table, ""), {})
    return Names(
        _known(row.get("national", "").split(), row.get("zh", "").split(), [table, *row.get("en", "").split()])
    )


def _known(national: list[str], chinese: list[str], english: list[str]) -> dict[str, Sureness]:
    """The surest last, so that it stays: first letters, whole pinyin and English, Chinese and the national field."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - 55 MB of dictionaries, which a server never asks

    made: dict[str, Sureness] = {}
    for word in chinese:
        made[bare("".join(lazy_pinyin(word, style=Style.FIRST_LETTER)))] = Sureness.GUESS
    made |= {bare("".join(lazy_pinyin(word))): Sureness.LIKELY for word in chinese}
    made |= {bare(word): Sureness.LIKELY for word in english}
    made |= {bare(word): Sureness.SURE for word in (*chinese, *national)}
    return {name: sure for name, sure in made.items() if len(name) > 1 or sure is Sureness.SURE}


def _listed_fields(column: "Column[Any]") -> tuple[str, ...]:
    """The national field of the code list that the column takes."""
    return _fields_of_lists().get(code_list_of(column) or "", ())


@cache
def _fields_of_lists() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in read_catalogue("code_lists.csv"):
        found.setdefault(row["list_code"], []).extend(_NATIONAL.findall(row["national_field"]))
    return {name: tuple(fields) for name, fields in found.items()}


@cache
def _rows() -> dict[tuple[str, str], dict[str, str]]:
    with _FILE.open(encoding="utf-8-sig", newline="") as file:
        return {(row["table"], row["column"]): row for row in csv.DictReader(file)}
