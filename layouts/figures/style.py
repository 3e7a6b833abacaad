"""What all charts of the wall share: ground, type, axes; sizes are multiples of the screen's rem."""

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from layouts.theme import colour

CONFIG: Final[Any] = {"displayModeBar": False, "staticPlot": True, "responsive": True}
"""The graphs beside the map are pictures: no mode bar, no zoom; the map is where hands go."""


def dressed(
    figure: go.Figure,
    rem: float,
    theme: str,
    *,
    left: float = 0.5,
    right: float = 0.5,
    top: float = 0.5,
    bottom: float = 0.5,
) -> go.Figure:
    """Give `figure` the wall's ground and type; margins in rem."""
    return figure.update_layout(
        template=None,
        autosize=True,
        margin={"l": left * rem, "r": right * rem, "t": top * rem, "b": bottom * rem, "pad": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "Guatu Sans, sans-serif", "size": rem, "color": colour("text", theme)},
        showlegend=False,
        dragmode=False,
        hovermode=False,
    )


Picture = dict[str, Any]
"""A figure as plain data. The small charts of the wall are made on every click, and checking each property in Python
took ten times as long as making it; a test holds them to Plotly's own schema instead."""


def picture(
    data: Sequence[Picture], rem: float, theme: str, margin: tuple[float, float, float, float], **layout: Any
) -> Picture:
    """A chart on the wall's ground and in its type; `margin` is left, right, top, bottom in rem."""
    left, right, top, bottom = (side * rem for side in margin)
    return {
        "data": list(data),
        "layout": {
            "autosize": True,
            "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": "Guatu Sans, sans-serif", "size": rem, "color": colour("text", theme)},
            "showlegend": False,
            "dragmode": False,
            "hovermode": False,
            **layout,
        },
    }


def quiet_axis(**more: Any) -> dict[str, Any]:
    """An axis without lines, ticks or labels."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "showticklabels": False,
        "fixedrange": True,
        **more,
    }


def text_width(said: str) -> float:
    """About how wide a text is, in rem: a Chinese character is one wide, a Latin one a little over half."""
    return sum(1.0 if ord(c) > 255 else 0.56 for c in said)
