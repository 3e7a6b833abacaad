"""Poverty by year: persons still poor as bars, incidence as a line."""

import math
from collections.abc import Sequence

from data_access.messages import text
from layouts.figures.style import Picture, picture, quiet_axis
from layouts.theme import colour


def progress_chart(
    periods: Sequence[int],
    persons: Sequence[float],
    rates: Sequence[float],
    current: int,
    rem: float,
    lang: str,
    theme: str,
) -> Picture:
    """Bars of `persons` and a line of `rates` (percent) over `periods`; the current one is full, the others pale.

    NaN leaves a gap: a year that was not reported is not a year without poverty.
    """
    known = [value for value in persons if not math.isnan(value)]
    top = max(known, default=1.0)
    years = [str(period) for period in periods]
    bars = {
        "type": "bar",
        "x": years,
        "y": [None if math.isnan(value) else value for value in persons],
        "text": ["" if math.isnan(value) else _short(value, lang) for value in persons],
        "customdata": [f"poor_person_count....{period}" for period in periods],
        "hovertext": [
            "" if math.isnan(value) else f"{period}: {_short(value, lang)}"
            for period, value in zip(periods, persons, strict=True)
        ],
        "textposition": "outside",
        "cliponaxis": False,
        "constraintext": "none",
        "textfont": {"color": colour("text", theme), "size": rem},
        "marker": {
            "color": colour("primary", theme),
            "opacity": [1.0 if p == current else 0.62 for p in periods],
            "line": {"color": colour("line-strong", theme), "width": rem * 0.06},
        },
    }
    line = {
        "type": "scatter",
        "x": years,
        "y": [None if math.isnan(value) else value for value in rates],
        "yaxis": "y2",
        "mode": "lines+markers+text",
        "customdata": [f"POVERTY_INCIDENCE....{period}" for period in periods],
        "hovertext": [
            "" if math.isnan(value) else f"{period}: {value:.2f}%" for period, value in zip(periods, rates, strict=True)
        ],
        "text": [
            "" if math.isnan(value) else f"{value:.2f}%" if p in (periods[0], current) else ""
            for p, value in zip(periods, rates, strict=True)
        ],
        "textposition": ["top right", *["top center"] * (len(years) - 1)],
        "textfont": {"color": colour("accent", theme), "size": rem},
        "line": {"color": colour("accent", theme), "width": rem * 0.14},
        "marker": {"color": colour("accent", theme), "size": rem * 0.42},
        "cliponaxis": False,
    }
    highest = max((value for value in rates if not math.isnan(value)), default=1.0)
    return picture(
        [bars, line],
        rem,
        theme,
        (0.5, 1.1, 0.4, 1.7),
        bargap=0.42,
        xaxis=quiet_axis(
            showticklabels=True, type="category", tickfont={"color": colour("text-muted", theme), "size": rem}
        ),
        yaxis=quiet_axis(range=[0, top * 1.9]),
        yaxis2=quiet_axis(range=[-highest * 1.25, highest * 1.25], overlaying="y"),
    )


def _short(value: float, lang: str) -> str:
    """Persons from ten thousand on in 万 (English: thousands), else whole."""
    if value < 10000:
        return f"{round(value):,}"
    number = f"{value / 10000:.2f}" if lang == "zh" else f"{value / 1000:.1f}"
    return text("unit.large", lang, number=number)
