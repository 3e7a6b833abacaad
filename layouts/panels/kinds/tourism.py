"""Tourism: who runs it in which of four modes, whom it reaches, what it earns, and when its season is."""

import math
from collections.abc import Callable

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.industry.rows import rows_of
from data_access.industry.tourism import Tourism
from layouts.numbers import counted, money, whole
from layouts.panels.kinds.parts import (
    Cell,
    Frame,
    block,
    item_name,
    months,
    of_item,
    reach_tiles,
    running_tile,
    table,
    tile,
    tiles,
)
from layouts.panels.kinds.solar import total_head
from layouts.panels.traced import worded


def tourism_parts(found: Tourism, frame: Frame) -> list[Component]:
    """The particulars of tourism, most important first."""
    season = [float(value) for value in found.months["visitor_count"]]
    return [
        _head(found, frame),
        block(
            frame.text("tourism.modes"), _facet(found.modes, "mode", frame), note=frame.text("year", year=frame.period)
        ),
        months(
            frame.text("tourism.season"), season, frame.text("unit.visitor"), "tourism_visitor_count", "tourism", frame
        ),
        _money(found, frame),
        block(frame.text("tourism.sorts"), _facet(found.sorts, "subkind", frame)),
    ]


def _head(found: Tourism, frame: Frame) -> Component:
    visitors = counted(found.visitors.annual, frame.text("unit.visitor"), frame.lang)
    return tiles(
        running_tile(frame.text("tourism.operators"), "TOURISM", found.running_count, found.operator_count, frame),
        *reach_tiles("TOURISM", found.villages, found.village_count, found.households, frame),
        tile(frame.text("tourism.visitors"), visitors, "tourism_visitor_count", frame),
    )


def _facet(rows: pd.DataFrame, facet: str, frame: Frame) -> Component:
    """Operators and whom they reach by one trait; a column that nobody tells of is left out."""
    columns: dict[str, tuple[str, Callable[[float], str]]] = {
        "activity_count": ("tourism.operators_short", whole),
        "village_count": ("villages_short", whole),
        "household_count": ("households_short", whole),
        "income_yuan": ("income_short", lambda yuan: str(money(yuan, frame.lang))),
    }
    told = [name for name in columns if name == "activity_count" or rows[name].notna().any()]
    body = [
        (
            item_name(row["item"], row["name"], frame),
            [
                Cell(columns[name][1](float(row[name])), of_item(f"industry_{name}.TOURISM", facet, row["item"]))
                for name in told
            ],
        )
        for row in rows_of(rows)
    ]
    return table(("", *(frame.text(columns[name][0]) for name in told)), body, frame)


def _money(found: Tourism, frame: Frame) -> Component:
    revenue, income = "tourism_revenue_yuan", "industry_income_yuan.TOURISM"
    earned = [Cell(str(money(found.income_yuan, frame.lang)), income), Cell("")]
    rows = [
        (
            frame.text("tourism.revenue"),
            [
                Cell(str(money(found.revenue.annual, frame.lang)), revenue),
                Cell(str(money(found.revenue.cumulative, frame.lang)), f"{revenue}!TOTAL"),
            ],
        ),
        (frame.text("tourism.household_income"), earned),
    ]
    head = ("", frame.text("year", year=frame.period), total_head([found.revenue], frame))
    each = money(found.income_per_household, frame.lang)
    if math.isnan(found.income_per_household):
        return block(frame.text("tourism.money"), table(head, rows, frame))
    figure = {"amount": (str(each), f"{income}@per@industry_household_count.TOURISM")}
    said = html.Span(worded("industry_kind.tourism.per_household", frame.lang, figure))
    return block(frame.text("tourism.money"), table(head, rows, frame), note=said)
