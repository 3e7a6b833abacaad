"""Industry coverage: what each kind of industry reaches, honest about what is not connected."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.industry.rows import rows_of
from data_access.messages import text
from layouts.attributes import attributes
from layouts.kind_marks import tone
from layouts.numbers import decimal, money, power, share, whole
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced, worded

FIRST: Final = 3
"""How many kinds every wall shows; the stylesheet shows the others where there is room for them."""

Row = Mapping[str, Any]
Fact = tuple[str, str]
"""A short sentence, and the figure that it tells first."""


def coverage_panel(kinds: pd.DataFrame, villages: float, lang: str) -> html.Section:
    """One row a kind that counts as coverage (columns as in data_access.industries.coverage_by_kind).

    The first `FIRST` that are told of, then the others told of, in the order of the catalogue; where fewer are told of,
    those not connected fill the place. `villages` is the whole.
    """
    title = text("panel.coverage", lang)
    rows = [row for row in rows_of(kinds) if row["is_covering"]]
    if not any(row["state"] == "connected" for row in rows):
        return panel(title, "", nothing(lang), name="coverage", lang=lang)
    unit = html.Span(worded("panel.coverage_unit", lang, {"villages": (whole(villages), "village_count")}))
    body = [_row(row, lang) for row in in_order(rows)]
    return panel(title, unit, html.Div(body, className="coverage-list"), name="coverage", lang=lang)


def in_order(rows: Sequence[Row]) -> list[Row]:
    """The rows that are shown, first those that every wall shows."""
    told = [row for row in rows if row["state"] == "connected"]
    absent = [row for row in rows if row["state"] != "connected"]
    first = {str(row["kind"]) for row in [*told, *absent][:FIRST]}
    more = [row for row in told if row["kind"] not in first and _reached(row) > 0]
    return [*(row for row in rows if row["kind"] in first), *more]


def _reached(row: Row) -> float:
    return -1.0 if math.isnan(row["villages"]) else float(row["villages"])


def _row(row: Row, lang: str) -> Component:
    kind = str(row["kind"])
    connected = row["state"] == "connected"
    reached = share(row["villages"], row["village_count"]) if connected else math.nan
    facts = _facts(row, lang) if connected else [(text("wall.not_connected", lang), "")]
    count: Component = html.P("—", className="coverage-count")
    if connected:
        said: list[str | Component] = [whole(row["villages"]), html.Span(text("unit.villages", lang))]
        figure = {"className": "coverage-count", **attributes(data_figure=f"coverage.{kind}")}
        count = traced(said, f"industry_village_count.{kind}", lang, tag=html.P, **figure)
    return html.Div(
        [
            html.Div(
                html.Span()
                if math.isnan(reached)
                else traced(f"{reached:.0f}%", f"industry_village_count.{kind}@village_count", lang),
                className="coverage-ring" + (" is-unknown" if math.isnan(reached) else ""),
                style={} if math.isnan(reached) else {"--share": f"{reached:.1f}%"},
            ),
            html.Div(
                [
                    html.P(row["name"], className="coverage-name", title=row["name"]),
                    *(_fact_line(fact, lang) for fact in facts),
                ]
            ),
            count,
        ],
        className=f"coverage-row tone-of-{tone(kind)}" + ("" if connected else " is-absent"),
    )


def _fact_line(fact: Fact, lang: str) -> Component:
    said, figure = fact
    if not figure:
        return html.P(said, className="coverage-fact")
    return html.P(traced(said, figure, lang), className="coverage-fact")


def _facts(row: Row, lang: str) -> list[Fact]:
    """Two short facts of a kind; a fact whose figure is not known is left out."""
    kind = str(row["kind"])
    figures: Mapping[str, float] = row["key_figures"]
    if kind == "SOLAR":
        capacity, received = "solar_capacity_kw", "industry_received_yuan.SOLAR"
        stations = _fact("panel.stations", lang, count=row["activities"], capacity=figures.get(capacity, math.nan))
        paid = _fact("panel.received", lang, amount=figures.get(received, math.nan))
        facts = [(stations, capacity), (paid, received)]
    elif kind == "WORKSHOP":
        workers = figures.get("workshop_assisted_worker_count", math.nan)
        shops = _fact("panel.workshops", lang, count=row["activities"], workers=workers)
        facts = [(shops, "workshop_assisted_worker_count"), _reach(row, lang)]
    else:
        operators = _fact("panel.operators", lang, count=row["activities"])
        facts = [_reach(row, lang), (operators, f"industry_activity_count.{kind}")]
    return [fact for fact in facts if fact[0]]


def _reach(row: Row, lang: str) -> Fact:
    figure = f"industry_household_count.{row['kind']}"
    if row["township_count"] > 1:
        said = _fact("panel.townships_households", lang, townships=row["townships"], households=row["households"])
        return said, figure
    return _fact("panel.households", lang, households=row["households"]), figure


def _fact(key: str, lang: str, **figures: float) -> str:
    """The sentence `key` with its figures written; "" when one of them is not known."""
    if any(math.isnan(figure) for figure in figures.values()):
        return ""
    writers = {"amount": money, "capacity": power}
    said = {name: str(writers[name](f, lang)) if name in writers else decimal(f, 0) for name, f in figures.items()}
    return text(key, lang, **said)
