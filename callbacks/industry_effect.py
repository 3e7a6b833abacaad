"""Incomes with and without a kind of industry follow region, period and the kind chosen."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.industry.effect import NEEDED, cause_names, effects, told_above, withheld_strata
from data_access.industry.kinds import covering_kinds, kind_names
from data_access.release.industry.bands import ANY
from layouts import ids
from layouts.panels.industry_effect import MOST_ROWS, effect_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the distributions."""

    @app.callback(Output(ids.INDUSTRY_EFFECT, "children"), Input(ids.INDUSTRY_SCOPE, "data"), prevent_initial_call=True)
    def draw_effect(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        kind = view.kind if view.kind in covering_kinds(release) else ANY
        place = release, view.region, view.period, kind
        found = effects(*place, most=MOST_ROWS)
        return effect_panel(
            found,
            withheld_strata(*place),
            cause_names(release, view.language),
            view.language,
            view.theme,
            kind_name=kind_names(release, view.period, view.language).get(kind),
            region=told_above(release, view.region, found[0].region, view.language),
            connected=all(release.themes[theme] for theme in NEEDED),
        )
