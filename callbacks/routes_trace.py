"""Where a figure comes from, by address: for the dialog of the wall, and as a workbook to take along."""

from dataclasses import replace
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from flask import Flask, Response, jsonify, request

from callbacks.outlines_of_time import seen
from callbacks.packing import frozen
from callbacks.place_traces import place_told
from callbacks.records import note
from callbacks.routes_api import LONGEST, known_period, known_region, parameters
from callbacks.routes_errors import ParameterError
from callbacks.services import Services
from callbacks.visitor import visitor, wall_scope
from callbacks.watermark import watermark
from data_access.households.behind import counted_by, household_sheet, households_counted
from data_access.households.industry import offices_of_villages
from data_access.households.records import CountedHouseholds
from data_access.industry.export import gap_sheet, stamped, trace_sheets
from data_access.industry.gaps import villages_without
from data_access.industry.trace import trace
from data_access.industry.villages import is_figure, villages_behind
from data_access.messages import Tongue
from data_access.rankings.opened import place_figure
from data_access.release import Release
from data_access.spreadsheet import MIME, Sheet, workbook
from data_access.tokens import household_tokens
from data_access.vocabulary import AUTO, spoken_era
from layouts.panels.trace_dialog import households_told, trace_told
from layouts.view_state import LANGUAGES

MOST_HOUSEHOLDS: Final = 1000
"""Households read at once: a village has hundreds, a township more."""


def register(server: Flask, services: Services) -> None:
    """Serve `/wall/trace/...` (frozen aggregates; places live), `/wall/trace-households` (live), `/wall/*.xlsx`."""

    @server.get("/wall/trace/<release_id>/<figure>/<region>/<int:period>/<lang>")
    def wall_trace(release_id: str, figure: str, region: str, period: int, lang: str) -> Response:
        release = services.releases.current()
        if (place := place_figure(figure)) is not None:
            spoken = _tongue(lang, period, request.args.get("era", AUTO))
            response = jsonify(place_told(services, release, place, region, period, spoken) or {"unknown": True})
            response.headers["Cache-Control"] = "no-store"
            return response
        if region not in release.known_codes or period not in release.periods or not is_figure(release, figure):
            return jsonify(unknown=True)
        stand = seen(services, release, region, period)
        tongue = _tongue(lang, period, request.args.get("era", AUTO))
        key = f"{release.id}|trace|{figure}|{region}|{period}|{tongue}|{tongue.era}"
        told = partial(traced, stand.release, figure, stand.code, period, tongue)
        return frozen(services, key, release.id == release_id, told)

    @server.get("/wall/trace-households")
    def trace_households() -> Response:
        release = services.releases.current()
        given = parameters(required=("figure", "region", "lang"), optional=("period", "page", "era"))
        code, lang = known_region(release, "region", given["region"]), _language(given["lang"])
        period = known_period(release, given.get("period", str(release.as_of.year)))
        figure, tongue = _listed(release, given["figure"], code, period), _tongue(lang, period, given.get("era", AUTO))
        page = int(given["page"]) if given.get("page", "").isdecimal() and len(given["page"]) < 6 else 0
        found = households_counted(
            services.database(), wall_scope(), release, figure, code, period,
            tokens=household_tokens(services.settings.home), page=page,
        )  # fmt: skip
        response = jsonify(households_told(found, tongue))
        response.headers["Cache-Control"] = "no-store"
        return response

    @server.get("/wall/trace.xlsx")
    def trace_workbook() -> Response:
        release = services.releases.current()
        given = parameters(required=("figure", "region", "period", "lang"), optional=("era",))
        code, period = known_region(release, "region", given["region"]), known_period(release, given["period"])
        figure, tongue = given["figure"], _tongue(_language(given["lang"]), period, given.get("era", AUTO))
        if not is_figure(release, figure):
            raise ParameterError("unknown_value", status=404, allowed="/api/v1/indicators", name="figure",
                                 value=figure[:LONGEST])  # fmt: skip
        sheets = [*trace_sheets(release, figure, code, period, tongue)]
        if visitor().scope.exported_rows and counted_by(release, figure, code, period) is not None:
            title = str(sheets[0].rows[0][1])
            households = _households(services, release, figure, code, period, tongue)
            note(services, "export", object=code, detail={"figure": figure, "rows": len(households.rows)})
            marked = replace(households, watermark=watermark(title, tongue))
            sheets.append(stamped(marked, release, tongue))
        return _attached(sheets, release, f"{figure}-{code}-{period}", f"{sheets[0].rows[0][1]}-{period}")

    @server.get("/wall/gaps.xlsx")
    def gaps_workbook() -> Response:
        release = services.releases.current()
        given = parameters(required=("region", "period", "lang"), optional=("solar", "era"))
        code, period = known_region(release, "region", given["region"]), known_period(release, given["period"])
        tongue = _tongue(_language(given["lang"]), period, given.get("era", AUTO))
        without = ("SOLAR",) if given.get("solar") == "without" else ()
        gaps = villages_without(release, code, period, without=without, page_size=max(1, len(release.tree))).rows
        offices = offices_of_villages(services.database(), wall_scope(), release, [row.code for row in gaps])
        sheet = gap_sheet(release, code, period, offices, without=without, lang=tongue)
        return _attached([sheet], release, f"gaps-{code}-{period}", f"{sheet.title}-{code}-{period}")


def traced(release: Release, figure: str, code: str, period: int, lang: str) -> dict[str, Any]:
    """One figure for the dialog: where it comes from and the villages behind it."""
    return trace_told(
        trace(release, figure, code, period, lang),
        villages_behind(release, figure, code, period, lang),
        release.region(code).name(lang),
        lang,
        demo=release.is_demo,
        lists=release.is_today and counted_by(release, figure, code, period) is not None,
    )


def _attached(sheets: list[Sheet], release: Release, name: str, name_said: str) -> Response:
    """The sheets as a file; its name in ASCII and, for who reads it, as it is said."""
    response = Response(workbook(sheets), content_type=MIME)
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name)
    said = quote("".join(c for c in f"{name_said}-{release.as_of}.xlsx" if c not in '\\/:*?"<>|')[-120:])
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}.xlsx\"; filename*=UTF-8''{said}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _households(services: Services, release: Release, figure: str, code: str, period: int, lang: str) -> Sheet:
    """The households behind a figure, without names, and no more of them than the visitor may take along."""

    def page(number: int) -> CountedHouseholds:
        return households_counted(
            services.database(), wall_scope(), release, figure, code, period,
            tokens=household_tokens(services.settings.home), page=number, page_size=MOST_HOUSEHOLDS,
        )  # fmt: skip

    first = page(0)
    most = min(first.total, visitor().scope.exported_rows)
    sheet = household_sheet([first, *(page(number) for number in range(1, -(-most // MOST_HOUSEHOLDS)))], lang)
    return replace(sheet, rows=sheet.rows[:most])


def _listed(release: Release, figure: str, code: str, period: int) -> str:
    """A figure of a region whose households are listed; raises ParameterError where none may be told."""
    if not is_figure(release, figure) or counted_by(release, figure, code, period) is None:
        raise ParameterError("unknown_value", status=404, allowed=[], name="figure", value=figure[:LONGEST])
    return figure


def _language(said: str) -> str:
    if said not in LANGUAGES:
        raise ParameterError("bad_parameter", status=400, allowed=list(LANGUAGES), name="lang", value=said[:LONGEST])
    return said


def _tongue(lang: str, period: int, era: str) -> Tongue:
    return Tongue(lang if lang in LANGUAGES else "zh", spoken_era(era, period))
