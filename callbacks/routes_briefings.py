"""Briefings: preparing one, telling it, and noting what was asked and decided."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from callbacks.briefing_words import name_of_view, told_briefing, told_head
from callbacks.forms import field, say_errors
from callbacks.live.views import without_household
from callbacks.pages import page, page_language
from callbacks.records import note
from callbacks.routes_errors import ParameterError
from callbacks.services import Services
from callbacks.view import choices_of
from callbacks.visitor import visitor
from data_access.briefings import Briefing, Briefings, BriefingScene, State, open_briefings
from data_access.briefings.records import Kind, day_of
from data_access.errors import GuatuError
from data_access.messages import messages, text
from layouts.view_state import ViewState

LARGEST: Final = 1_000_000  # bytes of a request: a hundred scenes with long notes
_HOLES: Final = {name: "{" + name + "}" for name in ("number", "count", "time", "name", "said")}


def register(server: Flask, services: Services) -> None:
    """Serve `/briefings`, its pages and what their scripts ask."""

    @cache
    def store() -> Briefings:
        return open_briefings(services.settings)

    @server.get("/briefings")
    def briefings_page() -> Response:
        return _list(services, store())

    @server.post("/briefings")
    def begin_briefing() -> Answer:
        id = store().begin(field("title", 400), visitor().scope.user)
        note(services, "briefing", object=id, detail={"act": "begin"})
        return redirect(f"/briefings/{id}?lang={page_language(services)}", 303)

    say_errors(server, "begin_briefing", lambda error: _list(services, store(), error))

    @server.get("/briefings.json")
    def list_briefings() -> Response:
        lang = page_language(services)
        return jsonify([told_head(one, lang) for one in store().all() if one.state is not State.ENDED])

    @server.post("/briefings.json")
    def begin_with_view() -> Response:
        id = store().begin(_line(_body(("title",)), "title"), visitor().scope.user)
        note(services, "briefing", object=id, detail={"act": "begin"})
        return jsonify(id=id)

    @server.get("/briefings/view.json")
    def name_view() -> Response:
        release = services.releases.current()
        view = ViewState.from_search(request.args.get("search", "")[:2000], choices_of(services, release))
        return jsonify(said=name_of_view(view, release, page_language(services)))

    @server.get("/briefings/<id>")
    def briefing_page(id: str) -> Response:
        return _page(services, "briefing", store().whole(id))

    @server.get("/briefings/<id>/tell")
    def telling_page(id: str) -> Response:
        return _page(services, "telling", store().whole(id))

    @server.get("/briefings/<id>/state")
    def read_briefing(id: str) -> Response:
        return _told(services, store().whole(id))

    @server.put("/briefings/<id>/state")
    def write_briefing(id: str) -> Response:
        body = _body(("title", "scenes", "version"))
        if not isinstance(body["scenes"], list) or not isinstance(body["version"], int):
            raise _not_understood(("title", "scenes", "version"))
        scenes = [_scene(one) for one in body["scenes"]]
        return _told(services, store().write(id, _line(body, "title"), scenes, body["version"]))

    @server.post("/briefings/<id>/scenes")
    def keep_view(id: str) -> Response:
        body = _body(("search",), ("name", "notes"))
        count = store().keep(id, _scene(body))
        return jsonify(count=count, said=text("briefings.kept", page_language(services), count=count))

    @server.post("/briefings/<id>/act")
    def act_on_briefing(id: str) -> Response:
        act = _one_of(_body(("act",)), "act", tuple(_ACTS))
        _ACTS[act](services, store(), id)
        note(services, "briefing", object=id, detail={"act": act})
        return jsonify({}) if act == "drop" else _told(services, store().whole(id))

    @server.post("/briefings/<id>/noted")
    def note_down(id: str) -> Response:
        body = _body(("kind", "said"), ("who", "until", "scene"))
        store().note(
            id, Kind(_one_of(body, "kind", tuple(Kind))), _line(body, "said"), who=_line(body, "who"),
            until=day_of(_line(body, "until")), scene=_line(body, "scene"), by=visitor().scope.user,
        )  # fmt: skip
        return _told(services, store().whole(id))

    @server.post("/briefings/<id>/noted/<int:number>")
    def settle_noted(id: str, number: int) -> Response:
        act = _one_of(_body(("act",)), "act", ("done", "open", "strike"))
        if act == "strike":
            store().strike(id, number)
        else:
            store().settle(id, number, is_done=act == "done")
        return _told(services, store().whole(id))


def _start(services: Services, store: Briefings, id: str) -> None:
    """Hold the release that is on the wall now until the briefing ends; one that is held already stays as it is."""
    held = services.releases.pinned()
    release = services.releases.current().id
    store.start(id, release, holds=held is None)
    if held is None:
        services.releases.pin(release)


def _end(services: Services, store: Briefings, id: str) -> None:
    if store.end(id):
        services.releases.unpin()


def _drop(_services: Services, store: Briefings, id: str) -> None:
    store.drop(id)


_ACTS: Final = {"start": _start, "end": _end, "drop": _drop}


def _body(required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """The JSON object of the request; raises ParameterError for another form or other names."""
    body = request.get_json(silent=True) if request.is_json and (request.content_length or 0) <= LARGEST else None
    if not isinstance(body, dict) or not set(required) <= set(body) <= {*required, *optional}:
        raise _not_understood((*required, *optional))
    return body


def _not_understood(wanted: tuple[str, ...]) -> ParameterError:
    return ParameterError("not_understood", area="briefings", status=400, allowed=list(wanted))


def _line(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise _not_understood((name,))
    return value


def _one_of(body: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = _line(body, name)
    if value not in allowed:
        raise _not_understood(allowed)
    return value


def _scene(told: object) -> BriefingScene:
    """A scene as a page sent it; a card that stood open is not part of it."""
    if not isinstance(told, dict):
        raise _not_understood(("search",))
    search = without_household(_line(told, "search"))
    return BriefingScene(" ".join(_line(told, "name").split()), search, _line(told, "notes").strip())


def _told(services: Services, briefing: Briefing) -> Response:
    release = services.releases.current()
    response = jsonify(told_briefing(briefing, release, choices_of(services, release), page_language(services)))
    response.headers["Cache-Control"] = "no-store"
    return response


def _list(services: Services, store: Briefings, error: GuatuError | None = None) -> Response:
    lang = page_language(services)
    return page(
        services, "briefings", status=200 if error is None else error.status,
        bad="" if error is None else error.message(lang), briefings=[told_head(one, lang) for one in store.all()],
    )  # fmt: skip


def _page(services: Services, name: str, briefing: Briefing) -> Response:
    release, lang = services.releases.current(), page_language(services)
    told = told_briefing(briefing, release, choices_of(services, release), lang)
    words = {key.removeprefix("briefings.page."): text(key, lang, **_HOLES) for key in messages()
             if key.startswith("briefings.page.")}  # fmt: skip
    return page(services, name, data={"lang": lang, "briefing": told, "texts": words}, briefing=told)
