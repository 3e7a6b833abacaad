"""What an answer is made of: a few sums, and rows of regions or things with figures that open."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.release import Release

MOST_ROWS: Final = 200
"""Rows that are sent; how many there are is told."""

Floats = NDArray[np.float64]


class Sort(StrEnum):
    """How a value is written."""

    COUNT = "count"
    YUAN = "yuan"
    PERCENT = "percent"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Fact:
    """One sum of an answer: `key` names its words (`questions.fact.<key>`).

    unit     key of the unit, "" for none; figure: what is laid open when it is asked for, "" for nothing
    region   of which region the figure is, None = of the one shown
    """

    key: str
    value: float
    unit: str = ""
    sort: Sort = Sort.COUNT
    figure: str = ""
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer's table: `key` names its words (`questions.column.<key>`); `figure` as of `Fact`, of the
    region of the row, or of the region shown where the row is of a thing (`{item}` stands for its key)."""

    key: str
    sort: Sort = Sort.COUNT
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `code` of its region (None where it is no region's), its name, what lies above it, and its cells.

    key     what stands for `{item}` in the figures of the columns
    cells   numbers (NaN not known), words, or None
    """

    code: str | None
    name: str
    above: str
    cells: tuple[float | str | None, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `total` rows there are, of which the first are sent. `notes` name sentences (`questions.note.<key>`).

    connected   False where its theme is absent
    """

    facts: tuple[Fact, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    total: int = 0
    notes: tuple[str, ...] = ()
    connected: bool = True


NOT_CONNECTED: Final = Answer(connected=False)


def quantity_fact(release: Release, name: str, code: str, period: int, unit: str, sort: Sort = Sort.COUNT) -> Fact:
    """The sum of one quantity, which opens by its own name; its words are named by it."""
    return Fact(name.replace(".", "_").lower(), release.quantity(name, code, period), unit, sort, name)


def villages_with(release: Release, code: str, period: int, names: Sequence[str]) -> tuple[NDArray[np.int64], Floats]:
    """Positions of the villages under the region, by code, and quantities of each (villages x names).

    NaN where not known or withheld. Raises UnknownRegionError, UnknownPeriodError.
    """
    at = np.array(release.tree.villages(code), dtype=np.int64)
    found = np.full((len(at), len(names)), np.nan)
    for place, name in enumerate(names):
        figures = release.figures(name, period)
        if figures is not None:
            found[:, place] = figures[at]
    found[~np.isfinite(found)] = np.nan
    return at, found


def village_row(release: Release, position: int, cells: Sequence[float | str | None], lang: str) -> Row:
    """The row of the village at `position` of the tree."""
    tree = release.tree
    region, up = tree.regions[position], tree.parent[position]
    above = "" if up < 0 else tree.regions[up].name(lang)
    return Row(region.code, region.name(lang), above, tuple(cells))


def plain(value: float) -> float:
    """A number to order by: less than any where it is not known."""
    return -math.inf if math.isnan(value) else value
