"""The list of households for the desk: where it is, what it is filtered by with counts, what can be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data_access.household_index.facets import Facet
from data_access.household_index.scoped_regions import Place
from data_access.messages import text
from layouts.attributes import attributes
from layouts.household_filters import Allowed, ListView
from layouts.household_words import Names, facet_name, value_name

_OPENED: Final = ("status", "unmet", "industry", "visit", "line")
_MOST_PLACES: Final = 400


@dataclass(frozen=True, slots=True)
class ListPicture:
    """All that is drawn around the grid.

    path     from the highest region that may be seen to the one shown
    under    the regions below it with how many of their households the list has, and how many they have
    total    households of the list
    counts   facet -> value -> households that would be in the list with this value
    exported how many rows an export may have; 0 = none
    notes    sentences to be said
    """

    view: ListView
    allowed: Allowed
    names: Names
    path: tuple[Place, ...]
    under: tuple[tuple[Place, int, int], ...]
    total: int
    facets: tuple[Facet, ...]
    counts: Mapping[str, Mapping[str, int]]
    exported: int
    notes: tuple[str, ...] = ()


def list_head(picture: ListPicture) -> list[Component]:
    """The way down to the region, and how many households it is about."""
    lang, last = picture.view.language, picture.path[-1]
    steps = [
        html.Li(_go(place.name(lang), picture, picture.view.at(None if at == 0 else place.code)))
        for at, place in enumerate(picture.path[:-1])
    ]
    said = text("households.total", lang, count=f"{picture.total:,}")
    return [
        html.Ol([*steps, html.Li(html.B(last.name(lang)))], className="path"),
        html.P(html.B(said), className="total", **attributes(role="status")),
    ]


def list_facets(picture: ListPicture) -> list[Component]:
    """One group a facet, each value a link with its count; the regions below come first."""
    lang = picture.view.language
    groups = [_facet(picture, facet) for facet in picture.facets]
    if picture.under:
        groups.insert(0, _places(picture))
    count = sum(len(values) for values in picture.view.filters.chosen.values())
    title: list[Component] = [html.H2(text("households.filters", lang))]
    if count:
        title.append(html.B(str(count), className="number"))
    inside = html.Div(groups, className="facets")
    return [html.Details([html.Summary(title), inside], open=True, className="all", **attributes(data_facet="all"))]


def list_bar(picture: ListPicture) -> list[Component]:
    """What is filtered by, each to be taken out again; columns, saved filters, export; sentences to be said."""
    view, lang = picture.view, picture.view.language
    chips = [
        _go(
            [facet_name(name, lang), " ", html.B(value_name(name, value, lang, picture.names)), html.Span("✕")],
            picture,
            view.toggled(name, value),
            className="chip",
            title=text("households.take_out", lang),
        )
        for name, values in view.filters.chosen.items()
        for value in values
    ]
    if len(chips) > 1:
        chips.append(_go(text("households.clear", lang), picture, view.cleared(), className="chip is-clear"))
    shown: list[Any] = chips or [html.Span(text("households.no_filter", lang), className="muted")]
    buttons: list[Component] = []
    if picture.allowed.has_sensitive:
        full = ListView(view.filters, not view.is_full, view.language, view.theme)
        key = "households.less" if view.is_full else "households.more"
        buttons.append(_go(text(key, lang), picture, full, className="button"))
    buttons.append(html.Button(text("households.saved", lang), type="button", **attributes(data_open="saved")))
    if picture.exported:
        buttons.append(html.Button(text("households.export", lang), type="button", **attributes(data_open="export")))
    return [
        *(html.P(note, className="said", **attributes(role="note")) for note in picture.notes),
        html.Div([html.Div(shown, className="chips"), html.Div(buttons, className="acts")], className="bar"),
    ]


def _facet(picture: ListPicture, facet: Facet) -> Component:
    view, lang, name = picture.view, picture.view.language, facet.name
    chosen = view.filters.chosen.get(name, ())
    told = picture.counts.get(name, {})
    values = [value for value in dict.fromkeys([*told, *chosen]) if told.get(value) or value in chosen]
    items = [
        html.Li(
            _value(
                picture,
                view.toggled(name, value),
                value_name(name, value, lang, picture.names),
                told.get(value),
                is_on=value in chosen,
            )
        )
        for value in values
    ]
    title: list[Component] = [html.Span(facet_name(name, lang))]
    if facet.is_sensitive:
        title.append(html.Span(text("households.sensitive", lang), className="mark"))
    if chosen:
        title.append(html.B(str(len(chosen)), className="number"))
    body = html.Ul(items) if items else html.P(text("households.none_here", lang), className="muted")
    return html.Details(
        [html.Summary(title), body],
        open=bool(chosen) or name in _OPENED,
        className="facet",
        **attributes(data_facet=name),
    )


def _places(picture: ListPicture) -> Component:
    lang = picture.view.language
    most = max((count for _, count, _ in picture.under), default=0)
    items = [
        html.Li(_value(picture, picture.view.at(place.code), place.name(lang), count, most=most))
        for place, count, _ in picture.under[:_MOST_PLACES]
    ]
    summary = html.Summary([html.Span(text("households.places", lang)), html.B(str(len(picture.under)))])
    return html.Details([summary, html.Ul(items)], open=True, className="facet places",
                        **attributes(data_facet="places"))  # fmt: skip


def _value(
    picture: ListPicture, to: ListView, name: str, count: int | None, *, is_on: bool = False, most: int = 0
) -> Component:
    parts: list[Component] = [html.Span(name, className="name")]
    if not most:
        parts.insert(0, html.Span(className="box"))
    else:
        parts.append(html.Meter(value=str(count or 0), max=str(most), **attributes(aria_hidden="true")))
    parts.append(html.Span("" if count is None else f"{count:,}", className="count"))
    return _go(parts, picture, to, className=f"value{' is-on' if is_on else ''}", pressed=is_on)


def _go(children: Any, picture: ListPicture, to: ListView, *, pressed: bool = False, **more: Any) -> Component:
    marks = attributes(data_go="list") | (attributes(aria_current="true") if pressed else {})
    return html.A(children, href=f"/households/{to.to_search(picture.allowed)}", **more, **marks)
