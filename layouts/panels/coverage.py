"""Industry coverage: what each kind of industry reaches, honest about what is not connected."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from layouts.attributes import attributes
from layouts.numbers import decimal, share, whole
from layouts.panels.frame import nothing, panel

SHOWN = ("SOLAR", "TOURISM", "WORKSHOP")
"""The kinds that every wall shows, in this order; the stylesheet shows the others where there is room for them."""


def coverage_panel(kinds: pd.DataFrame, villages: float, lang: str) -> html.Section:
    """One row a kind of `SHOWN` (columns as in data_access.industries.coverage_by_kind); `villages` is the whole."""
    title = text("panel.coverage", lang)
    rows = {str(row["kind"]): {str(k): v for k, v in row.items()} for row in kinds.to_dict("records")}
    if not any(rows.get(kind, {}).get("state") == "connected" for kind in SHOWN):
        return panel(title, "", nothing(lang), name="coverage", lang=lang)
    unit = text("panel.coverage_unit", lang, villages=whole(villages))
    more = [kind for kind, row in rows.items() if kind not in SHOWN and row["is_covering"] and _is_told(row)]
    body = [_row(rows[kind], kind, lang) for kind in (*SHOWN, *more) if kind in rows]
    return panel(title, unit, html.Div(body, className="coverage-list"), name="coverage", lang=lang)


def _is_told(row: Mapping[str, Any]) -> bool:
    return bool(row["state"] == "connected" and row["villages"] > 0)


def _row(row: Mapping[str, Any], kind: str, lang: str) -> Component:
    token = kind.lower() if kind in SHOWN else "agriculture"
    connected = row["state"] == "connected"
    reached = share(row["villages"], row["village_count"]) if connected else math.nan
    facts = _facts(row, kind, lang) if connected else [text("wall.not_connected", lang)]
    count: list[str | Component] = ["—"]
    if connected:
        count = [whole(row["villages"]), html.Span(text("unit.villages", lang))]
    return html.Div(
        [
            html.Div(
                html.Span("" if math.isnan(reached) else f"{reached:.0f}%"),
                className="coverage-ring" + (" is-unknown" if math.isnan(reached) else ""),
                style={} if math.isnan(reached) else {"--share": f"{reached:.1f}%"},
            ),
            html.Div(
                [
                    html.P(row["name"], className="coverage-name", title=row["name"]),
                    *(html.P(fact, className="coverage-fact") for fact in facts),
                ]
            ),
            html.P(count, className="coverage-count", **attributes(data_figure=f"coverage.{kind}")),
        ],
        className=f"coverage-row coverage-{token}" + ("" if connected else " is-absent"),
    )


def _facts(row: Mapping[str, Any], kind: str, lang: str) -> list[str]:
    """Two short facts of a kind; a fact whose figure is not known is left out."""
    figures: Mapping[str, float] = row["key_figures"]
    if kind == "SOLAR":
        facts = [
            _capacity(row["activities"], figures.get("solar_capacity_kw", math.nan), lang),
            _received(figures.get("industry_received_yuan.SOLAR", math.nan), lang),
        ]
    elif kind == "WORKSHOP":
        workers = figures.get("workshop_assisted_worker_count", math.nan)
        facts = [_fact("panel.workshops", lang, count=row["activities"], workers=workers), _reach(row, lang)]
    else:
        facts = [_reach(row, lang), _fact("panel.operators", lang, count=row["activities"])]
    return [fact for fact in facts if fact]


def _reach(row: Mapping[str, Any], lang: str) -> str:
    if row["township_count"] > 1:
        return _fact("panel.townships_households", lang, townships=row["townships"], households=row["households"])
    return _fact("panel.households", lang, households=row["households"])


def _fact(key: str, lang: str, **figures: float | tuple[float, int]) -> str:
    """The sentence `key` with its figures written; "" when one of them is not known."""
    said: dict[str, str] = {}
    for name, figure in figures.items():
        value, places = figure if isinstance(figure, tuple) else (figure, 0)
        if math.isnan(value):
            return ""
        said[name] = decimal(value, places)
    return text(key, lang, **said)


def _capacity(stations: float, kilowatt: float, lang: str) -> str:
    """Stations and what they can give: in 10,000 kW (English: MW) from there on, else in kW."""
    large = 10000 if lang == "zh" else 1000
    if kilowatt >= large:
        return _fact("panel.stations", lang, count=stations, capacity=(kilowatt / large, 1))
    return _fact("panel.stations_small", lang, count=stations, capacity=kilowatt)


def _received(yuan: float, lang: str) -> str:
    """What reached the villages: in 100 million yuan (English: million) from there on, else in 10,000 (thousand)."""
    large, small = (1e8, 1e4) if lang == "zh" else (1e6, 1e3)
    if yuan >= large:
        return _fact("panel.received_large", lang, amount=(yuan / large, 2 if lang == "zh" else 1))
    return _fact("panel.received", lang, amount=yuan / small)
