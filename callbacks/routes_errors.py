"""The one place where an error in a route becomes JSON; pages of the wall keep their own answers."""

import logging
from typing import Final

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from data_access.errors import GuatuError
from data_access.messages import text
from geo.errors import GeoError, UnpublishedError

JSON_PATHS: Final = ("/api/", "/boundaries/", "/wall/", "/live", "/scenes.json", "/healthz", "/readyz", "/metrics")

log = logging.getLogger("guatu")


class ParameterError(GuatuError):
    """A parameter of a request is missing, malformed, said twice, or stands for nothing here; says what is allowed."""

    def __init__(
        self, code: str, *, status: int, allowed: list[str] | list[int] | str, area: str = "api", **values: object
    ) -> None:
        super().__init__(f"{area}.{code}", **values)
        self.code = code
        self.status = status
        self.allowed = allowed


def register(server: Flask) -> None:
    """Answer every GuatuError, and for the paths of machines every HTTP error, as {"error": {code, message, ...}}."""

    server.register_error_handler(GuatuError, say_ours)

    @server.errorhandler(GeoError)
    def say_boundaries(error: GeoError) -> Response:
        status = 404 if isinstance(error, UnpublishedError) else 503
        said = text(f"geo.{error.code}", "zh", **error.params)
        return error_response(status, f"geo.{error.code}", str(error), said, None)

    server.register_error_handler(HTTPException, say_http)


def say_http(error: HTTPException) -> Response | HTTPException:
    """An error of HTTP: as JSON for the paths of machines, else as it is."""
    if not request.path.startswith(JSON_PATHS):
        return error
    status = error.code or 500
    if status >= 500:
        original = getattr(error, "original_exception", None)
        g.failure = type(original or error).__name__
        log.error("route failed: %s", g.failure)
    key = f"api.http_{status}" if status in (404, 405, 413) else "api.http_500" if status >= 500 else "api.http_400"
    methods = sorted(getattr(error, "valid_methods", None) or ()) or None
    response = error_response(status, key.removeprefix("api."), text(key, "en"), text(key), methods)
    if methods:
        response.headers["Allow"] = ", ".join(methods)
    return response


def say_ours(error: GuatuError) -> Response:
    """One of our own errors as JSON."""
    g.failure = type(error).__name__
    code = error.code if isinstance(error, ParameterError) else error.key
    allowed = error.allowed if isinstance(error, ParameterError) else None
    return error_response(error.status, code, error.message("en"), error.message("zh"), allowed)


def error_response(
    status: int, code: str, message: str, message_zh: str, allowed: list[str] | list[int] | str | None
) -> Response:
    """One error as JSON; `allowed` says what would have been right, None where nothing would."""
    body: dict[str, object] = {"code": code, "message": message, "message_zh": message_zh}
    if allowed is not None:
        body["allowed"] = allowed
    response = jsonify(error=body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
