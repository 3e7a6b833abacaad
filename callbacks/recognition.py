"""Who sent a request, told by its cookies and its address; the same for pages and for the live stream."""

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Final

from callbacks.addresses import HeaderOf, client_address, is_trusted
from callbacks.cookies import KIOSK, LONGEST, REMOTE, SESSION
from callbacks.services import Services
from callbacks.visitor import DEMO, Visitor
from data_access.accounts import Session
from data_access.accounts.signing_in import external_name
from data_access.scope import WALL

_NUMBERS: Final = re.compile(r"[\d._]+")


def device_of(header: HeaderOf) -> str:
    """What stays the same of a wall's browser: a hash of what it says of itself, without the versions."""
    return sha256(_NUMBERS.sub("", header("User-Agent") or "").encode()).hexdigest()[:32]


def recognised(
    services: Services, cookies: Mapping[str, str], header: HeaderOf, peer: str | None, *, active: bool = True
) -> Visitor | None:
    """Who it is: a session, else a wall's own screen, else a paired phone; None for a stranger.

    With `active` False a session is looked at without being used, so that an open page does not keep it alive.
    """
    address = client_address(services.settings, peer, header)
    if services.settings.is_demo:
        return replace(DEMO, address=address)
    return (
        _signed_in(services, cookies, header, peer, active)
        or _kiosk(services, cookies, header, address)
        or _remote(services, cookies, header, address)
    )


def _signed_in(
    services: Services, cookies: Mapping[str, str], header: HeaderOf, peer: str | None, active: bool
) -> Visitor | None:
    token = cookies.get(SESSION, "")[:LONGEST]
    session = services.accounts().session(token, active=active) if token else None
    if session is None or _is_another(services, session, header, peer):
        return None
    return Visitor(
        session.scope,
        session=session.id,
        address=client_address(services.settings, peer, header),
        must_change=session.must_change,
        shown_name=session.shown_name,
    )


def proxy_user(services: Services, header: HeaderOf, peer: str | None) -> str:
    """The person whom a trusted proxy names; "" where none does, or the settings do not want its word."""
    settings = services.settings
    if "proxy" not in settings.sign_in or not is_trusted(settings, peer):
        return ""
    return (header(services.sign_in_ways().proxy.user_header) or "").strip()[:200]


def _is_another(services: Services, session: Session, header: HeaderOf, peer: str | None) -> bool:
    """Whether a trusted proxy says that another person sits there by now, or nobody."""
    if session.provider != "proxy":
        return False
    return session.scope.user != external_name("proxy", proxy_user(services, header, peer))


def _kiosk(services: Services, cookies: Mapping[str, str], header: HeaderOf, address: str) -> Visitor | None:
    token = cookies.get(KIOSK, "")[:LONGEST]
    session = services.accounts().kiosk(token, device_of(header)) if token else None
    if session is None:
        return None
    return Visitor(session.scope, session=session.id, address=address, is_kiosk=True, shown_name=session.shown_name)


def _remote(services: Services, cookies: Mapping[str, str], header: HeaderOf, address: str) -> Visitor | None:
    kind, _, told = (header("Authorization") or "").partition(" ")
    token = told.strip() if kind.lower() == "bearer" else cookies.get(REMOTE, "")
    if not token or not services.walls().is_remote(token[:100]):
        return None
    return Visitor(WALL, address=address, is_remote=True)
