"""Codes as ledgers write them: the item itself, the national code, the words of any era."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from data_access.adoption.code_rules import catalogue_items
from data_access.catalogues import read_catalogue
from data_access.ledger.cells import text_of
from data_access.ledger.rejected import CellError

_FILE: Final = Path(__file__).parent.parent / "catalogue" / "ledger_words.csv"
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_NUMBERED: Final = re.compile(r"\(?\d{1,3}\)?[\s.、:_-]*(?=[^\d\s.])")
_UNSAID: Final = frozenset({"无", "未知", "不详", "无此项"})
_ERAS: Final = ("label_2014_2020", "label_2021_2025", "label_2026")


class CodeWords:
    """What the cells of one code list may say -> its items; unknown words raise CellError with those that are near."""

    def __init__(self, list_code: str, local: Mapping[str, str]) -> None:
        """`local` are items of the database's own list: item -> Chinese name."""
        self.list_code = list_code
        self._known = dict(_catalogue_words(list_code))
        for item, name in local.items():
            self._known.setdefault(item.lower(), item)
            self._known.setdefault(bare(name), item)
        self._found: dict[Any, str | None] = {}

    def item(self, value: Any) -> str | None:
        """The item that the cell means; None = blank."""
        if value.__class__ in (str, int) and value in self._found:
            return self._found[value]
        told = text_of(value)
        item = None if told is None else self._item(told)
        if value.__class__ in (str, int):
            self._found[value] = item
        return item

    def _item(self, told: str) -> str | None:
        word = bare(told)
        for tried in (word, word.lstrip("0") or "0", word.zfill(2), _NUMBERED.sub("", word), _BRACKETS.sub("", word)):
            if tried in self._known:
                return self._known[tried]
        if word in _UNSAID:
            return None
        names = list(dict.fromkeys(row["name_zh"] for row in read_catalogue("code_lists.csv")
                                   if row["list_code"] == self.list_code))  # fmt: skip
        raise CellError("word", allowed="、".join(names[:8]) + ("…" if len(names) > 8 else ""))


def bare(word: str) -> str:
    """A word as words are compared: without blanks, in half-width signs, in small letters."""
    return "".join(unicodedata.normalize("NFKC", word).split()).lower()


@cache
def _catalogue_words(list_code: str) -> Mapping[str, str]:
    known, _torn = catalogue_items(list_code, ("item", "national", "label"))
    made = {bare(value): item for value, item in known.items()}
    rest: dict[str, set[str]] = {}
    for row in read_catalogue("code_lists.csv"):
        if row["list_code"] == list_code:
            for short in _shorter(list_code, row["name_zh"]):
                rest.setdefault(bare(short), set()).add(row["item_code"])
    made |= {word: min(items) for word, items in rest.items() if len(items) == 1 and word not in made}
    with _FILE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["list_code"] == list_code:
                words = [*row["words"].split(), *_era_words(row["vocabulary"])]
                made |= {bare(word): row["item_code"] for word in words if bare(word) not in made}
    return made


def _shorter(list_code: str, name: str) -> Iterable[str]:
    """普通农户(一般农户) is written as either, 汉族 as 汉."""
    plain = unicodedata.normalize("NFKC", name)
    yield _BRACKETS.sub("", plain)
    yield from (part[1:-1] for part in _BRACKETS.findall(plain) if not part[1:-1].isdigit())
    yield from _BRACKETS.sub("", plain).split("/")
    if list_code == "ETHNICITY":
        yield plain.removesuffix("族")


def _era_words(key: str) -> Iterable[str]:
    for row in read_catalogue("vocab_labels.csv"):
        if key and row["key"] == key:
            for era in _ERAS:
                yield from row[era].replace("、", "/").split("/")
