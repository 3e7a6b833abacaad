"""The server alone: how long a warm callback takes from the request to the response, and how many bytes that is."""

from __future__ import annotations

import json
import time
from typing import Any

from flask.testing import FlaskClient

from app import create_app
from bench.figures import Figure, spread, typical
from data_access.settings import Settings
from layouts import ids

ROUNDS = 40
WARM_UP = 4
SLOWEST_MS = 15.0
LARGEST_BYTES = 8_192
INDUSTRY_MS = {ids.INDUSTRY_EFFECT: 200.0, ids.INDUSTRY_GAPS: 150.0}
"""Panel of the industry view -> its limit; all others `COVERAGE_MS`."""
COVERAGE_MS = 20.0
INDUSTRY_BYTES = 48_000
"""As text; nobody set it: it is there so that growth is seen."""
COUNTY, TOWNSHIP, PERIOD = "990101000000", "990101101000", 2019


def measure(settings: Settings) -> list[Figure]:
    """Every callback of the server and the values' address, for a county and for a township."""
    app = create_app(settings)
    client = app.server.test_client()
    client.get("/")
    figures = []
    config = _config(client.get("/_dash-layout").get_json())
    frozen = f"/wall/values/{config['release']}/{config['drawn']}"
    for level, region in (("county", COUNTY), ("township", TOWNSHIP)):
        for callback in _callbacks(client):
            body = json.dumps(_asked(callback, region))
            name = callback["output"].strip(".").split("...")[0]
            limits = _limits(name.partition(".")[0])
            figures += _timed(f"{level}: {name}", lambda body=body: _post(client, body), *limits)
        address = f"{frozen}/{region}/{PERIOD}/zh"
        figures += _timed(f"{level}: values, kept", lambda address=address: _get(client, address))

        def anew(address: str = address) -> int:
            for backend in app.server.extensions["cache"].values():
                backend.clear()
            return _get(client, address)

        figures += _timed(f"{level}: values, computed", anew)
        api = f"/api/v1/values?region={region}&indicator=POVERTY_INCIDENCE&period={PERIOD}"
        figures += _timed(f"{level}: /api/v1/values", lambda api=api: _get(client, api))
    return figures


def _config(node: Any) -> dict[str, Any]:
    """What the page tells its painter, found in the page's layout."""
    for part in node if isinstance(node, list) else [node]:
        if isinstance(part, dict):
            props = part.get("props", {})
            if props.get("id") == "config":
                return dict(props["data"])
            found = _config(props.get("children") or [])
            if found:
                return found
    return {}


def _callbacks(client: FlaskClient) -> list[dict[str, Any]]:
    """The callbacks that a change of region or year sets off on the server."""
    said = client.get("/_dash-dependencies").get_json()
    return [
        callback
        for callback in said
        if not callback["clientside_function"] and any(given["id"] in ids.SCOPES for given in callback["inputs"])
    ]


def _limits(panel: str) -> tuple[float, int]:
    """Milliseconds and bytes that a panel may take."""
    if panel.startswith("industry-"):
        return INDUSTRY_MS.get(panel, COVERAGE_MS), INDUSTRY_BYTES
    return SLOWEST_MS, LARGEST_BYTES


def _asked(callback: dict[str, Any], region: str) -> dict[str, Any]:
    parts = callback["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in parts]
    scope = {"region": region, "period": PERIOD, "household": None, "lang": "zh", "rem": 16}
    return {
        "output": callback["output"],
        "outputs": outputs if callback["output"].startswith("..") else outputs[0],
        "inputs": [_given(given, scope) for given in callback["inputs"]],
        "state": [{**given, "value": None} for given in callback.get("state", [])],
        "changedPropIds": [f"{given['id']}.data" for given in callback["inputs"] if given["id"] in ids.SCOPES],
    }


def _given(wanted: dict[str, Any], scope: dict[str, Any]) -> object:
    """What the browser sends for one input; a pattern that nothing on the screen fits is an empty list."""
    return [] if wanted["id"].startswith("{") else {**wanted, "value": scope if wanted["id"] in ids.SCOPES else None}


def _post(client: FlaskClient, body: str) -> int:
    response = client.post(
        "/_dash-update-component",
        data=body,
        content_type="application/json",
        headers={"Accept-Encoding": "gzip, br"},
    )
    assert response.status_code in (200, 204), response.status_code
    return len(response.get_data())


def _get(client: FlaskClient, address: str) -> int:
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, response.status_code
    return len(response.get_data())


def _timed(what: str, ask: Any, slowest: float = SLOWEST_MS, largest: int = LARGEST_BYTES) -> list[Figure]:
    for _ in range(WARM_UP):
        size = ask()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - began))
    return [
        Figure(what, typical(times), "ms", slowest, spread(times)),
        Figure(what, size, "bytes", largest, "as sent"),
    ]
