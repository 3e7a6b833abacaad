"""Words, lines and surfaces upon the pages of a PDF: what every paper is drawn with. Lengths in points, y downwards."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, Literal, NamedTuple, Self, cast

from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

from layouts.door_pdf import FONT, MISSING
from layouts.papers.line_breaks import broken, cut
from layouts.theme import colour, ink_on

Align = Literal["left", "centre", "right"]
Rgb = tuple[int, int, int]

CAP: Final = 0.72
"""Height of a figure or a capital, as a part of the size of the type."""
_WEIGHT: Final = 0.028
"""How thick bold outlines are drawn around, as a part of the size: the type has one weight."""
_LIGHTEST: Final = 0.3
"""The thinnest line drawn around; small type is not made bold: on a screen such a line comes out too thick."""
_WATERMARK: Final = 0.09


class Box(NamedTuple):
    """A rectangle of the page: its left and upper edge, its width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def inset(self, by: float) -> "Box":
        """The box without a margin of `by` on every side."""
        return Box(self.x + by, self.y + by, max(0.0, self.width - 2 * by), max(0.0, self.height - 2 * by))

    def meets(self, other: "Box") -> bool:
        """Whether both have a place in common."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


def rgb(colour_: str) -> Rgb:
    """#rrggbb as three numbers to 255."""
    return int(colour_[1:3], 16), int(colour_[3:5], 16), int(colour_[5:7], 16)


