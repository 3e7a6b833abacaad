"""Open cases follow region and period; in a township the list of households is chosen and turned in place."""

from typing import Any

from dash import ALL, Dash, Input, Output, ctx, html, no_update

from callbacks.services import Services
from callbacks.view import page_of, view_of
from callbacks.visitor import wall_scope
from data_access.households.monitored import monitored_households
from data_access.households.records import IndustryHouseholds
from data_access.monitoring.cases import open_cases
from data_access.release import Release
from data_access.tokens import household_tokens
from data_access.tree import TOWNSHIP_LEVEL
from layouts import ids
from layouts.panels.monitor_cases import cases_panel
from layouts.view_state import ViewState


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release for the counts and the database for the households, draw both."""

    def listed(release: Release, view: ViewState, of: str, page: int) -> IndustryHouseholds | None:
        """One page of the households, where they may be listed."""
        tokens = household_tokens(services.settings.home)
        asked = services.database(), wall_scope(), release, view.region, of
        return monitored_households(*asked, tokens=tokens, page=page)

    @app.callback(
        Output(ids.MONITOR_CASES, "children"),
        Input(ids.MONITOR_SCOPE, "data"),
        Input({"type": ids.MONITOR_TURN, "by": ALL, "of": ALL, "page": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def draw_cases(scope: dict[str, Any], clicks: list[int | None]) -> html.Section | Any:
        """Untouched while buttons of the list have just come."""
        turn: dict[str, Any] = ctx.triggered_id if isinstance(ctx.triggered_id, dict) else {}
        if turn and not any(clicks):
            return no_update
        release, view = view_of(services, scope)
        found = open_cases(release, view.region, view.period, view.language)
        of, is_small = str(turn.get("of", "open")), release.region(view.region).level >= TOWNSHIP_LEVEL
        page = listed(release, view, of, page_of(turn.get("page", 0))) if found and is_small else None
        said, connected = (view.period, release.as_of.year, view.language), release.themes["monitoring"]
        return cases_panel(found, page, of, *said, connected=connected, is_listing=is_small)
