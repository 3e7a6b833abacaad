"""The server alone: how long a warm callback takes from the request to the response, and how many bytes that is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from flask.testing import FlaskClient

from app import create_app
from bench.figures import Figure, spread, typical
from data_access.settings import Settings
from layouts import ids
from tests.signing_in import signed_in

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
    client = client_of(settings)
    figures = []
    for level, region in (("county", COUNTY), ("township", TOWNSHIP)):
        for name, ask in questions(client, region):
            limits = () if name.startswith(("values", "/api")) else _limits(name.partition(".")[0])
            figures += _timed(f"{level}: {name}", ask, *limits)
    return figures


def client_of(settings: Settings) -> FlaskClient:
    """A browser's place before the application of these settings, signed in, whose page has been asked for once."""
    app = create_app(settings)
    client: FlaskClient = app.server.test_client() if settings.is_demo else signed_in(app)
    client.get("/")
    return client


def questions(client: FlaskClient, region: str) -> Iterator[tuple[str, Callable[[], int]]]:
    """What a click on a region asks of the server, each by its name; asking gives the bytes of the answer."""
    config = config_of(client.get("/_dash-layout").get_json())
    for callback in _callbacks(client):
        body = json.dumps(_asked(callback, region))
        yield callback["output"].strip(".").split("...")[0], partial(_post, client, body)
    address = f"/wall/values/{config['release']}/{config['drawn']}/{region}/{PERIOD}/zh"
    yield "values, kept", partial(_get, client, address)

    def anew() -> int:
        for backend in client.application.extensions["cache"].values():
            backend.clear()
        return _get(client, address)

    yield "values, computed", anew
    yield (
        "/api/v1/values",
        partial(_get, client, f"/api/v1/values?region={region}&indicator=POVERTY_INCIDENCE&period={PERIOD}"),
    )


def config_of(node: Any) -> dict[str, Any]:
    """What the page tells its painter, found in the page's layout."""
    for part in node if isinstance(node, list) else [node]:
        if isinstance(part, dict):
            props = part.get("props", {})
            if props.get("id") == "config":
                return dict(props["data"])
            found = config_of(props.get("children") or [])
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