class Ink:
    """A document that is drawn upon; `theme`: whose tokens its colours are."""

    def __init__(self, theme: str, title: str, lang: str) -> None:
        """An empty document."""
        self.theme = theme
        self.pdf = FPDF(unit="pt")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_margin(0)
        self.pdf.set_lang("zh-CN" if lang == "zh" else "en")
        self.pdf.set_creator("Guatu")
        self.pdf.add_font("guatu", fname=FONT)
        self._font = cast(TTFFont, self.pdf.fonts["guatu"])
        self._known, self._widths = self._font.cmap, self._font.cw
        self.pdf.set_title(self.shown(title))

    def __enter__(self) -> Self:
        """Draw upon it while it is open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file of the type."""
        self._font.close()

    def page(self, width: float, height: float) -> None:
        """Begin the next page."""
        self.pdf.add_page(format=(width, height))

    def colour(self, hue: str) -> Rgb:
        """A token of the stylesheet, or #rrggbb itself."""
        return rgb(hue if hue.startswith("#") else colour(hue, self.theme))

    def over(self, hue: str) -> str:
        """The colour of words that read best on a surface of `hue`."""
        return ink_on("#{:02x}{:02x}{:02x}".format(*self.colour(hue)), self.theme)

    def shown(self, words: str) -> str:
        """The words in signs that the type has: a plainer one for one that it lacks, else 〓; nothing that controls."""
        return "".join(sign if ord(sign) in self._known else self._plainer(sign) for sign in words)

    def _plainer(self, sign: str) -> str:
        plain = plainer(sign)
        return plain if all(ord(part) in self._known for part in plain) else MISSING

    def width(self, words: str, size: float) -> float:
        """How wide the words are in one line."""
        return sum(self._widths[ord(sign)] for sign in self.shown(words)) * size / 1000

    def lines(self, words: str, size: float, width: float, *, most: int = 0) -> list[str]:
        """The words in lines no wider than `width`; of more than `most` (0: as many as it takes) the last ends in …."""
        return broken(self.shown(words.replace("\n", " ")), width, lambda part: self.width(part, size), most=most)

    def cut(self, words: str, size: float, width: float) -> str:
        """As much of the words as one line holds, with … where some are left out."""
        return cut(self.shown(words), width, lambda part: self.width(part, size))

    def say(
        self, x: float, y: float, words: str, size: float, hue: str = "text", *,
        bold: bool = False, align: Align = "left", within: float = 0.0,
    ) -> None:  # fmt: skip
        """One line with its foot at `y`, from, around or up to `x`; `within` cuts it to that width."""
        shown = self.cut(words, size, within) if within else self.shown(words)
        if not shown.strip():
            return
        if align != "left":
            x -= self.width(shown, size) * (0.5 if align == "centre" else 1.0)
        self.pdf.set_font("guatu", size=size)
        self.pdf.set_text_color(*self.colour(hue))
        if not bold or size * _WEIGHT < _LIGHTEST:
            self.pdf.text(x, y, shown)
            return
        with self.pdf.local_context(text_mode=TextMode.FILL_STROKE):
            self.pdf.set_draw_color(*self.colour(hue))
            self.pdf.set_line_width(size * _WEIGHT)
            self.pdf.text(x, y, shown)

    def paragraph(
        self, x: float, y: float, words: Sequence[str], size: float, leading: float, hue: str = "text", *,
        bold: bool = False, align: Align = "left",
    ) -> float:  # fmt: skip
        """Lines below each other, the first with its upper edge at `y`; returns the lower edge of the last."""
        for number, line in enumerate(words):
            self.say(x, y + number * leading + leading / 2 + size * CAP / 2, line, size, hue, bold=bold, align=align)
        return y + len(words) * leading

    def fill(self, box: Box, hue: str) -> None:
        """A surface without an edge."""
        if box.width > 0 and box.height > 0:
            self.pdf.set_fill_color(*self.colour(hue))
            self.pdf.rect(*box, style="F")

    def frame(self, box: Box, hue: str, width: float) -> None:
        """The edge of a box."""
        self.pdf.set_draw_color(*self.colour(hue))
        self.pdf.set_line_width(width)
        self.pdf.rect(*box, style="D")

    def line(self, points: Iterable[tuple[float, float]], hue: str, width: float) -> None:
        """A line through the points."""
        self.path([points], None, (hue, width), closed=False)

    def dot(self, x: float, y: float, radius: float, hue: str, edge: str) -> None:
        """A small disc with an edge."""
        self.pdf.set_fill_color(*self.colour(hue))
        self.pdf.set_draw_color(*self.colour(edge))
        self.pdf.set_line_width(radius * 0.3)
        self.pdf.circle(x, y, radius, style="DF")

    def path(
        self, rings: Iterable[Iterable[tuple[float, float]]], surface: str | None, edge: tuple[str, float] | None, *,
        closed: bool = True,
    ) -> None:  # fmt: skip
        """Rings, filled by even and odd (so a ring within another is a hole) and edged.

        Written as operators of the format: four times as fast as a polygon after another, and those have no holes.
        """
        drawn = path_of(rings, self.pdf.h, closed=closed)
        if not drawn:
            return
        parts = ["q 1 j 1 J"]
        if surface is not None:
            parts.append("{:.3f} {:.3f} {:.3f} rg".format(*(part / 255 for part in self.colour(surface))))
        if edge is not None:
            parts.append("{:.3f} {:.3f} {:.3f} RG".format(*(part / 255 for part in self.colour(edge[0]))))
            parts.append(f"{edge[1]:.2f} w")
        parts += [drawn, "B*" if surface and edge else "f*" if surface else "S", "Q"]
        self.pdf._out(" ".join(parts))

    def hatch(self, rings: Sequence[Iterable[tuple[float, float]]], hue: str, step: float, *, crossed: bool) -> None:
        """Slanting lines within rings, in both directions where `crossed`."""
        held = [list(ring) for ring in rings]
        points = [point for ring in held for point in ring]
        drawn = path_of(held, self.pdf.h, closed=True)
        if not drawn:
            return
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        tall = bottom - top
        count = int((right - left + tall) / step) + 1
        starts = [left - tall - (left - tall) % step + step * number for number in range(count + 1)]
        lines = [f"{x:.2f} {self.pdf.h - bottom:.2f} m {x + tall:.2f} {self.pdf.h - top:.2f} l" for x in starts]
        if crossed:
            lines += [f"{x:.2f} {self.pdf.h - top:.2f} m {x + tall:.2f} {self.pdf.h - bottom:.2f} l" for x in starts]
        red, green, blue = (part / 255 for part in self.colour(hue))
        stroke = f"{red:.3f} {green:.3f} {blue:.3f} RG {step * 0.16:.2f} w"
        self.pdf._out(f"q {drawn} W* n {stroke} {' '.join(lines)} S Q")

    def watermark(self, words: str, width: float, height: float, size: float) -> None:
        """The words across the whole page, pale enough to read through; nothing where there are none."""
        words = self.cut(words, size, (width**2 + height**2) ** 0.5 * 0.9)
        if not words.strip():
            return
        wide = self.width(words, size)
        with self.pdf.local_context(fill_opacity=_WATERMARK), self.pdf.rotation(28, width / 2, height / 2):
            across, down = wide + size * 4, size * 6
            reach = (width**2 + height**2) ** 0.5 / 2
            for row in range(-int(reach / down), int(reach / down) + 1):
                for place in range(-int(reach / across) - 1, int(reach / across) + 1):
                    x = width / 2 + (place + (0.5 if row % 2 else 0.0)) * across
                    self.say(x, height / 2 + row * down, words, size, "text")

    def done(self, *, packed: bool = True) -> bytes:
        """The document as a file; not `packed` where it only becomes pictures."""
        self.pdf.set_compression(packed)
        return bytes(self.pdf.output())


def path_of(rings: Iterable[Iterable[tuple[float, float]]], height: float, *, closed: bool) -> str:
    """Rings as operators of the format, on a page of `height`; what falls upon one point is left out."""
    parts: list[str] = []
    for ring in rings:
        points = [f"{x:.2f} {height - y:.2f}" for x, y in ring]
        kept = [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
        if len(kept) > (2 if closed else 1):
            parts.append(f"{kept[0]} m {' l '.join(kept[1:])} l{' h' if closed else ''}")
    return " ".join(parts)


@cache
def plainer(sign: str) -> str:
    """What a sign is without its accent or its form; nothing for one that is not to be seen."""
    if sign.isspace():
        return " "
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp"):
        return ""
    parts = unicodedata.normalize("NFKD", sign)
    return "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Me", "Cf")) or MISSING
