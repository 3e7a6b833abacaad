"""The panels of a poster: which stand in which column, how tall, and how one is drawn, as on the wall."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from data_access.messages import text
from layouts.papers.drawn_chart import draw_chart, natural_height
from layouts.papers.drawn_table import LaidTable, draw_rows, first_columns, fitting, laid
from layouts.papers.ink import Box, Ink
from layouts.papers.sheet import Chart, Sheet, Table

Panel: TypeAlias = Chart | Table

GAP: Final = 14.0
_HEAD: Final = 44.0
_PAD: Final = 12.0
_TYPE: Final = 16.0
_FEWEST_ROWS: Final = 4
_TALLEST_ROW: Final = 42.0


def panels_of(sheet: Sheet) -> list[Panel]:
    """What stands around the map: the charts, then the tables."""
    return [*sheet.charts, *(table for table in sheet.tables if table.rows)]


def arranged(
    ink: Ink, panels: Sequence[Panel], columns: Sequence[Box], scale: float
) -> tuple[list[tuple[Panel, Box]], int]:
    """Each panel with its place, column after column; and how many found none.

    What a column has left over goes to its tables as rows, else to its charts.
    """
    standing: list[list[tuple[Panel, float]]] = [[] for _ in columns]
    left, gap = 0, GAP * scale
    for panel in panels:
        for column, held in zip(columns, standing, strict=True):
            used = sum(tall + gap for _, tall in held)
            least = _least(ink, panel, column.width, scale)
            if used + least <= column.height:
                held.append((panel, least))
                break
        else:
            left += 1
    placed: list[tuple[Panel, Box]] = []
    for column, held in zip(columns, standing, strict=True):
        spare = column.height - sum(tall for _, tall in held) - gap * max(0, len(held) - 1)
        y = column.y
        for panel, tall in _stretched(ink, held, column.width, spare, scale):
            placed.append((panel, Box(column.x, y, column.width, tall)))
            y += tall + gap
    return placed, left


def _least(ink: Ink, panel: Panel, width: float, scale: float) -> float:
    around = (_HEAD + 2 * _PAD) * scale
    if isinstance(panel, Chart):
        return around + natural_height(panel, _TYPE * scale) * (0.82 if panel.kind == "bar" else 0.72)
    drawn = _laid(ink, panel, width, scale)
    return around + drawn.heading_height + sum(drawn.heights[:_FEWEST_ROWS]) + 26 * scale


def _laid(ink: Ink, table: Table, width: float, scale: float) -> LaidTable:
    """A table in a panel of that width, with the columns that find room in it."""
    wide, size = width - 2 * _PAD * scale, _TYPE * scale
    return laid(ink, first_columns(ink, table, wide, size), wide, size, most_lines=2)


def _stretched(
    ink: Ink, held: list[tuple[Panel, float]], width: float, spare: float, scale: float
) -> list[tuple[Panel, float]]:
    """The panels of a column with what it has left over."""
    talls = [tall for _, tall in held]
    for place, (panel, tall) in enumerate(held):
        if isinstance(panel, Table):
            drawn = _laid(ink, panel, width, scale)
            more = min(spare, sum(drawn.heights[_FEWEST_ROWS:]))
            talls[place], spare = tall + more, spare - more
    wanted = [_room_for_more(panel, scale) if isinstance(panel, Chart) else 0.0 for panel, _ in held]
    if sum(wanted):
        part = min(1.0, spare / sum(wanted))
        talls = [tall + want * part for tall, want in zip(talls, wanted, strict=True)]
    return [(panel, tall) for (panel, _), tall in zip(held, talls, strict=True)]


def _room_for_more(chart: Chart, scale: float) -> float:
    """How much taller a chart may become before its bars look clumsy."""
    if chart.kind == "bar":
        return len(chart.categories) * (_TALLEST_ROW - 23) * scale
    return 240.0 * scale


def draw_panel(ink: Ink, panel: Panel, box: Box, scale: float, lang: str) -> None:
    """A panel with its title and its unit."""
    ink.fill(box, "surface")
    ink.fill(Box(box.x, box.y, box.width, _HEAD * scale), "surface-2")
    ink.frame(box, "line", scale)
    ink.fill(Box(box.x, box.y, 5 * scale, _HEAD * scale), "primary-strong")
    unit = panel.unit if isinstance(panel, Chart) else ""
    inner = box.width - 34 * scale
    beside = min(ink.width(unit, _TYPE * scale), inner * 0.4)
    foot = box.y + 30 * scale
    ink.say(box.x + 18 * scale, foot, panel.title, 20 * scale, bold=True, within=inner - beside - 10 * scale)
    if unit:
        ink.say(box.right - 14 * scale, foot, unit, _TYPE * scale, "text-muted", align="right", within=beside + 1)
    pad = _PAD * scale
    room = Box(box.x + pad, box.y + _HEAD * scale + pad, box.width - 2 * pad, box.height - _HEAD * scale - 2 * pad)
    if isinstance(panel, Chart):
        draw_chart(ink, panel, room, _TYPE * scale)
        return
    drawn = _laid(ink, panel, box.width, scale)
    stop = fitting(drawn, 0, room.height)
    if stop < len(drawn.rows):
        stop = fitting(drawn, 0, room.height - 26 * scale)
        words = text("drawn.rows_left", lang, count=len(drawn.rows) - stop)
        ink.say(room.right, room.bottom, words, _TYPE * scale, "text-muted", align="right", within=room.width)
    draw_rows(ink, drawn, room.x, room.y, 0, stop)
