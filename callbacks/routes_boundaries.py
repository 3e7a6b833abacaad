"""Published boundaries by their hashed names: immutable, compressed ahead, with an ETag."""

from flask import Flask, Response, request

from callbacks.services import Services

FOR_EVER = "public, max-age=31536000, immutable"


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
