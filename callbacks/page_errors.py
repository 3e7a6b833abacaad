"""What a person is told on a page, where a machine is told JSON."""

from typing import Final

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from callbacks import routes_errors
from callbacks.forms import page_for
from callbacks.pages import page, page_language
from callbacks.routes_errors import JSON_PATHS
from callbacks.services import Services
from data_access.errors import GuatuError
from data_access.messages import text

SAID: Final = {404: "gate.no_page", 405: "gate.no_page", 413: "api.http_413", 429: "gate.too_often"}
"""What is said of an error of HTTP."""


def wants_page() -> bool:
    """Whether a browser asks for a page to show, and not a script of ours for an answer."""
    return "text/html" in request.headers.get("Accept", "") and not request.path.startswith(JSON_PATHS)


def error_page(services: Services, status: int, key: str, **values: object) -> Response:
    """A page that says what is wrong, and where to go on."""
    return said_page(services, status, text(key, page_language(services), **values))


def said_page(services: Services, status: int, said: str) -> Response:
    """A page that says `said`."""
    return page(services, "refused", status=status, said=said, code=status)


def register(server: Flask, services: Services) -> None:
    """Say every GuatuError to a person on a page; to be registered after the JSON of the other routes."""

    @server.errorhandler(GuatuError)
    def say(error: GuatuError) -> Response:
        form = page_for(server, request.endpoint)
        if form is not None:
            return form(error)
        if wants_page():
            return said_page(services, error.status, error.message(page_language(services)))
        return routes_errors.say_ours(error)

    def say_http(error: HTTPException) -> Response | HTTPException:
        status = error.code or 500
        if wants_page():
            return error_page(services, status, SAID.get(status, "api.http_500" if status >= 500 else "api.http_400"))
        if status == 429:
            return routes_errors.error_response(429, SAID[429], text(SAID[429], "en"), text(SAID[429]), None)
        return routes_errors.say_http(error)

    for status in (400, 404, 405, 413, 429, 500):
        server.register_error_handler(status, say_http)
