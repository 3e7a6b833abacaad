"""The table of contents of all that answers: `register_all` is called once by `app.create_app`."""

from dash import Dash

from callbacks import (
    alerts,
    causes,
    coverage,
    gate,
    household_card,
    household_tiles,
    industry_belts,
    industry_effect,
    industry_flows,
    industry_gaps,
    industry_kind,
    industry_meets,
    industry_reach,
    kpi_strip,
    location,
    progress,
    routes_api,
    routes_api_industry,
    routes_boundaries,
    routes_config,
    routes_health,
    routes_matrix,
    routes_preview,
    routes_remote,
    routes_scenes,
    routes_trace,
    routes_wall,
    routes_worker,
    structure,
)
from callbacks.live import routes as routes_live
from callbacks.services import Services


def register_all(app: Dash, services: Services) -> None:
    """Register every callback and every route of the product on `app`."""
    gate.register(app.server, services)
    location.register(app)
    for panel in (
        kpi_strip, causes, structure, progress, coverage, alerts, household_tiles, household_card,
        industry_reach, industry_meets, industry_effect, industry_kind, industry_flows,
        industry_belts, industry_gaps,
    ):  # fmt: skip
        panel.register(app, services)
    for routes in (
        routes_health, routes_api, routes_api_industry, routes_boundaries, routes_wall, routes_trace, routes_matrix,
        routes_config,
        routes_live, routes_preview, routes_scenes, routes_remote, routes_worker,
    ):  # fmt: skip
        routes.register(app.server, services)
