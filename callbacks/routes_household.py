"""One household at a desk: its page, and one masked field of it for a minute."""

from datetime import datetime
from typing import Any, Final, TypeVar

from flask import Flask, Response, jsonify, request
from werkzeug.wrappers import Response as Answer

from callbacks.household_place import door_address, doors_of, village_code
from callbacks.pages import page, page_language
from callbacks.records import note
from callbacks.routes_errors import ParameterError
from callbacks.services import Services
from callbacks.visitor import visitor
from data_access.households.dossier import household_dossier
from data_access.households.uncovered import SHOWN_SECONDS, Field, Reason, uncover
from data_access.messages import Tongue, text
from data_access.release import Release
from data_access.tokens import household_tokens
from data_access.vocabulary import AUTO, spoken_era
from layouts.household_page import household_values
from layouts.qr import qr_image

Kind = TypeVar("Kind", bound=Answer)

_ASKED: Final = ("field", "member", "reason", "words")
_LONGEST: Final = 300


def register(server: Flask, services: Services) -> None:
    """Serve `/household/TOKEN` and what its page asks for. Rows about people are read live and kept by nobody."""

    @server.get("/household/<token>")
    def household_page(token: str) -> Response:
        return dossier_page(services, token)

    @server.post("/household/<token>/uncover")
    def uncover_field(token: str) -> Response:
        release, scope, asked = services.releases.current(), visitor().scope, _asked()
        value = uncover(
            services.database(), scope, village_code(services, scope, release, token), token, release.as_of, **asked,
            tokens=household_tokens(services.settings.home), themes=release.themes,
            doors=doors_of(services.settings),
            record=lambda result, detail: note(services, "uncover", object=token, detail=detail, result=result),
        )  # fmt: skip
        return private(jsonify(value=value, seconds=SHOWN_SECONDS))


def dossier_page(services: Services, token: str) -> Response:
    """The page of the household that `token` stands for, for the present visitor; its view is recorded first."""
    release, scope = services.releases.current(), visitor().scope
    village = village_code(services, scope, release, token)
    dossier = household_dossier(
        services.database(), scope, village, token, release.as_of,
        tokens=household_tokens(services.settings.home), themes=release.themes,
    )  # fmt: skip
    note(services, "card_view", object=token, detail={"page": "household"})
    lang = tongue_of(services, release)
    return private(
        page(
            services,
            "household",
            data=_data(token, lang),
            **household_values(dossier, lang),
            qr=qr_image(door_address(services, village, token)),
            village_address=f"/village/{village}",
            reasons=list(Reason),
            is_revoked=request.args.get("door") == "revoked",
            user=visitor().shown_name or scope.user,
            now=datetime.now().strftime("%Y-%m-%d %H:%M"),
        )
    )


def tongue_of(services: Services, release: Release) -> Tongue:
    """The language of the page in the words of the release's time, or of the era that its address names."""
    return Tongue(page_language(services), spoken_era(request.args.get("era", AUTO), release.as_of.year))


def private(response: Kind) -> Kind:
    """An answer about people: kept by nobody on the way, nor by the browser."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _data(token: str, lang: str) -> dict[str, Any]:
    """What the page's script says and asks."""
    return {
        "lang": str(lang),
        "uncover": f"/household/{token}/uncover",
        "fields": {name: text("uncover.title", lang, field=text(f"uncover.field.{name}", lang)) for name in Field},
        "texts": {
            "left": text("uncover.left", lang, seconds="{seconds}"),
            "failed": text("uncover.failed", lang, reason="{reason}"),
            "blank": text("uncover.blank", lang),
            "offline": text("uncover.offline", lang),
            "wordless": text("uncover.wordless", lang),
        },
    }


def _asked() -> dict[str, str]:
    """The four texts of a request to uncover; raises ParameterError for anything else."""
    body = request.get_json(silent=True)
    asked = {name: body.get(name, "") for name in _ASKED} if isinstance(body, dict) else {}
    if not asked or not all(isinstance(value, str) and len(value) <= _LONGEST for value in asked.values()):
        raise ParameterError("wrong", status=400, allowed=list(_ASKED), area="uncover")
    return asked
