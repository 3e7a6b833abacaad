"""The scenes for walls and remotes, and the page on which they are edited."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, request

from callbacks.kind_words import told_kinds
from callbacks.layers import layer_names
from callbacks.pages import page, page_language
from callbacks.routes_errors import error_response
from callbacks.scene_list import known_names, name_of, scene_list, search_of
from callbacks.services import Services
from callbacks.view import choices_of
from callbacks.visitor import visitor_if_any
from data_access.messages import messages, text
from data_access.release import Release
from data_access.scenes import Fault, Hours, SceneFile, read_scenes, write_scenes
from data_access.scope import Role
from data_access.vocabulary import AUTO
from layouts.view_state import DECK, EVERY_KIND, OPTIONS, VIEWS

SCENE_ROLES: Final = frozenset({Role.COUNTY, Role.ADMINISTRATOR})
LARGEST: Final = 64_000  # bytes of a request


def register(server: Flask, services: Services) -> None:
    """Serve `/scenes.json` (read by everyone, written by the page) and `/scenes`."""

    @server.get("/scenes.json")
    def read_programme() -> Response:
        return answer(services, services.releases.current())

    @server.put("/scenes.json")
    def write_programme() -> Response:
        refused = _refused(services)
        return refused or _written(services, services.releases.current(), request.get_json(silent=True))

    @server.get("/scenes")
    def edit_scenes() -> Response:
        release = services.releases.current()
        lang = page_language(services)
        return page(services, "scenes", data=editor(services, release, lang))


def answer(services: Services, release: Release, status: int = 200) -> Response:
    """The programme as JSON; its ETag begins with the version of the file, which a writer must give back."""
    listing = programme(services, release, page_language(services), request.args.get("era", AUTO))
    response = jsonify(listing)
    response.status_code = status
    digest = sha256(response.get_data()).hexdigest()[:12]
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(f"{listing['version']}-{digest}")
    if request.method == "GET":
        response.make_conditional(request)
    return response


def programme(services: Services, release: Release, lang: str, era: str = AUTO) -> dict[str, Any]:
    """What runs and what is written: scenes that can be shown with their query strings, rows as in the file, faults."""
    choices = choices_of(services, release)
    listing = scene_list(services.settings, release)
    told = listing.programme
    return {
        "version": listing.version,
        "origin": listing.origin,
        "idle_seconds": told.idle_seconds,
        "night": told.night and {"hours": _span(told.night.hours), "dim": told.night.dim},
        "scenes": [
            {
                "number": scene.number,
                "name": name_of(scene, release, choices, lang, era),
                "search": search_of(scene, choices),
                "dwell": scene.dwell,
                "hours": scene.hours and _span(scene.hours),
            }
            for scene in told.scenes
            if not scene.is_off
        ],
        "rows": [_plain(row) for row in listing.rows],
        "faults": [_fault(fault, lang) for fault in listing.faults],
    }


def _span(hours: Hours) -> list[int]:
    return [hours.start, hours.end]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the file as JSON; dates and whatever else TOML knows as text."""
    kinds = (str, int, float, bool, list)
    return {str(key): value if isinstance(value, kinds) else str(value) for key, value in row.items()}


def _fault(fault: Fault, lang: str) -> dict[str, Any]:
    return {
        "line": fault.line,
        "scene": fault.scene,
        "key": fault.key,
        "said": fault.said(lang),
        "sentence": fault.sentence(lang),
        "is_unknown": fault.is_unknown,
    }


def _refused(services: Services) -> Response | None:
    """Why this request may not write, None where it may: another site, no JSON, too large, nobody's."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return _error(403, "foreign_origin")
    if not request.is_json:
        return _error(415, "not_json")
    if (request.content_length or 0) > LARGEST:
        return _error(413, "http_413", "api.http_413")
    if not may_write(services):
        return _error(401, "not_paired")
    return None if request.if_match else _error(428, "no_version")


def may_write(services: Services) -> bool:
    """Whether the request may change the scenes: who keeps the county's wall, or is paired with one."""
    known = visitor_if_any()
    if known is not None and known.scope.role in SCENE_ROLES and not known.is_remote:
        return True
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return kind.lower() == "bearer" and services.walls().is_remote(token.strip()[:100])


def _written(services: Services, release: Release, body: object) -> Response:
    """Write the body's programme; 400 with every fault when it is not well written, and the file stays as it was."""
    if not isinstance(body, dict) or not isinstance(rows := body.get("scenes"), list):
        return _error(400, "not_a_programme")
    if not all(isinstance(row, dict) for row in rows) or not isinstance(night := body.get("night"), dict | None):
        return _error(400, "not_a_programme")
    file, known = SceneFile(services.settings.scenes), known_names(choices_of(services, release))
    source = write_scenes(
        file.find(known).source,
        rows,
        idle_seconds=body.get("idle_seconds"),
        night=night,
        lang=services.settings.language,
    )
    reading = read_scenes(source, known)
    if not reading.is_well_written:
        lang = page_language(services)
        response = _error(400, "not_well_written")
        response.set_data(jsonify(**response.get_json(), faults=[_fault(f, lang) for f in reading.faults]).get_data())
        return response
    services.shared_files.look_now()
    file.write(source, _version_seen())
    services.shared_files.look_now()
    return answer(services, release)


def _version_seen() -> str:
    """The version of the file that the writer saw: what stands before the dash in the ETag that it gives back."""
    tags = sorted(request.if_match.as_set(include_weak=True))
    return tags[0].partition("-")[0] if tags else ""


def editor(services: Services, release: Release, lang: str) -> dict[str, Any]:
    """What the page of the scenes needs: the programme, what there is to choose from, its words."""
    choices = choices_of(services, release)
    return {
        "lang": lang,
        "programme": programme(services, release, lang),
        "defaults": {
            "region": choices.region,
            "indicators": {view: choices.indicator_of(view) for view in VIEWS},
            "layers": {view: list(choices.layers_of(view)) for view in VIEWS},
            "kind": EVERY_KIND,
            **{name: choices.default(name) for name in ("view", "solar", "deck", "breaks", "depth", "spotlight")},
        },
        "views": [[name, text(f"view.{name}", lang)] for name in VIEWS],
        "kinds": [list(pair) for pair in told_kinds(release, release.latest_period, lang)],
        "solars": [[name, text(f"scenes.solar.{name}", lang)] for name in OPTIONS["solar"]],
        "decks": [[name, text(f"deck.{name}", lang)] for name in DECK],
        "regions": [[r.code, r.name(lang), r.level, r.parent_code] for r in release.tree.regions],
        "indicators": [[i.code, i.name(release.latest_period, lang)] for i in release.indicators.values()],
        "periods": list(choices.periods),
        "layers": [list(pair) for pair in layer_names(release, lang).items()],
        "breaks": [[name, text(f"scenes.breaks.{name}", lang)] for name in OPTIONS["breaks"]],
        "depths": [[name, text(f"menu.depth_{name}", lang)] for name in OPTIONS["depth"]],
        "spotlights": [[name, text(f"scenes.panel.{name}", lang)] for name in OPTIONS["spotlight"]],
        "open": may_write(services),
        "texts": {
            key.removeprefix("scenes.page."): text(key, lang, **_HOLES)
            for key in messages()
            if key.startswith("scenes.page.")
        },
    }


_HOLES: Final = {name: "{" + name + "}" for name in ("number", "count", "time", "name")}
"""Places in the page's words that its script fills."""


def _error(status: int, code: str, key: str = "") -> Response:
    key = key or f"scenes.{code}"
    return error_response(status, code, text(key, "en"), text(key), None)
