"""Draws the households of the chosen village beside the map."""

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.services import Services
from callbacks.view import page_of, view_of
from callbacks.visitor import wall_scope
from data_access.households import household_tiles
from data_access.households.records_village import TileBy, choices
from data_access.households.tile_tones import tile_tones
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
        """The panel of the village in `view`, its tiles coloured as the view says where that is connected."""
        scope, engine = wall_scope(), services.database()
        known: Any = {"tokens": household_tokens(services.settings.home), "themes": release.themes}
        allowed = choices(scope, release.themes)
        by = TileBy(view.tiles) if view.tiles in allowed else TileBy.STATUS
        found = household_tiles(engine, scope, view.region, as_of=release.as_of, page=page, **known)
        tones = {} if by is TileBy.STATUS else tile_tones(engine, scope, view.region, by, release.as_of, **known)
        return panel.household_tiles(found, view.language, by=by, choices=allowed, tones=tones)

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
        place = f"{release.id} {view.region} {view.language} {era_in(view.language)} {view.tiles}"
        if place == shown and not (turned and any(clicks)):
            return no_update, no_update
        return tiles(release, view, page_of(ctx.triggered_id.get("page")) if turned else 0), place
