"""The list of households: what stands around the grid, and the rows that the grid asks for; nothing of it is kept."""

from typing import Any, Final

from dash import Dash, Input, Output, State, dcc, html
from dash_ag_grid import AgGrid

from callbacks.desk.list_view import allowed_of, list_view, names_of, order_of, well_formed, window_of
from callbacks.records import note
from callbacks.services import Services
from callbacks.visitor import visitor
from data_access.household_index import HouseholdIndex
from data_access.households.listed import listed_households
from data_access.messages import text
from data_access.scope import Scope
from data_access.tokens import household_tokens
from layouts import ids
from layouts.attributes import attributes
from layouts.household_filters import ListView
from layouts.household_grid import columns, grid_row, options
from layouts.panels.household_list import ListPicture, list_bar, list_facets, list_head

_WAIT_MS: Final = 1500


def frame() -> list[Any]:
    """The places in which the list is drawn."""
    return [
        dcc.Location(id=ids.LOCATION, refresh=False),
        dcc.Interval(id=ids.LIST_WAIT, interval=_WAIT_MS, disabled=True),
        html.P(id=ids.NOTICE, className="said", hidden=True, **attributes(data_state="bad", role="alert")),
        html.Header(id=ids.LIST_HEAD, className="list-head"),
        html.Nav(id=ids.LIST_FACETS, className="list-facets"),
        html.Section(
            [html.Div(id=ids.LIST_BAR, className="list-bar"), html.Div(id=ids.LIST_BOX, className="list-box")],
            className="list-rows",
        ),
        html.Aside(id=ids.LIST_MAP, className="list-map"),
    ]


def register(app: Dash, services: Services) -> None:
    """Draw the list as the address says; answer the grid a block at a time."""

    @app.callback(
        Output(ids.LIST_HEAD, "children"),
        Output(ids.LIST_FACETS, "children"),
        Output(ids.LIST_BAR, "children"),
        Output(ids.LIST_BOX, "children"),
        Output(ids.LIST_WAIT, "disabled"),
        Input(ids.LOCATION, "search"),
        Input(ids.LIST_WAIT, "n_intervals"),
    )
    def draw_list(search: str | None, _waited: int | None) -> tuple[Any, Any, Any, Any, bool]:
        """Where, filters with their counts, what is chosen, and a grid of its own for each address."""
        release, scope = services.releases.current(), visitor().scope
        index = services.index.ready_for(release)
        if index is None:
            return [], [], _waiting(services, search), [], False
        picture = _picture(services, index, scope, search)
        _note_sensitive(services, picture)
        grid = _grid(index, scope, picture.view, search)
        return list_head(picture), list_facets(picture), list_bar(picture), grid, True

    @app.callback(
        Output(ids.LIST_GRID, "getRowsResponse"),
        Input(ids.LIST_GRID, "getRowsRequest"),
        State(ids.LOCATION, "search"),
        prevent_initial_call=True,
    )
    def list_rows(asked: dict[str, Any] | None, search: str | None) -> dict[str, Any]:
        """One block of rows: which ones from the index, what they say from the database."""
        scope, index = visitor().scope, services.index.current()
        view = list_view(services, index, scope, search)
        first, count = window_of(asked)
        page = index.page(scope, view.filters, order_of(asked), first, count)
        tokens, names = household_tokens(services.settings.home), names_of(services, view.language)
        lines = listed_households(services.database(), scope, index, page.rows, tokens)
        rows = [grid_row(line, view.language, names, is_full=view.is_full) for line in lines]
        return {"rowData": rows, "rowCount": page.total}


def _picture(services: Services, index: HouseholdIndex, scope: Scope, search: str | None) -> ListPicture:
    """All that stands around the grid."""
    view = list_view(services, index, scope, search)
    path = index.path(scope, view.filters.region)
    total, counts = index.counts(scope, view.filters)
    under = index.by_region(scope, view.filters, path[-1].code)
    places = index.under(path[-1])
    notes = [text("households.refused", view.language)] if view.refused else []
    if not services.index.is_for(services.releases.current()):
        notes.append(text("households.earlier", view.language, day=index.meta.as_of))
    return ListPicture(
        view=view,
        allowed=allowed_of(services, index, scope),
        names=names_of(services, view.language),
        path=path,
        under=tuple((place, *under[place.code]) for place in places),
        total=total,
        facets=index.facets(scope),
        counts=counts,
        exported=scope.exported_rows,
        notes=tuple(notes),
    )


def _note_sensitive(services: Services, picture: ListPicture) -> None:
    """Into the log, where the list is narrowed by what is sensitive."""
    filters = picture.view.filters
    if filters.uses_sensitive:
        note(services, "list_view", object=picture.path[-1].code, detail={"facets": list(filters.chosen)})


def _grid(index: HouseholdIndex, scope: Scope, view: ListView, search: str | None) -> Any:
    """A grid of its own for each address: another one asks for its rows anew, from the first."""
    connected = [facet.name for facet in index.facets(scope)]
    grid = AgGrid(
        id=ids.LIST_GRID,
        rowModelType="infinite",
        columnDefs=columns(view.language, connected, is_full=view.is_full),
        defaultColDef={"resizable": True, "sortable": False, "sortingOrder": ["asc", "desc", None]},
        dashGridOptions=options(view.language),
        getRowId="params.data.token",
        className="grid",
    )
    return html.Div(grid, key=well_formed(search) or "?", className="grid-frame")


def _waiting(services: Services, search: str | None) -> Any:
    """That the index is being built, and how far it is."""
    lang = "en" if "lang=en" in well_formed(search) else services.settings.language
    building = services.index.building()
    said = [text("households.building", lang)]
    if building is not None:
        stage = text(building.stage, lang)
        said.append(text("households.building_stage", lang, stage=stage, done=building.done, total=building.total))
    return html.P(" ".join(said), className="said", **attributes(role="status"))
