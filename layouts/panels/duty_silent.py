"""Where a duty lapsed: villages, and in a township households, that nobody visits or helps, or that lack a team."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from dash import html
from dash.development.base_component import Component

from data_access.duty.lapses import FIGURE_OF, TEAM, LapsedVillage, LapsePage
from data_access.duty.records import DutyOfficial, LapsedHousehold, LapsedHouseholds
from data_access.messages import text
from layouts import ids
from layouts.attributes import attributes
from layouts.markup import Markup, still
from layouts.numbers import whole
from layouts.panels.duty_parts import people, person
from layouts.panels.frame import enlarge, nothing, panel_head
from layouts.panels.traced import still_traced, traced

LAPSES: Final = tuple(FIGURE_OF)


def silent_panel(
    page: LapsePage,
    offices: Mapping[str, Sequence[DutyOfficial]],
    households: LapsedHouseholds | None,
    lang: str,
    *,
    connected: bool,
) -> html.Section:
    """The villages of `page` with who answers for them (`offices`), and the `households` where they are listed."""
    title, figure = text("duty.silent", lang), FIGURE_OF[page.lapse][0]
    known = connected and not math.isnan(page.lapsed)
    unit: str | Component = traced(f"{whole(page.lapsed)} / {whole(page.of)}", figure, lang) if known else ""
    body: list[Component] = [nothing(lang, connected=connected)]
    if known:
        body = [_head(page, lang), _villages(page, offices, lang) if page.total else _none(page.lapse, lang)]
        if households is not None and households.total:
            body.append(_households(households, figure, page.lapse, lang))
    return html.Section(
        [panel_head(title, unit, enlarge("silent", lang)), html.Div(body, className="panel-body duty silent")],
        className="panel panel-silent",
        **attributes(aria_label=title),
    )


def _head(page: LapsePage, lang: str) -> Component:
    """What lapsed, as buttons, and the pages of the villages."""
    buttons = [
        html.Button(
            text(f"duty.lapse.{name}", lang),
            type="button",
            className="duty-choice",
            **attributes(data_set=f"lapse={name}", aria_pressed=str(name == page.lapse).lower()),
        )
        for name in LAPSES
    ]
    pages = _pager("villages", page.page, page.total, page.page_size, lang)
    return html.Div([html.Div(buttons, className="duty-choices", role="group"), *pages], className="silent-head")


def _none(lapse: str, lang: str) -> Component:
    return html.P(text(f"duty.none.{lapse}", lang), className="duty-none")


def _villages(page: LapsePage, offices: Mapping[str, Sequence[DutyOfficial]], lang: str) -> Component:
    by_team = page.lapse == TEAM
    columns = ("village", "township", "team", "short", "who") if by_team else ("village", "township", "lapsed", "who")
    heads = [html.Th(text(f"duty.column.{name}", lang), scope="col", className=f"is-{name}") for name in columns]
    rows = [_village(row, page.lapse, offices.get(row.code, ()), lang) for row in page.rows]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)])
    return html.Div(table, className="duty-list whole-rows silent-villages", tabIndex="0")


def _village(row: LapsedVillage, lapse: str, officials: Sequence[DutyOfficial], lang: str) -> Markup:
    name = still("a", row.name_zh, href=f"?view=duty&region={row.code}", **attributes(data_go=row.code))
    figure, base = FIGURE_OF[lapse]
    if lapse == TEAM:
        lack = "complete" if row.has_first_secretary else "no_first" if row.has_team else "no_team"
        cells = [
            still("td", text(f"duty.team_state.{lack}", lang), className=f"is-team is-{lack}"),
            still("td",
                "—" if math.isnan(row.short) else still_traced(
                    whole(row.short), "team_short_official_count", lang, region=row.code
                ),
                className="is-short is-number",
            ),
        ]  # fmt: skip
    else:
        cells = [
            still(
                "td",
                [
                    still_traced(still("b", whole(row.lapsed)), figure, lang, region=row.code),
                    " / ",
                    still_traced(whole(row.of), base, lang, region=row.code),
                ],
                className="is-lapsed is-number",
            )
        ]
    return still(
        "tr",
        [
            still("th", name, scope="row", className="is-village", title=row.name_zh),
            still("td", row.township_zh, className="is-township", title=row.township_zh),
            *cells,
            still("td", people(officials, lang, 1), className="is-who"),
        ],
        **attributes(data_region=row.code),
    )


def _households(found: LapsedHouseholds, figure: str, lapse: str, lang: str) -> Component:
    """The households, masked; each opens its card."""
    title = traced(text(f"duty.listed.{lapse}", lang, count=whole(found.total)), figure, lang)
    pages = _pager("households", found.page, found.total, found.page_size, lang)
    names = ("head", "village", "last", "helper")
    heads = [html.Th(text(f"duty.column.{name}", lang), scope="col", className=f"is-{name}") for name in names]
    rows = [_household(row, lapse, lang) for row in found.rows]
    table = html.Div(
        html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)]), className="duty-list whole-rows", tabIndex="0"
    )  # fmt: skip
    return html.Div([html.Div([html.H3(title), *pages], className="silent-head"), table], className="silent-households")


def _household(row: LapsedHousehold, lapse: str, lang: str) -> Markup:
    name = text("duty.monthly", lang) if row.is_monthly else row.head_name or text("household.tiles.no_name", lang)
    card = still(
        "button", name, type="button", **attributes(data_household=row.token, data_household_region=row.village_code)
    )
    return still(
        "tr",
        [
            still("th", card, scope="row", className="is-head"),
            still("td", row.village_zh, className="is-village"),
            still("td", _last(row.visited_on, row.day_count, lang), className="is-last"),
            still("td", person(row.helper, lang) if row.helper else text("duty.nobody", lang), className="is-helper"),
        ],
    )


def _last(on: date | None, days: int | None, lang: str) -> str:
    if on is None or days is None:
        return text("duty.never", lang)
    return text("duty.days_ago", lang, on=on.isoformat(), days=days)


def _pager(of: str, page: int, total: int, size: int, lang: str) -> list[Component]:
    pages = -(-total // size)
    if pages <= 1:
        return []

    def button(key: str, target: int) -> html.Button:
        return html.Button(
            text(f"gaps.{key}", lang),
            id={"type": ids.DUTY_TURN, "of": of, "page": target},
            type="button",
            className="duty-turn",
            title=text(f"trace.word.{key}", lang),
            disabled=not 0 <= target < pages,
        )

    where = html.Span(f"{page + 1} / {pages}", **attributes(aria_live="polite"))
    return [html.Nav([button("previous", page - 1), where, button("next", page + 1)], className="duty-pager")]
