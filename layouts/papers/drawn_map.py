"""A choropleth upon a page: areas in the colours of their classes, north up, labels where they fit, a legend."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from layouts.papers.ink import Box, Ink
from layouts.papers.map_labels import Label, placed
from layouts.papers.sheet import Area, Choropleth, Ring

Drawn = list[NDArray[np.float64]]
"""The rings of an area on the page."""

_MANY: Final = 60
"""From how many areas on their borders are fine."""
_TITLE: Final = 9
"""How many characters of its title a legend is wide at least before the title goes on in the next line."""
_ROW: Final = 1.6
"""How tall a row of a legend is, of its type."""
_CORNERS: Final = ("left", "right")
_SCALES: Final = (1.0, 0.95, 0.9, 0.85)


class Style(NamedTuple):
    """How large: the type of the labels and the legend, the width of a border, the step of a hatch."""

    label: float
    legend: float
    border: float

    @property
    def step(self) -> float:
        """Between two lines of a hatch."""
        return self.label * 0.5


def draw_map(ink: Ink, choropleth: Choropleth, box: Box, style: Style) -> None:
    """Draw the map into `box` as large as its legend allows."""
    legend = _legend_size(ink, choropleth, style, box)
    bounds = _bounds(choropleth)
    if bounds is None:
        _draw_legend(ink, choropleth, Box(box.x, box.y, *legend), style)
        return
    rings = [[np.asarray(ring, dtype=float) for ring in area.rings] for area in choropleth.areas]
    place, at = _arranged(rings, bounds, box, legend)
    shapes = [[_on_page(ring, bounds, place) for ring in area] for area in rings]
    _draw_areas(ink, choropleth.areas, shapes, choropleth, style)
    for ring in choropleth.outline:
        ink.path(
            [_on_page(np.asarray(ring, dtype=float), bounds, place).tolist()], None, ("text-muted", style.border * 2.2)
        )
    dots = _draw_points(ink, choropleth, bounds, place, style)
    _draw_labels(ink, choropleth, shapes, box, at, dots, style)
    _draw_legend(ink, choropleth, at, style)


def map_height(ink: Ink, choropleth: Choropleth, width: float, style: Style, most: float) -> float:
    """How tall a map of that width is with its legend beside it, `most` at most."""
    bounds = _bounds(choropleth)
    wide, tall = _legend_size(ink, choropleth, style, Box(0, 0, width, most))
    if bounds is None:
        return min(tall, most)
    west, south, east, north = bounds
    return min(most, max(tall, (width - wide) * (north - south) / (east - west)))


def _bounds(choropleth: Choropleth) -> tuple[float, float, float, float] | None:
    """West, south, east, north of everything drawn; None where nothing is."""
    lines: list[Ring] = [ring for area in choropleth.areas for ring in area.rings] + list(choropleth.outline)
    points = [np.asarray(ring, dtype=float) for ring in lines if len(ring) > 2]
    if not points:
        return None
    every = np.concatenate(points)
    west, south = every.min(axis=0)
    east, north = every.max(axis=0)
    return (float(west), float(south), float(east), float(north)) if east > west and north > south else None


def _on_page(ring: NDArray[np.float64], bounds: tuple[float, float, float, float], place: Box) -> NDArray[np.float64]:
    """A ring on the page, on a grid of a fifth of a point: neighbours keep their common border."""
    west, south, east, north = bounds
    if not len(ring):
        return np.empty((0, 2))
    x = place.x + (ring[:, 0] - west) / (east - west) * place.width
    y = place.y + (north - ring[:, 1]) / (north - south) * place.height
    points = np.round(np.column_stack((x, y)) * 5) / 5
    kept = np.ones(len(points), dtype=bool)
    kept[1:] = (points[1:] != points[:-1]).any(axis=1)
    result: NDArray[np.float64] = points[kept]
    return result


def _fitted(bounds: tuple[float, float, float, float], box: Box, *, across: float = 0.5) -> Box:
    """The largest place within `box` of the shape of `bounds`; `across`: where it lies from left to right."""
    west, south, east, north = bounds
    scale = min(box.width / (east - west), box.height / (north - south))
    wide, tall = (east - west) * scale, (north - south) * scale
    return Box(box.x + (box.width - wide) * across, box.y + (box.height - tall) / 2, wide, tall)


def _arranged(
    rings: Sequence[Drawn], bounds: tuple[float, float, float, float], box: Box, legend: tuple[float, float]
) -> tuple[Box, Box]:
    """Where the map lies and where its legend: in a corner that the map leaves free, else beside or below it."""
    wide, tall = legend
    gap = 8.0
    beside = _fitted(bounds, Box(box.x + wide + gap, box.y, max(1.0, box.width - wide - gap), box.height))
    below = _fitted(bounds, Box(box.x, box.y, box.width, max(1.0, box.height - tall - gap)))
    best = max((beside, below), key=lambda place: place.width)
    every = [ring for area in rings for ring in area if len(ring) > 2]
    numbers = np.repeat(np.arange(len(every)), [len(ring) for ring in every])
    points = np.concatenate([*every, np.empty((0, 2))])
    lines = np.asarray(shapely.linestrings(points, indices=numbers), dtype=object)
    tree = shapely.STRtree(lines)
    whole = _fitted(bounds, box)
    for scale in _SCALES:
        size = (whole.width * scale, whole.height * scale)
        if size[0] < best.width:
            break
        for corner in _CORNERS:
            for across in (0.5, 1.0 if corner == "left" else 0.0):
                place = _fitted(bounds, _centred(box, scale), across=0.5)
                place = Box(box.x + (box.width - size[0]) * across, place.y, *size)
                x = box.x if corner == "left" else box.right - wide
                for y in (box.bottom - tall, box.y):
                    at = Box(x, y, wide, tall)
                    if _is_free(tree, lines, bounds, place, at):
                        return place, at
    if best == beside:
        return beside, Box(box.x, box.bottom - tall, wide, tall)
    return below, Box(box.x, box.bottom - tall, wide, tall)


def _centred(box: Box, scale: float) -> Box:
    wide, tall = box.width * scale, box.height * scale
    return Box(box.x + (box.width - wide) / 2, box.y + (box.height - tall) / 2, wide, tall)


def _is_free(
    tree: shapely.STRtree,
    lines: NDArray[np.object_],
    bounds: tuple[float, float, float, float],
    place: Box,
    at: Box,
) -> bool:
    """Whether no area of the map lies under a box of the page."""
    west, south, east, north = bounds
    across, down = (east - west) / place.width, (north - south) / place.height
    pad = 4.0
    left, right = west + (at.x - pad - place.x) * across, west + (at.right + pad - place.x) * across
    upper, lower = north - (at.y - pad - place.y) * down, north - (at.bottom + pad - place.y) * down
    if len(tree.query(shapely.box(left, lower, right, upper), predicate="intersects")):
        return False
    middle = shapely.Point((left + right) / 2, (upper + lower) / 2)
    around = tree.query(middle)
    return not any(shapely.contains(shapely.Polygon(lines[number]), middle) for number in around)


def _draw_areas(ink: Ink, areas: Sequence[Area], shapes: Sequence[Drawn], choropleth: Choropleth, style: Style) -> None:
    width = style.border if len(areas) <= _MANY else style.border * 0.5
    for area, shape in zip(areas, shapes, strict=True):
        rings: list[list[tuple[float, float]]] = [ring.tolist() for ring in shape]
        ink.path(rings, _surface(area, choropleth), ("map-line", width))
        if area.state in ("withheld", "missing"):
            ink.hatch(rings, "missing-line", style.step, crossed=area.state == "withheld")
            ink.path(rings, None, ("map-line", width))


def _surface(area: Area, choropleth: Choropleth) -> str:
    if area.state == "" and area.class_ is not None and 0 <= area.class_ < len(choropleth.classes):
        return choropleth.classes[area.class_].colour
    return "surface-2" if area.state == "not_applicable" else "missing"


def _draw_points(
    ink: Ink, choropleth: Choropleth, bounds: tuple[float, float, float, float], place: Box, style: Style
) -> list[Box]:
    """The points within the map; returns where each stands."""
    radius, dots = style.label * 0.24, []
    for point in choropleth.points:
        x, y = (float(at) for at in _on_page(np.asarray([(point.x, point.y)], dtype=float), bounds, place)[0])
        if place.x <= x <= place.right and place.y <= y <= place.bottom:
            ink.dot(x, y, radius, "layer", "map-line")
            dots.append(Box(x - radius, y - radius, 2 * radius, 2 * radius))
    return dots


def _draw_labels(
    ink: Ink, choropleth: Choropleth, shapes: Sequence[Drawn], box: Box, legend: Box, dots: list[Box], style: Style
) -> None:
    said = [
        Label(ink.shown(area.name), ink.shown(area.value_text), _surface(area, choropleth), rings)
        for area, rings in zip(choropleth.areas, shapes, strict=True)
    ]
    for found in placed(said, style.label, ink.width, [legend], dots, box):
        hue = ink.over(found.ground)
        if found.ground == "missing":
            ink.fill(found.box.inset(style.label * 0.1), found.ground)
        for number, line in enumerate(found.lines):
            y = found.y + (number - (len(found.lines) - 1) / 2) * style.label * 1.18 + style.label * 0.36
            ink.say(found.x, y, line, style.label, hue, bold=number == 0, align="centre")


def _legend_rows(choropleth: Choropleth) -> list[tuple[str, str, str]]:
    """Each row of the legend: what is drawn, in what colour, and what is said."""
    rows = [("class", row.colour, row.label) for row in choropleth.classes]
    rows += [
        (row.state, "surface-2" if row.state == "not_applicable" else "missing", row.label) for row in choropleth.states
    ]
    named = dict.fromkeys(point.label for point in choropleth.points if point.label)
    return rows + [("point", "layer", label) for label in list(named)[:1] if len(named) == 1]


def _legend_title(choropleth: Choropleth) -> str:
    return " · ".join(part for part in (choropleth.title, choropleth.unit) if part)


def _legend_size(ink: Ink, choropleth: Choropleth, style: Style, box: Box) -> tuple[float, float]:
    """How wide and tall; a title that would make it taller than `box` goes on to the side, and ends where it must."""
    size = style.legend
    rows = _legend_rows(choropleth)
    most = box.width * 0.45
    rows_wide = max((ink.width(label, size) + size * 2.4 for *_, label in rows), default=0.0)
    room = max(1, int(box.height / (size * _ROW)) - len(rows))
    title = ink.lines(_legend_title(choropleth), size, min(most, max(rows_wide, size * _TITLE)))
    if len(title) > room:
        title = ink.lines(_legend_title(choropleth), size, most, most=room)
    wide = max([ink.width(line, size) for line in title] + [rows_wide])
    return min(wide + 1, most), (len(title) + len(rows)) * size * _ROW


def _draw_legend(ink: Ink, choropleth: Choropleth, box: Box, style: Style) -> None:
    size, y = style.legend, box.y
    rows = _legend_rows(choropleth)
    room = max(1, round(box.height / (size * _ROW)) - len(rows))
    title = ink.lines(_legend_title(choropleth), size, box.width, most=room)
    y = ink.paragraph(box.x, y, title, size, size * _ROW, "text-muted")
    for kind, hue, label in rows:
        swatch = Box(box.x, y + size * 0.3, size * 1.7, size)
        edge = [
            (swatch.x, swatch.y),
            (swatch.right, swatch.y),
            (swatch.right, swatch.bottom),
            (swatch.x, swatch.bottom),
        ]
        if kind == "point":
            ink.dot(swatch.x + swatch.width / 2, swatch.y + size / 2, size * 0.3, hue, "map-line")
        else:
            ink.fill(swatch, hue)
        if kind in ("withheld", "missing"):
            ink.hatch([edge], "missing-line", style.step, crossed=kind == "withheld")
        if kind in ("not_applicable", "withheld", "missing"):
            ink.frame(swatch, "missing-line", style.border * 0.5)
        ink.say(box.x + size * 2.4, y + size * 1.14, label, size, within=box.width - size * 2.4)
        y += size * _ROW
