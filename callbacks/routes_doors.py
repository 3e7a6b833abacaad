"""The codes on the doors: what opens behind one, how one is revoked, and the cards of a village to be printed."""

from contextlib import suppress
from datetime import date

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from callbacks.household_place import door_addresses, doors_of, village_code, village_today
from callbacks.pages import page
from callbacks.records import note
from callbacks.routes_household import private, tongue_of
from callbacks.services import Services
from callbacks.visitor import visitor, visitor_if_any
from data_access.doors import Door
from data_access.errors import ForbiddenError, UnknownError
from data_access.households.door_cards import door_card, door_cards
from data_access.release import Release
from data_access.tokens import household_tokens
from layouts.door_pdf import door_cards_pdf


def register(server: Flask, services: Services) -> None:
    """Serve `/h/CODE`, and what a duty role does with codes."""

    @server.get("/h/<code>")
    def door(code: str) -> Answer:
        release, found = services.releases.current(), doors_of(services.settings).at(code)
        if "plain" not in request.args and _may_open(services, release, found):
            return private(redirect(f"/household/{found.household}", 303))
        return _plain_page(services, release, found, code)

    @server.post("/household/<token>/revoke-door")
    def revoke_door(token: str) -> Answer:
        release, scope = services.releases.current(), visitor().scope
        if not scope.may_uncover:
            raise ForbiddenError("door.forbidden")
        village_code(services, scope, release, token)  # of this scope, or unknown
        note(services, "admin_door", object=token)
        doors_of(services.settings).revoke(token)
        return private(redirect(f"/household/{token}?door=revoked", 303))

    @server.post("/village/<code>/doors.pdf")
    def print_cards(code: str) -> Response:
        release, scope = services.releases.current(), visitor().scope
        cards = door_cards(
            services.database(), scope, code, release.as_of,
            tokens=household_tokens(services.settings.home), themes=release.themes,
        )  # fmt: skip
        note(services, "print_cards", object=code, detail={"cards": len(cards)})
        addresses = door_addresses(services, code, [card.token for card in cards])
        lang = tongue_of(services, release)
        made = door_cards_pdf(cards, addresses, lang, year=release.as_of.year, printed_on=date.today())
        response = Response(made, content_type="application/pdf")
        response.headers.set("Content-Disposition", "attachment", filename=f"doors-{code}.pdf")
        return private(response)


def _may_open(services: Services, release: Release, found: Door) -> bool:
    """Whether who scanned the code is signed in and the household is theirs to see."""
    known = visitor_if_any()
    if known is None or known.must_change or known.is_kiosk or known.is_remote or not known.scope.lists_households:
        return False
    with suppress(UnknownError, ForbiddenError):
        village_code(services, known.scope, release, found.household)
        return True
    return False


def _plain_page(services: Services, release: Release, found: Door, code: str) -> Response:
    """What anybody may read who stands before the door."""
    themes, as_of = release.themes, release.as_of
    village = village_today(services, release, found)
    card = door_card(
        services.database(), village, found.household, as_of,
        tokens=household_tokens(services.settings.home), themes=themes,
    )  # fmt: skip
    lang = tongue_of(services, release)
    return private(page(services, "door", card=card, year=as_of.year, as_of=as_of, code=code, tongue=lang))
