"""A browser that somebody signed in with: the gate lets strangers ask nothing."""

from dash import Dash
from flask import Flask
from flask.testing import FlaskClient

from data_access.accounts import Accounts, Session
from data_access.scope import Role


def session_of(accounts: Accounts, role: Role = Role.COUNTY, region: str | None = None) -> Session:
    """A session of somebody in that role, without the tenth of a second that a password costs."""
    name = f"{role}-{region or 'all'}"
    return accounts.admit("oidc", name, name, role, region, "127.0.0.1")


def signed_in(app: Dash | Flask, role: Role = Role.COUNTY, region: str | None = None) -> FlaskClient:
    """A client of `app` with a session, which sends an origin as a browser does."""
    server = app.server if isinstance(app, Dash) else app
    client: FlaskClient = server.test_client()
    client.set_cookie("guatu_session", session_of(server.extensions["guatu"].accounts(), role, region).token)
    client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    return client
