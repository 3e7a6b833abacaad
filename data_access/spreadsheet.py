"""Tables as an Excel workbook: texts, numbers and days, never a formula."""

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

Cell = str | float | int | bool | date | None

MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_NO_TITLE: Final = re.compile(r"[\[\]:*?/\\]")
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_TITLE: Final = 31
_LONGEST_TEXT: Final = 32_000
_LONGEST_MARK: Final = 120
_WIDEST: Final = 60
_WIDTH_BY: Final = 50
"""Rows that the width of a column is taken from."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; a cell that is None or NaN stays empty. `watermark` is printed above and below each page."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    watermark: str = ""


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as one .xlsx file; every text is a text, whatever it begins with. Raises ValueError for no sheet."""
    # six megabytes that most of the processes that serve never need
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    if not sheets:
        raise ValueError("a workbook needs a sheet")
    book = Workbook(write_only=True)
    for title, sheet in zip(sheet_titles([one.title for one in sheets]), sheets, strict=True):
        page = book.create_sheet(title)
        for number, width in enumerate(_widths(sheet), 1):
            page.column_dimensions[get_column_letter(number)].width = width
        if sheet.watermark:
            for part in (page.oddHeader, page.oddFooter):
                part.center.text = printed(sheet.watermark)
        if sheet.headings:
            page.freeze_panes = "A2"
            page.append([_cell(page, heading, Font(bold=True)) for heading in sheet.headings])
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_titles(titles: Sequence[str]) -> list[str]:
    """Titles as Excel allows them: short, without some signs, each once."""
    found: list[str] = []
    for number, said in enumerate(titles, 1):
        title = _NO_TITLE.sub(" ", _NO_XML.sub("", said)).strip(" '")[:_LONGEST_TITLE] or str(number)
        if title.lower() in (other.lower() for other in found):
            title = f"{title[: _LONGEST_TITLE - 4]} ({number})"
        found.append(title)
    return found


def _cell(page: Any, value: Cell, font: Any = None) -> Any:
    """A cell of the library; a text that a spreadsheet would compute stays a text, now and after it is edited."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page)
    put_text(cell, value)
    if font is not None:
        cell.font = font
    return cell


def put_text(cell: Any, said: str) -> None:
    """Put a text into a cell of the library as a text, whatever it begins with."""
    cell.value = _NO_XML.sub("", said)[:_LONGEST_TEXT]
    cell.data_type = "s"
    if said.startswith(("=", "+", "-", "@", "\t", "\r")):
        cell.quotePrefix = True


def printed(said: str) -> str:
    """Words as the head or foot of a printed page has them."""
    return _NO_XML.sub("", said)[:_LONGEST_MARK].replace("&", "&&")  # "&" alone begins a code


def text_width(said: str) -> int:
    """How wide words are, in characters of a column; a Chinese one takes two."""
    return sum(2 if ord(sign) > 255 else 1 for sign in said)


def _widths(sheet: Sheet) -> list[float]:
    """How wide each column must be to be read, in characters; a Chinese one takes two."""
    lines = [sheet.headings, *sheet.rows[:_WIDTH_BY]]
    count = max((len(line) for line in lines), default=0)
    said = [[str(line[k]) for line in lines if k < len(line) and line[k] is not None] for k in range(count)]
    return [min(2.0 + max(map(text_width, column), default=0), _WIDEST) for column in said]
