"""How often one may ask: counted in the memory of each process, by person, else by address."""

from typing import Final

from flask import Flask, request
from flask_limiter import Limiter

from callbacks.addresses import client_address
from callbacks.services import Services
from callbacks.visitor import visitor_if_any

LIMITS: Final[dict[str, str]] = {
    "sign_in": "20 per minute; 200 per hour",
    "sign_in_elsewhere": "20 per minute",
    "sign_in_return": "20 per minute",
    "kiosk_bind": "10 per minute; 60 per hour",
    "change_password": "10 per minute",
    "confirm_totp": "10 per minute",
    "show_code": "120 per minute",
    "pair": "120 per minute",
    "audit_verify": "6 per minute",
    "door": "60 per minute",
    "uncover_field": "30 per minute",
    "print_cards": "10 per minute; 60 per hour",
    "households_search": "120 per minute; 2000 per hour",
    "households_export": "6 per minute; 40 per day",
}
"""Endpoint -> how often; the accounts and the walls' codes keep a count of failures besides."""


UNLIMITED: Final = "1000000 per second"
"""What the limiter is told of an endpoint that is exempt: it asks before it looks whether it is."""


def register(server: Flask, services: Services) -> None:
    """Answer 429 to who asks too often; after the gate, which says who it is."""

    def who() -> str:
        known = visitor_if_any()
        user = known.scope.user if known is not None and not known.is_demo else ""
        return user or client_address(services.settings, request.remote_addr, request.headers.get)

    Limiter(
        who,
        app=server,
        default_limits=[lambda: LIMITS.get(request.endpoint or "", UNLIMITED)],
        default_limits_exempt_when=lambda: request.endpoint not in LIMITS,
        storage_uri="memory://",
        strategy="moving-window",
        headers_enabled=False,
    )
