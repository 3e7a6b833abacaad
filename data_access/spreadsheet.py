"""Tables as an Excel workbook (Office Open XML), written without any library: texts, numbers and days, no formulas."""

import io
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

Cell = str | float | int | bool | date | None

MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_TITLE: Final = re.compile(r"[\[\]:*?/\\]")
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_TITLE: Final = 31
_LONGEST_TEXT: Final = 32_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; a cell that is None or NaN stays empty."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as one .xlsx file; every text is a text, whatever it begins with. Raises ValueError for no sheet."""
    if not sheets:
        raise ValueError("a workbook needs a sheet")
    titles = _titles(sheets)
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(titles),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
        ),
    }
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), _HEAD + content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _titles(sheets: Sequence[Sheet]) -> list[str]:
    """Titles as Excel allows them: short, without some signs, each once."""
    found: list[str] = []
    for number, sheet in enumerate(sheets, 1):
        title = _NO_TITLE.sub(" ", _NO_XML.sub("", sheet.title)).strip(" '")[:_LONGEST_TITLE] or str(number)
        if title.lower() in (other.lower() for other in found):
            title = f"{title[: _LONGEST_TITLE - 4]} ({number})"
        found.append(title)
    return found


def _types(count: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_OFFICE}.worksheet+xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>{sheets}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _book(titles: Sequence[str]) -> str:
    rows = "".join(f'<sheet name="{_quoted(title)}" sheetId="{n}" r:id="rId{n}"/>' for n, title in enumerate(titles, 1))
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{rows}</sheets></workbook>'


def _sheet(sheet: Sheet) -> str:
    lines = [sheet.headings, *sheet.rows] if sheet.headings else list(sheet.rows)
    rows = "".join(
        f'<row r="{number}">{"".join(_cell(cell, _place(at, number)) for at, cell in enumerate(line))}</row>'
        for number, line in enumerate(lines, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _cell(cell: Cell, place: str) -> str:
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, (int, float)):
        return f'<c r="{place}"><v>{cell!r}</v></c>'
    said = cell.isoformat() if isinstance(cell, date) else cell
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{_quoted(said[:_LONGEST_TEXT])}</t></is></c>'


def _place(column: int, row: int) -> str:
    """A1, B1, ..., Z1, AA1, ..."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _quoted(said: str) -> str:
    return escape(_NO_XML.sub("", said), {'"': "&quot;"})
