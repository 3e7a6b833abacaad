"""The alerts of departments follow the region; they are those of the day of the data."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.monitoring.warnings import warnings
from layouts import ids
from layouts.panels.monitor_warnings import warnings_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the alerts."""

    @app.callback(Output(ids.MONITOR_WARNINGS, "children"), Input(ids.MONITOR_SCOPE, "data"), prevent_initial_call=True)
    def draw_warnings(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        is_now = view.period == release.as_of.year
        found = warnings(release, view.region, view.language) if is_now else None
        connected = release.themes["monitoring"]
        return warnings_panel(found, release.as_of, view.period, view.language, connected=connected)
