"""How often one may ask, by person, else by address: counted in Redis where one is set, else in each process."""

from hashlib import sha256
from typing import Final

from flask import Flask, request
from flask_limiter import Limiter

from callbacks.addresses import client_address
from callbacks.answers import REDIS_OPTIONS, is_shared
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
    "imports_files": "10 per minute; 60 per hour",
}
"""Endpoint -> how often; the accounts and the walls' codes keep a count of failures besides."""


UNLIMITED: Final = "1000000 per second"
"""What the limiter is told of an endpoint that is exempt: it asks before it looks whether it is."""


def register(server: Flask, services: Services) -> None:
    """Answer 429 to who asks too often; after the gate, which says who it is."""

    def who() -> str:
        known = visitor_if_any()
        user = known.scope.user if known is not None and not known.is_demo else ""
        asking = user or client_address(services.settings, request.remote_addr, request.headers.get)
        return sha256(asking.encode()).hexdigest()[:20]  # nobody reads from the counts who was here

    shared = is_shared(services.settings)

    Limiter(
        who,
        app=server,
        default_limits=[lambda: LIMITS.get(request.endpoint or "", UNLIMITED)],
        default_limits_exempt_when=lambda: request.endpoint not in LIMITS,
        storage_uri=services.settings.cache if shared else "memory://",
        storage_options=dict(REDIS_OPTIONS) if shared else {},
        in_memory_fallback_enabled=shared,  # a Redis that is down: each process counts for itself until it is back
        key_prefix="guatu",
        strategy="moving-window",
        headers_enabled=False,
    )
