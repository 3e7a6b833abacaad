"""Whom industry reaches follows region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.industries import is_village
from data_access.industry.coverage import by_number_of_kinds, coverage, coverage_without_solar
from layouts import ids
from layouts.panels.industry_reach import UNIT_OF, reach_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the reach of industry."""

    @app.callback(Output(ids.INDUSTRY_REACH, "children"), Input(ids.INDUSTRY_SCOPE, "data"), prevent_initial_call=True)
    def draw_reach(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        place = release, view.region, view.period
        numbers = {unit: by_number_of_kinds(*place, unit) for unit in UNIT_OF}
        return reach_panel(
            coverage(*place),
            coverage_without_solar(*place),
            numbers,
            view.language,
            connected=release.themes["industry"],
            in_village=is_village(release, view.region),
        )
