"""The strip of headline figures follows region and period."""

from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from callbacks.services import Services
from callbacks.view import view_of
from data_access.headlines import headlines
from data_access.industry.headlines import industry_headlines
from data_access.messages import era_in
from layouts import ids
from layouts.panels.kpi_strip import kpi_strip


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the strip."""

    @app.callback(Output(ids.KPI, "children"), Input(ids.SCOPE, "data"), prevent_initial_call=True)
    def draw_kpi_strip(scope: dict[str, Any]) -> list[Component]:
        release, view = view_of(services, scope)
        if view.view == "industry":
            figures = industry_headlines(release, view.region, view.period)
        else:
            exit_line, era = services.settings.exit_line, era_in(view.language)
            figures = headlines(release, view.region, view.period, exit_line, era=era)
        return kpi_strip(figures, release.indicators, view.language, view.theme)
