"""A wall's own screen comes in with a code from the administrator, and stays bound to its browser."""

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from callbacks.cookies import KIOSK, KIOSK_SECONDS, give
from callbacks.forms import after, field, say_errors
from callbacks.pages import page, page_language, product_title
from callbacks.recognition import device_of
from callbacks.records import note
from callbacks.services import Services
from callbacks.visitor import visitor_if_any
from data_access.errors import GuatuError


def register(server: Flask, services: Services) -> None:
    """Serve `/kiosk`."""

    @server.get("/kiosk")
    def kiosk_page() -> Answer:
        known = visitor_if_any()
        if known is not None and (known.is_demo or known.is_kiosk):
            return redirect(after("/"), 303)
        return enrol(services)

    @server.post("/kiosk")
    def kiosk_bind() -> Answer:
        device = device_of(request.headers.get)
        token = services.accounts().kiosk_bind(field("code", 40), device)
        bound = services.accounts().kiosk(token, device)
        note(services, "kiosk_bound", object="" if bound is None else bound.shown_name, session=bound)
        response = redirect("/", 303)
        give(response, services, KIOSK, token, seconds=KIOSK_SECONDS)
        return response

    say_errors(server, "kiosk_bind", lambda error: not_bound(services, error))


def not_bound(services: Services, error: GuatuError) -> Response:
    """The page once more, with what is wrong."""
    note(services, "kiosk_bound", result=error.key)
    return enrol(services, error)


def enrol(services: Services, error: GuatuError | None = None) -> Response:
    """The page on which a wall's screen is enrolled."""
    lang = page_language(services)
    return page(
        services,
        "kiosk",
        status=200 if error is None else error.status,
        said="" if error is None else error.message(lang),
        product=product_title(services, lang),
    )
