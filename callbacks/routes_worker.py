"""The service worker's address: at the root, for a worker rules over what lies under its own address."""

from pathlib import Path
from typing import Final

from flask import Flask, Response, send_from_directory

from callbacks.services import Services

_FOLDER: Final = Path(__file__).parent.parent / "assets" / "pages"


def register(server: Flask, _services: Services) -> None:
    """Serve `/service-worker.js`; the browser compares it at every visit, so it must not be kept."""

    @server.get("/service-worker.js")
    def service_worker() -> Response:
        response = send_from_directory(_FOLDER, "service-worker.js", mimetype="text/javascript")
        response.headers["Cache-Control"] = "no-cache"
        return response
