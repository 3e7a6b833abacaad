"""A paper as a report on A4, in the layout of an official one: numbered parts, figures and tables, annexes."""

from collections.abc import Callable
from typing import Final

from data_access.messages import text
from layouts.papers.drawn_chart import draw_chart, natural_height
from layouts.papers.drawn_map import Style, draw_map, map_height
from layouts.papers.drawn_table import draw_rows, fitting, laid, narrowed, natural_width
from layouts.papers.headline_strip import draw_headlines, headlines_height
from layouts.papers.ink import Box, Ink
from layouts.papers.said import annexes, figures_of, first_rows, made, part_name, section_name, standing, where_and_when
from layouts.papers.sheet import Chart, Choropleth, Paper, Progress, Sheet, Table

_WIDTH, _HEIGHT = 595.28, 841.89
_LEFT, _RIGHT, _TOP, _BOTTOM = 74.0, 68.0, 82.0, 82.0
_WIDE: Final = _WIDTH - _LEFT - _RIGHT
_END: Final = _HEIGHT - _BOTTOM
_BODY, _LEADING = 12.0, 21.0
_CAPTION, _CELL = 10.0, 9.0
_CHART: Final = 8.5
_MAP: Final = Style(label=7.5, legend=8.5, border=0.7)
_MAP_HEIGHT, _LEAST_MAP = 330.0, 270.0
_SMALL_CATEGORIES: Final = 8
_ROWS_OF_BARS: Final = 40
_MOST_ROWS: Final = 60
_SHORT: Final = 10
"""Tables of so few rows are not parted."""


def report(paper: Paper, progress: Progress | None = None) -> bytes:
    """The report as a PDF with text that can be searched and copied; `progress` is told after each sheet."""
    with Ink("light", paper.title, paper.lang) as ink:
        drawn = _Report(paper, ink)
        drawn.opening()
        for number, sheet in enumerate(paper.sheets, start=1):
            drawn.part(number, sheet)
            if progress:
                progress(number, len(paper.sheets))
        drawn.closing()
        drawn.seal()
        return ink.done()


