"""Alerts follow the region; they are always those of the last days before the data's date."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.alerts import alerts
from layouts import ids
from layouts.panels.alerts import alerts_panel

SHOWN = 8


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the alerts."""

    @app.callback(Output(ids.ALERTS, "children"), Input(ids.SCOPE, "data"), prevent_initial_call=True)
    def draw_alerts(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        return alerts_panel(
            alerts(release, view.region, SHOWN), release.themes, release.as_of.isoformat(), view.language
        )
