"""Households by income and burden: a mark a cell, larger where there are more, and the income lines across them."""

from collections.abc import Sequence
from typing import Final

from data_access.monitoring.burden import Cell
from data_access.release.monitoring_tables import BURDEN_EDGES
from layouts.figures.policy_lines import COLOURS, DASHES
from layouts.figures.style import Picture, picture, quiet_axis
from layouts.theme import colour

SIZES: Final = (0.25, 0.45, 0.65, 0.85)
"""How wide the mark of each class is, in rem."""

_LOWS: Final = (0, *BURDEN_EDGES)
"""Where the bands of burden begin: they are drawn as steps of one height, for most lie low."""


def burden_cells(
    cells: Sequence[Cell],
    lines: Sequence[tuple[str, str, float]],
    words: tuple[str, str],
    rem: float,
    theme: str,
) -> Picture:
    """`lines` are code, name and yuan; `words` what the axes say: income across, burden upward.

    Marks left of the leftmost line are in the colour of what is bad.
    """
    low = min((yuan for _, _, yuan in lines), default=0.0)
    marks = {
        "type": "scatter",
        "x": [(cell.income[0] + cell.income[1]) / 2 for cell in cells],
        "y": [_LOWS.index(cell.burden[0]) + 0.5 for cell in cells],
        "mode": "markers",
        "marker": {
            "symbol": "square",
            "size": [rem * SIZES[cell.size] for cell in cells],
            "color": [colour("bad" if cell.income[1] <= low else "primary", theme) for cell in cells],
            "line": {"color": colour("surface", theme), "width": rem * 0.04},
        },
    }
    right = max((cell.income[1] for cell in cells), default=1.0)
    top = 1 + max((_LOWS.index(cell.burden[0]) for cell in cells), default=0)
    drawn = sorted(lines, key=lambda line: line[2])
    steps = max(2000, round(right / 8000) * 2000)
    return picture(
        [marks],
        rem,
        theme,
        (3.2, 0.8, 0.4 + 1.25 * len(drawn), 3.0),
        shapes=[
            {
                "type": "line",
                "x0": yuan,
                "x1": yuan,
                "y0": 0,
                "y1": top,
                "line": {"color": colour(COLOURS[code], theme), "width": rem * 0.14, "dash": DASHES[code]},
            }
            for code, _, yuan in drawn
        ],
        annotations=[
            {
                "x": yuan,
                "y": 1,
                "yref": "paper",
                "yshift": rem * (0.2 + 1.25 * place),
                "yanchor": "bottom",
                "xanchor": "left",
                "xshift": -rem * 0.2,
                "text": f"{name} {yuan:,.0f}",
                "showarrow": False,
                "font": {"color": colour("text", theme), "size": rem},
            }
            for place, (code, name, yuan) in enumerate(reversed(drawn))
        ],
        xaxis=quiet_axis(
            range=[0, right * 1.02],
            showticklabels=True,
            tick0=0,
            dtick=steps,
            tickformat=",d",
            showline=True,
            linecolor=colour("line-strong", theme),
            title={"text": words[0], "standoff": rem * 0.4},
        ),
        yaxis=quiet_axis(
            range=[0, top],
            showticklabels=True,
            tickvals=list(range(0, top + 1, 1 if top <= 5 else 2)),
            ticktext=[f"{low:,.0f}" for low in (*_LOWS, _LOWS[-1])[: top + 1 : 1 if top <= 5 else 2]],
            showline=True,
            linecolor=colour("line-strong", theme),
        ),
    )
