"""The gate: nobody comes in unseen, each role has its own doors, other sites have none, and every answer is guarded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app import create_app
from callbacks.gate_table import TABLE
from data_access.scope import Role
from data_access.settings import Settings
from tests.signing_in import session_of, signed_in

HTML = {"Accept": "text/html"}
OPEN = {
    "/healthz", "/readyz", "/sign-in", "/kiosk", "/who.json", "/remote", "/service-worker.js", "/live/walls",
    "/metrics",  # asked from beside the product; test_metrics asks from elsewhere
}  # fmt: skip
"""What a stranger may ask, written down apart from the product's own table."""

FILES = ("/assets/", "/_dash-component-suites/", "/static/", "/_favicon")
LOCAL = {Role.TOWNSHIP: "T", Role.VILLAGE: "V"}


@pytest.fixture(scope="module")
def app(trap_settings_once: Settings) -> Dash:
    return create_app(trap_settings_once)


@pytest.fixture
def stranger(app: Dash) -> FlaskClient:
    return app.server.test_client()


def rules(app: Dash) -> Iterator[tuple[Rule, str]]:
    """Every route with an address that fits it."""
    sample: dict[str, Any] = {"int": 2019, "default": "x", "path": "x/y", "string": "x"}
    for rule in app.server.url_map.iter_rules():
        values = {name: sample[type(kind).__name__.removesuffix("Converter").lower().replace("unicode", "default")
                               .replace("integer", "int")] for name, kind in rule._converters.items()}  # fmt: skip
        built = rule.build(values)
        assert built is not None, rule
        yield rule, built[1]


def test_every_endpoint_stands_in_the_table_and_no_other(app: Dash) -> None:
    standing = {rule.endpoint for rule in app.server.url_map.iter_rules()}
    assert standing - set(TABLE) == set()
    assert set(TABLE) - standing == {"live"}, "the stream is not Flask's"


def test_an_endpoint_that_nobody_named_is_refused_to_everybody(trap_settings_once: Settings) -> None:
    made = create_app(trap_settings_once)
    made.server.add_url_rule("/backdoor", "backdoor", lambda: "secret")
    assert made.server.test_client().get("/backdoor").status_code == 401
    for role in (Role.ADMINISTRATOR, Role.COUNTY):
        answer = signed_in(made, role).get("/backdoor")
        assert answer.status_code == 403
        assert b"secret" not in answer.data


def test_a_stranger_is_told_nothing_but_the_way_in(app: Dash, stranger: FlaskClient) -> None:
    asked = 0
    for rule, address in rules(app):
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            with stranger.open(address, method=method) as answer:
                status = answer.status_code
            assert status < 500, (method, address)
            if method == "GET" and "<path:" not in rule.rule and not any(part in address for part in FILES):
                asked += 1
                if address not in OPEN and not address.startswith(("/live/", "/api/x", "/x", "/h/", "/sign-in/")):
                    assert status == 401, address
    assert asked > 25


def test_a_browser_is_led_to_the_door_and_back(stranger: FlaskClient) -> None:
    answer = stranger.get("/?region=T&period=2019", headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=%2F%3Fregion%3DT%26period%3D2019"
    assert stranger.get("/", headers=HTML).headers["Location"] == "/sign-in"


@pytest.mark.parametrize(
    ("address", "roles"),
    [
        ("/", set(Role) - {Role.WALL}),
        ("/api/v1/regions", set(Role) - {Role.WALL}),
        ("/account", set(Role) - {Role.WALL}),
        ("/audit", {Role.AUDITOR, Role.ADMINISTRATOR}),
        ("/admin", {Role.ADMINISTRATOR}),
    ],
)
def test_each_role_has_its_own_doors(app: Dash, address: str, roles: set[Role]) -> None:
    for role in set(Role) - {Role.WALL}:
        answer = signed_in(app, role, LOCAL.get(role)).get(address, headers=HTML)
        assert answer.status_code == (200 if role in roles else 403), role


def test_a_refusal_is_logged_and_says_no_more(app: Dash) -> None:
    client = signed_in(app, Role.LEADER)
    assert client.get("/admin").get_json()["error"]["code"] == "gate.not_yours"
    page = client.get("/admin?lang=en", headers=HTML)
    assert page.status_code == 403
    assert b"Your role has no right" in page.data
    last = app.server.extensions["guatu"].audit().search(event="refused").records[0]
    assert (last.user, last.object, last.result) == ("oidc:leader-all", "admin_page", "refused")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": ""},
        {"Sec-Fetch-Site": "same-site", "Origin": ""},
        {"Origin": ""},
    ],
)
def test_other_sites_change_nothing(app: Dash, headers: dict[str, str]) -> None:
    client = signed_in(app, Role.ADMINISTRATOR)
    del client.environ_base["HTTP_ORIGIN"]
    said = {name: value for name, value in headers.items() if value}
    answer = client.post("/sign-out", headers=said)
    assert answer.status_code == 403
    assert client.get("/account").status_code == 200, "still signed in"


