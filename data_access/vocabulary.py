"""The words of the three eras: what a thing is called changed in 2021 and again in 2026, and the screen follows."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parent / "catalogue" / "vocab_labels.csv"
_COLUMNS: Final = {"2014": "label_2014_2020", "2021": "label_2021_2025", "2026": "label_2026"}
_ASIDE: Final = re.compile(r"[((][^()()]*[))]")

AUTO: Final = "auto"
ERAS: Final = tuple(_COLUMNS)
"""The eras by their first years: 2014-2020, 2021-2025, from 2026."""


def era_of(period: int) -> str:
    """The era in which `period` lies; years before 2014 speak as 2014 did."""
    return next((era for era in reversed(ERAS) if period >= int(era)), ERAS[0])


def spoken_era(era: str, period: int) -> str:
    """The era whose words are used: `era` itself, or that of the `period` shown when it is "auto"."""
    return era if era in ERAS else era_of(period)


def spoken_year(era: str, period: int) -> int:
    """A year in whose words is spoken: `period` itself when `era` is "auto", else the first year of the era."""
    return int(era) if era in ERAS else period


@cache
def labels() -> dict[str, dict[str, str]]:
    """Thing -> era -> its label as the vocabulary writes it, alternatives and asides included."""
    with _FILE.open(encoding="utf-8-sig", newline="") as file:
        return {row["key"]: {era: row[column] for era, column in _COLUMNS.items()} for row in csv.DictReader(file)}


def word(key: str, era: str) -> str:
    """The Chinese word for the thing `key` in `era`: the first of its alternatives, without asides.

    Raises KeyError for an unknown thing. Source: vocab_labels.csv.
    """
    return whole_label(key, era).split(" / ")[0]


def whole_label(key: str, era: str) -> str:
    """The Chinese label of the thing `key` in `era` with all its alternatives, without asides; raises KeyError."""
    return _ASIDE.sub("", labels()[key][era]).strip()


@dataclass(frozen=True, slots=True)
class Words(Mapping[str, str]):
    """All words of one era, to be put into a sentence: `{words[solar]}`; `whole` ones with their alternatives."""

    era: str
    whole: bool = False

    def __getitem__(self, key: str) -> str:
        return whole_label(key, self.era) if self.whole else word(key, self.era)

    def __iter__(self) -> Iterator[str]:
        return iter(labels())

    def __len__(self) -> int:
        return len(labels())
