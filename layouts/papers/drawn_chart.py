"""Charts upon a page: lying and standing bars, stacks and lines, each figure written where there is room for it."""

import math
from typing import Final, NamedTuple

from layouts.numbers import UNKNOWN
from layouts.papers.ink import CAP, Box, Ink
from layouts.papers.scale import Scale, scale_of
from layouts.papers.sheet import Chart

_GROUP: Final = 0.72
"""What of the room of a category its bars take."""
_AXIS: Final = 0.4
"""What of a chart its figures may take at most beside it; wider ones are not written there."""


class Plot(NamedTuple):
    """Where the figures of a chart stand: the type's size, the room for bars and lines, and how figures are scaled."""

    size: float
    room: Box
    scale: Scale


def written(value: float | None, decimals: int) -> str:
    """A figure as it is read, with the signs of its thousands; "—" for one that is missing."""
    return UNKNOWN if value is None else f"{value:,.{decimals}f}"


def natural_height(chart: Chart, size: float) -> float:
    """How tall a chart wants to be with type of `size`."""
    legend = size * 1.8 if len(chart.series) > 1 else 0.0
    if chart.kind == "bar":
        return max(1, len(chart.categories)) * size * max(1.75, 1.3 * len(chart.series) + 0.5) + legend + size * 0.5
    return size * 17 + legend


def draw_chart(ink: Ink, chart: Chart, box: Box, size: float) -> bool:
    """Draw a chart into `box`, without its title; says whether each of its figures is written on it."""
    known = [value for series in chart.series for value in series.values if value is not None]
    if not chart.categories or not known:
        ink.say(box.x + box.width / 2, box.y + box.height / 2, UNKNOWN, size, "text-muted", align="centre")
        return True
    box = _legend(ink, chart, box, size)
    if chart.kind == "bar":
        return _lying(ink, chart, box, size)
    return _standing(ink, chart, box, size)


def _legend(ink: Ink, chart: Chart, box: Box, size: float) -> Box:
    """The names of several series above; returns what is left."""
    if len(chart.series) < 2:
        return box
    x, y, step = box.x, box.y, size * 1.6
    for series in chart.series:
        name = ink.cut(series.name, size, box.width - size * 1.4)
        wide = size * 1.4 + ink.width(name, size)
        if x > box.x and x + wide > box.right:
            x, y = box.x, y + step
        ink.fill(Box(x, y + size * 0.4, size, size * 0.8), series.colour_token)
        ink.say(x + size * 1.4, y + size * 1.12, name, size, "text")
        x += wide + size
    y += step + size * 0.2
    return Box(box.x, y, box.width, max(size, box.bottom - y))


def _values(chart: Chart, place: int) -> list[float | None]:
    """What each series says of the category at `place`."""
    return [series.values[place] if place < len(series.values) else None for series in chart.series]


def _lying(ink: Ink, chart: Chart, box: Box, size: float) -> bool:
    names = max((ink.width(name, size) for name in chart.categories), default=0.0)
    left = box.x + min(names, box.width * 0.42) + size * 0.7
    figures = [
        written(value, chart.decimals) for place in range(len(chart.categories)) for value in _values(chart, place)
    ]
    widest = max(ink.width(figure, size) for figure in figures) + size * 0.6
    told = widest <= box.width * _AXIS
    right = box.right - (widest if told else 0.0)
    scale = scale_of([value for series in chart.series for value in series.values if value is not None])
    room = Box(left, box.y, max(size, right - left), box.height)
    row = box.height / len(chart.categories)
    told = told and row >= size * 1.05 * len(chart.series)
    base = room.x + scale.part(0.0) * room.width
    ink.line([(base, box.y), (base, box.bottom)], "line", size * 0.07)
    for place, name in enumerate(chart.categories):
        top = box.y + place * row
        middle = top + row / 2 + size * CAP / 2
        ink.say(left - size * 0.6, middle, name, size, "text", align="right", within=left - size * 0.6 - box.x)
        values = _values(chart, place)
        thick = row * _GROUP / len(values)
        for number, value in enumerate(values):
            at = top + row * (1 - _GROUP) / 2 + number * thick
            end = base if value is None else room.x + scale.part(value) * room.width
            gap = thick * 0.08
            bar = Box(min(base, end), at + gap, abs(end - base), thick - 2 * gap)
            ink.fill(bar, chart.series[number].colour_token)
            if told:
                foot = at + thick / 2 + size * CAP / 2
                tone = "text-muted" if value is None else "text"
                ink.say(max(base, end) + size * 0.4, foot, written(value, chart.decimals), size, tone)
    return told


