"""The public interface for other programs: indicators, regions and values; aggregates only, never a person."""

import math
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final

import pandas as pd
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import NotFound

from callbacks import routes_errors
from callbacks.routes_errors import ParameterError
from callbacks.services import Services
from data_access.indicators import Indicator, read_catalogue
from data_access.region_groups import RegionGroup
from data_access.release import WHOLE, Region, Release
from data_access.values import value_of, values_by_region, values_by_village

Query = Callable[[Release, str, str, int], pd.DataFrame]

LEVELS: Final[Mapping[str, Query]] = {
    "self": value_of,
    "children": values_by_region,
    "villages": values_by_village,
}
LONGEST: Final = 40
"""Characters of a parameter that an error repeats."""


def register(server: Flask, services: Services) -> None:
    """Serve `/api/v1/indicators`, `/regions`, `/groups` and `/values`; turn errors of all routes into JSON."""
    routes_errors.register(server)

    @server.get("/api/v1/indicators")
    def api_indicators() -> Response:
        release = services.releases.current()
        parameters(required=(), optional=())
        own = read_catalogue()
        listed = [*own, *(i for i in release.indicators.values() if i.is_published)]
        return answer(release, indicators=[indicator_row(release, indicator) for indicator in listed])

    @server.get("/api/v1/regions")
    def api_regions() -> Response:
        release = services.releases.current()
        given = parameters(required=(), optional=("parent",))
        parent = given.get("parent")
        regions = release.roots if parent is None else release.children(known_region(release, "parent", parent))
        return answer(release, parent=parent, regions=[region_row(region) for region in regions])

    @server.get("/api/v1/groups")
    def api_groups() -> Response:
        release = services.releases.current()
        parameters(required=(), optional=())
        return answer(release, groups=[group_row(release, group) for group in release.groups])

    @server.get("/api/v1/values")
    def api_values() -> Response:
        release = services.releases.current()
        given = parameters(required=("region", "indicator", "period"), optional=("level",))
        return values_answer(release, given)

    @server.get("/api/<path:rest>")
    def api_unknown(rest: str) -> Response:
        raise NotFound(rest[:LONGEST])


def parameters(*, required: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, str]:
    """The parameters of the request by name; raises ParameterError for one unknown, said twice, empty or missing."""
    names = [*required, *optional]
    given: dict[str, str] = {}
    for name, said in request.args.lists():
        if name not in names:
            raise ParameterError("unknown_parameter", status=400, allowed=names, name=name[:LONGEST])
        if len(said) > 1:
            raise ParameterError("duplicate_parameter", status=400, allowed=names, name=name)
        given[name] = said[0]
    for name in names:
        if (name in required and name not in given) or given.get(name) == "":
            raise ParameterError("missing_parameter", status=400, allowed=names, name=name)
    return given


def values_answer(release: Release, given: Mapping[str, str]) -> Response:
    """The values asked for; raises ParameterError for what stands for nothing here."""
    code = known_region(release, "region", given["region"])
    indicator = known_indicator(release, given["indicator"])
    period = known_period(release, given["period"])
    level = given.get("level", "children")
    if level not in LEVELS:
        raise ParameterError("bad_parameter", status=400, allowed=list(LEVELS), name="level", value=level[:LONGEST])
    rows = LEVELS[level](release, indicator.code, code, period)
    return answer(
        release,
        region=code,
        indicator=indicator.code,
        name=indicator.name(period),
        name_en=indicator.name(period, "en"),
        unit=indicator.unit,
        period=period,
        level=level,
        rows=[{str(key): plain(value) for key, value in row.items()} for row in rows.to_dict("records")],
    )


def known_region(release: Release, name: str, code: str) -> str:
    """`code` when a region has it; raises ParameterError."""
    if code not in release.tree.index:
        allowed = "/api/v1/regions"
        raise ParameterError("unknown_value", status=404, allowed=allowed, name=name, value=code[:LONGEST])
    return code


def known_indicator(release: Release, code: str) -> Indicator:
    """The indicator `code` of this release; raises ParameterError, apart for one not connected."""
    if code in release.indicators:
        return release.indicators[code]
    kind = "not_connected" if code in {i.code for i in read_catalogue()} else "unknown_value"
    allowed = list(release.indicators)
    raise ParameterError(kind, status=404, allowed=allowed, name="indicator", value=code[:LONGEST])


def known_period(release: Release, said: str) -> int:
    """The period `said`; raises ParameterError: 400 when it is no year, 404 when the release does not hold it."""
    allowed = list(release.periods)
    if not (len(said) == 4 and said.isascii() and said.isdigit()):
        raise ParameterError("bad_parameter", status=400, allowed=allowed, name="period", value=said[:LONGEST])
    if int(said) not in allowed:
        raise ParameterError("unknown_value", status=404, allowed=allowed, name="period", value=said)
    return int(said)


def answer(release: Release, **content: object) -> Response:
    """JSON with the release and its day of data, kept by clients as long as the release stays (ETag)."""
    response = jsonify({"release": release.id, "data_as_of": release.as_of.isoformat(), **content})
    response.set_etag(sha256(f"{release.id}|{request.full_path}".encode()).hexdigest()[:32])
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def region_row(region: Region) -> dict[str, Any]:
    """One region for other programs; the synthetic one above several highest regions is nobody's parent."""
    return {
        "code": region.code,
        "name": region.name_zh,
        "level": region.level,
        "parent_code": None if region.parent_code == WHOLE else region.parent_code,
    }


def group_row(release: Release, group: RegionGroup) -> dict[str, Any]:
    """One group of regions for other programs; wherever a region's code can stand, its code can."""
    region = release.region(group.code)
    return {
        **region_row(region),
        "name_en": group.name_en,
        "kind": group.kind,
        "industry_kind": group.industry_kind,
        "definition": group.definition_zh,
        "members": list(group.members),
    }


def indicator_row(release: Release, indicator: Indicator) -> dict[str, Any]:
    """One indicator for other programs; `available` is false when its data are not connected."""
    available = indicator.code in release.indicators
    return {
        "code": indicator.code,
        "name": indicator.name(release.latest_period),
        "name_en": indicator.name_en,
        "theme": indicator.theme,
        "unit": indicator.unit,
        "good_direction": indicator.good_direction,
        "definition": indicator.definition_zh,
        "definition_en": indicator.definition_en,
        "numerator": indicator.numerator_zh,
        "denominator": indicator.denominator_zh or None,
        "formula": indicator.formula,
        "source_columns": indicator.source_columns,
        "class_breaks": list(indicator.breaks),
        "lowest_level": indicator.lowest_level,
        "period_rule": indicator.period_rule,
        "needs": list(indicator.needs),
        "is_sensitive": indicator.is_sensitive,
        "is_published": indicator.is_published,
        "available": available,
        "periods": list(release.indicator_periods(indicator.code)) if available else [],
    }


def plain(value: object) -> object:
    """A cell as JSON has it: NaN as null, a whole number without its point."""
    if not isinstance(value, float):
        return value
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() else value
