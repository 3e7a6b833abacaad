"""The late tasks follow the region; their pages are turned in place."""

from typing import Any

from dash import ALL, Dash, Input, Output, ctx, html, no_update

from callbacks.services import Services
from callbacks.view import page_of, view_of
from callbacks.visitor import wall_scope
from data_access.tasks.listed import late_tasks
from layouts import ids
from layouts.panels.tasks_late import late_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the database, draw the list."""

    @app.callback(
        Output(ids.TASKS_LATE, "children"),
        Input(ids.TASKS_SCOPE, "data"),
        Input({"type": ids.TASKS_LATE_TURN, "page": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def draw_late(scope: dict[str, Any], clicks: list[int | None]) -> Any:
        """Untouched while buttons of the list have just come."""
        turn: dict[str, Any] = ctx.triggered_id if isinstance(ctx.triggered_id, dict) else {}
        return no_update if turn and not any(clicks) else draw(scope, page_of(turn.get("page", 0)))

    def draw(scope: dict[str, Any], page: int) -> html.Section:
        release, view = view_of(services, scope)
        if not release.themes["tasks"] or view.period != release.as_of.year:
            return late_panel(None, view.language, connected=release.themes["tasks"])
        found = late_tasks(services.database(), wall_scope(), release, view.region, page=page)
        return late_panel(found, view.language, connected=True)
