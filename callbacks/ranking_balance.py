"""What changed follows region, period and the earlier side that was chosen."""

from collections.abc import Sequence
from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.changes.balance import balances
from data_access.changes.baseline import Baseline, baseline_of
from layouts import ids
from layouts.panels.ranking_balance import balance_panel


def others_of(periods: Sequence[int], period: int) -> list[int]:
    """The years to compare with, beside the one before."""
    before = max((year for year in periods if year < period), default=None)
    return [year for year in periods if year not in (period, before)]


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask both sides, draw the balance."""

    @app.callback(Output(ids.RANKING_BALANCE, "children"), Input(ids.RANKING_SCOPE, "data"), prevent_initial_call=True)
    def draw_balance(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        before = baseline_of(release, view.since, view.period)
        found = balances(release, before, view.region, view.period) if isinstance(before, Baseline) else ()
        years = others_of(release.periods, view.period)
        releases = [kept for kept in release.earlier.kept() if kept.id != release.id]
        return balance_panel(found, before, view.since, view.difference, years, releases, view.language)
