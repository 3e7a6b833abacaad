"""Open monitoring cases by kind and risk, and where they are: regions, in a township the households themselves."""

import math
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data_access.households.records import IndustryHousehold, IndustryHouseholds
from data_access.messages import text
from data_access.monitoring.cases import COLUMNS, LISTS, OPEN, OpenCases, Part, figure_of
from layouts import ids
from layouts.attributes import attributes
from layouts.markup import Markup, still
from layouts.numbers import whole
from layouts.panels.frame import panel
from layouts.panels.monitor_frame import bar, without_figures
from layouts.panels.traced import still_traced, traced


def cases_panel(
    found: OpenCases | None,
    listed: IndustryHouseholds | None,
    of: str,
    period: int,
    latest: int,
    lang: str,
    *,
    connected: bool,
    is_listing: bool,
) -> html.Section:
    """Kinds and risks as bars; below them the regions, or where `is_listing` the households of the list `of`.

    `listed` is None where they must not be listed.
    """
    title = text("cases.title", lang)
    if found is None:
        return without_figures(title, "cases", period, latest, lang, connected=connected)
    unit = traced(text("cases.unit", lang, count=whole(found.households)), OPEN, lang)
    if not found.households:
        none = html.P(text("cases.none", lang), className="monitor-none")
        return panel(title, unit, none, name="cases", lang=lang)
    below = _households(found, listed, of, lang) if is_listing else [_places(found, lang)]
    body = [html.Div([_objects(found, lang), _risks(found, lang)], className="cases-split"), *below]
    return panel(title, unit, html.Div(body, className="cases gaps"), name="cases", lang=lang)


def _objects(found: OpenCases, lang: str) -> html.Ul:
    return html.Ul([_part(part, found.objects, lang) for part in found.objects], className="cases-parts is-objects")


def _risks(found: OpenCases, lang: str) -> html.Ul:
    rows = [_part(part, found.risks, lang) for part in found.risks]
    return html.Ul(rows, className="cases-parts is-risks", **attributes(aria_label=text("cases.by_risk", lang)))


def _part(part: Part, parts: Sequence[Part], lang: str) -> html.Li:
    most = max((other.count for other in parts if not math.isnan(other.count)), default=0.0)
    long = 0.0 if math.isnan(part.count) or not most else 100 * part.count / most
    name = part.name or text("cases.unknown", lang)
    hint = text("monitor.withheld" if math.isnan(part.count) else "trace.open", lang)
    return html.Li(
        [
            html.Span(name, className="cases-name", title=name),
            bar(("step", long)),
            traced(whole(part.count), part.figure, lang, className="cases-count", title=hint),
        ]
    )


def _places(found: OpenCases, lang: str) -> Component:
    heads = [
        html.Th(text("cases.column.place", lang), scope="col"),
        *(
            html.Th(
                text(f"cases.column.{name}", lang),
                scope="col",
                className="is-count",
                title=text(f"cases.hint.{name}", lang),
            )
            for name in COLUMNS
        ),
    ]
    rows = [
        still(
            "tr",
            [
                still(
                    "th",
                    still("a", place.name, href=f"?view=monitor&region={place.code}", **attributes(data_go=place.code)),
                    scope="row",
                ),
                *(
                    still(
                        "td",
                        still_traced(whole(figure), name, lang, region=place.code),
                        className="is-count" + (" is-due" if figure > 0 and name in COLUMNS[2:] else ""),
                    )
                    for name, figure in zip(COLUMNS, place.figures, strict=True)
                ),
            ],
            **attributes(data_region=place.code),
        )
        for place in found.places
    ]
    return html.Div(
        html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)]), className="gaps-rows whole-rows", tabIndex="0"
    )


def _households(found: OpenCases, listed: IndustryHouseholds | None, of: str, lang: str) -> list[Component]:
    """The buttons of the lists, and the households of the one that is chosen: masked; each opens its card."""
    kinds = [(part.code, part.name) for part in found.objects if part.count > 0 and part.name]
    lists = [(name, text(f"cases.list.{name}", lang)) for name in LISTS]
    buttons = [
        html.Button(
            said, id=_turn("list", name, 0), type="button", className="monitor-choice",
            **attributes(aria_pressed=str(name == of).lower()),
        )
        for name, said in (*lists[:1], *kinds, *lists[1:])
    ]  # fmt: skip
    chosen = html.Div(buttons, className="cases-lists", role="group")
    if listed is None:
        return [chosen, html.P(text("cases.list.withheld", lang), className="monitor-none")]
    if not listed.total:
        return [chosen, html.P(text("cases.list.nobody", lang), className="monitor-none")]
    heads = [
        html.Th(text(f"cases.list.{name}", lang), scope="col") for name in ("head", "village", "members", "helper")
    ]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody([_household(row, lang) for row in listed.rows])])
    total = traced(text("cases.list.total", lang, count=whole(listed.total)), figure_of(of), lang)
    head = html.Div([html.H3(total), *_pager(listed, of, lang)], className="gaps-head")
    return [chosen, head, html.Div(table, className="gaps-rows whole-rows", tabIndex="0")]


def _household(row: IndustryHousehold, lang: str) -> Markup:
    name = row.head_name or text("household.tiles.no_name", lang)
    button = still(
        "button", name, type="button", **attributes(data_household=row.token, data_household_region=row.village_code)
    )
    helper = row.helper.name_zh if row.helper else "—"
    members = "—" if row.member_count is None else str(row.member_count)
    cells = [still("td", said) for said in (row.village_zh, members, helper)]
    return still("tr", [still("th", button, scope="row"), *cells])


def _turn(by: str, of: str, page: int) -> dict[str, str | int]:
    return {"type": ids.MONITOR_TURN, "by": by, "of": of, "page": page}


def _pager(listed: IndustryHouseholds, of: str, lang: str) -> list[Component]:
    pages = -(-listed.total // listed.page_size)
    if pages <= 1:
        return []
    turns = [
        html.Button(
            text(f"gaps.{key}", lang), id=_turn("page", of, target),
            type="button", className="gaps-turn", title=text(f"trace.word.{key}", lang),
            disabled=not 0 <= target < pages,
        )
        for key, target in (("previous", listed.page - 1), ("next", listed.page + 1))
    ]  # fmt: skip
    where = html.Span(f"{listed.page + 1} / {pages}", **attributes(aria_live="polite"))
    return [html.Nav([turns[0], where, turns[1]], className="gaps-pager")]
