"""Guarantees that are not met follow region and period; households are listed in the township and below."""

from typing import Any

from dash import ALL, Dash, Input, Output, ctx, html, no_update

from callbacks.services import Services
from callbacks.view import page_of, view_of
from callbacks.visitor import wall_scope
from data_access.industries import is_village
from data_access.messages import messages, text
from data_access.release import Release
from data_access.tasks.guarantees import GUARANTEES, UnmetHouseholds, unmet_guarantees, unmet_households
from data_access.tokens import household_tokens
from layouts import ids
from layouts.panels.tasks_unmet import unmet_panel
from layouts.view_state import ViewState


def guarantee_name(release: Release, item: str, lang: str) -> str:
    """What a guarantee is called in a narrow place; one that a county added by its own name."""
    key = f"tasks.guarantee.{item}"
    return text(key, lang) if key in messages() else release.code_name(GUARANTEES, item, lang)


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, and near the households the database, draw what is not met."""

    @app.callback(
        Output(ids.TASKS_UNMET, "children"),
        Input(ids.TASKS_SCOPE, "data"),
        Input({"type": ids.TASKS_UNMET_TURN, "page": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def draw_unmet(scope: dict[str, Any], clicks: list[int | None]) -> Any:
        """Untouched while buttons of the list have just come."""
        turn: dict[str, Any] = ctx.triggered_id if isinstance(ctx.triggered_id, dict) else {}
        return no_update if turn and not any(clicks) else draw(scope, page_of(turn.get("page", 0)))

    def draw(scope: dict[str, Any], page: int) -> html.Section:
        release, view = view_of(services, scope)
        return unmet_panel(
            unmet_guarantees(release, view.region, view.period),
            listed(release, view, page),
            {item: guarantee_name(release, item, view.language) for item in release.items(GUARANTEES)},
            view.language,
            connected=release.themes["assurance"],
            in_village=is_village(release, view.region),
        )

    def listed(release: Release, view: ViewState, page: int) -> UnmetHouseholds | None:
        """The households, where the region is small enough and the year is that of the data."""
        if not release.themes["assurance"] or view.period != release.as_of.year:
            return None
        tokens = household_tokens(services.settings.home)
        return unmet_households(services.database(), wall_scope(), release, view.region, tokens=tokens, page=page)
