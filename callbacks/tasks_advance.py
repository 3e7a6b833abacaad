"""Plan against actual follows region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.tasks.progress import task_progress
from layouts import ids
from layouts.panels.tasks_advance import advance_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the tasks by region."""

    @app.callback(Output(ids.TASKS_ADVANCE, "children"), Input(ids.TASKS_SCOPE, "data"), prevent_initial_call=True)
    def draw_advance(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        progress = task_progress(release, view.region, view.period)
        return advance_panel(progress, view.language, connected=release.themes["tasks"])
