"""What the painter asks by address: values and points, under the release id, so that an answer never changes."""

import math
from collections import Counter
from typing import Any, Final

from flask import Flask, Response, jsonify, request

from callbacks.layers import layer_points
from callbacks.outlines_of_time import Drawn, drawn_in, regions_drawn, todays_outlines
from callbacks.packing import frozen
from callbacks.routes_boundaries import drawn_with
from callbacks.services import Services
from data_access.class_breaks import MADE, breaks_of
from data_access.messages import Tongue, text
from data_access.release import Release
from data_access.standing import Standing, moved_text, standing
from data_access.tree import VILLAGE_LEVEL, Region
from data_access.value_columns import ValueColumn, value_columns
from data_access.values import class_breaks
from data_access.vocabulary import AUTO, spoken_era
from layouts.sentences.footer import sentence
from layouts.view_state import LANGUAGES


def register(server: Flask, services: Services) -> None:
    """Serve `/wall/values/...`, `/wall/breaks/...`, `/wall/points/...`; aggregates, kept by the browser for ever."""

    @server.get("/wall/values/<release_id>/<drawn>/<region>/<int:period>/<lang>")
    def wall_values(release_id: str, drawn: str, region: str, period: int, lang: str) -> Response:
        release = services.releases.current()
        if region not in release.known_codes or period not in release.periods:
            return jsonify(unknown=True)  # the wall falls back and says so; it is no failure of the network
        said = lang if lang in LANGUAGES else "zh"
        on = year_of_tree(release, period)
        stand = standing(release, region, on)
        if stand.moved:
            return jsonify(moved={"code": stand.code, "text": moved_text(release, region, stand.code, on, said)})
        now = (release.id, drawn_with(services))
        tongue = Tongue(said, spoken_era(request.args.get("era", AUTO), period))
        key = f"{now[0]}|values|{now[1]}|{region}|{period}|{on}|{said}|{tongue.era}"
        is_current = now == (release_id, drawn)
        return frozen(services, key, is_current, lambda: picture_in(services, stand, period, on, tongue))

    @server.get("/wall/breaks/<release_id>/<way>/<places>")
    def wall_breaks(release_id: str, way: str, places: str) -> Response:
        release = services.releases.current()
        asked = places_of(release, places)
        if way not in MADE or asked is None:
            return jsonify(unknown=True)
        key = f"{release.id}|breaks|{way}|{places}"
        stands = [standing(release, code, period) for code, period in asked]
        shown = [[r.code for r in regions_drawn(stand.release, stand.code)[1]] for stand in stands]
        drawn = [(stand.release, codes, period) for stand, codes, (_, period) in zip(stands, shown, asked, strict=True)]
        return frozen(services, key, release.id == release_id, lambda: breaks_of(drawn, way))

    @server.get("/wall/points/<release_id>/<region>/<layer>")
    def wall_points(release_id: str, region: str, layer: str) -> Response:
        release = services.releases.current()
        stand = standing(release, region, release.latest_period)  # what stands on the map stands there today
        key = f"{release.id}|points|{stand.code}|{layer}"
        return frozen(services, key, release.id == release_id, lambda: layer_points(release, stand.code, layer))


def places_of(release: Release, places: str) -> list[tuple[str, int]] | None:
    """ "code@period", one or two of them, joined by "~"; None where one stands for nothing in this release."""
    pairs = [place.rpartition("@") for place in places.split("~")]
    known = [(code, int(year)) for code, _, year in pairs if code in release.known_codes and year.isdecimal()]
    fits = 0 < len(known) == len(pairs) <= 2 and all(year in release.periods for _, year in known)
    return known if fits else None


def year_of_tree(release: Release, period: int) -> int:
    """The year on whose tree a map is drawn: the parameter `on` of two maps side by side, else that of the map."""
    said = request.args.get("on", "")
    year = int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else period
    return year if year in release.periods else period


def picture_in(services: Services, stand: Standing, period: int, on: int, lang: str) -> dict[str, Any]:
    """The map of a region in `period` on the tree of `on`, with what is to be said of regions and outlines."""
    drawn = drawn_in(services, stand, period, on, lang)
    picture = wall_picture(services, drawn.release, drawn.code, period, lang)
    told = {**picture, "boundaries": drawn.outlines, "times": drawn.said}
    if picture["selected"] is None or not _is_of_its_parent(services, drawn, picture["parent"], period, on, lang):
        return told
    return {name: part for name, part in told.items() if name not in SHARED} | {"around": picture["parent"]}


