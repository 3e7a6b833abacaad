"""Scripts, sheets and fonts by addresses that hold the hash of what they name, compressed ahead; the page's tags."""

import json
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Final

from dash import Dash
from dash.fingerprint import check_fingerprint
from flask import Response, request
from werkzeug.exceptions import NotFound

from callbacks.first_requests import first_requests
from callbacks.routes_boundaries import FOR_EVER
from callbacks.services import Services
from callbacks.static_files import StaticFile, StaticFiles, packed_once

ASSETS: Final = "assets/"
SUITES: Final = "_dash-component-suites/"
PLOTLY: Final = "vendor/plotly-guatu.min.js"
"""plotly.js with the traces in use; it stands where Dash would fetch the whole library as well."""

STOCK_PLOTLY: Final = "plotly/package_data/plotly.min.js"
REGENERATOR: Final = "vendor/regenerator.min.js"
"""What Dash's components need of the polyfill."""

UNUSED: Final = ("dash/deps/polyfill", "dash/dash_table/", "dash_ag_grid/")
"""Scripts of Dash that this page has no use for: help for old browsers, the table, the desk's grid."""

FRAME: Final = ("_dash-layout", "_dash-dependencies")
"""What Dash asks for as soon as it stands."""

PACKED_PAGES: Final = ("", *FRAME, "wall/config")
"""What is made anew for each page and is worth a quick compression."""

CORE: Final = "/dcc/dash_core_components."
"""Dash's components; the one that draws charts lies in a file of its own, which would be asked for late."""

SUFFIXES: Final = frozenset({".js", ".css", ".woff2", ".svg", ".png", ".ico", ".txt"})
_SCRIPT: Final = re.compile(r'<script src="([^"]+)"></script>')
_SHEET: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_FONT: Final = re.compile(r'"(fonts/guatu-\d+-first\.woff2[^"]*)"')


class Static:
    """The static part of one application: from addresses to files, and the tags of the page that names them."""

    def __init__(self, app: Dash, copies: Path) -> None:
        self._app = app
        self._files = StaticFiles(copies)
        self._assets = Path(app.config.assets_folder)
        self._base = str(app.config.requests_pathname_prefix)
        self._fonts: tuple[str, list[str]] = ("", [])

    def found(self, path: str) -> tuple[StaticFile, bool] | None:
        """The file at an address below the base, and whether the address will always mean it; None for no such file."""
        with suppress(OSError, ValueError):
            if path.startswith(ASSETS):
                return self._asset(path.removeprefix(ASSETS))
            if path.startswith(SUITES):
                return self._suite(path.removeprefix(SUITES))
        return None

    def _asset(self, name: str) -> tuple[StaticFile, bool] | None:
        paths = self._together().get(name)
        if paths is None:
            path = (self._assets / name).resolve()
            if path.suffix not in SUFFIXES or not path.is_relative_to(self._assets.resolve()):
                return None
            paths = (path,)
        file = self._files.file(*paths)
        return file, _short(file) == request.args.get("v")

    def _suite(self, name: str) -> tuple[StaticFile, bool] | None:
        plain, is_fixed = check_fingerprint(name)  # type: ignore[no-untyped-call]
        if plain == STOCK_PLOTLY:
            return self._files.file(self._assets / PLOTLY), False
        package, _, inside = plain.partition("/")
        if inside not in self._app.registered_paths.get(package, ()):
            return None
        return self._files.file(Path(str(sys.modules[package].__file__)).parent / inside), is_fixed

    def _together(self) -> dict[str, tuple[Path, ...]]:
        """The sheets and the scripts of the wall, which travel as one file each, in the order of their names."""
        sheets, scripts = (tuple(sorted(self._assets.glob(f"[0-9]*{suffix}"))) for suffix in (".css", ".js"))
        return {"wall.css": sheets, "wall.js": (self._assets / REGENERATOR, *scripts)}

    def address(self, name: str) -> str:
        """The address of an asset that may be kept for ever."""
        paths = self._together().get(name, (self._assets / name,))
        return f"{self._base}{ASSETS}{name}?v={_short(self._files.file(*paths))}"

    def _first_fonts(self) -> list[str]:
        sheet = self._files.file(self._assets / "01-fonts.css")
        if self._fonts[0] != sheet.digest:
            self._fonts = (sheet.digest, _FONT.findall(sheet.content.decode()))
        return self._fonts[1]

    def body(self, file: StaticFile) -> tuple[bytes, str | None]:
        """What is sent to the browser that asks."""
        return self._files.body(file, _accepted())

    def tags(self, css: str, scripts: str, asked: Sequence[str]) -> tuple[str, str]:
        """The page's sheets and scripts: one file of our own each, nothing that is not used.

        The frame, the type and plotly.js are fetched ahead of what would ask for them; `asked` is what the map needs.
        """
        own = f"{self._base}{ASSETS}"
        sheets = [href for href in _SHEET.findall(css) if not href.startswith(own)]
        names = [src for src in _SCRIPT.findall(scripts) if not src.startswith(own) and not _is_unused(src)]
        names.insert(next((i for i, src in enumerate(names) if "/deps/" not in src), 0), self.address("wall.js"))
        charts = next((src.replace("dash_core_components.", "async-graph.") for src in names if CORE in src), None)
        names += [charts] if charts else []
        inline = _SCRIPT.sub("", scripts).strip()
        head = [
            *(_ahead(self._base + address, "fetch") for address in FRAME),
            *(_ahead(own + font, "font") for font in self._first_fonts()),
            f'<script id="plotly" src="{escape(self.address(PLOTLY))}" async></script>',
            _data("first-requests", [self._base + address for address in asked]),
            *(f'<link rel="stylesheet" href="{escape(href)}">' for href in [*sheets, self.address("wall.css")]),
        ]
        return "\n".join(head), "\n".join([*(f'<script src="{escape(src)}"></script>' for src in names), inline])


