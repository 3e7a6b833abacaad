"""Door cards of a village as a PDF: eight on a sheet of A4, each with its code; drawn without a request to anything."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import segno

from data_access.households.records_door import DoorCard
from data_access.messages import text

if TYPE_CHECKING:
    from fpdf import FPDF

FONT: Final = Path(__file__).parent.parent / "assets" / "fonts" / "print" / "guatu-print.ttf"
MISSING: Final = "〓"
"""What stands for a character that the type does not have."""

_COLUMNS, _ROWS = 2, 4
_WIDTH, _HEIGHT = 95.0, 68.0
_LEFT, _TOP = 10.0, 12.5
_INSET: Final = 5.0
_CODE_MM: Final = 27.0
_QUIET: Final = 2
_INK, _SOFT, _RULE = (20, 34, 50), (84, 100, 116), (176, 190, 204)
_LINE: Final = 5.0


def door_cards_pdf(
    cards: Sequence[DoorCard], addresses: Mapping[str, str], lang: str, *, year: int, printed_on: date
) -> bytes:
    """The sheets. `addresses`: what the code of each card (by its token) opens; `year` that of the measures."""
    from fpdf import FPDF  # noqa: PLC0415 - a third of a second that no other page needs

    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_title(text("door.title", lang))
    pdf.set_creator("Guatu")
    pdf.add_font("guatu", fname=FONT)
    for place, card in enumerate(cards):
        if place % (_COLUMNS * _ROWS) == 0:
            pdf.add_page()
        row, column = divmod(place % (_COLUMNS * _ROWS), _COLUMNS)
        _draw(pdf, _LEFT + column * _WIDTH, _TOP + row * _HEIGHT, card, addresses[card.token], lang, year, printed_on)
    return bytes(pdf.output())


def printable(pdf: "FPDF", words: str) -> str:
    """The words with a sign in the place of each character that the type of `pdf` lacks."""
    known: Mapping[int, object] = getattr(pdf.fonts["guatu"], "cmap", {})
    return "".join(sign if ord(sign) in known else MISSING for sign in words)


def _draw(
    pdf: "FPDF", x: float, y: float, card: DoorCard, address: str, lang: str, year: int, printed_on: date
) -> None:
    pdf.set_line_width(0.15)
    pdf.set_draw_color(*_RULE)
    pdf.rect(x, y, _WIDTH, _HEIGHT)
    left, top = x + _INSET, y + _INSET
    _say(pdf, left, top, text("door.title", lang), 15, _INK)
    where = " ".join(name for name in (card.place.township_zh, card.place.name_zh) if name)
    _say(pdf, left, top + 8.0, _cut(pdf, where, 9.5, _WIDTH - _CODE_MM - 3 * _INSET), 9.5, _SOFT)
    wide = _WIDTH - 2 * _INSET
    beside = wide - _CODE_MM - 3.0
    phone = card.helper_phone or "________________"
    office = " ".join(name for name in (card.helper_zh, card.helper_office_zh) if name)
    lines = [
        (text("door.household", lang), card.head_name or text("door.no_head", lang), beside, 1),
        (text("door.helper", lang), office or text("door.helper_none", lang), beside, 2),
        (text("door.phone", lang), phone, wide, 1),
        (text("door.village_phone", lang), "________________", wide, 1),
    ]
    at = top + 15.0
    for name, words, width, rows in lines:
        at = _line(pdf, left, at, name, words, width, rows=rows)
    measures = "、".join(label.name(lang) for label in card.measures) or text("door.measures_none", lang)
    at = _line(pdf, left, at, text("door.measures", lang, year=year), measures, wide, rows=2)
    _code(pdf, x + _WIDTH - _INSET - _CODE_MM, top - _QUIET, address)
    _say(pdf, x + _WIDTH - _INSET - _CODE_MM + 1.5, top + _CODE_MM - 1.5, text("door.scan", lang), 7, _SOFT)
    printed = text("door.printed", lang, date=printed_on.isoformat())
    _say(pdf, left, y + _HEIGHT - _INSET - 2.0, printed, 7, _SOFT)


def _say(pdf: "FPDF", x: float, y: float, words: str, size: float, ink: tuple[int, int, int]) -> None:
    pdf.set_font("guatu", size=size)
    pdf.set_text_color(*ink)
    pdf.text(x, y + size * 0.3, printable(pdf, words))


def _line(pdf: "FPDF", x: float, y: float, name: str, words: str, width: float, *, rows: int = 1) -> float:
    """A name and what it is, over at most `rows` lines; returns where the next one begins."""
    _say(pdf, x, y, name, 8.5, _SOFT)
    pdf.set_font("guatu", size=8.5)
    start = max(17.0, pdf.get_string_width(printable(pdf, name)) + 2.5)
    rest = words
    for row in range(rows):
        shown = rest if row == rows - 1 else _fitting(pdf, rest, 9.5, width - start)
        rest = rest[len(shown) :]
        _say(pdf, x + start, y + row * _LINE, _cut(pdf, shown, 9.5, width - start), 9.5, _INK)
        if not rest:
            break
    return y + _LINE * (row + 1) + 0.6


def _fitting(pdf: "FPDF", words: str, size: float, width: float) -> str:
    """As many of the first characters as fit."""
    pdf.set_font("guatu", size=size)
    end = len(words)
    while end > 1 and pdf.get_string_width(printable(pdf, words[:end])) > width:
        end -= 1
    return words[:end]


def _cut(pdf: "FPDF", words: str, size: float, width: float) -> str:
    fitting = _fitting(pdf, words, size, width)
    return fitting if fitting == words else _fitting(pdf, words, size, width - size * 0.36) + "…"


def _code(pdf: "FPDF", x: float, y: float, address: str) -> None:
    """The QR code as dark runs of modules."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False, boost_error=False).matrix]
    module = _CODE_MM / (len(rows) + 2 * _QUIET)
    pdf.set_fill_color(0, 0, 0)
    for number, row in enumerate(rows):
        start = None
        for place, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                at = (start + _QUIET) * module, (number + _QUIET) * module
                pdf.rect(x + at[0], y + at[1], (place - start) * module, module, style="F")
                start = None
