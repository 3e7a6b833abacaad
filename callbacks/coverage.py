"""Industry coverage follows region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.industries import coverage_by_kind
from layouts import ids
from layouts.panels.coverage import coverage_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the kinds of industry."""

    @app.callback(Output(ids.COVERAGE, "children"), Input(ids.OVERVIEW_SCOPE, "data"), prevent_initial_call=True)
    def draw_coverage(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        kinds = coverage_by_kind(release, view.region, view.period, view.language)
        villages = release.quantity("village_count", view.region, view.period)
        return coverage_panel(kinds, villages, view.language)
