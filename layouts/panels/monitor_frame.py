"""What the panels of monitoring say where a year has no figures, and the bars that they share."""

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from layouts.attributes import attributes
from layouts.numbers import decimal, share
from layouts.panels.frame import not_connected, panel


def without_figures(title: str, name: str, period: int, latest: int, lang: str, *, connected: bool) -> html.Section:
    """The panel `name` without figures: its theme is absent, or `period` has none and `latest` is offered."""
    if not connected:
        return panel(title, "", not_connected(lang), name=name, lang=lang)
    said: list[Component] = [html.P(text("monitor.earlier", lang, period=period))]
    if period != latest:
        show = text("monitor.latest", lang, period=latest)
        said.append(html.Button(show, type="button", className="monitor-choice", **attributes(data_period=str(latest))))
    return panel(title, "", html.Div(said, className="monitor-earlier"), name=name, lang=lang)


def percent(part: float, whole: float) -> str:
    """The share of `part` in `whole` with one place, "—" where it is not known."""
    value = share(part, whole)
    return "—" if value != value else f"{decimal(value, 1)}%"  # noqa: PLR0124 - NaN is the value unequal to itself


def bar(*parts: tuple[str, float]) -> html.Span:
    """A bar of parts: the class of each, and its share of the whole width in per cent."""
    drawn = [
        html.Span(className=f"monitor-part is-{name}", style={"--share": f"{value:.2f}%"})
        for name, value in parts
        if value > 0
    ]
    return html.Span(drawn, className="monitor-bar", **attributes(aria_hidden="true"))
