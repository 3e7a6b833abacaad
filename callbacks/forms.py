"""What a plain form sent, and the page on which its error is said."""

from collections.abc import Callable
from typing import Final

from flask import Flask, Response, request

from data_access.errors import GuatuError

EXTENSION: Final = "guatu_forms"
LARGEST: Final = 16_000  # bytes of a form
NEXT_LONGEST: Final = 2000


class FormError(GuatuError):
    """A form came without a field, with one that is too long, or with what it does not offer."""

    status = 400


def field(name: str, longest: int, *, default: str | None = None) -> str:
    """What was typed; `default` where the form has no such field. Raises FormError."""
    value = request.form.get(name, default)
    if value is None or len(value) > longest or "\x00" in value or (request.content_length or 0) > LARGEST:
        raise FormError("gate.bad_form")
    return value


def chosen(name: str, allowed: tuple[str, ...]) -> str:
    """The one of `allowed` that was chosen; raises FormError."""
    value = field(name, 100)
    if value not in allowed:
        raise FormError("gate.bad_form")
    return value


def say_errors(server: Flask, endpoint: str, page: Callable[[GuatuError], Response]) -> None:
    """Have the errors of a form said on `page`, which is drawn again."""
    server.extensions.setdefault(EXTENSION, {})[endpoint] = page


def page_for(server: Flask, endpoint: str | None) -> Callable[[GuatuError], Response] | None:
    """The page on which errors of this endpoint are said; None where they are said on a page of their own."""
    found: Callable[[GuatuError], Response] | None = server.extensions.get(EXTENSION, {}).get(endpoint)
    return found


def after(told: str | None) -> str:
    """Where to go on within the product: an address that leads elsewhere, or back to the door, is the wall."""
    is_ours = (
        told is not None
        and told.startswith("/")
        and not told.startswith(("//", "/sign-", "/kiosk"))
        and "\\" not in told
        and told.isprintable()
        and len(told) <= NEXT_LONGEST
    )
    return told if is_ours and told is not None else "/"
