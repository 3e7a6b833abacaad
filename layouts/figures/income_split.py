"""Two distributions of income back to back: with a kind of industry above the line, without it below."""

import math
from collections.abc import Sequence
from typing import Final

from data_access.industry.effect import Side
from layouts.figures.pictures import address
from layouts.theme import colour

WIDTH: Final = 400.0
HALF: Final = 30.0
GAP: Final = 1.0
END: Final = 20_000
"""Income from here on stands in one last column, as wide as `LAST`."""

LAST: Final = 20.0
TICKS: Final = (5_000, 10_000, 15_000)
MIDDLE: Final = (1, 3)
"""The places among the quantiles between which the middle half lies."""

MEDIAN: Final = 2


def place(yuan: float) -> float:
    """How far to the right an income stands, from 0 to 1."""
    return 1.0 if yuan > END else (WIDTH - LAST) * max(yuan, 0.0) / END / WIDTH


def columns(edges: Sequence[int], shares: Sequence[float]) -> list[tuple[float, float, float]]:
    """Left, right (0 to 1) and density (per cent a 1,000 yuan; NaN = withheld) of each step of the curve.

    Bands from `END` on are gathered in the last column; it is NaN when all of it is withheld.
    """
    steps: list[tuple[float, float, float]] = []
    beyond: list[float] = []
    low = 0
    for high, share in zip([*edges, math.inf], shares, strict=True):
        if low >= END:
            beyond.append(share)
        else:
            steps.append((place(low), place(high), 1000 * share / (high - low)))
        low = int(high) if math.isfinite(high) else low
    told = [share for share in beyond if not math.isnan(share)]
    thousands = LAST / (WIDTH - LAST) * END / 1000
    steps.append(((WIDTH - LAST) / WIDTH, 1.0, sum(told) / thousands if told else math.nan))
    return steps


def income_split(with_kind: Side, without_kind: Side, edges: Sequence[int], token: str, theme: str) -> str:
    """The picture as an address: steps of equal area, the middle half full, the median a line, withheld bands dashed.

    `token` is the colour of the kind. A side of which too little is known for quantiles has its steps alone.
    """
    sides = [columns(edges, side.shares) for side in (with_kind, without_kind)]
    top = max((density for steps in sides for _, _, density in steps if not math.isnan(density)), default=1.0) or 1.0
    middle = HALF + GAP
    parts = [
        f'<path d="M{_x(place(tick))} 0V{2 * middle:g}" stroke="{colour("line", theme)}" stroke-width="1"/>'
        for tick in TICKS
    ]
    for steps, side, sign, fill in (
        (sides[0], with_kind, -1, colour(token, theme)),
        (sides[1], without_kind, 1, colour("missing-line", theme)),
    ):
        base = middle + sign * GAP
        parts += _half(steps, side, base, sign * HALF / top, fill, theme)
    return address(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {2 * middle:g}" preserveAspectRatio="none">'
        + "".join(parts)
        + "</svg>"
    )


def _half(
    steps: Sequence[tuple[float, float, float]], side: Side, base: float, scale: float, fill: str, theme: str
) -> list[str]:
    curve = f"M0 {base:g}" + "".join(
        f"V{base + scale * (0.0 if math.isnan(density) else density):.3g}H{_x(right)}" for _, right, density in steps
    )
    name = "a" if scale < 0 else "b"
    parts = [
        f'<defs><path id="{name}" d="{curve}V{base:g}Z" fill="{fill}"/></defs><use href="#{name}" opacity=".42"/>',
        *(
            f'<path d="M{_x(left)} {base + math.copysign(2, scale):g}H{_x(right)}" stroke="{fill}" stroke-width="2" '
            'stroke-dasharray="4 4"/>'
            for left, right, density in steps
            if math.isnan(density)
        ),
    ]
    low, median, high = (side.quantiles[at] for at in (MIDDLE[0], MEDIAN, MIDDLE[1]))
    if not math.isnan(low):
        from_x, to_x = _x(place(low)), _x(place(high))
        far = base + math.copysign(HALF, scale)
        parts += [
            f'<clipPath id="{name}c"><path d="M{from_x} 0H{to_x}V{2 * (HALF + GAP):g}H{from_x}Z"/></clipPath>'
            f'<use href="#{name}" clip-path="url(#{name}c)"/>',
            f'<path d="M{_x(place(median))} {base:g}V{far:g}" stroke="{colour("text", theme)}" stroke-width="3"/>',
        ]
    return parts


def _x(share: float) -> str:
    return f"{WIDTH * share:.4g}"
