"""The groups of regions, such as industry belts, as rows: each opens like a region, and is seen on the map."""

import math
from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from data_access.industry.belts import AMOUNTS, INCIDENCE, Amount, Belt
from data_access.messages import messages, text
from layouts.attributes import attributes
from layouts.numbers import Said, counted, decimal, money, power, share, whole
from layouts.panels.frame import not_connected, panel
from layouts.panels.traced import traced

CAPACITY: Final = "solar_capacity_kw"
YUAN: Final = "元"


def belts_panel(belts: Sequence[Belt], region: str, lang: str, *, connected: bool) -> html.Section:
    """One row a group; the one shown on the map is marked. `connected`: the database has the theme at all."""
    title = text("belts.title", lang)
    if not connected:
        return panel(title, "", not_connected(lang), name="belts", lang=lang)
    if not belts:
        return panel(title, "", html.P(text("belts.none", lang), className="not-connected"), name="belts", lang=lang)
    rows = html.Ul([_row(belt, region, lang) for belt in belts], className="belts")
    return panel(title, text("belts.count", lang, count=len(belts)), rows, name="belts", lang=lang)


def _row(belt: Belt, region: str, lang: str) -> html.Li:
    link = html.A(
        belt.name,
        href=f"?region={belt.code.replace('@', '%40')}",
        className="belt-name",
        title=belt.name,
        **attributes(data_region=belt.code, **({"aria_current": "page"} if belt.code == region else {})),
    )
    key = "belts.holds" if belt.holds else "belts.sort"
    sort = text(key, lang, kind=belt.kind_name, members=whole(belt.members))
    parts = [
        html.Span([link, html.Span(_brings(belt, lang), className="belt-brings")], className="belt-line"),
        html.Span(
            [html.Span(sort, className="belt-sort"), html.Span(_reach(belt, lang), className="belt-reach")],
            className="belt-line",
        ),
    ]
    return html.Li(parts, className="belt", **attributes(data_belt=belt.code))


def _reach(belt: Belt, lang: str) -> list[str | Component]:
    """How many villages it has, how many of them the industry reaches, and the households that take part."""

    def said(part: str, value: float) -> Component:
        return traced(whole(value), belt.figures[part], lang, region=belt.code, className="belt-figure")

    percent = share(belt.covered, belt.villages)
    covered = "" if math.isnan(percent) else f" · {decimal(percent, 0)}%"
    return [
        html.Span(
            [
                said("covered", belt.covered),
                " / ",
                said("villages", belt.villages),
                f" {text('belts.villages', lang)}{covered}",
            ]
        ),
        html.Span([said("households", belt.households), f" {text('belts.households', lang)}"]),
    ]


def _brings(belt: Belt, lang: str) -> list[Component]:
    """What it has most of, with its share of all there is; what runs there where nothing else is counted."""
    if belt.amounts:
        return [_amount(amount, belt, lang) for amount in belt.amounts]
    if "running" not in belt.figures:
        return []
    said = traced(whole(belt.running), belt.figures["running"], lang, region=belt.code, className="belt-figure")
    return [html.Span([f"{text('belts.running', lang)} ", said], className="belt-amount")]


def _amount(amount: Amount, belt: Belt, lang: str) -> html.Span:
    typed = amount.name in AMOUNTS
    name = text(f"layer_size.name.{amount.name}", lang) if typed else amount.name
    key = f"layer_size.unit.{amount.name}" if typed else f"metric_unit.{amount.unit_zh}"
    unit = text(key, lang) if key in messages() else amount.unit_zh
    said: Said = counted(amount.value, unit, lang)
    if amount.figure == CAPACITY:
        said = power(amount.value, lang)
    elif amount.unit_zh == YUAN:
        said = money(amount.value, lang)
    elif amount.figure == INCIDENCE:
        said = Said(decimal(amount.value, 2), unit)
    part = "" if math.isnan(amount.percent) else " " + text("belts.share", lang, percent=decimal(amount.percent, 0))
    return html.Span(
        [f"{name} ", traced(str(said), amount.figure, lang, region=belt.code, className="belt-figure"), part],
        className="belt-amount",
    )
