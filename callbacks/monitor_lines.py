"""The income lines follow region and period."""

from typing import Any

from dash import Dash, Input, Output, html

from callbacks.services import Services
from callbacks.view import rem_of, view_of
from data_access.monitoring.lines import lines_of, own_lines
from layouts import ids
from layouts.panels.monitor_lines import lines_panel


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the lines."""

    @app.callback(Output(ids.MONITOR_LINES, "children"), Input(ids.MONITOR_SCOPE, "data"), prevent_initial_call=True)
    def draw_lines(scope: dict[str, Any]) -> html.Section:
        release, view = view_of(services, scope)
        found = lines_of(release, view.region, view.language)
        own = own_lines(release, view.region, view.period, view.language)
        setters = {code for line in found for code in line.setters.values() if code in release.tree.index}
        names = {code: release.region(code).name(view.language) for code in setters}
        connected = release.themes["income"] or release.themes["insurance"]
        return lines_panel(
            found,
            own,
            names,
            release.periods,
            view.period,
            view.language,
            rem_of(scope),
            view.theme,
            connected=connected,
        )
