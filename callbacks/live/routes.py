"""What walls and remotes say: JSON over HTTP, each of it checked before anything is written."""

from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, request

from callbacks.cookies import REMOTE, give, take
from callbacks.live.views import stated, with_household_of, without_household
from callbacks.routes_errors import ParameterError
from callbacks.services import Services
from callbacks.view import choices_of
from data_access.store import WallStore
from layouts.view_state import is_wall_name

LARGEST: Final = 8192
SCENE_COMMANDS: Final = ("next", "previous", "pause", "resume", "show")
CARD_COMMANDS: Final = ("open", "next", "previous", "close")
PAIRED_SECONDS: Final = 30 * 86_400
"""As long as a phone may keep the cookie; the pairing itself ends when it is not used."""

MOVERS: Final = ("hand", "remote", "scene", "live")
_NONE: Final[tuple[str, ...]] = ()


def register(server: Flask, services: Services) -> None:
    """Serve `/live/walls` and what lies under it; `/live` itself is the stream."""

    @server.get("/live/walls")
    def live_walls() -> Response:
        return _fresh(jsonify([{"name": wall.name, "screens": wall.screens} for wall in services.walls().walls()]))

    @server.post("/live/walls/<name>/code")
    def show_code(name: str) -> Response:
        told(_NONE)
        services.walls().ask_code(_named(name))
        return _nothing()

    @server.post("/live/walls/<name>/pair")
    def pair(name: str) -> Response:
        said = told(("code",))
        code = _text(said, "code", 12)
        token = services.walls().pair(_named(name), "".join(code.split()))
        return _remembered(services, _fresh(jsonify(token=token)), token)

    @server.delete("/live/walls/<name>/pair")
    def unpair(name: str) -> Response:
        services.walls().unpair(_named(name), _bearer())
        response = _nothing()
        take(response, REMOTE)
        return response

    @server.get("/live/walls/<name>/pair")
    def paired(name: str) -> Response:
        services.walls().right(_named(name), _bearer(), "remote")
        return _remembered(services, _nothing(), _bearer())

    @server.post("/live/walls/<name>/view")
    def move(name: str) -> Response:
        said = told((), ("search", "by", "origin", "card", "keep_card"))
        store, right = _allowed(services, name, "remote", "screen")
        if right == "screen" and "search" not in said:
            return _fresh(jsonify(serial=store.note(name, _card(said))))
        search = stated(_text(said, "search", LARGEST), choices_of(services, services.releases.current()))
        if right == "remote":
            search = _card_kept(store, name, search) if said.get("keep_card") is True else search
        by = "remote" if right == "remote" else _one_of(said, "by", MOVERS)
        card = _card(said) if right == "screen" else None
        serial = store.move(name, search, by, _text(said, "origin", 40) if "origin" in said else "", card)
        return _fresh(jsonify(serial=serial))

    @server.post("/live/walls/<name>/scene")
    def scene(name: str) -> Response:
        said = told(("command",), ("n",))
        store, _right = _allowed(services, name, "remote")
        store.tell(name, "scene", {"command": _one_of(said, "command", SCENE_COMMANDS), "n": _number(said, "n")})
        return _nothing()

    @server.post("/live/walls/<name>/card")
    def card(name: str) -> Response:
        said = told(("command",), ("n",))
        store, _right = _allowed(services, name, "remote")
        store.tell(name, "card", {"command": _one_of(said, "command", CARD_COMMANDS), "n": _number(said, "n")})
        return _nothing()


def told(required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """The JSON object of the request; raises ParameterError for another form, another site, or other names."""
    wanted = [*required, *optional]
    host = urlsplit(request.headers.get("Origin", "")).netloc
    if host and host != request.host and request.headers.get("Sec-Fetch-Site") != "same-origin":
        raise ParameterError("elsewhere", area="live", status=403, allowed=request.host)
    body = request.get_json(silent=True) if request.is_json and (request.content_length or 0) <= LARGEST else None
    if not isinstance(body, dict) or not set(required) <= set(body) <= set(wanted):
        raise ParameterError("bad_request", area="live", status=400, allowed=wanted, wanted=", ".join(wanted) or "{}")
    return body


def _allowed(services: Services, name: str, *rights: Any) -> tuple[WallStore, str]:
    store = services.walls()
    return store, store.right(_named(name), _bearer(), *rights)


def _named(name: str) -> str:
    if not is_wall_name(name):
        raise ParameterError("bad_name", area="live", status=400, allowed="1-40")
    return name


def _bearer() -> str:
    """The token of the Authorization header; an empty one is paired with nothing."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip()[:100] if kind.lower() == "bearer" else ""


def _text(said: dict[str, Any], name: str, longest: int) -> str:
    value = said.get(name)
    if not isinstance(value, str) or len(value) > longest:
        raise ParameterError(
            "bad_request", area="live", status=400, allowed=f"{name}: text, at most {longest}", wanted=name
        )
    return value


def _one_of(said: dict[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = said.get(name)
    if value not in allowed:
        raise ParameterError("bad_request", area="live", status=400, allowed=list(allowed), wanted=name)
    return str(value)


def _number(said: dict[str, Any], name: str) -> int | None:
    value = said.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10_000):
        raise ParameterError("bad_request", area="live", status=400, allowed=f"{name}: 0-9999", wanted=name)
    return value


def _card(said: dict[str, Any]) -> dict[str, int]:
    """How many households stand on the wall, and which of them has its card open (-1: none)."""
    card = said.get("card", {})
    names = ("tiles", "open")
    if not isinstance(card, dict) or not set(card) <= set(names):
        raise ParameterError("bad_request", area="live", status=400, allowed=list(names), wanted="card")
    if not all(type(value) is int and -1 <= value < 10_000 for value in card.values()):
        raise ParameterError("bad_request", area="live", status=400, allowed="-1-9999", wanted="card")
    return dict(card)


def _card_kept(store: WallStore, name: str, search: str) -> str:
    """A remote does not know whose card is open: the card stays while the village does."""
    shown = store.shown(name)
    return search if shown is None else with_household_of(without_household(search), shown.search)


def _remembered(services: Services, response: Response, token: str) -> Response:
    """The remote's token as a cookie besides: a stream of events can send no other."""
    give(response, services, REMOTE, token, seconds=PAIRED_SECONDS)
    return response


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _nothing() -> Response:
    return _fresh(Response(status=204))
