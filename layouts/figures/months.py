"""The months of one year as bars: a season at a glance."""

import math
from collections.abc import Sequence

from layouts.figures.style import Picture, picture, quiet_axis
from layouts.theme import colour


def month_bars(
    values: Sequence[float], figures: Sequence[str], tone: str, rem: float, theme: str, unit: str = ""
) -> Picture:
    """Bars of twelve months; the highest is written out, and the last told where there is room.

    NaN leaves a gap with a dash in it: a month that was not reported is not a month without anything. `figures` are
    what the origin of each bar is asked by, `tone` the token of the colour, `unit` that of the values.
    """
    places = [str(month) for month in range(1, len(values) + 1)]
    known = [at for at, value in enumerate(values) if not math.isnan(value)]
    top = max((values[at] for at in known), default=1.0) or 1.0
    highest = max(known, key=lambda at: values[at], default=-1)
    said = {highest, *(at for at in known[-1:] if abs(at - highest) > 1)}  # two side by side would meet
    bars = {
        "type": "bar",
        "x": places,
        "y": [None if math.isnan(value) else value for value in values],
        "text": [_short(value) if at in said else "" for at, value in enumerate(values)],
        "textposition": "outside",
        "cliponaxis": False,
        "constraintext": "none",
        "textangle": 0,
        "textfont": {"color": colour("text", theme), "size": rem},
        "marker": {"color": colour(tone, theme)},
        "customdata": list(figures),
        "hovertext": [
            "" if math.isnan(value) else f"{place}: {_short(value)} {unit}".rstrip()
            for place, value in zip(places, values, strict=True)
        ],
    }
    gaps = [place for at, place in enumerate(places) if at not in known]
    dashes = {
        "type": "scatter",
        "x": gaps,
        "y": [top * 0.08] * len(gaps),
        "mode": "text",
        "text": ["—"] * len(gaps),
        "textfont": {"color": colour("text-muted", theme), "size": rem},
    }
    return picture(
        [bars, dashes],
        rem,
        theme,
        (0.4, 0.4, 0.2, 1.5),
        bargap=0.35,
        xaxis=quiet_axis(
            showticklabels=True,
            type="category",
            categoryorder="array",
            categoryarray=places,
            range=[-0.6, len(values) - 0.4],
            tickfont={"color": colour("text-muted", theme), "size": rem},
        ),
        yaxis=quiet_axis(range=[0, top * 1.32]),
    )


def _short(value: float) -> str:
    """Three digits that tell something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2g}"
