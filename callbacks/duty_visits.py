"""Visits against the rule follow region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.duty.figures import VISITS, figures_of
from layouts import ids
from layouts.panels.duty_visits import visits_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the visits."""

    @app.callback(Output(ids.DUTY_VISITS, "children"), Input(ids.DUTY_SCOPE, "data"), prevent_initial_call=True)
    def draw_visits(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        figures = figures_of(release, view.region, view.period, VISITS)
        connected = release.themes["responsibility"]
        return visits_panel(figures, view.language, connected=connected, with_cases=release.themes["monitoring"])
