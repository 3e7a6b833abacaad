"""How many households each helper has: classes of load as columns, and the helpers who have most."""

import math
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from data_access.duty.records import Loaded
from data_access.messages import text
from data_access.rules import LOAD_CLASSES
from layouts.attributes import attributes
from layouts.numbers import decimal, whole
from layouts.panels.duty_parts import counted, person
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced


def loads_panel(
    figures: Mapping[str, float], heaviest: Sequence[Loaded], lang: str, *, connected: bool
) -> html.Section:
    """Helpers, households each and households without one; a column a class of load; the `heaviest` by name."""
    title, count = text("duty.loads", lang), figures["helper_official_count"]
    if not connected or math.isnan(count):
        return panel(title, "", nothing(lang, connected=connected), name="loads", lang=lang)
    alone = figures["no_helper_household_count"]
    heads = html.Div(
        [
            _head("duty.helpers", counted(figures, "helper_official_count", lang), lang),
            _head("duty.each", traced(html.B(_each(figures)), "HELPER_LOAD", lang, className="duty-figure"), lang),
            _head("duty.most", counted(figures, "helper_most_household_count", lang), lang),
            _head(
                "duty.alone",
                counted(figures, "no_helper_household_count", lang, tone="is-bad" if alone > 0 else "is-good"),
                lang,
            ),
        ],
        className="duty-heads",
    )
    highest = max([figures[name] for name in LOAD_CLASSES if not math.isnan(figures[name])], default=0)
    columns = html.Div(
        [_column(name, figures[name], highest, lang) for name in LOAD_CLASSES],
        className="load-columns",
        role="table",
        **attributes(aria_label=text("duty.loads_hint", lang)),
    )
    return panel(
        title,
        text("duty.loads_unit", lang),
        html.Div([heads, columns, *([_people(heaviest, lang)] if heaviest else [])], className="duty loads"),
        name="loads",
        lang=lang,
    )


def _each(figures: Mapping[str, float]) -> str:
    helpers = figures["helper_official_count"]
    return decimal(figures["helper_household_count"] / helpers, 2) if helpers > 0 else "—"


def _head(key: str, figure: Component, lang: str) -> html.Span:
    return html.Span([html.Span(text(key, lang), className="duty-head-name"), figure], className="duty-head")


def _column(name: str, value: float, highest: float, lang: str) -> html.Span:
    height = f"{100 * value / highest:.2f}%" if highest > 0 and not math.isnan(value) else "0%"
    return html.Span(
        [
            html.Span(traced(whole(value), name, lang), className="load-count", role="cell"),
            html.Span(
                html.Span(className="load-fill", style={"--share": height}),
                className="load-bar",
                **attributes(aria_hidden="true"),
            ),
            html.Span(text(f"duty.load.{name}", lang), className="load-class", role="rowheader"),
        ],
        className="load-column",
        role="row",
    )


def _people(heaviest: Sequence[Loaded], lang: str) -> Component:
    rows = [
        html.Tr(
            [
                html.Th(person(one.official, lang), scope="row"),
                html.Td(one.official.organisation_zh or "—", className="is-wide", title=one.official.organisation_zh),
                html.Td(text("duty.households", lang, count=whole(one.household_count)), className="is-number"),
            ]
        )
        for one in heaviest
    ]
    table = html.Table(html.Tbody(rows), **attributes(aria_label=text("duty.heaviest", lang)))
    return html.Div(table, className="duty-list whole-rows", tabIndex="0")
