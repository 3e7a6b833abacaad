"""What is late, by how many days, and whose it is."""

from dash import html

from data_access.messages import text
from data_access.tasks.listed import LateTask, LateTasks
from layouts import ids
from layouts.attributes import attributes
from layouts.markup import Markup, still
from layouts.numbers import decimal, whole
from layouts.panels.frame import nothing, panel
from layouts.panels.tasks_pager import pager, place_link
from layouts.panels.traced import traced


def late_panel(late: LateTasks | None, lang: str, *, connected: bool) -> html.Section:
    """A row a task, the longest late first; None = not asked for, since the year is not that of the data."""
    title = text("tasks.late", lang)
    if late is None or not connected:
        return panel(title, "", nothing(lang, connected=connected), name="late", lang=lang)
    total = text("tasks.late_unit", lang, count=whole(late.total))
    unit = traced(total, "task_late_count", lang, **attributes(data_figure="late.total"))
    if not late.rows:
        none = html.P(text("tasks.late_none", lang), className="tasks-none")
        return panel(title, unit, none, name="late", lang=lang)
    body = [
        html.Ol(
            [_row(task, lang) for task in late.rows],
            className="late-list whole-rows",
            tabIndex="0",
            **attributes(aria_label=title),
        ),
        html.Div(pager(ids.TASKS_LATE_TURN, late.page, late.total, late.page_size, lang), className="tasks-foot"),
    ]
    return panel(title, unit, html.Div(body, className="late"), name="late", lang=lang)


def _row(task: LateTask, lang: str) -> Markup:
    title = " · ".join(name for name in (task.title_zh, task.part_of_zh) if name)
    done = []
    if task.done is not None and task.target is not None and task.target > 1:
        unit = task.unit_zh if lang == "zh" else ""
        done = [still("span", f"{_amount(task.done)}/{_amount(task.target)}{unit}", className="late-done")]
    days = still(
        "span",
        [still("b", whole(task.days), **attributes(data_days=str(task.days))), still("span", text("tasks.days", lang))],
        className="late-days",
        title=text("tasks.due", lang, day=task.due_on),
    )
    facts = [
        place_link(task.region_code, task.region_zh),
        still("span", task.due_on.isoformat(), className="late-due"),
        *done,
    ]
    return still(
        "li",
        [
            days,
            still(
                "span",
                [
                    still("span", title, className="late-title", title=title),
                    still("span", facts, className="late-facts"),
                ],
                className="late-what",
            ),
            _owner(task, lang),
        ],
        className="late-row",
        **attributes(data_task=task.task_id),
    )


def _owner(task: LateTask, lang: str) -> Markup:
    """The official and the organisation that answer for it; that there is none is said."""
    names = [name for name in (task.official_zh, task.organisation_zh) if name]
    if not names:
        return still("span", text("tasks.no_owner", lang), className="late-owner is-unowned")
    said = " · ".join(names)
    return still("span", [still("span", name) for name in names], className="late-owner", title=said)


def _amount(value: float) -> str:
    return decimal(value, 0 if value == int(value) else 1)
