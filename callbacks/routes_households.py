"""What the household list asks for beside its grid: its map, its search, the filters that are kept."""

from functools import cache
from typing import Any, Final

from flask import Flask, Response, jsonify, request

from callbacks.desk.list_view import allowed_of, list_view, well_formed
from callbacks.pages import page_language
from callbacks.records import note
from callbacks.routes_errors import error_response
from callbacks.services import Services
from callbacks.visitor import visitor
from data_access.household_index import HouseholdIndex
from data_access.household_index.scoped_regions import Place
from data_access.households.found import FoundHousehold, found_households
from data_access.messages import text
from data_access.saved_filters import LONGEST_NAME, LONGEST_SEARCH, SavedFilters, open_saved_filters
from data_access.scope import Scope
from data_access.tokens import household_tokens
from data_access.tree import TOWNSHIP_LEVEL, VILLAGE_LEVEL
from geo.published import Manifest
from layouts.household_filters import ListView

COUNTY_LEVEL: Final = 3
STEPS: Final = 6
LONGEST_QUERY: Final = 40
_MOST_FILES: Final = 60
_HERE: Final = "REGION"
"""Stands in an address for the code that the browser fills in."""


def register(server: Flask, services: Services) -> None:
    """Serve `/households/map`, `/households/search` and `/households/saved`."""

    @cache
    def saved() -> SavedFilters:
        return open_saved_filters(services.settings)

    @server.get("/households/map")
    def households_map() -> Response:
        scope, index = visitor().scope, services.index.ready_for(services.releases.current())
        if index is None:
            return jsonify(waiting=True)
        view = list_view(services, index, scope, request.query_string.decode("ascii", "ignore"))
        return jsonify(map_of(services, index, scope, view))

    @server.post("/households/search")
    def households_search() -> Response:
        words, lang = well_formed(_body().get("words"))[:LONGEST_QUERY], page_language(services)
        scope, index = visitor().scope, services.index.current_for(services.releases.current())
        tokens = household_tokens(services.settings.home)
        found = found_households(services.database(), scope, index, words, tokens)
        note(services, "search", object=scope.region_code or "", detail={"found": len(found.households)})
        return jsonify(
            places=[_place(services, index, scope, place, lang) for place in found.places],
            households=[_household(one, lang) for one in found.households],
            said=text("households.search_found", lang, shown=len(found.households), total=f"{found.total:,}"),
        )

    @server.get("/households/saved")
    def households_saved() -> Response:
        return _listed(saved(), visitor().scope)

    @server.route("/households/saved", methods=["POST", "DELETE"])
    def households_save() -> Response:
        scope, body, lang = visitor().scope, _body(), page_language(services)
        name, search = well_formed(body.get("name")).strip(), well_formed(body.get("search"))
        if not 0 < len(name) <= LONGEST_NAME or len(search) > LONGEST_SEARCH:
            said = text("households.saved_name_wrong", lang, most=LONGEST_NAME)
            return error_response(400, "bad_name", said, said, None)
        if request.method == "DELETE":
            saved().drop(scope.user, name)
        else:
            index = services.index.current_for(services.releases.current())
            view = list_view(services, index, scope, search)
            saved().keep(scope.user, name, view.to_search(allowed_of(services, index, scope)))
        return _listed(saved(), scope)


def _listed(saved: SavedFilters, scope: Scope) -> Response:
    return jsonify(saved=[{"name": one.name, "search": one.search} for one in saved.of(scope.user)])


def _body() -> dict[str, Any]:
    """The JSON object of the request; empty where it is none."""
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def map_of(services: Services, index: HouseholdIndex, scope: Scope, view: ListView) -> dict[str, Any]:
    """The villages of the region shown, of one above counties the regions below it: code -> class, name, households of
    the list, all households."""
    above, lang = index.region(scope, view.filters.region), view.language
    if above.level == VILLAGE_LEVEL and (up := index.parent_of(above)) is not None and index.is_in(scope, up.code):
        above = up
    villages = above.level >= COUNTY_LEVEL
    counts = index.by_region(scope, view.filters.with_region(above.code), above.code, villages=villages)
    edges = _edges([count for count, _ in counts.values()])
    allowed = allowed_of(services, index, scope)
    values: dict[str, list[Any]] = {}
    for place in index.under(above, villages=villages):
        count, total = counts[place.code]
        values[place.code] = [sum(count >= edge for edge in edges), place.name(lang), f"{count:,}", f"{total:,}"]
    return {
        "title": text("households.map_title", lang, name=above.name(lang)),
        "above": {place.code: place.name(lang) for place in index.under(above) if villages},
        "files": _files(services, index, above, villages=villages),
        "values": values,
        "here": view.filters.region if view.filters.region in values else None,
        "said": text("households.map_said", lang, name="{name}", count="{count}", total="{total}"),
        "href": f"/households/{view.at(_HERE).to_search(allowed)}",
        "legend": _legend(edges, lang),
    }


def _edges(counts: list[int]) -> list[int]:
    """Lower bounds of at most six classes of what is more than none, about as many regions a class."""
    told = sorted(count for count in counts if count)
    return sorted({told[len(told) * step // STEPS] for step in range(STEPS)}) if told else []


def _legend(edges: list[int], lang: str) -> list[list[Any]]:
    """What each class holds; whole numbers from the first edge on."""
    legend: list[list[Any]] = [[0, text("households.map_none", lang)]]
    for step, low in enumerate(edges, 1):
        high = edges[step] - 1 if step < len(edges) else None
        said = f"≥ {low:,}" if high is None else f"{low:,}" if low == high else f"{low:,}–{high:,}"
        legend.append([step, said])
    return legend


def _files(services: Services, index: HouseholdIndex, above: Place, *, villages: bool) -> list[str]:
    """The addresses of the coarse outlines of the regions drawn."""
    manifest = services.boundaries.manifest
    if manifest is None:
        return []
    parents = [above]
    if villages and above.level < TOWNSHIP_LEVEL:
        parents += [place for place in index.under(above) if place.level < VILLAGE_LEVEL][:_MOST_FILES]
    return [f"/boundaries/{name}" for place in parents if (name := _coarse(manifest, place.code))]


def _coarse(manifest: Manifest, code: str) -> str | None:
    entry = manifest["parents"].get(code)
    return entry["files"].get("coarse") if entry else None


def _place(services: Services, index: HouseholdIndex, scope: Scope, place: Place, lang: str) -> dict[str, str]:
    up = index.parent_of(place)
    allowed = allowed_of(services, index, scope)
    view = ListView(language=lang, theme=request.args.get("theme", allowed.theme)).at(place.code)
    return {"name": place.name(lang), "where": up.name(lang) if up else "",
            "href": f"/households/{view.to_search(allowed)}"}  # fmt: skip


def _household(one: FoundHousehold, lang: str) -> dict[str, str]:
    line = one.line
    village, above = (line.village_zh, line.above_zh) if lang == "zh" else (line.village_en, line.above_en)
    return {
        "token": line.token,
        "name": line.head_name or text("households.not_told", lang),
        "where": " · ".join(part for part in (above, village) if part),
        "status": text(f"household.status.{line.status}", lang),
        "by": text(f"households.way.{one.way}", lang, tail=line.number_tail or ""),
    }
