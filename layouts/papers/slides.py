"""A paper as slides of 16 by 9: charts and tables that can be edited, maps as crisp pictures, notes for who speaks."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from data_access.messages import text
from layouts.numbers import UNKNOWN
from layouts.papers.drawn_map import Style, draw_map
from layouts.papers.headline_strip import even
from layouts.papers.ink import Box, Ink
from layouts.papers.rasters import pictures
from layouts.papers.said import annexes, made, standing, where_and_when
from layouts.papers.sheet import Chart, Choropleth, Headline, Paper, Progress, Sheet, Table
from layouts.papers.slide_charts import add_chart
from layouts.papers.slide_deck import HEIGHT, WIDTH, Deck, Slide
from layouts.papers.slide_tables import CAPTION, planned

_SIDE: Final = 36.0
_WIDE: Final = WIDTH - 2 * _SIDE
_TITLE: Final = Box(_SIDE, 18, _WIDE, 40)
_FOOT: Final = HEIGHT - 30
_END: Final = _FOOT - 8
_BODY: Final = 90.0
"""Where what stands below the title begins."""
_ROOM: Final = Box(_SIDE, _BODY, _WIDE, _END - _BODY)
_SIZE: Final = 12.0
_MEASURED: Final = 1.06
"""How much wider the letters of offices are than those that are measured here."""
_MAP: Final = Box(0, 0, _WIDE * 0.56, 0)
_STYLE: Final = Style(label=9, legend=12, border=0.8)
_PIXELS: Final = 4.0
_BARS: Final = 20
_HEADLINES: Final = 8
_WORDS: Final = 92.0
"""How tall the words above a map may be; longer ones have a slide of their own."""


def slides(paper: Paper, progress: Progress | None = None) -> bytes:
    """The paper as PPTX: a title, each scene with what belongs to it, what was noted, and what the figures mean."""
    with Ink("light", paper.title, paper.lang) as measure:
        drawn = _Slides(paper, measure)
        drawn.opening()
        for number, sheet in enumerate(paper.sheets, start=1):
            drawn.scene(sheet)
            if progress:
                progress(number, len(paper.sheets))
        for table in annexes(paper):
            drawn.tables((table,), table.title)
        return drawn.deck.done()


class _Slides:
    """The slides while they are made. `measure` knows how wide words are."""

    def __init__(self, paper: Paper, measure: Ink) -> None:
        self.paper, self.lang, self.measure = paper, paper.lang, measure
        self.deck = Deck(paper.title, paper.made_by, paper.lang)

    def lines(self, words: str, size: float, width: float) -> int:
        """How many lines a box of that width needs for the words."""
        parts = words.splitlines() or [""]
        return sum(max(1, len(self.measure.lines(part, size * _MEASURED, width))) for part in parts)

    def slide(self, title: str, *, beneath: str = "") -> Slide:
        """The next slide with its title, and with the foot that all have."""
        deck, paper = self.deck, self.paper
        size = next((size for size in (28, 24, 20, 18) if self.lines(title, size, _WIDE) * size * 1.35 <= 50), 16)
        shown = self.measure.cut(title, size * _MEASURED, _WIDE * 2 * 0.95) if size == 16 else title
        slide = deck.slide(shown or UNKNOWN, _TITLE, size)
        deck.bar(slide, Box(0, 18, 8, 40), "primary-strong")
        if beneath:
            words = self.measure.cut(beneath, 14 * _MEASURED, _WIDE)
            deck.words(slide, Box(_SIDE, 62, _WIDE, 20), [words], 14, "text-muted", name="Place")
        words = self.measure.cut(" · ".join(standing(paper)), _SIZE * _MEASURED, _WIDE - 70)
        deck.words(slide, Box(_SIDE, _FOOT, _WIDE - 70, 18), [words], _SIZE, "text-muted", name="Foot")
        deck.number(slide, Box(WIDTH - _SIDE - 60, _FOOT, 60, 18))
        return slide

    def finish(self, slide: Slide) -> None:
        self.deck.watermark(slide, self.paper.watermark)

    def opening(self) -> None:
        """The title, the place, what stands for the whole, and what limits the figures."""
        deck, paper = self.deck, self.paper
        size = next((size for size in (44, 36, 30, 26, 22) if self.lines(paper.title, size, _WIDE) <= 2), 20)
        title = self.measure.cut(paper.title, size * _MEASURED, _WIDE * 2 * 0.95)
        slide = deck.slide(title or UNKNOWN, Box(_SIDE, 110, _WIDE, 120), size)
        deck.bar(slide, Box(_SIDE, 240, 120, 5), "accent")
        places = list(dict.fromkeys(sheet.place for sheet in paper.sheets if sheet.place))
        said = [*places[:1], *standing(paper), made(paper)]
        lines = [self.measure.cut(words, 16 * _MEASURED, _WIDE) for words in said]
        deck.words(slide, Box(_SIDE, 258, _WIDE, 26.0 * len(lines)), lines, 16, "text-muted", name="About")
        top = 258 + 26.0 * len(lines) + 10
        conditions = "\n".join(paper.conditions)
        here = bool(conditions) and self.lines(conditions, 14, _WIDE) * 20.0 <= HEIGHT - 20 - top
        if here:
            deck.words(slide, Box(_SIDE, top, _WIDE, HEIGHT - 20 - top), list(paper.conditions), 14, name="Conditions")
        self.finish(slide)
        if conditions and not here:
            self.prose(text("drawn.conditions", self.lang), conditions)

    def prose(self, title: str, words: str, beneath: str = "") -> None:
        """Words on slides of their own, as many as they need."""
        lines = [
            line for part in words.splitlines() for line in self.measure.lines(part, 16 * _MEASURED, _WIDE) or [""]
        ]
        most = int((_END - _BODY) / 24)
        for start in range(0, len(lines), most):
            again = text("drawn.continued", self.lang) if start else ""
            slide = self.slide(title + again, beneath=beneath)
            deck_lines = lines[start : start + most]
            self.deck.words(slide, _ROOM, deck_lines, 16, name="Words")
            self.finish(slide)

    def scene(self, sheet: Sheet) -> None:
        """One scene: words, headline figures, the map and the first chart; then its other charts and its tables."""
        about = where_and_when(sheet)
        slide = self.slide(sheet.title, beneath=about)
        self.deck.notes(slide, sheet.notes)
        words = "\n".join(part for part in (sheet.sentence, *sheet.missing) if part)
        y, apart = self.said(slide, words)
        many = len(sheet.headlines) > _HEADLINES
        if not many:
            y = self.headlines(slide, sheet.headlines, y)
        waiting = [part for chart in sheet.charts for part in _pieces(chart, self.lang)]
        body = Box(_SIDE, y, _WIDE, _END - y)
        if sheet.map is not None:
            place = Box(body.x, body.y, _MAP.width, body.height)
            beside = Box(place.right + 16, body.y, _WIDE - place.width - 16, body.height)
            fitting_one = next((number for number, chart in enumerate(waiting) if _fits(chart, beside)), None)
            if fitting_one is None:
                place = body
            else:
                self.chart(slide, beside, waiting.pop(fitting_one))
            self.choropleth(slide, place, sheet.map)
        elif waiting and _fits(waiting[0], body):
            self.row_of_charts(slide, body, waiting)
        self.finish(slide)
        if apart:
            self.prose(sheet.title, words, about)
        if many:
            self.tiles(sheet)
        while waiting:
            slide = self.slide(sheet.title, beneath=about)
            self.row_of_charts(slide, _ROOM, waiting)
            self.finish(slide)
        self.tables(sheet.tables, sheet.title, about)

    def said(self, slide: Slide, words: str) -> tuple[float, bool]:
        """The words as large as leaves room below; where they end, and whether they go to a slide of their own."""
        if not words:
            return _BODY, False
        for size in (18, 16, 14, 12):
            tall = self.lines(words, size, _WIDE) * size * 1.4
            if tall <= _WORDS:
                self.deck.words(slide, Box(_SIDE, _BODY, _WIDE, tall), words.splitlines(), size, name="Sentence")
                return _BODY + tall + 8, False
        return _BODY, True

    def headlines(self, slide: Slide, headlines: tuple[Headline, ...], y: float) -> float:
        """Tiles in a row; returns where they end."""
        if not headlines:
            return y
        gap, tall = 10.0, 76.0
        across = even(len(headlines), _HEADLINES)
        wide = (_WIDE - gap * (across - 1)) / across
        for place, headline in enumerate(headlines):
            x = _SIDE + place % across * (wide + gap)
            self.tile(slide, headline, Box(x, y + place // across * (tall + gap), wide, tall))
        return y + -(-len(headlines) // across) * (tall + gap)

    def tile(self, slide: Slide, headline: Headline, box: Box) -> None:
        deck, inner = self.deck, box.width - 8
        label = self.measure.cut(headline.label, _SIZE * _MEASURED, inner)
        value = f"{headline.value} {headline.unit}".strip()
        size = next((size for size in (24, 20, 18, 16, 14) if self.lines(value, size, inner) <= 1), 12)
        value = self.measure.cut(value, size * _MEASURED, inner)
        deck.bar(slide, Box(box.x, box.y, box.width, 3), "primary-strong")
        deck.words(slide, Box(box.x + 4, box.y + 6, inner, 18), [label], _SIZE, "text-muted", name="Label")
        deck.words(slide, Box(box.x + 4, box.y + 25, inner, 32), [value], size, name="Figure", bold=True)
        if headline.note:
            note = self.measure.cut(headline.note, _SIZE * _MEASURED, inner)
            deck.words(slide, Box(box.x + 4, box.y + 58, inner, 18), [note], _SIZE, "text-muted", name="Note")

    def tiles(self, sheet: Sheet) -> None:
        """More headline figures than one row holds, on slides of their own."""
        for start in range(0, len(sheet.headlines), 4 * _HEADLINES):
            slide = self.slide(sheet.title, beneath=where_and_when(sheet))
            self.headlines(slide, sheet.headlines[start : start + 4 * _HEADLINES], _BODY)
            self.finish(slide)

    def choropleth(self, slide: Slide, box: Box, drawn: Choropleth) -> None:
        """The map as a picture of four pixels a point, without the paper behind it."""
        foot = 18.0 if drawn.approval else 0.0
        with Ink("light", drawn.title, self.lang) as ink:
            ink.page(box.width, box.height)
            draw_map(ink, drawn, Box(2, 2, box.width - 4, box.height - 4 - foot), _STYLE)
            if drawn.approval:
                words = text("drawn.map_approval", self.lang, number=drawn.approval)
                ink.say(box.width - 2, box.height - 5, words, 12, "text-muted", align="right", within=box.width - 4)
            document = ink.done(packed=False)
        self.deck.picture(slide, box, next(pictures(document, _PIXELS, transparent=True)), drawn.title)

    def row_of_charts(self, slide: Slide, box: Box, waiting: list[Chart]) -> None:
        """The next charts: four where they are small enough, two where they are narrow, else one."""
        gap = 16.0
        wide, tall = (box.width - gap) / 2, (box.height - gap) / 2
        small = [_is_narrow(chart) and _fits(chart, Box(0, 0, wide, tall)) for chart in waiting[:4]]
        if len(small) > 2 and all(small):
            for place in range(len(small)):
                at = Box(box.x + place % 2 * (wide + gap), box.y + place // 2 * (tall + gap), wide, tall)
                self.chart(slide, at, waiting.pop(0))
            return
        two = len(waiting) > 1 and all(_is_narrow(chart) for chart in waiting[:2])
        for place in range(2 if two else 1):
            at = Box(box.x + place * (wide + gap), box.y, wide if two else box.width, box.height)
            self.chart(slide, at, waiting.pop(0))

    def chart(self, slide: Slide, box: Box, chart: Chart) -> None:
        known = any(value is not None for series in chart.series for value in series.values)
        if chart.categories and known:
            add_chart(slide, box, chart)
        else:
            words = f"{self.measure.cut(chart.title, 14 * _MEASURED, box.width - 40)} {UNKNOWN}"
            self.deck.words(slide, box, [words], 14, "text-muted", name="Chart", align="centre", middle=True)

    def tables(self, tables: tuple[Table, ...], title: str, beneath: str = "") -> None:
        """Tables on slides of their own, as many as they need."""
        again = ""
        for page in planned(self.measure, tables, _ROOM, _SIZE, _MEASURED, self.lang):
            slide = self.slide(title + again, beneath=beneath)
            for one in page:
                caption = Box(one.box.x, one.box.y, one.box.width, 20)
                self.deck.words(slide, caption, [one.caption], CAPTION, name="Caption", bold=True)
                self.deck.table(slide, one.rows_box, one.table, one.drawn, one.start, one.stop)
                if one.note:
                    self.deck.words(slide, one.note_box, one.note, _SIZE, "text-muted", name="Note")
            self.finish(slide)
            again = text("drawn.continued", self.lang)


def _is_narrow(chart: Chart) -> bool:
    beside = 1 if chart.kind in ("bar", "stacked") else len(chart.series)
    return chart.kind == "bar" or len(chart.categories) * beside <= 12


def _fits(chart: Chart, box: Box) -> bool:
    """Whether its bars have room for type that can be read."""
    if chart.kind == "bar":
        return len(chart.categories) * max(1.4, len(chart.series)) * _SIZE * 1.05 + 40 <= box.height
    return len(chart.categories) * 24 <= box.width


def _pieces(chart: Chart, lang: str) -> Iterator[Chart]:
    """A chart of lying bars in parts that fit on a slide each."""
    most = (
        max(1, _BARS // max(1, (len(chart.series) + 1) // 2)) if chart.kind == "bar" else max(1, len(chart.categories))
    )
    bounds = [*range(0, len(chart.categories), most), len(chart.categories)]
    if len(bounds) < 3:
        yield chart
        return
    for start, end in pairwise(bounds):
        series = tuple(replace(one, values=one.values[start:end]) for one in chart.series)
        title = chart.title + (text("drawn.continued", lang) if start else "")
        yield replace(chart, title=title, categories=chart.categories[start:end], series=series)
