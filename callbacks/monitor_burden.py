"""Income against burden follows region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import rem_of, view_of
from data_access.monitoring.burden import burden
from layouts import ids
from layouts.panels.monitor_burden import burden_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the cells."""

    @app.callback(Output(ids.MONITOR_BURDEN, "children"), Input(ids.MONITOR_SCOPE, "data"), prevent_initial_call=True)
    def draw_burden(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        found = burden(release, view.region, view.period, view.language)
        connected = release.themes["income"]
        return burden_panel(found, view.period, view.language, rem_of(scope), view.theme, connected=connected)
