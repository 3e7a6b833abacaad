"""Solar stations: what they are, give and earn, what of it reaches whom, and which of them need attention."""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from dash import html
from dash.development.base_component import Component

from data_access.industry.amounts import Amount
from data_access.industry.rows import rows_of
from data_access.industry.solar import Solar
from layouts.attributes import attributes
from layouts.numbers import Said, decimal, energy, energy_scale, money, power, share, whole
from layouts.panels.kinds.figures import as_indicator
from layouts.panels.kinds.parts import (
    Cell,
    Frame,
    bars,
    block,
    count,
    item_name,
    months,
    note,
    of_item,
    table,
    tile,
    tiles,
)
from layouts.panels.traced import traced, worded

MOST_STATIONS: Final = 12
"""How many stations to see to are listed by name."""


def solar_parts(found: Solar, frame: Frame) -> list[Component]:
    """The particulars of solar, most important first."""
    return [
        _head(found, frame),
        _amiss(found, frame),
        _money(found, frame),
        _distribution(found, frame),
        _averages(found, frame),
        _sorts(found, frame),
        _months(found, frame),
        *_stations(found, frame),
    ]


def _head(found: Solar, frame: Frame) -> Component:
    own = power(found.collective_capacity_kw, frame.lang)
    collective = "" if math.isnan(found.collective_capacity_kw) else frame.text("solar.collective", amount=own)
    hours = Said(decimal(found.full_load_hours, 0), frame.text("unit.hour"))
    stations = count(found.station_count, frame.text("unit.station"))
    capacity, generated = power(found.capacity_kw, frame.lang), energy(found.generated.annual, frame.lang)
    return tiles(
        tile(frame.text("solar.stations"), stations, "industry_activity_count.SOLAR", frame),
        tile(
            frame.text("solar.capacity"),
            capacity,
            "solar_capacity_kw",
            frame,
            note=collective,
            of_note="solar_collective_capacity_kw",
        ),
        tile(frame.text("solar.generated"), generated, "solar_generated_kwh", frame),
        tile(frame.text("solar.hours"), hours, "SOLAR_FULL_LOAD_HOURS", frame),
    )


def _amiss(found: Solar, frame: Frame) -> Component:
    """Stations that give little, are not paid or stand still: how many; enlarged, the panel tells which."""
    title = frame.text("solar.amiss")
    counts = {"low": found.low, "unpaid": found.unpaid, "stopped": found.stopped}
    if any(number is None for number in counts.values()):
        return block(title, note(frame.text("solar.amiss_past")))
    marked = {name: number for name, number in counts.items() if number}
    if not marked:
        return block(title, note(frame.text("solar.amiss_none")))
    said = [
        html.Span(
            [
                traced(html.Strong(str(number)), f"alert.SOLAR_{name.upper()}", frame.lang),
                html.Button(frame.text(f"solar.{name}"), type="button", **attributes(data_set="spotlight=kind")),
            ],
            className="kind-alert",
        )
        for name, number in marked.items()
    ]
    return block(title, html.Div(said, className="kind-alerts"))


def _stations(found: Solar, frame: Frame) -> list[Component]:
    """The stations that need attention, by name."""
    if found.low is None:
        return []
    marks = [found.stations[name].to_numpy(dtype=bool) for name in ("is_low", "is_unpaid", "is_stopped")]
    marked = found.stations[np.logical_or.reduce(marks)]
    listed = [_station(row, frame) for row in rows_of(marked.head(MOST_STATIONS))]
    return [block(frame.text("solar.amiss"), html.Ul(listed, className="kind-stations"))] if listed else []


def _station(row: Mapping[str, Any], frame: Frame) -> Component:
    """One station that needs attention, and why; pressed, it leads to its village."""
    why = []
    if row["is_stopped"]:
        why.append(frame.text("solar.stopped"))
    if row["is_low"]:
        hours = {"hours": decimal(row["hours"], 0), "median": decimal(row["median_hours"], 0)}
        why.append(frame.text("solar.low_hours", **hours))
    if row["is_unpaid"]:
        why.append(frame.text("solar.unpaid_months", months=whole(row["unpaid_month_count"])))
    leads = attributes(data_set=f"region={row['region_code']}")
    name = html.Button(row["name_zh"], type="button", title=row["name_zh"], **leads)
    return html.Li([name, html.Span(" · ".join(why), className="kind-note")])


