"""What has changed in each region of a map, by address, under the release id: aggregates only."""

import math
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, jsonify, request

from callbacks.outlines_of_time import regions_drawn, seen
from callbacks.packing import frozen
from callbacks.services import Services
from data_access.changes.baseline import Baseline, baseline_of
from data_access.changes.differences import Differences, differences
from data_access.indicators import Indicator
from data_access.industry.change import Change, signed
from data_access.messages import Tongue, text
from data_access.region_levels import DEPTHS, regions_at
from data_access.release import Region, Release
from data_access.vocabulary import AUTO, spoken_era
from layouts.view_state import LANGUAGES


def register(server: Flask, services: Services) -> None:
    """Serve `/wall/change/...`: kept by the browser for ever, but for the reason why there is nothing to compare."""

    @server.get("/wall/change/<release_id>/<region>/<depth>/<int:period>/<since>/<indicator>/<lang>")
    def wall_change(
        release_id: str, region: str, depth: str, period: int, since: str, indicator: str, lang: str
    ) -> Response:
        release = services.releases.current()
        is_known = region in release.known_codes and period in release.periods and indicator in release.indicators
        if not is_known or (depth != "below" and depth not in DEPTHS):
            return jsonify(unknown=True)
        tongue = Tongue(lang if lang in LANGUAGES else "zh", spoken_era(request.args.get("era", AUTO), period))
        stand = seen(services, release, region, period)
        before = baseline_of(stand.release, since, period)
        if not isinstance(before, Baseline):
            response = jsonify(reason=before.said(tongue))
            response.headers["Cache-Control"] = "no-store"
            return response
        shown = regions_at(stand.release, stand.code, depth) if depth != "below" else ()
        shown = shown or regions_drawn(stand.release, stand.code)[1]
        key = f"{release.id}|change|{region}|{depth}|{period}|{before.since}|{indicator}|{tongue}|{tongue.era}"
        make = lambda: change_told(stand.release, before, indicator, shown, period, tongue)  # noqa: E731
        return frozen(services, key, release.id == release_id and since == before.since, make)


def change_told(
    release: Release, before: Baseline, code: str, regions: tuple[Region, ...], period: int, lang: str
) -> Mapping[str, Any]:
    """The differences with their classes and words, in the order of `regions`."""
    indicator = release.indicator(code)
    found = differences(release, before, code, regions, period)
    made = Change(code, indicator, before.since)
    name = indicator.name(period, lang)
    up, down, same, silent = found.counts()
    missed = text("changes.sentence_silent", lang, count=silent) if silent else ""
    since = before.said(lang)
    return {
        "codes": [region.code for region in regions],
        "values": [None if math.isnan(value) else value for value in found.values],
        "states": list(found.states),
        "breaks": list(found.bounds),
        "ranges": ranges_of(found, indicator, lang),
        "name": text("changes.difference", lang, name=name, since=since),
        "unit": made.unit(lang),
        "since": before.since,
        "sentence": text("changes.sentence", lang, name=name, since=since, up=up, down=down, same=same, silent=missed),
    }


def ranges_of(found: Differences, indicator: Indicator, lang: str) -> list[str]:
    """What each class holds, in words and signed numbers."""
    said = [signed(bound, indicator.decimals) for bound in found.bounds]
    middle = text("changes.unchanged", lang)
    if len(said) == 3:
        return [text("changes.class_down", lang), middle, text("changes.class_up", lang)]
    step = 10.0**-indicator.decimals
    large = found.bounds[-1]
    small, most = signed(step, indicator.decimals), signed(large - step, indicator.decimals)
    return [
        text("changes.class_large_down", lang, low=signed(-large, indicator.decimals)),
        text("changes.class_between", lang, low=said[1], high=signed(-step, indicator.decimals)),
        middle,
        text("changes.class_between", lang, low=small, high=most),
        text("changes.class_large_up", lang, low=said[-1]),
    ]
