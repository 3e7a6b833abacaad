"""`/metrics`: what the server counts of its own work, for this machine or for who knows the token."""

import time
from contextlib import suppress
from hmac import compare_digest
from ipaddress import ip_address
from typing import Final

from flask import Flask, Response, request

from callbacks.addresses import client_address
from callbacks.routes_errors import error_response
from callbacks.services import Services
from data_access.messages import text

TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def register(server: Flask, services: Services) -> None:
    """Serve `/metrics`; 403 for everybody else."""

    @server.get("/metrics")
    def metrics() -> Response:
        if not _may(services):
            return error_response(403, "gate.not_yours", text("gate.not_yours", "en"), text("gate.not_yours"), None)
        response = Response(services.metrics.written(_facts(services)), content_type=TYPE)
        response.headers["Cache-Control"] = "no-store"
        return response


def _may(services: Services) -> bool:
    """Whether this machine itself asks, or who knows the token; a proxy beside us speaks for others."""
    token = services.settings.metrics_token
    kind, _, told = request.headers.get("Authorization", "").partition(" ")
    if token is not None and kind.lower() == "bearer" and compare_digest(told.strip().encode(), token.encode()):
        return True
    address = client_address(services.settings, request.remote_addr, request.headers.get)
    with suppress(ValueError):
        return ip_address(address).is_loopback
    return False


def _facts(services: Services) -> list[tuple[str, str, float]]:
    """What is true of the installation, whichever worker is asked."""
    release, _reason = services.releases.current_or_reason()
    if release is None:
        return [("guatu_release_present", "Whether there is a release to show", 0.0)]
    meta = release.meta
    return [
        ("guatu_release_present", "Whether there is a release to show", 1.0),
        ("guatu_release_age_seconds", "Since the release was made", time.time() - meta.created_at.timestamp()),
        ("guatu_release_build_seconds", "How long it took to make it", meta.built_in_seconds),
        ("guatu_release_pinned", "Whether a release is pinned", float(services.releases.pinned() is not None)),
        ("guatu_releases_skipped", "Releases passed over as damaged", float(len(services.releases.skipped))),
    ]
