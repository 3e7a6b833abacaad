"""What the projects are given, what of it is paid, and whom they are to benefit: all, and by category."""

import math
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.tasks.progress import Funds
from layouts.attributes import attributes
from layouts.numbers import decimal, money, share, whole
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced


def money_panel(
    every: Funds, categories: Sequence[Funds], names: Mapping[str, str], lang: str, *, connected: bool
) -> html.Section:
    """Three sums, then a row a category: a bar as long as its money, filled as far as it is paid."""
    title = text("tasks.money", lang)
    if not connected or math.isnan(every.count):
        return panel(title, "", nothing(lang, connected=connected), name="money", lang=lang)
    sums = html.Div(
        [
            _sum("budget", str(money(every.budget, lang)), "project_budget_yuan", lang),
            _sum("paid", str(money(every.paid, lang)), "project_paid_yuan", lang),
            _sum("benefit", whole(every.households), "project_benefit_household_count", lang),
        ],
        className="money-sums",
    )
    most = max((funds.budget for funds in categories if funds.budget > 0), default=1.0)
    rows = [_row(funds, names[funds.category or ""], most, lang) for funds in categories]
    table = html.Div(
        rows, className="money-list whole-rows", role="table", tabIndex="0", **attributes(aria_label=title)
    )
    unit = traced(text("tasks.money_unit", lang, count=whole(every.count)), "project_count", lang)
    return panel(title, unit, html.Div([sums, table], className="money"), name="money", lang=lang)


def _sum(key: str, said: str, figure: str, lang: str) -> Component:
    label = html.Span(text(f"tasks.money_{key}", lang), className="money-label")
    return html.Div([traced(html.B(said), figure, lang, className="money-figure"), label], className="money-sum")


def _row(funds: Funds, name: str, most: float, lang: str) -> Component:
    known = not math.isnan(funds.paid_percent)
    length = share(funds.budget, most)
    bar = html.Span(
        html.Span(className="money-paid", style={"--share": f"{min(funds.paid_percent, 100.0):.2f}%"})
        if known
        else None,
        className="money-bar" + ("" if known else " is-unknown"),
        style={"--share": f"{length if known else 100.0:.2f}%"},
    )
    percent = f"{decimal(funds.paid_percent, 0)}%" if known else text("wall.missing", lang)
    households = text("tasks.money_households", lang, count=whole(funds.households))
    return html.Div(
        [
            html.Span(name, role="rowheader", className="money-name", title=name),
            html.Span(bar, role="cell", className="money-track"),
            html.Span(
                traced(str(money(funds.budget, lang)), f"project_budget_yuan.{funds.category}", lang),
                role="cell",
                className="money-budget",
            ),
            html.Span(
                traced(percent, f"project_paid_yuan.{funds.category}@project_budget_yuan.{funds.category}", lang),
                role="cell",
                className="money-percent",
            ),
            html.Span(
                traced(households, f"project_benefit_household_count.{funds.category}", lang),
                role="cell",
                className="money-households",
            ),
        ],
        className="money-row",
        role="row",
    )
