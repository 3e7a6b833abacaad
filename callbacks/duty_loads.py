"""The loads of helpers follow region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from callbacks.visitor import wall_scope
from data_access.duty.figures import LOADS, figures_of
from data_access.duty.officials import heaviest_helpers
from data_access.duty.tokens import official_tokens
from layouts import ids
from layouts.panels.duty_loads import loads_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release for the classes of load and the database for the heaviest, draw them."""

    @app.callback(Output(ids.DUTY_LOADS, "children"), Input(ids.DUTY_SCOPE, "data"), prevent_initial_call=True)
    def draw_loads(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        figures, tokens = figures_of(release, view.region, view.period, LOADS), official_tokens(services.settings.home)
        heaviest = heaviest_helpers(
            services.database(), wall_scope(), release, view.region, period=view.period, tokens=tokens
        )
        return loads_panel(figures, heaviest, view.language, connected=release.themes["responsibility"])
