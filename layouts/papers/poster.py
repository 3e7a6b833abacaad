"""A paper as pictures of the wall's size: headline figures, the map, charts and tables around it, the sentence."""

import io
import re
import zipfile
from typing import Final, NamedTuple

from fpdf.pattern import RadialGradient

from data_access.messages import text
from layouts.papers.drawn_map import Style, draw_map
from layouts.papers.headline_strip import draw_headlines
from layouts.papers.ink import Box, Ink
from layouts.papers.poster_panels import GAP, arranged, draw_panel, panels_of
from layouts.papers.rasters import pictures
from layouts.papers.said import made, standing, where_and_when
from layouts.papers.sheet import Paper, Progress, Sheet

_NAME: Final = re.compile(r"[^\w-]+")
_LANDSCAPE: Final = 1.25
_PANEL: Final = 420.0
_MAP_SHAPE: Final = 1.45
"""How wide the room of a map is for its height, where panels stand beside it."""


class _Page(NamedTuple):
    """The size of the picture and how large its type is: 1 as on a wall of 1920 by 1080."""

    width: float
    height: float
    scale: float

    @property
    def lies(self) -> bool:
        return self.width / self.height >= _LANDSCAPE


def poster(paper: Paper, width: int, height: int, progress: Progress | None = None) -> bytes:
    """A PNG of `width` by `height` pixels of the one sheet; of several a ZIP with one each, in their order."""
    found = posters(paper, width, height, progress)
    if len(found) == 1:
        return found[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as pack:
        for number, (sheet, picture) in enumerate(zip(paper.sheets, found, strict=False), start=1):
            name = _NAME.sub("-", sheet.title).strip("-")[:40]
            moment = paper.made_at.timetuple()[:6]
            entry = zipfile.ZipInfo("-".join(part for part in (f"{number:02d}", name) if part) + ".png")
            entry.date_time = (max(1980, moment[0]), *moment[1:])
            pack.writestr(entry, picture)
    return packed.getvalue()


def posters(paper: Paper, width: int, height: int, progress: Progress | None = None) -> tuple[bytes, ...]:
    """A picture for each sheet; one that says that there is nothing where there is none."""
    scale = min(height / 1080, width / 1500) if width / height >= _LANDSCAPE else min(width / 1080, height / 1600)
    page = _Page(float(width), float(height), scale)
    sheets = paper.sheets or (Sheet(paper.title, "", "", missing=(text("drawn.empty", paper.lang),)),)
    with Ink(paper.theme, paper.title, paper.lang) as ink:
        for sheet in sheets:
            ink.page(page.width, page.height)
            _draw(ink, paper, sheet, page)
        document = ink.done(packed=False)
    found = []
    for picture in pictures(document, 1.0):
        found.append(picture)
        if progress:
            progress(len(found), len(sheets))
    return tuple(found)


def _draw(ink: Ink, paper: Paper, sheet: Sheet, page: _Page) -> None:
    """One sheet from top to bottom: header, headline figures, what is between, sentence and foot."""
    u, side = page.scale, 28 * page.scale
    _ground(ink, page)
    y = _header(ink, paper, sheet, page)
    wide = page.width - 2 * side
    if sheet.headlines:
        across = max(1, min(8, int(wide / (210 * u)) if page.lies else 3))
        y = draw_headlines(ink, sheet.headlines, Box(side, y, wide, 0), scale=1.9 * u, across=across) + 16 * u
    foot = _footer(ink, paper, sheet, page)
    body = Box(side, y, wide, max(1.0, foot - y - 12 * u))
    left = _body(ink, sheet, body, page, paper.lang)
    if left:
        words = text("drawn.left_parts", paper.lang, count=left)
        ink.say(page.width - side, page.height - 16 * u, words, 16 * u, "text-muted", align="right")
    ink.watermark(paper.watermark, page.width, page.height, 30 * u)


def _ground(ink: Ink, page: _Page) -> None:
    """The ground with its glow in the middle, as on the wall."""
    middle, reach = (page.width / 2, page.height * 0.45), max(page.width, page.height) * 0.6
    glow = RadialGradient(*middle, 0, *middle, reach, [ink.colour("ground-glow"), ink.colour("ground")], True, True)
    ink.fill(Box(0, 0, page.width, page.height), "ground")
    with ink.pdf.use_pattern(glow):
        ink.pdf.rect(0, 0, page.width, page.height, style="F")


def _header(ink: Ink, paper: Paper, sheet: Sheet, page: _Page) -> float:
    """Where and when, the title, and as of when; returns where they end."""
    u, side = page.scale, 28 * page.scale
    said = [paper.as_of, *([text("drawn.demo", paper.lang)] if paper.is_demo else [])]
    if not page.lies:
        size = _largest(ink, sheet.title, 38 * u, page.width - 2 * side)
        ink.say(page.width / 2, 56 * u, sheet.title, size, bold=True, align="centre", within=page.width - 2 * side)
        half = page.width / 2 - side * 1.5
        ink.say(side, 96 * u, where_and_when(sheet), 19 * u, "accent", within=half)
        ink.say(page.width - side, 96 * u, " · ".join(said), 19 * u, align="right", within=half)
        ink.line([(0, 114 * u), (page.width, 114 * u)], "line", u)
        return 130 * u
    wide = page.width * 0.46
    size = _largest(ink, sheet.title, 38 * u, wide)
    ink.say(page.width / 2, 51 * u, sheet.title, size, bold=True, align="centre", within=wide)
    beside = (page.width - wide) / 2 - side - 12 * u
    ink.say(side, 45 * u, where_and_when(sheet), 20 * u, "accent", within=beside)
    ink.say(page.width - side, 45 * u, " · ".join(said), 18 * u, align="right", within=beside)
    ink.line([(0, 76 * u), (page.width, 76 * u)], "line", u)
    return 90 * u


def _largest(ink: Ink, words: str, size: float, wide: float) -> float:
    """The size of the type in which the words fit, not less than three fifths of `size`."""
    natural = ink.width(words, size)
    return max(size * 0.6, min(size, size * wide / natural)) if natural else size


def _footer(ink: Ink, paper: Paper, sheet: Sheet, page: _Page) -> float:
    """The sentence and what stands for the whole; returns where they begin."""
    u, side = page.scale, 28 * page.scale
    wide = page.width - 2 * side
    stands = " · ".join([*standing(paper)[1:], made(paper)])
    feet = ink.lines(stands, 16 * u, wide * 0.72, most=2)
    ink.paragraph(side, page.height - 10 * u - len(feet) * 22 * u, feet, 16 * u, 22 * u, "text-muted")
    alone = sheet.map is None and not sheet.charts and not sheet.tables
    words = "  ".join(part for part in (sheet.sentence, *(() if alone else sheet.missing)) if part)
    size = 21 * u
    lines = ink.lines(words, size, wide) if words else []
    if len(lines) > 2:
        size = 18 * u
        lines = ink.lines(words, size, wide, most=4 if page.lies else 6)
    top = page.height - (20 + 22 * len(feet)) * u - len(lines) * size * 1.42
    ink.paragraph(side, top, lines, size, size * 1.42)
    return top


def _body(ink: Ink, sheet: Sheet, body: Box, page: _Page, lang: str) -> int:
    """The map and the panels around it; returns how many panels found no room."""
    u = page.scale
    panels = panels_of(sheet)
    if sheet.map is None and not panels:
        size = 30 * u
        lines = ink.lines(" ".join(sheet.missing), size, body.width * 0.7, most=8)
        top = body.y + (body.height - len(lines) * size * 1.5) / 2
        ink.paragraph(body.x + body.width / 2, max(body.y, top), lines, size, size * 1.5, align="centre")
        return 0
    ways = [_divided(body, page, most, has_map=sheet.map is not None) for most in range(1, len(panels) + 1)]
    tried = [(room, arranged(ink, panels, columns, u)) for room, columns in ways if columns]
    room, (placed, left) = min(tried, key=lambda way: way[1][1], default=(body, ([], 0)))
    if sheet.map is not None:
        foot = 24 * u if sheet.map.approval else 0.0
        style = Style(label=17 * u, legend=17 * u, border=1.4 * u)
        draw_map(ink, sheet.map, Box(room.x, room.y, room.width, room.height - foot), style)
        if sheet.map.approval:
            words = text("drawn.map_approval", lang, number=sheet.map.approval)
            ink.say(room.right, room.bottom - 4 * u, words, 16 * u, "text-muted", align="right", within=room.width)
    for panel, box in placed:
        draw_panel(ink, panel, box, u, lang)
    return left


def _divided(body: Box, page: _Page, count: int, *, has_map: bool) -> tuple[Box, list[Box]]:
    """The room of the map, and the columns of the panels in the order in which they are filled."""
    gap = GAP * page.scale
    panel = _PANEL * page.scale
    if not page.lies:
        tall = min(body.width * 0.82, body.height * (0.5 if count else 1.0)) if has_map else -gap
        below = Box(body.x, body.y + tall + gap, body.width, body.height - tall - gap)
        return Box(body.x, body.y, body.width, tall), _columns(below, min(2, count), gap)
    if not has_map:
        return body, _columns(body, max(1, min(count, int((body.width + gap) / (panel + gap)))), gap)
    least = min(body.width * 0.5, body.height * _MAP_SHAPE)
    number = min(count, max(2, int((body.width - least + gap / 2) / (panel + gap))))
    wide = (body.width - least) / number - gap
    panel = min(panel * 1.5, max(wide, body.width * 0.23) if number <= 2 else wide)
    before = (number + 1) // 2
    left = [Box(body.x + place * (panel + gap), body.y, panel, body.height) for place in range(before)]
    right = [
        Box(body.right - (number - before - place) * (panel + gap) + gap, body.y, panel, body.height)
        for place in range(number - before)
    ]
    start = body.x + before * (panel + gap)
    end = body.right - (number - before) * (panel + gap)
    return Box(start, body.y, end - start, body.height), left + right


def _columns(box: Box, number: int, gap: float) -> list[Box]:
    if number < 1:
        return []
    wide = (box.width - gap * (number - 1)) / number
    return [Box(box.x + place * (wide + gap), box.y, wide, box.height) for place in range(number)]
