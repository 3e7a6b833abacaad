"""Farming and any other kind, also one that a county added by rows alone: what its catalogue says is counted of it."""

import math

import pandas as pd
from dash.development.base_component import Component

from data_access.industry.kinds import Metric
from data_access.industry.other_kinds import KindView
from data_access.industry.rows import rows_of
from layouts.kind_marks import tone
from layouts.numbers import money, whole
from layouts.panels.kinds.figures import metric_said
from layouts.panels.kinds.parts import (
    UNSTATED,
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


def kind_parts(found: KindView, frame: Frame) -> list[Component]:
    """The particulars of one kind, most important first."""
    parts = [_head(found, frame)]
    known = [metric for metric in found.entry.metrics if not math.isnan(found.metrics[metric.code])]
    if known:
        said = [
            tile(
                metric.name, metric_said(metric, found.metrics[metric.code], frame.lang),
                f"industry_quantity.{found.entry.code}.{metric.code}", frame,
            )
            for metric in known
        ]  # fmt: skip
        parts.append(block(frame.text("key_figure"), tiles(*said), note=frame.text("year", year=frame.period)))
    for title, facet, rows in (
        ("by_sort", "subkind", found.sorts),
        ("by_product", "product", found.products),
        ("by_entity", "entity", found.entities),
    ):
        if len(rows) and not (title == "by_sort" and len(rows) == 1 and rows["item"].iloc[0] == UNSTATED):
            parts.append(block(frame.text(title), _facet(found, rows, facet, known, frame)))
    return [*parts, *_months(found, frame)]


def _head(found: KindView, frame: Frame) -> Component:
    kind = found.entry.code
    return tiles(
        running_tile(frame.text("activities"), kind, found.running_count, found.activity_count, frame),
        *reach_tiles(kind, found.villages, found.village_count, found.households, frame),
        tile(frame.text("income"), money(found.income_yuan, frame.lang), f"industry_income_yuan.{kind}", frame),
    )


def _facet(found: KindView, rows: pd.DataFrame, facet: str, known: list[Metric], frame: Frame) -> Component:
    """Activities, households where they are told, and the metrics that any of the rows has."""
    kind = found.entry.code
    told = [metric for metric in known if rows[metric.code].notna().any()]
    with_households = "household_count" in rows and rows["household_count"].notna().any()
    body: list[tuple[str, list[Cell]]] = []
    for row in rows_of(rows):
        cells = [Cell(whole(row["activity_count"]), of_item(f"industry_activity_count.{kind}", facet, row["item"]))]
        if with_households:
            figure = of_item(f"industry_household_count.{kind}", facet, row["item"])
            cells.append(Cell(whole(row["household_count"]), figure))
        sizes = [(metric, float(row[metric.code])) for metric in told if not math.isnan(row[metric.code])]
        said = " · ".join(str(metric_said(metric, value, frame.lang)) for metric, value in sizes)
        first = f"industry_quantity.{kind}.{sizes[0][0].code}" if sizes else ""
        cells.append(Cell(said, of_item(first, facet, row["item"])) if sizes else Cell("—"))
        body.append((item_name(row["item"], row["name"], frame), cells if told else cells[:-1]))
    head = ["", frame.text("activities_short")]
    head += [frame.text("households_short")] if with_households else []
    head += [frame.text("key_figure")] if told else []
    return table(head, body, frame)


def _months(found: KindView, frame: Frame) -> list[Component]:
    """The first metric that adds up over months and was told by the month."""
    for metric in found.entry.metrics:
        values = [float(value) for value in found.months[metric.code]]
        if metric.is_flow and not all(math.isnan(value) for value in values):
            unit = metric_said(metric, 1.0, frame.lang).unit
            figure = f"industry_quantity.{found.entry.code}.{metric.code}"
            return [months(metric.name, values, unit, figure, tone(found.entry.code), frame)]
    return []
