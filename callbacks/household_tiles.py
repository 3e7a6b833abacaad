"""Draws the households of the chosen village beside the map."""

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.services import Services
from callbacks.view import view_of
from callbacks.visitor import wall_scope
from data_access.households import household_tiles
from data_access.households.village import VILLAGE_LEVEL
from data_access.messages import era_in
from data_access.release import Release
from data_access.tokens import household_tokens
from layouts import ids
from layouts.panels import household_tiles as panel
from layouts.view_state import ViewState


def register(app: Dash, services: Services) -> None:
    """Draw on a change of village or language; turn pages in place. Rows about people are read live, never cached."""

    def tiles(release: Release, view: ViewState, page: int) -> Any:
        """The panel of the village in `view`."""
        found = household_tiles(
            services.database(),
            wall_scope(),
            view.region,
            as_of=release.as_of,
            tokens=household_tokens(services.settings.home),
            themes=release.themes,
            page=page,
        )
        return panel.household_tiles(found, view.language)

    @app.callback(
        Output(ids.HOUSEHOLDS, "children"),
        Output(ids.HOUSEHOLDS, "data-shown"),
        Input(ids.SCOPE, "data"),
        Input({"type": ids.HOUSEHOLD_PAGE, "page": ALL}, "n_clicks"),
        State(ids.HOUSEHOLDS, "data-shown"),
        prevent_initial_call=True,
    )
    def draw_tiles(scope: dict[str, Any], clicks: list[int | None], shown: str | None) -> tuple[Any, Any]:
        """Empty above the village; untouched while only the card over it opens or closes, or a pager has just come."""
        release, view = view_of(services, scope)
        if release.region(view.region).level != VILLAGE_LEVEL:
            return [], ""
        turned = isinstance(ctx.triggered_id, dict)
        place = f"{release.id} {view.region} {view.language} {era_in(view.language)}"
        if place == shown and not (turned and any(clicks)):
            return no_update, no_update
        return tiles(release, view, int(ctx.triggered_id["page"]) if turned else 0), place
