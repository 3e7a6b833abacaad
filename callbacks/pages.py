"""How a light page is answered: in the language and theme that its address names, with who is signed in at its head."""

from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from callbacks.gate_table import TABLE, may
from callbacks.headers import PAGE_POLICY
from callbacks.services import Services
from callbacks.visitor import Visitor, visitor_if_any
from data_access.messages import text
from layouts.pages import render
from layouts.theme import THEMES
from layouts.view_state import LANGUAGES

WAYS: Final = (
    ("wall", "/", "/"),
    ("households", "/households/", "/households/"),
    ("scenes", "/scenes", "edit_scenes"),
    ("briefings", "/briefings", "briefings_page"),
    ("papers", "/papers", "papers_page"),
    ("imports", "/imports", "imports_page"),
    ("audit", "/audit", "audit_page"),
    ("admin", "/admin", "admin_page"),
)
"""Name, address and endpoint of the pages that the head of each page leads to, where the visitor may go there."""


def page_language(services: Services) -> str:
    """The language that the page's address asks for, else the product's."""
    asked = request.args.get("lang", services.settings.language)
    return asked if asked in LANGUAGES else services.settings.language


def page_theme(services: Services) -> str:
    """The theme that the page's address asks for, else the one that is set."""
    default = services.settings.theme
    asked = request.args.get("theme", default)
    return asked if asked in THEMES else default


def page(
    services: Services, name: str, *, data: dict[str, Any] | None = None, status: int = 200, **values: Any
) -> Response:
    """The light page `name` with `data` for its script and `values` for its template."""
    lang = page_language(services)
    told = who(services, lang)
    kept = f"?{told['kept']}" if told["kept"] else ""
    html = render(name, lang, theme=page_theme(services), data=data, who=told, kept=kept, **values)
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    response.headers["X-Frame-Options"] = "DENY"
    return response


def who(services: Services, lang: str) -> dict[str, Any]:
    """Who is signed in, as the head of a page says it; `kept` is what an address within the product goes on with."""
    known = visitor_if_any()
    known_values = {"lang": LANGUAGES, "theme": THEMES}
    kept = {name: request.args[name] for name, those in known_values.items() if request.args.get(name) in those}
    told = {
        "kept": urlencode(kept),
        "is_demo": services.settings.is_demo,
        "is_signed_in": False,
        "is_kiosk": False,
        "ways": [],
        "said": "",
    }
    if known is None:
        return told
    name = known.shown_name or known.scope.user
    role = text(f"role.{known.scope.role}", lang)
    region = region_name(services, known.scope.region_code, lang)
    said = " · ".join(part for part in (name, role, region) if part)
    if known.is_demo or known.is_kiosk:
        said = text("desk.demo_short", lang) if known.is_demo else text("desk.kiosk_is", lang, name=name)
    named = [(name, address) for name, address, endpoint in WAYS if _leads(known, endpoint)]
    return told | {
        "is_signed_in": not (known.is_demo or known.is_kiosk or known.is_remote),
        "is_kiosk": known.is_kiosk,
        "idle_minutes": services.settings.idle_minutes,
        "name": name,
        "role": role,
        "region": region,
        "said": said,
        "ways": [] if known.must_change else named,
    }


def product_title(services: Services, lang: str) -> str:
    """The heading of the wall, by which a person knows which installation this is."""
    release, _reason = services.releases.current_or_reason()
    if services.settings.title_zh or release is None:
        return services.settings.title_zh or ""
    return text("wall.title", lang, region=release.root.name(lang))


def region_name(services: Services, code: str | None, lang: str) -> str:
    """The region's name, its code where the release does not know it; "" for the whole database."""
    release, _reason = services.releases.current_or_reason()
    if code is None or release is None or code not in release.tree.index:
        return code or ""
    return release.region(code).name(lang)


def _leads(known: Visitor, endpoint: str) -> bool:
    return endpoint in TABLE and may(known, TABLE[endpoint])
