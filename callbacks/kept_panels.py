"""What a panel of sums shows is computed and packed once for a release: a hundred screens click on the same regions.

What names households or who answers for them is neither kept nor packed: how well it packs would tell of it.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from dash import Dash
from flask import Response, g, request

from callbacks.guard import read_body
from callbacks.packing import encoding_taken, json_of, packed, say_packed
from callbacks.routes_boundaries import edition
from callbacks.services import Services
from layouts import ids

PANELS: Final = frozenset(
    f"{panel}.children"
    for panel in (
        ids.KPI, ids.CAUSES, ids.STRUCTURE, ids.PROGRESS, ids.COVERAGE, ids.ALERTS, ids.INDUSTRY_REACH,
        ids.INDUSTRY_MEETS, ids.INDUSTRY_EFFECT, ids.INDUSTRY_KIND, ids.INDUSTRY_FLOWS, ids.INDUSTRY_BELTS,
        ids.DUTY_TEAMS, ids.DUTY_VISITS,
        ids.MONITOR_FUNNEL, ids.MONITOR_LINES, ids.MONITOR_WARNINGS, ids.MONITOR_INSURANCE, ids.MONITOR_BURDEN,
        ids.TASKS_ADVANCE, ids.TASKS_MONEY,
    )
)  # fmt: skip
"""Panels that follow a scope alone and show sums alone; never those that list households or name who answers for them,
and none whose content depends on who looks."""

CALLBACK: Final = "/_dash-update-component"


def register(app: Dash, services: Services) -> None:
    """Answer from the cache, after the gate and all other checks have let the request through."""
    settings = services.settings
    told = f"{services.product}|{settings.language}|{settings.theme}|{settings.exit_line:g}"

    def kept() -> Response | None:
        if request.endpoint != CALLBACK or request.method != "POST":
            return None
        asked = _asked(read_body())
        release, _reason = services.releases.current_or_reason()
        if asked is None or release is None:
            return None
        encoding = encoding_taken()
        what = sha256(f"{told}|{edition(services)}|{asked}".encode()).hexdigest()
        key = f"{release.id}|panel|{what}|{encoding}"
        body = services.cache.get(key)
        if body is not None:
            g.is_short = True
            return json_of(body, encoding)
        g.panel_key = key, release.id, encoding
        return None

    def keep(response: Response) -> Response:
        key, release_id, encoding = g.pop("panel_key", (None, None, ""))
        if key is None or response.status_code != 200 or "failure" in g or not response.is_json:
            return response
        body = packed(response.get_data(), encoding)
        release, _reason = services.releases.current_or_reason()
        if release is not None and release.id == release_id:
            services.cache.set(key, body)
        response.set_data(body)
        say_packed(response, encoding)
        return response

    app.server.before_request(kept)
    app.server.after_request_funcs.setdefault(None, []).insert(0, keep)  # the first of the list sees the answer last


def _asked(body: object) -> str | None:
    """What a request asks of a panel of sums, in one form; None where it asks for anything else.

    A request in which a household stands is left alone: nothing that is kept may come from one.
    """
    if not isinstance(body, dict) or body.get("output") not in PANELS:
        return None
    inputs = body.get("inputs")
    if not isinstance(inputs, list) or len(inputs) != 1:
        return None
    scope = inputs[0].get("value")
    if not isinstance(scope, Mapping) or scope.get("household"):
        return None
    said: dict[str, Any] = {name: value for name, value in scope.items() if name != "household"}
    return f"{body['output']}|{json.dumps(said, sort_keys=True)}"
