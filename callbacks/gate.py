"""The gate before every request: is it from this site, who is it, and may they ask that. What is not allowed is not."""

from typing import Final
from urllib.parse import quote, urlsplit

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from callbacks import headers, limits
from callbacks.cookies import KIOSK, KIOSK_SECONDS, SESSION, give
from callbacks.gate_table import BEFORE_THE_CHANGE, TABLE, Who, may
from callbacks.page_errors import error_page, wants_page
from callbacks.recognition import recognised
from callbacks.records import note
from callbacks.routes_errors import error_response
from callbacks.services import Services
from callbacks.visitor import Visitor, admit, visitor_if_any
from data_access.messages import text

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def register(server: Flask, services: Services) -> None:
    """Say of every request who sent it, and refuse it where they may not; before anything else is asked."""

    @server.before_request
    def let_in() -> Answer | None:
        if is_foreign():
            return _refused(services, 403, "foreign_origin")
        who = TABLE.get(request.endpoint or "")
        if request.endpoint is None or who is Who.MACHINE:
            return None  # no route: nothing answers; or what tells nothing
        known = recognised(services, request.cookies, request.headers.get, request.remote_addr)
        if known is not None:
            admit(known)
        return verdict(services, known, who)

    @server.after_request
    def keep_bound(response: Response) -> Response:
        """A browser forgets a cookie after thirteen months at the latest: a wall that hangs for years is told anew."""
        known = visitor_if_any()
        if known is not None and known.is_kiosk and request.endpoint == "/" and response.status_code == 200:
            give(response, services, KIOSK, request.cookies[KIOSK], seconds=KIOSK_SECONDS)
        return response

    limits.register(server, services)
    headers.register(server)


def is_foreign() -> bool:
    """Whether another site's page sent a request that may change something."""
    if request.method in SAFE:
        return False
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is not None:
        return urlsplit(origin).netloc != request.host and site != "same-origin"
    return site not in (None, "same-origin", "none") or (site is None and SESSION in request.cookies)


def verdict(services: Services, known: Visitor | None, who: Who | None) -> Answer | None:
    """None where the visitor may go on; else what they are told instead."""
    if who is Who.ANYONE:
        return None
    if known is None:
        return _to_sign_in() if wants_page() and who is not None else _refused(services, 401, "nobody")
    if known.must_change and request.endpoint not in BEFORE_THE_CHANGE:
        return redirect("/password", 303) if wants_page() else _refused(services, 403, "must_change")
    if who is None or not may(known, who):
        note(services, "refused", object=request.endpoint or "", result="refused")
        return _refused(services, 403, "demo_closed" if known.is_demo else "not_yours")
    return None


def _to_sign_in() -> Answer:
    asked = request.full_path.rstrip("?")
    return redirect("/sign-in" if asked == "/" else f"/sign-in?next={quote(asked, safe='')}", 303)


def _refused(services: Services, status: int, code: str) -> Response:
    key = f"gate.{code}"
    if wants_page():
        return error_page(services, status, key)
    return error_response(status, key, text(key, "en"), text(key), None)
