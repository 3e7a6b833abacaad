"""What the particulars of a kind are made of: tiles, tables, bars and the months; every figure opens its origin."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from data_access.industry.narrowed import PRODUCT, product_code
from data_access.messages import text
from layouts.figures.months import month_bars
from layouts.figures.style import CONFIG
from layouts.numbers import UNKNOWN, Said, decimal, whole
from layouts.panels.traced import traced

MADE: Final = "kind-made"
"""Class of a remark that says how the figure above it is made, and opens the same one."""

UNSTATED: Final = "UNKNOWN"
"""The item of a facet under which everything stands that does not say."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What everything of the panel is drawn for: language, type size in px, theme, the year shown."""

    lang: str
    rem: float
    theme: str
    period: int

    def text(self, key: str, **values: object) -> str:
        """A text of the panel."""
        return text(f"industry_kind.{key}", self.lang, **values)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in a table, and where it is from; "" where it opens nothing."""

    said: str
    figure: str = ""


def count(value: float, unit: str = "") -> Said:
    """A count in its unit."""
    return Said(whole(value), unit)


def rate(value: float, places: int = 1) -> Said:
    """A share in per cent."""
    return Said(decimal(value, places), "%")


def tile(label: str, said: Said, figure: str, frame: Frame, *, note: str = "", of_note: str = "") -> Component:
    """One figure with its label above and a remark below, which opens `of_note`, or the figure that it tells more of.

    `figure` "" where none can be opened.
    """
    known = said.number != UNKNOWN
    inside: list[str | Component] = [said.number if known else frame.text("unknown")]
    if known and said.unit:
        inside.append(html.Span(said.unit, className="kind-unit"))
    worn = "kind-value" + ("" if known else " is-unknown")
    opens = bool(figure) and (known or not figure.isupper())  # an indicator without a value may be in no catalogue
    value = traced(inside, figure, frame.lang, className=worn) if opens else html.Span(inside, className=worn)
    worn_by_note: dict[str, Any] = {} if of_note else {"className": MADE}
    of_note = of_note or (figure if opens else "")
    is_figure = bool(of_note) and any(map(str.isdecimal, note))
    inner = traced(note, of_note, frame.lang, **worn_by_note) if is_figure else note
    remark = [html.P(inner, className="kind-note")] if note else []
    return html.Div([html.P(label, className="kind-label", title=label), value, *remark], className="kind-tile")


def running_tile(label: str, kind: str, running: float, there: float, frame: Frame) -> Component:
    """Activities that run, of all that are there; in an earlier period, of which nobody knows it, all of them."""
    if math.isnan(running):
        return tile(label, count(there, frame.text("unit.activity")), f"industry_activity_count.{kind}", frame)
    remark = frame.text("running_of", count=whole(there))
    figures = [f"industry_{what}_count.{kind}" for what in ("running_activity", "activity")]
    unit = frame.text("unit.activity")
    return tile(label, count(running, unit), figures[0], frame, note=remark, of_note=figures[1])


def reach_tiles(kind: str, villages: float, of: float, households: float, frame: Frame) -> tuple[Component, Component]:
    """Villages that a kind reaches, of how many, and the households that take part in it."""
    reached = Said(whole(villages), f"/ {whole(of)}")
    taking_part = count(households, frame.text("unit.household"))
    return (
        tile(frame.text("villages"), reached, f"industry_village_count.{kind}", frame),
        tile(frame.text("households"), taking_part, f"industry_household_count.{kind}", frame),
    )


def tiles(*found: Component) -> Component:
    """Tiles side by side, as many as there is room for."""
    return html.Div(list(found), className="kind-tiles")


def block(title: str, *children: Component, note: str | Component = "") -> Component:
    """A titled part; `note` stands at the right of its title."""
    head = [html.H3(title), *([html.Span(note, className="kind-note")] if note else [])]
    return html.Section([html.Div(head, className="kind-block-head"), *children], className="kind-block")


def note(said: str) -> Component:
    """A remark on what stands above it."""
    return html.P(said, className="kind-note")


def table(head: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]], frame: Frame) -> Component:
    """A table: names in the first column, figures in the others; `head` names all of them."""
    columns = [html.Th(said, scope="col") for said in head]
    body = [
        html.Tr([html.Th(name, scope="row", title=name), *(html.Td(_cell(cell, frame)) for cell in cells)])
        for name, cells in rows
    ]
    return html.Table([html.Thead(html.Tr(columns)), html.Tbody(body)], className="kind-table")


def _cell(cell: Cell, frame: Frame) -> str | Component:
    return traced(cell.said, cell.figure, frame.lang) if cell.figure else cell.said


def bars(rows: Sequence[tuple[str, Said, float, str]], frame: Frame) -> Component:
    """Named amounts with a bar each as long as its share (per cent; NaN = none): (name, amount, share, figure)."""
    return html.Ul([_bar(*row, frame) for row in rows], className="kind-bars")


def _bar(name: str, said: Said, percent: float, figure: str, frame: Frame) -> Component:
    length: dict[str, Any] = {} if math.isnan(percent) else {"style": {"--share": f"{percent:.1f}%"}}
    return html.Li(
        [
            html.Span(name, className="kind-bar-name", title=name),
            html.Span(className="kind-bar", **length),
            traced(str(said), figure, frame.lang, className="kind-bar-said"),
        ]
    )


def months(
    title: str, values: Sequence[float], unit: str, figure: str, tone: str, frame: Frame, *, scale: float = 1.0
) -> Component:
    """Twelve months as bars, in `unit` (the values divided by `scale`); a month that nobody told of is a gap."""
    if all(math.isnan(value) for value in values):
        return block(title, note(frame.text("months_untold")))
    figures = [f"{figure}@month-{month}" for month in range(1, len(values) + 1)]
    chart = month_bars([value / scale for value in values], figures, tone, frame.rem, frame.theme, unit)
    graph = html.Div(dcc.Graph(figure=chart, config=CONFIG, className="chart"), className="kind-months")
    return block(title, graph, note=unit)


def joined(names: Sequence[str], frame: Frame) -> str:
    """Names in a row, as the language writes them."""
    return (", " if frame.lang == "en" else "、").join(names)


def of_item(quantity: str, facet: str, item: object) -> str:
    """The figure of one item of a facet alone; of a product by the code that stands for its name."""
    return f"{quantity}@{facet}-{product_code(str(item)) if facet == PRODUCT else item}"


def item_name(item: object, name: object, frame: Frame) -> str:
    """The name of an item of a facet."""
    return frame.text("unstated") if item == UNSTATED else str(name)
