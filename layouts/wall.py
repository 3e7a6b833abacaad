"""The wall: a frame sent once; the map is painted in the browser, the panels by callbacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from data_access.errors import GuatuError
from data_access.messages import text
from layouts import ids
from layouts.aloud import aloud_band, aloud_button
from layouts.attributes import attributes
from layouts.deck import deck
from layouts.layers import LAYERS_SHOWN, Layer
from layouts.map_depth import depth_switch
from layouts.menu import commands_button, display_menu
from layouts.panels.frame import enlarge
from layouts.panels.matrix import matrix_panel
from layouts.rotation import rotation_bar
from layouts.view_switch import view_switch
from layouts.views import VIEW_OF, View


@dataclass(frozen=True, slots=True)
class WallPage:
    """What the frame of the wall needs to know.

    config        what the browser's painter needs: release, defaults, indicators, ramps, figure, texts
    title         heading of the screen
    status        short facts at the right of the header, in order (data-as-of, release, demo, approval number)
    tabs          view -> indicator codes that have a tab; `tab_names` their short names, `names` the full names of all
    more          codes offered in the list beside the tabs
    periods       years of the period strip; layers the point layers that can be drawn
    lang          "zh" or "en"
    """

    config: dict[str, Any]
    title: str
    status: Sequence[str]
    tabs: Mapping[str, Sequence[str]]
    more: Sequence[str]
    tab_names: Mapping[str, str]
    names: Mapping[str, str]
    periods: Sequence[int]
    layers: Sequence[Layer]
    lang: str


def page(wall: WallPage) -> Component:
    """The whole wall, empty: panels and map fill themselves from the URL."""
    lang = wall.lang
    return html.Div(
        [
            dcc.Location(id=ids.LOCATION, refresh=False),
            dcc.Store(id=ids.CONFIG, data=wall.config),
            *(dcc.Store(id=name) for name in ids.SCOPES),
            html.A(text("wall.skip", lang), href=f"#{ids.MAP_TABLE}", className="skip-link"),
            html.Div(
                [
                    _header(wall),
                    html.Div(
                        [html.Section(id=ids.KPI, className="kpi-strip"), enlarge("kpi", lang)], className="slot-kpi"
                    ),
                    _main(wall),
                    html.Footer(
                        [
                            html.Span(id=ids.WALL_NAME, className="wall-name", hidden=True),
                            html.P(id=ids.SENTENCE, className="sentence"),
                            aloud_button(lang),
                            rotation_bar(lang),
                            html.P(text("wall.hint", lang), className="hint"),
                            commands_button(lang),
                            display_menu(lang),
                        ],
                        className="footer",
                    ),
                ],
                className="frame",
            ),
            aloud_band(lang),
            html.Div(id=ids.CARD, className="card-slot"),
            html.Div(id=ids.NOTICE, className="notice", role="status", hidden=True, **attributes(data_hide="")),
        ],
        id=ids.WALL,
        className="wall",
        lang="zh-CN" if lang == "zh" else "en",
    )


_DRAWN = (
    ids.KPI, ids.HOUSEHOLDS, ids.CARD, ids.NOTICE, ids.INDUSTRY_GAPS, ids.INDUSTRY_FLOWS, ids.INDUSTRY_BELTS,
    *(place for view in VIEW_OF.values() for place in view.places),
)  # fmt: skip
"""What callbacks draw into; every page has them, or Dash would complain of callbacks without a place."""


def _main(wall: WallPage) -> html.Main:
    """Everything between headline figures and footer; which of it is seen, and where, is the stylesheet's to say."""
    lang, views = wall.lang, VIEW_OF.values()
    return html.Main(
        [
            html.Div([slot for view in views for slot in _slots(view.left, view)], className="side side-left"),
            _stage(wall),
            html.Div(
                [
                    *(slot for view in views for slot in _slots(view.right, view)),
                    deck(lang, {"matrix": matrix_panel(lang), "ranking": _ranking(lang)}),
                    *(slot for view in views for slot in _slots(view.below, view)),
                ],
                className="side side-right",
            ),
            html.Section(id=ids.HOUSEHOLDS, className="households-slot"),
        ],
        className="main",
    )


def _slots(places: Sequence[str], view: View) -> list[html.Div]:
    """Where callbacks draw the panels of a view; the stylesheet shows those of the view that is on."""
    return [html.Div(id=place, className=f"slot slot-{view.panel_of(place)} of-{view.name}") for place in places]


def no_release_page(reason: GuatuError | None, lang: str) -> Component:
    """What stands on the screen before the first release: the reason and the mend; it asks again by itself."""
    said = reason.message(lang) if reason else ""
    return html.Div(
        [
            html.H1(text("wall.no_release_title", lang)),
            html.P(text("wall.no_release_mend", lang, reason=said)),
            html.Div(
                [
                    dcc.Location(id=ids.LOCATION, refresh=False),
                    *(dcc.Store(id=name) for name in (ids.CONFIG, *ids.SCOPES)),
                ]
            ),
            html.Div([html.Div(id=name) for name in _DRAWN], hidden=True),
        ],
        className="no-release",
        role="status",
    )


def _header(wall: WallPage) -> html.Header:
    region = text("wall.region", wall.lang)
    return html.Header(
        [
            html.Div(
                [
                    view_switch(wall.lang),
                    html.Nav(id=ids.BREADCRUMB, className="breadcrumb", **attributes(aria_label=region)),
                ],
                className="where",
            ),
            html.H1(wall.title, className="title"),
            html.Div(
                [
                    html.Span("", id=ids.FRESHNESS, className="freshness", **attributes(data_state="warn")),
                    *(_fact(fact, wall.lang, is_day=not at) for at, fact in enumerate(wall.status)),
                ],
                className="status",
            ),
        ],
        className="header",
    )


