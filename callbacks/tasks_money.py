"""The money of the projects follows region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.tasks.progress import CATEGORY, funds
from layouts import ids
from layouts.panels.tasks_money import money_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the money by category."""

    @app.callback(Output(ids.TASKS_MONEY, "children"), Input(ids.TASKS_SCOPE, "data"), prevent_initial_call=True)
    def draw_money(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        every, categories = funds(release, view.region, view.period)
        names = {
            one.category or "": release.code_name(CATEGORY, one.category or "", view.language) for one in categories
        }
        return money_panel(every, categories, names, view.language, connected=release.themes["tasks"])
