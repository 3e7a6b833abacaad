"""What stands before Dash: a malformed callback is refused, an unknown address is not the wall, no version is told."""

import json
import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from html import escape
from threading import RLock
from typing import Any, Final

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, request
from werkzeug.exceptions import NotFound

from callbacks import plain_json
from callbacks.routes_errors import error_response
from data_access.messages import text
from data_access.settings import Settings
from layouts import ids
from layouts.markup import lightened
from layouts.type_size import type_size, type_style
from layouts.view_state import LANGUAGES

INDEX: Final = """<!DOCTYPE html>
<html lang="{lang}" data-theme="{theme}" style="{style}">
    <head>
        {%metas%}
        <title>{%title%}</title>
        <link rel="icon" href="data:,">
        {%css%}
    </head>
    <body>
        {%app_entry%}
        <footer>
            {%config%}
            {%scripts%}
            {%renderer%}
        </footer>
    </body>
</html>"""
"""The page that Dash fills; its own icon would tell its version."""

MOST_BRACKETS: Final = 500
"""A callback's request nests a dozen; thousands of them would exhaust the parser."""

TOLD: Final = ("dash_version", "dash_version_url", "python_version", "plotly_version", "ddk_version")
"""What the page's configuration says of the server's versions; the browser needs none of it."""

_ENTRY: Final = '<p class="opening"><b>{title}</b><span>{opening}</span></p><div id="react-entry-point"></div>'
"""Where Dash draws, and what stands there until it has; its own says "Loading" in one language."""

_KINDS: Final[dict[str, type]] = {
    "search": str, "href": str, "pathname": str, "data-shown": str, "n_clicks": int, "n_intervals": int,
    "getRowsRequest": dict,
}  # fmt: skip
"""What the values of properties are, by the name of the property."""

_VERSION: Final = re.compile(r"(?<=\.v)([\w-]+?)(?=m\d+\.)")
_CONFIG: Final = re.compile(r"(?<=>)\{.*\}(?=</script>)", re.DOTALL)
_LESS: Final = "\\u003c"


