"""Which tables stand on which slide: small ones beside and below each other, long ones on as many as they take."""

from typing import Final, NamedTuple

from data_access.messages import text
from layouts.papers.drawn_table import LaidTable, fitting, laid, narrowed, natural_width
from layouts.papers.ink import Box, Ink
from layouts.papers.said import first_rows
from layouts.papers.sheet import Table

CAPTION: Final = 14.0
_CAPTION_TALL: Final = 24.0
_GAP: Final = 20.0
_MOST_ROWS: Final = 26
_MOST_NOTE: Final = 3
_LEADING: Final = 1.4


class PlacedTable(NamedTuple):
    """Rows of a table on a slide: under `caption`, over the lines of `note`; `box` holds all three."""

    box: Box
    caption: str
    table: Table
    drawn: LaidTable
    start: int
    stop: int
    note: list[str]

    @property
    def rows_box(self) -> Box:
        """Where the rows stand."""
        tall = self.drawn.heading_height + sum(self.drawn.heights[self.start : self.stop])
        return Box(self.box.x, self.box.y + _CAPTION_TALL, sum(self.drawn.widths), tall)

    @property
    def note_box(self) -> Box:
        """Where the note stands."""
        top = self.rows_box.bottom + 4
        return Box(self.box.x, top, self.box.width, self.box.bottom - top)


def planned(
    measure: Ink, tables: tuple[Table, ...], room: Box, size: float, wider: float, lang: str
) -> list[list[PlacedTable]]:
    """The tables of each slide. `size` of the type, which is taken to be `wider` times as wide as it is measured."""
    pages: list[list[PlacedTable]] = []
    half = (room.width - _GAP) / 2
    column, y = 2, room.bottom
    for whole in tables:
        table = first_rows(whole, _MOST_ROWS, lang)
        if natural_width(measure, table, size * wider) > half:
            pages.extend([part] for part in _long(measure, table, room, size, wider, lang))
            column, y = 2, room.bottom
            continue
        for part in _long(measure, table, Box(0, 0, half, room.height), size, wider, lang):
            if y + part.box.height > room.bottom:
                column, y = column + 1, room.y
            if column > 1:
                pages.append([])
                column = 0
            box = Box(room.x + column * (half + _GAP), y, half, part.box.height)
            pages[-1].append(part._replace(box=box))
            y += box.height + _GAP
    return pages


def _one(measure: Ink, table: Table, width: float, size: float, wider: float) -> PlacedTable:
    """The whole table in one piece of that width, at no place yet."""
    drawn = laid(measure, table, width, size * wider, most_lines=14)._replace(size=size)
    note = measure.lines(table.note, size * wider, width, most=_MOST_NOTE) if table.note else []
    tall = _CAPTION_TALL + drawn.heading_height + sum(drawn.heights) + _note_height(note, size)
    caption = measure.cut(table.title, CAPTION * wider, width)
    return PlacedTable(Box(0, 0, width, tall), caption, table, drawn, 0, len(drawn.rows), note)


def _note_height(note: list[str], size: float) -> float:
    return len(note) * size * _LEADING + 4 if note else 0.0


def _long(measure: Ink, table: Table, room: Box, size: float, wider: float, lang: str) -> list[PlacedTable]:
    """A table over as many slides as it takes, its heading on each."""
    found: list[PlacedTable] = []
    for part in narrowed(measure, table, room.width, size * wider):
        one = _one(measure, part, room.width, size, wider)
        start, least = 0, _CAPTION_TALL + _note_height(one.note, size)
        while not start or start < len(one.drawn.rows):
            stop = max(fitting(one.drawn, start, room.height - least), min(start + 1, len(one.drawn.rows)))
            caption = (
                one.caption
                if not found
                else measure.cut(table.title + text("drawn.continued", lang), CAPTION * wider, room.width)
            )
            tall = least + one.drawn.heading_height + sum(one.drawn.heights[start:stop])
            box = Box(room.x, room.y, room.width, min(tall, room.height))
            found.append(one._replace(box=box, caption=caption, start=start, stop=stop))
            start = stop
            if not one.drawn.rows:
                break
    return found