SHARED: Final = ("codes", "names", "breaks", "values", "absent")
"""What the picture of a village has in common with that of its township: the browser takes it from there."""


def _is_of_its_parent(services: Services, drawn: Drawn, parent: str, period: int, on: int, lang: str) -> bool:
    """Whether the picture of `parent`, asked for by its own code, shows the same regions of the same year."""
    around = standing(drawn.release, parent, on)
    if parent == drawn.code or around.moved:
        return False
    its = drawn_in(services, around, period, on, lang)
    return its.release is drawn.release and its.code == parent


def wall_picture(services: Services, release: Release, code: str, period: int, lang: str) -> dict[str, Any]:
    """One map: the regions drawn, their values in every indicator, where the outlines lie, the way up, the sentence.

    A village is drawn among its sisters with itself selected; so is any region without regions below.
    """
    region = release.region(code)
    below = release.children(code)
    around, shown = regions_drawn(release, code)
    sisters = _sisters(release, region)
    columns = value_columns(release, [r.code for r in shown], period)
    own = value_columns(release, [code], period)
    level = Counter(r.level for r in shown).most_common(1)[0][0]
    return {
        "release": release.id,
        "period": period,
        "region": {"code": region.code, "name": region.name(lang), "level": region.level},
        "path": [[r.code, r.name(lang)] for r in release.ancestors(code)],
        "parent": around.code,
        "sisters": [[r.code, r.name(lang)] for r in sisters if below and r.code != code],
        "selected": None if below else region.code,
        "households": region.level == VILLAGE_LEVEL and _has_households(release, code),
        "belowText": text(f"below.{level}", lang),
        "rankingText": text(f"ranking.{level}", lang),
        "codes": [r.code for r in shown],
        "names": [r.name(lang) for r in shown],
        "boundaries": todays_outlines(services.boundaries.manifest, release, around.code),
        "breaks": {name: class_breaks(release, name, level) for name in columns},
        "values": {name: [c.values, c.numerators, c.denominators] for name, c in columns.items()},
        "own": {name: [c.values[0], c.numerators[0], c.denominators[0]] for name, c in own.items()},
        "absent": {name: positions_of(c, len(shown)) for name, c in columns.items() if c.absent},
        "sentences": {
            name: told_sentence(
                release, name, region, period, column, own.get(name), shown, lang, services.settings.exit_line
            )
            for name, column in columns.items()
        },
    }


def positions_of(column: ValueColumn, count: int) -> dict[str, list[int] | bool]:
    """Why values are absent, by positions; True where it is true of all."""
    return {state: True if len(at) == count else at for state, at in column.absent.items()}


def _has_households(release: Release, code: str) -> bool:
    return not math.isnan(release.quantity("registered_household_count", code, release.latest_period))


def _sisters(release: Release, region: Region) -> tuple[Region, ...]:
    """The regions beside one: those under the same parent; of a group the groups of its level there."""
    if release.group(region.code) is not None:
        beside = [release.region(group.code) for group in release.groups]
        return tuple(r for r in beside if (r.parent_code, r.level) == (region.parent_code, region.level))
    return release.children(region.parent_code) if region.parent_code is not None else ()


def told_sentence(
    release: Release,
    name: str,
    region: Region,
    period: int,
    column: ValueColumn | None,
    own: ValueColumn | None,
    shown: tuple[Region, ...],
    lang: str,
    exit_line: float,
) -> str:
    value = own.values[0] if own is not None else None
    pairs = _told(column, shown, lang) if all(r.code != region.code for r in shown) else []
    return sentence(
        release.indicators[name],
        region.name(lang),
        period,
        math.nan if value is None else value,
        pairs,
        Counter(r.level for r in shown).most_common(1)[0][0],
        lang,
        exit_line=exit_line if name == "POVERTY_INCIDENCE" else None,
    )


def _told(column: ValueColumn | None, shown: tuple[Region, ...], lang: str) -> list[tuple[str, float]]:
    """Names and values of the regions that have one or should have reported one; others are not spoken of."""
    if column is None:
        return []
    silent = {i for at in column.absent.values() for i in at}
    rows = enumerate(zip(shown, column.values, strict=True))
    return [(r.name(lang), math.nan if v is None else v) for i, (r, v) in rows if i not in silent]