def _fact(fact: str, lang: str, *, is_day: bool) -> Component:
    """A short fact of the header; the day of the data leads to the days of all sources."""
    if not is_day:
        return html.Span(fact)
    return html.Button(
        fact,
        type="button",
        className="status-day",
        title=text("questions.day", lang),
        **attributes(data_set="ask=25", aria_haspopup="dialog"),
    )


def _stage(wall: WallPage) -> html.Section:
    lang = wall.lang
    return html.Section(
        [
            html.Div(
                [
                    *(_tabs(wall, view) for view in wall.tabs),
                    *([_more(wall)] if wall.more else []),
                ],
                id=ids.MAP_TABS,
                className="tabs",
            ),
            html.Div(
                [
                    html.Div(
                        [
                            html.P(id=ids.MAP_HEAD, className="map-head"),
                            html.Div(id=ids.MAP, className="map"),
                            html.P(id="map-times", className="map-times", hidden=True),
                            html.P(text("wall.map_empty", lang), id="map-empty", className="map-empty", hidden=True),
                        ],
                        className="map-box",
                    ),
                    _second_map(lang),
                    enlarge("map", lang),
                    depth_switch(lang),
                    html.Div(id=ids.MAP_LEGEND, className="legend"),
                    html.Div(id=ids.MAP_TIP, className="tip", hidden=True, role="status"),
                ],
                className="maps",
            ),
            html.Div([_periods(wall), _compare(lang), _layers(wall)], className="stage-foot"),
        ],
        className="stage",
    )


def _tabs(wall: WallPage, view: str) -> html.Div:
    """The tabs of one view."""
    buttons = [
        html.Button(
            wall.tab_names[code],
            type="button",
            className="tab",
            title=wall.names[code],
            **attributes(data_indicator=code, aria_pressed="false"),
        )
        for code in wall.tabs[view]
    ]
    return html.Div(buttons, className=f"tab-set of-{view}", **attributes(data_tabs=view))


def _second_map(lang: str) -> Component:
    """The map beside the first, with the choice of what it shows; the browser shows it where there is something."""
    label = text("map.compare_with", lang)
    return html.Div(
        [
            html.Div(
                [
                    html.Select([], className="more", **attributes(aria_label=label)),
                    html.Button(
                        "×",
                        type="button",
                        className="map-close",
                        title=text("map.compare_close", lang),
                        **attributes(data_compare_close="", aria_label=text("map.compare_close", lang)),
                    ),
                ],
                className="map-head",
            ),
            html.Div(id=ids.MAP2, className="map"),
            html.P(id="map2-times", className="map-times", hidden=True),
        ],
        id=ids.MAP2_BOX,
        className="map-box",
        hidden=True,
    )


def _compare(lang: str) -> Component:
    return html.Button(
        text("map.compare", lang),
        type="button",
        className="layer compare",
        title=text("map.compare_hint", lang),
        **attributes(data_compare="", aria_pressed="false"),
    )


def _periods(wall: WallPage) -> Component:
    """The strip of periods, and the button that lets them pass one after the other."""
    play = html.Button(
        html.Span(className="play-glyph"),
        type="button",
        className="play",
        **attributes(
            data_play="",
            aria_pressed="false",
            aria_label=text("map.play", wall.lang),
            data_label_play=text("map.play", wall.lang),
            data_label_pause=text("map.pause", wall.lang),
        ),
    )
    strip = html.Div(
        [
            html.Button(
                [html.Span(className="dot"), str(year)],
                type="button",
                className="period",
                **attributes(data_period=str(year), aria_pressed="false"),
            )
            for year in wall.periods
        ],
        id=ids.MAP_PERIODS,
        className="periods",
        role="group",
        **attributes(aria_label=text("map.periods", wall.lang)),
    )
    return html.Div([*([play] if len(wall.periods) > 1 else []), strip], className="time")


def _layers(wall: WallPage) -> Component:
    """The switches of the point layers: the first ones beside the map, all others in a sheet that opens over it."""
    count = html.B("", **attributes(data_layers_on=""))
    more = html.Details(
        [
            html.Summary([text("layer_size.rest", wall.lang), count], className="layer"),
            html.Div([_layer(layer) for layer in wall.layers[LAYERS_SHOWN:]], className="layers-sheet"),
        ],
        className="layers-more",
    )
    return html.Div(
        [*map(_layer, wall.layers[:LAYERS_SHOWN]), more],
        id=ids.MAP_LAYERS,
        className="layers",
        **attributes(data_shown=str(LAYERS_SHOWN)),
    )


def _layer(layer: Layer) -> html.Button:
    return html.Button(
        [html.Span(className=f"mark mark-{layer.symbol} ink-{layer.colour}"), layer.said],
        type="button",
        className="layer",
        **attributes(data_layer=layer.name, aria_pressed="false"),
    )


def _more(wall: WallPage) -> Component:
    """The list of all other indicators: a native control, which works by hand, key and remote alike."""
    label = text("wall.more", wall.lang)
    options = [html.Option(wall.names[code], value=code) for code in wall.more]
    return html.Select([html.Option(label, value=""), *options], className="more", **attributes(aria_label=label))


def _ranking(lang: str) -> html.Section:
    return html.Section(
        [
            html.Header(
                [
                    html.H2("", **attributes(data_ranking_title="")),
                    html.Span("", className="panel-unit", **attributes(data_ranking_unit="")),
                    enlarge("ranking", lang),
                ],
                className="panel-head",
            ),
            html.Div(id=ids.MAP_TABLE, className="panel-body ranking whole-rows", tabIndex="-1"),
        ],
        className="panel panel-ranking slot-ranking",
        **attributes(aria_label=text("ranking.4", lang)),
    )
