"""The cookies by which a browser is known again: a session, a wall's own screen, a phone paired with a wall."""

from typing import Final

from flask import request
from werkzeug.wrappers import Response

from callbacks.addresses import is_encrypted
from callbacks.services import Services

SESSION: Final = "guatu_session"
KIOSK: Final = "guatu_kiosk"
REMOTE: Final = "guatu_remote"
SIGN_IN: Final = "guatu_sign_in"
"""What was sent along to the house that signs in, while the person is there."""

KIOSK_SECONDS: Final = 400 * 86_400
"""As long as a browser keeps a cookie at all; the wall's own right may end earlier."""

SIGN_IN_SECONDS: Final = 600
LONGEST: Final = 4096


def give(response: Response, services: Services, name: str, value: str, *, seconds: int | None = None) -> None:
    """Have the browser keep `value`: unseen by scripts, sent by no other site's forms, over TLS only where there is."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=is_encrypted(services.settings, request.scheme, request.remote_addr, request.headers.get),
    )


def take(response: Response, name: str) -> None:
    """Have the browser forget it."""
    response.delete_cookie(name, path="/", httponly=True, samesite="Lax")
