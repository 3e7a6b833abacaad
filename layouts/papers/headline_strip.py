"""The headline figures of a sheet in a row of tiles, in large type over what they are."""

from collections.abc import Sequence
from typing import Final

from layouts.papers.ink import Box, Ink
from layouts.papers.sheet import Headline

_ACROSS: Final = 4
_TALL: Final = 52.0
_GAP: Final = 7.0


def headlines_height(headlines: Sequence[Headline], *, scale: float = 1.0, across: int = _ACROSS) -> float:
    """How tall the strip is."""
    rows = -(-len(headlines) // even(len(headlines), across))
    return rows * (_TALL + _GAP) * scale - _GAP * scale if rows else 0.0


def draw_headlines(
    ink: Ink, headlines: Sequence[Headline], box: Box, *, scale: float = 1.0, across: int = _ACROSS
) -> float:
    """Draw the tiles from the upper edge of `box` on; returns where they end."""
    gap, tall = _GAP * scale, _TALL * scale
    if not headlines:
        return box.y
    across = even(len(headlines), across)
    wide = (box.width - gap * (across - 1)) / across
    y = box.y
    for place, headline in enumerate(headlines):
        row, column = divmod(place, across)
        y = box.y + row * (tall + gap)
        _tile(ink, headline, Box(box.x + column * (wide + gap), y, wide, tall), scale)
    return y + tall


def even(count: int, most: int) -> int:
    """How many of `count` tiles stand in a row of at most `most`, so that the rows are about as long."""
    rows = max(1, -(-count // most))
    return max(1, -(-count // rows))


def _tile(ink: Ink, headline: Headline, box: Box, scale: float) -> None:
    ink.fill(box, "surface-2" if ink.theme == "light" else "surface")
    if ink.theme != "light":
        ink.frame(box, "line", 0.7 * scale)
    ink.fill(Box(box.x, box.y, box.width, 1.4 * scale), "primary-strong")
    inner = box.inset(6 * scale)
    small = 8.5 * scale
    ink.say(inner.x, inner.y + small * 1.0, headline.label, small, "text-muted", within=inner.width)
    size = 18.0 * scale
    unit = ink.width(headline.unit, small) + 3 * scale if headline.unit else 0.0
    while size > small and ink.width(headline.value, size) + unit > inner.width:
        size -= 0.5 * scale
    foot = inner.bottom - (6 * scale if not headline.note else 9 * scale)
    ink.say(inner.x, foot, headline.value, size, bold=True, within=inner.width)
    left = inner.width - ink.width(headline.value, size) - 3 * scale
    if headline.unit and left > 2 * small:
        ink.say(inner.right - left, foot, headline.unit, small, "text-muted", within=left)
    if headline.note:
        ink.say(inner.x, inner.bottom + 3 * scale, headline.note, 7.5 * scale, "text-muted", within=inner.width)
