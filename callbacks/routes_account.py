"""One's own account: who one is here, the second step of signing in, signing out everywhere."""

from typing import Any

import segno
from flask import Flask, Response, redirect
from werkzeug.wrappers import Response as Answer

from callbacks.forms import field, say_errors
from callbacks.pages import page, page_language
from callbacks.records import note
from callbacks.routes_sign_in import signed_out
from callbacks.services import Services
from callbacks.times import told_time
from callbacks.visitor import visitor
from data_access.errors import GuatuError


def register(server: Flask, services: Services) -> None:
    """Serve `/account` and what its forms do."""

    @server.get("/account")
    def account_page() -> Response:
        return account(services)

    @server.post("/account/totp/start")
    def start_totp() -> Response:
        secret, address = services.accounts().start_totp(visitor().scope.user)
        return account(services, secret=secret, code=segno.make(address, error="m").svg_data_uri(scale=5, border=3))

    @server.post("/account/totp/confirm")
    def confirm_totp() -> Answer:
        user = visitor().scope.user
        services.accounts().confirm_totp(user, field("code", 20))
        note(services, "totp_changed", object=user, detail={"to": "on"})
        return redirect("/account", 303)

    @server.post("/account/sign-out")
    def sign_out_everywhere() -> Answer:
        user = visitor().scope.user
        note(services, "sign_out", object=user, detail={"sessions": services.accounts().end_all(user)})
        return signed_out()

    for endpoint in ("start_totp", "confirm_totp"):
        say_errors(server, endpoint, lambda error: account(services, error))


def account(services: Services, error: GuatuError | None = None, *, secret: str = "", code: str = "") -> Response:
    """The page of one's own account; with `secret` and its QR `code` where a second step is being set up."""
    lang, known = page_language(services), visitor()
    user = services.accounts().user(known.scope.user)
    mine: list[dict[str, Any]] = [
        {
            "address": one.address,
            "started": told_time(one.started),
            "last_seen": told_time(one.last_seen),
            "is_this": one.id == known.session,
        }
        for one in services.accounts().sessions()
        if one.scope.user == known.scope.user
    ]
    return page(
        services,
        "account",
        status=200 if error is None else error.status,
        said="" if error is None else error.message(lang),
        user=user,
        password_at=told_time(user.password_at),
        sessions=mine,
        secret=secret,
        qr=code,
        is_local=user.provider == "local",
    )
