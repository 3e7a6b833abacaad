"""The belts of a region follow region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.industry.belts import belts
from layouts import ids
from layouts.panels.industry_belts import belts_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the groups."""

    @app.callback(Output(ids.INDUSTRY_BELTS, "children"), Input(ids.INDUSTRY_SCOPE, "data"), prevent_initial_call=True)
    def draw_belts(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        return belts_panel(
            belts(release, view.region, view.period, view.language),
            view.region,
            view.language,
            connected=release.themes["region_group"],
        )
