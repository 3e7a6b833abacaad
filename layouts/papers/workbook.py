"""A paper as an Excel workbook: a sheet a scene, numbers as numbers, and what they mean."""

import io
from collections.abc import Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from data_access.messages import text
from data_access.spreadsheet import printed, put_text, sheet_titles, text_width
from layouts.papers.sheet import Cell, Chart, Column, Paper, Progress, Sheet, Table
from layouts.theme import colour

_WIDEST, _NARROWEST = 46, 9
_FROZEN: Final = "A4"
"""What stands above stays: title, place, and of what data and release it is."""

_A4: Final = 9
_AHEAD: Final = 1
"""Sheets before the scenes."""


def workbook(paper: Paper, progress: Progress | None = None) -> bytes:
    """The .xlsx file: a table of contents, a sheet a scene, definitions, sources. Every text is a text, whatever it
    begins with; what is withheld or missing stands in words in the place of its number."""
    book = Workbook()
    book.remove(book.active)
    lang = paper.lang
    fixed = [text(f"papers.sheet.{name}", lang) for name in ("contents", "definitions", "sources")]
    scenes = [f"{number} {sheet.title}" for number, sheet in enumerate(paper.sheets, 1)]
    titles = sheet_titles([fixed[0], *scenes, *fixed[1:]])
    pages = [_page(book, title, paper) for title in titles]
    _contents(pages[0], paper, titles[_AHEAD : _AHEAD + len(scenes)])
    for number, (page, sheet) in enumerate(zip(pages[_AHEAD:], paper.sheets, strict=False), 1):
        _scene(page, paper, sheet)
        if progress is not None:
            progress(number, len(scenes))
    _definitions(pages[-2], paper)
    _sources(pages[-1], paper)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _Page:
    """A sheet that is written from above, and how wide its columns come to be."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.row = 0
        self.widths: dict[int, int] = {}

    def line(self, cells: Sequence[Cell], *, font: Font | None = None, formats: Sequence[str] = (),
             fill: PatternFill | None = None, is_wide: bool = False) -> None:  # fmt: skip
        """A row; `is_wide`: words that run over the columns beside them, and make none wider."""
        self.row += 1
        for at, value in enumerate(cells, 1):
            if value is None:
                continue
            cell = self.page.cell(self.row, at)
            if isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = int(value) if value == int(value) else value
                cell.number_format = formats[at - 1] if at <= len(formats) else "General"
            if font is not None:
                cell.font = font
            if fill is not None:
                cell.fill, cell.border = fill, _UNDER
            is_number = at <= len(formats) and formats[at - 1] != "@"
            cell.alignment = Alignment(horizontal="right" if is_number else "left", vertical="top")
            if not is_wide:
                said = value if isinstance(value, str) else f"{value:,.2f}"
                self.widths[at] = max(self.widths.get(at, 0), text_width(said))

    def end(self) -> None:
        """Give the columns their widths."""
        for at, width in self.widths.items():
            letter = get_column_letter(at)
            self.page.column_dimensions[letter].width = min(max(width + 2, _NARROWEST), _WIDEST)


_UNDER: Final = Border(bottom=Side(style="thin"))


def _page(book: Any, title: str, paper: Paper) -> _Page:
    """A sheet with what every one has: the head that stays, and how it is printed."""
    page = book.create_sheet(title)
    page.freeze_panes = _FROZEN
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:2"
    demo = text("wall.demo_short", paper.lang) if paper.is_demo else ""
    page.oddHeader.left.text = printed(paper.title)
    page.oddHeader.right.text = printed(paper.watermark or demo)
    page.oddFooter.left.text = printed(f"{paper.as_of} {paper.release} {paper.approval}".strip())
    page.oddFooter.center.text = printed(demo if paper.watermark else "")
    page.oddFooter.right.text = "&P / &N"
    return _Page(page)


def _head(page: _Page, paper: Paper, title: str, where: str) -> None:
    """The three lines that stay above: title, where and when, and of which data."""
    page.line((title,), font=Font(bold=True, size=14), is_wide=True)
    page.line((where,), font=_soft(), is_wide=True)
    parts = [paper.as_of, text("papers.release", paper.lang, id=paper.release)]
    parts += [text("papers.approval_is", paper.lang, number=paper.approval)] if paper.approval else []
    parts += [text("wall.demo_short", paper.lang)] if paper.is_demo else []
    parts += [paper.watermark] if paper.watermark else []
    page.line((" · ".join(parts),), font=_soft(), is_wide=True)


def _soft() -> Font:
    return Font(color=colour("text-muted", "light").lstrip("#"))


def _contents(page: _Page, paper: Paper, scenes: Sequence[str]) -> None:
    lang = paper.lang
    made = text("papers.made", lang, time=f"{paper.made_at:%Y-%m-%d %H:%M}", name=paper.made_by)
    _head(page, paper, paper.title, made)
    page.line(())
    heads = ("number", "scene", "place", "period")
    page.line([text(f"papers.head.{name}", lang) for name in heads], font=Font(bold=True), fill=_fill())
    for number, (sheet, name) in enumerate(zip(paper.sheets, scenes, strict=True), 1):
        page.line((float(number), sheet.title, sheet.place, sheet.period), formats=("0", "@", "@", "@"))
        cell = page.page.cell(page.row, 2)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location="'" + name.replace("'", "''") + "'!A1")
        cell.font = Font(underline="single", color=colour("primary-strong", "light").lstrip("#"))
    if paper.conditions:
        page.line(())
        page.line((text("papers.conditions", lang),), font=Font(bold=True), is_wide=True)
        for said in paper.conditions:
            page.line((said,), is_wide=True)
    if paper.noted:
        page.line(())
        named = ("kind", "said", "who", "until", "is_done")
        page.line([text(f"papers.noted.{name}", lang) for name in named], font=Font(bold=True), fill=_fill())
        for one in paper.noted:
            state = text(f"papers.noted.{'done' if one.is_done else 'open'}", lang)
            page.line((one.kind, one.said, one.who, one.until, state))
    page.end()


def _scene(page: _Page, paper: Paper, sheet: Sheet) -> None:
    lang = paper.lang
    _head(page, paper, sheet.title, f"{sheet.place} · {sheet.period}")
    for said in (*sheet.missing, sheet.sentence):
        if said:
            page.line((said,), is_wide=True)
    if sheet.headlines:
        heads = [text(f"papers.head.{name}", lang) for name in ("headline", "figure", "unit", "beside")]
        page.line(())
        page.line(heads, font=Font(bold=True), fill=_fill())
        for one in sheet.headlines:
            page.line((one.label, one.value, one.unit, one.note))
    tables = [*sheet.tables, *(_of_chart(chart, lang) for chart in sheet.charts if chart.kind == "line")]
    for table in tables:
        page.line(())
        _table(page, table)
    if sheet.notes:
        page.line(())
        page.line((text("papers.head.notes", lang),), font=Font(bold=True), is_wide=True)
        for line in sheet.notes.splitlines():
            page.line((line,), is_wide=True)
    page.end()


def _table(page: _Page, table: Table) -> None:
    page.line((table.title,), font=Font(bold=True), is_wide=True)
    formats = [_format(column) for column in table.columns]
    page.line([column.name for column in table.columns], font=Font(bold=True), fill=_fill(), formats=formats)
    for row in table.rows:
        page.line(row, formats=formats)
    if table.note:
        page.line((table.note,), font=_soft(), is_wide=True)


def _of_chart(chart: Chart, lang: str) -> Table:
    """The numbers of a line as rows: what is missing is said."""
    columns = (Column(chart.title), *(Column(one.name, "rate", chart.decimals) for one in chart.series))
    missing = text("wall.missing", lang)
    rows = tuple(
        (name, *(missing if one.values[at] is None else one.values[at] for one in chart.series))
        for at, name in enumerate(chart.categories)
    )
    title = f"{chart.title} ({chart.unit})" if chart.unit else chart.title
    return Table(title, columns, rows)


def _format(column: Column) -> str:
    if column.kind in ("text", "date"):
        return "@"
    places = f".{'0' * column.decimals}" if column.decimals else ""
    return f"#,##0{places}"


def _definitions(page: _Page, paper: Paper) -> None:
    lang = paper.lang
    _head(page, paper, text("papers.sheet.definitions", lang), paper.title)
    page.line(())
    heads = ("indicator", "unit", "definition", "source")
    page.line([text(f"papers.head.{name}", lang) for name in heads], font=Font(bold=True), fill=_fill())
    for one in paper.definitions:
        page.line((one.name, one.unit, one.words, one.source))
    page.end()


def _sources(page: _Page, paper: Paper) -> None:
    lang = paper.lang
    _head(page, paper, text("papers.sheet.sources", lang), paper.title)
    page.line(())
    heads = [text(f"papers.head.{name}", lang) for name in ("source", "as_of")]
    page.line(heads, font=Font(bold=True), fill=_fill())
    for one in paper.origins:
        page.line((one.name, one.as_of))
    page.end()


def _fill() -> PatternFill:
    return PatternFill("solid", fgColor=colour("surface-2", "light").lstrip("#"))
