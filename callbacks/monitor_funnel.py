"""The way of the monitoring cases follows the region, in the year of the data."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.monitoring.cases import OPEN, PERSONS, funnel
from layouts import ids
from layouts.panels.monitor_funnel import funnel_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the way of the cases."""

    @app.callback(Output(ids.MONITOR_FUNNEL, "children"), Input(ids.MONITOR_SCOPE, "data"), prevent_initial_call=True)
    def draw_funnel(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        place = view.region, view.period
        return funnel_panel(
            funnel(release, *place),
            release.quantity(OPEN, *place),
            release.quantity(PERSONS, *place),
            view.period,
            release.as_of.year,
            view.language,
            connected=release.themes["monitoring"],
        )
