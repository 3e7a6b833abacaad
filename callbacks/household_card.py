"""Opens the household card over the wall."""

from typing import Any

from dash import Dash, Input, Output

from callbacks.household_place import door_address
from callbacks.records import note
from callbacks.services import Services
from callbacks.view import rem_of, view_of
from callbacks.visitor import visitor, wall_scope
from data_access.households import household_card
from data_access.tokens import household_tokens
from layouts import ids
from layouts.panels import household_card as panel


def register(app: Dash, services: Services) -> None:
    """Open and close the card as the URL says. It is read live and masked, never cached."""

    @app.callback(
        Output(ids.CARD, "children"),
        Output(ids.CARD, "data-card"),
        Input(ids.SCOPE, "data"),
        prevent_initial_call=True,
    )
    def draw_card(scope: dict[str, Any]) -> tuple[Any, str]:
        """No token, no card. It says whose it is: the browser shows no other's. Its QR code is that of the door."""
        release, view = view_of(services, scope)
        if not view.household:
            return [], ""
        tokens, themes = household_tokens(services.settings.home), release.themes
        card = household_card(
            services.database(), wall_scope(), view.region, view.household, release.as_of, tokens=tokens, themes=themes
        )
        note(services, "card_view", object=view.household, detail={"page": "wall"})
        address = door_address(services, view.region, view.household)
        whole = f"/household/{view.household}" if visitor().scope.lists_households else None
        return panel.household_card(
            card, view.language, address=address, whole=whole, rem=rem_of(scope), theme=view.theme
        ), view.household
