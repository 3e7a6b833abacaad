"""All kinds of industry together: whom each reaches, how much of it runs, and what it amounts to."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.industry.chosen import Chosen
from data_access.industry.rows import rows_of
from data_access.messages import text
from layouts.attributes import attributes
from layouts.kind_marks import mark, tone
from layouts.numbers import Said, counted, decimal, energy, money, power, share, whole
from layouts.panels.kinds.figures import entry_figure, metric_said
from layouts.panels.kinds.parts import Cell, Frame, block, joined, note, table
from layouts.panels.traced import traced

Row = Mapping[str, Any]


def every_kind(found: Chosen, kinds: pd.DataFrame, frame: Frame) -> list[Component]:
    """One row a kind that is told of, those not connected by name, and what stands beside industry."""
    rows = rows_of(kinds)
    icons = {entry.code: entry.icon for entry in found.entries}
    told = [row for row in rows if row["is_covering"] and row["state"] == "connected"]
    absent = [str(row["name"]) for row in rows if row["is_covering"] and row["state"] != "connected"]
    listed = html.Ul([_kind(row, icons.get(str(row["kind"]), ""), found, frame) for row in told], className="kind-rows")
    parts: list[Component] = [listed]
    if absent:
        parts.append(note(frame.text("not_connected", names=joined(absent, frame))))
    return [*parts, _beside(found, frame)]


def _kind(row: Row, icon: str, found: Chosen, frame: Frame) -> Component:
    kind = str(row["kind"])
    name = html.Button(
        [mark(icon, str(row["name"])), html.Span(row["name"], className="kind-row-name")],
        type="button",
        className="kind-row-open",
        title=row["name"],
        **attributes(data_set=f"kind={kind}"),
    )
    reached = share(row["villages"], row["village_count"])
    share_said = []
    if not math.isnan(reached):
        figure = f"industry_village_count.{kind}@village_count"
        share_said.append(traced(f"{reached:.1f}%", figure, frame.lang, className="kind-note"))
    told = html.Span(
        [
            traced(
                [html.Strong(whole(row["villages"])), f" {frame.text('villages_short')}"],
                f"industry_village_count.{kind}", frame.lang, className="kind-row-count",
            ),
            *share_said,
        ],
        className="kind-row-reach",
    )  # fmt: skip
    facts = [fact for fact in (_households(row, frame), _running(row, frame), _size(row, found, frame)) if fact]
    length: dict[str, Any] = {} if math.isnan(reached) else {"style": {"--share": f"{reached:.1f}%"}}
    return html.Li(
        [
            html.Div([name, told], className="kind-row-head"),
            html.Span(className="kind-bar", **length),
            html.P(facts, className="kind-row-facts"),
        ],
        className=f"kind-row tone-of-{tone(kind)}",
    )


def _households(row: Row, frame: Frame) -> Component | None:
    if math.isnan(row["households"]):
        return None
    said = f"{whole(row['households'])} {text('unit.households', frame.lang)}"
    return traced(said, f"industry_household_count.{row['kind']}", frame.lang)


def _running(row: Row, frame: Frame) -> Component | None:
    """Activities that run of all; in an earlier period all of them, of which nobody knows now which ran."""
    kind = str(row["kind"])
    if math.isnan(row["activities"]):
        return None
    if math.isnan(row["running"]):
        said = f"{whole(row['activities'])} {frame.text('activities_short')}"
        return traced(said, f"industry_activity_count.{kind}", frame.lang)
    said = f"{frame.text('running')} {whole(row['running'])}/{whole(row['activities'])}"
    return traced(said, f"industry_running_activity_count.{kind}", frame.lang)


def _size(row: Row, found: Chosen, frame: Frame) -> Component | None:
    """The first key figure that is known; of metrics the first of the catalogue."""
    kind, figures = str(row["kind"]), row["key_figures"]
    metrics = [m.code for entry in found.entries if entry.code == kind for m in entry.metrics]
    names = dict.fromkeys([*(f"industry_quantity.{kind}.{code}" for code in metrics), *figures])
    for name in names:
        value = figures.get(name, math.nan)
        if not math.isnan(value):
            return traced(str(_said(name, value, found, frame)), name, frame.lang)
    return None


def _said(name: str, value: float, found: Chosen, frame: Frame) -> Said:
    if name.startswith("industry_quantity."):
        _, kind, code = name.split(".", 2)
        metrics = [m for entry in found.entries if entry.code == kind for m in entry.metrics if m.code == code]
        if metrics:
            return metric_said(metrics[0], value, frame.lang)
    if name.partition(".")[0].endswith("_yuan"):
        return money(value, frame.lang)
    if name.endswith("_kw"):
        return power(value, frame.lang)
    if name.endswith("_kwh"):
        return energy(value, frame.lang)
    unit = frame.text("unit.visitor" if name.startswith("tourism") else "unit.person")
    return Said(frame.text(f"size.{name}", count=counted(value, unit, frame.lang)), "")


def _beside(found: Chosen, frame: Frame) -> Component:
    """Resettlement, jobs, insurance and pairing: the rate of each, or that it is not connected."""
    rows: list[tuple[str, list[Cell]]] = []
    absent: list[str] = []
    for entry in found.beside:
        name = frame.text(f"entry.{entry.entry.lower()}")
        if entry.state != "connected":
            absent.append(name)
            continue
        parts = [Cell(entry_figure(n, entry.figures[n], frame).number, n) for n in (entry.numerator, entry.denominator)]
        rate = "—" if math.isnan(entry.percent) else f"{decimal(entry.percent, 1)}%"
        rows.append(
            (
                name,
                [
                    Cell(f"{parts[0].said} / {parts[1].said}", entry.numerator),
                    Cell(rate, f"{entry.numerator}@{entry.denominator}"),
                ],
            )
        )
    body: list[Component] = [table(("", "", ""), rows, frame)] if rows else []
    if absent:
        body.append(note(frame.text("not_connected", names=joined(absent, frame))))
    return block(frame.text("beside"), *body)
