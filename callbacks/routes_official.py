"""One official's own card: what he or she answers for; the telephone number in full for a duty role, with a reason."""

from typing import Any

from flask import Flask, Response, request

from callbacks.household_place import doors_of
from callbacks.pages import page
from callbacks.records import note
from callbacks.routes_household import private, tongue_of
from callbacks.services import Services
from callbacks.visitor import visitor
from data_access.duty.official import official_card
from data_access.duty.phone import official_phone
from data_access.duty.tokens import official_tokens
from data_access.households.uncovered import Reason
from data_access.tokens import household_tokens
from layouts.official_page import official_values


def register(server: Flask, services: Services) -> None:
    """Serve `/official/TOKEN`. Rows about people are read live and kept by nobody."""

    @server.get("/official/<token>")
    def official_page(token: str) -> Response:
        answer = card_page(services, token)
        note(services, "card_view", object=token[:40], detail={"page": "official"})
        return answer

    @server.post("/official/<token>/phone")
    def official_phone_page(token: str) -> Response:
        number = official_phone(
            services.database(), visitor().scope, services.releases.current(), token,
            reason=request.form.get("reason", ""), officials=official_tokens(services.settings.home),
            doors=doors_of(services.settings),
            record=lambda result, detail: note(
                services, "uncover", object=token[:40], detail=detail, result=result
            ),
        )  # fmt: skip
        return card_page(services, token, number=number or "", is_uncovered=True)


def card_page(services: Services, token: str, **uncovered: Any) -> Response:
    """The page of the official that `token` stands for, for the present visitor."""
    release, known = services.releases.current(), visitor()
    home = services.settings.home
    card = official_card(
        services.database(), known.scope, release, token,
        officials=official_tokens(home), households=household_tokens(home),
    )  # fmt: skip
    values = official_values(card, tongue_of(services, release))
    values |= {"reasons": [one for one in Reason if one is not Reason.OTHER], "is_kiosk": known.is_kiosk}
    values |= {"is_duty": known.scope.may_uncover, "number": None, "is_uncovered": False} | uncovered
    return private(page(services, "official", **values))
