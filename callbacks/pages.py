"""How a light page (/remote, /scenes, /preview) is answered: in the language and theme that its address names."""

from typing import Any

from flask import Response, request

from callbacks.services import Services
from layouts.pages import render
from layouts.theme import THEMES
from layouts.view_state import LANGUAGES


def page_language(services: Services) -> str:
    """The language that the page's address asks for, else the product's."""
    asked = request.args.get("lang", services.settings.language)
    return asked if asked in LANGUAGES else services.settings.language


def page_theme(services: Services) -> str:
    """The theme that the page's address asks for, else the one that is set."""
    default = services.settings.theme
    asked = request.args.get("theme", default)
    return asked if asked in THEMES else default


def page(services: Services, name: str, *, data: dict[str, Any] | None = None, **values: Any) -> Response:
    """The light page `name` with `data` for its script and `values` for its template."""
    html = render(name, page_language(services), theme=page_theme(services), data=data, **values)
    return Response(html, content_type="text/html; charset=utf-8")
