"""Published boundaries by their hashed names: immutable, compressed ahead, with an ETag."""

from flask import Flask, Response, request

from callbacks.services import Services

FOR_EVER = "public, max-age=31536000, immutable"


def edition(services: Services) -> str:
    """The edition of the boundaries, part of every address whose answer names their files; "none" before the first."""
    manifest = services.boundaries.manifest
    return "none" if manifest is None else manifest["edition"]


PICTURE_FORMAT = 3
"""Raised when the form of `/wall/values` changes: a browser keeps its answers for a year."""


def drawn_with(services: Services) -> str:
    """The part of an address that names the form of the answer and the edition of the outlines it speaks of."""
    return f"{PICTURE_FORMAT}-{edition(services)}"


def register(server: Flask, services: Services) -> None:
    """Serve `/boundaries/<name>`; a name that no kept edition holds is a 404 in JSON (routes_api turns errors)."""

    @server.get("/boundaries/<name>")
    def boundary_file(name: str) -> Response:
        body, content_type, encoding, etag = services.boundaries.open(name, request.headers.get("Accept-Encoding", ""))
        response = Response(body, content_type=content_type)
        response.headers["Cache-Control"] = FOR_EVER
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["ETag"] = etag
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.make_conditional(request)
        return response
