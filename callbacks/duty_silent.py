"""The list of duties not done follows region, period and which duty; its pages are turned in place."""

from typing import Any

from dash import ALL, Dash, Input, Output, ctx, html, no_update

from callbacks.services import Services
from callbacks.view import page_of, view_of
from callbacks.visitor import wall_scope
from data_access.duty.lapsed import lapsed_households
from data_access.duty.lapses import lapsed_villages
from data_access.duty.officials import officials_of_regions
from data_access.duty.tokens import official_tokens
from data_access.release import Release
from data_access.tokens import household_tokens
from layouts import ids
from layouts.panels.duty_silent import silent_panel
from layouts.view_state import ViewState


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release for the villages and the database for people, draw the list."""

    def draw(release: Release, view: ViewState, turn: dict[str, Any]) -> html.Section:
        """The panel, with the page that `turn` names."""
        of, scope, home = {turn.get("of"): page_of(turn.get("page", 0))}, wall_scope(), services.settings.home
        page = lapsed_villages(release, view.region, view.period, view.lapse, page=of.get("villages", 0))
        codes, tokens = [row.code for row in page.rows], official_tokens(home)
        offices = officials_of_regions(services.database(), scope, release, codes, tokens=tokens, most=1)
        households = lapsed_households(
            services.database(), scope, release, view.region, view.lapse, period=view.period,
            tokens=household_tokens(home), officials=tokens, page=of.get("households", 0),
        )  # fmt: skip
        connected = release.themes["responsibility"]
        return silent_panel(page, offices, households, view.language, connected=connected)

    @app.callback(
        Output(ids.DUTY_SILENT, "children"),
        Input(ids.DUTY_SCOPE, "data"),
        Input({"type": ids.DUTY_TURN, "of": ALL, "page": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def draw_silent(scope: dict[str, Any], clicks: list[int | None]) -> Any:
        """Untouched while buttons of the list have just come."""
        turn: dict[str, Any] = ctx.triggered_id if isinstance(ctx.triggered_id, dict) else {}
        if turn and not any(clicks):
            return no_update
        return draw(*view_of(services, scope), turn)
