"""Why: the main causes of poverty."""

from collections.abc import Sequence

from dash import dcc, html

from data_access.messages import text
from data_access.profile import Part
from layouts.figures.causes import causes_bars
from layouts.figures.style import CONFIG
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced


def causes_panel(parts: Sequence[Part] | None, lang: str, rem: float, theme: str, *, connected: bool) -> html.Section:
    """Causes as bars, largest first; 未接入 when the theme is absent, 未上报 when this year is."""
    title, unit = text("panel.causes", lang), text("panel.causes_unit", lang)
    if parts is None:
        return panel(title, "", nothing(lang, connected=connected), name="causes", lang=lang)
    names = [part.name or text("panel.merged", lang) for part in parts]
    shown = "-".join(part.code for part in parts if part.code)
    rest = f"cause_household_count@rest-{shown}" if shown else "registered_household_count"
    counts = [f"cause_household_count.{part.code}" if part.code else rest for part in parts]
    traces = [f"{count}@registered_household_count" for count in counts]
    figure = causes_bars(names, [part.share for part in parts], traces, rem, theme)
    whole = traced(unit, "registered_household_count", lang)
    return panel(title, whole, dcc.Graph(figure=figure, config=CONFIG, className="chart"), name="causes", lang=lang)
