"""Signing in by others: an identity provider whose every claim is checked, a proxy that is believed where it stands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey

from app import create_app
from callbacks import vouched
from data_access.scope import Role
from data_access.settings import Settings
from tests.identity_provider import Provider, provider

HTML = {"Accept": "text/html"}
GROUPS = """
[[groups]]
group = "office"
role = "county"

[[groups]]
group = "town-{region}"
role = "township"
"""


@pytest.fixture
def idp() -> Iterator[Provider]:
    with provider() as running:
        yield running


def configured(settings: Settings, told: str, *ways: str) -> Dash:
    """The product with an accounts.toml."""
    settings.home.mkdir(parents=True, exist_ok=True)
    path = settings.home / "accounts.toml"
    path.write_text(told + GROUPS, encoding="utf-8")
    path.chmod(0o600)
    return create_app(replace(settings, sign_in=ways, trusted_proxies=("127.0.0.1/32",)))


@pytest.fixture
def app(trap_settings: Settings, idp: Provider) -> Iterator[Dash]:
    told = f'[oidc]\nissuer = "{idp.base}"\nclient_id = "guatu"\nclient_secret = "s"\n'
    yield configured(trap_settings, told, "local", "oidc")
    vouched._identity_provider.cache_clear()


def come_back(client: FlaskClient, idp: Provider, **changed: str) -> Any:
    """Go to the provider and come back with its answer."""
    gone = client.get("/sign-in/oidc?next=/account", headers=HTML)
    assert gone.status_code == 303
    code, state = idp.authorize(gone.headers["Location"])
    return client.get("/sign-in/oidc/return", query_string={"code": code, "state": state, **changed}, headers=HTML)


def test_whom_the_provider_vouches_for_comes_in(app: Dash, idp: Provider) -> None:
    client = app.server.test_client()
    answer = come_back(client, idp)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert idp.asked["redirect_uri"] == ["http://localhost/sign-in/oidc/return"]
    assert idp.asked["code_challenge_method"] == ["S256"]
    page = client.get("/account", headers=HTML).get_data(as_text=True)
    assert "王某" in page
    services = app.server.extensions["guatu"]
    assert services.accounts().user("oidc:wang").role is Role.COUNTY
    [record] = services.audit().search(event="sign_in").records
    assert (record.user, record.detail) == ("oidc:wang", {"way": "oidc"})
    assert client.get_cookie("guatu_sign_in") is None, "good for one answer only"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"iss": "https://elsewhere.example"},
        {"nonce": "another"},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
        {"sub": ""},
    ],
)
def test_a_token_that_is_not_for_us_is_refused(app: Dash, idp: Provider, claims: dict[str, Any]) -> None:
    idp.claims = claims
    assert refused(app, come_back(app.server.test_client(), idp), 503)


@pytest.mark.parametrize("kind", ["other key", "shared secret"])
def test_a_token_that_another_signed_is_refused(app: Dash, idp: Provider, kind: str) -> None:
    if kind == "other key":
        idp.signing = RSAKey.generate_key(2048, {"kid": "one"})
    else:
        idp.algorithm = "HS256"
        idp.signing = OctKey.import_key("s" * 40)  # type: ignore[assignment]
    assert refused(app, come_back(app.server.test_client(), idp), 503)


def test_an_answer_to_no_question_of_ours_is_refused(app: Dash, idp: Provider) -> None:
    client = app.server.test_client()
    assert refused(app, come_back(client, idp, state="another"), 401)
    assert refused(app, come_back(client, idp, error="access_denied"), 401)
    assert refused(app, come_back(client, idp, code=""), 401)
    stranger = app.server.test_client()
    assert refused(app, stranger.get("/sign-in/oidc/return?code=the-code&state=x", headers=HTML), 401)
    stranger.set_cookie("guatu_sign_in", "forged")
    assert refused(app, stranger.get("/sign-in/oidc/return?code=the-code&state=x", headers=HTML), 401)


def test_without_a_group_that_has_a_role_nobody_comes_in(app: Dash, idp: Provider) -> None:
    idp.claims = {"groups": ["choir"]}
    assert refused(app, come_back(app.server.test_client(), idp), 403)
    idp.claims = {"groups": "choir town-T1"}
    answer = come_back(app.server.test_client(), idp)
    assert answer.status_code == 303
    user = app.server.extensions["guatu"].accounts().user("oidc:wang")
    assert (user.role, user.region_code) == (Role.TOWNSHIP, "T1")


def test_a_provider_that_is_silent_is_said(app: Dash, idp: Provider) -> None:
    idp.status = 500
    assert refused(app, come_back(app.server.test_client(), idp), 503)


def refused(app: Dash, answer: Any, status: int) -> bool:
    assert answer.status_code == status
    assert "guatu_session" not in answer.headers.get("Set-Cookie", "")
    assert app.server.extensions["guatu"].accounts().sessions() == []
    return 'role="alert"' in answer.get_data(as_text=True)


def test_a_way_that_is_not_open_is_closed(trap_settings: Settings) -> None:
    client = create_app(trap_settings).server.test_client()
    assert client.get("/sign-in/oidc", headers=HTML).status_code == 400
    assert client.get("/sign-in", headers={**HTML, "X-Remote-User": "wang"}).status_code == 200


@pytest.fixture
def behind(trap_settings: Settings) -> Dash:
    return configured(trap_settings, "", "proxy")


def test_a_proxy_is_believed_from_its_own_address_alone(behind: Dash) -> None:
    name = "王某".encode().decode("latin-1")
    told = {**HTML, "X-Remote-User": "Wang", "X-Remote-Name": name, "X-Remote-Groups": "choir, office"}
    for elsewhere in ("10.0.0.9", "::1", "127.0.0.2"):
        client = behind.server.test_client()
        answer = client.get("/sign-in", headers=told, environ_base={"REMOTE_ADDR": elsewhere})
        assert answer.status_code == 200, elsewhere
        assert "请从门户进入" in answer.get_data(as_text=True)
        assert client.get_cookie("guatu_session") is None
    client = behind.server.test_client()
    assert client.get("/sign-in?next=/account", headers=told).headers["Location"] == "/account"
    assert "王某" in client.get("/account", headers=told).get_data(as_text=True)
    other = {**told, "X-Remote-User": "li"}
    assert client.get("/account", headers=other).status_code == 303, "another person sits there by now"
    nobody = {name: value for name, value in told.items() if name != "X-Remote-User"}
    assert client.get("/account", headers=nobody).status_code == 303


def test_the_address_behind_a_proxy_is_noted(behind: Dash) -> None:
    told = {"X-Remote-User": "wang", "X-Remote-Groups": "office", "X-Forwarded-For": "6.6.6.6, 10.1.2.3",
            "X-Forwarded-Proto": "https"}  # fmt: skip
    client = behind.server.test_client()
    answer = client.get("/sign-in", headers={**HTML, **told})
    assert "Secure" in answer.headers["Set-Cookie"]
    [record] = behind.server.extensions["guatu"].audit().search(event="sign_in").records
    assert record.address == "10.1.2.3", "what the browser claims of itself stands before it"


def test_who_has_no_role_is_told_so(behind: Dash) -> None:
    answer = behind.server.test_client().get("/sign-in?lang=en", headers={**HTML, "X-Remote-User": "wang"})
    assert answer.status_code == 403
    assert "no role is assigned" in answer.get_data(as_text=True)