def _standing(ink: Ink, chart: Chart, box: Box, size: float) -> bool:
    """Columns, stacks and lines: figures upwards, categories from left to right."""
    stacked = chart.kind == "stacked"
    heights = [value for series in chart.series for value in series.values if value is not None]
    if stacked:
        every = [[value or 0.0 for value in _values(chart, place)] for place in range(len(chart.categories))]
        heights = [sum(v for v in values if v > 0) for values in every] + [
            sum(v for v in values if v < 0) for values in every
        ]
    scale = scale_of(heights, from_zero=chart.kind != "line")
    marks = [(mark, written(mark, scale.decimals)) for mark in scale.marks]
    wide = max(ink.width(words, size) for _, words in marks) + size * 0.6
    if wide > box.width * _AXIS:
        marks, wide = [(mark, "") for mark, _ in marks], size
    step = (box.width - wide) / len(chart.categories)
    rows = 2 if any(ink.width(name, size) > step * 0.95 for name in chart.categories) else 1
    foot = size * 1.35 * rows + size * 0.4
    head = size * 1.5
    room = Box(box.x + wide, box.y + head, box.width - wide, max(size, box.height - head - foot))
    for mark, words in marks:
        y = room.bottom - scale.part(mark) * room.height
        ink.line([(room.x, y), (room.right, y)], "line", size * 0.05)
        ink.say(room.x - size * 0.4, y + size * CAP / 2, words, size, "text-muted", align="right")
    _under(ink, chart, room, step, size, rows)
    plot = Plot(size, room, scale)
    if chart.kind == "line":
        return _lines(ink, chart, plot, step)
    return _stacks(ink, chart, plot, step) if stacked else _columns(ink, chart, plot, step)


def _under(ink: Ink, chart: Chart, room: Box, step: float, size: float, rows: int) -> None:
    """The names of the categories; where even two lines of one do not fit, of every second, third …"""
    every = max(1, math.ceil(size * 2.2 / step))
    for place in range(0, len(chart.categories), every):
        lines = ink.lines(chart.categories[place], size, step * every * 0.96, most=rows)
        x = room.x + (place + 0.5) * step
        ink.paragraph(x, room.bottom + size * 0.3, lines, size, size * 1.35, "text", align="centre")


def _columns(ink: Ink, chart: Chart, plot: Plot, step: float) -> bool:
    size, room, scale = plot
    base = room.bottom - scale.part(0.0) * room.height
    thick = step * _GROUP / len(chart.series)
    told = True
    for place in range(len(chart.categories)):
        for number, value in enumerate(_values(chart, place)):
            x = room.x + place * step + step * (1 - _GROUP) / 2 + number * thick
            end = base if value is None else room.bottom - scale.part(value) * room.height
            ink.fill(
                Box(x + thick * 0.06, min(base, end), thick * 0.88, abs(end - base)), chart.series[number].colour_token
            )
            words = written(value, chart.decimals)
            if ink.width(words, size) <= (thick if len(chart.series) > 1 else step) * 0.98:
                foot = min(base, end) - size * 0.35 if value is None or value >= 0 else end + size * 1.05
                ink.say(x + thick / 2, foot, words, size, "text", align="centre")
            else:
                told = False
    return told


def _stacks(ink: Ink, chart: Chart, plot: Plot, step: float) -> bool:
    size, room, scale = plot
    base = room.bottom - scale.part(0.0) * room.height
    thick = min(step * _GROUP, size * 7)
    told = True
    for place in range(len(chart.categories)):
        x = room.x + place * step + (step - thick) / 2
        ends = {True: base, False: base}
        for number, value in enumerate(_values(chart, place)):
            if value is None:
                told = False
                continue
            tall = abs(value) / (scale.high - scale.low) * room.height
            up = value >= 0
            top = ends[up] - tall if up else ends[up]
            ends[up] += -tall if up else tall
            hue = chart.series[number].colour_token
            ink.fill(Box(x, top, thick, tall), hue)
            words = written(value, chart.decimals)
            if tall >= size * 1.15 and ink.width(words, size) <= thick:
                foot = top + tall / 2 + size * CAP / 2
                ink.say(x + thick / 2, foot, words, size, ink.over(hue), align="centre")
            else:
                told = False
    return told


def _lines(ink: Ink, chart: Chart, plot: Plot, step: float) -> bool:
    size, room, scale = plot
    told = len(chart.series) == 1
    for series in chart.series:
        run: list[tuple[float, float]] = []
        for place, value in enumerate(series.values[: len(chart.categories)]):
            if value is None:
                _run(ink, run, series.colour_token, size)
                run = []
                continue
            run.append((room.x + (place + 0.5) * step, room.bottom - scale.part(value) * room.height))
            words = written(value, chart.decimals)
            if len(chart.series) == 1 and ink.width(words, size) <= step * 1.05:
                aside, above = _beside(series.values[: len(chart.categories)], place, value)
                y = run[-1][1] + (-size * 0.7 if above else size * 1.5)
                spare = max(0.0, step - ink.width(words, size)) / 2
                ink.say(run[-1][0] + aside * min(size * 0.9, spare), y, words, size, "text", align="centre")
            else:
                told = False
        _run(ink, run, series.colour_token, size)
    return told


def _beside(values: tuple[float | None, ...], place: int, value: float) -> tuple[float, bool]:
    """Where a point's figure stands clear of the line: -1 to the left or 1 to the right of it, and whether above it."""
    before = values[place - 1] if place else None
    after = values[place + 1] if place + 1 < len(values) else None
    falls, climbs = before is not None and before > value, after is not None and after > value
    if falls and climbs:
        return 0.0, False
    return (1.0 if falls and place + 1 < len(values) else -1.0 if climbs and place else 0.0), True


def _run(ink: Ink, points: list[tuple[float, float]], hue: str, size: float) -> None:
    """A part of a line between two gaps, with a mark at each point."""
    if len(points) > 1:
        ink.line(points, hue, size * 0.22)
    for x, y in points:
        ink.dot(x, y, size * 0.28, hue, "surface")
