"""Headers that every answer carries, beside those of the wall's own policy."""

from typing import Final

from flask import Flask, Response, request

from callbacks.gate_table import TABLE, Who

PERMISSIONS: Final = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer", "camera", "display-capture", "geolocation",
        "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
    )
)  # fmt: skip
"""What no page of ours asks of a browser; full screen and staying awake are the wall's to ask."""

PAGE_POLICY: Final = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "frame-src 'self'", "worker-src 'self'", "form-action 'self'", "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)  # fmt: skip
"""The policy of a light page: no script, style or frame that is not ours, and it is shown in nobody's frame."""


def register(server: Flask) -> None:
    """Say them in every answer; what is not for everybody is kept by nobody on the way."""

    @server.after_request
    def say(response: Response) -> Response:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["Server"] = "guatu"
        kept = response.headers.get("Cache-Control", "")
        if kept.startswith("public") and TABLE.get(request.endpoint or "") not in (Who.MACHINE, Who.ANYONE, None):
            response.headers["Cache-Control"] = kept.replace("public", "private", 1)
        return response
