"""Is the process alive, and can it serve: for whoever watches over it."""

from flask import Flask, Response, jsonify

from callbacks.routes_boundaries import edition
from callbacks.routes_errors import error_response
from callbacks.services import Services
from data_access.messages import text


def register(server: Flask, services: Services) -> None:
    """Serve `/healthz` (200 while alive) and `/readyz`: 200 with a release, else or while it ends 503 and why."""

    @server.get("/healthz")
    def healthz() -> Response:
        return _fresh(jsonify(status="alive"))

    @server.get("/readyz")
    def readyz() -> Response:
        if services.draining.is_set():
            return _fresh(error_response(503, "draining", text("live.ending", "en"), text("live.ending"), None))
        release = services.releases.current()
        meta = release.meta
        return _fresh(
            jsonify(
                status="ready",
                release=meta.id,
                edition=edition(services),
                created_at=meta.created_at.isoformat(),
                data_as_of=meta.as_of.isoformat(),
                periods=list(meta.periods),
                counts=meta.counts,
                themes=meta.themes,
                pinned=services.releases.pinned(),
                is_demo=meta.is_demo,
                contract_version=meta.contract_version,
                skipped_releases=dict(services.releases.skipped),
            )
        )


def _fresh(response: Response) -> Response:
    """What is true now must not be kept by anyone on the way."""
    response.headers["Cache-Control"] = "no-store"
    return response
