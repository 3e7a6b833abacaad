"""What departments are to settle follows region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from callbacks.visitor import wall_scope
from data_access.tasks.checks import cross_checks
from layouts import ids
from layouts.panels.tasks_checks import checks_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the lists to settle."""

    @app.callback(Output(ids.TASKS_CHECKS, "children"), Input(ids.TASKS_SCOPE, "data"), prevent_initial_call=True)
    def draw_checks(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        checks = cross_checks(wall_scope(), release, view.region, view.period)
        connected = release.themes["assurance"] or release.themes["quality"]
        return checks_panel(checks, view.language, connected=connected)
