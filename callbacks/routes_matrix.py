"""The industry matrix by address: what each kind of industry reaches in each region drawn on the map."""

import math
from functools import partial
from typing import Any

from flask import Flask, Response, jsonify, request

from callbacks.outlines_of_time import regions_drawn, seen
from callbacks.packing import frozen
from callbacks.services import Services
from data_access.industries import industry_matrix, is_village, kind_name, matrix_kinds
from data_access.release import Release
from layouts.view_state import LANGUAGES, OPTIONS


def register(server: Flask, services: Services) -> None:
    """Serve `/wall/matrix/<release>/<region>/<period>/<lang>`; aggregates only, kept by the browser for ever."""

    @server.get("/wall/matrix/<release_id>/<region>/<int:period>/<lang>")
    def wall_matrix(release_id: str, region: str, period: int, lang: str) -> Response:
        release = services.releases.current()
        if region not in release.known_codes or period not in release.periods:
            return jsonify(unknown=True)
        stand = seen(services, release, region, period)
        said = lang if lang in LANGUAGES else "zh"
        era = request.args.get("era", "auto")
        words = int(era) if era in OPTIONS["era"] and era.isdecimal() else period
        key = f"{release.id}|matrix|{region}|{period}|{said}|{words}"
        make = partial(matrix, stand.release, stand.code, period, said, words)
        return frozen(services, key, release.id == release_id, make)


def matrix(release: Release, code: str, period: int, lang: str, words: int) -> dict[str, Any]:
    """Columns for the browser: regions, kinds, and for each region a row of shares in percent (null = not known).

    `words` is the year whose words name the kinds; `counted` says whether villages or households are counted.
    """
    regions = regions_drawn(release, code)[1]
    kinds = matrix_kinds(release)
    cells = industry_matrix(release, [region.code for region in regions], period)
    shares = [None if math.isnan(share) else round(share, 1) for share in cells["share"].tolist()]
    counts = [
        None if math.isnan(reached) or math.isnan(whole) else [int(reached), int(whole)]
        for reached, whole in zip(cells["reached"].tolist(), cells["whole"].tolist(), strict=True)
    ]
    width = len(kinds)
    counts_households = bool(regions) and is_village(release, regions[0].code)
    return {
        "codes": [region.code for region in regions],
        "names": [region.name(lang) for region in regions],
        "kinds": [kind_name(release, kind, words, lang) for kind in kinds],
        "counted": "households" if counts_households else "villages",
        "traces": [
            f"industry_household_count.{kind}@registered_household_count"
            if counts_households
            else f"industry_village_count.{kind}@village_count"
            for kind in kinds
        ],
        "shares": [shares[at : at + width] for at in range(0, len(shares), width)] if width else [],
        "counts": [counts[at : at + width] for at in range(0, len(counts), width)] if width else [],
    }
