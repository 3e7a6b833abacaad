"""Which kinds of industry meet follows region, period, the kind chosen, and whether solar counts."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import view_of
from data_access.industries import is_village
from data_access.industry.coverage import SOLAR, intersections
from data_access.industry.kinds import kind_names
from layouts import ids
from layouts.panels.industry_meets import UNITS, meets_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the meetings of kinds."""

    @app.callback(Output(ids.INDUSTRY_MEETS, "children"), Input(ids.INDUSTRY_SCOPE, "data"), prevent_initial_call=True)
    def draw_meets(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        without = (SOLAR,) if view.solar == "without" else ()
        units = UNITS[1:] if is_village(release, view.region) else UNITS
        return meets_panel(
            {unit: intersections(release, view.region, view.period, unit, without=without) for unit in units},
            kind_names(release, view.period, view.language),
            view.language,
            chosen_unit=view.meet,
            kind=view.kind,
            with_solar=not without,
            connected=release.themes["industry"],
        )
