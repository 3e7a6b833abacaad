"""What must be seen to now: counts by kind and place, never a household."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from data_access.alerts import Alert
from data_access.messages import text
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced

TELLING = ("monitoring", "responsibility", "solar", "assurance")
"""Themes that can raise an alert: with none of them connected, silence means nothing."""


def alerts_panel(alerts: Sequence[Alert], themes: Mapping[str, bool], as_of: str, lang: str) -> html.Section:
    """The most urgent alerts first; 未接入 when nothing could tell."""
    title = text("panel.alerts", lang)
    if not any(themes.get(theme) for theme in TELLING):
        return panel(title, "", nothing(lang), name="alerts", lang=lang)
    if not alerts:
        return panel(
            title, "", html.P(text("panel.alerts_none", lang), className="alert-none"), name="alerts", lang=lang
        )
    return panel(
        title,
        text("panel.alerts_unit", lang, date=as_of),
        html.Ul([_row(alert, lang) for alert in alerts], className="alert-list"),
        name="alerts",
        lang=lang,
    )


def _row(alert: Alert, lang: str) -> Component:
    said = alert.sentence(lang)
    figure = ".".join(part for part in ("alert", alert.kind, alert.item) if part)
    return html.Li(
        [
            html.Span(className="alert-mark"),
            html.Span(traced(said, figure, lang, title=said), className="alert-text"),
            html.Span(text(f"alert.who.{alert.kind.lower()}", lang), className="alert-who"),
            html.Span(alert.on.strftime("%m-%d"), className="alert-date"),
        ],
        className=f"alert alert-{alert.severity}",
    )
