"""Alerts of departments: who must act, until when, where; and what came since this screen last looked."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from data_access.monitoring.warnings import OVERDUE, PENDING, Raised, Waiting, Warnings
from layouts.attributes import attributes
from layouts.numbers import whole
from layouts.panels.frame import panel
from layouts.panels.monitor_frame import without_figures
from layouts.panels.traced import traced, worded

UNCHECKED: Final = "monitoring_alert_pending_count"
LATE: Final = "monitoring_alert_overdue_count"


def warnings_panel(found: Warnings | None, as_of: date, period: int, lang: str, *, connected: bool) -> html.Section:
    """Departments with what is overdue and what is not yet, then the regions, then the newest ones (assets/91)."""
    title = text("warnings.title", lang)
    if found is None or not connected:
        return without_figures(title, "warnings", period, as_of.year, lang, connected=connected)
    if not found.pending:
        none = html.P(text("warnings.none", lang), className="monitor-none is-good")
        return panel(title, "", none, name="warnings", lang=lang)
    figures = {"pending": (whole(found.pending), UNCHECKED), "overdue": (whole(found.overdue), LATE)}
    unit = html.Span(worded("warnings.unit", lang, figures))
    tables = [_departments(found.departments, as_of, lang), *([_places(found.places, lang)] if found.places else [])]
    rows = html.Div(tables, className="gaps-rows whole-rows", tabIndex="0")
    body = html.Div([_look(found.raised, as_of, lang), rows],
                    className="warnings gaps")  # fmt: skip
    return panel(title, unit, body, name="warnings", lang=lang)


def _heads(*names: str, lang: str) -> html.Thead:
    cells = [
        html.Th(text(f"warnings.column.{name}", lang), scope="col", className="is-count" if place else "")
        for place, name in enumerate(names)
    ]
    return html.Thead(html.Tr(cells))


def _departments(found: Sequence[Waiting], as_of: date, lang: str) -> html.Table:
    rows = [
        html.Tr(
            [
                html.Th(one.name, scope="row", title=one.name),
                _count(one.overdue, f"alert.{OVERDUE}.OF_{one.code}", lang, is_due=True),
                _count(one.pending - one.overdue, f"alert.{PENDING}.OF_{one.code}", lang),
                html.Td(_day(one.due_on, as_of), className="is-count is-until"),
            ],
            **attributes(data_department=one.code, data_pending=str(one.pending)),
        )
        for one in found
    ]
    return html.Table([_heads("department", "overdue", "waiting", "due", lang=lang), html.Tbody(rows)])


def _places(found: Sequence[Waiting], lang: str) -> html.Table:
    rows = [
        html.Tr(
            [
                html.Th(
                    html.A(one.name, href=f"?view=monitor&region={one.code}", **attributes(data_go=one.code)),
                    scope="row",
                ),
                _count(one.overdue, LATE, lang, region=one.code, is_due=True),
                _count(one.pending, UNCHECKED, lang, region=one.code),
            ],
            **attributes(data_region=one.code),
        )
        for one in found
    ]
    return html.Table([_heads("place", "overdue", "pending", lang=lang), html.Tbody(rows)], className="is-places")


def _count(count: int, figure: str, lang: str, *, region: str | None = None, is_due: bool = False) -> html.Td:
    due = " is-due" if is_due and count else ""
    return html.Td(traced(whole(count), figure, lang, region=region), className=f"is-count{due}")


def _day(day: date | None, as_of: date) -> str:
    if day is None:
        return "—"
    return f"{day:%m-%d}" if day.year == as_of.year else f"{day:%Y-%m-%d}"


def _look(raised: Sequence[Raised], as_of: date, lang: str) -> Component:
    """What came on which day; the browser knows when this screen last looked, and shows what came since."""
    words: Mapping[str, str] = {
        "since": text("warnings.look.since", lang, date="{date}"),
        "first": text("warnings.look.first", lang),
    }
    rows = [
        html.Li(
            [
                html.Span(text(f"warnings.severity.{one.severity}", lang), className="look-severity"),
                html.Span(
                    text("warnings.look.row", lang, department=one.department_name, item=one.item_name),
                    className="look-what",
                ),
                html.Span(_until(one, as_of, lang), className="look-due"),
                html.B("", className="look-count"),
            ],
            className=f"look-row is-{one.severity}",
            hidden=True,
            **attributes(data_days=json.dumps({day.isoformat(): count for day, count in one.days.items()})),
        )
        for one in raised
    ]
    none = html.P(text("warnings.look.none", lang), className="look-none", hidden=True)
    return html.Div(
        [html.H3("", className="look-head"), none, html.Ul(rows, className="look-list")],
        className="look",
        **attributes(data_as_of=as_of.isoformat(), data_words=json.dumps(words, ensure_ascii=False)),
    )


def _until(one: Raised, as_of: date, lang: str) -> str:
    if one.due_on is None:
        return ""
    return text(f"warnings.look.{'late' if one.due_on < as_of else 'due'}", lang, date=_day(one.due_on, as_of))
