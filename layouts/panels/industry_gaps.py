"""Where industry does not reach: villages without any, who answers for them, and in a township the households."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from dash import html
from dash.development.base_component import Component

from data_access.households.records import IndustryHousehold, IndustryHouseholds, Official
from data_access.industry.gaps import GapPage, GapVillage
from data_access.messages import text
from layouts import ids
from layouts.attributes import attributes
from layouts.markup import Markup, still
from layouts.numbers import whole
from layouts.panels.frame import enlarge, not_connected, panel_head
from layouts.panels.traced import traced

COLUMNS: Final = ("name", "township", "poor", "registered", "uncovered")
VILLAGES: Final = "industry_village_count"
HOUSEHOLDS: Final = "industry_household_count"

_figure: Final = partial(traced, tag=partial(still, "span"))


def gaps_panel(
    page: GapPage,
    others: int,
    offices: Mapping[str, Sequence[Official]],
    households: IndustryHouseholds | None,
    solar: str,
    excel: str,
    lang: str,
    *,
    connected: bool,
) -> html.Section:
    """The list of `page` with what `offices` tells of its villages, and the `households` where they are listed.

    `others`: how many villages have nothing but solar, where the list is empty; `excel`: the address of the workbook.
    """
    title = text("gaps.title", lang)
    if not connected or not page.village_count:
        body: list[Component] = [not_connected(lang)]
    else:
        body = [_head(page, solar, excel, lang)]
        body += [_table(page, offices, solar, lang)] if page.total else [_none(others, solar, lang)]
        if households is not None:
            body.append(_households(households, solar, lang))
    unit = traced(f"{whole(page.total)} / {whole(page.village_count)}", f"{VILLAGES}@0{_aside(solar)}", lang)
    return html.Section(
        [
            panel_head(title, unit if page.village_count else "", enlarge("gaps", lang)),
            html.Div(body, className="panel-body gaps"),
        ],
        className="panel panel-gaps",
        **attributes(aria_label=title),
    )


def _aside(solar: str) -> str:
    return "!SOLAR" if solar == "without" else ""


def _head(page: GapPage, solar: str, excel: str, lang: str) -> Component:
    """Whether solar counts, the pages, and the way to take the list along."""
    buttons = [
        html.Button(
            text(f"gaps.solar_{name}", lang),
            type="button",
            className="gaps-choice",
            **attributes(data_set=f"solar={name}", aria_pressed=str(name == solar).lower()),
        )
        for name in ("with", "without")
    ]
    whole_name = text("trace.word.excel", lang)
    link = html.A(
        text("gaps.excel", lang),
        href=excel,
        className="gaps-excel",
        download="",
        title=whole_name,
        **attributes(aria_label=whole_name),
    )
    pages = _pager("villages", page.page, page.total, page.page_size, page.by, lang, down=page.down)
    return html.Div(
        [html.Div(buttons, className="gaps-choices", role="group"), *pages, *([link] if page.total else [])],
        className="gaps-head",
    )


def _none(others: int, solar: str, lang: str) -> Component:
    """Nothing is missing: said, with what would be missing without solar."""
    said: list[Component] = [html.P(text("gaps.none", lang), className="gaps-none")]
    if solar == "with" and others:
        more = text("gaps.none_but_solar", lang, count=whole(others))
        said.append(html.P(traced(more, f"{VILLAGES}@0!SOLAR", lang), className="gaps-others"))
    return html.Div(said, className="gaps-empty")


def _table(page: GapPage, offices: Mapping[str, Sequence[Official]], solar: str, lang: str) -> Component:
    heads = [_sorter(name, page, lang) for name in COLUMNS]
    heads.append(html.Th(text("gaps.column.responsible", lang), scope="col", className="is-responsible"))
    rows = [_row(village, offices.get(village.code, ()), solar, lang) for village in page.rows]
    return html.Div(
        html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)]), className="gaps-rows whole-rows", tabIndex="0"
    )


def _sorter(name: str, page: GapPage, lang: str) -> html.Th:
    is_by = name == page.by
    button = html.Button(
        text(f"gaps.column.{name}", lang),
        id=_turn("villages", 0, name, down=is_by and not page.down),
        type="button",
    )
    sort = "none" if not is_by else "descending" if page.down else "ascending"
    return html.Th(button, scope="col", className=f"is-{name}", **attributes(aria_sort=sort))


def _row(village: GapVillage, officials: Sequence[Official], solar: str, lang: str) -> Markup:
    poor = "—" if village.is_registered_poor is None else text(f"gaps.poor.{village.is_registered_poor}".lower(), lang)
    go = attributes(data_go=village.code)
    name = still("a", village.name_zh, href=f"?view=industry&region={village.code}", **go)
    registered, uncovered = whole(village.registered_households), whole(village.uncovered_households)
    due = f"{HOUSEHOLDS}@0{_aside(solar)}"
    is_told = not math.isnan(village.uncovered_households)
    said = "; ".join(_official(one, lang) for one in officials)
    return still(
        "tr",
        [
            still("th", name, scope="row", title=village.name_zh),
            still("td", village.township_zh, className="is-township", title=village.township_zh),
            still("td", poor, className="is-poor"),
            still(
                "td",
                _figure(registered, "registered_household_count", lang, region=village.code),
                className="is-registered",
            ),
            still(
                "td",
                _figure(uncovered, due, lang, region=village.code) if is_told else uncovered,
                className="is-uncovered",
            ),
            still("td", _official(officials[0], lang) if officials else "—", className="is-responsible", title=said),
        ],
    )


def _official(official: Official, lang: str) -> str:
    role = "" if official.role is None else official.role.name(lang)
    return " ".join(part for part in (official.name_zh, role) if part)


def _households(found: IndustryHouseholds, solar: str, lang: str) -> Component:
    """Households in no industry, masked; each opens its card."""
    title = text("gaps.households", lang, count=whole(found.total))
    pages = _pager("households", found.page, found.total, found.page_size, "poor", lang, down=False)
    head = html.Div([html.H3(traced(title, f"{HOUSEHOLDS}@0{_aside(solar)}", lang)), *pages], className="gaps-head")
    names = [
        html.Th(text(f"gaps.household.{name}", lang), scope="col") for name in ("head", "village", "members", "helper")
    ]
    nameless = text("household.tiles.no_name", lang)
    rows = [_household(row, nameless) for row in found.rows]
    if not rows:
        return html.Div([head], className="gaps-households")
    table = html.Div(
        html.Table([html.Thead(html.Tr(names)), html.Tbody(rows)]), className="gaps-rows whole-rows", tabIndex="0"
    )
    return html.Div([head, table], className="gaps-households")


def _household(row: IndustryHousehold, nameless: str) -> Markup:
    opens = attributes(data_household=row.token, data_household_region=row.village_code)
    return still(
        "tr",
        [
            still("th", still("button", row.head_name or nameless, type="button", **opens), scope="row"),
            still("td", row.village_zh),
            still("td", "—" if row.member_count is None else str(row.member_count)),
            still("td", row.helper.name_zh if row.helper else "—"),
        ],
    )


def _turn(of: str, page: int, by: str, *, down: bool) -> dict[str, str | int]:
    return {"type": ids.GAPS_TURN, "of": of, "page": page, "by": by, "down": int(down)}


def _pager(of: str, page: int, total: int, size: int, by: str, lang: str, *, down: bool) -> list[Component]:
    pages = -(-total // size)
    if pages <= 1:
        return []

    def button(key: str, target: int) -> html.Button:
        return html.Button(
            text(f"gaps.{key}", lang),
            id=_turn(of, target, by, down=down),
            type="button",
            className="gaps-turn",
            title=text(f"trace.word.{key}", lang),
            disabled=not 0 <= target < pages,
        )

    where = html.Span(f"{page + 1} / {pages}", **attributes(aria_live="polite"))
    return [html.Nav([button("previous", page - 1), where, button("next", page + 1)], className="gaps-pager")]
