"""A village's households at a desk: tiles coloured by an indicator, beside the village and its dwellings."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request

from callbacks.pages import page
from callbacks.records import note
from callbacks.routes_household import private, tongue_of
from callbacks.services import Services
from callbacks.visitor import visitor
from data_access.households import household_tiles
from data_access.households.records_village import TileBy, choices
from data_access.households.tile_tones import dwellings, tile_tones
from data_access.households.tiles import MAX_PAGE_SIZE
from data_access.release import Release
from data_access.tokens import household_tokens
from geo.published import PublishedBoundaries
from layouts.village_page import village_values


def register(server: Flask, services: Services) -> None:
    """Serve `/village/CODE?by=INDICATOR`. Rows about people are read live and kept by nobody."""

    @server.get("/village/<code>")
    def village_page(code: str) -> Response:
        release, scope, engine = services.releases.current(), visitor().scope, services.database()
        known: dict[str, Any] = {"tokens": household_tokens(services.settings.home), "themes": release.themes}
        allowed = choices(scope, release.themes)
        by = next((one for one in allowed if one == request.args.get("by")), TileBy.STATUS)
        found = household_tiles(engine, scope, code, as_of=release.as_of, page_size=MAX_PAGE_SIZE, **known)
        tones = {} if by is TileBy.STATUS else tile_tones(engine, scope, code, by, release.as_of, **known)
        homes = dwellings(engine, scope, code, release.as_of, **known)
        note(services, "list_view", object=code, detail={"page": "village", "by": str(by)})
        lang, shape = tongue_of(services, release), outline(services.boundaries, release, code)
        values = village_values(found, by, allowed, tones, shape, homes, lang)
        return private(page(services, "village", **values, may_print=scope.may_uncover, as_of=release.as_of))


def outline(boundaries: PublishedBoundaries, release: Release, code: str) -> Mapping[str, Any] | None:
    """The village's published geometry; None where it has none."""
    manifest = boundaries.manifest
    above = release.ancestors(code) if code in release.tree.index else ()
    for region in above:
        entry = manifest["parents"].get(region.code) if manifest is not None else None
        if entry is not None and code in entry["children"]:
            content = boundaries.open(entry["files"]["fine"])[0]
            features = json.loads(content)["features"]
            return next((one["geometry"] for one in features if one["id"] == code), None)
    return None
