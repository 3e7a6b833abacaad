"""The households of a village as tiles: one a household, coloured and marked by where it stands."""

from dash import html
from dash.development.base_component import Component

from data_access.households.records import Status, Tile, TilePage
from data_access.messages import text
from layouts import ids
from layouts.attributes import attributes
from layouts.panels.frame import panel_head


def household_tiles(page: TilePage, lang: str) -> Component:
    """Heading with totals, legend with a count a status, the tiles, and a pager when one page does not hold them.

    A tile carries the household's opaque token in `data-household`; the browser puts it into the URL. Nothing on a tile
    tells of illness, attribute or monitoring.
    """
    title = text("household.tiles.title", lang, village=page.place.name_zh, total=page.total)
    if not page.total:
        body: list[Component] = [html.P(text("household.tiles.none", lang), className="tiles-none")]
    else:
        body = [
            _facts(page, lang),
            _legend(page, lang),
            html.Div([_tile(tile, lang) for tile in page.tiles], className="tiles"),
            *_pager(page, lang),
        ]
    return html.Section(
        [panel_head(title, text("household.tiles.unit", lang)), html.Div(body, className="panel-body tiles-body")],
        className="panel panel-tiles",
        **attributes(aria_label=title),
    )


def _facts(page: TilePage, lang: str) -> html.P:
    monitored = (
        text("household.tiles.monitored_absent", lang)
        if page.monitored_count is None
        else text("household.tiles.monitored", lang, count=page.monitored_count)
    )
    facts = [html.Span(monitored)]
    if page.member_count is not None:
        facts.insert(0, html.Span(text("household.tiles.members", lang, count=page.member_count)))
    if any(tile.is_overdue for tile in page.tiles):
        facts.append(html.Span([html.Span(className="tile-late"), text("household.tiles.overdue", lang)]))
    return html.P(facts, className="tiles-facts")


def _legend(page: TilePage, lang: str) -> html.Ul:
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(_glyph(status, lang), className=f"tile-swatch tile-{status}"),
                    html.Span(text(f"household.status.{status}", lang)),
                    html.B(f"{count:,}"),
                ]
            )
            for status, count in page.counts.items()
        ],
        className="tiles-legend",
    )


def _tile(tile: Tile, lang: str) -> html.Button:
    """One element a tile: a village has hundreds. The mark and the ring of a late visit are drawn by the stylesheet."""
    name = tile.head_name or text("household.tiles.no_name", lang)
    count = (
        text("household.not_reported", lang)
        if tile.member_count is None
        else text("household.tiles.count", lang, count=tile.member_count)
    )
    key = "household.tiles.label_overdue" if tile.is_overdue else "household.tiles.label"
    return html.Button(
        f"{name}\n{count}",
        type="button",
        className=f"tile tile-{tile.status}{' is-late' if tile.is_overdue else ''}",
        **attributes(
            data_household=tile.token,
            data_mark=_glyph(tile.status, lang),
            aria_label=text(key, lang, name=name, count=count, status=text(f"household.status.{tile.status}", lang)),
        ),
    )


def _glyph(status: Status, lang: str) -> str:
    return text(f"household.glyph.{status}", lang)


def _pager(page: TilePage, lang: str) -> list[Component]:
    if page.page_count == 1:
        return []

    def button(key: str, target: int) -> html.Button:
        return html.Button(
            text(key, lang),
            id={"type": ids.HOUSEHOLD_PAGE, "page": target},
            type="button",
            className="tiles-turn",
            disabled=not 0 <= target < page.page_count,
        )

    where = text("household.tiles.page", lang, page=page.page + 1, pages=page.page_count)
    return [
        html.Nav(
            [
                button("household.tiles.previous", page.page - 1),
                html.Span(where, **attributes(aria_live="polite")),
                button("household.tiles.next", page.page + 1),
            ],
            className="tiles-pager",
        )
    ]
