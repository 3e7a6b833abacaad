"""A small picture that is lighter than a chart: a trend line, as SVG in a data address."""

import math
from collections.abc import Sequence
from urllib.parse import quote

from layouts.theme import colour


def address(svg: str) -> str:
    """A drawing as an address that an image can have, shorter than in base64 and packed better with what is around."""
    return "data:image/svg+xml," + quote(svg, safe=" !*(),;:@=+$-_.~")


def trend(values: Sequence[float], theme: str) -> str | None:
    """A trend line over `values` (oldest first; NaN = gap), the last point marked; None under two points."""
    known = [value for value in values if not math.isnan(value)]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    points = [
        (round(4 + 92 * i / (len(values) - 1)), round(4 + 24 * (1 - (value - low) / span)))
        for i, value in enumerate(values)
        if not math.isnan(value)
    ]
    line = " ".join(f"{x},{y}" for x, y in points)
    x, y = points[-1]
    return address(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 32">'
        f'<polyline points="{line}" fill="none" stroke="{colour("primary", theme)}" stroke-width="2.5"/>'
        f'<circle cx="{x}" cy="{y}" r="3" fill="{colour("accent", theme)}"/></svg>'
    )
