"""The list of gaps follows region, period and whether solar counts; its pages and order are turned in place."""

from typing import Any
from urllib.parse import urlencode

from dash import ALL, Dash, Input, Output, ctx, html, no_update

from callbacks.services import Services
from callbacks.view import page_of, view_of
from callbacks.visitor import wall_scope
from data_access.households.industry import GAP, households_behind, households_by_industry, offices_of_villages
from data_access.households.records import IndustryHouseholds
from data_access.industry.gaps import ORDERS, villages_without
from data_access.messages import era_in
from data_access.release import Release
from data_access.tokens import household_tokens
from layouts import ids
from layouts.panels.industry_gaps import gaps_panel
from layouts.view_state import ViewState

SOLAR = ("SOLAR",)


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release for the villages and the database for who answers for them, draw the list."""

    def draw(release: Release, view: ViewState, turn: dict[str, Any]) -> html.Section:
        """The panel, with the page and the order that `turn` names."""
        of = {turn.get("of"): page_of(turn.get("page", 0))}
        without = SOLAR if view.solar == "without" else ()
        by, down = turn.get("by"), bool(turn.get("down", 0))
        page = villages_without(
            release, view.region, view.period, without=without, page=of.get("villages", 0),
            by=by if by in ORDERS else ORDERS[0], down=down,
        )  # fmt: skip
        others = 0 if page.total else villages_without(release, view.region, view.period, without=SOLAR).total
        offices = offices_of_villages(services.database(), wall_scope(), release, [row.code for row in page.rows])
        households = listed(release, view, without, of.get("households", 0))
        excel = {"region": view.region, "period": view.period, "lang": view.language, "era": era_in(view.language)}
        address = f"wall/gaps.xlsx?{urlencode({**excel, 'solar': view.solar})}"
        connected = release.themes["industry"]
        return gaps_panel(
            page, others, offices, households, view.solar, address, view.language, connected=connected
        )  # fmt: skip

    def listed(release: Release, view: ViewState, without: tuple[str, ...], page: int) -> IndustryHouseholds | None:
        """The households, where the region is small enough and the year is today's."""
        figure = GAP + (f"!{without[0]}" if without else "")
        asked = households_behind(release, figure, view.region, view.period)
        if asked is None:
            return None
        return households_by_industry(
            services.database(), wall_scope(), release, view.region, tokens=household_tokens(services.settings.home),
            page=page, **asked._asdict(),
        )  # fmt: skip

    @app.callback(
        Output(ids.INDUSTRY_GAPS, "children"),
        Input(ids.INDUSTRY_SCOPE, "data"),
        Input({"type": ids.GAPS_TURN, "of": ALL, "page": ALL, "by": ALL, "down": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def draw_gaps(scope: dict[str, Any], clicks: list[int | None]) -> Any:
        """Untouched while buttons of the list have just come."""
        turn: dict[str, Any] = ctx.triggered_id if isinstance(ctx.triggered_id, dict) else {}
        if turn and not any(clicks):
            return no_update
        return draw(*view_of(services, scope), turn)
