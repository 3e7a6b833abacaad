"""Places through the periods follow what is ranked by."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.ranking_asked import courses_asked
from callbacks.services import Services
from callbacks.view import rem_of, view_of
from layouts import ids
from layouts.panels.ranking_courses import bump_panel, multiples_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask for the courses, draw them together and each by itself."""

    @app.callback(Output(ids.RANKING_BUMP, "children"), Input(ids.RANKING_SCOPE, "data"), prevent_initial_call=True)
    def draw_bump(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        asked = courses_asked(services, release, view)
        look = view.language, rem_of(scope), view.theme
        return bump_panel(asked.courses, asked.figure, asked.write, *look, connected=asked.connected)

    @app.callback(
        Output(ids.RANKING_MULTIPLES, "children"), Input(ids.RANKING_SCOPE, "data"), prevent_initial_call=True
    )
    def draw_multiples(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        asked = courses_asked(services, release, view)
        look = view.language, view.theme
        return multiples_panel(asked.courses, asked.figure, asked.write, *look, connected=asked.connected)
