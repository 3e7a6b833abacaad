"""Who is asking: set once before a request by the gate, read by every callback and route that asks about people."""

from dataclasses import dataclass
from typing import Final

from flask import g, has_request_context

from data_access.errors import ForbiddenError
from data_access.scope import Role, Scope


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent the present request.

    scope     what may be seen of people; made from the account or the wall's token, never from the request's content
    session   public id of the session, for the audit; "" in demo mode
    address   where the request came from
    is_demo   only demo data is served and nobody signs in
    is_kiosk  a wall's own screen, bound to its device
    is_remote a phone that was paired with a wall: it drives, and is told sums alone
    must_change  the password is a one-time one: nothing else may be done before it is changed
    shown_name   how the person is called on the pages
    """

    scope: Scope
    session: str = ""
    address: str = ""
    is_demo: bool = False
    is_kiosk: bool = False
    is_remote: bool = False
    must_change: bool = False
    shown_name: str = ""


DEMO: Final = Visitor(Scope(Role.COUNTY, None, "demo"), is_demo=True)
"""Who looks at a demo scenario: fictional people, so nobody signs in, and an officer's pages can be tried."""


def admit(visitor: Visitor) -> None:
    """Say who sent the present request; the gate's alone."""
    g.visitor = visitor


def visitor() -> Visitor:
    """Who sent the present request. Raises ForbiddenError where the gate let nobody in."""
    found = visitor_if_any()
    if found is None:
        raise ForbiddenError("gate.nobody")
    return found


def visitor_if_any() -> Visitor | None:
    """Who sent the present request; None where nobody was let in, as on the page to sign in."""
    found = g.get("visitor") if has_request_context() else None
    return found if isinstance(found, Visitor) else None


def wall_scope() -> Scope:
    """What the wall's page may see of people for the present visitor: others read along, so the wall's rights."""
    return visitor().scope.on_wall()
