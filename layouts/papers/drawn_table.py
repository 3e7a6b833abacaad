"""Tables upon a page: columns as wide as what stands in them, figures to the right, long words on several lines."""

from dataclasses import replace
from typing import Final, NamedTuple

from layouts.numbers import UNKNOWN
from layouts.papers.ink import Align, Ink
from layouts.papers.sheet import Cell, Column, Table

LEADING: Final = 1.35
_PAD: Final = 0.55
"""Around the words of a cell, as a part of the type's size."""
_NARROWEST: Final = 3.2
_UNBROKEN: Final = 6.5
"""Names of so few characters stay in one line."""
_MOST_LINES: Final = 24
_MOST_HEADING: Final = 4

Row = tuple[tuple[str, ...], ...]
"""The lines of each cell of a row."""


class LaidTable(NamedTuple):
    """A table with its words broken into lines: how wide each column is, the heading, and each row with its height."""

    size: float
    widths: tuple[float, ...]
    aligned: tuple[Align, ...]
    heading: Row
    heading_height: float
    rows: tuple[Row, ...]
    heights: tuple[float, ...]


def cell_words(cell: Cell, column: Column) -> str:
    """A cell as it is read; a number with the decimals of its column, "—" where nothing is said."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, str):
        return cell
    return f"{cell:,.{column.decimals}f}"


def laid(ink: Ink, table: Table, width: float, size: float, *, most_lines: int = _MOST_LINES) -> LaidTable:
    """Lay a table out to `width`; a cell of more than `most_lines` lines ends in …."""
    columns, words = table.columns or (Column(""),), _words(table)
    widths = _widths(_asked(ink, columns, words, size), width)
    heading = _row(ink, [column.name for column in columns], widths, size, min(most_lines, _MOST_HEADING))
    rows = tuple(_row(ink, row, widths, size, most_lines) for row in words)
    aligned: tuple[Align, ...] = tuple("left" if column.kind in ("text", "date") else "right" for column in columns)
    return LaidTable(
        size, widths, aligned, heading, _height(heading, size), rows, tuple(_height(row, size) for row in rows)
    )


def natural_width(ink: Ink, table: Table, size: float) -> float:
    """How wide a table is whose words stand in one line each."""
    return sum(wide for _, wide in _asked(ink, table.columns, _words(table), size))


def first_columns(ink: Ink, table: Table, width: float, size: float) -> Table:
    """The table with as many of its first columns as stand in `width` without a broken word; two at least."""
    wide, kept = 0.0, 0
    for column, (_, natural) in zip(table.columns, _asked(ink, table.columns, _words(table), size), strict=True):
        cells = natural - max(0.0, ink.width(column.name, size) * 0.5 - 2 * size)
        wide += min(natural, max(cells, natural * 0.5))
        if wide > width and kept >= 2:
            break
        kept += 1
    return table if kept == len(table.columns) else _chosen(table, list(range(kept)))


def narrowed(ink: Ink, table: Table, width: float, size: float) -> list[Table]:
    """The table, or several that stand below each other where its columns do not fit beside each other.

    Each begins with the columns up to the first one of words, by which its rows are known.
    """
    least = [low for low, _ in _asked(ink, table.columns, _words(table), size)]
    if sum(least) <= width:
        return [table]
    known = next((place for place, column in enumerate(table.columns) if column.kind == "text"), 0) + 1
    parts: list[list[int]] = [[]]
    for place in range(known, len(table.columns)):
        used = sum(least[:known]) + sum(least[other] for other in parts[-1])
        if parts[-1] and used + least[place] > width:
            parts.append([])
        parts[-1].append(place)
    return [_chosen(table, [*range(known), *places]) for places in parts]


def _chosen(table: Table, places: list[int]) -> Table:
    rows = tuple(tuple(row[place] if place < len(row) else None for place in places) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in places), rows=rows)


def _words(table: Table) -> list[list[str]]:
    return [[cell_words(cell, column) for cell, column in zip(row, table.columns, strict=False)] for row in table.rows]


def _asked(ink: Ink, columns: tuple[Column, ...], words: list[list[str]], size: float) -> list[tuple[float, float]]:
    """The least and the natural width of each column: words may be broken, figures not."""
    pad = 2 * _PAD * size
    asked = []
    for place, column in enumerate(columns):
        cells = max((ink.width(row[place], size) for row in words if place < len(row)), default=0.0)
        natural = max(cells, ink.width(column.name, size))
        narrow = min(natural, max(_NARROWEST * size, cells if cells <= _UNBROKEN * size else 0.0))
        if column.kind not in ("text", "date"):
            narrow = min(max(cells, narrow), 3 * _NARROWEST * size)
        asked.append((narrow + pad, natural + pad))
    return asked


def _widths(asked: list[tuple[float, float]], width: float) -> tuple[float, ...]:
    """As wide as asked for where there is room; else the words give way to the figures."""
    least, natural = sum(low for low, _ in asked), sum(wide for _, wide in asked)
    if natural <= width:
        spare = (width - natural) / len(asked)
        return tuple(wide + spare for _, wide in asked)
    if least >= width:
        return tuple(low * width / least for low, _ in asked)
    part = (width - least) / (natural - least)
    return tuple(low + (high - low) * part for low, high in asked)


def _row(ink: Ink, words: list[str], widths: tuple[float, ...], size: float, most: int) -> Row:
    pad = 2 * _PAD * size
    return tuple(
        tuple(ink.lines(cell, size, wide - pad + 0.01, most=most)) for cell, wide in zip(words, widths, strict=False)
    )


def _height(row: Row, size: float) -> float:
    return max((len(cell) for cell in row), default=1) * size * LEADING + size * _PAD


def fitting(table: LaidTable, start: int, room: float) -> int:
    """The first row that does not fit any more when the heading and the rows from `start` on stand in `room`."""
    left, at = room - table.heading_height, start
    while at < len(table.heights) and table.heights[at] <= left:
        left -= table.heights[at]
        at += 1
    return at


def draw_rows(ink: Ink, table: LaidTable, x: float, y: float, start: int, stop: int) -> float:
    """The heading and the rows from `start` up to `stop`; returns where they end."""
    wide = sum(table.widths)
    rule = table.size * 0.1
    ink.line([(x, y), (x + wide, y)], "text", rule)
    _draw_row(ink, table, table.heading, x, y, bold=True)
    y += table.heading_height
    ink.line([(x, y), (x + wide, y)], "text", rule * 0.6)
    for place in range(start, stop):
        _draw_row(ink, table, table.rows[place], x, y, bold=False)
        y += table.heights[place]
        if place < stop - 1:
            ink.line([(x, y), (x + wide, y)], "line", rule * 0.4)
    ink.line([(x, y), (x + wide, y)], "text", rule)
    return y


def _draw_row(ink: Ink, table: LaidTable, row: Row, x: float, y: float, *, bold: bool) -> None:
    size, pad = table.size, _PAD * table.size
    for cell, wide, align in zip(row, table.widths, table.aligned, strict=False):
        at = x + wide - pad if align == "right" else x + pad
        ink.paragraph(at, y + pad * 0.5, cell, size, size * LEADING, "text", bold=bold, align=align)
        x += wide
