"""The colours of the charts, read from the tokens of the stylesheet so that each colour is written once."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from data_access.settings import THEMES

__all__ = ["RAMP_STEPS", "THEMES", "colour", "contrast", "ink_on", "ramp", "tokens"]

_TOKENS: Final = Path(__file__).parent.parent / "assets" / "00-tokens.css"
_BLOCK: Final = re.compile(r"^(:root|\[data-theme=\"(\w+)\"\]) \{(.*?)^\}", re.DOTALL | re.MULTILINE)
_PROPERTY: Final = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")

RAMP_STEPS: Final = 6
DARK: Final = THEMES[0]
"""The theme whose colours stand in :root; the others say only what differs."""


@cache
def _blocks() -> dict[str, dict[str, str]]:
    """The custom properties of each block of the stylesheet, by theme; "dark" is the whole set."""
    sheet = _TOKENS.read_text(encoding="utf-8")
    return {theme or DARK: dict(_PROPERTY.findall(body)) for _, theme, body in _BLOCK.findall(sheet)}


@cache
def tokens(theme: str = DARK) -> Mapping[str, str]:
    """Each custom property without its dashes -> its value in `theme`, e.g. {"accent": "#ffcf5c"}.

    An unknown theme has the colours of the dark one.
    """
    return MappingProxyType(_blocks()[DARK] | _blocks().get(theme, {}))


def colour(name: str, theme: str = DARK) -> str:
    """The value of the token `name` in `theme`; raises KeyError when the stylesheet has none."""
    return tokens(theme)[name]


def ramp(classes: int = RAMP_STEPS, theme: str = DARK) -> tuple[str, ...]:
    """Colours of `classes` ordered classes (1..6), least first, spread over the whole ramp."""
    steps = [colour(f"ramp-{i}", theme) for i in range(1, RAMP_STEPS + 1)]
    if classes <= 1:
        return (steps[2],)
    return tuple(steps[round(i * (RAMP_STEPS - 1) / (classes - 1))] for i in range(classes))


def ink_on(ground: str, theme: str = DARK) -> str:
    """The colour of text that reads best on `ground` (#rrggbb): dark on light, light on dark."""
    inks = (colour("text-on-light", theme), colour("text-on-dark", theme))
    return max(inks, key=lambda ink: contrast(ink, ground))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (#rrggbb) as WCAG 2 defines it, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(value: str) -> float:
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
