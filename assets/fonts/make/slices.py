"""Cut Noto Sans CJK SC into the slices that the wall ships, and write the sheet that names them. See README.md.

Not part of the product: needs fonttools with brotli, the font collections and the Unihan database of the distribution.
"""

from __future__ import annotations

import argparse
import bz2
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FONTS = HERE.parent
ROOT = FONTS.parent.parent
SHEET = FONTS.parent / "01-fonts.css"
HEAD = "/* The type of the wall, in slices that a browser fetches when it meets their characters; written by {by}. */\n"
SC = 2  # number of the Simplified Chinese font in a collection
FEATURES = ["kern", "tnum", "lnum", "ccmp"]
REGULAR, BOLD = 400, 700
COLLECTIONS = {REGULAR: "NotoSansCJK-Regular.ttc", BOLD: "NotoSansCJK-Bold.ttc"}
SPOKEN = ("data_access", "layouts", "callbacks", "geo", "assets")
SUFFIXES = {".toml", ".csv", ".py", ".js", ".html"}
COMMON = 3500  # characters of the first level of the standard list
FREQUENT_SLICE = 520
BLOCK = {REGULAR: 0x200, BOLD: 0x800}
BEYOND = 0x2000  # size of the blocks beyond U+FFFF, where few characters stand
GRID = 3  # units of the outlines of characters that are seldom shown; there are 1,000 in the height of a line


def main() -> None:
    """Write the slices beside this folder and the sheet one above."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    parser.add_argument("--unihan", type=Path, default=Path("/usr/share/unicode"))
    told = parser.parse_args()
    known = set(TTFont(told.collections / COLLECTIONS[REGULAR], fontNumber=SC, lazy=True).getBestCmap())
    ideographs = {point for point in known if is_ideograph(point)}
    place = {point: int(said[0].rpartition(":")[2]) for point, said in unihan(told.unihan, "kTGH")}
    standard = set(place) | gb2312()
    first = known & (spoken() | {ord(c) for c in (HERE / "signs.txt").read_text("utf-8")} | set(range(0x20, 0x7F)))
    frequent = by_frequency(told.unihan, {point for point in standard - first if place.get(point, COMMON) < COMMON})
    tiers = {"first": sorted(first)}
    for at in range(0, len(frequent), FREQUENT_SLICE):
        tiers[f"often-{at // FREQUENT_SLICE + 1}"] = sorted(frequent[at : at + FREQUENT_SLICE])
    level = {point for point in ideographs if point <= 0xFFFF} | (gbk() & known)
    rest = (standard | level).difference(*tiers.values())

    cutter = Cutter(told.collections)
    blocks = [(span, cutter.cut(REGULAR, name, points, GRID)) for name, span, points in in_blocks(rest, REGULAR)]
    bold = [(span, cutter.cut(BOLD, name, points, GRID)) for name, span, points in in_blocks(rest & standard, BOLD)]
    faces = [face(REGULAR, [span], made) for span, made in blocks]
    # a rare character among bold ones is shown as it is, for want of room; what stands later in the sheet goes before
    faces += [face(BOLD, [span], made) for span, made in [*blocks, *bold]]
    for weight in (REGULAR, BOLD):
        for name, points in reversed(tiers.items()):
            faces.append(face(weight, spans(points), cutter.cut(weight, name, points)))
    for old in FONTS.glob("*.woff2"):
        old.unlink()
    for name, content in cutter.made.items():
        (FONTS / name).write_bytes(content)
    SHEET.write_text(HEAD.format(by=Path(__file__).relative_to(ROOT)) + "".join(faces), "utf-8")
    regular = first.union(frequent, rest)
    for name, points in (("regular", regular), ("bold", first | standard)):
        print(f"{name}: {len(points):,} characters, {sum(map(is_ideograph, points)):,} of them Chinese")
    print(f"first slice: {len(first):,}; all files: {sum(p.stat().st_size for p in FONTS.glob('*.woff2')):,} bytes")


def is_ideograph(point: int) -> bool:
    """Whether a code point is a Chinese character."""
    return 0x3400 <= point <= 0x4DBF or 0x4E00 <= point <= 0x9FFF or 0x20000 <= point <= 0x3FFFF


def unihan(folder: Path, field: str) -> Iterator[tuple[int, list[str]]]:
    """Code points and the words of one field of the Unihan database."""
    for path in sorted(folder.glob("Unihan_*.txt.bz2")):
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                parts = line.rstrip("\n").split("\t")
                if len(parts) == 3 and parts[1] == field:
                    yield int(parts[0][2:], 16), parts[2].split()


def gb2312() -> set[int]:
    """The Chinese characters of GB 2312."""
    pairs = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(c) for pair in pairs if (c := pair.decode("gb2312", "ignore"))}


def gbk() -> set[int]:
    """Everything that GBK, the two-byte part of GB 18030, writes."""
    pairs = (bytes([high, low]) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF) if low != 0x7F)
    return {ord(c) for pair in pairs if len(c := pair.decode("gbk", "ignore")) == 1}


def by_frequency(folder: Path, points: set[int]) -> list[int]:
    """The commonest first: by the counts that Unihan gives, else by code."""
    said = unihan(folder, "kHanyuPinlu")
    counts = {point: sum(map(int, re.findall(r"\((\d+)\)", " ".join(readings)))) for point, readings in said}
    return sorted(points, key=lambda point: (-counts.get(point, 0), point))


def spoken() -> set[int]:
    """Every character that the product's own files can put on a screen, and those of names.txt."""
    found = {ord(c) for c in (HERE / "names.txt").read_text("utf-8")}
    for room in SPOKEN:
        for path in (ROOT / room).rglob("*"):
            if path.suffix in SUFFIXES and not {"vendor", "make"} & set(path.parts):
                found |= {ord(c) for c in path.read_text("utf-8") if ord(c) > 0x7F}
    return found


