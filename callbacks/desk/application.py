"""A second Dash application for the desk, so that the wall need not load the grid: /households/."""

import json
import re
from pathlib import Path
from typing import Any, Final

from dash import Dash, html, set_props
from flask import Flask, Response, request
from markupsafe import Markup

from callbacks import guard, routes_static
from callbacks.desk import household_list
from callbacks.notices import said_of
from callbacks.pages import page_language, page_theme, who
from callbacks.services import Services
from data_access.messages import messages, text
from layouts import ids
from layouts.pages import render

PREFIX: Final = "/households/"
_ASSETS: Final = Path(__file__).parent.parent.parent / "assets"
_SCRIPT: Final = re.compile(r'<script src="([^"]+)"></script>')
_UNUSED: Final = ("dash/deps/polyfill", "dash/dash_table/", "plotly")
_CONFIG: Final = re.compile(r"(?<=>)\{.*\}(?=</script>)", re.DOTALL)
_POLICY: Final = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:",
        "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
"""React and the grid write styles; no script is inline, and none is made of text."""


class DeskDash(guard.QuietDash):
    """The desk's application; its page is a light page with a place in which Dash draws."""

    def __init__(self, services: Services, **options: Any) -> None:
        super().__init__(__name__, **options)
        self._services = services

    def interpolate_index(
        self,
        metas: str = "",
        title: str = "",
        css: str = "",
        config: str = "",
        scripts: str = "",
        app_entry: str = "",
        favicon: str = "",
        renderer: str = "",
    ) -> str:
        """The page from the template, with Dash's scripts and its configuration, less versions and inline scripts."""
        services = self._services
        lang = page_language(services)
        told = who(services, lang)
        names = [src for src in _SCRIPT.findall(scripts) if not any(part in src for part in _UNUSED)]
        return render(
            "households",
            lang,
            theme=page_theme(services),
            who=told,
            kept=f"?{told['kept']}" if told["kept"] else "",
            way="households",
            config=Markup(_told_config(config)),  # noqa: S704 - Dash's own JSON, "<" escaped
            scripts=[guard.unversioned(src) for src in names],
            data={"lang": lang, "texts": {key.removeprefix("households.page."): text(key, lang)
                                          for key in messages() if key.startswith("households.page.")}},
        )  # fmt: skip


def register(server: Flask, services: Services) -> Dash:
    """Serve the desk's application beside the wall's."""
    desk = DeskDash(
        services,
        server=server,
        url_base_pathname=PREFIX,
        assets_folder=str(_ASSETS),
        include_assets_files=False,
        title=text("households.title", services.settings.language),
        update_title="",
        serve_locally=True,
        compress=False,
        suppress_callback_exceptions=True,
        add_log_handler=False,
        on_error=_say_error,
        enable_mcp=False,
    )
    desk.language = services.settings.language
    routes_static.register(desk, services)
    household_list.register(desk, services)
    guard.register(desk, services.settings)
    desk.layout = html.Div(household_list.frame(), className="list")

    @server.after_request
    def guarded(response: Response) -> Response:
        if request.path.startswith(PREFIX):
            response.headers["Content-Security-Policy"] = _POLICY
            response.headers["X-Frame-Options"] = "DENY"
        return response

    return desk


def _told_config(config: str) -> str:
    found = _CONFIG.search(config)
    told = json.loads(found.group()) if found else {}
    kept = {key: value for key, value in told.items() if key not in guard.TOLD}
    written = json.dumps(kept).replace("<", "\\u003c")
    return f'<script id="_dash-config" type="application/json">{written}</script>'


def _say_error(error: Exception) -> None:
    """What went wrong as a sentence above the list."""
    lang = "en" if "lang=en" in (request.referrer or "") else "zh"
    set_props(ids.NOTICE, {"children": said_of(error, lang), "hidden": False})
