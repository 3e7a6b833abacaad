"""A whole level on one map - all villages of a city - by address: the regions once, and each indicator by itself."""

from collections import Counter
from typing import Any, Final

from flask import Flask, Response, jsonify, request

from callbacks.outlines_of_time import by_today
from callbacks.packing import frozen
from callbacks.routes_boundaries import drawn_with
from callbacks.routes_wall import places_of, positions_of, told_sentence, wall_picture
from callbacks.services import Services
from data_access.class_breaks import MADE, cut
from data_access.messages import Tongue, text
from data_access.region_levels import DEPTHS, regions_at
from data_access.release import Release
from data_access.value_columns import value_column
from data_access.values import class_breaks
from data_access.vocabulary import AUTO, spoken_era
from geo.published import ParentEntry
from layouts.view_state import LANGUAGES

MOST_FILES: Final = 60
"""Where an edition has no files of whole levels, so many files of single parents may be put together instead."""


def register(server: Flask, services: Services) -> None:
    """Serve `/wall/under/...` and `/wall/under-breaks/...`; aggregates, kept by the browser for ever."""

    @server.get("/wall/under/<release_id>/<drawn>/<region>/<depth>/<int:period>/<lang>")
    def wall_under(release_id: str, drawn: str, region: str, depth: str, period: int, lang: str) -> Response:
        release = services.releases.current()
        if not is_known(release, region, depth, period):
            return jsonify(unknown=True)
        tongue = _tongue(lang, period)
        key = f"{release.id}|under|{drawn_with(services)}|{region}|{depth}|{period}|{tongue}|{tongue.era}"
        is_current = (release.id, drawn_with(services)) == (release_id, drawn)
        return frozen(
            services, key, is_current, lambda: level_picture(services, release, region, depth, period, tongue)
        )

    @server.get("/wall/under/<release_id>/<drawn>/<region>/<depth>/<int:period>/<lang>/<indicator>")
    def wall_under_column(
        release_id: str, drawn: str, region: str, depth: str, period: int, lang: str, indicator: str
    ) -> Response:
        release = services.releases.current()
        if not is_known(release, region, depth, period) or indicator not in release.indicators:
            return jsonify(unknown=True)
        tongue = _tongue(lang, period)
        key = f"{release.id}|column|{region}|{depth}|{period}|{indicator}|{tongue}|{tongue.era}"
        is_current = (release.id, drawn_with(services)) == (release_id, drawn)
        line = services.settings.exit_line
        make = lambda: level_column(release, region, depth, period, indicator, tongue, exit_line=line)  # noqa: E731
        return frozen(services, key, is_current, make)

    @server.get("/wall/under-breaks/<release_id>/<way>/<depth>/<indicator>/<places>")
    def wall_under_breaks(release_id: str, way: str, depth: str, indicator: str, places: str) -> Response:
        release = services.releases.current()
        asked = places_of(release, places)
        is_asked = asked is not None and all(is_known(release, code, depth, period) for code, period in asked)
        if asked is None or not is_asked or way not in MADE or indicator not in release.indicators:
            return jsonify(unknown=True)
        key = f"{release.id}|under-breaks|{way}|{depth}|{indicator}|{places}"
        make = lambda: level_breaks(release, asked, depth, indicator, way)  # noqa: E731
        return frozen(services, key, release.id == release_id, make)


def _tongue(lang: str, period: int) -> Tongue:
    return Tongue(lang if lang in LANGUAGES else "zh", spoken_era(request.args.get("era", AUTO), period))


def is_known(release: Release, region: str, depth: str, period: int) -> bool:
    """Whether there is such a picture in this release; where there is none, the wall draws the usual one."""
    return (
        depth in DEPTHS
        and region in release.tree.index
        and period in release.periods
        and any(child.level < DEPTHS[depth] and release.children(child.code) for child in release.children(region))
    )


def level_picture(
    services: Services, release: Release, code: str, depth: str, period: int, lang: str
) -> dict[str, Any]:
    """What `wall_picture` says of a region, with all regions of a level in the place of those directly below it.

    Without figures: these are asked by indicator (`level_column`).
    """
    shown = regions_at(release, code, depth)
    level = Counter(region.level for region in shown).most_common(1)[0][0]
    return {
        **wall_picture(services, release, code, period, lang),
        "depth": depth,
        "times": by_today(release, period, lang),
        "belowText": text(f"below.{level}", lang),
        "rankingText": text(f"ranking.{level}", lang),
        "codes": [region.code for region in shown],
        "names": [region.name(lang) for region in shown],
        "boundaries": _boundaries(services, release, code, depth),
        **{part: {} for part in ("breaks", "values", "own", "absent", "sentences")},
    }


def level_column(
    release: Release, code: str, depth: str, period: int, indicator: str, lang: str, *, exit_line: float
) -> dict[str, Any]:
    """One indicator of such a map: values, numerators, denominators in its order, classes, absences, the sentence."""
    shown = regions_at(release, code, depth)
    column = value_column(release, indicator, [region.code for region in shown], period)
    own = value_column(release, indicator, [code], period)
    level = Counter(region.level for region in shown).most_common(1)[0][0]
    region = release.region(code)
    return {
        "values": [column.values, column.numerators, column.denominators],
        "own": [own.values[0], own.numerators[0], own.denominators[0]],
        "breaks": class_breaks(release, indicator, level),
        "absent": positions_of(column, len(shown)) if column.absent else {},
        "sentence": told_sentence(release, indicator, region, period, column, own, shown, lang, exit_line),
    }


def level_breaks(
    release: Release, places: list[tuple[str, int]], depth: str, indicator: str, way: str
) -> dict[str, list[float]]:
    """Bounds of the classes of one indicator over one such map or two, by the way they are cut."""
    columns = [value_column(release, indicator, _codes(release, code, depth), period) for code, period in places]
    return {indicator: list(cut((v for one in columns for v in one.values), release.indicators[indicator], way))}


def _codes(release: Release, code: str, depth: str) -> list[str]:
    return [region.code for region in regions_at(release, code, depth)] or [code]


def _boundaries(services: Services, release: Release, code: str, depth: str) -> dict[str, Any] | None:
    """The box and the file of a whole level; where the edition has none, the files of its parents put together."""
    manifest = services.boundaries.manifest
    if manifest is None:
        return None
    if release.group(code) is not None:
        return _of_group([manifest["parents"].get(member.code) for member in release.children(code)], depth)
    entry = manifest["parents"].get(code)
    if entry is None:
        return None
    around = entry["files"]
    level = entry.get("levels", {}).get(str(DEPTHS[depth]))
    if level is not None:
        return {"bbox": entry["bbox"], "files": [level["files"]], "lines": None, "around": around}
    parents = manifest["parents"]
    above = sorted({region.parent_code or "" for region in regions_at(release, code, depth)} & parents.keys())
    if not 0 < len(above) <= MOST_FILES:
        return None
    return {"bbox": entry["bbox"], "files": [parents[one]["files"] for one in above], "lines": None, "around": around}


def _of_group(entries: list[ParentEntry | None], depth: str) -> dict[str, Any] | None:
    """Of a group there is a file for each of its members; None where one of them has none."""
    levels = [entry.get("levels", {}).get(str(DEPTHS[depth])) for entry in entries if entry is not None]
    files = [level["files"] for level in levels if level is not None]
    if not files or len(files) < len(entries):
        return None
    west, south, east, north = zip(*(entry["bbox"] for entry in entries if entry is not None), strict=True)
    return {"bbox": [min(west), min(south), max(east), max(north)], "files": files, "lines": None, "around": None}
