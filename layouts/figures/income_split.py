"""Two distributions of income back to back: with a kind of industry above the line, without it below."""

import math
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from data_access.industry.effect import Side
from layouts.figures.pictures import address
from layouts.theme import colour

WIDTH: Final = 400.0
HALF: Final = 60.0
GAP: Final = 2.0
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
    height = 2 * (HALF + GAP)
    scale = "".join(f"M{_x(place(tick))} 0V{height:g}" for tick in TICKS)
    parts = [f'<path d="{scale}" stroke="{colour("line", theme)}"/>']
    medians = ""
    for steps, side, sign, fill in (
        (sides[0], with_kind, -1, colour(token, theme)),
        (sides[1], without_kind, 1, colour("missing-line", theme)),
    ):
        base = HALF + GAP + sign * GAP
        parts += _half(steps, side, base, sign * HALF / top, fill)
        median = side.quantiles[MEDIAN]
        if not math.isnan(median):
            medians += f"M{_x(place(median))} {base:g}v{sign * HALF:g}"
    if medians:
        parts.append(f'<path d="{medians}" stroke="{colour("text", theme)}" stroke-width="3"/>')
    return address(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" preserveAspectRatio="none">'
        + "".join(parts)
        + "</svg>"
    )


def _half(steps: Sequence[tuple[float, float, float]], side: Side, base: float, scale: float, fill: str) -> list[str]:
    """The curve of one side, pale; its middle half over it; and a dashed line where bands are withheld."""
    parts = [f'<path fill="{fill}" opacity=".42" d="{_curve(steps, base, scale)}"/>']
    low, high = (place(side.quantiles[at]) for at in MIDDLE)
    if not math.isnan(side.quantiles[MIDDLE[0]]):
        middle = [(max(left, low), min(right, high), d) for left, right, d in steps if right > low and left < high]
        parts.append(f'<path fill="{fill}" d="{_curve(middle, base, scale)}"/>')
    withheld = [(left, right) for left, right, density in steps if math.isnan(density)]
    if withheld:
        beyond = f"{base + math.copysign(4, scale):g}"
        lines = "".join(f"M{_x(left)} {beyond}H{_x(right)}" for left, right in withheld)
        parts.append(f'<path stroke="{fill}" stroke-width="4" stroke-dasharray="4" d="{lines}"/>')
    return parts


def _curve(steps: Sequence[tuple[float, float, float]], base: float, scale: float) -> str:
    """Steps as an area on the line at `base`, those of one height as one; what is not known is as high as nothing."""
    heights = [f"{base + scale * (0.0 if math.isnan(density) else density):.0f}" for *_, density in steps]
    drawn = [f"M{_x(steps[0][0])} {base:g}"] if steps else []
    for height, run in groupby(zip(heights, steps, strict=True), itemgetter(0)):
        *_, (_, (_, right, _)) = run
        drawn.append(f"V{height}H{_x(right)}")
    return "".join(drawn) + f"V{base:g}Z"


def _x(share: float) -> str:
    return f"{WIDTH * share:.0f}"
