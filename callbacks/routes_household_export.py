"""The household list as a workbook: who took it, when and what for stand in every row; every export is in the log."""

from datetime import datetime
from typing import Any, Final

from flask import Flask, Response, request

from callbacks.desk.list_view import list_view, names_of, well_formed
from callbacks.pages import page_language
from callbacks.records import note
from callbacks.routes_errors import error_response
from callbacks.services import Services
from callbacks.visitor import visitor
from callbacks.watermark import watermark
from data_access.errors import ForbiddenError
from data_access.household_index import HouseholdIndex
from data_access.households.listed import MOST_ROWS, listed_households
from data_access.messages import text
from data_access.scope import Scope
from data_access.spreadsheet import MIME, Cell, Sheet, workbook
from data_access.tokens import household_tokens
from layouts.household_filters import ListView
from layouts.household_grid import columns, grid_row, row_texts
from layouts.household_words import facet_name, value_name

SHORTEST_PURPOSE: Final = 4
LONGEST_PURPOSE: Final = 100


def register(server: Flask, services: Services) -> None:
    """Serve `/households/export`."""

    @server.post("/households/export")
    def households_export() -> Response:
        body: Any = request.get_json(silent=True)
        told = body if isinstance(body, dict) else {}
        purpose, lang = " ".join(well_formed(told.get("purpose")).split())[:LONGEST_PURPOSE], page_language(services)
        if len(purpose) < SHORTEST_PURPOSE:
            said = text("households.purpose_missing", lang)
            return error_response(400, "purpose", said, said, None)
        scope, index = visitor().scope, services.index.current_for(services.releases.current())
        if not scope.exported_rows:
            raise ForbiddenError("households.forbidden_export")
        view = list_view(services, index, scope, request.query_string.decode("ascii", "ignore"))
        is_full = bool(told.get("sensitive")) and scope.may_uncover
        page = index.rows(scope, view.filters, scope.exported_rows)
        place = index.path(scope, view.filters.region)[-1]
        detail = {"rows": len(page.rows), "of": page.total, "sensitive": is_full, "purpose": purpose,
                  "facets": sorted(view.filters.chosen)}  # fmt: skip
        note(services, "export", object=place.code, detail=detail)  # before anything leaves
        mark = watermark(purpose, lang)
        rows = _rows(services, scope, index, list(page.rows), view, is_full=is_full, mark=mark)
        title = text("households.title", lang)
        sheets = [
            Sheet(title, rows[0], rows[1], watermark=mark),
            _about(services, view, mark, place.name(lang), page.total),
        ]
        response = Response(workbook(sheets), content_type=MIME)
        name = f"households-{place.code}-{datetime.now():%Y%m%d-%H%M}.xlsx"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        return response


def _rows(
    services: Services,
    scope: Scope,
    index: HouseholdIndex,
    rows: list[int],
    view: ListView,
    *,
    is_full: bool,
    mark: str,
) -> tuple[tuple[str, ...], list[list[Cell]]]:
    """Headings and rows as the grid has them, read a block at a time; the last column says whose copy it is."""
    lang, tokens = view.language, household_tokens(services.settings.home)
    connected, names = [facet.name for facet in index.facets(scope)], names_of(services, view.language)
    shown = columns(lang, connected, is_full=is_full)
    fields = [column["field"] for column in shown]
    lines: list[list[Cell]] = []
    for first in range(0, len(rows), MOST_ROWS):
        block = listed_households(services.database(), scope, index, rows[first : first + MOST_ROWS], tokens)
        lines += [[*row_texts(grid_row(line, lang, names, is_full=is_full), fields), mark] for line in block]
    return (*(column["headerName"] for column in shown), text("households.watermark_column", lang)), lines


def _about(services: Services, view: ListView, mark: str, region: str, total: int) -> Sheet:
    """What the list was filtered by, and whose copy it is."""
    lang, names = view.language, names_of(services, view.language)
    rows: list[list[Cell]] = [
        [text("households.places", lang), region],
        [text("households.total_heading", lang), total],
    ]
    for name, values in view.filters.chosen.items():
        rows.append([facet_name(name, lang), ", ".join(value_name(name, value, lang, names) for value in values)])
    rows.append([text("households.watermark_column", lang), mark])
    return Sheet(text("households.about", lang), (), rows, watermark=mark)
