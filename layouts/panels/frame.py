"""The frame that every panel stands in, and what a panel says when its data are not there."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from layouts.attributes import attributes


def panel(
    title: str, unit: str | Component, children: Component | Sequence[Component], *, name: str, lang: str
) -> html.Section:
    """A titled panel that can be enlarged; `unit` stands at the right of the heading, `name` is its CSS modifier."""
    return html.Section(
        [panel_head(title, unit, enlarge(name, lang)), html.Div(children, className="panel-body")],
        className=f"panel panel-{name}",
        **attributes(aria_label=title),
    )


def panel_head(title: str, unit: str | Component = "", *more: Component) -> html.Header:
    """The heading line of a panel: title at the left, unit at the right (or what says it), then its controls."""
    pointed = unit if isinstance(unit, str) else None
    return html.Header(
        [html.H2(title, title=title), html.Span(unit, className="panel-unit", title=pointed), *more],
        className="panel-head",
    )


def enlarge(name: str, lang: str) -> html.Button:
    """The button that enlarges the panel `name` over the wall, and puts it back."""
    said = text("panel.enlarge", lang)
    return html.Button(
        type="button", className="enlarge", title=said, **attributes(data_set=f"spotlight={name}", aria_label=said)
    )


def not_connected(lang: str) -> html.P:
    """What stands where a theme is absent: never a zero."""
    return html.P(text("wall.not_connected", lang), className="not-connected")


def nothing(lang: str, *, connected: bool = False) -> html.P:
    """What a panel without figures shows: its theme is absent, or is there and silent about this year."""
    return html.P(text("wall.not_reported_year", lang), className="not-connected") if connected else not_connected(lang)
