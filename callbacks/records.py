"""What goes into the log: who did it comes from the visitor, never from what was sent."""

from collections.abc import Mapping

from flask import request

from callbacks.addresses import client_address
from callbacks.services import Services
from callbacks.visitor import visitor_if_any
from data_access.accounts import Session


def address_of(services: Services) -> str:
    """Where the present request came from."""
    return client_address(services.settings, request.remote_addr, request.headers.get)


def note(
    services: Services,
    event: str,
    *,
    object: str = "",
    detail: Mapping[str, object] | None = None,
    result: str = "ok",
    session: Session | None = None,
) -> None:
    """Record that the visitor (of `session` where one has just begun) did something; raises StoreError.

    object  a household's token, a region's code or a user's name; never a name, a number or a key of a household
    """
    known = visitor_if_any()
    scope = session.scope if session is not None else known.scope if known is not None else None
    services.audit().record(
        event,
        user="" if scope is None else scope.user,
        role="" if scope is None else str(scope.role),
        session=session.id if session is not None else "" if known is None else known.session,
        address=address_of(services),
        object=object,
        detail=dict(detail or {}),
        result=result,
    )