class _Report:
    """The report while it is drawn: where the next thing stands, and how many figures and tables there are."""

    def __init__(self, paper: Paper, ink: Ink) -> None:
        self.paper, self.lang, self.ink = paper, paper.lang, ink
        self.y = 0.0
        self.figures = self.tables = 0
        self.page()

    def page(self) -> None:
        """The next page, with its head and foot."""
        ink, paper = self.ink, self.paper
        self.seal()
        ink.page(_WIDTH, _HEIGHT)
        number = ink.pdf.page_no()
        if number > 1:
            ink.say(_LEFT, 56, paper.title, 9, "text-muted", within=_WIDE - 80)
            ink.line([(_LEFT, 62), (_WIDTH - _RIGHT, 62)], "line", 0.5)
        if paper.is_demo:
            ink.say(_WIDTH - _RIGHT, 56, text("drawn.demo", self.lang), 10, "bad", bold=True, align="right")
        foot = _HEIGHT - 56
        ink.line([(_LEFT, foot - 12), (_WIDTH - _RIGHT, foot - 12)], "line", 0.5)
        ink.say(_LEFT, foot, " · ".join(standing(paper)), 8, "text-muted", within=_WIDE)
        ink.say(_WIDTH / 2, foot + 17, text("drawn.page", self.lang, number=number), 10.5, align="centre")
        self.y = _TOP

    def seal(self) -> None:
        """The watermark over all that stands on the page."""
        if self.ink.pdf.page_no():
            self.ink.watermark(self.paper.watermark, _WIDTH, _HEIGHT, 15)

    def room(self, height: float) -> None:
        """Go on to the next page where less than `height` is left, unless this one is still empty."""
        if self.y + height > _END and self.y > _TOP:
            self.page()

    def opening(self) -> None:
        """The title, the place and the date, what stands for the whole, and what limits the figures."""
        ink, paper, lang = self.ink, self.paper, self.lang
        lines = ink.lines(paper.title, 22, _WIDE, most=4)
        self.y = ink.paragraph(_WIDTH / 2, self.y + 10, lines, 22, 33, bold=True, align="centre") + 8
        places = list(dict.fromkeys(sheet.place for sheet in paper.sheets if sheet.place))
        day = text("drawn.date", lang, year=paper.made_at.year, month=paper.made_at.month, day=paper.made_at.day)
        stands = standing(paper)
        for words in (" · ".join([*places[:1], day]), " · ".join(stands[:2]), " · ".join(stands[2:]), made(paper)):
            lines = ink.lines(words, 10.5, _WIDE, most=3)
            self.y = ink.paragraph(_WIDTH / 2, self.y, lines, 10.5, 17, "text-muted", align="centre")
        self.y += 10
        ink.line([(_LEFT, self.y), (_WIDTH - _RIGHT, self.y)], "bad", 1.1)
        self.y += 12
        if paper.conditions:
            self.heading(text("drawn.conditions", lang))
            for words in paper.conditions:
                self.body(words)
        if not paper.sheets:
            self.body(text("drawn.empty", lang))

    def heading(self, words: str, *, size: float = 12.5, level: int = 1, keep: float = 5 * _LEADING) -> None:
        """A heading, on the page of what follows it, of which `keep` stands together with it."""
        self.room(size * 2 + 10 + keep)
        lines = self.ink.lines(words, size, _WIDE, most=3)
        if level == 0:
            self.ink.pdf.start_section(self.ink.shown(words) or "—")
        self.y = self.ink.paragraph(_LEFT, self.y + 6, lines, size, size * 1.5, bold=True) + 4

    def body(self, words: str) -> None:
        """Paragraphs, each begun two characters in, over as many pages as they need."""
        for paragraph in words.splitlines() or [""]:
            indent = "\u3000\u3000" if self.lang == "zh" else ""
            for line in self.ink.lines(indent + paragraph.strip() if paragraph.strip() else "", _BODY, _WIDE):
                self.room(_LEADING)
                self.y = self.ink.paragraph(_LEFT, self.y, [line], _BODY, _LEADING)
        self.y += 4

    def part(self, number: int, sheet: Sheet) -> None:
        """One scene: in words and figures, on the map, in charts and in tables."""
        lang = self.lang
        self.y += 10
        self.heading(part_name(number, sheet.title, lang), size=15, level=0)
        if said := where_and_when(sheet):
            self.y = self.ink.paragraph(
                _LEFT, self.y, self.ink.lines(said, 10.5, _WIDE, most=2), 10.5, 17, "text-muted"
            )
        rows = _rows_of_charts(sheet, lang)
        sections: list[tuple[str, object, Callable[[Sheet], None], float]] = [
            ("drawn.overall", sheet.sentence or sheet.headlines, self.overall, 4 * _LEADING),
            ("drawn.spread", sheet.map, self.spread, _LEAST_MAP),
            ("drawn.charts", rows, self.charts, _row_height(rows[0]) if rows else 0.0),
            ("drawn.tables", sheet.tables, self.detail, 6 * _LEADING),
            ("drawn.gone", sheet.missing, self.gone, 2 * _LEADING),
        ]
        for place, (key, _, draw, keep) in enumerate((section for section in sections if section[1]), start=1):
            self.heading(section_name(number, place, text(key, lang), lang), keep=keep)
            draw(sheet)

    def overall(self, sheet: Sheet) -> None:
        if sheet.sentence:
            self.body(sheet.sentence)
        if sheet.headlines:
            self.room(headlines_height(sheet.headlines))
            self.y = draw_headlines(self.ink, sheet.headlines, Box(_LEFT, self.y, _WIDE, 0)) + 10

    def spread(self, sheet: Sheet) -> None:
        if sheet.map:
            self.choropleth(sheet.map)

    def choropleth(self, drawn: Choropleth) -> None:
        self.room(_LEAST_MAP)
        tall = map_height(self.ink, drawn, _WIDE, _MAP, min(_MAP_HEIGHT, _END - self.y - 50))
        draw_map(self.ink, drawn, Box(_LEFT, self.y + 4, _WIDE, tall), _MAP)
        self.y += tall + 8
        approval = text("drawn.map_approval", self.lang, number=drawn.approval) if drawn.approval else ""
        self.figure_caption(drawn.title, Box(_LEFT, self.y, _WIDE, 0), approval)

    def figure_caption(self, title: str, box: Box, beside: str = "") -> None:
        """图1 … below a figure as wide as `box`; the next thing stands below the lowest caption of a row."""
        self.figures += 1
        words = text("drawn.figure", self.lang, number=self.figures, title=title)
        lines = self.ink.lines(f"{words}  {beside}".rstrip(), _CAPTION, box.width, most=3)
        end = self.ink.paragraph(box.x + box.width / 2, box.y, lines, _CAPTION, 15, align="centre")
        self.y = max(self.y, end + 10)

    def charts(self, sheet: Sheet) -> None:
        for row in _rows_of_charts(sheet, self.lang):
            self.row_of_charts(row)

    def row_of_charts(self, row: list[Chart]) -> None:
        gap = 18.0
        wide = _WIDE if len(row) == 1 and not _is_small(row[0]) else (_WIDE - gap) / 2
        tall = _row_height(row) - 60
        self.room(tall + 60)
        top, left = self.y, _LEFT if len(row) == 2 or wide == _WIDE else _LEFT + (_WIDE - wide) / 2
        untold = []
        for place, chart in enumerate(row):
            box = Box(left + place * (wide + gap), top, wide, tall + 14)
            if chart.unit:
                unit = text("drawn.unit", self.lang, unit=chart.unit)
                self.ink.say(box.right, top + 9, unit, 8, "text-muted", align="right", within=wide)
            if not draw_chart(self.ink, chart, Box(box.x, top + 14, wide, tall), _CHART):
                untold.append(chart)
            self.figure_caption(chart.title, Box(box.x, box.bottom + 3, wide, 0))
        for chart in untold:
            self.table(figures_of(chart, self.lang))

    def detail(self, sheet: Sheet) -> None:
        for table in sheet.tables:
            self.table(first_rows(table, _MOST_ROWS, self.lang))

    def table(self, table: Table, *, caption: str | None = None) -> None:
        """A table over as many pages as it takes, its heading on each."""
        if caption is None:
            self.tables += 1
            caption = text("drawn.table", self.lang, number=self.tables, title=table.title)
        for number, part in enumerate(narrowed(self.ink, table, _WIDE, _CELL)):
            self.table_part(part, caption, text("drawn.continued", self.lang) if number else "")
        if table.note:
            for line in self.ink.lines(table.note, 8.5, _WIDE):
                self.room(13)
                self.y = self.ink.paragraph(_LEFT, self.y, [line], 8.5, 13, "text-muted")
        self.y += 10

    def table_part(self, table: Table, caption: str, again: str) -> None:
        wide = min(_WIDE, max(natural_width(self.ink, table, _CELL) * 1.8, _WIDE * 0.6))
        drawn = laid(self.ink, table, wide, _CELL)
        start = 0
        while True:
            words = (caption or table.title) + again if caption or again else ""
            lines = self.ink.lines(words, _CAPTION, _WIDE, most=3)
            head = len(lines) * 15 + 4
            together = _SHORT if not start and len(drawn.rows) <= _SHORT else 2
            self.room(head + drawn.heading_height + sum(drawn.heights[start : start + together]))
            stop = fitting(drawn, start, _END - self.y - head)
            if stop == start and start < len(drawn.rows):
                stop = start + 1
            if stop == len(drawn.rows) - 1 and stop > start + 2:
                stop -= 1
            self.y = self.ink.paragraph(_LEFT + _WIDE / 2, self.y, lines, _CAPTION, 15, align="centre")
            self.y = draw_rows(self.ink, drawn, _LEFT + (_WIDE - wide) / 2, self.y + 4, start, stop) + 6
            start, again = stop, text("drawn.continued", self.lang)
            if start >= len(drawn.rows):
                break

    def gone(self, sheet: Sheet) -> None:
        for words in sheet.missing:
            self.body(words)

    def closing(self) -> None:
        """The annexes: what was noted, and what the figures mean."""
        for number, table in enumerate(annexes(self.paper), start=1):
            self.page()
            name = text("drawn.annex", self.lang, number=number, title=table.title)
            self.heading(name, size=15, level=0)
            self.table(table, caption="")


