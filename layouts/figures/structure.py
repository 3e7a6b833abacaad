"""Age and labour as two stacked strips of shares."""

from collections.abc import Sequence

from layouts.figures.style import Picture, picture, quiet_axis, text_width
from layouts.theme import colour, ramp

INK_ON_LIGHT = 2
"""From this step of four on the strip is light and its label dark."""


def share_strip(rows: Sequence[tuple[str, Sequence[tuple[str, float, bool]]]], rem: float) -> Picture:
    """One strip a row, each of named parts with shares in percent that add up to 100; at most five parts a row.

    A label stands in a part that is wide enough for it, else the share alone, else nothing.
    """
    colours = ramp(6)[:5]
    most = max(len(parts) for _, parts in rows)
    bars = []
    for step in range(most):
        here = [(place, parts[step]) for place, (_, parts) in enumerate(rows) if step < len(parts)]
        is_light = step >= INK_ON_LIGHT
        bars.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": [len(rows) - place for place, _ in here],
                "x": [value for _, (_, value, _) in here],
                "text": [_fitting(label, value) for _, (label, value, _) in here],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "none",
                "textfont": {
                    "color": [colour("text-on-light" if k and is_light else "text") for _, (_, _, k) in here],
                    "size": rem,
                },
                "marker": {
                    "color": [colours[step % len(colours)] if k else colour("missing") for _, (_, _, k) in here],
                    "line": {"color": colour("surface"), "width": rem * 0.12},
                },
            }
        )
    return picture(
        bars,
        rem,
        (4.2, 0.6, 0.3, 0.3),
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
