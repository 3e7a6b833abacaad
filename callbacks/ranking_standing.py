"""The standings follow region, period and what is ranked by; the occasion of an announcement is chosen in place."""

from typing import Any

from dash import ALL, Dash, Input, Output, ctx, html, no_update

from callbacks.ranking_asked import announcement, score_of
from callbacks.services import Services
from callbacks.view import view_of
from data_access.changes.baseline import Baseline, baseline_of
from data_access.rankings.opened import score_figure
from data_access.rankings.scored import scored
from data_access.rankings.standings import standings
from data_access.release import Release
from layouts import ids
from layouts.panels.ranking_standing import as_announced, by_indicator, by_score
from layouts.view_state import ViewState


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release or the database, draw the places."""

    def draw(release: Release, view: ViewState, event: str | None) -> html.Section:
        lang, place = view.language, (view.region, view.period)
        if view.rank == "announced":
            connected = bool(release.themes.get("ranking"))
            return as_announced(announcement(services, release, view, event), view.region, lang, connected=connected)
        before = baseline_of(release, view.since, view.period)
        earlier = before if isinstance(before, Baseline) else None
        if view.rank == "score":
            score = score_of(services)
            figure = score_figure(score, view.region)
            return by_score(scored(release, score, *place, earlier, lang), score, figure, before, lang)
        found = standings(release, view.indicator, *place, earlier, lang)
        return by_indicator(found, release.indicator(view.indicator), before, view.period, lang)

    @app.callback(
        Output(ids.RANKING_STANDING, "children"),
        Input(ids.RANKING_SCOPE, "data"),
        Input({"type": ids.RANKING_EVENT, "event": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def draw_standing(scope: dict[str, Any], clicks: list[int | None]) -> Any:
        """Untouched while buttons of the panel have just come."""
        turn: dict[str, Any] = ctx.triggered_id if isinstance(ctx.triggered_id, dict) else {}
        if turn and not any(clicks):
            return no_update
        return draw(*view_of(services, scope), str(turn.get("event") or "")[:40] or None)
