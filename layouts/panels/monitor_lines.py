"""The income lines of a region by year, as they were set; what was not set is said."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.monitoring.lines import Line, OwnLine
from data_access.rules import NATIONAL
from layouts.attributes import attributes
from layouts.figures.policy_lines import policy_lines
from layouts.figures.style import CONFIG
from layouts.numbers import whole
from layouts.panels.frame import not_connected, panel


def lines_panel(
    lines: Sequence[Line],
    own: Sequence[OwnLine],
    names: dict[str, str],
    periods: Sequence[int],
    period: int,
    lang: str,
    rem: float,
    theme: str,
    *,
    connected: bool,
) -> html.Section:
    """A row a line with its amount in `period`, and all of them over the `periods`.

    `own`: lines that regions below set for themselves; `names`: code of a setter -> its name.
    """
    title = text("lines.title", lang)
    if not connected:
        return panel(title, "", not_connected(lang), name="lines", lang=lang)
    rows = html.Ul([_row(line, names, period, lang) for line in lines], className="line-rows")
    body: list[Component] = [rows, *_own(own, lang)]
    told = [line for line in lines if line.yuan]
    if told:
        figure = policy_lines([(line.code, line.yuan) for line in told], periods, period, rem, theme)
        chart = dcc.Graph(figure=figure, config=CONFIG, className="chart")
        label = attributes(aria_label=text("lines.chart", lang))
        body.append(html.Div(chart, className="line-chart", role="img", **label))
    return panel(title, text("lines.unit", lang), html.Div(body, className="lines"), name="lines", lang=lang)


def _row(line: Line, names: dict[str, str], period: int, lang: str) -> html.Li:
    name: Component = html.Span(text(f"lines.{line.code.lower()}", lang), className="line-name", title=line.name)
    yuan = line.yuan.get(period)
    if yuan is None:
        said = text("lines.missing" if line.yuan else "lines.never", lang, period=period)
        row = [name, html.Span(said, className="line-missing")]
    else:
        setter = line.setters[period]
        who = text("lines.nation", lang) if setter == NATIONAL else names.get(setter, setter)
        row = [
            name,
            html.Span(text("lines.set_by", lang, region=who), className="line-setter"),
            html.B(whole(yuan), className="line-yuan"),
        ]
    return html.Li(row, className=f"line-row is-{line.code.lower().replace('_', '-')}")


def _own(own: Sequence[OwnLine], lang: str) -> list[Component]:
    if not own:
        return []
    said = [
        text("lines.own", lang, region=one.name, line=text(f"lines.{one.line.lower()}", lang), yuan=whole(one.yuan))
        for one in own
    ]
    return [html.Ul([html.Li(one) for one in said], className="line-own")]
