"""The door of the wall: what no browser of ours sends is refused before Dash, and the page tells no version."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from typing import Any

import dash
import plotly
import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.settings import Settings
from layouts import ids
from tests.signing_in import signed_in

CALLBACK = "/_dash-update-component"
SCOPE = {"region": "C", "period": 2019, "lang": "zh", "rem": 16}


@pytest.fixture(scope="module")
def client(trap_settings_once: Settings) -> FlaskClient:
    """A browser at the wall of the small county."""
    return signed_in(create_app(trap_settings_once))


def asked(**other: Any) -> dict[str, Any]:
    """What the page sends for the causes, with changes."""
    return {
        "output": f"{ids.CAUSES}.children",
        "outputs": {"id": ids.CAUSES, "property": "children"},
        "inputs": [{"id": ids.OVERVIEW_SCOPE, "property": "data", "value": SCOPE}],
        "changedPropIds": [f"{ids.OVERVIEW_SCOPE}.data"],
        "parsedChangedPropsIds": [f"{ids.OVERVIEW_SCOPE}.data"],
        **other,
    }


def test_what_the_page_sends_is_answered(client: FlaskClient) -> None:
    response = client.post(CALLBACK, json=asked())
    assert response.status_code == 200
    assert ids.CAUSES in json.loads(response.data)["response"]
    pages = [{"id": {"type": "household-page", "page": 2}, "property": "n_clicks", "value": None}]
    households = asked(
        output=f"..{ids.HOUSEHOLDS}.children...{ids.HOUSEHOLDS}.data-shown..",
        outputs=[{"id": ids.HOUSEHOLDS, "property": name} for name in ("children", "data-shown")],
        inputs=[{"id": ids.SCOPE, "property": "data", "value": SCOPE}, pages],
        state=[{"id": ids.HOUSEHOLDS, "property": "data-shown"}],
    )
    assert client.post(CALLBACK, json=households).status_code in (200, 204)


BAD: list[Any] = [
    [],
    {},
    5,
    "x",
    None,
    asked(output="config.data"),
    asked(output=f"{ids.OVERVIEW_SCOPE}.data"),
    asked(output=["a"]),
    asked(output={"a": 1}),
    asked(output=None),
    asked(outputs={"id": "config", "property": "data"}),
    asked(outputs=[]),
    asked(outputs=5),
    asked(inputs=5),
    asked(inputs=[]),
    asked(inputs=[5]),
    asked(inputs=[{"id": ids.OVERVIEW_SCOPE}]),
    asked(inputs=[{"id": "config", "property": "data", "value": 1}]),
    asked(inputs=[{"id": ids.OVERVIEW_SCOPE, "property": "data", "value": "C"}]),
    asked(inputs=[{"id": ids.OVERVIEW_SCOPE, "property": "data", "value": [1]}]),
    asked(state=[{"id": ids.OVERVIEW_SCOPE, "property": "data"}]),
    asked(state=5),
    asked(changedPropIds=5),
    asked(changedPropIds=[5]),
    asked(changedPropIds=["nothing"]),
]


@pytest.mark.parametrize("body", BAD, ids=range(len(BAD)))
def test_malformed_callbacks_are_refused(client: FlaskClient, caplog: pytest.LogCaptureFixture, body: Any) -> None:
    with caplog.at_level(logging.WARNING):
        response = client.post(CALLBACK, json=body)
    assert response.status_code == 400
    assert response.get_json()["error"]["code"] == "bad_callback"
    assert not caplog.records, "nothing of it reaches the log"


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[" * 200_000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"a=1", "application/x-www-form-urlencoded"),
    ],
    ids=("empty", "cut", "deep", "bytes", "form"),
)
def test_what_is_no_json_is_refused(client: FlaskClient, raw: bytes, content_type: str) -> None:
    assert client.post(CALLBACK, data=raw, content_type=content_type).status_code == 400


def test_a_scope_of_nonsense_is_no_failure(client: FlaskClient) -> None:
    for scope in (None, {}, {"region": 5, "period": "x"}, {"region": ["C"], "period": 2019, "lang": 7, "rem": "a"}):
        body = asked(inputs=[{"id": ids.OVERVIEW_SCOPE, "property": "data", "value": scope}])
        assert client.post(CALLBACK, json=body).status_code in (200, 204), scope


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/a/b",
        "/api/v1/nothing",
        "/_dash-component-suites/nothing/x.js",
        "/_dash-component-suites/dash/x.js",
    ],
)
def test_only_the_wall_is_the_wall(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get("/?region=C").status_code == 200


def test_the_page_tells_no_version(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    for version in (dash.__version__, plotly.__version__):
        assert version not in page
        assert version.replace(".", "_") not in page
    scripts = [part.split('"')[0] for part in page.split('<script src="')[1:]]
    of_dash = [script for script in scripts if script.startswith("/_dash-component-suites/")]
    assert len(of_dash) > 5
    for script in of_dash:
        with client.get(script) as response:
            assert response.status_code == 200, script


def test_the_policy_lets_only_our_own_in(client: FlaskClient) -> None:
    for path in ("/", "/healthz", "/nothing"):
        policy = dict(
            rule.strip().partition(" ")[::2] for rule in client.get(path).headers["Content-Security-Policy"].split(";")
        )
        assert policy["script-src"].startswith("'self' 'sha256-")
        assert "unsafe" not in policy["script-src"]
        assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'self'", "'self'")
        assert policy["connect-src"] == policy["font-src"] == "'self'"


def test_what_was_asked_for_never_comes_back_as_markup(client: FlaskClient) -> None:
    for path in ("/api/v1/values?region=C&indicator=%3Cscript%3E&period=2019", "/boundaries/%3Cscript%3E"):
        response = client.get(path)
        assert (response.status_code, response.content_type) == (404, "application/json")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script>" not in client.get("/%3Cscript%3E").get_data(as_text=True)


def test_a_script_asked_for_while_the_first_request_is_answered_is_found(
    trap_settings_once: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that just started is asked by a browser whose page another worker made: for all scripts at once."""
    made = create_app(trap_settings_once)
    script = "/_dash-component-suites/dash/dash-renderer/build/dash_renderer.min.js"
    began, goes_on = Event(), Event()
    collect = made._generate_scripts_html

    def slowly() -> str:
        began.set()
        assert goes_on.wait(20)
        return str(collect())

    monkeypatch.setattr(made, "_generate_scripts_html", slowly)
    with ThreadPoolExecutor(2) as browsers:
        first = browsers.submit(lambda: made.server.test_client().get(script).status_code)
        assert began.wait(20)
        second = browsers.submit(lambda: made.server.test_client().get(script).status_code)
        wait([second], timeout=0.5)
        goes_on.set()
        assert (first.result(20), second.result(20)) == (200, 200)
