"""Cut the type of printed door cards from Noto Sans CJK SC: one file with TrueType outlines. See ../README.md.

Not part of the product: needs fonttools, the font collections and the Unihan database of the distribution.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from slices import COLLECTIONS, HERE, REGULAR, SC, gb2312, spoken, unihan

MADE = HERE.parent / "print" / "guatu-print.ttf"
ERROR = 1.0  # how far, in units of 1/1000 of the type size, a quadratic outline may leave the cubic one
MISSING = "〓"  # what stands for a character that the file does not have


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    parser.add_argument("--unihan", type=Path, default=Path("/usr/share/unicode"))
    told = parser.parse_args()
    font = TTFont(told.collections / COLLECTIONS[REGULAR], fontNumber=SC)
    standard = {point for point, _ in unihan(told.unihan, "kTGH")} | gb2312()
    signs = {ord(sign) for sign in (HERE / "signs.txt").read_text("utf-8") + MISSING} | set(range(0x20, 0x7F))
    options = Options(layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True, hinting=False)
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=standard | signs | spoken())
    subsetter.subset(font)
    to_truetype(font)
    MADE.parent.mkdir(exist_ok=True)
    font.save(MADE)
    print(f"{len(font.getBestCmap()):,} characters, {MADE.stat().st_size:,} bytes")


def to_truetype(font: TTFont) -> None:
    """Draw every outline anew with quadratic curves, which every reader of the file knows."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        drawn[name] = pen.glyph()
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, drawn
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    for field in (
        "maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
        "maxCompositeContours", "maxComponentDepth", "numGlyphs",
    ):  # fmt: skip
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 3.0, [], {}
    font.sfntVersion = "\000\001\000\000"
    for name, glyph in drawn.items():
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))


if __name__ == "__main__":
    main()
