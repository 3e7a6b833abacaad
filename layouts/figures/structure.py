"""Age and labour as two stacked strips of shares."""

from collections.abc import Sequence

from layouts.figures.style import Picture, picture, quiet_axis, text_width
from layouts.theme import colour, ink_on, ramp

Share = tuple[str, float, bool, str]
"""Name, share in percent, whether it is known what it is, and the figure that it opens."""


def share_strip(rows: Sequence[tuple[str, Sequence[Share]]], rem: float, theme: str) -> Picture:
    """One strip a row, each of named parts with shares in percent that add up to 100; at most five parts a row.

    A label stands in a part that is wide enough for it, else the share alone, else nothing.
    """
    colours, unknown = ramp(6, theme)[:5], colour("missing", theme)
    most = max(len(parts) for _, parts in rows)
    bars = []
    for step in range(most):
        here = [(place, parts[step]) for place, (_, parts) in enumerate(rows) if step < len(parts)]
        fills = [colours[step % len(colours)] if known else unknown for _, (_, _, known, _) in here]
        bars.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": [len(rows) - place for place, _ in here],
                "x": [value for _, (_, value, _, _) in here],
                "text": [_fitting(label, value) for _, (label, value, _, _) in here],
                "customdata": [traced for _, (_, _, _, traced) in here],
                "hovertext": [f"{label} {value:.1f}%" for _, (label, value, _, _) in here],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "inside",
                "textfont": {"color": [ink_on(fill, theme) for fill in fills], "size": rem},
                "marker": {
                    "color": fills,
                    "line": {"color": colour("surface", theme), "width": rem * 0.12},
                },
            }
        )
    return picture(
        bars,
        rem,
        theme,
        (4.2, 0.6, 0.3, 0.3),
        barmode="stack",
        uniformtext={"mode": "hide", "minsize": rem},
        bargap=0.16,
        xaxis=quiet_axis(range=[0, 100]),
        yaxis=quiet_axis(
            showticklabels=True,
            tickmode="array",
            tickvals=[len(rows) - row for row in range(len(rows))],
            ticktext=[name for name, _ in rows],
            tickfont={"color": colour("text-muted", theme), "size": rem},
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
