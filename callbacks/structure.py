"""Age and labour follow region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import rem_of, view_of
from data_access.profile import ages, labour
from layouts import ids
from layouts.panels.structure import structure_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the strips."""

    @app.callback(Output(ids.STRUCTURE, "children"), Input(ids.OVERVIEW_SCOPE, "data"), prevent_initial_call=True)
    def draw_structure(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        by_age = ages(release, view.region, view.period, view.language)
        by_labour = labour(release, view.region, view.period, view.language)
        connected = bool(release.meta.counts.get("registered_persons"))
        return structure_panel(by_age, by_labour, view.language, rem_of(scope), view.theme, connected=connected)
