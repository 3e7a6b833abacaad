"""Income against burden: cells of households, without their numbers, and the lines among them."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.monitoring.burden import Burden
from data_access.release.monitoring_tables import CLASSES
from data_access.rules import SMALL_CELL
from layouts.attributes import attributes
from layouts.figures.burden_cells import burden_cells
from layouts.figures.style import CONFIG
from layouts.panels.frame import not_connected, panel


def burden_panel(found: Burden, period: int, lang: str, rem: float, theme: str, *, connected: bool) -> html.Section:
    """A mark a cell and a line a policy line; the legend says from how many households on a mark is how large."""
    title = text("burden.title", lang)
    if not connected:
        return panel(title, "", not_connected(lang), name="burden", lang=lang)
    if not found.cells:
        none = html.P(text("burden.none", lang, period=period), className="monitor-none")
        return panel(title, "", none, name="burden", lang=lang)
    lines = [(line.code, line.yuan[period]) for line in found.lines if period in line.yuan]
    named = [(code, text(f"lines.{code.lower()}", lang), yuan) for code, yuan in lines]
    words = text("burden.income", lang), text("burden.burden", lang)
    figure = burden_cells(found.cells, named, words, rem, theme)
    label = attributes(aria_label=text("burden.chart", lang, region=found.name, least=SMALL_CELL))
    marks = [html.Span(str(low), className=f"burden-size is-{place}") for place, low in enumerate(CLASSES)]
    set_here = {code for code, _ in lines} - {"POVERTY_CURRENT"}
    missing = [] if set_here else [html.Span(text("burden.no_line", lang, period=period), className="burden-missing")]
    body = [
        html.Div([html.Span(words[1], className="burden-axis"), *_sized(marks, lang)], className="burden-legend"),
        html.Div(
            dcc.Graph(figure=figure, config=CONFIG, className="chart"), className="burden-chart", role="img", **label
        ),
        *missing,
    ]
    unit = text("burden.unit", lang, region=found.name)
    return panel(title, unit, html.Div(body, className="burden"), name="burden", lang=lang)


def _sized(marks: Sequence[Component], lang: str) -> list[str | Component]:
    """The marks of the legend in their sentence."""
    before, after = text("burden.size", lang, lows="|").split("|")
    return [before, *marks, after]
