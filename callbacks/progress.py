"""Progress by year follows the region; the current period is marked."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import periods_of, rem_of, tabs_of, view_of
from data_access.profile import progress
from layouts import ids
from layouts.panels.progress import progress_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the years."""

    @app.callback(Output(ids.PROGRESS, "children"), Input(ids.OVERVIEW_SCOPE, "data"), prevent_initial_call=True)
    def draw_progress(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        periods = periods_of(release, tabs_of(release))
        persons, rates = progress(release, view.region, periods)
        return progress_panel(periods, persons, rates, view.period, view.language, rem_of(scope), view.theme)
