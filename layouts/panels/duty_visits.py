"""Visits against the rule: monitored households every month, others every quarter; how long ago the last one was."""

import math
from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from data_access.duty.figures import VISIT_AGES
from data_access.messages import text
from data_access.rules import MONITORED_VISIT_DAYS, VISIT_DAYS
from layouts.attributes import attributes
from layouts.numbers import decimal, whole
from layouts.panels.duty_parts import counted
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced

_RULES = {"monitored": MONITORED_VISIT_DAYS, "other": VISIT_DAYS}


def visits_panel(figures: Mapping[str, float], lang: str, *, connected: bool, with_cases: bool) -> html.Section:
    """A row a rule: households due, those missed and their share, over a bar; then all by the time since the last one.

    `with_cases`: monitoring is connected, so that the monthly rule has households.
    """
    title, due = text("duty.visits", lang), figures["visit_due_household_count"]
    if not connected or math.isnan(due):
        return panel(title, "", nothing(lang, connected=connected), name="visits", lang=lang)
    rows = [_rule(name, figures, lang) for name in _RULES if with_cases or name != "monitored"]
    unit = traced(
        text("duty.silent_of", lang, count=whole(figures["visit_overdue_household_count"]), of=whole(due)),
        "visit_overdue_household_count", lang,
    )  # fmt: skip
    body = [html.Div(rows, className="duty-rows", role="table"), _ages(figures, due, lang)]
    return panel(title, unit, html.Div(body, className="duty visits"), name="visits", lang=lang)


def _rule(name: str, figures: Mapping[str, float], lang: str) -> Component:
    late, due = f"visit_overdue_{name}_household_count", f"visit_due_{name}_household_count"
    known = figures[due] > 0 and not math.isnan(figures[late])
    share = 100 * figures[late] / figures[due] if known else math.nan
    said = f"{decimal(share, 1)}%" if known else "—"
    bar = [
        html.Span(className="duty-part", style={"--share": f"{100 - share:.2f}%"}),
        html.Span(className="duty-part is-late", style={"--share": f"{share:.2f}%"}),
    ]
    return html.Div(
        [
            html.Span(
                text(f"duty.rule.{name}", lang, days=_RULES[name]), className="duty-label", role="rowheader"
            ),
            html.Span(
                [
                    counted(figures, late, lang, tone="is-bad" if known and figures[late] > 0 else ""),
                    html.Span(" / "),
                    counted(figures, due, lang),
                ],
                className="duty-of",
                role="cell",
            ),
            html.Span(traced(said, f"{late}@{due}", lang), className="duty-share", role="cell"),
            html.Span(
                bar if known else [],
                className="duty-bar" + ("" if known else " is-unknown"),
                **attributes(aria_hidden="true"),
            ),
        ],
        className="duty-row",
        role="row",
    )  # fmt: skip


def _ages(figures: Mapping[str, float], due: float, lang: str) -> Component:
    """A stacked bar of all households due by the time since their last visit, its counts in columns under it."""
    classes = [
        html.Span(
            [
                html.Span(text(f"duty.age.{name}", lang), className=f"visit-class is-{at}"),
                traced(whole(figures[name]), name, lang, className="visit-count"),
            ],
            className="visit-age",
        )
        for at, name in enumerate(VISIT_AGES)
    ]
    parts = [
        html.Span(className=f"duty-part is-{at}", style={"--share": f"{100 * figures[name] / due:.2f}%"})
        for at, name in enumerate(VISIT_AGES)
        if due > 0 and figures[name] > 0
    ]
    return html.Div(
        [
            html.Span(text("duty.last_visit", lang), className="duty-caption"),
            html.Span(parts, className="duty-bar is-tall", **attributes(aria_hidden="true")),
            html.Div(classes, className="visit-ages"),
        ],
        className="visit-stack",
    )
