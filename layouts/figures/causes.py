"""Shares of causes as horizontal bars."""

from collections.abc import Sequence

from layouts.figures.style import Picture, picture, quiet_axis, text_width
from layouts.theme import colour


def causes_bars(
    names: Sequence[str], shares: Sequence[float], traced: Sequence[str], rem: float, theme: str
) -> Picture:
    """One bar a cause, in the order given (largest first); `shares` in percent. The first is in the accent colour.

    `traced`: the figure that a bar opens.
    """
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": list(names)[::-1],
        "x": list(shares)[::-1],
        "text": [f"{value:.1f}%" for value in shares][::-1],
        "customdata": list(traced)[::-1],
        "hovertext": [f"{name} {value:.1f}%" for name, value in zip(names, shares, strict=True)][::-1],
        "textposition": "outside",
        "cliponaxis": False,
        "constraintext": "none",
        "marker": {
            "color": [colour("primary", theme)] * (len(names) - 1) + [colour("accent", theme)],
            "line": {"color": colour("line", theme), "width": rem * 0.06},
        },
    }
    largest = max(shares, default=1.0)
    margin = 0.7 + max((text_width(name) for name in names), default=4.0)
    return picture(
        [bars],
        rem,
        theme,
        (margin, 0.4, 0.2, 0.2),
        bargap=0.34,
        xaxis=quiet_axis(range=[0, largest * 1.28]),
        yaxis=quiet_axis(showticklabels=True),
    )