def _is_small(chart: Chart) -> bool:
    """Whether half of the page is wide enough."""
    beside = 1 if chart.kind in ("bar", "stacked") else len(chart.series)
    return len(chart.categories) <= _SMALL_CATEGORIES and len(chart.categories) * beside <= 2 * _SMALL_CATEGORIES


def _rows_of_charts(sheet: Sheet, lang: str) -> list[list[Chart]]:
    """The charts as they stand below each other; two small ones that follow each other side by side."""
    rows: list[list[Chart]] = []
    for part in (part for chart in sheet.charts for part in _pieces(chart, lang)):
        if rows and len(rows[-1]) == 1 and _is_small(rows[-1][0]) and _is_small(part):
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def _row_height(row: list[Chart]) -> float:
    """With the captions."""
    return min(max(natural_height(chart, _CHART) for chart in row) + 60, _END - _TOP - 40)


def _pieces(chart: Chart, lang: str) -> list[Chart]:
    """A chart of lying bars in parts that fit on a page each."""
    if chart.kind != "bar" or len(chart.categories) <= _ROWS_OF_BARS:
        return [chart]
    parts = []
    most = max(1, _ROWS_OF_BARS // max(1, len(chart.series)))
    for start in range(0, len(chart.categories), most):
        end = start + most
        series = tuple(type(one)(one.name, one.values[start:end], one.colour_token) for one in chart.series)
        title = chart.title + (text("drawn.continued", lang) if start else "")
        parts.append(Chart(chart.kind, title, chart.unit, chart.categories[start:end], series, chart.decimals))
    return parts
