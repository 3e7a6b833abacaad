"""Where the headings of a sheet stand, and what each column is called: titles above, merged groups, codes below.

A merged cell holds its text in its first cell alone, and a sheet that is read row by row does not say which cells are
merged: it follows from where the row below has something of its own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

LOOKED_AT: Final = 40
"""Rows at the head of a sheet among which its headings are looked for."""

FEWEST: Final = 2
"""Columns that must be recognised for a row to be the headings."""

_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_FIELD: Final = re.compile(r"(?:[A-Z]{3}\d{3}[A-Z]?|100A\d{2,3})")
_NUMBERED: Final = re.compile(r"^(?:[A-Za-z]?\d{1,3}|[一二三四五六七八九十]{1,3})[.、:\s]+")
_ASKING: Final = re.compile(r"^(?:是否已?(?:参加|加入|享受|属于|签约|购买|有|为|是|纳入)?|有无|其中)")
_UNIT: Final = re.compile(r"[\((,/]?(亿元|万元|元)")
_FACTORS: Final = {"亿元": 1e8, "万元": 1e4, "元": 1.0}
_LONGEST: Final = 60
"""A longer text is no heading but a note above or below the table."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a sheet: its place from 0, its own text, that of the group above it ("" = none)."""

    place: int
    label: str
    group: str = ""

    @property
    def said(self) -> str:
        """As the file has it, in one line."""
        return f"{self.group} / {self.label}" if self.group else self.label

    @property
    def factor(self) -> float:
        """What the unit in the heading multiplies amounts of money by."""
        found = _UNIT.search(self.label) or _UNIT.search(self.group)
        return 1.0 if found is None else _FACTORS[found[1]]


@dataclass(frozen=True, slots=True)
class HeadingRows:
    """The headings of a sheet, and which of the rows looked at is the first below them, from 1."""

    headings: tuple[Heading, ...]
    first_row: int


def find_headings(rows: Sequence[Sequence[Any]], is_known: Callable[[Heading], bool]) -> HeadingRows | None:
    """The headings among the first rows of a sheet: the row, or two rows of which the upper groups the lower, in which
    most columns are known. None where no row has FEWEST. The row of field names under the headings is skipped."""
    best: tuple[int, bool, list[Heading], int] | None = None
    for number, row in enumerate(rows):
        single = _single(row)
        best = _better(best, sum(map(is_known, single)), single, number + 1, is_grouped=False)
        if number + 1 < len(rows):
            grouped = _grouped(row, rows[number + 1])
            known = sum(is_known(heading) or is_known(Heading(heading.place, heading.label)) for heading in grouped)
            best = _better(best, known, grouped, number + 2, is_grouped=True)
    if best is None:
        return None
    _count, _is_grouped, headings, below = best
    while below < len(rows):
        under = _single(rows[below])
        if sum(is_known(heading) for heading in under) < FEWEST:
            break
        named = {heading.place for heading in headings if is_known(heading)}
        extra = {heading.place: heading for heading in under if heading.place not in named and is_known(heading)}
        headings = [extra.pop(heading.place, heading) for heading in headings]
        headings += list(extra.values())
        below += 1
    return HeadingRows(tuple(headings), below + 1)


def _better(
    best: tuple[int, bool, list[Heading], int] | None, count: int, headings: list[Heading], below: int,
    *, is_grouped: bool,
) -> tuple[int, bool, list[Heading], int] | None:  # fmt: skip
    """The candidate in which more is known; a title above plain headings groups nothing: one row is as good."""
    if count < FEWEST or (best is not None and (count, not is_grouped) <= (best[0], not best[1])):
        return best
    return count, is_grouped, headings, below


def spellings(heading: Heading) -> Iterator[str]:
    """What a heading may be looked up as, the fullest first: with its group, without brackets, units, numbers."""
    if heading.group:
        yield from _bare(heading.group + heading.label)
    if not heading.group or not _OF_OTHERS.search(heading.group):
        yield from _bare(heading.label)


_OF_OTHERS: Final = re.compile("户主|责任人|联系人|帮扶人|干部|医生")
"""Groups whose name and telephone are not those of the person whom the row is about."""


def _bare(label: str) -> Iterator[str]:
    told = unicodedata.normalize("NFKC", label).strip(" *:")
    yield told
    yield from _FIELD.findall(told)
    short = _NUMBERED.sub("", _BRACKETS.sub("", _FIELD.sub("", told))).strip(" *:_-")
    if short:
        yield short
        plain = _ASKING.sub("", short)
        if plain and plain != short:
            yield plain
    for unit in _FACTORS:
        if short.endswith(unit):
            yield short.removesuffix(unit)


def _single(row: Sequence[Any]) -> list[Heading]:
    return [Heading(place, label) for place, cell in enumerate(row) if (label := _label(cell))]


def _grouped(upper: Sequence[Any], lower: Sequence[Any]) -> list[Heading]:
    """The two rows as one: an upper text stands over all that follows until the next, where the lower has its own."""
    found: list[Heading] = []
    group = ""
    for place in range(max(len(upper), len(lower))):
        above = _label(upper[place]) if place < len(upper) else ""
        below = _label(lower[place]) if place < len(lower) else ""
        if above:
            group = above if below else ""
        if below:
            found.append(Heading(place, below, group))
        elif above:
            found.append(Heading(place, above))
    return found


def _label(cell: Any) -> str:
    """The text of a heading in one line; "" for a number, a day, a note."""
    if not isinstance(cell, str):
        return ""
    told = "".join(cell.split()) if not cell.isascii() else " ".join(cell.split())
    return told if len(told) <= _LONGEST else ""
