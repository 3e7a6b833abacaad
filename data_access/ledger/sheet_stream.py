"""The visible texts, numbers and days of an .xlsx, row by row: its parts are parsed as a stream, so that a sheet of any
length takes the memory of a row, and in a fifth of the time that a library needs which keeps every cell's style.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Final
from xml.parsers import expat

MOST_COLUMNS: Final = 400
_PIECE: Final = 1 << 16
_LAST_ROW: Final = 1_048_576
_DAYS: Final = (-700_000.0, 2_958_466.0)
_LETTERS: Final = re.compile(r"[A-Z]{1,3}")
_DIMENSION: Final = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"')

Row = tuple[Any, ...]
Start = Callable[[str, dict[str, str]], None]
Said = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet: its name, whether a person sees it, and where in the file it stands."""

    title: str
    is_visible: bool
    part: str


class WorkbookStream:
    """An .xlsx that was checked; raises what zipfile and expat raise, and KeyError, where it is damaged."""

    def __init__(self, path: Path) -> None:
        self._packed = zipfile.ZipFile(path)
        targets = self._targets()
        self.sheets: list[SheetPart] = []
        self._epoch = datetime(1899, 12, 30)

        def start(tag: str, told: dict[str, str]) -> None:
            name = _bare(tag)
            if name == "workbookPr" and told.get("date1904") in ("1", "true"):
                self._epoch = datetime(1904, 1, 1)
            elif name == "sheet":
                target = targets.get(next((v for k, v in told.items() if k.rpartition(":")[2] == "id"), ""), "")
                if "worksheet" in target:
                    visible = told.get("state", "visible") == "visible"
                    self.sheets.append(SheetPart(told.get("name", ""), visible, target))

        self._parse("xl/workbook.xml", start)
        self._days = self._day_styles()
        self._texts = self._shared_texts()

    def close(self) -> None:
        """Let the file go."""
        self._packed.close()

    def guessed_rows(self, sheet: SheetPart) -> int:
        """Rows that the sheet says it has; 0 where it does not say."""
        with self._packed.open(sheet.part) as stream:
            found = _DIMENSION.search(stream.read(4096))
        return min(int(found[1]), _LAST_ROW) if found else 0

    def rows(self, sheet: SheetPart) -> Iterator[tuple[int, Row]]:
        """Row number, from 1, and the cells of each row that has some; None = blank, days as datetime."""
        reader = _SheetParser(self._texts, self._days, self._epoch)
        with self._packed.open(sheet.part) as stream:
            while piece := stream.read(_PIECE):
                reader.parser.Parse(piece, False)
                yield from reader.taken()
            reader.parser.Parse(b"", True)
            yield from reader.taken()

    def _targets(self) -> dict[str, str]:
        found: dict[str, str] = {}

        def start(tag: str, told: dict[str, str]) -> None:
            if _bare(tag) == "Relationship" and "Id" in told:
                target = PurePosixPath("xl") / told.get("Target", "").lstrip("/").removeprefix("xl/")
                found[told["Id"]] = str(target)

        self._parse("xl/_rels/workbook.xml.rels", start)
        return found

    def _day_styles(self) -> list[bool]:
        """Whether a cell of each style is a day or a moment."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # noqa: PLC0415 - megabytes, for imports alone

        formats: dict[int, str] = dict(BUILTIN_FORMATS)
        used: list[int] = []
        inside: list[str] = []

        def start(tag: str, told: dict[str, str]) -> None:
            name = _bare(tag)
            if name == "numFmt":
                formats[int(told.get("numFmtId", "0"))] = told.get("formatCode", "")
            elif name in ("cellXfs", "cellStyleXfs"):
                inside[:] = [name]
            elif name == "xf" and inside == ["cellXfs"]:
                used.append(int(told.get("numFmtId", "0")))

        if "xl/styles.xml" in self._packed.namelist():
            self._parse("xl/styles.xml", start)
        return [bool(is_date_format(formats.get(number, ""))) or 27 <= number <= 36 or 50 <= number <= 58
                for number in used]  # fmt: skip

    def _shared_texts(self) -> list[str]:
        name = next((n for n in self._packed.namelist() if n.lower() == "xl/sharedstrings.xml"), None)
        found: list[str] = []
        parts: list[str] = []
        state = {"text": False, "phonetic": False}

        def start(tag: str, _told: dict[str, str]) -> None:
            told = _bare(tag)
            if told == "si":
                parts.clear()
            elif told == "rPh":
                state["phonetic"] = True
            elif told == "t":
                state["text"] = not state["phonetic"]

        def end(tag: str) -> None:
            told = _bare(tag)
            if told == "t":
                state["text"] = False
            elif told == "rPh":
                state["phonetic"] = False
            elif told == "si":
                found.append("".join(parts))

        def data(told: str) -> None:
            if state["text"]:
                parts.append(told)

        if name is not None:
            self._parse(name, start, end, data)
        return found

    def _parse(
        self,
        part: str,
        start: Start,
        end: Callable[[str], None] | None = None,
        data: Callable[[str], None] | None = None,
    ) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
        with self._packed.open(part) as stream:
            while piece := stream.read(_PIECE):
                parser.Parse(piece, False)
        parser.Parse(b"", True)


class _SheetParser:
    """Cells as expat tells them."""

    def __init__(self, texts: list[str], days: list[bool], epoch: datetime) -> None:
        self._texts, self._days, self._epoch = texts, days, epoch
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self._rows: list[tuple[int, Row]] = []
        self._number = 0
        self._cells: list[Any] = []
        self._place = self._style = 0
        self._kind = ""
        self._reads = False
        self._parts: list[str] = []
        self._columns: dict[str, int] = {}

    def taken(self) -> list[tuple[int, Row]]:
        """The rows that came to their end since this was last asked."""
        rows, self._rows = self._rows, []
        return rows

    def _start(self, tag: str, told: dict[str, str]) -> None:
        if tag in ("v", "t"):
            self._reads = True
        elif tag == "c":
            where = told.get("r", "")
            self._place = self._column(where) if where else self._place + 1
            self._kind = told.get("t", "n")
            self._style = int(told.get("s", "0"))
            self._parts = []
        elif tag == "row":
            self._number = int(told["r"]) if "r" in told else self._number + 1
            self._cells = []
            self._place = -1
        elif ":" in tag:
            self._start(_bare(tag), told)

    def _end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._reads = False
        elif tag == "c":
            if self._parts and 0 <= self._place < MOST_COLUMNS:
                missing = self._place - len(self._cells)
                if missing > 0:
                    self._cells.extend([None] * missing)
                if missing >= 0:
                    self._cells.append(self._value("".join(self._parts)))
        elif tag == "row":
            if self._cells and self._number <= _LAST_ROW:
                self._rows.append((self._number, tuple(self._cells)))
        elif ":" in tag:
            self._end(_bare(tag))

    def _data(self, told: str) -> None:
        if self._reads:
            self._parts.append(told)

    def _column(self, where: str) -> int:
        letters = where.rstrip("0123456789")
        if letters not in self._columns:
            from openpyxl.utils import column_index_from_string  # noqa: PLC0415 - as above

            self._columns[letters] = (
                int(column_index_from_string(letters)) - 1 if _LETTERS.fullmatch(letters) else MOST_COLUMNS
            )
        return self._columns[letters]

    def _value(self, told: str) -> Any:
        kind = self._kind
        if kind == "s":
            return self._texts[int(told)]
        if kind == "b":
            return told == "1"
        if kind in ("str", "inlineStr", "d", "e"):
            return None if told == "#N/A" else told
        number = float(told)
        if self._style < len(self._days) and self._days[self._style] and _DAYS[0] < number < _DAYS[1]:
            return self._epoch + timedelta(seconds=round(number * 86_400))
        return int(told) if told.isdigit() else number


def _parser() -> Any:
    """A parser that takes no declarations: no spreadsheet program writes any, and they make a small file large."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_told: object) -> None:
    raise ValueError("declarations")


def _bare(tag: str) -> str:
    return tag.rpartition(":")[2]
