"""Whom industry reaches: villages, households and persons, with solar and without it, and by the number of kinds."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from data_access.industry.coverage import Coverage, Reach
from data_access.messages import text
from layouts.attributes import attributes
from layouts.numbers import decimal, whole
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced

Bars = Sequence[tuple[str, float]]

FIGURES: Final = {
    "villages": ("industry_village_count", "village_count"),
    "households": ("industry_household_count", "industry_due_household_count"),
    "persons": ("industry_worker_count", "employed_person_count"),
}
"""Unit -> the quantities that its count and its whole are traced by."""

UNIT_OF: Final = {"village": "villages", "household": "households"}
WITHOUT_SOLAR: Final = "!SOLAR"
"""What a quantity's name ends with in a trace when solar is not counted."""


def reach_panel(
    everything: Coverage,
    without_solar: Coverage | None,
    numbers: Mapping[str, Mapping[str, int]],
    lang: str,
    *,
    connected: bool,
    in_village: bool,
) -> html.Section:
    """A row a unit with count and share, beside it the same `without_solar` (None where there is none), and how many
    villages and households (`numbers`: "village", "household" -> "0", "1", "2", "3+" -> count) have how many kinds.

    A village speaks of its households alone; what is not known is a dash, what is not connected says so.
    """
    title = text("reach.title", lang)
    if not connected or all(math.isnan(getattr(everything, unit).count) for unit in FIGURES):
        return panel(title, "", nothing(lang, connected=connected), name="reach", lang=lang)
    units = ["households"] if in_village else list(FIGURES)
    heads = (
        [("is-solar", "reach.with_solar"), ("is-all", "reach.without_solar")] if without_solar else [("", "reach.all")]
    )
    table = html.Div(
        [
            html.Div(
                [
                    html.Span(),
                    *(html.Span(text(key, lang), role="columnheader", className=name) for name, key in heads),
                ],
                className="reach-row reach-heads",
                role="row",
            ),
            *(_row(unit, everything, without_solar, lang) for unit in units),
        ],
        className="reach-table" + ("" if without_solar else " is-single"),
        role="table",
        **attributes(aria_label=title),
    )
    told = {unit: counts for unit, counts in numbers.items() if counts and UNIT_OF[unit] in units}
    body = [table, _numbers(told, lang)] if told else [table]
    return panel(title, text("reach.unit", lang), html.Div(body, className="reach"), name="reach", lang=lang)


def _row(unit: str, everything: Coverage, without_solar: Coverage | None, lang: str) -> Component:
    """One unit: its name and how many there are, then a cell with solar and one without."""
    reach: Reach = getattr(everything, unit)
    figure, base = FIGURES[unit]
    head = html.Span(
        [
            html.Span(text(f"reach.{unit}", lang), className="reach-unit"),
            traced(text("reach.of", lang, count=whole(reach.of)), base, lang, className="reach-of"),
        ],
        title=text(f"reach.{unit}_hint", lang),
        role="rowheader",
        className="reach-name",
    )
    if without_solar is None:
        return html.Div([head, _cell(reach, [("all", reach.percent)], figure, lang)], className="reach-row", role="row")
    rest: Reach = getattr(without_solar, unit)
    alone = reach.percent - rest.percent
    cells = [
        _cell(reach, [("all", rest.percent), ("solar", alone)], figure, lang),
        _cell(rest, [("all", rest.percent)], figure + WITHOUT_SOLAR, lang),
    ]
    return html.Div([head, *cells], className="reach-row", role="row")


def _cell(reach: Reach, bars: Bars, figure: str, lang: str) -> Component:
    """The share, large; the count; and a bar of the parts `bars`, dashed where the share is not known."""
    known = not math.isnan(reach.percent)
    percent = f"{decimal(reach.percent, 0 if reach.percent in (0, 100) else 1)}%" if known else "—"
    parts = [
        html.Span(className=f"reach-part is-{name}", style={"--share": f"{share:.2f}%"})
        for name, share in bars
        if share > 0
    ]
    return html.Span(
        [
            traced(
                [html.B(percent), html.Span(whole(reach.count))],
                figure,
                lang,
                className="reach-figure",
            ),
            html.Span(parts, className="reach-bar" + ("" if known else " is-unknown")),
        ],
        role="cell",
        className="reach-cell",
    )


def _numbers(numbers: Mapping[str, Mapping[str, int]], lang: str) -> Component:
    """A stacked bar a unit, its counts above it in the columns of the classes."""
    classes = list(next(iter(numbers.values())))
    heads = [
        html.Span(text(f"reach.number.{number}", lang), className=f"reach-class is-{at}", role="columnheader")
        for at, number in enumerate(classes)
    ]
    rows = [
        html.Div(
            [
                html.Span(text(f"reach.{UNIT_OF[unit]}", lang), className="reach-unit", role="rowheader"),
                *(
                    html.Span(
                        traced(whole(count), f"industry_{unit}_count@{number.rstrip('+')}", lang),
                        role="cell",
                        className="reach-count",
                    )
                    for number, count in counts.items()
                ),
                html.Span(
                    [
                        html.Span(className=f"reach-part is-{at}", style={"--share": _percent(count, counts)})
                        for at, count in enumerate(counts.values())
                        if count
                    ],
                    className="reach-bar",
                    **attributes(aria_hidden="true"),
                ),
            ],
            className="reach-stack",
            role="row",
        )
        for unit, counts in numbers.items()
    ]
    head = html.Div(
        [html.Span(text("reach.by_number", lang), className="reach-caption"), *heads],
        className="reach-stack reach-heads",
        role="row",
    )
    return html.Div([head, *rows], className="reach-numbers", role="table")


def _percent(count: int, counts: Mapping[str, int]) -> str:
    return f"{100 * count / sum(counts.values()):.2f}%"
