"""The works map: each work as a bar from its planned start to its end, its steps in it, and the day of the data."""

from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.tasks.listed import Step, Work, WorksMap
from layouts import ids
from layouts.attributes import attributes
from layouts.markup import Markup, still
from layouts.numbers import whole
from layouts.panels.frame import nothing, panel
from layouts.panels.tasks_pager import pager

MOST_TICKS = 6
LAST_TICK = 88
"""Further right, in per cent, the name of a month has no room."""


def works_panel(works: WorksMap | None, lang: str, *, connected: bool) -> html.Section:
    """A row a work; None = not asked for, since the year is not that of the data."""
    title = text("tasks.works", lang)
    if works is None or not connected:
        return panel(title, "", nothing(lang, connected=connected), name="works", lang=lang)
    said = [html.P(text("tasks.works_undated", lang, count=whole(works.undated)), className="tasks-doubt")]
    doubts = said if works.undated else []
    if not works.rows:
        none = html.P(text("tasks.works_none", lang), className="tasks-none")
        return panel(title, "", html.Div([none, *doubts], className="works"), name="works", lang=lang)
    first = min(work.start for work in works.rows).replace(day=1)
    last = max(works.day, *(day for work in works.rows for day in (work.end, work.finished or work.end)))
    span = Span(first, last + timedelta(days=3))
    body = [
        _months(span, works.day, lang),
        html.Div(
            [_row(work, span, works.day, lang) for work in works.rows],
            className="works-list whole-rows",
            role="list",
            tabIndex="0",
            **attributes(aria_label=title),
        ),
        html.Div(
            [*doubts, *pager(ids.TASKS_WORKS_TURN, works.page, works.total, works.page_size, lang)],
            className="tasks-foot works-foot",
        ),
    ]
    unit = text("tasks.works_unit", lang, count=whole(works.total), day=works.day.strftime("%m-%d"))
    return panel(title, unit, html.Div(body, className="works"), name="works", lang=lang)


class Span:
    """The days that the map reaches over, as per cent of its breadth."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self._days = max((last - first).days, 1)

    def at(self, day: date) -> float:
        """Where a day stands, 0 to 100."""
        return min(max(100 * (day - self.first).days / self._days, 0.0), 100.0)

    def months(self) -> list[date]:
        """First days of months, every so many that at most `MOST_TICKS` are left."""
        found = [self.first]
        while (following := _next_month(found[-1])) < self.last:
            found.append(following)
        return found[:: -(-len(found) // MOST_TICKS)]


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _months(span: Span, day: date, lang: str) -> Component:
    ticks = [
        html.Span(
            text("tasks.month", lang, month=str(month.month)),
            className="works-tick" + (" is-year" if month.month == 1 else ""),
            style={"--at": f"{span.at(month):.2f}%"},
        )
        for month in span.months()
        if span.at(month) < LAST_TICK
    ]
    today = html.Span(className="works-today", style={"--at": f"{span.at(day):.2f}%"}, title=day.isoformat())
    return html.Div(
        [html.Span(), html.Span([*ticks, today], className="works-track")], className="works-row works-months"
    )


def _row(work: Work, span: Span, day: date, lang: str) -> Markup:
    steps = work.steps or (Step(work.start, work.end, work.finished),)
    finished = sum(1 for step in steps if step.finished)
    bars = [_bar(step, step.start or work.start, span, day) for step in steps]
    today = still("span", className="works-today", style={"--at": f"{span.at(day):.2f}%"})
    state = "late" if work.is_late else "done" if work.finished else "open"
    said = text(
        f"tasks.works_{state}", lang, title=work.title_zh, start=work.start, end=work.end, steps=len(steps),
        finished=finished,
    )  # fmt: skip
    name = still("span", work.title_zh, className="works-name")
    if work.region_code:
        link = f"?view=tasks&region={work.region_code}"
        name = still("a", work.title_zh, href=link, className="works-name", **attributes(data_go=work.region_code))
    return still(
        "div",
        [name, still("span", [*bars, today], className="works-track", role="img", **attributes(aria_label=said))],
        className=f"works-row is-{state}",
        role="listitem",
        title=said,
    )


def _bar(step: Step, start: date, span: Span, day: date) -> Markup:
    """A step: filled when it is finished, marked when its end is past and it is not."""
    state = "done" if step.finished else "late" if step.end < day else "open"
    left, right = span.at(start), span.at(step.end)
    return still(
        "span",
        className=f"works-step is-{state}",
        style={"--at": f"{left:.2f}%", "--share": f"{max(right - left, 0.6):.2f}%"},
    )
