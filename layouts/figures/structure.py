"""Age and labour as two stacked strips of shares."""

from collections.abc import Sequence

import plotly.graph_objects as go

from layouts.figures.style import dressed, quiet_axis, text_width
from layouts.theme import colour, ramp

INK_ON_LIGHT = 2
"""From this step of four on the strip is light and its label dark."""


def share_strip(rows: Sequence[tuple[str, Sequence[tuple[str, float, bool]]]], rem: float) -> go.Figure:
    """One strip a row, each of named parts with shares in percent that add up to 100; at most five parts a row.

    A label stands in a part that is wide enough for it, else the share alone, else nothing.
    """
    figure = go.Figure()
    colours = ramp(6)[:5]
    for row, (name, parts) in enumerate(rows):
        for step, (label, value, is_known) in enumerate(parts):
            figure.add_bar(
                y=[len(rows) - row],
                x=[value],
                orientation="h",
                text=[_fitting(label, value)],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                constraintext="none",
                textfont={
                    "color": colour("text-on-light" if is_known and step >= INK_ON_LIGHT else "text"),
                    "size": rem,
                },
                marker={
                    "color": colours[step % len(colours)] if is_known else colour("missing"),
                    "line": {"color": colour("surface"), "width": rem * 0.12},
                },
                name=name,
            )
    return dressed(figure, rem, left=4.2, right=0.6, top=0.3, bottom=0.3).update_layout(
        barmode="stack",
        bargap=0.16,
        xaxis=quiet_axis(range=[0, 100]),
        yaxis=quiet_axis(
            showticklabels=True,
            tickmode="array",
            tickvals=[len(rows) - row for row in range(len(rows))],
            ticktext=[name for name, _ in rows],
            tickfont={"color": colour("text-muted"), "size": rem},
        ),
    )


WIDTH_IN_REM = 21.0
"""Width of the strip on the wall; labels are measured against it."""


def _fitting(label: str, value: float) -> str:
    """What fits into a part of `value` percent: label and share, the share alone, or nothing."""
    room = WIDTH_IN_REM * value / 100 - 0.3
    share = f"{value:.1f}%"
    if room >= max(text_width(label), text_width(share)):
        return f"{label}<br>{share}"
    return share if room >= text_width(share) else ""
