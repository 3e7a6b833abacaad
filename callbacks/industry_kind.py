"""The panel of kinds follows region, period and the kind chosen."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import rem_of, view_of
from data_access.industry.chosen import chosen
from layouts import ids
from layouts.panels.industry_kind import industry_kind_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the kind."""

    @app.callback(Output(ids.INDUSTRY_KIND, "children"), Input(ids.INDUSTRY_SCOPE, "data"), prevent_initial_call=True)
    def draw_kind(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        found = chosen(release, view.region, view.period, view.kind, view.language)
        return industry_kind_panel(found, view.period, view.language, rem_of(scope), view.theme)