def in_blocks(points: set[int], weight: int) -> Iterator[tuple[str, tuple[int, int], list[int]]]:
    """The characters by the blocks of codes that they lie in: name of the slice, the block, its characters."""
    blocks: dict[tuple[int, int], list[int]] = {}
    for point in sorted(points):
        size = BEYOND if point > 0xFFFF else BLOCK[weight]
        start = point // size * size
        blocks.setdefault((start, start + size - 1), []).append(point)
    for span, inside in blocks.items():
        yield f"{span[0]:x}", span, inside


def spans(points: Iterable[int]) -> list[tuple[int, int]]:
    """The runs of neighbouring code points."""
    found: list[tuple[int, int]] = []
    for point in sorted(points):
        if found and found[-1][1] == point - 1:
            found[-1] = (found[-1][0], point)
        else:
            found.append((point, point))
    return found


def face(weight: int, ranges: list[tuple[int, int]], name: str) -> str:
    """One rule of the sheet."""
    said = ",".join(f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}" for low, high in ranges)
    return (
        f'@font-face{{font-family:"Guatu Sans";font-weight:{weight};font-display:swap;'
        f'src:url("fonts/{name}") format("woff2");unicode-range:{said}}}\n'
    )


def round_outlines(font: TTFont, grid: int) -> None:
    """Put every point of the outlines on a coarser grid: an eighth fewer bytes, and nothing that an eye can see."""
    table = font["CFF "].cff
    top = table.topDictIndex[0]
    outlines = font.getGlyphSet()
    for number, name in enumerate(top.charset):
        drawn = RecordingPen()
        outlines[name].draw(drawn)
        private = top.FDArray[top.FDSelect[number]].Private
        width = outlines[name].width
        pen = T2CharStringPen(None if width == private.defaultWidthX else width - private.nominalWidthX, None)
        for stroke, points in drawn.value:
            getattr(pen, stroke)(*[(round(x / grid) * grid, round(y / grid) * grid) for x, y in points])
        rounded = pen.getCharString(private=private, globalSubrs=table.GlobalSubrs)
        top.CharStrings[name].program = rounded.program
        top.CharStrings[name].bytecode = None


class Cutter:
    """Cuts slices out of the two collections."""

    def __init__(self, collections: Path) -> None:
        self.made: dict[str, bytes] = {}
        self._raw = {weight: (collections / name).read_bytes() for weight, name in COLLECTIONS.items()}

    def cut(self, weight: int, name: str, points: list[int], grid: int = 1) -> str:
        """Make one slice; its name with the hash of what is in it, so that browsers keep it for ever."""
        options = Options()
        options.flavor = "woff2"
        options.layout_features = FEATURES
        options.hinting = False
        options.desubroutinize = True
        options.name_IDs = [0, 13, 14]  # copyright and licence
        options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]
        font = TTFont(io.BytesIO(self._raw[weight]), fontNumber=SC, lazy=True, recalcTimestamp=False)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=points)
        subsetter.subset(font)
        if grid > 1:
            round_outlines(font, grid)
        font.flavor = "woff2"
        written = io.BytesIO()
        font.save(written)
        file = f"guatu-{weight}-{name}.woff2"
        self.made[file] = written.getvalue()
        return f"{file}?v={hashlib.sha256(written.getvalue()).hexdigest()[:8]}"


if __name__ == "__main__":
    main()