def _accepted() -> list[str]:
    return [name for name, quality in request.accept_encodings if quality > 0]


def _ahead(address: str, kind: str) -> str:
    return f'<link rel="preload" href="{escape(address)}" as="{kind}" crossorigin>'


def _data(name: str, content: object) -> str:
    """JSON that scripts of the page read."""
    written = json.dumps(content).replace("<", "\\u003c")
    return f'<script id="{name}" type="application/json">{written}</script>'


def _is_unused(src: str) -> bool:
    return any(name in src for name in UNUSED)


def _short(file: StaticFile) -> str:
    return file.digest[:8]


def register(app: Dash, services: Services) -> Callable[[str, str], tuple[str, str]]:
    """Answer for the static files before Dash does; returns what turns Dash's tags into the page's own."""
    static = Static(app, services.settings.home / "static")
    prefix = str(app.config.routes_pathname_prefix)

    def static_file() -> Response | None:
        path = request.path.removeprefix(prefix)
        found = static.found(path) if request.method in ("GET", "HEAD") else None
        if found is None and path.startswith(ASSETS):
            raise NotFound  # Dash would send whatever lies in the folder
        return None if found is None else _response(static, *found)

    pages = {f"{prefix}{path}" for path in PACKED_PAGES}

    def packed(response: Response) -> Response:
        if request.path in pages and response.status_code == 200 and "Content-Encoding" not in response.headers:
            body, encoding = packed_once(response.get_data(), _accepted())
            if encoding:
                response.set_data(body)
                response.headers["Content-Encoding"] = encoding
            response.headers.add("Vary", "Accept-Encoding")
        return response

    app.server.before_request(static_file)
    app.server.after_request(packed)
    return lambda css, scripts: static.tags(css, scripts, first_requests(services))


def _response(static: Static, file: StaticFile, is_fixed: bool) -> Response:
    body, encoding = static.body(file)
    response = Response(body, content_type=file.content_type)
    response.headers["Cache-Control"] = FOR_EVER if is_fixed else "no-cache"
    response.set_etag(f"{file.digest[:16]}-{encoding or 'plain'}")
    if file.is_packed:
        response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.make_conditional(request)
    return response
