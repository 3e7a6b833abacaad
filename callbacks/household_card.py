"""Opens the household card over the wall."""

from typing import Any

from dash import Dash, Input, Output, State

from callbacks.services import Services
from callbacks.view import rem_of, view_of
from callbacks.visitor import wall_scope
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
        State(ids.LOCATION, "href"),
        prevent_initial_call=True,
    )
    def draw_card(scope: dict[str, Any], href: str | None) -> tuple[Any, str]:
        """No token, no card. It says whose it is: the browser shows no other's. Its QR code holds its URL."""
        release, view = view_of(services, scope)
        if not view.household:
            return [], ""
        tokens, themes = household_tokens(services.settings.home), release.themes
        card = household_card(
            services.database(), wall_scope(), view.region, view.household, release.as_of, tokens=tokens, themes=themes
        )
        return panel.household_card(
            card, view.language, address=href, rem=rem_of(scope), theme=view.theme
        ), view.household
