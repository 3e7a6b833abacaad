"""Guatu's door: `create_app` puts the parts together, `main` is the command `guatu`.

Nothing heavy is imported before it is needed: help, checks and imports of CSV files start without dash, a later start
of the wall without geopandas.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final, NoReturn

from data_access import account_commands, commands
from data_access.command_line import UsageError, build_parser, check_figures, terminal_language
from data_access.commands import Report
from data_access.crosswalk_commands import write_crosswalk
from data_access.errors import GuatuError
from data_access.ledger.jobs import sweep_imports
from data_access.messages import text
from data_access.papers.jobs import sweep_papers
from data_access.progress import staged
from data_access.region_files import RegionTableError
from data_access.safe_start import claim_port, refuse_unsafe_start
from data_access.settings import DEMO_SCALES, Settings, demo_settings, read_settings
from data_access.state import prepare_folders
from data_access.terminal import ProgressBars, say

if TYPE_CHECKING:
    from dash import Dash
    from flask import Response
    from starlette.applications import Starlette

    from data_access.database import Engine
    from data_access.store import WallStore
    from geo.errors import Finding

_ROOT: Final = Path(__file__).parent
_LARGEST_REQUEST: Final = 1_000_000  # bytes; a callback's request is a few hundred
_POLICY: Final = (
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",  # React and plotly write styles
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "frame-ancestors 'self'",
)


def create_app(settings: Settings) -> Dash:
    """The wall as a Dash application; `.server` is its WSGI application. Reads nothing until the first request."""
    from callbacks import guard, kept_panels, register_all, request_log, routes_static  # noqa: PLC0415 - half a second
    from callbacks.answers import Answers  # noqa: PLC0415
    from callbacks.live.version import product_of  # noqa: PLC0415
    from callbacks.metrics import Metrics  # noqa: PLC0415
    from callbacks.notices import on_error  # noqa: PLC0415
    from callbacks.services import Services  # noqa: PLC0415
    from callbacks.wall_page import wall_page  # noqa: PLC0415
    from data_access.accounts import Accounts, open_accounts  # noqa: PLC0415
    from data_access.accounts.ways import SignInWays, read_sign_in_ways  # noqa: PLC0415
    from data_access.adoption.opening import open_shared  # noqa: PLC0415
    from data_access.audit import AuditLog, open_audit  # noqa: PLC0415
    from data_access.household_index import IndexStore  # noqa: PLC0415
    from data_access.release import open_releases  # noqa: PLC0415
    from data_access.shared_files import SharedFiles  # noqa: PLC0415
    from data_access.store import open_walls  # noqa: PLC0415
    from geo.published import PublishedBoundaries  # noqa: PLC0415

    app = guard.QuietDash(
        __name__,
        assets_folder=str(_ROOT / "assets"),
        assets_path_ignore=["^(fonts|pages|vendor)$"],  # what stands in them is asked for by those that need it
        title=settings.title_zh or text("cli.title", settings.language),
        update_title="",
        serve_locally=True,
        compress=False,
        suppress_callback_exceptions=False,
        add_log_handler=False,
        on_error=on_error,
        enable_mcp=False,
        meta_tags=[
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
            {"name": "robots", "content": "noindex"},
        ],
    )
    app.server.config["MAX_CONTENT_LENGTH"] = _LARGEST_REQUEST
    metrics = Metrics()

    @cache
    def database() -> Engine:
        return open_shared(settings)

    @cache
    def walls() -> WallStore:
        return open_walls(settings)

    @cache
    def accounts() -> Accounts:
        return open_accounts(settings, idle_seconds=60.0 * settings.idle_minutes)

    @cache
    def audit() -> AuditLog:
        return open_audit(settings)

    @cache
    def sign_in_ways() -> SignInWays:
        return read_sign_in_ways(settings.home, settings.sign_in)

    services = Services(
        settings=settings,
        releases=open_releases(settings),
        boundaries=PublishedBoundaries(settings.boundaries),
        database=database,
        cache=Answers(app.server, settings, metrics.looked_up),
        metrics=metrics,
        walls=walls,
        accounts=accounts,
        audit=audit,
        index=IndexStore(settings),
        shared_files=SharedFiles(settings),
        product=product_of(_ROOT),
        sign_in_ways=sign_in_ways,
    )
    app.server.extensions["guatu"] = services
    app.language = settings.language
    app.dress = routes_static.register(app, services)
    register_all(app, services)
    guard.register(app, settings)
    kept_panels.register(app, services)
    policy = "; ".join([f"script-src 'self' {' '.join(app.csp_hashes())}", *_POLICY])
    app.server.after_request(lambda response: _secure(response, policy))
    app.layout = lambda: app.light(wall_page(services))
    request_log.register(app, settings, metrics)
    return app


def _secure(response: Response, policy: str) -> Response:
    """Headers that every answer carries."""
    response.headers.setdefault("Cache-Control", "no-store")  # what may be kept says so itself
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    response.headers.setdefault("Content-Security-Policy", policy)
    return response


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command of `guatu`; returns its exit code."""
    from geo.errors import GeoError  # noqa: PLC0415

    lang = terminal_language(os.environ)
    try:
        arguments = build_parser(lang).parse_args(argv)
        with ProgressBars(lang) as bars:
            report = _run(arguments, read_settings(), lang, bars)
        say(report.lines)
    except UsageError as error:
        say(str(error), sys.stderr)
        return 2
    except GuatuError as error:
        say(f"guatu: {error.message(lang)}", sys.stderr)
        return error.exit_code
    except GeoError as error:
        say(f"guatu: {text(f'geo.{error.code}', lang, **error.params)}", sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return report.exit_code


def _run(arguments: argparse.Namespace, settings: Settings, lang: str, bars: ProgressBars) -> Report:
    told = arguments
    run: dict[str, Callable[[], Report]] = {
        "serve": lambda: serve(settings, told.host, told.port, told.workers, lang, bars),
        "demo": lambda: _build_any_demo(told, settings, lang, bars),
        "check": lambda: (
            commands.contract() if told.document else commands.check(settings, told.url, told.today, lang, bars)
        ),
        "refresh": lambda: commands.refresh(settings, lang, bars, within=told.within),
        "regions": lambda: _import_regions(told, settings, lang, bars),
        "boundaries": lambda: _import_boundaries(told, settings, lang, bars),
        "map": lambda: _map(told, settings, lang, bars),
        "ledger": lambda: _ledger(told, settings, lang, bars),
        "scenes": lambda: _scenes(settings, told.action, lang),
        "walls": lambda: commands.walls(settings, told.action, getattr(told, "name", None), lang),
        "release": lambda: commands.releases(settings, told.action, getattr(told, "release_id", None), lang),
        "user": lambda: account_commands.users(settings, told, lang),
        "kiosk": lambda: account_commands.kiosks(settings, told, lang),
        "audit": lambda: account_commands.audit(settings, told, lang),
        "store": lambda: _store(told, settings, lang),
        "doctor": lambda: _doctor(told, settings, lang),
    }
    return run[told.command]()


def _store(told: argparse.Namespace, settings: Settings, lang: str) -> Report:
    from data_access.moving_stores import move_stores  # noqa: PLC0415 - as below

    return move_stores(settings, told, lang)


def _doctor(told: argparse.Namespace, settings: Settings, lang: str) -> Report:
    from data_access.doctor import doctor  # noqa: PLC0415 - argon2 and ldap are not needed for `guatu check`

    return doctor(settings, told, lang)


def _import_regions(told: argparse.Namespace, settings: Settings, lang: str, bars: ProgressBars) -> Report:
    """Regions from CSV tables, or from a geographic file whose layers are levels; or changes of their codes."""
    if told.action == "crosswalk":
        return write_crosswalk(settings, told.file, replace=told.replace, lang=lang)
    tables = [path for path in told.files if path.suffix.lower() in commands.CSV_SUFFIXES]
    if tables:
        if told.figure or len(tables) != len(told.files):
            raise RegionTableError("cli.figure_csv" if told.figure else "cli.mixed_files")
        regions = commands.read_region_files(tables)
        return commands.write_regions(settings, regions, None, replace=told.replace, lang=lang, progress=bars)
    from geo.commands import read_region_table  # noqa: PLC0415 - geopandas takes a second to import

    check_figures(told.figure)
    read = read_region_table(
        told.files,
        layers=_layers(told),
        figures={f"{figure.layer}.{figure.column}": figure.code for figure in told.figure},
        code=told.code,
        name=told.name,
        encoding=told.encoding,
        crs=told.crs,
        progress=staged(bars, "geo"),
    )
    figures = commands.figure_rows(read.regions, told.figure, told.year or date.today().year) if told.figure else None
    report = commands.write_regions(settings, read.regions, figures, replace=told.replace, lang=lang, progress=bars)
    return Report([*_said(read.findings, lang), *report.lines])


def _import_boundaries(told: argparse.Namespace, settings: Settings, lang: str, bars: ProgressBars) -> Report:
    """Outlines of the regions that the database has; the last good edition stays when anything fails."""
    from callbacks.boundary_import import run  # noqa: PLC0415 - geopandas takes a second to import

    return run(told, settings, lang, bars)


def _map(told: argparse.Namespace, settings: Settings, lang: str, bars: ProgressBars) -> Report:
    """A database of others: suggest, check or apply the mapping through which it is read."""
    from data_access.adoption.commands import run_map  # noqa: PLC0415

    return Report(*run_map(told, settings, lang, bars))


def _ledger(told: argparse.Namespace, settings: Settings, lang: str, bars: ProgressBars) -> Report:
    """Workbooks into a database of one's own."""
    from data_access.ledger.commands import run_ledger  # noqa: PLC0415 - openpyxl is not needed to serve

    return Report(*run_ledger(told, settings, lang, bars))


def _scenes(settings: Settings, action: str, lang: str) -> Report:
    """The scenes as the walls take them, or what is wrong with their file."""
    from callbacks.scene_list import report  # noqa: PLC0415 - half a second that `guatu check` does not need
    from data_access.release import open_releases  # noqa: PLC0415

    return report(settings, open_releases(settings).current(), action, lang)


def _layers(told: argparse.Namespace) -> list[tuple[str, str]] | None:
    return [(layer.name, layer.level) for layer in told.layer] or None


def _said(findings: Sequence[Finding], lang: str) -> list[str]:
    return [text(f"geo.{finding.code}", lang, **finding.params) for finding in findings]


def serve(
    settings: Settings, host: str | None, port: int | None, workers: int | None, lang: str, bars: ProgressBars
) -> Report:
    """Serve the wall until it is told to end. Without a database of one's own the demo county is built first.

    Any other database is served with a strong key and an administrator only; raises SettingsError with the mend.
    """
    from callbacks.live.serving import run  # noqa: PLC0415 - half a second that `guatu check` does not need
    from callbacks.metrics import share_counts  # noqa: PLC0415

    settings = replace(
        settings,
        host=host or settings.host,
        port=settings.port if port is None else port,
        workers=settings.workers if workers is None else workers,
    )
    refuse_unsafe_start(settings)
    claim_port(settings)
    prepare_folders(settings)
    sweep_imports(settings.home)
    sweep_papers(settings.home)
    signal.signal(signal.SIGTERM, _end)
    if settings.workers > 1:
        share_counts(settings.home)
    try:
        if settings.is_demo:
            _prepare_demo(settings, lang, bars)
        application = create_asgi(settings) if settings.workers == 1 else "app:asgi"
        if not settings.is_demo and not commands.has_release(settings):
            arguments = (settings, lang, bars, lambda line: say(line, sys.stderr))
            Thread(target=commands.try_release, args=arguments, daemon=True).start()
        said = [text("cli.serving", lang, host=settings.host, port=settings.port), *_opens(settings, lang)]
        run(application, settings, lambda: say(said))
    except (KeyboardInterrupt, _Ended):
        bars.close()
    return Report([])


def create_asgi(settings: Settings) -> Starlette:
    """What the server runs: the wall, and beside it the live stream. Raises SettingsError as `serve` does."""
    from callbacks.live.application import live_application  # noqa: PLC0415
    from callbacks.live.arenas import share_one_arena  # noqa: PLC0415
    from callbacks.request_log import log_as  # noqa: PLC0415

    refuse_unsafe_start(settings)
    log_as(settings)
    share_one_arena()
    server = create_app(settings).server
    return live_application(server, server.extensions["guatu"], largest=_LARGEST_REQUEST)


def asgi() -> Starlette:
    """The application of one worker among several, which starts from the environment alone."""
    return create_asgi(read_settings())


class _Ended(SystemExit):
    """The process was asked to end; a SystemExit, so that the server closes its threads."""


def _end(_signal: int, _frame: object) -> NoReturn:
    raise _Ended(0)


def build_demo(settings: Settings, lang: str, bars: ProgressBars, scale: str | None = None) -> Report:
    """The demo scenario of the settings anew, or a large land: its database, its boundaries, a release; and how to
    serve it."""
    from callbacks import demo_building  # noqa: PLC0415

    report = demo_building.build_demo_database(settings, scale, lang, bars)
    demo_building.publish_demo_boundaries(settings, scale, bars)
    released = commands.refresh(settings, lang, bars)
    said = [text("cli.demo.serve", lang, scenario=settings.demo)] if settings.is_demo else []
    return Report([*report.lines, *released.lines, *said, *_opens(settings, lang)])


def _build_any_demo(told: argparse.Namespace, settings: Settings, lang: str, bars: ProgressBars) -> Report:
    """A scenario under GUATU_HOME, or a large land in the database of the settings, where they name one."""
    name = told.scale or told.scenario
    return build_demo(
        settings if told.scale and not settings.is_demo else demo_settings(settings, name), lang, bars, told.scale
    )


def _opens(settings: Settings, lang: str) -> list[str]:
    """Where the wall of a demo scenario will stand, and on which scene it opens; nothing for any other wall."""
    if not settings.is_demo:
        return []
    from callbacks.scene_list import opening_name  # noqa: PLC0415 - half a second that `guatu check` does not need
    from data_access.release import open_releases  # noqa: PLC0415

    release = open_releases(settings).current()
    name = opening_name(settings, release, lang)
    return [text("cli.demo.opens", lang, host=settings.host, port=settings.port, name=name)] if name else []


def _prepare_demo(settings: Settings, lang: str, bars: ProgressBars) -> None:
    """On first use: the demo scenario, its boundaries, its release."""
    from callbacks import demo_building  # noqa: PLC0415
    from geo.published import PublishedBoundaries  # noqa: PLC0415

    scale = settings.demo if settings.demo in DEMO_SCALES else None
    if not commands.has_demo(settings):
        say(text("cli.building_demo", lang), sys.stderr)
        demo_building.build_demo_database(settings, scale, lang, bars)
    if PublishedBoundaries(settings.boundaries).manifest is None:
        demo_building.publish_demo_boundaries(settings, scale, bars)
    if not commands.has_release(settings):
        commands.refresh(settings, lang, bars, has_index=False)  # the wall does not wait for it
    bars.close()


if __name__ == "__main__":
    raise SystemExit(main())
