"""The insurance against poverty follows the region."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.monitoring.insurance import insurance
from layouts import ids
from layouts.panels.monitor_insurance import insurance_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw its years."""

    @app.callback(
        Output(ids.MONITOR_INSURANCE, "children"), Input(ids.MONITOR_SCOPE, "data"), prevent_initial_call=True
    )
    def draw_insurance(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        found = insurance(release, view.region, view.language)
        return insurance_panel(found, view.language, connected=release.themes["insurance"])
