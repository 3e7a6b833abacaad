"""How far: persons still poor and incidence by year."""

import math
from collections.abc import Sequence

from dash import dcc, html

from data_access.messages import text
from layouts.figures.progress import progress_chart
from layouts.figures.style import CONFIG
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced


def progress_panel(
    periods: Sequence[int],
    persons: Sequence[float],
    rates: Sequence[float],
    current: int,
    lang: str,
    rem: float,
    theme: str,
) -> html.Section:
    """Bars and line over the periods; 未接入 when no year is known."""
    title = text("panel.progress", lang)
    if all(math.isnan(value) for value in (*persons, *rates)):
        return panel(title, "", nothing(lang), name="progress", lang=lang)
    figure = progress_chart(periods, persons, rates, current, rem, lang, theme)
    chart = dcc.Graph(figure=figure, config=CONFIG, className="chart")
    unit = traced(text("panel.progress_unit", lang), "poor_person_count", lang)
    return panel(title, unit, chart, name="progress", lang=lang)
