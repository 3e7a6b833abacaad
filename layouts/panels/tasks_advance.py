"""Plan against actual by region: what should be finished by now, what is, what is at risk and what is late."""

import math

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.tasks.progress import TaskProgress, TaskSums
from layouts.attributes import attributes
from layouts.numbers import share, whole
from layouts.panels.frame import nothing, panel
from layouts.panels.tasks_pager import place_link
from layouts.panels.traced import traced


def advance_panel(progress: TaskProgress, lang: str, *, connected: bool) -> html.Section:
    """The tasks of the region, then those of each region directly under it, the largest part late first."""
    title = text("tasks.advance", lang)
    if not connected or math.isnan(progress.whole.count):
        return panel(title, "", nothing(lang, connected=connected), name="advance", lang=lang)
    heads = ("region", "plan", "finished", "at_risk", "late")
    head = html.Div(
        [html.Span(text(f"tasks.head.{name}", lang), role="columnheader", className=f"is-{name}") for name in heads],
        className="advance-row advance-heads",
        role="row",
    )
    body = [
        head,
        _row(progress.whole, text("tasks.whole", lang), lang, is_whole=True),
        html.Div(
            [_row(sums, sums.region.name(lang), lang) for sums in progress.rows],
            className="advance-list whole-rows",
            role="rowgroup",
            tabIndex="0",
            **attributes(aria_label=title),
        ),
        *_doubts(progress.whole, lang),
    ]
    table = html.Div(body, className="advance", role="table", **attributes(aria_label=title))
    return panel(title, text("tasks.advance_unit", lang), table, name="advance", lang=lang)


def _row(sums: TaskSums, name: str, lang: str, *, is_whole: bool = False) -> Component:
    region = None if is_whole else sums.region.code

    def cell(value: float, figure: str, kind: str) -> Component:
        tone = f"is-{kind}" + ("" if value > 0 else " is-none")
        return html.Span(traced(whole(value), figure, lang, region=region), role="cell", className=tone)

    parts = [
        html.Span(className=f"advance-part is-{kind}", style={"--share": f"{share(value, sums.count):.2f}%"})
        for kind, value in (("finished", sums.finished), ("late", sums.late), ("at_risk", sums.at_risk))
        if value > 0 and sums.count > 0
    ]
    due = share(sums.due, sums.count)
    said = text("tasks.advance_row", lang, due=whole(sums.due), finished=whole(sums.finished), count=whole(sums.count))
    plan = [] if math.isnan(due) else [html.Span(className="advance-plan", style={"--share": f"{due:.2f}%"})]
    finished = [
        traced(whole(sums.finished), "task_finished_count", lang, region=region),
        html.Span([" / ", traced(whole(sums.count), "task_count", lang, region=region)], className="advance-of"),
    ]
    return html.Div(
        [
            html.Span(
                name if is_whole else place_link(sums.region.code, name), role="rowheader", className="advance-name"
            ),
            html.Span([*parts, *plan], role="img", className="advance-bar", title=said, **attributes(aria_label=said)),
            html.Span(finished, role="cell", className="is-finished"),
            cell(sums.at_risk, "task_at_risk_count", "at_risk"),
            cell(sums.late, "task_late_count", "late"),
        ],
        className="advance-row" + (" is-whole" if is_whole else ""),
        role="row",
        **({} if is_whole else attributes(data_region=sums.region.code)),
    )


def _doubts(sums: TaskSums, lang: str) -> list[Component]:
    """Tasks that nobody can be asked for, or that have no day: said in words."""
    said = [
        traced(text(f"tasks.{name}", lang, count=whole(value)), f"task_{name}_count", lang, className="tasks-doubt")
        for name, value in (("undated", sums.undated), ("unowned", sums.unowned))
        if value > 0
    ]
    return [html.P(said, className="advance-doubts")] if said else []
