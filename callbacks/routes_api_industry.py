"""The public interface for other programs, industry: aggregates only, never a person, a household or an official."""

import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final

import pandas as pd
from flask import Flask, Response

from callbacks.routes_api import LONGEST, answer, known_period, known_region, parameters, plain
from callbacks.routes_errors import ParameterError
from callbacks.services import Services
from data_access.industry.coverage import by_number_of_kinds, coverage, intersections, township_by_kind
from data_access.industry.doubts import doubt_rows, doubts
from data_access.industry.effect import effect, strata
from data_access.industry.flows import flows
from data_access.industry.gaps import villages_without
from data_access.industry.kinds import covering_kinds, kind_entries
from data_access.industry.other_kinds import farming
from data_access.industry.published import every_published
from data_access.industry.solar import solar
from data_access.industry.support import support
from data_access.industry.tourism import tourism
from data_access.industry.trace import trace
from data_access.industry.villages import is_figure, villages_behind
from data_access.industry.workshops import workshops
from data_access.release import Release

Given = Mapping[str, str]
View = Callable[[Release, str, int, Given], dict[str, object]]

PAGE_SIZE: Final = 50
UNITS: Final = ("village", "household")
ANY: Final = "*"


def register(server: Flask, services: Services) -> None:
    """Serve `/api/v1/industry/<view>?region=&period=` and the further parameters of each view (`VIEWS`)."""

    @server.get("/api/v1/industry/<view>")
    def api_industry(view: str) -> Response:
        release = services.releases.current()
        if view not in VIEWS:
            raise ParameterError("unknown_value", status=404, allowed=list(VIEWS), name="view", value=view[:LONGEST])
        make, required, optional = VIEWS[view]
        given = parameters(required=("region", "period", *required), optional=optional)
        code, period = known_region(release, "region", given["region"]), known_period(release, given["period"])
        return answer(release, region=code, period=period, **make(release, code, period, given))


def _kinds(release: Release, code: str, period: int, given: Given) -> dict[str, object]:
    return {"kinds": as_json(kind_entries(release, period, _lang(given)))}


def _coverage(release: Release, code: str, period: int, given: Given) -> dict[str, object]:
    without = tuple(given["without"].split(",")) if "without" in given else ()
    for kind in without:
        _allowed("without", kind, covering_kinds(release))
    found = coverage(release, code, period, without=without)
    reach = {
        name: {"count": plain(reach.count), "of": plain(reach.of), "percent": as_json(reach.percent)}
        for name in ("villages", "households", "persons")
        for reach in (getattr(found, name),)
    }
    numbers = {unit: by_number_of_kinds(release, code, period, unit) for unit in UNITS}
    return {"kinds": list(found.kinds), **reach, "by_number_of_kinds": numbers}


def _intersections(release: Release, code: str, period: int, given: Given) -> dict[str, object]:
    unit = _allowed("unit", given.get("unit", "village"), UNITS)
    return {"unit": unit, "rows": as_json(intersections(release, code, period, unit))}


def _gaps(release: Release, code: str, period: int, given: Given) -> dict[str, object]:
    without = tuple(given["without"].split(",")) if "without" in given else ()
    for kind in without:
        _allowed("without", kind, covering_kinds(release))
    page = _whole("page", given.get("page", "0"))
    return _object(villages_without(release, code, period, without=without, page=page, page_size=PAGE_SIZE))


def _effect(release: Release, code: str, period: int, given: Given) -> dict[str, object]:
    kind = _allowed("kind", given.get("kind", ANY), (*covering_kinds(release), ANY))
    found = effect(
        release, code, period, kind, cause=given.get("cause", ANY)[:LONGEST], labour=given.get("labour", ANY)[:LONGEST]
    )
    told = [
        {"cause": cause, "labour": labour, "with_kind": with_kind, "without_kind": without}
        for cause, labour, with_kind, without in strata(release, code, period, kind)
    ]
    return {**_object(found), "region_of_incomes": found.region, "strata": told}


def _doubts(release: Release, code: str, period: int, given: Given) -> dict[str, object]:
    return {"rules": as_json(doubts(release, code, _lang(given))), "rows": as_json(doubt_rows(release, code))}


def _trace(release: Release, code: str, period: int, given: Given) -> dict[str, object]:
    figure = given["figure"]
    if not is_figure(release, figure):
        raise ParameterError("unknown_value", status=404, allowed="/api/v1/indicators", name="figure",
                             value=figure[:LONGEST])  # fmt: skip
    found = trace(release, figure, code, period, _lang(given))
    return {**_object(found), "villages": as_json(villages_behind(release, figure, code, period, _lang(given)))}


VIEWS: Final[dict[str, tuple[View, tuple[str, ...], tuple[str, ...]]]] = {
    "kinds": (_kinds, (), ("lang",)),
    "coverage": (_coverage, (), ("without",)),
    "intersections": (_intersections, (), ("unit",)),
    "gaps": (_gaps, (), ("without", "page")),
    "matrix": (lambda release, code, period, _: {"rows": as_json(township_by_kind(release, code, period))}, (), ()),
    "solar": (lambda release, code, period, given: _object(solar(release, code, period, _lang(given))), (), ("lang",)),
    "tourism": (lambda r, code, period, given: _object(tourism(r, code, period, _lang(given))), (), ("lang",)),
    "workshops": (lambda r, code, period, given: _object(workshops(r, code, period, _lang(given))), (), ("lang",)),
    "farming": (lambda r, c, period, given: {"kinds": as_json(farming(r, c, period, _lang(given)))}, (), ("lang",)),
    "flows": (lambda release, code, period, _: _object(flows(release, code, period)), (), ()),
    "effect": (_effect, (), ("kind", "cause", "labour")),
    "support": (lambda release, code, period, _: {"entries": as_json(support(release, code, period))}, (), ()),
    "doubts": (_doubts, (), ("lang",)),
    "published": (lambda release, code, _, __: {"rows": as_json(every_published(release, code))}, (), ()),
    "trace": (_trace, ("figure",), ("lang",)),
}
"""Name of a view -> what makes it, and its required and optional parameters beside region and period."""


def as_json(value: object) -> Any:
    """A record, table or figure as JSON has it: NaN and the infinite as null, a day as YYYY-MM-DD."""
    found: Any = value
    if is_dataclass(value) and not isinstance(value, type):
        found = {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    elif isinstance(value, pd.DataFrame):
        found = [as_json(row) for row in value.to_dict("records")]
    elif isinstance(value, Mapping):
        found = {str(key): as_json(inner) for key, inner in value.items()}
    elif isinstance(value, (list, tuple)):
        found = [as_json(inner) for inner in value]
    elif isinstance(value, date):
        found = None if pd.isna(value) else value.isoformat()
    elif isinstance(value, float):
        found = plain(value) if math.isfinite(value) else None
    return found


def _object(value: object) -> dict[str, object]:
    found: dict[str, object] = as_json(value)
    return {key: inner for key, inner in found.items() if key not in ("region", "period")}


def _lang(given: Given) -> str:
    return _allowed("lang", given.get("lang", "zh"), ("zh", "en"))


def _allowed(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ParameterError("bad_parameter", status=400, allowed=list(allowed), name=name, value=value[:LONGEST])
    return value


def _whole(name: str, said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise ParameterError("bad_parameter", status=400, allowed="0, 1, 2, ...", name=name, value=said[:LONGEST])
    return int(said)