def test_this_site_may(app: Dash) -> None:
    client = signed_in(app)
    del client.environ_base["HTTP_ORIGIN"]
    assert client.post("/sign-out", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
    assert client.get("/account").status_code == 401


def test_rights_that_change_bite_at_once(app: Dash) -> None:
    accounts = app.server.extensions["guatu"].accounts()
    session = accounts.admit("oidc", "turncoat", "t", Role.ADMINISTRATOR, None, "")
    client = app.server.test_client()
    client.set_cookie("guatu_session", session.token)
    assert client.get("/admin").status_code == 200
    accounts.change("oidc:turncoat", Role.LEADER)
    assert client.get("/admin").status_code == 403
    accounts.disable("oidc:turncoat")
    assert client.get("/account").status_code == 401


def test_a_wall_shows_and_does_no_more(app: Dash) -> None:
    accounts = app.server.extensions["guatu"].accounts()
    client = app.server.test_client()
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.1.2 Safari/537.36"}
    bound = client.post("/kiosk", data={"code": accounts.kiosk_add("gate hall", "T")}, headers=agent)
    assert bound.status_code == 303
    assert client.get("/", headers=agent).status_code == 200
    newer = {"User-Agent": agent["User-Agent"].replace("150.0.1.2", "151.0.0.0")}
    assert client.get("/", headers=newer).status_code == 200, "a browser may be brought up to date"
    assert client.get("/", headers={"User-Agent": "Mozilla/5.0 (iPhone)"}).status_code == 401, "another device"
    for address in ("/account", "/admin", "/audit"):
        assert client.get(address, headers=agent).status_code == 403, address
    accounts.kiosk_revoke("gate hall")
    assert client.get("/", headers=agent).status_code == 401


def test_a_paired_phone_is_told_sums_alone(app: Dash) -> None:
    walls = app.server.extensions["guatu"].walls()
    name = "gate remote"
    walls.enter("w", name)
    walls.ask_code(name)
    digits = walls.look(0).codes[name][0]
    phone = app.server.test_client()
    assert phone.get("/wall/config").status_code == 401
    assert phone.post(f"/live/walls/{name}/pair", json={"code": digits}).status_code == 200
    assert phone.get("/wall/config").status_code == 200
    for address in ("/", "/wall/trace-households", "/account", "/admin", "/_dash-layout"):
        assert phone.get(address).status_code == 403, address
    assert phone.post("/_dash-update-component", json={}, headers={"Origin": "http://localhost"}).status_code == 403
    walls.revoke(name)
    assert phone.get("/wall/config").status_code == 401


def test_in_demo_mode_nobody_signs_in_and_nothing_is_kept(trap_settings_once: Settings) -> None:
    client = create_app(replace(trap_settings_once, is_demo=True)).server.test_client()
    assert client.get("/").status_code == 200
    assert client.get("/sign-in", headers=HTML).status_code == 303
    for address in ("/admin", "/audit", "/account"):
        assert client.get(address, headers=HTML).status_code == 403, address
    for address in ("/admin", "/scenes", "/preview", "/remote"):
        assert "无需登录" in client.get(f"{address}?lang=zh", headers=HTML).get_data(as_text=True), address
    assert "无需登录" in client.get("/who.json?lang=zh").get_json()["said"]


def test_what_is_not_for_everybody_is_kept_by_nobody_on_the_way(app: Dash) -> None:
    client = signed_in(app)
    release = client.get("/readyz").get_json()
    page = client.get("/account", headers=HTML)
    assert page.headers["Cache-Control"] == "no-store"
    drawn = client.get("/wall/config").get_json()["drawn"]
    values = client.get(f"/wall/values/{release['release']}/{drawn}/C/2019/zh")
    assert values.headers["Cache-Control"].startswith("private,")


def test_the_headers_of_a_page(app: Dash, stranger: FlaskClient) -> None:
    answer = stranger.get("/sign-in", headers=HTML)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    for client, address in ((stranger, "/healthz"), (signed_in(app), "/")):
        said = client.get(address).headers
        assert "unsafe-eval" not in said["Content-Security-Policy"]
        assert said["Server"] == "guatu"
        assert said["X-Content-Type-Options"] == "nosniff"
        assert said["Referrer-Policy"] == "same-origin"
        assert "camera=()" in said["Permissions-Policy"]


def test_who_asks_too_often_waits(app: Dash) -> None:
    client = signed_in(app, Role.ADMINISTRATOR)
    statuses = [client.post("/audit/verify").status_code for _ in range(8)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert signed_in(app, Role.AUDITOR).post("/audit/verify").status_code == 200, "others do not wait"


def test_a_session_is_found_by_its_token_alone(app: Dash) -> None:
    session = session_of(app.server.extensions["guatu"].accounts())
    for token in ("", session.id, session.token[:-1], session.token + "x", "x" * 3000, "é"):
        client = app.server.test_client()
        client.set_cookie("guatu_session", token)
        assert client.get("/account").status_code == 401, token[:50]


def test_a_page_that_is_not_there_is_said_to_a_person(app: Dash, stranger: FlaskClient) -> None:
    for client in (stranger, signed_in(app)):
        answer = client.get("/nothing?lang=en", headers=HTML)
        assert answer.status_code == 404
        assert "There is no such page" in answer.get_data(as_text=True)
        assert client.get("/api/nothing").is_json
