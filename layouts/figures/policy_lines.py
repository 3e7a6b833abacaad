"""Income lines by year as steps: a year without a line is a gap."""

from collections.abc import Mapping, Sequence
from typing import Final

from layouts.figures.style import Picture, picture, quiet_axis
from layouts.theme import colour

COLOURS: Final = {"MONITORING_INCOME": "accent", "GUARANTEE_INCOME": "good", "POVERTY_CURRENT": "missing-line"}
DASHES: Final = {"MONITORING_INCOME": "solid", "GUARANTEE_INCOME": "dash", "POVERTY_CURRENT": "dot"}
"""The line that each code is drawn in: told apart without colour too."""


SHOWN: Final = 8
"""So many of the last years are drawn."""


def policy_lines(
    lines: Sequence[tuple[str, Mapping[int, float]]], periods: Sequence[int], current: int, rem: float, theme: str
) -> Picture:
    """One stepped line a code over the `periods`, its first and last amount beside it; the `current` year is marked."""
    periods = periods[-SHOWN:]
    years = [str(period) for period in periods]
    data: list[Picture] = []
    for code, yuan in lines:
        known = [period for period in periods if period in yuan]
        data.append(
            {
                "type": "scatter",
                "x": years,
                "y": [yuan.get(period) for period in periods],
                "mode": "lines+markers+text",
                "line": {
                    "shape": "hvh",
                    "color": colour(COLOURS[code], theme),
                    "width": rem * 0.16,
                    "dash": DASHES[code],
                },
                "marker": {
                    "color": colour(COLOURS[code], theme),
                    "size": [rem * (0.6 if period == current else 0.3) for period in periods],
                },
                "text": [f"{yuan[p]:,.0f}" if p in known[:1] + known[-1:] and p != current else "" for p in periods],
                "textposition": "top center",
                "textfont": {"color": colour("text", theme), "size": rem},
                "cliponaxis": False,
            }
        )
    amounts = [amount for _, yuan in lines for amount in yuan.values()]
    low, high = min(amounts, default=0.0), max(amounts, default=1.0)
    room = max(high - low, 0.1 * high, 1.0)
    return picture(
        data,
        rem,
        theme,
        (1.6, 1.6, 1.2, 1.6),
        xaxis=quiet_axis(type="category", categoryarray=years, showticklabels=True, nticks=8),
        yaxis=quiet_axis(range=[low - 0.2 * room, high + 0.3 * room]),
    )
