"""The parts that slides are made of: titles, words, pictures and tables, each as what it is, so that one can edit it.

Lengths in points, as in the other papers; a slide is 960 wide and 540 high.
"""

import io
from typing import Any, Final, TypeAlias

from lxml import etree  # type: ignore[import-untyped]
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Length, Pt

from layouts.papers.drawn_table import LaidTable
from layouts.papers.ink import Align, Box, plainer
from layouts.papers.sheet import Table
from layouts.theme import colour

Slide: TypeAlias = Any
"""As python-pptx makes it, which says of few of its methods what they take."""

WIDTH, HEIGHT = 960.0, 540.0
FONT: Final = "Microsoft YaHei"
"""The type of Chinese offices; the letters of the theme, so that one change there changes every slide."""
WATERMARK: Final = "Watermark"

_THEME: Final = "light"
_TITLE_ONLY: Final = 5
_ALIGNED: Final = {"left": PP_ALIGN.LEFT, "centre": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


def rgb_of(token: str) -> RGBColor:
    """A token of the light theme, or #rrggbb itself, as slides know colours."""
    found: RGBColor = RGBColor.from_string(  # type: ignore[no-untyped-call]
        (token if token.startswith("#") else colour(token, _THEME)).lstrip("#").upper()
    )
    return found


def clean(words: str) -> str:
    """The words without what controls or cannot be written in XML; signs that no type has are left to the reader's."""
    return "".join(
        sign if sign == "\n" or plainer(sign).strip() or sign == " " else plainer(sign)
        for sign in words
        if ord(sign) & 0xFFFE != 0xFFFE
    )


class Deck:
    """A presentation while it is made."""

    def __init__(self, title: str, author: str, lang: str) -> None:
        """An empty one of 16 by 9."""
        self.made: Any = Presentation()
        self.lang = "zh-CN" if lang == "zh" else "en-US"
        stretch = WIDTH * Pt(1) / int(self.made.slide_width or 1)
        self.made.slide_width, self.made.slide_height = Pt(WIDTH), Pt(HEIGHT)
        master = self.made.slide_master
        for holder in (master, *self.made.slide_layouts):
            for shape in holder.shapes:
                if shape._element.xpath(".//a:xfrm"):
                    shape.left, shape.width = Emu(int(shape.left * stretch)), Emu(int(shape.width * stretch))
        theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        theme._blob = _with_type(theme.blob)
        properties = self.made.core_properties
        properties.title, properties.author = clean(title)[:255], clean(author)[:255]
        properties.language, properties.subject, properties.keywords = self.lang, "", ""

    def slide(self, title: str, box: Box, size: float, hue: str = "text") -> Slide:
        """The next slide, with its title in `box`."""
        slide: Slide = self.made.slides.add_slide(self.made.slide_layouts[_TITLE_ONLY])
        holder = slide.shapes.title
        holder.left, holder.top, holder.width, holder.height = _placed(box)
        self._write(holder.text_frame, [title], size, hue, bold=True, align="left")
        holder.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        return slide

    def words(
        self, slide: Slide, box: Box, lines: list[str], size: float, hue: str = "text", *,
        name: str, bold: bool = False, align: Align = "left", middle: bool = False,
    ) -> None:  # fmt: skip
        """A box of words, a paragraph each."""
        shape = slide.shapes.add_textbox(*_placed(box))
        shape.name = name
        self._write(shape.text_frame, lines, size, hue, bold=bold, align=align)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP

    def _write(self, frame: Any, lines: list[str], size: float, hue: str, *, bold: bool, align: Align) -> None:
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = _ALIGNED[align]
            run = paragraph.add_run()
            run.text = clean(line)
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb_of(hue)
            run.font._element.set("lang", self.lang)

    def bar(self, slide: Slide, box: Box, hue: str) -> None:
        """A plain surface."""
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_placed(box))
        shape.name = "Bar"
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb_of(hue)
        shape.line.fill.background()
        shape.shadow.inherit = False

    def picture(self, slide: Slide, box: Box, png: bytes, said: str) -> None:
        """A picture, with what it shows in words for who cannot see it."""
        shape = slide.shapes.add_picture(io.BytesIO(png), *_placed(box))
        shape.name = "Map"
        shape._element.nvPicPr.cNvPr.set("descr", clean(said))

    def number(self, slide: Slide, box: Box) -> None:
        """The slide's number, which follows when slides are moved."""
        shape = slide.shapes.add_textbox(*_placed(box))
        shape.name = "Number"
        self._write(shape.text_frame, [""], 12, "text-muted", bold=False, align="right")
        paragraph = shape.text_frame.paragraphs[0]._p
        for run in paragraph.findall(qn("a:r")):
            paragraph.remove(run)
        field = etree.SubElement(paragraph, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
        etree.SubElement(field, qn("a:rPr"), lang=self.lang, sz="1200")
        etree.SubElement(field, qn("a:t")).text = str(len(self.made.slides))

    def table(self, slide: Slide, box: Box, table: Table, drawn: LaidTable, start: int, stop: int) -> None:
        """The heading and the rows from `start` up to `stop` as a table."""
        heights = [drawn.heading_height, *drawn.heights[start:stop]]
        shape = slide.shapes.add_table(
            len(heights), max(1, len(drawn.widths)), *_placed(Box(box.x, box.y, box.width, sum(heights)))
        )
        shape.name = "Table"
        shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(table.title))
        made = shape.table
        for place, wide in enumerate(drawn.widths):
            made.columns[place].width = Pt(wide)
        for row, (tall, lines) in enumerate(zip(heights, [drawn.heading, *drawn.rows[start:stop]], strict=True)):
            made.rows[row].height = Pt(tall)
            for place, cell in enumerate(lines):
                self._cell(made.cell(row, place), cell, drawn, place, heading=row == 0)

    def _cell(self, cell: Any, lines: tuple[str, ...], drawn: LaidTable, place: int, *, heading: bool) -> None:
        self._write(
            cell.text_frame,
            list(lines) or [""],
            drawn.size,
            "text-on-dark" if heading else "text",
            bold=heading,
            align=drawn.aligned[place],
        )
        cell.margin_left = cell.margin_right = Pt(drawn.size * 0.55)
        cell.margin_top = cell.margin_bottom = Pt(drawn.size * 0.2)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb_of("ramp-4" if heading else "surface")

    def notes(self, slide: Slide, words: str) -> None:
        """What is for who speaks, in the notes of the slide."""
        if words.strip():
            frame: Any = slide.notes_slide.notes_text_frame
            frame.text = clean(words)

    def watermark(self, slide: Slide, words: str) -> None:
        """The words across the slide, pale, above everything."""
        if not words.strip():
            return
        for number in range(3):
            box = Box(WIDTH / 2 - 330, 110 + number * 150, 660, 30)
            shape = slide.shapes.add_textbox(*_placed(box))
            shape.name, shape.rotation = WATERMARK, -20
            self._write(shape.text_frame, [words[:60]], 20, "text", bold=False, align="centre")
            solid = shape.text_frame.paragraphs[0].runs[0].font._element.find(qn("a:solidFill"))
            etree.SubElement(solid[0], qn("a:alpha"), val="13000")

    def done(self) -> bytes:
        """The presentation as a file."""
        file = io.BytesIO()
        self.made.save(file)
        return file.getvalue()


def _placed(box: Box) -> tuple[Length, Length, Length, Length]:
    return Pt(box.x), Pt(box.y), Pt(box.width), Pt(box.height)


def _with_type(theme: bytes) -> bytes:
    """The theme with the type of Chinese offices for letters and for characters."""
    root = etree.fromstring(theme)
    names = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for font in root.xpath("//a:majorFont | //a:minorFont", namespaces=names):
        for part in ("latin", "ea"):
            font.find(f"a:{part}", names).set("typeface", FONT)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