class QuietDash(Dash):
    """A Dash application whose page does not say which Dash it is."""

    dress: Callable[[str, str], tuple[str, str]] | None = None
    """What makes the page's own tags of Dash's sheets and scripts."""

    language = "zh"
    """In which the page says that it is being opened."""

    _reached: set[str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._setting_up = RLock()
        super().__init__(*args, **kwargs)

    def _setup_server(self) -> None:
        """As Dash's, but whoever comes while it is at work waits: scripts that are not registered yet are not found."""
        with self._setting_up:
            super()._setup_server()  # type: ignore[no-untyped-call]

    def light(self, content: Any) -> Any:
        """What a page or a callback shows, with all that no callback reaches as plain markup."""
        if self._reached is None:
            outputs = [one for known in self.callback_map.values() for one in _listed(known["output"])]
            named = [one.component_id for one in outputs]
            named += [one["id"] for known in self.callback_map.values() for one in [*known["inputs"], *known["state"]]]
            self._reached = {*map(str, named), ids.NOTICE}  # the notice is set beside the outputs of any callback
        reached = self._reached
        return lightened(content, lambda one: isinstance(own := getattr(one, "id", None), dict) or own in reached)

    def callback(self, *args: Any, **kwargs: Any) -> Callable[[Callable[..., Any]], Any]:
        """As Dash's; what the callback shows is made light."""
        register = super().callback(*args, **kwargs)

        def decorate(function: Callable[..., Any]) -> Any:
            @wraps(function)
            def lighter(*values: Any) -> Any:
                return self.light(function(*values))

            return register(lighter)

        return decorate

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
        """The page from its parts, without versions; the names of scripts still change with them."""
        found = _CONFIG.search(config)
        if found is not None:
            told = {key: value for key, value in json.loads(found.group()).items() if key not in TOLD}
            config = f"{config[: found.start()]}{json.dumps(told).replace('<', _LESS)}{config[found.end() :]}"
        asked = request.args.get("lang")
        opening = text("wall.opening", asked if asked in LANGUAGES else self.language)
        css, scripts = unversioned(css), unversioned(scripts)
        if self.dress is not None:
            css, scripts = self.dress(css, scripts)
        page: str = super().interpolate_index(  # type: ignore[no-untyped-call]
            metas=metas,
            title=title,
            css=css,
            config=config,
            scripts=scripts,
            app_entry=_ENTRY.format(title=escape(title), opening=opening),
            favicon=favicon,
            renderer=renderer,
        )
        return page


def unversioned(tags: str) -> str:
    """Links to files of Dash, which is content with any word in the place of the version."""
    return _VERSION.sub(lambda found: sha256(found.group().encode()).hexdigest()[:8], tags)


def register(app: Dash, settings: Settings) -> None:
    """Refuse, before Dash sees it, every request to a callback that no browser of ours sends, and unknown addresses."""
    prefix = str(app.config.routes_pathname_prefix)
    root = {
        "{lang}": "en" if settings.language == "en" else "zh-CN",
        "{theme}": settings.theme,
        "{style}": type_style(type_size(settings.viewing_distance, settings.pixel_pitch)),
    }
    plain_json.register(app)
    app.index_string = re.sub(r"\{(lang|theme|style)\}", lambda found: root[found.group()], INDEX)

    def refuse() -> Response | None:
        if request.endpoint == f"{prefix}<path:path>":
            raise NotFound
        if request.endpoint == f"{prefix}_dash-update-component" and request.method == "POST":
            wrong = flaw(app, read_body())
            if wrong is not None:
                return error_response(400, "bad_callback", text("api.http_400", "en"), text("api.http_400"), wrong)
        return None

    def no_such_file(_error: Exception) -> Response:
        return error_response(404, "http_404", text("api.http_404", "en"), text("api.http_404"), None)

    app.server.before_request(refuse)
    app.server.register_error_handler(DependencyException, no_such_file)


def read_body() -> object:
    """The JSON of the request; None where it is none, or nested too deep to be read."""
    raw = request.get_data()
    return None if raw.count(b"[") + raw.count(b"{") > MOST_BRACKETS else request.get_json(silent=True)


def flaw(app: Dash, body: object) -> str | None:
    """What is wrong with the body of a callback's request, None where it is what the page sends."""
    if not isinstance(body, dict):
        return "a JSON object"
    output = body.get("output")
    known = app.callback_map.get(output) if isinstance(output, str) else None
    if known is None or "callback" not in known:
        return "output: a callback of this page"
    targets = [{"id": one.component_id, "property": one.component_property} for one in _listed(known["output"])]
    changed = body.get("changedPropIds", [])
    checks = {
        "inputs: those of the callback": _all_named(body.get("inputs"), known["inputs"]),
        "state: that of the callback": _all_named(body.get("state", []), known["state"]),
        "outputs: those of the callback": _all_named(_listed(body.get("outputs")), targets),
        "changedPropIds: a list of id.property": isinstance(changed, list)
        and all(isinstance(one, str) and "." in one for one in changed),
    }
    return next((said for said, is_right in checks.items() if not is_right), None)


def _listed(one_or_more: Any) -> list[Any]:
    return list(one_or_more) if isinstance(one_or_more, list | tuple) else [one_or_more]


def _all_named(given: object, wanted: list[dict[str, Any]]) -> bool:
    """`given` names the properties `wanted`, in their order; a pattern stands for a list of any length."""
    if not isinstance(given, list) or len(given) != len(wanted):
        return False
    return all(_named(one, expected) for one, expected in zip(given, wanted, strict=True))


def _named(given: object, wanted: dict[str, Any]) -> bool:
    name = str(wanted["id"])
    if name.startswith("{"):
        keys = set(json.loads(name))
        return isinstance(given, list) and all(
            isinstance(one, dict)
            and isinstance(one.get("id"), dict)
            and set(one["id"]) == keys
            and all(isinstance(part, str | int | float) for part in one["id"].values())
            and one.get("property") == wanted["property"]
            and _fits(one)
            for one in given
        )
    if not isinstance(given, dict) or (given.get("id"), given.get("property")) != (name, wanted["property"]):
        return False
    return _fits(given) and (name not in ids.SCOPES or isinstance(given.get("value"), dict | None))


def _fits(given: dict[str, Any]) -> bool:
    """Whether the value of a property is of the kind that a browser gives it, where that is known; null always is."""
    return isinstance(given.get("value"), _KINDS.get(str(given.get("property")), object) | None)
