"""The causes follow region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import rem_of, view_of
from data_access.profile import causes
from layouts import ids
from layouts.panels.causes import causes_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the causes."""

    @app.callback(Output(ids.CAUSES, "children"), Input(ids.OVERVIEW_SCOPE, "data"), prevent_initial_call=True)
    def draw_causes(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        parts = causes(release, view.region, view.period, view.language)
        connected = release.themes["assurance"]
        return causes_panel(parts, view.language, rem_of(scope), view.theme, connected=connected)
