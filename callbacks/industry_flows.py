"""Where the money goes follows region and period, and what the bands are as wide as."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.industry.flows import flow_names, flows
from layouts import ids
from layouts.panels.industry_flows import flows_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the flows."""

    @app.callback(Output(ids.INDUSTRY_FLOWS, "children"), Input(ids.INDUSTRY_SCOPE, "data"), prevent_initial_call=True)
    def draw_flows(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        return flows_panel(
            flows(release, view.region, view.period),
            flow_names(release, view.period, view.language),
            view.flow,
            view.language,
            view.theme,
            connected=release.themes["industry"],
        )
