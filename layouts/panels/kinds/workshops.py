"""Micro-factories: shops and workers, the share of the assisted and how it is made, wages, states, products."""

import math

import pandas as pd
from dash.development.base_component import Component

from data_access.industry.rows import rows_of
from data_access.industry.workshops import Workshops
from layouts.numbers import Said, decimal, money, whole
from layouts.panels.kinds.parts import (
    Cell,
    Frame,
    block,
    count,
    item_name,
    months,
    note,
    of_item,
    rate,
    running_tile,
    table,
    tile,
    tiles,
)

ASSISTED = "workshop_assisted_worker_count"
RATE = "WORKSHOP_ASSISTED_RATE"
WAGE = "workshop_assisted_wage_yuan"
MONTHLY_WAGE = f"{WAGE}@month-ALL@per@{ASSISTED}@paid-ALL"
COLUMNS = {
    "activity_count": "industry_activity_count.WORKSHOP",
    "worker_count": "workshop_worker_count",
    "assisted_worker_count": ASSISTED,
}


def workshop_parts(found: Workshops, frame: Frame) -> list[Component]:
    """The particulars of micro-factories, most important first."""
    workers = [float(value) for value in found.months["worker_count"]]
    person = frame.text("unit.person")
    return [
        _head(found, frame),
        *_published(found, frame),
        block(
            frame.text("workshop.watch"),
            _facet(found.watches, "watch", frame),
            note=frame.text("year", year=frame.period),
        ),
        *_who(found, frame),
        _wages(found, frame),
        block(frame.text("workshop.build"), _facet(found.builds, "build", frame)),
        block(frame.text("workshop.products"), _facet(found.products, "product", frame)),
        block(frame.text("workshop.sorts"), _facet(found.sorts, "subkind", frame)),
        months(frame.text("workshop.months"), workers, person, "workshop_worker_count", "workshop", frame),
    ]


def _head(found: Workshops, frame: Frame) -> Component:
    person = frame.text("unit.person")
    per_shop = Said(decimal(found.jobs_per_shop, 1), person)
    shops = found.shop_count if math.isnan(found.running_count) else found.running_count
    by_shop = f"{whole(found.workers)} ÷ {whole(shops)}"
    by_100 = f"100 × {whole(found.assisted_workers)} ÷ {whole(found.registered_households)}"
    per_100 = Said(decimal(found.jobs_per_100_households, 1), person)
    there = "activity" if math.isnan(found.running_count) else "running_activity"
    each_shop = f"workshop_worker_count@per@industry_{there}_count.WORKSHOP"
    each_100 = f"{ASSISTED}@per100@registered_household_count"
    formula = ""
    if not math.isnan(found.assisted_rate):
        made = {"assisted": whole(found.assisted_workers), "workers": whole(found.workers)}
        formula = frame.text("workshop.formula", **made)
    return tiles(
        running_tile(frame.text("workshop.shops"), "WORKSHOP", found.running_count, found.shop_count, frame),
        tile(frame.text("workshop.rate"), rate(found.assisted_rate), RATE, frame, note=formula),
        tile(frame.text("workshop.workers"), count(found.workers, person), "workshop_worker_count", frame),
        tile(frame.text("workshop.assisted"), count(found.assisted_workers, person), ASSISTED, frame),
        tile(frame.text("workshop.per_shop"), per_shop, each_shop, frame, note=by_shop),
        tile(frame.text("workshop.per_100"), per_100, each_100, frame, note=by_100),
    )


def _published(found: Workshops, frame: Frame) -> list[Component]:
    """The rate beside what documents give as the same rate, each with its definition: theirs may be another."""
    if not found.published:
        return []
    known = not math.isnan(found.assisted_rate)
    said = frame.text("workshop.ours_defined") if known else ""
    quoted = found.published[0]
    quote = frame.text("workshop.quoted", quote=quoted.quote_zh) if quoted.quote_zh else ""
    value = Said(f"{quoted.value:g}", quoted.unit_zh)
    defined = frame.text("workshop.defined", note=quoted.note_zh) if quoted.note_zh else ""
    both = tiles(
        tile(frame.text("workshop.ours"), rate(found.assisted_rate), RATE, frame, note=said),
        tile(frame.text("workshop.published", year=quoted.period), value, "", frame, note=quote),
    )
    return [block(frame.text("workshop.both"), both, note(defined or frame.text("workshop.undefined")))]


def _who(found: Workshops, frame: Frame) -> list[Component]:
    """Of whom assisted: members of lifted households and of those under monitoring, by the record of employment."""
    parts = (
        ("lifted", found.lifted_workers, "workshop_lifted_worker_count"),
        ("monitored", found.monitored_workers, "workshop_monitored_worker_count"),
    )
    if all(math.isnan(number) for _, number, _ in parts):
        return []
    person = frame.text("unit.person")
    told = [tile(frame.text(f"workshop.{name}"), count(n, person), figure, frame) for name, n, figure in parts]
    return [block(frame.text("workshop.who"), tiles(*told), note(frame.text("workshop.who_note")))]


def _wages(found: Workshops, frame: Frame) -> Component:
    return block(
        frame.text("workshop.wages"),
        tiles(
            tile(frame.text("workshop.wage_month"), money(found.wage_per_month, frame.lang), MONTHLY_WAGE, frame),
            tile(frame.text("workshop.wage_year"), money(found.wage_yuan, frame.lang), WAGE, frame),
        ),
        note=frame.text("year", year=frame.period),
    )


def _facet(rows: pd.DataFrame, facet: str, frame: Frame) -> Component:
    if rows.empty:
        return note(frame.text("unknown"))
    head = ("", *(frame.text(f"workshop.{name}") for name in ("shops", "workers_short", "assisted_short")))
    body = [
        (
            item_name(row["item"], row["name"], frame),
            [Cell(whole(row[measure]), of_item(quantity, facet, row["item"])) for measure, quantity in COLUMNS.items()],
        )
        for row in rows_of(rows)
    ]
    return table(head, body, frame)
