"""The chain of duty follows region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from callbacks.visitor import wall_scope
from data_access.duty.figures import chain
from data_access.duty.officials import led_path, officials_of_regions
from data_access.duty.tokens import official_tokens
from layouts import ids
from layouts.panels.duty_chain import chain_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release for the links and the database for who is in office, draw the chain."""

    @app.callback(Output(ids.DUTY_CHAIN, "children"), Input(ids.DUTY_SCOPE, "data"), prevent_initial_call=True)
    def draw_chain(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        links = chain(release, view.region, view.period)
        path, below = led_path(release, wall_scope(), view.region), release.children(view.region)
        codes, tokens = [region.code for region in (*path, *below)], official_tokens(services.settings.home)
        offices = officials_of_regions(services.database(), wall_scope(), release, codes, tokens=tokens)
        return chain_panel(links, path, below, offices, view.language, connected=release.themes["responsibility"])
