"""The households of a village as tiles: one a household, coloured and marked by where it stands, or by an indicator."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from data_access.households.records import Tile, TilePage
from data_access.households.records_village import TONES, TileBy
from data_access.messages import text
from layouts import ids
from layouts.attributes import attributes
from layouts.markup import Markup, still
from layouts.panels.frame import panel_head


def household_tiles(
    page: TilePage,
    lang: str,
    *,
    by: TileBy = TileBy.STATUS,
    choices: Sequence[TileBy] = (),
    tones: Mapping[str, str] | None = None,
) -> Component:
    """Heading with totals, legend with counts, the tiles, and a pager when one page does not hold them.

    by       what colours them; `choices` what else may; `tones` the tone of each of the village's tokens but by status
    A tile carries the household's opaque token in `data-household`; the browser puts it into the URL. Nothing on a tile
    tells of illness, attribute or monitoring.
    """
    title = text("household.tiles.title", lang, village=page.place.name_zh, total=page.total)
    if not page.total:
        body: list[Component] = [html.P(text("household.tiles.none", lang), className="tiles-none")]
    else:
        body = [
            _facts(page, lang),
            *_choices(by, choices, lang),
            _legend(page, by, tones or {}, lang),
            html.Div([_tile(tile, by, _tone(tile, by, tones or {}), lang) for tile in page.tiles], className="tiles"),
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


def _choices(by: TileBy, choices: Sequence[TileBy], lang: str) -> list[Component]:
    """The buttons that choose what colours the tiles; the browser puts the choice into the URL."""
    if len(choices) < 2:
        return []
    buttons = [
        html.Button(
            text(f"village.by_{one}", lang),
            type="button",
            className="tiles-by",
            **attributes(data_set=f"tiles={one}", aria_pressed=str(one == by).lower()),
        )
        for one in choices
    ]
    label = text("village.by", lang)
    return [html.Div(buttons, className="tiles-choices", role="group", **attributes(aria_label=label))]


def _tone(tile: Tile, by: TileBy, tones: Mapping[str, str]) -> str:
    return str(tile.status) if by is TileBy.STATUS else tones.get(tile.token, TONES[by][-1])


def _legend(page: TilePage, by: TileBy, tones: Mapping[str, str], lang: str) -> html.Ul:
    counts: Mapping[str, int] = Counter(tones.values())
    if by is TileBy.STATUS:
        counts = {str(status): count for status, count in page.counts.items()}
    order = list(counts) if by is TileBy.STATUS else [tone for tone in TONES[by] if counts.get(tone)]
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(_glyph(tone, by, lang), className=f"tile-swatch {_class(tone, by)}"),
                    html.Span(_words(tone, by, lang)),
                    html.B(f"{counts[tone]:,}"),
                ]
            )
            for tone in order
        ],
        className="tiles-legend",
    )


def _tile(tile: Tile, by: TileBy, tone: str, lang: str) -> Markup:
    """One element a tile: a village has hundreds. The mark and the ring of a late visit are drawn by the stylesheet."""
    name = tile.head_name or text("household.tiles.no_name", lang)
    count = (
        text("household.not_reported", lang)
        if tile.member_count is None
        else text("household.tiles.count", lang, count=tile.member_count)
    )
    key = "household.tiles.label_overdue" if tile.is_overdue else "household.tiles.label"
    return still(
        "button",
        f"{name}\n{count}",
        type="button",
        className=f"tile {_class(tone, by)}{' is-late' if tile.is_overdue else ''}",
        **attributes(
            data_household=tile.token,
            data_mark=_glyph(tone, by, lang),
            aria_label=text(key, lang, name=name, count=count, status=_words(tone, by, lang)),
        ),
    )


def _class(tone: str, by: TileBy) -> str:
    return f"tile-{tone}" if by is TileBy.STATUS else f"tile-{by}-{tone.replace('_', '-')}"


def _words(tone: str, by: TileBy, lang: str) -> str:
    return text(f"household.status.{tone}" if by is TileBy.STATUS else f"village.tone.{tone}", lang)


def _glyph(tone: str, by: TileBy, lang: str) -> str:
    return text(f"household.glyph.{tone}" if by is TileBy.STATUS else f"village.glyph.{tone}", lang)


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
