"""The strip of headline figures follows region and period."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from dash import Dash, Input, Output
from dash.development.base_component import Component

from callbacks.services import Services
from callbacks.view import view_of
from data_access.duty.headlines import duty_headlines
from data_access.headlines import Headline, headlines
from data_access.industry.headlines import industry_headlines
from data_access.messages import era_in
from data_access.monitoring.headlines import monitoring_headlines
from data_access.release import Release
from data_access.settings import Settings
from data_access.tasks.headlines import task_headlines
from layouts import ids
from layouts.panels.kpi_strip import kpi_strip
from layouts.view_state import ViewState

HEADLINES: Final[Mapping[str, Callable[[Release, str, int], Sequence[Headline]]]] = MappingProxyType(
    {"industry": industry_headlines, "monitor": monitoring_headlines, "duty": duty_headlines, "tasks": task_headlines}
)
"""What the views that have headlines of their own ask of a release, a region and a period."""


def register(app: Dash, services: Services) -> None:
    """Parse the scope, ask the release, draw the strip."""

    @app.callback(Output(ids.KPI, "children"), Input(ids.SCOPE, "data"), prevent_initial_call=True)
    def draw_kpi_strip(scope: dict[str, Any]) -> list[Component]:
        release, view = view_of(services, scope)
        figures = headlines_of(services.settings, release, view)
        return kpi_strip(figures, release.indicators, view.language, view.theme)


def headlines_of(settings: Settings, release: Release, view: ViewState) -> Sequence[Headline]:
    """The headline figures of a view, whose language speaks in the words of its era."""
    if view.view in HEADLINES:
        return HEADLINES[view.view](release, view.region, view.period)
    return headlines(release, view.region, view.period, settings.exit_line, era=era_in(view.language))