def _money(found: Solar, frame: Frame) -> Component:
    """Sales, the villages' share and what they received, side by side and never added; the year and the total apart."""
    accounts = (
        ("sales", found.sales, "solar_sales_yuan"),
        ("shared", found.shared, "solar_shared_yuan"),
        ("received", found.received, "industry_received_yuan.SOLAR"),
    )
    rows = [
        (frame.text(f"solar.{name}"), [_said(a.annual, figure, frame), _said(a.cumulative, f"{figure}!TOTAL", frame)])
        for name, a, figure in accounts
    ]
    head = ("", frame.text("year", year=frame.period), total_head([a for _, a, _ in accounts], frame))
    return block(frame.text("solar.money"), table(head, rows, frame), note(frame.text("solar.apart")))


def _said(value: float, figure: str, frame: Frame) -> Cell:
    return Cell(str(money(value, frame.lang)), figure)


def total_head(amounts: list[Amount], frame: Frame) -> str:
    """What the column of totals is called: the first year that any of them knows, and the last."""
    since = [amount.since for amount in amounts if amount.since is not None]
    until = [amount.until for amount in amounts if amount.until is not None]
    if not since or not until:
        return frame.text("cumulative_bare")
    if min(since) == max(until):
        return frame.text("cumulative_one", year=min(since))
    return frame.text("cumulative", first=min(since), last=max(until))


def _distribution(found: Solar, frame: Frame) -> Component:
    spent = found.distribution
    parts = {"post": spent.post_yuan, "work": spent.work_yuan, "relief": spent.relief_yuan, "other": spent.other_yuan}
    whole_sum = math.fsum(value for value in parts.values() if not math.isnan(value))
    if all(math.isnan(value) for value in parts.values()):
        return block(frame.text("solar.distribution"), note(frame.text("unknown")))
    rows = [
        (frame.text(f"solar.{name}"), money(value, frame.lang), share(value, whole_sum), f"solar_{name}_yuan")
        for name, value in parts.items()
    ]
    counts = {
        "posts": (whole(spent.post_count), "solar_post_count"),
        "households": (whole(spent.household_count), "solar_household_count"),
    }
    people = html.P(worded("industry_kind.solar.posts_households", frame.lang, counts), className="kind-note")
    return block(
        frame.text("solar.distribution"), bars(rows, frame), people, note=frame.text("year", year=frame.period)
    )


def _averages(found: Solar, frame: Frame) -> Component:
    amounts = (
        ("per_village", found.yuan_per_village, "SOLAR_INCOME_PER_VILLAGE"),
        ("per_household", found.yuan_per_household, "SOLAR_INCOME_PER_HOUSEHOLD"),
    )
    each = [tile(frame.text(f"solar.{n}"), as_indicator(yuan, code, frame), code, frame) for n, yuan, code in amounts]
    made = f"{money(found.distributed_yuan, frame.lang)} ÷ {whole(found.registered_households)}"
    registered = money(found.yuan_per_registered_household, frame.lang)
    figure = "solar_distributed_yuan@per@registered_household_count"
    each.append(tile(frame.text("solar.per_registered"), registered, figure, frame, note=made))
    return block(frame.text("solar.averages"), tiles(*each), note=frame.text("year", year=frame.period))


def _sorts(found: Solar, frame: Frame) -> Component:
    rows = [
        (
            item_name(row["item"], row["name"], frame),
            [
                Cell(whole(row["activity_count"]), of_item("industry_activity_count.SOLAR", "subkind", row["item"])),
                Cell(str(power(row["capacity_kw"], frame.lang)), of_item("solar_capacity_kw", "subkind", row["item"])),
                Cell(decimal(row["full_load_hours"], 0), _hours_of(row["item"])),
            ],
        )
        for row in rows_of(found.sorts)
    ]
    head = (
        "",
        frame.text("unit.station") or frame.text("solar.stations"),
        frame.text("solar.capacity"),
        frame.text("unit.hour"),
    )
    return block(frame.text("solar.sorts"), table(head, rows, frame))


def _hours_of(sort: object) -> str:
    """The figure of the full-load hours of one sort of stations."""
    return "@per@".join(of_item(f"solar_{what}", "subkind", sort) for what in ("generated_kwh", "metered_capacity_kw"))


def _months(found: Solar, frame: Frame) -> Component:
    values = [float(value) for value in found.months["generated_kwh"]]
    most = max((value for value in values if not math.isnan(value)), default=0.0)
    scale, unit = energy_scale(most / 10, frame.lang)
    return months(frame.text("solar.months"), values, unit, "solar_generated_kwh", "solar", frame, scale=scale)
