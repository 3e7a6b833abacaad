"""The table of contents of all that answers: `register_all` is called once by `app.create_app`."""

from dash import Dash

from callbacks import (
    alerts,
    causes,
    coverage,
    duty_chain,
    duty_loads,
    duty_silent,
    duty_teams,
    duty_visits,
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
    monitor_burden,
    monitor_cases,
    monitor_funnel,
    monitor_insurance,
    monitor_lines,
    monitor_warnings,
    page_errors,
    progress,
    ranking_balance,
    ranking_courses,
    ranking_standing,
    routes_account,
    routes_admin,
    routes_api,
    routes_api_industry,
    routes_audit,
    routes_boundaries,
    routes_briefings,
    routes_change,
    routes_config,
    routes_doors,
    routes_health,
    routes_household,
    routes_household_export,
    routes_households,
    routes_imports,
    routes_kiosk,
    routes_levels,
    routes_matrix,
    routes_metrics,
    routes_official,
    routes_papers,
    routes_preview,
    routes_questions,
    routes_remote,
    routes_scenes,
    routes_sentence,
    routes_sign_in,
    routes_trace,
    routes_village,
    routes_wall,
    routes_worker,
    structure,
    tasks_advance,
    tasks_checks,
    tasks_late,
    tasks_money,
    tasks_unmet,
    tasks_works,
)
from callbacks.desk import application as desk
from callbacks.live import routes as routes_live
from callbacks.services import Services


def register_all(app: Dash, services: Services) -> None:
    """Register every callback and every route of the product on `app`."""
    gate.register(app.server, services)
    location.register(app)
    for panel in (
        kpi_strip, causes, structure, progress, coverage, alerts, household_tiles, household_card,
        industry_reach, industry_meets, industry_effect, industry_kind, industry_flows,
        monitor_funnel, monitor_cases, monitor_lines, monitor_warnings, monitor_insurance, monitor_burden,
        industry_belts, industry_gaps, duty_chain, duty_loads, duty_teams, duty_visits, duty_silent,
        ranking_standing, ranking_courses, ranking_balance,
        tasks_advance, tasks_works, tasks_money, tasks_late, tasks_unmet, tasks_checks,
    ):  # fmt: skip
        panel.register(app, services)
    desk.register(app.server, services)
    for routes in (
        routes_health, routes_metrics, routes_household, routes_doors, routes_village, routes_households,
        routes_household_export, routes_official,
        routes_api, routes_api_industry, routes_boundaries, routes_wall, routes_trace,
        routes_levels, routes_matrix, routes_change, routes_sentence,
        routes_config,
        routes_live, routes_preview, routes_questions, routes_scenes, routes_briefings, routes_papers,
        routes_remote, routes_worker,
        routes_sign_in, routes_kiosk, routes_account, routes_admin, routes_imports, routes_audit, page_errors,
    ):  # fmt: skip
        routes.register(app.server, services)
